"""kill -9 in the middle of the real command: the run after it ends as if nothing had happened."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from archiver.newsroom import serving
from benchmarks.kills import Whole, killed, uninterrupted

from .study import Study, group_ends

KILLS = int(os.environ.get("ARCHIVER_KILLS", "8"))
SEED = int(os.environ.get("ARCHIVER_KILLS_SEED", "1"))
OUTLETS = ("harbour-ledger", "voz-del-sur", "quay-review")         # the hostile one waits long: benchmarks/kills.py has it


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Whole]:
    """Three outlets, crawled once without an interruption."""
    with serving(host_base="127.0.9", size=4) as room:
        study = Study(tmp_path_factory.mktemp("killed"), room, workers=1)        # each start of one is a second of CPU
        study.write(OUTLETS)
        yield uninterrupted(study)


def test_killed_at_random(whole: Whole, tmp_path: Path) -> None:
    """After kill -9 at random instants, captures, articles and outcomes are those of an uninterrupted run."""
    for _, found in killed(whole, KILLS, SEED, tmp_path):
        assert found == {}


def test_workers_do_not_outlive_their_parent(whole: Whole, tmp_path: Path) -> None:
    """When only the command itself is killed, its workers end by themselves."""
    process = whole.study.start(tmp_path / "out")
    whole.study.wait_for(10, process)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    assert group_ends(process.pid)
