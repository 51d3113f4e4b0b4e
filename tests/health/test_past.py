"""The past of a site, as the catalog has it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from archiver.health import examine, past_of
from archiver.model import Outcome
from archiver.store import Archive
from tests.health.made_up import START
from tests.health.test_coverage import lived
from tests.store.conftest import SITE


def test_absence_is_counted_from_the_last_visit(tmp_path: Path) -> None:
    """A site that nobody has crawled for a year is unvisited since its last visit, however long the weeks are that are judged."""
    lived(tmp_path, [(1, "feed", Outcome.DISCOVERED, 31), (2, "feed", Outcome.DISCOVERED, 1)])
    with Archive(tmp_path) as archive:
        report = examine(past_of(archive, SITE, START + timedelta(days=400)))
    said = {finding.state: finding.since[:10] for finding in report.findings}
    assert said == {"UNVISITED": (START + timedelta(days=31)).date().isoformat()}
