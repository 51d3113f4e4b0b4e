"""Where an exchange becomes a capture: the download handler asks the recorder, and no page passes without it.

Nothing here fetches. The recorder is called inside the request, never by a signal: a signal handler that raises "disk
full" is swallowed by Scrapy and the page would be used without a record.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from scrapy import signals

from archiver.clock import Clock
from archiver.crawl.faults import NotArchived
from archiver.errors import ArchiveError, ArchiverError, DiskFull
from archiver.model import Capture, Exchange, Link
from archiver.store.archive import Archive
from archiver.store.rows import Settings
from archiver.urls import link_key

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings

logger = logging.getLogger(__name__)
_recorders: WeakKeyDictionary[Crawler, Recorder] = WeakKeyDictionary()


def recorder_for(crawler: Crawler) -> Recorder:
    """The one recorder of a crawl, made at the first call from its settings; it closes the archive at the end."""
    if crawler not in _recorders:
        _recorders[crawler] = Recorder(crawler)
    return _recorders[crawler]


class Recorder:
    """Writes the exchanges of one crawl into its archive; stops the crawl where that is no longer possible."""

    def __init__(self, crawler: Crawler) -> None:
        settings = crawler.settings
        self.archive = Archive(Path(str(settings.get("ARCHIVER_OUTPUT", "output"))), _writing(settings))
        self.default_site = str(settings.get("ARCHIVER_SITE") or crawler.spidercls.name)
        self._obeys = settings.getbool("ROBOTSTXT_OBEY")
        self.trouble = ""                # why the crawl had to stop, in words; empty: it had not
        self.reason = ""                 # and in one: disk-full or error
        self.count = 0
        self.interrupts: list[Callable[[], None]] = []      # what ends the transfers under way
        self._crawler = crawler
        self._open: set[str] = set()
        crawler.signals.connect(self._close, signals.engine_stopped)

    def open(self, site: str, *, obeys: bool | None = None, least_change: int | None = None) -> str:
        """Takes the site's lock if it is not held yet; what was repaired, in one line. Raises ArchiveBusy.

        `obeys`: whether robots.txt is followed, which each WARC says at its head; None: as Scrapy's settings say.
        `least_change`: see `Archive.open`.
        """
        if site in self._open:
            return ""
        robots = "classic" if (self._obeys if obeys is None else obeys) else "ignore"
        message = self.archive.open(site, (*self._about(), ("robots", robots)), least_change).message
        self._open.add(site)
        if message:
            logger.info("%s: %s", site, message)
        return message

    def _about(self) -> Iterator[tuple[str, str]]:
        """Who runs this crawl and how it calls itself; what is not set is left out."""
        settings = self._crawler.settings
        for name, setting in (("operator", "ARCHIVER_CONTACT"), ("http-header-user-agent", "USER_AGENT")):
            if said := str(settings.get(setting) or ""):
                yield name, said

    def link_of(self, request: Request) -> Link:
        """The link a request was made for; a request of a foreign spider gets one of its own."""
        link = request.meta.get("link")
        if isinstance(link, Link):
            return link
        return Link(site=self.default_site, url=request.url, key=link_key(request.url), by="user")

    def record(self, exchange: Exchange, request: Request) -> Capture:
        """Writes the exchange. Raises NotArchived, and ends the crawl, where the archive cannot take it."""
        link = self.link_of(request)
        try:
            self.open(link.site)
            capture = self.archive.capture(exchange, link)
        except (ArchiveError, OSError) as error:
            self.give_up(error)
            raise NotArchived(str(error)) from error
        self.count += 1
        return capture

    def give_up(self, error: Exception) -> None:
        """Ends the crawl with the reason, once: what is not archived must not be fetched."""
        if self.trouble:
            return
        self.note(error)
        logger.error("The crawl stops: %s", self.trouble)
        engine = self._crawler.engine
        self._ending = asyncio.ensure_future(engine.close_spider_async(reason=self.reason))

    def note(self, error: Exception) -> None:
        """Keeps what went wrong, for the summary and the exit code; the first trouble counts."""
        if not self.trouble:
            ours = isinstance(error, (ArchiverError, OSError))
            self.trouble = str(error) if ours else f"a fault of the archiver: {type(error).__name__}: {error}"
            self.reason = _reason(error)

    def _close(self) -> None:
        try:
            self.archive.close()
        except ArchiveError as error:
            logger.error("The archive could not be closed: %s", error)
            self.note(error)


def _reason(error: Exception) -> str:
    return "disk-full" if isinstance(error, DiskFull) else "error"


def _writing(settings: BaseSettings) -> Settings:
    """How the archive writes; what is not set stays as the archive has it."""
    usual = Settings()
    clock = settings.get("ARCHIVER_CLOCK")
    return Settings(roll=settings.getint("ARCHIVER_ROLL", usual.roll), fsync=settings.getbool("ARCHIVER_FSYNC"),
                    min_free=settings.getint("ARCHIVER_MIN_FREE", usual.min_free),
                    clock=clock if isinstance(clock, Clock) else usual.clock)
