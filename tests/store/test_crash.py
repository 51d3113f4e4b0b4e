"""Interruptions: killed at random, at every write, and with a full disk; the rerun ends as if nothing had happened."""

from __future__ import annotations

import errno
import multiprocessing
import os
import random
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from archiver.errors import DiskFull
from archiver.store import Archive, Settings
from archiver.store.catalog import Catalog
from archiver.store.verify import verify
from tests.store.conftest import SITE
from tests.store.small_crawl import crawl, state

KILLS = int(os.environ.get("ARCHIVER_KILLS", "30"))
FORK = multiprocessing.get_context("fork")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], dict[str, object]]:
    """What an uninterrupted crawl of so many pages leaves."""
    known: dict[int, dict[str, object]] = {}

    def state_of(pages: int) -> dict[str, object]:
        if pages not in known:
            root = tmp_path_factory.mktemp("whole")
            crawl(root, pages)
            known[pages] = state(root)
        return known[pages]
    return state_of


def check(root: Path, expected: dict[str, object]) -> None:
    """Nothing lost, nothing doubled, nothing torn, for us and for warcio."""
    assert state(root) == expected
    assert not list(verify([root / SITE / "warc"]))
    for path in (root / SITE / "warc").iterdir():
        assert path.name.endswith(".warc.gz")
        with path.open("rb") as file:
            for record in ArchiveIterator(file, check_digests="raise"):
                record.content_stream().read()


def test_killed_at_random(tmp_path: Path, whole: Callable[[int], dict[str, object]]) -> None:
    """kill -9 at random instants, again and again on one archive, loses and doubles nothing."""
    pages, kills, number = 120, 0, 0
    chance = random.Random(KILLS)
    while kills < KILLS:
        root = tmp_path / str(number)
        number += 1
        while kills < KILLS:
            child = FORK.Process(target=crawl, args=(root, pages))
            child.start()
            time.sleep(chance.random() * 0.12)
            os.kill(child.pid or 0, signal.SIGKILL)
            child.join()
            assert child.exitcode in (0, -signal.SIGKILL)
            kills += child.exitcode != 0
            if child.exitcode == 0:      # a fast machine was done before the kill, which counts for nothing
                break
        crawl(root, pages)
        check(root, whole(pages))


class Stop:
    """Ends the process at the n-th write, after `share` of its bytes."""

    def __init__(self, at: int, share: float) -> None:
        self.left, self.share = at, share

    def write(self, fd: int, data: bytes) -> int:
        """os.write, until it is time."""
        self.left -= 1
        if self.left == 0:
            REAL_WRITE(fd, bytes(data)[:int(len(data) * self.share)])
            os._exit(9)
        return REAL_WRITE(fd, data)

    def commit(self, catalog: Catalog) -> None:
        """Catalog.commit, until it is time: before it, or after."""
        self.left -= 1
        if self.left == 0 and self.share < 1:
            os._exit(9)
        REAL_COMMIT(catalog)
        if self.left == 0:
            os._exit(9)

    def rename(self, path: Path, target: Path) -> Path:
        """Path.rename, until it is time: before it, or after."""
        self.left -= 1
        if self.left == 0 and self.share < 1:
            os._exit(9)
        moved = REAL_RENAME(path, target)
        if self.left == 0:
            os._exit(9)
        return moved


REAL_WRITE, REAL_RENAME = os.write, Path.rename
REAL_COMMIT = Catalog.commit


def stopped_crawl(root: Path, pages: int, at: int, share: float) -> None:
    """A crawl that ends at its n-th write."""
    stop = Stop(at, share)
    monkeypatch = pytest.MonkeyPatch()
    monkeypatch.setattr(os, "write", stop.write)
    monkeypatch.setattr(Catalog, "commit", lambda c: stop.commit(c))  # noqa: PLW0108  (bound to the catalog)
    monkeypatch.setattr(Path, "rename", lambda p, t: stop.rename(p, t))  # noqa: PLW0108  (bound to the path)
    crawl(root, pages)


@pytest.mark.parametrize("share", [0, 0.5, 1])
def test_stopped_at_every_write(tmp_path: Path, whole: Callable[[int], dict[str, object]], share: float) -> None:
    """The process ends before, within and after each write, commit and rename in turn; the rerun is the same."""
    pages = 8
    for at in range(1, 500):
        root = tmp_path / str(at)
        child = FORK.Process(target=stopped_crawl, args=(root, pages, at, share))
        child.start()
        child.join()
        if child.exitcode == 0:
            break
        assert child.exitcode == 9
        crawl(root, pages)
        check(root, whole(pages))
    assert 30 < at < 499


def test_no_room_at_any_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                              whole: Callable[[int], dict[str, object]]) -> None:
    """A write that finds no room raises DiskFull and leaves no part of it; with room again, the crawl goes on."""
    pages, full = 8, 0
    for at in range(1, 500):
        root, count = tmp_path / str(at), iter(range(1, 1000))

        def write(fd: int, data: bytes, at: int = at, count: object = count) -> int:
            if next(count) == at:  # type: ignore[call-overload]
                REAL_WRITE(fd, bytes(data)[:len(data) // 2])
                raise OSError(errno.ENOSPC, "No space left on device")
            return REAL_WRITE(fd, data)
        monkeypatch.setattr(os, "write", write)
        try:
            crawl(root, pages)
        except DiskFull:
            full += 1
        else:
            break
        finally:
            monkeypatch.setattr(os, "write", REAL_WRITE)
        crawl(root, pages)
        check(root, whole(pages))
    assert full > 20


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 400 kB, where the system lets us mount one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", str(disk)]
    if os.geteuid() or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only root can mount a small disk; test_no_room_at_any_write stands for it")
    yield disk
    subprocess.run(["umount", "--lazy", str(disk)], check=True)      # whoever still looks at it may do so


def test_a_disk_that_is_really_full(small_disk: Path, whole: Callable[[int], dict[str, object]]) -> None:
    """On a real disk that fills up, the crawl ends with DiskFull; with more room it goes on to the same end."""
    root = small_disk / "output"
    for _ in range(3):
        with pytest.raises(DiskFull):
            crawl(root, 400)
    subprocess.run(["mount", "-o", "remount,size=50m", str(small_disk)], check=True)
    crawl(root, 400)
    check(root, whole(400))


def test_no_room_for_the_catalog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                 whole: Callable[[int], dict[str, object]]) -> None:
    """A commit that finds no room says so; the records are there, and the next start takes them back in."""
    root, calls = tmp_path / "full", iter(range(100))

    def commit(catalog: Catalog) -> None:
        if next(calls) == 3:
            raise catalog._error(sqlite3.OperationalError("database or disk is full"))
        REAL_COMMIT(catalog)
    monkeypatch.setattr(Catalog, "commit", commit)
    archive_error(root)
    monkeypatch.setattr(Catalog, "commit", REAL_COMMIT)
    recovery = crawl(root, 20)
    assert recovery.captures and "took" in recovery.message
    check(root, whole(20))


def archive_error(root: Path) -> None:
    """A crawl that must raise DiskFull."""
    with pytest.raises(DiskFull):
        crawl(root, 20)


def test_a_clean_end_says_nothing(tmp_path: Path) -> None:
    """After an undisturbed crawl there is nothing to repair; after a kill there is one line that tells what was."""
    crawl(tmp_path, 20)
    assert crawl(tmp_path, 20).message == ""
    with (tmp_path / SITE / "articles" / "2026-03.jsonl").open("ab") as file:
        file.write(b'{"id": "torn')
    recovery = crawl(tmp_path, 20)
    assert recovery.cut == 12
    assert recovery.message == ("example: repaired after an interruption: cut 12 torn bytes from 2026-03.jsonl")


def test_a_shortened_log_is_fetched_again(tmp_path: Path, whole: Callable[[int], dict[str, object]]) -> None:
    """What a power cut took from the logs is dropped from the catalog, and its links wait again."""
    crawl(tmp_path, 20, Settings(min_free=0))
    [path] = (tmp_path / SITE / "warc").iterdir()
    with Archive(tmp_path) as archive:
        last = list(archive.captures(SITE))[-1]
    os.truncate(path, last.offset + 10)
    recovery = crawl(tmp_path, 20)
    assert recovery.lost == 1
    assert state(tmp_path)["articles"] == whole(20)["articles"]


def test_waiting_for_the_disk_itself(tmp_path: Path, whole: Callable[[int], dict[str, object]]) -> None:
    """With fsync the archive ends the same."""
    crawl(tmp_path, 20, Settings(min_free=0, fsync=True))
    assert state(tmp_path) == whole(20)
