"""What a page needs to be seen as it was: its pictures, and on request its icon and style sheets, as links.

Nothing here fetches, and what a style sheet names in turn (fonts, backgrounds) is not followed.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any
from urllib.parse import urljoin

from archiver.content import BadCoding, TooLarge, decode
from archiver.discover.pages import base_of, parse_page
from archiver.model import Article, Capture, Link, Site
from archiver.urls import absolute, link_key

MAX_IMAGES = 20
MAX_SHEETS = 20
PRIORITY = 160             # after pages that are fresh or linked, before the backfill of sitemaps: see `rank`
_ICONS = ("icon", "shortcut icon", "apple-touch-icon")


def requisites(article: Article, capture: Capture, site: Site) -> tuple[Link, ...]:
    """The requisites of an article's page that its site asks for, each once; on any host, because the page names it."""
    found: dict[str, Link] = {}
    for href in _wanted(article, capture, site):
        url = absolute(capture.url, href)
        if url and not any(piece in url for piece in site.deny):
            link = Link(site.name, url, link_key(url), "page", "requisite", capture.url, priority=PRIORITY)
            found.setdefault(link.key, link)
    return tuple(found.values())


def _wanted(article: Article, capture: Capture, site: Site) -> Iterator[str]:
    if site.requisites == "none":
        return
    pictures = [image for image in article.images if image.url]
    if site.requisites == "lead":
        pictures = [image for image in pictures if image.lead][:1] or pictures[:1]
    yield from (image.url for image in pictures[:MAX_IMAGES])
    if site.requisites == "all":
        yield from _dress(capture)


def _dress(capture: Capture) -> Iterator[str]:
    """Addresses of the icon and the style sheets that a page names."""
    try:
        html = decode(capture.exchange.payload, capture.exchange.header("Content-Encoding"))
    except (TooLarge, BadCoding):
        return
    tree = parse_page(html)
    if tree is None:
        return
    base = base_of(tree, capture.url)
    links = [(_rel(element), element.get("href") or "") for element in islice(tree.iter("link"), 500)]
    icon = next((href for rel, href in links if rel in _ICONS and href), "/favicon.ico")
    sheets = [href for rel, href in links if "stylesheet" in rel.split() and href]
    yield from (_joined(base, href) for href in (icon, *sheets[:MAX_SHEETS]))


def _rel(element: Any) -> str:
    return " ".join((element.get("rel") or "").lower().split())


def _joined(base: str, href: str) -> str:
    try:
        return urljoin(base, href.strip())
    except ValueError:
        return ""
