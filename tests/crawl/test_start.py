"""What a start loads: nothing that nobody asked for."""

from __future__ import annotations

import subprocess
import sys

from archiver.extract.profile import Profile


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


def test_what_workers_share_is_all_they_need() -> None:
    """A reader that is made loads no module of ours that the process it was forked from has not loaded."""
    code = ("import importlib, sys\nfrom archiver.reading import PARSERS, Reader\nfrom archiver.model import Site\n"
            "for name in PARSERS:\n    importlib.import_module(name)\nbefore = set(sys.modules)\n"
            f"Reader([Site(name='a', domains=('a.test',))], {{'a': {Profile().to_dict()}}})\nprint(set(sys.modules) - before)")
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "set()\n"
