"""Archives to export: a small one whose every article is set out here, written through the store's own door."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from archiver.model import Article, Author, Exchange, Image, Link, Provenance, article_id
from archiver.store import Archive, Settings
from archiver.urls import link_key
from tests.store.conftest import START

STORY = ("The ferry to the northern islands was cancelled on Monday after the harbour office measured waves of four metres "
         "at the outer pier. About two hundred passengers waited in the terminal, where volunteers served soup and tea. "
         "A spokesman said that the next crossing was planned for Tuesday noon, if the wind turned to the west.")


def wanted(site: str, name: str, **more: Any) -> Article:
    """An article of a site as it is to be read from the page of that name."""
    url = f"http://{site}.example/{name}.html"
    given: dict[str, Any] = {
        "id": article_id(site, url), "url": url, "canonical_url": url, "site": site, "title": f"Title of {name}",
        "byline": "By Ada Lovelace", "authors": (Author("Ada Lovelace"),), "published": "2026-03-02T08:00:00+01:00",
        "language": "en", "body": f"{name} of {site}. {STORY} {name}, {site}.", "word_count": 70, "tags": ("sea", "weather"),
        "images": (Image("http://a.example/a.jpg", True, "A pier", "Reuters", "Photo: Reuters", None, "Reuters"),)}
    return Article(**{**given, **more})


def fill(root: Path, articles: Iterable[Article], start: datetime = START) -> None:
    """Saves articles as a crawl would: page by page, a minute apart, each read from its own record."""
    with Archive(root, Settings(min_free=0)) as archive:
        for minute, article in enumerate(articles):
            archive.open(article.site)
            link = Link(article.site, article.url, link_key(article.url), "seed")
            archive.add_links([link], again=True)
            body = f"<html>{article.title} {article.body}</html>".encode()
            head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {len(body)}\r\n\r\n".encode()
            request = f"GET {article.url} HTTP/1.1\r\nHost: {article.site}.example\r\n\r\n".encode()
            capture = archive.capture(Exchange(article.url, request, head, body, body, start + timedelta(minutes=minute)), link)
            said = Provenance(capture.warc, capture.offset, capture.length, capture.record_id, capture.payload_digest,
                              capture.exchange.started.isoformat(), article.provenance.extractor or "test 1")
            archive.save(replace(article, provenance=said), link)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Where an archive is made."""
    return tmp_path / "output"
