"""Days of a living newsroom in seconds: what was promised of its articles and edits holds, also when the process is killed."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.timelapse import Story, judged, lived, state

STORY = Story(6, ("harbour-ledger", "meridian-courier", "voz-del-sur"))
"""One whose feeds die and come back, one that is redesigned, one with a feed that lies about being unchanged."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lapse")
    lived(folder / "whole", STORY)
    return folder


def test_what_was_promised_holds(folder: Path) -> None:
    """Every article is found by the first good look at a list that has it, no list is left alone for longer than a day,
    every edit above the minimum is a version by the next visit promised, and no comma is one."""
    result = judged(folder / "whole", STORY)
    assert result.articles > 50 and result.edits >= 3
    assert (result.late, result.unseen, result.slow, result.missed, result.overrated) == ([], [], [], [], [])
    assert result.hours_max <= 24
    assert result.looks_per_new < 5                  # asking every hour: about 20


def test_killed_on_the_way(folder: Path) -> None:
    """kill -9, twice in the middle, changes nothing of what is found, when, and how each link ended."""
    lived(folder / "killed", STORY, kills=2)
    assert state(folder / "killed") == state(folder / "whole")
