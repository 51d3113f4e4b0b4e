"""Worker processes that read captures: the process of the crawl parses no page, and a page can only kill a worker.

Nothing here knows Scrapy or what is read. Why pebble and `spawn`: the standard pool is broken for good after one crash,
and lxml and its friends have open reports of segmentation faults in threads.
"""

from __future__ import annotations

import asyncio
import gc
import math
import multiprocessing
import os
import signal
from collections.abc import Callable
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from pebble import CONSTS, ProcessExpired, ProcessPool

from archiver.crawl.reading import Reader, Reading
from archiver.errors import ArchiverError
from archiver.model import Article, Capture, Link, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator

SECONDS = 60.0                           # a page may take; the slowest of 2,400 real ones took 2
_AHEAD = 3                               # captures queued for each worker: none waits, and memory stays small
_TASKS = 2_000                           # pages a worker reads before a fresh one takes over: parsers leak
_MENDED = 5                              # times a broken pool is made anew
_BEYOND = 5                              # seconds past its time after which a worker ends itself: its parent is dead
_SIGNALS = {signal.SIGINT, signal.SIGTERM}

_reader: Callable[[Capture, Link], Reading] | None = None
_longest = 0                             # whole seconds a page may take before the worker is ended by its alarm


def default_workers() -> int:
    """One a core this process may use, at least one."""
    try:
        return max(len(os.sched_getaffinity(0)), 1)
    except AttributeError:               # not on macOS
        return max(os.cpu_count() or 1, 1)


class WorkersDied(ArchiverError):
    """No page can be read; the crawl must stop, and no page is to blame."""


class Workers:
    """Reads captures in `number` processes; 0 reads in this one, for a debugger."""

    def __init__(self, make: Callable[..., Callable[[Capture, Link], Reading]] = Reader, args: tuple[Any, ...] = (), *,
                 number: int | None = None, seconds: float = SECONDS) -> None:
        self.number = default_workers() if number is None else number
        self.crashed = 0
        self._make, self._args, self._seconds = make, args, seconds
        self._room = asyncio.Semaphore(max(self.number * _AHEAD, 1))
        self._alone = asyncio.Lock()
        self._pools: dict[str, ProcessPool] = {}
        self._mended = 0
        self._inline = make(*args) if self.number == 0 else None
        if self.number:
            self._pool("all")            # spawn now: the first page does not wait for the imports

    async def read(self, capture: Capture, link: Link) -> Reading:
        """What the capture says; CRASHED where it killed or outlasted its worker twice."""
        if self._inline is not None:
            return self._inline(capture, link)
        async with self._room:
            reading = await self._ask("all", capture, link)
            if reading is not None:
                return reading
        async with self._alone:          # its worker died, perhaps by another page's fault: once more
            reading = await self._ask("alone", capture, link)
        if reading is None:
            self.crashed += 1
            return Reading(Outcome.CRASHED, "the page killed the process that read it, twice")
        return reading

    async def credit(self, article: Article, pictures: dict[str, bytes]) -> Article:
        """The article with the credits that the files of its pictures state; as it was, where a picture kills."""
        if self._inline is not None:     # no alarm of ours in a process of somebody else
            from archiver.extract.credits.embedded import credited
            return credited(article, pictures)
        async with self._room:
            try:
                future = self._pool("all").schedule(_credit, args=(article, pictures), timeout=self._seconds)
                told: Article = await asyncio.wrap_future(future)
            except (TimeoutError, ProcessExpired, BrokenProcessPool, RuntimeError):
                self.crashed += 1
                return article
        return told

    async def _ask(self, which: str, capture: Capture, link: Link) -> Reading | None:
        """The reading, None where the worker died of it."""
        pool = self._pool(which)
        try:
            future = pool.schedule(_read, args=(capture, link), timeout=self._seconds)
            reading: Reading = await asyncio.wrap_future(future)
        except TimeoutError:
            self.crashed += 1
            return Reading(Outcome.CRASHED, f"reading it took more than {self._seconds:g} s")
        except ProcessExpired:
            return None
        except (BrokenProcessPool, RuntimeError):
            self._mend(which, pool)
            return await self._ask(which, capture, link)
        return reading

    def _mend(self, which: str, broken: ProcessPool) -> None:
        """A pool that is broken (a worker died while it started) is made anew, a few times. Raises WorkersDied."""
        if self._pools.get(which) is not broken:
            return                       # somebody has mended it meanwhile
        self._mended += 1
        self._pools.pop(which).stop()  # type: ignore[no-untyped-call]
        if self._mended > _MENDED:
            raise WorkersDied("the processes that read pages die as soon as they start",
                              cure="--workers 0 reads in one process and shows why")

    def _pool(self, which: str) -> ProcessPool:
        pool = self._pools.get(which)
        if pool is None:
            CONSTS.term_timeout = 0.3    # workers do not hear SIGTERM, so a longer wait for one to end is in vain
            pool = ProcessPool(max_workers=self.number if which == "all" else 1, max_tasks=_TASKS,
                               initializer=_begin, initargs=(self._make, self._args, self._seconds),
                               context=multiprocessing.get_context("spawn"))
            self._pools[which] = pool
            with _deaf():
                _ = pool.active          # starts its threads and processes, which inherit the signal mask
        return pool

    def stop(self) -> None:
        """Ends the processes, whatever they are at."""
        for pool in self._pools.values():
            pool.stop()  # type: ignore[no-untyped-call]
        for pool in self._pools.values():
            pool.join()
        self._pools.clear()


@contextmanager
def _deaf() -> Iterator[None]:
    """Threads and processes started in here do not hear Ctrl-C, not even before their first line runs."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin(make: Callable[..., Callable[[Capture, Link], Reading]], args: tuple[Any, ...], seconds: float) -> None:
    """Runs once in each worker."""
    global _reader, _longest  # noqa: PLW0603 - a worker process has one reader, made once
    for number in _SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    _longest = math.ceil(seconds) + _BEYOND
    _reader = make(*args)
    gc.collect()
    gc.freeze()                          # modules and tables stay: looking through them again and again was 3 % of reading


def _read(capture: Capture, link: Link) -> Reading:
    assert _reader is not None
    with _mortal():
        return _reader(capture, link)


@contextmanager
def _mortal() -> Iterator[None]:
    """Work that ends with its process when nobody is left to stop it: the kernel's alarm needs no Python to run."""
    signal.alarm(_longest)
    try:
        yield
    finally:
        signal.alarm(0)


def _credit(article: Article, pictures: dict[str, bytes]) -> Article:
    from archiver.extract.credits.embedded import credited
    with _mortal():
        return credited(article, pictures)
