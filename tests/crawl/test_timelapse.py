"""Days of a living newsroom in seconds: what was promised of its articles and edits holds, also when the process is killed."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from archiver.health.findings import Finding, State
from archiver.newsroom import OPENED
from archiver.store import Archive
from benchmarks.life import Story, events
from benchmarks.timelapse import judged, lived, state
from benchmarks.watched import looks

STORY = Story(6, ("harbour-ledger", "meridian-courier", "voz-del-sur"))
"""One whose feeds die and come back, one that is redesigned, one with a feed that lies about being unchanged."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lapse")
    lived(folder / "whole", STORY)
    return folder


def test_what_was_promised_holds(folder: Path) -> None:
    """Every article is found by the first good look at a list that has it, no list is left alone for longer than a day,
    every edit above the minimum is a version by the next visit promised, and no comma is one; health tells each event within
    its day, and nothing else."""
    result = judged(folder / "whole", STORY)
    assert result.articles > 50 and result.edits >= 3
    assert (result.late, result.unseen, result.slow, result.missed, result.overrated) == ([], [], [], [], [])
    assert result.hours_max <= 24
    assert result.looks_per_new < 5                  # asking every hour: about 20
    assert set(result.told) == {"harbour-ledger: feeds", "meridian-courier: redesign"} and max(result.told.values()) <= 24
    assert (result.untold, result.alarms) == ([], [])


def test_the_redesign_is_told(folder: Path) -> None:
    """An outlet whose pages are built anew without losing a field is told within its day, with the places the fields are read
    from; of the others, which change nothing, no such word is said."""
    day = timedelta(days=1)
    [redesign] = [OPENED + event.day * day for event in events(STORY) if event.what == "redesign"]
    told: dict[str, list[tuple[datetime, Finding]]] = {}
    with Archive(folder / "whole") as archive:
        for name in STORY.outlets:
            told[name] = [(now, finding) for now, report in looks(archive, name, day / 4) for finding in report.findings
                          if finding.state is State.LAYOUT]
    when, finding = told.pop("meridian-courier")[0]
    assert redesign < datetime.fromisoformat(finding.since) <= when <= redesign + day
    assert "published is read from microdata:datePublished" in finding.figures and finding.passing
    assert not any(told.values()), told


def test_killed_on_the_way(folder: Path) -> None:
    """kill -9, twice in the middle, changes nothing of what is found, when, and how each link ended."""
    lived(folder / "killed", STORY, kills=2)
    assert state(folder / "killed") == state(folder / "whole")
