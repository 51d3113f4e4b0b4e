"""What each step costs: a page's way from its bytes to the committed article, so that a regression names its step.

    python -m benchmarks stages [--pages DIR] [--number N] [--pairs N]

In one process, each step with what it finds ready from the ones before. Fetching is not in it: that is `capture`.
"""

from __future__ import annotations

import statistics
import tempfile
import time
import zlib
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TypeVar

from archiver import content
from archiver.discover import discover
from archiver.errors import NotAnArticle
from archiver.extract import about, body, byline, classify, credits, dates, headline
from archiver.extract.extractor import Extractor
from archiver.extract.page import Page
from archiver.model import Capture, Exchange, Link, Site
from archiver.store.archive import Archive
from archiver.urls import link_key
from benchmarks.report import Row

T = TypeVar("T")
SITE = Site(name="bench", domains=("news.example",))


def measured(pages: Sequence[bytes], pairs: int) -> list[Row]:
    """The steps in their order; ratios are shares of the whole."""
    rounds = [_round(pages) for _ in range(pairs)]
    total = [sum(one.values()) for one in rounds]
    return [Row(name, statistics.median(one[name] for one in rounds),
                statistics.median(one[name] / whole for one, whole in zip(rounds, total, strict=True))) for name in rounds[0]]


class _Clock:
    """CPU seconds by step."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = defaultdict(float)

    def __call__(self, name: str, call: Callable[[], T]) -> T:
        start = time.process_time()
        found = call()
        self.spent[name] += time.process_time() - start
        return found


def _round(pages: Sequence[bytes]) -> dict[str, float]:
    """CPU milliseconds a page for each step."""
    clock = _Clock()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, Archive(folder) as archive:
        archive.open(SITE.name)
        for number, html in enumerate(pages):
            link, exchange = _fetched(html, number)
            archive.add_links([link])
            capture = clock("record written", lambda e=exchange, li=link: archive.capture(e, li))
            kept = clock("record read", lambda c=capture: archive.read(c.warc, c.offset))
            _read(clock, kept, link, archive)
            clock("commit", archive.commit if number % 20 == 19 else lambda: None)
    return {name: 1000 * seconds / len(pages) for name, seconds in clock.spent.items()}


def _fetched(html: bytes, number: int) -> tuple[Link, Exchange]:
    """A page as it comes over the wire."""
    engine = zlib.compressobj(6, zlib.DEFLATED, 31)
    payload = engine.compress(html) + engine.flush()
    url = f"https://news.example/2026/11/23/story-{number}/"
    head = (f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Encoding: gzip\r\n"
            f"Content-Length: {len(payload)}\r\n\r\n").encode()
    request = f"GET /2026/11/23/story-{number}/ HTTP/1.1\r\nHost: news.example\r\n\r\n".encode()
    return (Link(SITE.name, url, link_key(url), "sitemap"),
            Exchange(url, request, head, payload, payload, datetime.now(UTC), address="127.0.0.1", protocols=("http/1.1",)))


def _read(clock: _Clock, capture: Capture, link: Link, archive: Archive) -> None:
    """The steps of a worker, then what the crawl's process does with its answer."""
    html = clock("unpack", lambda: content.decode(capture.exchange.payload, "gzip"))
    try:
        page = clock("parse", lambda: Page(html, capture.url))
    except NotAnArticle:
        return
    found = clock("links", lambda: discover(capture, SITE, link, lambda: page.root))
    clock("meta and JSON-LD", lambda: page.structured)
    clock("lines", lambda: page.lines)
    clock("region", lambda: page.story)
    title = clock("headline", lambda: headline.find(page))
    when = clock("dates", lambda: dates.find(page))
    by = clock("byline", lambda: byline.find(page, title.title))
    pictures = clock("pictures and credits", lambda: credits.find(page, title.title, by.authors))
    clock("other fields", lambda: about.find(page))
    claimed = dict.fromkeys((*title.lines, *when.lines, *by.lines, *pictures.lines), "claimed")
    clock("body", lambda: body.find(page, claimed))
    result = Extractor(SITE).read(Page(html, capture.url))
    clock("article or not", lambda: classify.reason(page, result.article))
    clock("links and article saved", lambda: archive.save(result.article, link, found.links))
