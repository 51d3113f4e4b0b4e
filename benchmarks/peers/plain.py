"""Scrapy as it comes: it fetches addresses and throws the pages away; with our add-on, it also archives them.

    python benchmarks/peers/plain.py URLS.txt [ARCHIVE]
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import scrapy
from scrapy.crawler import CrawlerProcess


class Plain(scrapy.Spider):
    """One request an address; the body is there, unpacked, and nothing is done with it."""

    name = "plain"

    async def start(self) -> Any:
        for url in Path(self.urls).read_text(encoding="utf-8").split():
            yield scrapy.Request(url)

    def parse(self, response: Any) -> None:
        assert response.body.endswith(b">") or response.body


if __name__ == "__main__":
    settings: dict[str, Any] = {"LOG_LEVEL": "ERROR", "TELNETCONSOLE_ENABLED": False, "ROBOTSTXT_OBEY": False,
                                "CONCURRENT_REQUESTS": 16, "CONCURRENT_REQUESTS_PER_DOMAIN": 16, "DOWNLOAD_DELAY": 0}
    if len(sys.argv) > 2:
        settings |= {"ADDONS": {"archiver.crawl.Addon": 500}, "ARCHIVER_OUTPUT": sys.argv[2]}
    process = CrawlerProcess(settings)
    process.crawl(Plain, urls=sys.argv[1])
    process.start()
