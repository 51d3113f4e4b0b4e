"""What a start loads: nothing that nobody asked for."""

from __future__ import annotations

import subprocess
import sys


def test_a_start_loads_what_serves() -> None:
    """The process of a crawl loads no parser of articles, no reader of feeds and none of Scrapy's parts that are off."""
    code = ("import sys\nfrom archiver.crawl.run import _settings\nimport spiders.news\nfrom scrapy.crawler import AsyncCrawlerProcess\n"
            "AsyncCrawlerProcess(_settings('unused', '', {})).create_crawler('news')\n"
            "print(*sorted({name.split('.')[0] for name in sys.modules}))")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "scrapy" in loaded and not loaded & {"trafilatura", "feedparser", "aiohttp", "tldextract", "warcio", "PIL", "dask"}


def test_a_worker_loads_what_all_pages_need() -> None:
    """A process that reads loads neither Scrapy, nor the reader of feeds or the tables of eastern names before it meets one."""
    code = "import sys\nfrom archiver.reading import Reader\nReader([])\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "trafilatura" in loaded and not loaded & {"scrapy", "feedparser", "archiver.extract.byline.eastern"}
