"""The real command stopped on purpose or by the machine: Ctrl-C, SIGTERM, a full disk, a second crawl beside it."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from archiver.newsroom import serving
from archiver.store.archive import Archive

from .study import Left, Study, differences, group_ends, left, sound

OUTLETS = ("harbour-ledger", "al-marfa")


@dataclass(frozen=True)
class Whole:
    """A study, and what an uninterrupted crawl of it leaves."""

    study: Study
    left: Left


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Whole]:
    folder = tmp_path_factory.mktemp("stopped")
    with serving(host_base="127.0.11", size=8) as room:
        study = Study(folder, room)
        study.write(OUTLETS)
        study.crawl(folder / "whole")
        study.write(OUTLETS, delay=0.1, concurrency=1)
        yield Whole(study, left(folder / "whole"))


def finish(whole: Whole, root: Path) -> None:
    """The rest of the crawl, and whether all of it is as it should be."""
    whole.study.crawl(root)
    assert differences(whole.left, left(root)) == {}
    sound(root)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=lambda number: number.name)
@pytest.mark.parametrize("to_all", [True, False], ids=["group", "alone"])
def test_stopped(whole: Whole, tmp_path: Path, number: signal.Signals, to_all: bool) -> None:
    """Ctrl-C and SIGTERM end the crawl within seconds with code 130; links are given back, and the next run goes on."""
    process = whole.study.start(tmp_path / "out")
    whole.study.wait_for(15, process)
    (os.killpg if to_all else os.kill)(process.pid, number)
    out, err = process.communicate(timeout=30)
    assert process.returncode == 130, err
    assert "Traceback" not in err
    assert "waiting" in out
    assert group_ends(process.pid)
    with Archive(tmp_path / "out") as archive:
        states = {row.state for site in archive.sites() for row in archive.links(site)}
    assert states == {"waiting", "done"}
    assert not list((tmp_path / "out").glob("*/warc/*.open"))
    finish(whole, tmp_path / "out")


def test_twice(whole: Whole, tmp_path: Path) -> None:
    """While one crawl writes, a second is refused with code 3 and the pid and start of the first, which goes on."""
    first = whole.study.start(tmp_path / "out")
    whole.study.wait_for(5, first)
    said = whole.study.crawl(tmp_path / "out", code=3)
    assert f"process {first.pid}, started 20" in said
    out, err = first.communicate(timeout=120)
    assert first.returncode == 0, out + err
    assert differences(whole.left, left(tmp_path / "out")) == {}


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 900 kB, where the system lets us mount one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=700k", "tmpfs", str(disk)]
    if os.geteuid() or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only root can mount a small disk")
    yield disk
    subprocess.run(["umount", "--lazy", str(disk)], check=True)      # whoever still looks at it may do so


@pytest.mark.parametrize("kept_free", [0, 300_000])
def test_full_disk(whole: Whole, small_disk: Path, monkeypatch: pytest.MonkeyPatch, kept_free: int) -> None:
    """A disk that fills up ends the crawl with code 4 and a word; with room it goes on, and nothing is lost."""
    monkeypatch.setenv("ARCHIVER_MIN_FREE", str(kept_free))
    root = small_disk / "out"
    assert "make room and run again" in whole.study.crawl(root, code=4)
    subprocess.run(["mount", "-o", "remount,size=50m", str(small_disk)], check=True)
    finish(whole, root)
