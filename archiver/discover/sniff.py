"""What a payload is, seen from its first bytes: feed, sitemap, robots file, page, or nothing we read links from.

Nothing here parses further than the first element: servers lie in Content-Type, so the bytes are looked at first.
"""

from __future__ import annotations

import re
from typing import Literal

Kind = Literal["feed", "sitemap", "sitemap-index", "text-sitemap", "robots", "page", "nothing"]

_WINDOW = 65_536
_ELEMENT = re.compile(r"<([A-Za-z_][\w.-]{0,60}:)?([A-Za-z_][\w.-]{0,60})")
_ROOTS: dict[str, Kind] = {"rss": "feed", "rdf": "feed", "feed": "feed", "channel": "feed", "urlset": "sitemap",
                           "sitemapindex": "sitemap-index", "html": "page"}
_ROBOTS = re.compile(r"^\s{0,20}(?:user-agent|disallow|allow|sitemap|crawl-delay|host)\s{0,20}:",
                     re.IGNORECASE | re.MULTILINE)
_JSON_FEED = re.compile(r'"version"\s{0,20}:\s{0,20}"https?:\\?/\\?/(?:www\.)?jsonfeed\.org')


def sniff(payload: bytes, content_type: str = "") -> Kind:
    """The kind of a payload that has its content coding taken off."""
    text = _start(payload)
    if text.startswith("{"):
        return "feed" if _JSON_FEED.search(text) or "feed+json" in content_type.lower() else "nothing"
    if text.startswith("<"):
        return _by_root(_first_element(text), content_type)
    if _ROBOTS.search(text[:4096]) and "<" not in text[:512]:
        return "robots"
    first = next(iter(text.split(None, 1)), "")
    if first.lower().startswith(("http://", "https://")):
        return "text-sitemap"
    return "page" if "html" in content_type.lower() and text else "nothing"


def _start(payload: bytes) -> str:
    head = payload[:_WINDOW]
    wide = head[:2] in (b"\xff\xfe", b"\xfe\xff")
    return head.decode("utf-16" if wide else "utf-8", "replace").lstrip("\ufeff \t\r\n\x00")


def _by_root(name: str, content_type: str) -> Kind:
    known = _ROOTS.get(name.lower())
    if known:
        return known
    low = content_type.lower()
    if "xml" in low and "xhtml" not in low:
        return "feed" if "rss" in low or "atom" in low else "nothing"
    return "page" if name else "nothing"


def _first_element(text: str) -> str:
    """The local name of the first element, past declarations and comments; looked for once, from left to right."""
    at = 0
    while (at := text.find("<", at)) >= 0:
        if text.startswith("<!--", at):
            end = text.find("-->", at)
        elif text.startswith(("<?", "<!"), at):
            end = _declaration_end(text, at)
        else:
            match = _ELEMENT.match(text, at)
            return match[2] if match else ""
        if end < 0:
            return ""
        at = end
    return ""


def _declaration_end(text: str, at: int) -> int:
    """Where `<!DOCTYPE ...>` or `<?xml ...?>` ends, with an internal subset in brackets or without."""
    end, subset = text.find(">", at), text.find("[", at)
    if text.startswith("<!", at) and 0 <= subset < end:
        closing = text.find("]", subset)
        return text.find(">", closing) if closing >= 0 else -1
    return end
