"""Regions whose own markup says what their text is, so that the engine need not be asked: most stories are paragraphs.

Nothing here decides what the body is: it gives the votes that the engine would give, or none.
"""

from __future__ import annotations

from collections.abc import Container
from typing import TYPE_CHECKING

from archiver.extract import zones
from archiver.extract.body.known import AROUND
from archiver.extract.region import sentence

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from archiver.extract.lines import Line
    from archiver.extract.page import Page
    from archiver.extract.region import Region

_LEAST = 500        # letters of running text from which on the engine takes paragraphs only
_OPEN = 0.05        # share of the text that may stand in lines of which it is not known what the engine says
_DROPPED = 1.0      # and in lines that are left out by the names around them: more may be the story's own form
_SHORT_LINES = 0.25 # and in short lines that are taken for text: a page of headings is a list
_MUCH, _MORE_SHORT = 3_000, 0.75        # letters of running text from which on it is none, and that share for these
_LINE = 160         # letters a byline or date may have
_PROSE = frozenset(("p", "li", "blockquote"))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_CAPTION = zones.CAPTION | zones.FIGURE
_LINKED = 0.8       # share of links from which on a line is one
_SHORT, _LONG = 30, 100     # letters of a linked paragraph below and above which the engine drops it


def votes(page: Page, region: Region, claimed: Container[int]) -> dict[int, float] | None:
    """A vote for each line that is text; None where too many lines might be text or not."""
    found: dict[int, float] = {}
    prose = short = dropped = unknown = 0
    for line in page.lines[region.start:region.stop]:
        weight = region.weights[line.index]
        if weight and line.tag in _PROSE and not region.zones[line.index] & zones.EMBED:
            prose += weight
            found[line.index] = 1.0
            continue
        if line.index in claimed or line.index == region.headline:
            continue
        size = len(line.text)
        if not weight and _left_out(region.zones[line.index], size):
            dropped += size
            continue
        vote, sure = _running(line) if weight else _vote(line, region)
        if vote:
            found[line.index] = vote
            short += size
        unknown += round(size * (1 - sure))
    most_short = (_SHORT_LINES if prose < _MUCH else _MORE_SHORT) * prose
    if prose < _LEAST or unknown > _OPEN * prose or dropped > _DROPPED * prose or short > most_short:
        return None
    return found


def _running(line: Line) -> tuple[float, float]:
    """The same of running text that stands in no paragraph."""
    if line.tag in _HEADINGS:
        return 1.0, 0.5 if line.linked <= _LINKED else 0.0
    return 0.0, float(line.tag == "pre")


def _vote(line: Line, region: Region) -> tuple[float, float]:
    """What the engine says of a short line, and how sure that is."""
    if region.zones[line.index] & (zones.AROUND | zones.TABLE | zones.EMBED):
        return 0.0, 1.0 if line.tag in ("div", "form", "button", "td", "th") else 0.0
    if line.tag == "p":
        return float(line.linked <= _LINKED or _SHORT <= len(line.text) <= _LONG), 1.0 if line.linked <= _LINKED else 0.8
    if line.tag in _HEADINGS:
        return float(line.index < region.last), 1.0 if line.linked <= _LINKED else 0.0
    if line.tag == "li":
        return float(line.linked <= 0.5), 0.9 if line.linked <= 0.2 else 0.5
    if line.tag == "blockquote":
        return 1.0, 1.0
    if line.element is region.element and sentence(line.text):      # bare text between the paragraphs
        return 1.0, 0.5
    if line.tag in ("div", "figcaption", "section", "span"):
        return (1.0, 0.5) if _inside(line.element, region.element) else (0.0, 0.9)
    return 0.0, 0.0


def _inside(node: HtmlElement, top: HtmlElement | None) -> bool:
    """Whether an element stands in a paragraph, heading or item of the region."""
    while node is not None and node is not top:
        if node.tag in _PROSE or node.tag in _HEADINGS:
            return True
        node = node.getparent()
    return False


def _left_out(bits: int, size: int) -> bool:
    """Whether a short line is no text whatever the engine says: `choose` goes by the names around it."""
    return bool(bits & AROUND or bits & (zones.BYLINE | zones.DATE) and size < _LINE or bits & _CAPTION == _CAPTION)
