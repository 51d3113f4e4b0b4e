"""The usual way: Scrapy as it comes, trafilatura with metadata in the spider, warcio for the decoded body, a JSON feed.

    python benchmarks/peers/naive.py URLS.txt FOLDER
"""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import scrapy
from scrapy.crawler import CrawlerProcess
from trafilatura import bare_extraction
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter


class Naive(scrapy.Spider):
    """One page, one record, one item."""

    name = "naive"

    async def start(self) -> Any:
        self.out = (Path(self.folder) / "naive.warc.gz").open("wb")
        self.writer = WARCWriter(self.out, gzip=True)
        for url in Path(self.urls).read_text(encoding="utf-8").split():
            yield scrapy.Request(url)

    def parse(self, response: Any) -> Any:
        headers = [(k.decode("latin-1"), v.decode("latin-1")) for k, vs in response.headers.items() for v in vs]
        self.writer.write_record(self.writer.create_warc_record(
            response.url, "response", payload=BytesIO(response.body),
            http_headers=StatusAndHeaders(f"{response.status} OK", headers, protocol="HTTP/1.1")))
        found = bare_extraction(response.body, url=response.url, with_metadata=True)
        fields = found.as_dict() if found else {}
        yield {"url": response.url, **{k: v for k, v in fields.items() if k not in ("body", "commentsbody")}}


if __name__ == "__main__":
    process = CrawlerProcess({"LOG_LEVEL": "WARNING", "CONCURRENT_REQUESTS_PER_DOMAIN": 8, "DOWNLOAD_DELAY": 0,
                              "FEEDS": {f"{sys.argv[2]}/items.jsonl": {"format": "jsonlines"}}})
    process.crawl(Naive, urls=sys.argv[1], folder=sys.argv[2])
    process.start()
