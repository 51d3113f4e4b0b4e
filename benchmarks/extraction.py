"""What reading a page costs: the whole extraction against trafilatura with metadata, and each step by itself."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterable, Sequence

import trafilatura

from archiver.errors import NotAnArticle
from archiver.extract import about, body, byline, credits, dates, headline
from archiver.extract.extractor import Extractor
from archiver.extract.page import Page
from benchmarks.report import Row

URL = "https://news.example/2026/11/23/a-story-of-some-length/"


def ours(page: bytes) -> object:
    """All fields, as in a crawl."""
    try:
        return Extractor().read(Page(page, URL))
    except NotAnArticle:
        return None


def theirs(page: bytes) -> object:
    """trafilatura as most people call it: body and metadata."""
    return trafilatura.bare_extraction(page, url=URL, with_metadata=True)


def compare(pages: Sequence[bytes], pairs: int) -> list[Row]:
    """Page by page in turn, so that both see the machine as it is."""
    runners: dict[str, Callable[[bytes], object]] = {"archiver, all fields": ours, "trafilatura with metadata": theirs}
    for call in runners.values():                     # imports and caches warm up
        for page in pages[:10]:
            call(page)
    rounds = [{name: _timed(call, pages) for name, call in runners.items()} for _ in range(pairs)]
    first = next(iter(runners))
    return [Row(name, _median(one[name] for one in rounds), _median(one[name] / one[first] for one in rounds))
            for name in runners]


def stages(pages: Sequence[bytes], pairs: int) -> list[Row]:
    """The steps, each with what it finds ready from the ones before it."""
    rounds = [_steps(pages) for _ in range(pairs)]
    total = [sum(one.values()) for one in rounds]
    return [Row(name, _median(one[name] for one in rounds), _median(one[name] / all_ for one, all_ in zip(rounds, total, strict=True)))
            for name in rounds[0]]


def _steps(pages: Sequence[bytes]) -> dict[str, float]:
    """CPU milliseconds a page for each step."""
    spent: dict[str, float] = {}

    def clocked(name: str, call: Callable[[], object]) -> object:
        start = time.process_time()
        found = call()
        spent[name] = spent.get(name, 0.0) + time.process_time() - start
        return found

    for html in pages:
        try:
            page = clocked("parse", lambda html=html: Page(html, URL))
        except NotAnArticle:
            continue
        assert isinstance(page, Page)
        clocked("meta and JSON-LD", lambda p=page: p.structured)
        clocked("lines", lambda p=page: p.lines)
        clocked("region", lambda p=page: p.story)
        title = clocked("headline", lambda p=page: headline.find(p))
        clocked("dates", lambda p=page: dates.find(p))
        by = clocked("byline", lambda p=page, t=title: byline.find(p, t.title))
        clocked("pictures and credits", lambda p=page, t=title, b=by: credits.find(p, t.title, b.authors))
        clocked("other fields", lambda p=page: about.find(p))
        clocked("body", lambda p=page: body.find(p, {}))
    return {name: 1000 * seconds / len(pages) for name, seconds in spent.items()}


def _timed(call: Callable[[bytes], object], pages: Sequence[bytes]) -> float:
    start = time.process_time()
    for page in pages:
        call(page)
    return 1000 * (time.process_time() - start) / len(pages)


def _median(values: Iterable[float]) -> float:
    return statistics.median(list(values))
