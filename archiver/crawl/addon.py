"""The Scrapy add-on: `ADDONS = {"archiver.crawl.Addon": 500}` gives any project WARC capture of all it fetches.

It changes the download handlers of http and https and the codings that are asked for; nothing else of the project.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.exceptions import NotConfigured

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings, Settings

_HANDLER = "archiver.crawl.handler.WireHandler"
_ASYNCIO = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"


class Addon:
    """Settings: ARCHIVER_OUTPUT (the archive's folder, `output`), ARCHIVER_SITE (the folder in it, the spider's name).

    `response.meta["capture"]` is the Capture of a response: WARC file, offset, length, record id and digest.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Addon:
        """Made by Scrapy."""
        return cls(crawler)

    def update_settings(self, settings: Settings | BaseSettings) -> None:
        """Puts our handler in place of Scrapy's own; a handler the project chose itself is not touched."""
        reactor = settings.get("TWISTED_REACTOR")
        if settings.getbool("TWISTED_REACTOR_ENABLED") and reactor != _ASYNCIO:
            raise NotConfigured(f"archiver.crawl.Addon needs the asyncio reactor, and TWISTED_REACTOR is {reactor}")
        settings.set("ARCHIVER_ALLOW_PRIVATE", True, priority="default")     # whom to fetch is the project's decision
        chosen = settings.getdict("DOWNLOAD_HANDLERS")
        for scheme in ("http", "https"):
            if scheme not in chosen:
                settings["DOWNLOAD_HANDLERS_BASE"][scheme] = _HANDLER
        # Our handler has already unpacked the body, and asks for what WARC tools can read back: gzip and deflate.
        settings.set("COMPRESSION_ENABLED", False, priority="addon")
