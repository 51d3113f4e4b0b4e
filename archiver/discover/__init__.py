"""From a capture to links: what a feed, sitemap, robots file or page announces, each link with who told us of it.

Nothing here fetches, reads a file or a clock ("now" is when the capture was made), and no payload makes it raise: what
cannot be read is a `problem` in words, what is left out is counted by reason.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from archiver.content import BadCoding, TooLarge, decode
from archiver.discover.feeds import read_feed
from archiver.discover.gate import Source, sift
from archiver.discover.pages import MAX_BYTES as MAX_PAGE
from archiver.discover.pages import base_of, damage, parse_page, read_page
from archiver.discover.rank import looks_like_article
from archiver.discover.sitemaps import read_robots, read_sitemap, read_text_sitemap
from archiver.discover.sniff import Kind, sniff
from archiver.discover.told import Reading
from archiver.model import Capture, Link, Site

__all__ = ["Discovery", "discover", "fingerprint", "looks_like_article", "page_links", "parse_page"]

MAX_UNPACKED = 50_000_000
_CHARSET = re.compile(r"charset\s{0,5}=\s{0,5}[\"']?([A-Za-z0-9._:-]{1,40})", re.IGNORECASE)
_GZIP = b"\x1f\x8b"
_REFUSED = 400
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EXPECTED = {"feed": ("feed",), "sitemap": ("sitemap", "sitemap-index"), "robots": ("robots",)}
_NAMES = {"feed": "a feed", "sitemap": "a sitemap", "sitemap-index": "a sitemap index", "robots": "a robots.txt",
          "page": "a web page", "nothing": "nothing we can read links from"}


@dataclass(frozen=True)
class Discovery:
    """What one capture announces.

    `kind` is what it turned out to be: feed, sitemap, sitemap-index, robots, page or nothing. `problem` says in words
    what could not be read (empty: all of it could), `passed_over` counts URLs that did not become links, by reason.
    `fingerprint` names a feed's set of items, so that duplicate feeds of a host can be told.
    """

    kind: str
    links: tuple[Link, ...] = ()
    problem: str = ""
    passed_over: dict[str, int] = field(default_factory=dict)
    fingerprint: str = ""

    @property
    def line(self) -> str:
        """All of it on one line, for a log or a link's detail: `feed: 12 links; passed over: 3 off-site, 1 twice`."""
        passed = ", ".join(f"{count} {reason}" for reason, count in sorted(self.passed_over.items()))
        parts = (f"{self.kind}: {len(self.links)} links", self.problem, f"passed over: {passed}" if passed else "")
        return "; ".join(part for part in parts if part)


def discover(capture: Capture, site: Site, link: Link, parsed: Callable[[], Any] | None = None) -> Discovery:
    """The links a capture announces, whatever it is; `link` is the one that was followed to it.

    `parsed` gives the tree of a page that is read for other ends too, so that it is parsed once; None where it cannot.
    """
    exchange = capture.exchange
    if exchange.status >= _REFUSED:
        return Discovery("nothing", problem=f"the server answered {exchange.status}")
    try:
        payload = _unpacked(exchange.payload, exchange.header("Content-Encoding"))
    except (TooLarge, BadCoding) as error:
        return Discovery("nothing", problem=str(error))
    if not payload.strip():
        return Discovery("nothing", problem="the answer is empty")
    content_type = exchange.header("Content-Type")
    kind = sniff(payload, content_type)
    if link.kind == "robots" and kind not in ("page", "feed"):
        kind = "robots"
    return _read(kind, payload, (capture, site, link), parsed)


def _read(kind: Kind, payload: bytes, what: tuple[Capture, Site, Link], parsed: Callable[[], Any] | None) -> Discovery:
    capture, site, link = what
    charset = _charset(capture.exchange.header("Content-Type"))
    source = Source(site, link, capture.url, "page", capture.exchange.started)
    if kind == "page":
        tree = parsed() if parsed else None
        if tree is None or damage(tree):           # our parser goes deeper
            tree = parse_page(payload, charset)
        cut = f"over {MAX_PAGE:,} bytes: the links after that were not read" if len(payload) > MAX_PAGE else ""
        return _checked(_from_page(tree, source), link, cut or damage(tree))
    if kind == "feed":
        return _checked(_from_source("feed", read_feed(payload, capture.url, charset), source), link)
    if kind in ("sitemap", "sitemap-index"):
        return _checked(_from_source(kind, read_sitemap(payload), source), link)
    if kind == "text-sitemap" and link.kind == "sitemap":
        return _from_source("sitemap", read_text_sitemap(payload), source)
    if kind == "robots" and link.kind == "robots":
        return _from_source("robots", read_robots(payload), source)
    return _checked(Discovery("nothing"), link)


def _from_source(kind: str, reading: Reading, source: Source) -> Discovery:
    by: Any = {"feed": "feed", "robots": "robots"}.get(kind, "sitemap")
    links, passed = sift(reading.told, Source(source.site, source.link, source.url, by, source.captured))
    mark = fingerprint(item.key for item in links if item.kind == "page") if kind == "feed" else ""
    return Discovery(kind, links, reading.problem, _sum(reading.left_out, passed), mark)


def page_links(html: Any, url: str, site: Site, link: Link, captured: datetime | None = None) -> Discovery:
    """The links on a page, given as bytes or as a tree that lxml.html has already parsed."""
    tree = parse_page(html) if isinstance(html, bytes) else html
    return _from_page(tree, Source(site, link, url, "page", captured or _EPOCH))


def _from_page(tree: Any, source: Source) -> Discovery:
    if tree is None:
        return Discovery("page", problem="no element could be read")
    site, link = source.site, source.link
    listed = link.kind == "section" or link.by == "seed"
    if not site.follow and not listed:
        return Discovery("page", passed_over={"links not followed (follow: false)": 1})
    if link.depth >= site.depth and link.kind != "section":
        return Discovery("page", passed_over={"too deep": sum(1 for _ in tree.iter("a"))})
    reading = read_page(tree, feeds=link.depth == 0, obey=site.obey_robots)
    base = base_of(tree, source.url)
    links, passed = sift(reading.told, Source(site, link, base, "page", source.captured))
    told_by = source.url
    links = links if base == told_by else tuple(_renamed(item, told_by) for item in links)
    return Discovery("page", links, reading.problem, _sum(reading.left_out, passed))


def _renamed(link: Link, source: str) -> Link:
    return replace(link, source=source)


def _checked(found: Discovery, link: Link, problem: str = "") -> Discovery:
    """The discovery, with a word where it is not what its link promised."""
    expected = _EXPECTED.get(link.kind)
    wrong = f"expected {_NAMES[link.kind]}, got {_NAMES[found.kind]}" if expected and found.kind not in expected else ""
    if found.kind == "nothing" and not wrong:
        wrong = "neither a page nor a feed nor a sitemap"
    said = "; ".join(part for part in (wrong, found.problem, problem) if part)
    return Discovery(found.kind, found.links, said, found.passed_over, found.fingerprint)


def _unpacked(payload: bytes, codings: str) -> bytes:
    """The payload as text: codings off, and gzip once more where the file itself is one (sitemap.xml.gz)."""
    try:
        data = decode(payload, codings, MAX_UNPACKED)
    except BadCoding:
        if not payload[:256].lstrip().startswith((b"<", b"{", _GZIP, b"http", b"Sitemap", b"User")):
            raise
        data = payload                     # a server that claims a coding and sends none
    return decode(data, "gzip", MAX_UNPACKED) if data.startswith(_GZIP) else data


def _charset(content_type: str) -> str:
    match = _CHARSET.search(content_type)
    return match[1] if match else ""


def fingerprint(keys: Iterable[str]) -> str:
    """A name for a set of link keys, whatever their order: 16 hexadecimal digits; empty for no keys."""
    text = "\n".join(sorted(keys))
    return hashlib.sha256(text.encode()).hexdigest()[:16] if text else ""


def _sum(*counts: dict[str, int]) -> dict[str, int]:
    total: Counter[str] = Counter()
    for count in counts:
        total.update(count)
    return dict(total)
