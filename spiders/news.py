"""The spider `news`: one for every site, `scrapy crawl news -a sites=NAME,FILE.yaml,https://URL/`.

It only starts and ends `archiver.crawl.session`, where every decision is made; requests go from there through Scrapy's
downloader middlewares.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import TYPE_CHECKING, Any

from scrapy import Spider, signals
from scrapy.exceptions import CloseSpider

from archiver.crawl.capture import recorder_for
from archiver.crawl.plan import Plan, When
from archiver.crawl.session import Session
from archiver.crawl.wanted import wanted
from archiver.errors import ArchiveBusy, ArchiverError, DiskFull
from archiver.learn import learn_missing

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class NewsSpider(Spider):
    """Crawls sites into the archive. Arguments: `sites` (names, site files or URLs, by commas; none: all), `limit`
    (pages at most), `workers` (processes that read pages; 0: this one), `due` (1: only what is due).
    """

    name = "news"

    def __init__(self, sites: str = "", limit: str = "0", workers: str = "", due: str = "", plan: Plan | None = None,
                 ready: Callable[[Session], None] | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._named, self._limit, self._workers = sites, int(limit), workers
        self._due = due.strip() not in ("", "0")
        self._plan, self._ready = plan, ready
        self.session: Session | None = None
        self.trouble: Exception | None = None                # why the crawl did not begin

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> NewsSpider:
        """Made by Scrapy; the archive is closed when the crawl ends."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider._closed, signals.spider_closed)
        return spider

    def plan(self) -> Plan:
        """What this run is to do. Raises SiteFileError."""
        if self._plan:
            return self._plan
        names = [part for part in self._named.split(",") if part.strip()]
        what = wanted(names, self.settings["ARCHIVER_SITES"])
        for fault in what.faults:
            self.logger.error("left out: %s", fault)
        workers = int(self._workers) if str(self._workers).strip() else None
        return Plan(what.sites, what.starts, limit=self._limit, workers=workers, progress=self.logger.info, every=15.0,
                    when=When(scheduled=self._due))

    async def start(self) -> AsyncIterator[dict[str, Any]]:
        """The crawl; its articles are items too, where a feed export or a pipeline wants items. What is read after a Ctrl-C
        is in the archive, and in no feed."""
        settings = self.crawler.settings
        items = bool(settings.getdict("FEEDS") or settings.getdict("ITEM_PIPELINES"))
        try:
            session = Session(self.crawler, recorder_for(self.crawler), self.plan())
            session.open()
        except ArchiverError as error:
            self.trouble = error
            self.logger.error("%s", error)
            raise CloseSpider("busy" if isinstance(error, ArchiveBusy) else "not-started") from error
        except Exception as error:
            self.trouble = error
            raise
        self.session = session
        if self._ready:
            self._ready(session)
        try:
            async for article in session.run():
                if items:
                    yield article.to_dict()
        except Exception as error:       # the edge: Scrapy would only log it, and a crawl of nothing would be told
            session.recorder.give_up(error)
            raise

    async def _closed(self, reason: str) -> None:
        if self.session is not None:
            await self.session.rest()
            self.session.close(reason)
            if reason == "finished" and not self.session.recorder.trouble and self.settings.getbool("ARCHIVER_LEARN"):
                self._learn(self.session)
            self.logger.info("%s\n%s", self.session.summary.line(), self.session.summary.table())

    def _learn(self, session: Session) -> None:
        """What the sites repeat is learned as soon as there is enough of it; the next run reads with it."""
        try:
            for line in learn_missing(session.archive, session.names):
                session.say(line)
        except DiskFull as error:
            session.recorder.note(error)
