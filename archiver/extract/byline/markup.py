"""What markup says of one line: whether it, or a part of it, calls itself a byline, and whose pages it links to.

Nothing here weighs lines against each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement

from archiver.extract import zones
from archiver.extract.byline.names import EDGE
from archiver.extract.byline.place import Place
from archiver.extract.lines import BLOCKS, SKIPPED, Line, fold
from archiver.extract.page import Page

NEVER = (zones.QUOTE | zones.NAV | zones.COMMENTS | zones.RELATED | zones.CONSENT | zones.BREADCRUMB | zones.CAPTION
         | zones.FIGURE)
_AUTHOR_URL = re.compile(
    r"/(?:authors?|autor(?:en|es|i|zy|in)?|auteurs?|autore|people|person(?:en)?|profiles?|profil|staff|writers?|by"
    r"|reporters?|columnists?|contributors?|journalist(?:s|en)?|redaktion|team|members?|users?|byline|byliner|bio|about"
    r"|firmas?|skribent|forfatter|u|redactie)(?:[/\-.:]|$)|[?&]author=|/@[\w.]+/?$", re.IGNORECASE)


_AUTHOR_WORD = re.compile(
    r"by-?line|author(?!iz|it)|(?<![a-z])(?:writer|reporter|contributor|autor|autoren|auteur|autore|redakteur|signature|firma|creator"
    r"|posted-?by|verfasser|journalist|forfatter|skribent)(?![a-z])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Seen:
    """One line with what its markup says."""

    line: Line
    text: str                           # with an EDGE around each author's link
    zones: int                          # below the story's wrappers
    mark: HtmlElement | None            # the small element around it that calls itself a byline
    inline: bool                        # a part of it calls itself an author's name
    urls: tuple[tuple[str, str], ...]   # text and address of its links to authors' pages

    @property
    def marked(self) -> bool:
        """Whether markup calls it, or a part of it, a byline."""
        return self.mark is not None or self.inline


def look(line: Line, place: Place) -> Seen | None:
    """What the markup of a line and of the small elements around it says; None where no byline can stand."""
    bits = place.zones[line.index]
    mark = _mark(line, place.page) if bits & zones.BYLINE else None
    if _forbidden(bits, mark is not None, abs(place.below(line)) <= 3):
        return None
    pieces = list(_runs(line.element)) if _inline_only(line.element) else []
    inline = any(node is not None and text.strip() and _names_author(node) for node, text in pieces)
    urls = [(fold(text), node.get("href") or "") for node, text in pieces
            if node is not None and node.tag == "a" and text.strip() and _leads_to_author(node)]
    if line.link_chars and not urls and len(line.text) < 60 and _AUTHOR_URL.search(target := _around(line.element)):
        urls = [(line.text, target)]
    text = _edged(line.text, [name for name, _ in urls], [text for _, text in pieces])
    return Seen(line, text, bits, mark, inline, tuple(urls))


def _forbidden(bits: int, marked: bool, beside: bool) -> bool:
    """Captions are forgiven where the element itself says 'byline', menus and overlays right beside the headline."""
    forgiven = zones.CAPTION | zones.FIGURE | (zones.NAV | zones.CONSENT if beside else 0) if marked else 0
    return bool(bits & NEVER & ~forgiven)


def _inline_only(element: HtmlElement) -> bool:
    return len(element) > 0 and not any(child.tag in BLOCKS for child in element)


def _runs(element: HtmlElement, depth: int = 0) -> Iterator[tuple[HtmlElement | None, str]]:
    """The text of a block in pieces, each with the inline element it is of (None: the block's own); a link is one."""
    own = element if depth else None
    if element.text:
        yield own, element.text
    for node in element:
        if isinstance(node.tag, str) and node.tag not in SKIPPED:
            if node.tag == "a" or depth > 8:
                yield node, "".join(map(str, node.itertext()))
            else:
                yield from _runs(node, depth + 1)
        if node.tail:
            yield own, node.tail


def _names_author(node: HtmlElement) -> bool:
    marks = " ".join(filter(None, map(node.get, ("class", "rel", "itemprop", "data-testid", "id"))))
    return bool(marks) and bool(_AUTHOR_WORD.search(marks[:400]))


def _leads_to_author(node: HtmlElement) -> bool:
    target = node.get("href") or ""
    return not target.startswith(("mailto:", "javascript:")) and (_names_author(node) or bool(_AUTHOR_URL.search(target)))


def _around(element: HtmlElement) -> str:
    """The address of a link that holds the whole block, at most four elements up; empty for none."""
    node: HtmlElement | None = element
    for _ in range(4):
        if node is None:
            return ""
        if node.tag == "a":
            return node.get("href") or ""
        node = node.getparent()
    return ""


def _edged(text: str, links: list[str], pieces: list[str]) -> str:
    """The line's text with an EDGE around each author's link, and between elements whose words would stick together."""
    for name in links:
        if name and name in text:
            text = text.replace(name, f"{EDGE}{name}{EDGE}", 1)
    for left, right in zip(pieces, pieces[1:], strict=False):
        if left[-1:].isalnum() and right[:1].isupper():
            ends = fold(left)[-20:], fold(right)[:20]
            text = text.replace("".join(ends), EDGE.join(ends), 1)
    return text


def _mark(line: Line, page: Page) -> HtmlElement | None:
    """The nearest element, at most four up, that calls itself a byline and holds little text."""
    node: HtmlElement | None = line.element
    for _ in range(5):
        if node is None:
            return None
        if page.zones_of(node) & zones.BYLINE:
            return node if _short(node) else None
        node = node.getparent()
    return None


def _short(node: HtmlElement) -> bool:
    total = 0
    for text in node.itertext():
        total += len(text.strip())
        if total > 500:
            return False
    return True
