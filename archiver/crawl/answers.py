"""What is done with each answer of a run, until its link has its one end: read, followed, tried again, or ended so.

How redirects are counted: a listing (feed, sitemap, robots.txt, section) is followed in place, and its link ends with
the last answer. A page that moved to another URL of its site ends as REDIRECTED, and the target becomes a link of its
own, unless it is known already; a page whose URL only changed its spelling (http to https) stays one link. Every hop is
captured.

Nothing here decides which request is next; that is `session.py`'s. What an answer means is decided in `verdict.py`.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from dataclasses import replace
from typing import TYPE_CHECKING

from archiver.clock import Clock
from archiver.crawl import faults, redirects, robots
from archiver.crawl.agenda import Agenda
from archiver.crawl.asking import ask
from archiver.crawl.browser import Browser, NoBrowser
from archiver.crawl.frontier import Frontier, Job, again, redirected
from archiver.crawl.identity import AGENT
from archiver.crawl.listings import Listings
from archiver.crawl.pictures import Pictures
from archiver.crawl.plan import Plan
from archiver.crawl.pool import Workers, WorkersDied
from archiver.crawl.progress import Summary
from archiver.crawl.revisits import Revisits
from archiver.crawl.verdict import Again, End, Follow, Moved, Read, end_of_rights, end_of_robots, final, judge
from archiver.errors import ArchiveError, ArchiverError
from archiver.model import Article, Capture, Link, Outcome
from archiver.reading import LISTINGS, RECURRING, follows
from archiver.store.archive import Archive
from archiver.store.rows import Later

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler

    from archiver.crawl.capture import Recorder

logger = logging.getLogger(__name__)


class Answers:
    """The half of a session that asks and does what is answered; `Session` opens it with what it works on."""

    plan: Plan
    recorder: Recorder
    archive: Archive
    summary: Summary
    agenda: Agenda
    listings: Listings
    revisits: Revisits
    frontier: Frontier
    workers: Workers
    browser: Browser
    pictures: Pictures

    def __init__(self, crawler: Crawler, clock: Clock) -> None:
        settings, self._crawler = crawler.settings, crawler
        self._retries = settings.getint("ARCHIVER_RETRIES", 2)
        self._backoff = settings.getfloat("ARCHIVER_RETRY_DELAY", 5.0)
        self._longest_rest = settings.getfloat("ARCHIVER_LONGEST_REST", 120.0)
        self._patience = settings.getint("ARCHIVER_PATIENCE", 8)
        self._hand: dict[int, Job] = {}                      # jobs under way, by identity: fetched or read
        self._saved: deque[Article] = deque()                # articles that were not given out yet
        self._wake = asyncio.Event()
        self._stopping = False
        self._clock = clock

    def _now(self) -> float:
        return self._clock.seconds()

    async def _fetch(self, job: Job, request: Request) -> None:
        """Sends the request, and does what comes of it."""
        try:
            capture = await ask(self._crawler, request)
        except faults.Fault as fault:
            self._left(job)
            self._failed(job, fault)
            return
        self._left(job)
        self.frontier.answered(job)
        if capture is None:
            self._end(job, Outcome.BROKEN, "not captured: fetched by another download handler")
        else:
            await self._settle(job, capture)

    def _failed(self, job: Job, fault: faults.Fault) -> None:
        """No usable answer came."""
        if isinstance(fault, faults.NoProxy):
            self.recorder.give_up(ArchiverError(fault.detail, cure="see http_proxy, https_proxy and no_proxy"))
        if isinstance(fault, (faults.Interrupted, faults.NotArchived, faults.NoProxy)):
            return                       # stays in hand: given back at the end
        if fault.passing and self._retry(job, Again(fault.detail)):
            return
        if fault.passing and job.link.kind != "robots":
            self.frontier.failed(job, self._patience)
        if job.link.kind == "robots":
            why = f"robots.txt could not be fetched: {fault.detail}"
            outcome = Outcome.ROBOTS if isinstance(fault, faults.TooLargeBody | faults.Unreadable) else fault.outcome
            self.frontier.robots(job, robots.unreachable(AGENT, why, outcome, passing=fault.passing))
        self._end(job, fault.outcome, fault.detail)

    def _left(self, job: Job) -> None:
        self.frontier.left(job)
        self._wake.set()

    async def _settle(self, job: Job, capture: Capture) -> None:
        """Does what the answer asks for; the link is out of hand then, one way or another."""
        try:
            await self._act(job, capture)
        except (WorkersDied, NoBrowser) as error:            # stays in hand: given back at the end
            self.recorder.give_up(error)
        except Exception as error:       # the edge: a fault of ours must not stop the crawl, and is counted
            logger.exception("%s", job.url)
            self._end(job, Outcome.CRASHED, f"a fault of the archiver: {type(error).__name__}: {error}"[:300])

    async def _act(self, job: Job, capture: Capture) -> None:
        verdict = judge(job, capture.exchange)
        if job.link.kind == "robots" and not (isinstance(verdict, Follow) and len(job.hops) < robots.MAX_HOPS):
            if isinstance(verdict, Again) and capture.exchange.status >= 500 and self._retry(job, verdict):
                return
            self.frontier.robots(job, robots.read(capture, AGENT))
            verdict = verdict if isinstance(verdict, Read) else end_of_robots(verdict, capture.exchange)
        if job.link.kind == "rights":
            verdict = end_of_rights(verdict, capture.exchange)
        if isinstance(verdict, Read):
            if self.plan.capture_only and job.link.kind == "page" and not follows(job.site, job.link):
                self._end(job, Outcome.CAPTURED)
            else:
                await self._read(job, capture)
        elif isinstance(verdict, Follow):
            self._put(job, redirected(job, verdict.url))
        elif isinstance(verdict, Moved):
            self._moved(job, verdict)
        elif isinstance(verdict, End):
            if verdict.outcome is Outcome.REQUISITE:
                await self.pictures.arrived(capture, job.link)
            self._ended_so(job, verdict)
        elif not self._retry(job, verdict):
            end = final(capture.exchange)
            self._end(job, end.outcome, end.detail)

    async def _read(self, job: Job, capture: Capture) -> None:
        if job.site.render and not self.plan.capture_only:
            capture = await self.browser.show(job, capture)
            if self._stopping or self.recorder.trouble:      # the browser may have ended by the same Ctrl-C
                return
        reading = await self.workers.read(capture, job.link)
        if reading.article is None:
            listed = job.link.kind in LISTINGS and reading.outcome is Outcome.DISCOVERED
            memo = self.listings.read(job, capture, reading.links) if listed else None
            new = self.archive.announce(job.site.name, reading.links)
            outcome = reading.outcome or Outcome.UNREADABLE
            self._end(job, outcome, reading.detail, later=self.agenda.later(job, outcome, memo, new))
            return
        found = await self.pictures.before_saving(reading.article, job.site)
        try:
            def later(outcome: Outcome) -> Later:
                return self.agenda.later(job, outcome, self.revisits.read(job, capture, outcome), published=found.published)

            outcome, article = self.archive.save(found, job.link, reading.links, outcome=reading.gated, later=later)
        except (ArchiveError, OSError) as error:
            self.recorder.give_up(error)
            return
        self._ended(job, outcome)
        self._saved.append(article)

    def _ended_so(self, job: Job, end: End) -> None:
        known = self.revisits if job.link.kind == "page" else self.listings
        memo = known.unchanged(job) if end.outcome is Outcome.NOT_MODIFIED else ""
        if memo is None:                 # a 304 that is not to be believed yet
            self._put(job, replace(job, plain=True))
        else:
            self._end(job, end.outcome, end.detail, later=self.agenda.later(job, end.outcome, memo or None))

    def _moved(self, job: Job, moved: Moved) -> None:
        endless = redirects.endless(self.archive, job.link, moved)
        if endless:
            self._end(job, Outcome.REDIRECT_LOOP, endless)
            return
        target = replace(job.link, url=moved.url, key=moved.key, by="redirect", source=job.url, id=0, tries=0)
        self._end(job, Outcome.REDIRECTED, moved.url, (target,))

    # ends -------------------------------------------------------------------------------------------------------

    def _retry(self, job: Job, verdict: Again) -> bool:
        """Puts the job back for another try; False where it had its tries."""
        wait = self._backoff * 2 ** (job.attempt - 1)
        if verdict.rest:
            wait = verdict.seconds if verdict.seconds is not None else wait
            if wait > self._longest_rest:
                self.frontier.park(job, f"it asks for {wait:.0f} s of rest ({verdict.why})", self._now() + wait)
                if job.link.kind in RECURRING:               # asked again in the next run anyway
                    return False
                self._put(job, job)
                return True
            self.frontier.slow_down(job, wait, self._now())
        if job.attempt > self._retries or self._stopping:
            return False
        self._put(job, again(job), due=self._now() + wait)
        return True

    def _put(self, job: Job, instead: Job, due: float = 0.0) -> None:
        """Out of hand, and back to the frontier as it is now."""
        self._hand.pop(id(job), None)
        self.frontier.put(instead, due=due)
        self._wake.set()

    def _refused(self, job: Job, why: str) -> None:
        """robots.txt forbids it. Where the file could not be read, a page waits for the next run."""
        rules = self.frontier.rules(job)
        if rules.passing and job.link.kind not in RECURRING:
            self.frontier.park(job, why)
            self.frontier.put(job)
            return
        self._end(job, rules.outcome, why)

    def _end(self, job: Job, outcome: Outcome, detail: str = "", links: tuple[Link, ...] = (),
             later: Later | None = None) -> None:
        """The link's one end."""
        try:
            self.archive.finish(job.link, outcome, detail, links, later or self.agenda.later(job, outcome))
        except (ArchiveError, OSError) as error:
            self.recorder.give_up(error)
            return
        self._ended(job, outcome)

    def _ended(self, job: Job, outcome: Outcome) -> None:
        self._hand.pop(id(job), None)
        self.summary.count(job.link, outcome)
        self.frontier.added(job.site.name)
        self._wake.set()
