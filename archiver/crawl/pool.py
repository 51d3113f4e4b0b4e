"""Worker processes that read captures: the process of the crawl parses no page, and a page can only kill a worker.

Nothing here knows Scrapy or what is read; how the processes are held is `archiver.engines.processes`' business.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from archiver.engines.processes import BROKEN, Processes, ProcessExpired, WorkersDied, default_workers, mortal
from archiver.model import Article, Capture, Link, Outcome
from archiver.reading import Reader, Reading

__all__ = ["Workers", "WorkersDied", "default_workers"]

SECONDS = 60.0                           # a page may take; the slowest of 2,400 real ones took 2
_AHEAD = 3                               # captures queued for each worker: none waits, and memory stays small
_BEYOND = 5                              # seconds past its time after which a worker ends itself: its parent is dead

_reader: Callable[[Capture, Link], Reading] | None = None
_longest = SECONDS                       # seconds a page may take before the worker is ended by its alarm


class Workers:
    """Reads captures in `number` processes, which import what `make` `needs`; 0 reads in this one, for a debugger."""

    def __init__(self, make: Callable[..., Callable[[Capture, Link], Reading]] = Reader, args: tuple[Any, ...] = (), *,
                 number: int | None = None, seconds: float = SECONDS, needs: tuple[str, ...] = ()) -> None:
        self.number = default_workers() if number is None else number
        self.crashed = 0
        self._make, self._args, self._seconds = make, args, seconds
        self._needs = (__name__, *needs) if needs else ()
        self._room = asyncio.Semaphore(max(self.number * _AHEAD, 1))
        self._alone = asyncio.Lock()
        self._of: dict[str, Processes] = {}
        self._inline = make(*args) if self.number == 0 else None
        if self.number:
            self._processes("all")       # spawn now: the first page does not wait for the imports

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
                future = self._processes("all").submit(_credit, article, pictures, seconds=self._seconds)
                told: Article = await asyncio.wrap_future(future)
            except (TimeoutError, ProcessExpired, *BROKEN):
                self.crashed += 1
                return article
        return told

    async def _ask(self, which: str, capture: Capture, link: Link) -> Reading | None:
        """The reading, None where the worker died of it."""
        processes = self._processes(which)
        generation = processes.generation
        try:
            future: Future[Reading] = processes.submit(_read, capture, link, seconds=self._seconds)
            return await asyncio.wrap_future(future)
        except TimeoutError:
            self.crashed += 1
            return Reading(Outcome.CRASHED, f"reading it took more than {self._seconds:g} s")
        except ProcessExpired:
            return None
        except BROKEN:
            processes.mend(generation)
        return await self._ask(which, capture, link)

    def _processes(self, which: str) -> Processes:
        if which not in self._of:
            number = self.number if which == "all" else 1
            self._of[which] = Processes(number, _begin, (self._make, self._args, self._seconds), needs=self._needs)
        return self._of[which]

    def stop(self) -> None:
        """Ends the processes, whatever they are at."""
        for processes in self._of.values():
            processes.stop()
        self._of.clear()


def _begin(make: Callable[..., Callable[[Capture, Link], Reading]], args: tuple[Any, ...], seconds: float) -> None:
    """Runs once in each worker."""
    global _reader, _longest  # noqa: PLW0603 - a worker process has one reader, made once
    _longest = seconds + _BEYOND
    _reader = make(*args)


def _read(capture: Capture, link: Link) -> Reading:
    assert _reader is not None
    with mortal(_longest):
        return _reader(capture, link)


def _credit(article: Article, pictures: dict[str, bytes]) -> Article:
    from archiver.extract.credits.embedded import credited
    with mortal(_longest):
        return credited(article, pictures)
