"""An outlet that would keep a crawl busy for ever: the crawl ends, says what it met, and the outlet beside it is whole."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from archiver.crawl import agenda
from archiver.crawl.run import crawl
from archiver.model import Pace, Site
from archiver.store.archive import Archive
from benchmarks.flood import Flood

from .outlet import answers, serve

PAGE = b"<!doctype html><title>Welcome</title><h1>Welcome</h1>" + b"".join(
    b'<a href="more%d/">More</a> <a href="?n=%d">Next</a>' % (n, n) for n in range(3))


class Same(BaseHTTPRequestHandler):
    """One page for every address; its links lead ever deeper."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(PAGE)))
        self.end_headers()
        self.wfile.write(PAGE)

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


PARTS, LINES = 100, 10


class SmallFlood(Flood):
    """An index of many sitemaps, each of many lines."""

    sitemaps, lines = PARTS, LINES


@contextmanager
def served(how: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    """The address of such an outlet."""
    with ThreadingHTTPServer(("127.0.0.1", 0), how) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def endless() -> Iterator[str]:
    """The address of the outlet with one page."""
    with served(Same) as address:
        yield address


def test_one_page_for_every_address(endless: str, tmp_path: Path) -> None:
    """A site that answers 200 with one page to everything, robots.txt, feed and sitemap too, ends after some pages; what is no
    feed is said, nothing of it is an article, and the site beside it has all of its own."""
    base = f"http://{endless}"
    same = Site(name="same", domains=(endless,), sections=(f"{base}/",), feeds=(f"{base}/feed",), allow_private=True,
                sitemaps=(f"{base}/sitemap.xml",), pace=Pace(delay=0.0, concurrency=4))
    with serve(answers(), ["/a/1", "/a/2"]) as outlet:
        summary = crawl([same, outlet.site()], tmp_path, workers=0)
    assert summary.reason == "finished"
    assert summary.outcomes["outlet"]["new"] == 2
    assert set(summary.outcomes["same"]) == {"discovered", "not-an-article"}
    assert sum(summary.outcomes["same"].values()) < 200
    with Archive(tmp_path) as archive:
        for path, what in (("/feed", "a feed"), ("/sitemap.xml", "a sitemap"), ("/robots.txt", "a robots.txt")):
            row = archive.link(base + path, "same")
            assert row is not None and f"expected {what}, got a web page" in row.detail
        assert archive.pending("same") == 0


def test_sitemaps_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where sitemaps list more than a site may have waiting, the old ones among them are read when fewer wait: the catalog
    stays small, it is said once, the site beside is whole, and in the end no link is lost."""
    monkeypatch.setattr(agenda, "MOST_WAITING", 50)
    monkeypatch.setattr(agenda, "_COUNTED", 10)
    with served(SmallFlood) as address, serve(answers(), ["/a/1", "/a/2"]) as outlet:
        flood = Site(name="flood", domains=(address,), sitemaps=(f"http://{address}/sitemap.xml",), follow=False, rights=False,
                     allow_private=True, pace=Pace(delay=0.0, concurrency=4))
        first = crawl([flood, outlet.site()], tmp_path, workers=0, limit=30)
        assert first.outcomes["outlet"]["new"] == 2
        assert sum("over 50 pages wait" in message for message in first.messages) == 1
        with Archive(tmp_path) as archive:
            kinds = Counter(row.link.kind for row in archive.links("flood"))
            assert kinds["sitemap"] == PARTS + 1 and 50 <= kinds["page"] <= PARTS * LINES / 2
        assert crawl([flood], tmp_path, workers=0).reason == "finished"
    with Archive(tmp_path) as archive:
        assert Counter(row.link.kind for row in archive.links("flood"))["page"] == PARTS * LINES
        assert archive.pending("flood") == 0
