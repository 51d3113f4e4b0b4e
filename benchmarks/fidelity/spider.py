"""A Scrapy project in one file that fetches cases: with our add-on, or with an exporter of others in its place.

    python spider.py SETTINGS.json JOBS.json

Nothing here imports the archiver: it also runs in environments where only Scrapy is.
"""

import json
import sys
from pathlib import Path

import scrapy
from scrapy.crawler import CrawlerProcess


class Fetch(scrapy.Spider):
    """One request a job: method, url, body (latin-1)."""

    name = "odd"

    async def start(self):
        for request in self.start_requests():
            yield request

    def start_requests(self):
        for method, url, body in json.loads(Path(self.jobs).read_text(encoding="utf-8")):
            yield scrapy.Request(url, method=method, body=body.encode("latin-1"), dont_filter=True,
                                 meta={"handle_httpstatus_all": True})

    def parse(self, response):
        """Nothing is read from it: what matters has been written by now."""


if __name__ == "__main__":
    process = CrawlerProcess(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
    process.crawl(Fetch, jobs=sys.argv[2])
    process.start()
