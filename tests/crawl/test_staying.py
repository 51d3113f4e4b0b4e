"""A crawl that stays: what ends a run, what is done after a fault, and what a watchdog reads."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from archiver.crawl import staying
from archiver.crawl.plan import When
from archiver.crawl.progress import Summary
from archiver.crawl.staying import Heart, Stay, Watch
from archiver.model import Site

SITE = Site(name="a", domains=("a.test",))


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long it was waited between runs; nothing is waited for."""
    waits: list[float] = []
    monkeypatch.setattr(staying.time, "sleep", waits.append)
    monkeypatch.setattr(Stay, "_listen", lambda self: None)
    return waits


def stay(folder: Path, *reasons: str) -> tuple[Stay, list[str]]:
    """Runs that end for these reasons, one after the other, and then by a signal."""
    left, said = [*reasons, "shutdown"], []

    def crawl(sites: list[Site], when: When) -> Summary:
        assert when.scheduled and when.stays
        return Summary(reason=left.pop(0))
    return Stay(lambda: [SITE], lambda: 1, crawl, Heart(folder / "h.json"), said.append), said  # type: ignore[arg-type]


def state(folder: Path) -> str:
    return str(json.loads((folder / "h.json").read_text())["state"])


def test_after_a_run_comes_the_next_at_once(tmp_path: Path, slept: list[float]) -> None:
    """A run that ends because the day is over is followed by another; a signal ends it all."""
    made, said = stay(tmp_path, "finished", "finished")
    made.run()
    assert slept == [0.0, 0.0, 0.0] and len(said) == 3
    assert state(tmp_path) == "stopped"


def test_a_full_disk_is_waited_for(tmp_path: Path, slept: list[float]) -> None:
    """It is looked every ten minutes whether there is room, and nothing ends."""
    made, _ = stay(tmp_path, "disk-full", "disk-full", "finished")
    made.run()
    assert slept == [staying.NO_ROOM, staying.NO_ROOM, 0.0, 0.0]


def test_faults_are_waited_out_ever_longer(tmp_path: Path, slept: list[float]) -> None:
    """A minute, two, four, up to an hour; one good run and it begins anew."""
    made, _ = stay(tmp_path, *["error"] * 8, "finished", "error")
    made.run()
    assert slept == [60.0, 120.0, 240.0, 480.0, 960.0, 1920.0, 3600.0, 3600.0, 0.0, 60.0, 0.0]


def test_what_ends_a_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another state of the site files, or a day; it is looked every ten seconds, however often it is asked."""
    now, asked, files = [0.0], [0], [1]
    monkeypatch.setattr(staying.time, "monotonic", lambda: now[0])

    def mark() -> int:
        asked[0] += 1
        return files[0]
    watch = Watch(mark)
    for _ in range(1000):
        assert watch.over() == ""
    assert asked[0] == 1
    now[0] = 11.0
    assert watch.over() == ""
    files[0], now[0] = 2, 22.0
    assert "site files have changed" in watch.over()
    other = Watch(lambda: 1)
    now[0] += staying.RENEWED + 1
    assert "day is over" in other.over()


def test_a_heart_survives_a_disk_without_room(tmp_path: Path) -> None:
    """A heartbeat that cannot be written ends nothing."""
    (tmp_path / "file").write_text("")
    Heart(tmp_path / "file" / "h.json").beat("working")
    heart: Callable[[str, str], None] = Heart(tmp_path / "deep" / "h.json").beat
    heart("waiting", "2026-03-02T08:00:00+00:00")
    said = json.loads((tmp_path / "deep" / "h.json").read_text())
    assert said["state"] == "waiting" and said["next_due"].startswith("2026") and said["pid"] > 0
