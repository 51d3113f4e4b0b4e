"""Worker processes: crashes, pages that take for ever, signals."""

from __future__ import annotations

import asyncio
import ctypes
import os
import re
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from multiprocessing import forkserver
from pathlib import Path

import pytest

from archiver.crawl.pool import Workers, WorkersDied, default_workers
from archiver.model import Capture, Exchange, Link, Outcome
from archiver.reading import Reading

from .study import ROOT, group_ends


class Trouble:
    """Reads what a test page tells it to do."""

    def __call__(self, capture: Capture, link: Link) -> Reading:
        what = capture.exchange.payload
        if what == b"segfault":
            ctypes.string_at(0)
        if what == b"exit":
            os._exit(3)
        if what == b"killed":
            os.kill(os.getpid(), signal.SIGKILL)
        if what == b"endless regex":     # which lets no other thread run
            os.write(1, b"at it\n")
            re.match("(a+)+$", "a" * 80 + "b")
        if what == b"for ever":
            while True:
                pass
        if what == b"signals":
            for number in (signal.SIGINT, signal.SIGTERM):
                os.kill(os.getpid(), number)
            time.sleep(0.2)
        return Reading(Outcome.NOT_ARTICLE, f"{os.getpid()}")


def capture(text: bytes) -> Capture:
    exchange = Exchange(url="http://a.test/", request=b"", head=b"HTTP/1.1 200 OK\r\n\r\n", body=text, payload=text,
                        started=datetime(2026, 1, 1, tzinfo=UTC))
    return Capture(exchange, "a", "a.warc.gz", 0, 0, "<urn:uuid:0>", "")


LINK = Link(site="a", url="http://a.test/", key="a.test/", by="seed")


NEEDS = [(), ("archiver.reading",)]                                  # each process by itself, or from a fork server
both = pytest.mark.parametrize("needs", NEEDS, ids=["spawned", "forked"])


def read_all(texts: list[bytes], number: int, seconds: float = 20.0, needs: tuple[str, ...] = ()) -> list[Reading]:
    async def inner() -> list[Reading]:
        workers = Workers(Trouble, number=number, seconds=seconds, needs=needs)
        try:
            return await asyncio.gather(*(workers.read(capture(text), LINK) for text in texts))
        finally:
            workers.stop()

    return asyncio.run(inner())


@both
def test_a_crash_costs_one_page(needs: tuple[str, ...]) -> None:
    """A page that kills its worker ends as CRASHED; every other page is read, also those queued behind it."""
    bad = {5: b"segfault", 17: b"exit", 18: b"killed"}
    readings = read_all([bad.get(i, b"fine") for i in range(40)], number=2, needs=needs)
    assert [i for i, reading in enumerate(readings) if reading.outcome is Outcome.CRASHED] == sorted(bad)
    assert sum(reading.outcome is Outcome.NOT_ARTICLE for reading in readings) == 37


@both
def test_a_page_that_never_ends(needs: tuple[str, ...]) -> None:
    """A page that takes for ever is stopped and named; the others go on."""
    readings = read_all([b"fine", b"for ever", b"fine", b"fine"], number=2, seconds=1.0, needs=needs)
    assert [reading.outcome for reading in readings] == [
        Outcome.NOT_ARTICLE, Outcome.CRASHED, Outcome.NOT_ARTICLE, Outcome.NOT_ARTICLE]
    assert "more than 1 s" in readings[1].detail


@both
def test_workers_do_not_hear_signals(needs: tuple[str, ...]) -> None:
    """Ctrl-C and SIGTERM, which a terminal sends to all, end no worker in the middle of a page."""
    readings = read_all([b"signals"] * 6, number=2, needs=needs)
    assert len({reading.detail for reading in readings}) <= 2
    assert {reading.outcome for reading in readings} == {Outcome.NOT_ARTICLE}


def test_the_fork_server_does_not_hear_signals() -> None:
    """Not even where nothing of multiprocessing has run before it, as in each crawl."""
    script = ("import os, signal, time\nfrom multiprocessing import forkserver\nfrom archiver.engines.processes import Processes\n"
              "if __name__ == '__main__':\n    processes = Processes(2, needs=('archiver.reading',))\n"
              "    server = forkserver._forkserver._forkserver_pid\n"
              "    for number in (signal.SIGINT, signal.SIGTERM):\n        os.kill(server, number)\n    time.sleep(0.3)\n"
              "    print(open(f'/proc/{server}/stat').read().split()[2])\n    processes.stop()")
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout in ("S\n", "R\n")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL], ids=lambda number: number.name)
def test_a_fork_server_that_is_killed(number: signal.Signals) -> None:
    """The process that the others come from does not hear SIGTERM; killed, it costs time only."""

    async def inner() -> list[Reading]:
        workers = Workers(Trouble, number=2, needs=NEEDS[1])
        try:
            first = [await workers.read(capture(b"fine"), LINK) for _ in range(4)]
            server = forkserver._forkserver._forkserver_pid  # type: ignore[attr-defined]
            os.kill(server, number)
            time.sleep(0.2)
            assert (Path(f"/proc/{server}/stat").read_text().split()[2] == "Z") == (number is signal.SIGKILL)
            return first + await asyncio.gather(*(workers.read(capture(b"fine"), LINK) for _ in range(40)))
        finally:
            workers.stop()

    assert {reading.outcome for reading in asyncio.run(inner())} == {Outcome.NOT_ARTICLE}


@both
def test_a_page_that_never_ends_without_a_parent(needs: tuple[str, ...]) -> None:
    """A worker that is at a page for ever ends by itself when its parent was killed."""
    script = ("from tests.crawl import test_pool\n"
              f"if __name__ == '__main__':\n    test_pool.read_all([b'endless regex'], number=2, seconds=1.0, needs={needs})")
    parent = subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, start_new_session=True, stdout=subprocess.PIPE)
    try:
        assert parent.stdout is not None
        assert parent.stdout.readline() == b"at it\n"
    finally:
        parent.kill()
        parent.wait()
    assert group_ends(parent.pid)


def test_inline() -> None:
    """With no workers the reading is done in this process."""
    assert read_all([b"fine"], number=0)[0].detail == str(os.getpid())


@pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="no affinity here")
def test_default_is_the_cores_we_may_use() -> None:
    """By default there is one worker for each core this process may use."""
    assert default_workers() == len(os.sched_getaffinity(0))


class Unable:
    """Cannot even be made."""

    def __init__(self) -> None:
        raise ImportError("no parser here")


@both
def test_workers_that_cannot_start(needs: tuple[str, ...]) -> None:
    """Where no worker can start, that is said, and no page is blamed for it."""

    async def inner() -> None:
        workers = Workers(Unable, number=2, needs=needs)  # type: ignore[arg-type]
        try:
            await asyncio.gather(*(workers.read(capture(b"fine"), LINK) for _ in range(4)))
        finally:
            workers.stop()

    with pytest.raises(WorkersDied):
        asyncio.run(inner())
