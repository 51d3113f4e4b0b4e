"""robots.txt by RFC 9309."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime

import pytest

from archiver.crawl.robots import MAX_BYTES, authority, parse, read, robots_url
from archiver.model import Capture, Exchange

FORBID = b"User-agent: *\nDisallow: /\n"


def answer(status: int, body: bytes = FORBID, headers: bytes = b"") -> Capture:
    head = b"HTTP/1.1 %d X\r\n%s\r\n" % (status, headers)
    exchange = Exchange(url="http://a.test/robots.txt", request=b"", head=head, body=body, payload=body,
                        started=datetime(2026, 1, 1, tzinfo=UTC))
    return Capture(exchange, "a", "a.warc.gz", 0, 0, "<urn:uuid:0>", "")


@pytest.mark.parametrize(("status", "allowed"), [(200, False), (404, True), (401, True), (403, True), (410, True), (429, True),
                                                 (500, False), (503, False), (301, True)])
def test_status(status: int, allowed: bool) -> None:
    """4xx allows, 5xx forbids, 200 is read; a redirect that leads nowhere allows."""
    assert (read(answer(status), "news-archiver").why_not("http://a.test/x") == "") == allowed


def test_reason_is_named() -> None:
    """The reason tells a rule from a server that is down."""
    assert read(answer(503), "x").why_not("http://a.test/") == "robots.txt answered 503"
    assert read(answer(200), "x").why_not("http://a.test/") == "robots.txt forbids it"


def test_own_group_counts() -> None:
    """The group for our name is followed instead of the one for all."""
    rules = parse(b"User-agent: *\nDisallow: /\n\nUser-agent: News-Archiver\nDisallow: /shop\nCrawl-delay: 3\n", "news-archiver")
    assert rules.why_not("http://a.test/page") == ""
    assert rules.why_not("http://a.test/shop/1")
    assert rules.crawl_delay == 3.0


def test_sitemaps_rates_and_marks() -> None:
    """Sitemap lines are found wherever they stand, Request-rate sets a pace too, and a byte order mark is passed over."""
    rules = parse(b"\xef\xbb\xbfUser-agent: *\nRequest-rate: 1/10\nDisallow: /a\nSitemap: http://a.test/s.xml\n", "x")
    assert rules.sitemaps == ("http://a.test/s.xml",)
    assert rules.crawl_delay == 10.0
    assert rules.why_not("http://a.test/a")


def test_bound() -> None:
    """Of an endless robots.txt the first 500 KiB count, and the line that is cut there does not."""
    text = b"User-agent: *\nDisallow: /early\n" + b"#" * (MAX_BYTES - 60) + b"\nDisallow: /a-long-path-cut-in-two-here-and-there\n"
    rules = parse(text + b"Disallow: /late\n", "x")
    assert rules.why_not("http://a.test/early")
    assert not rules.why_not("http://a.test/a")
    assert not rules.why_not("http://a.test/late")


def test_coded_and_broken() -> None:
    """A gzipped file is read; one that lies about its coding forbids nothing."""
    zipped = answer(200, gzip.compress(FORBID), b"Content-Encoding: gzip\r\n")
    assert read(zipped, "x").why_not("http://a.test/")
    assert not read(answer(200, FORBID, b"Content-Encoding: gzip\r\n"), "x").why_not("http://a.test/")


@pytest.mark.parametrize("garbage", [b"", b"\xff\xfe\x00", b"<html>hello</html>", b"Disallow: /\n", b":" * 1000,
                                     b"User-agent: *\nCrawl-delay: nan\n", b"User-agent: *\nRequest-rate: 0/0\n"])
def test_garbage_allows(garbage: bytes) -> None:
    """What is no robots.txt forbids nothing and breaks nothing."""
    rules = parse(garbage, "x")
    assert not rules.why_not("http://a.test/")
    assert rules.crawl_delay >= 0.0


def test_where_it_lies() -> None:
    """One robots.txt for each scheme, host and port."""
    assert robots_url("https://user:pw@A.test:8443/x?y#z") == "https://A.test:8443/robots.txt"
    assert authority("http://A.test:80/x") == "http://a.test:80"
