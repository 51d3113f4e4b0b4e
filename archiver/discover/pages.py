"""Web pages read for the links on them and the feeds they name.

Nothing here says whether a page is an article, and nothing follows a script. The canonical address of a page is no new
link (the page is already here); only an AMP page's is, because the AMP page itself is not what is archived.
"""

from __future__ import annotations

import re
from typing import Any

import lxml.html
from lxml import etree

from archiver.discover.told import Reading, Told, one_line

MAX_BYTES = 8_000_000
MAX_LINKS = 3_000
_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml",
               "application/json", "text/xml")
_COMMENTS = re.compile(r"comment|kommentar", re.IGNORECASE)
_FEED_PATH = re.compile(r"(?:/(?:feed|rss|atom)/?|\.rss|/(?:rss|feed|atom|index)\.(?:xml|rss|atom|json))$",
                        re.IGNORECASE)
_NOWHERE = ("#", "javascript:", "mailto:", "tel:", "data:", "about:", "whatsapp:", "sms:", "blob:")


def parse_page(html: bytes, charset: str = "") -> Any:
    """A page's tree, of its first 8 MB; None where there is no element in it.

    `huge_tree` lifts libxml2's bound of depth from 256, which page builders pass, to 2,048.
    """
    encoding = _known(html, charset)
    parser = lxml.html.HTMLParser(encoding=encoding, remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        return lxml.html.document_fromstring(html[:MAX_BYTES], parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        return None


def damage(tree: Any) -> str:
    """What libxml2 gave up on in a parsed page; empty: nothing."""
    log = tree.getroottree().parser.error_log if tree is not None else ()
    deep = any(entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for entry in log)
    return "nested deeper than 2,048 elements: what follows was not read" if deep else ""


def _known(html: bytes, charset: str) -> str | None:
    """The charset to parse with: of the header, or UTF-8 where the bytes are; None lets the page's own meta decide."""
    try:
        html[:MAX_BYTES].decode("utf-8")
        return "utf-8"
    except UnicodeDecodeError:
        pass
    try:
        "".encode(charset)
    except (LookupError, ValueError):
        return None
    return charset.lower() or None


def read_page(tree: Any, feeds: bool, obey: bool = True) -> Reading:
    """The links of a parsed page, each once with its text; `feeds`: also the feeds it names.

    A page that says `nofollow` in its robots meta is obeyed where robots.txt is.
    """
    reading = Reading()
    if obey and _says_nofollow(tree):
        reading.left_out["nofollow page"] = 1
        return reading
    if feeds:
        reading.told += _alternates(tree)
    if (standard := _standard_address(tree)) is not None:
        reading.told.append(standard)
    anchors = _anchors(tree)
    reading.told += [_told(href, elements, feeds) for href, elements in list(anchors.items())[:MAX_LINKS]]
    if len(anchors) > MAX_LINKS:
        reading.left_out["over the bound of a page"] = len(anchors) - MAX_LINKS
    return reading


def base_of(tree: Any, url: str) -> str:
    """What relative links are against: `<base href>` where the page has one, else its URL."""
    href = next((element.get("href") for element in tree.iter("base") if element.get("href")), "")
    return href if href.startswith(("http://", "https://")) else url


def _anchors(tree: Any) -> dict[str, list[Any]]:
    """Link target as written -> the elements that have it, in the order of the page."""
    found: dict[str, list[Any]] = {}
    for element in tree.iter("a", "area"):
        href = (element.get("href") or "").strip()
        if href and not href.lower().startswith(_NOWHERE):
            found.setdefault(href.partition("#")[0] if not href.startswith("#!") else href, []).append(element)
    found.pop("", None)
    return found


def _told(href: str, elements: list[Any], feeds: bool) -> Told:
    hint = next((text for element in elements[:4] if (text := _text(element))), "")
    minor = all("nofollow" in (element.get("rel") or "").lower() for element in elements)
    if feeds and _FEED_PATH.search(href.partition("?")[0]):
        return Told(href, hint, kind="feed")
    return Told(href, hint, minor=minor)


def _text(element: Any) -> str:
    text = one_line("".join(element.itertext()))
    return text or one_line(element.get("title") or element.get("aria-label") or "")


def _alternates(tree: Any) -> list[Told]:
    """The feeds a page names in its head, without those of its comments."""
    return [Told(link.get("href"), kind="feed") for link in tree.iter("link")
            if "alternate" in (link.get("rel") or "").lower().split() and link.get("href")
            and (link.get("type") or "").lower().partition(";")[0].strip() in _FEED_TYPES
            and not link.get("href").endswith(("/oembed", "/wp-json/")) and "oembed" not in link.get("href")
            and "wp-json" not in link.get("href")
            and not _COMMENTS.search(f"{link.get('title') or ''} {link.get('href')}")]


def _standard_address(tree: Any) -> Told | None:
    """The canonical address of an AMP page."""
    if not any(name in tree.attrib for name in ("amp", "⚡")):
        return None
    hrefs = (link.get("href") for link in tree.iter("link") if (link.get("rel") or "").lower() == "canonical")
    return next((Told(href) for href in hrefs if href), None)


def _says_nofollow(tree: Any) -> bool:
    return any((meta.get("name") or "").lower() == "robots" and "nofollow" in (meta.get("content") or "").lower()
               for meta in tree.iter("meta"))
