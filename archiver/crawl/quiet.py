"""Scrapy's log without a line for each request and item: they are made also where nothing prints them, 3 % of its CPU.

What a crawl does is told by `progress`; LOG_LEVEL = "DEBUG" gives Scrapy's own lines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scrapy.logformatter import LogFormatter

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class Quiet(LogFormatter):
    """What goes wrong is logged as ever."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> LogFormatter:  # type: ignore[override]  # whose lines, the user says
        """Scrapy's own where its lines are wanted."""
        return LogFormatter() if crawler.settings.get("LOG_LEVEL") == "DEBUG" else cls()

    def crawled(self, *_: Any) -> Any:
        """None: no line."""

    def scraped(self, *_: Any) -> Any:
        """None: no line."""
