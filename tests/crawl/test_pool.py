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


def read_all(texts: list[bytes], number: int, seconds: float = 20.0) -> list[Reading]:
    async def inner() -> list[Reading]:
        workers = Workers(Trouble, number=number, seconds=seconds)
        try:
            return await asyncio.gather(*(workers.read(capture(text), LINK) for text in texts))
        finally:
            workers.stop()

    return asyncio.run(inner())


def test_a_crash_costs_one_page() -> None:
    """A page that kills its worker ends as CRASHED; every other page is read, also those queued behind it."""
    bad = {5: b"segfault", 17: b"exit", 18: b"killed"}
    readings = read_all([bad.get(i, b"fine") for i in range(40)], number=2)
    assert [i for i, reading in enumerate(readings) if reading.outcome is Outcome.CRASHED] == sorted(bad)
    assert sum(reading.outcome is Outcome.NOT_ARTICLE for reading in readings) == 37


def test_a_page_that_never_ends() -> None:
    """A page that takes for ever is stopped and named; the others go on."""
    readings = read_all([b"fine", b"for ever", b"fine", b"fine"], number=1, seconds=1.0)
    assert [reading.outcome for reading in readings] == [
        Outcome.NOT_ARTICLE, Outcome.CRASHED, Outcome.NOT_ARTICLE, Outcome.NOT_ARTICLE]
    assert "more than 1 s" in readings[1].detail


def test_workers_do_not_hear_signals() -> None:
    """Ctrl-C and SIGTERM, which a terminal sends to all, end no worker in the middle of a page."""
    readings = read_all([b"signals"] * 3, number=1)
    assert len({reading.detail for reading in readings}) == 1
    assert readings[0].outcome is Outcome.NOT_ARTICLE


def test_a_page_that_never_ends_without_a_parent() -> None:
    """A worker that is at a page for ever ends by itself when its parent was killed."""
    script = ("from tests.crawl import test_pool\n"
              "if __name__ == '__main__':\n    test_pool.read_all([b'endless regex'], number=1, seconds=1.0)")
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


def test_workers_that_cannot_start() -> None:
    """Where no worker can start, that is said, and no page is blamed for it."""

    async def inner() -> None:
        workers = Workers(Unable, number=1)  # type: ignore[arg-type]
        try:
            await asyncio.gather(*(workers.read(capture(b"fine"), LINK) for _ in range(4)))
        finally:
            workers.stop()

    with pytest.raises(WorkersDied):
        asyncio.run(inner())
