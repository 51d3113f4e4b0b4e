"""What discovery finds in a payload, as the tests of its parts ask."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from archiver.discover import Discovery, discover
from archiver.model import Capture, Exchange, Link, LinkKind, Site
from archiver.urls import link_key

SITE = Site(name="herald", domains=("herald.example",))
HOME = "https://www.herald.example/"
DAY = datetime(2026, 11, 23, 12, tzinfo=UTC)


def capture(payload: bytes, content_type: str = "", url: str = HOME, coding: str = "", status: int = 200) -> Capture:
    encoded = f"Content-Encoding: {coding}" if coding else "X: y"
    lines = [f"HTTP/1.1 {status} X", f"Content-Type: {content_type}", encoded]
    exchange = Exchange(url, b"", "\r\n".join([*lines, "", ""]).encode(), payload, payload, DAY)
    return Capture(exchange, "herald", "w.warc.gz", 0, 0, "<urn:uuid:0>", "sha1:A")


def link(kind: LinkKind = "page", url: str = HOME, depth: int = 0) -> Link:
    return Link("herald", url, link_key(url), "seed" if not depth else "page", kind, depth=depth)


def found(payload: bytes | str, kind: LinkKind = "page", site: Site = SITE, depth: int = 0, **wire: Any) -> Discovery:
    data = payload.encode() if isinstance(payload, str) else payload
    taken = capture(data, **wire)
    return discover(taken, site, link(kind, taken.url, depth))


def urls(discovery: Discovery) -> list[str]:
    return [item.url for item in discovery.links]
