"""Exchanges, links and articles to store, and an archive to store them in."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from archiver.model import Article, Author, Capture, Exchange, Image, Link, Provenance, article_id
from archiver.store import Archive, Settings
from archiver.urls import link_key

SITE = "example"
START = datetime(2026, 3, 1, 12, 0, 0, 123456, tzinfo=UTC)


def link_to(url: str, **more: object) -> Link:
    """A link of the test's site."""
    return Link(**{"site": SITE, "url": url, "key": link_key(url), "by": "seed", **more})


def exchange_of(url: str, body: bytes = b"<html>hello</html>", *, status: str = "200 OK", minute: int = 0,
                headers: tuple[str, ...] = (), **more: object) -> Exchange:
    """An exchange as a plain server would make it; `headers` replace Content-Length."""
    lines = headers or (f"Content-Length: {len(body)}",)
    head = "\r\n".join((f"HTTP/1.1 {status}", "content-type: text/html", *lines, "", "")).encode("latin-1")
    request = f"GET {url.split('/', 3)[-1]} HTTP/1.1\r\nHost: example.org\r\n\r\n".encode()
    return Exchange(**{"url": url, "request": request, "head": head, "body": body, "payload": body,
                       "started": START + timedelta(minutes=minute), "seconds": 0.25, "address": "127.0.0.9", **more})


def article_from(capture: Capture, title: str = "A title", **more: object) -> Article:
    """An article read from a capture."""
    said = Provenance(capture.warc, capture.offset, capture.length, capture.record_id, capture.payload_digest,
                      capture.exchange.started.isoformat(), "test 1")
    return Article(**{"id": article_id(capture.site, capture.url), "url": capture.url, "canonical_url": capture.url,
                      "site": capture.site, "title": title, "body": "One.\n\nTwo.",
                      "authors": (Author("Ada Lovelace"),),
                      "images": (Image("http://example.org/a.jpg", credit="Reuters"),), "provenance": said, **more})


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Where the archive is made."""
    return tmp_path / "output"


@pytest.fixture
def archive(root: Path) -> Archive:
    """An archive with the test's site open."""
    made = Archive(root, Settings(min_free=0))
    made.open(SITE)
    yield made
    made.close()


_UNDONE = {
    1: "DROP INDEX links_witness; ALTER TABLE links DROP COLUMN memo;",
    2: "DROP VIEW visits; DROP TABLE ends; ALTER TABLE articles DROP COLUMN published; ALTER TABLE articles DROP COLUMN words; "
       "ALTER TABLE articles DROP COLUMN fields;",
    3: "DROP INDEX links_due; ALTER TABLE links DROP COLUMN due;",
}
"""What takes a catalog back to an older schema, by that schema's number."""


def made_older(root: Path, schema: int) -> None:
    """Makes the site's catalog one of an older schema, as it was before the steps from there were taken."""
    with sqlite3.connect(root / SITE / "catalog.sqlite") as db:
        for older in sorted(_UNDONE, reverse=True):
            if older >= schema:
                db.executescript(f"{_UNDONE[older]} PRAGMA user_version = {older};")
