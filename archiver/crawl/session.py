"""One run over some sites: links out of the catalog, requests to the download handler, every link to exactly one outcome.

What is done with an answer stands in `answers.py`. Nothing here parses a page: that is done in worker processes.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Coroutine
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from scrapy import Request

from archiver.crawl import robots
from archiver.crawl.agenda import ANY, Agenda
from archiver.crawl.allowance import Allowance
from archiver.crawl.answers import Answers
from archiver.crawl.asking import request_for
from archiver.crawl.browser import Browser
from archiver.crawl.frontier import Frontier, Job
from archiver.crawl.identity import AGENT
from archiver.crawl.kept import read_kept
from archiver.crawl.listings import Listings
from archiver.crawl.pictures import Pictures
from archiver.crawl.plan import Plan
from archiver.crawl.pool import Workers, default_workers
from archiver.crawl.progress import Summary
from archiver.crawl.revisits import Revisits
from archiver.errors import ArchiveBusy, ArchiveError
from archiver.model import Article, Capture, Link, LinkKind, Outcome, Site
from archiver.reading import PARSERS, Reader
from archiver.store.rows import Bounds

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from archiver.crawl.capture import Recorder

logger = logging.getLogger(__name__)
_BEAT = 10.0                             # seconds between two looks of a run that stays at how it stands
_LONGEST_SKIP = 86_400.0
_MESSAGES = 1_000                        # a run that stays says many things; the last are kept
GRACE = 3.0                              # seconds that transfers under way have to end after Ctrl-C


class Session(Answers):
    """A run under way."""

    def __init__(self, crawler: Crawler, recorder: Recorder, plan: Plan) -> None:
        super().__init__(crawler, plan.when.clock)
        self.plan, self.recorder, self.archive = plan, recorder, recorder.archive
        self.summary = Summary()
        self._settings = crawler.settings
        self._most = crawler.settings.getint("CONCURRENT_REQUESTS")
        self._tasks: set[asyncio.Task[Any]] = set()
        self._waits_for = ""
        self._began, self._looked = self._now(), 0.0
        self._over = ""                      # why nothing more is begun; empty: it goes on

    # beginning and end ------------------------------------------------------------------------------------------

    def open(self) -> None:
        """Takes the sites' locks, adds what the run starts from, and starts the workers.

        Raises ArchiveBusy where every site is being crawled by another process; a single busy site is left out.
        """
        Browser.check(list(self.plan.sites))
        sites, busy = [], None
        for site in self.plan.sites:
            try:
                said = self.recorder.open(site.name, obeys=site.obey_robots, least_change=site.least_change)
                self.say(said, site.name)
                sites.append(site)
            except ArchiveBusy as error:
                busy = error
                self.say(f"left out: {error}", site.name)
        if busy and not sites:
            raise busy
        self.names = tuple(site.name for site in sites)
        self.agenda = Agenda(self.archive, sites, revisiting=self.plan.when.scheduled)
        self.agenda.open([link for link in self.plan.starts if link.site in self.names])
        self.listings = Listings(self.archive, self.plan)
        self.revisits = Revisits(self.archive, self.agenda, sites, scheduled=self.plan.when.scheduled)
        self.frontier = Frontier(sites, self._take, self._refused, limit=self.plan.limit)
        self.frontier.kept = self._kept_rules if self.plan.when.scheduled else None
        self.frontier.stays = self.plan.when.stays
        self.allowance = self.frontier.spends = Allowance(self.archive, sites)
        profiles = {site.name: known for site in sites if (known := self.archive.profile(site.name))}
        make = partial(Reader, links_only=self.plan.capture_only)
        self.workers = Workers(make, (list(sites), profiles), number=self._readers(),
                               needs=() if self.plan.capture_only else PARSERS)
        self._reading_kept = asyncio.ensure_future(self._read_kept(sites))
        self.browser = Browser(self._crawler, self.archive, self.frontier.rules)
        self.pictures = Pictures(self.archive, self.workers)

    def close(self, reason: str) -> None:
        """Gives back what did not end, and ends the workers; the recorder closes the archive after it."""
        self._stopping = True
        self._notices()
        failed = self.browser.failed
        self.say(f"pages that no browser could show, and that were read as they were served: {failed:,}" if failed else "")
        self.summary.reason = reason
        try:
            for job in [*self._hand.values(), *self.frontier.unfinished()]:
                self.archive.give_back(job.link)
            self.archive.commit()
            self.summary.waiting = {site.name: self.archive.pending(site.name) for site in self.plan.sites}
        except ArchiveError as error:    # a full disk; the next start gives them back
            logger.error("%s", error)
        self._reading_kept.cancel()
        self.workers.stop()
        self.summary.crashed = self.workers.crashed
        self.summary.seconds = self._now() - self._began

    def conclude(self) -> Summary:
        """What came of the run, after the archive was closed: its last commit may have found no room either."""
        if self.recorder.trouble:
            self.summary.detail = self.recorder.trouble
            if self.summary.reason == "finished":
                self.summary.reason = self.recorder.reason
        return self.summary

    def _readers(self) -> int | None:
        """Processes that read. Where only links are read, this process has as much to do as they: it gets a core."""
        number = self.plan.workers
        return max(default_workers() - 1, 1) if number is None and self.plan.capture_only else number

    def say(self, text: str, site: str = "") -> None:
        """A message for the user: at once, and in the summary."""
        if text:
            line = f"{site}: {text}" if site else text
            self.summary.messages.append(line)
            del self.summary.messages[:-_MESSAGES]
            (self.plan.progress or logger.info)(line)

    def _take(self, site: str, limit: int, kind: LinkKind | None = None) -> list[Link]:
        when, links = self.plan.when, list[Link]()
        try:
            for anew in (False, True):       # what was left because very many waited may be all that waits now
                parts = self.agenda.least_part(site, anew=anew)
                links = self.archive.take(site, limit, kind, Bounds(
                    when.since, when.until, self.allowance.least(site), parts))
                if links or kind or parts == ANY:
                    break
        except ArchiveError as error:
            self.recorder.give_up(error)
        return links

    # requests ---------------------------------------------------------------------------------------------------

    async def run(self) -> AsyncIterator[Article]:
        """Fetches and reads until nothing is left, and gives what was saved; what waits, waits in the catalog and not in
        memory."""
        ticker = asyncio.ensure_future(self._tell())
        room = self._most + 4 * max(self.workers.number, 1)
        try:
            while not self.recorder.trouble and not self._ends():
                self._wake.clear()
                self._look()
                while self._saved:
                    yield self._saved.popleft()
                full = self.frontier.active >= self._most or len(self._hand) >= room
                job = None if full else self.frontier.next(self._now())
                if job is not None:
                    self._begin(job)
                elif not self._idle() or self.plan.when.stays:
                    await self._pause(full)
                else:
                    break
        finally:
            ticker.cancel()
            if not self._stopping and self._hand:
                asyncio.get_running_loop().call_later(GRACE, self._interrupt)
        await self.rest()
        while self._saved:
            yield self._saved.popleft()

    async def rest(self) -> None:
        """Returns when nothing is under way; nothing more is begun."""
        self._over = self._over or "the crawl is closing"
        self._wake.set()
        while self._tasks:
            await asyncio.wait(self._tasks)

    def _begin(self, job: Job) -> None:
        self._hand[id(job)] = job
        kept = self._kept(job)
        if kept is None:
            self._start(self._fetch(job, self._request(job)))
        else:
            self.frontier.left(job)
            self._start(self._settle(job, kept))

    async def _read_kept(self, sites: list[Site]) -> None:
        """Reads what earlier runs have captured only, beside all that is fetched."""
        async def settle(job: Job, capture: Capture) -> None:
            self._hand[id(job)] = job
            await self._settle(job, capture)

        if self.plan.capture_only:
            return
        try:
            count = await read_kept(self.archive, sites, settle, 2 * max(self.workers.number, 1))
            self.say(f"{count:,} pages of earlier runs were read that had been captured only" if count else "")
        except ArchiveError as error:
            self.recorder.give_up(error)
        finally:
            self._wake.set()

    def _interrupt(self) -> None:
        self._stopping = True
        for end in self.recorder.interrupts:
            end()

    def _idle(self) -> bool:
        """Whether nothing is under way, and nothing more can go now or after a while."""
        return not self._hand and self._reading_kept.done() and self.frontier.finished()

    def _ends(self) -> bool:
        """Whether nothing more is to be begun, by the word of whoever started the run."""
        self._over = self._over or self.plan.when.over()
        return bool(self._over)

    def _look(self) -> None:
        """Whether something has become due, and how the run stands."""
        for site in self.agenda.woken():
            self.frontier.added(site)
        if self._now() >= self._looked:
            self._looked = self._now() + _BEAT
            self.frontier.release(self._now())
            for site in self.allowance.opened():             # the night began, in which old pages may be fetched
                self.frontier.added(site)
            self.plan.when.beat("working" if self._hand else "waiting", self.agenda.soonest)

    async def _pause(self, full: bool) -> None:
        seconds, self._waits_for = (3600.0, "") if full else self.frontier.wait(self._now())
        if not full:
            seconds = min(seconds, self.agenda.seconds(), self.frontier.released_in(self._now()))
        self._notices()
        alone = not self._hand and self._reading_kept.done()
        if not (alone and self._clock.skip(max(min(seconds, _LONGEST_SKIP), 0.001))):
            with suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), max(min(seconds, 60.0 if not self.plan.when.stays else _BEAT), 0.001))
        else:
            await asyncio.sleep(0)
        self._waits_for = ""

    def _notices(self) -> None:
        for notices in (self.frontier.notices, self.agenda.notices):
            for notice in notices:
                self.say(notice)
            notices.clear()

    def _kept(self, job: Job) -> Capture | None:
        """What an interrupted run had captured for this link and not read yet; its tries may not have been counted."""
        if job.attempt > 1 or job.hops:
            return None
        try:
            kept = self.archive.unfinished(job.link)
        except ArchiveError:             # a record that cannot be read is fetched again
            return None
        whole = kept is not None and (kept.exchange.status == 200 or kept.rendered) and not kept.exchange.truncated
        return kept if whole and kept is not None and kept.url == job.url else None

    def _kept_rules(self, site: Site, url: str) -> robots.Robots | None:
        """The rules of a robots.txt that was fetched not long ago: it is asked for again when it is due."""
        row = self.archive.link(url, site.name)
        if row is None or row.outcome is not Outcome.DISCOVERED or self.agenda.age(row) > robots.KEPT:
            return None
        try:
            capture = self.archive.latest(site.name, row.link)
        except ArchiveError:
            return None
        return robots.read(capture, AGENT) if capture else None

    def _request(self, job: Job) -> Request:
        self.summary.requests += 1
        conditions = self.listings.conditions(job) or self.revisits.conditions(job)
        return request_for(job, self._settings, conditions)

    def _start(self, work: Coroutine[Any, Any, Any]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._finished)

    def _finished(self, task: asyncio.Task[Any]) -> None:
        """A fault of ours that nothing has caught ends the crawl: its job would be waited for in vain."""
        self._tasks.discard(task)
        error = None if task.cancelled() else task.exception()
        if isinstance(error, Exception):
            logger.error("a fault of the archiver", exc_info=error)
            self.recorder.give_up(error)
            self._wake.set()

    async def _tell(self) -> None:
        """A line of progress now and then, with what is waited for."""
        while True:
            await asyncio.sleep(self.plan.every)
            if self.plan.progress:
                seconds, why = self.frontier.wait(self._now())
                wait = f"; waiting for {why}, {seconds:.0f} s more" if self._waits_for and seconds >= 1 else ""
                self.plan.progress(self.summary.line() + wait)
