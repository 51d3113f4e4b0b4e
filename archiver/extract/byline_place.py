"""Where a byline can stand: the printed headline, the story's end, the lines around both, and what markup claims there.

Nothing here reads a name.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import cast

from lxml import etree
from lxml.html import HtmlElement

from archiver.extract import zones
from archiver.extract.outlet import Outlet, squash
from archiver.extract.page import BLOCKS, Line, Page

ABOVE, BELOW = 10, 50       # lines looked at before and after the headline
NEXT_ABOVE, NEXT = 4, 14    # those that are looked at first
FOOT = 14                   # lines looked at behind the story's end
_AFTER = zones.COMMENTS | zones.RELATED | zones.FOOTER | zones.NAV | zones.ASIDE
_AUTHORS = etree.XPath("//a[contains(@rel, 'author')] | //span[@itemprop='author']")


@dataclass(frozen=True)
class Place:
    """Where the story stands, and the elements around all of it, whose own claims mean nothing for one line."""

    page: Page
    outlet: Outlet
    headline: int                       # line of the printed headline; where none is found, the first line of prose
    wrappers: frozenset[HtmlElement]
    end: int = 0                        # the story's last line
    known: dict[HtmlElement, int] = field(default_factory=dict)     # zones of elements, worked out once

    def zones(self, line: Line) -> int:
        """The zones that elements below the story's wrappers claim for a line."""
        bits, node, steps = 0, line.element, 0
        while node is not None and node not in self.wrappers and steps < 30:
            own = self.known.get(node)
            if own is None:
                own = self.known[node] = zones.of(node)
            bits, node, steps = bits | own, node.getparent(), steps + 1
        return bits

    def below(self, line: Line) -> int:
        """How many lines a line stands below the headline; negative: above."""
        return line.index - self.headline


def locate(page: Page, title: str, outlet: Outlet) -> Place:
    """The printed headline, the story's end, and what is around both."""
    headline = _headline(page, title)
    prose = [line for line in page.lines[max(headline, 0):] if len(line.text) > 120 and line.linked < 0.4][:3]
    held = [*page.lines[headline:headline + 1], *prose[-1:]] if headline >= 0 else prose[:1]
    wrappers = frozenset(node for line in held for node in line.element.iterancestors())
    anchor = headline if headline >= 0 else prose[0].index if prose else 0
    return Place(page, outlet, anchor, wrappers)


def _headline(page: Page, title: str) -> int:
    """The line that prints the title: an h1 before other headings before plain lines; the first h1 where none does."""
    matches = _prints(page, title) or _resembles(page, title)
    heads = [x for x in matches if x.zones & zones.H1] or [x for x in matches if x.zones & zones.HEADING] or \
        [x for x in matches if not x.zones & (zones.BREADCRUMB | zones.NAV)] or matches or list(page.headings)
    return heads[0].index if heads else -1


def _prints(page: Page, title: str) -> list[Line]:
    key = squash(title)
    if len(key) < 4:
        return []
    size, low = len(title), title[0].casefold()
    return [line for line in page.lines if abs(len(line.text) - size) < 60 and line.text[0].casefold() == low
            and _like(squash(line.text), key)]


def _like(text: str, key: str) -> bool:
    return text == key or (len(text) > 12 and (text.startswith(key) or key.startswith(text)) and abs(len(text) - len(key)) < 40)


def _resembles(page: Page, title: str) -> list[Line]:
    wanted = set(title.casefold().split())
    return [line for line in page.lines if line.zones & zones.HEADING and _overlap(wanted, line.text) >= 0.5]


def _overlap(wanted: set[str], text: str) -> float:
    shown = set(text.casefold().split())
    return 2 * len(wanted & shown) / (len(wanted) + len(shown)) if shown else 0.0


def with_end(place: Place) -> Place:
    """The place with the story's end: the last line of running text before a long stretch without any."""
    last, misses = max(place.headline, 0), 0
    for line in place.page.lines[last:]:
        if len(line.text) > 90 and line.linked < 0.5 and not place.zones(line) & _AFTER:
            last, misses = line.index, 0
        else:
            misses += 1
            if misses > 50 and last > place.headline + 3:
                break
    return replace(place, end=last)


def head(place: Place) -> tuple[list[Line], list[Line]]:
    """The lines next to the headline, and those farther away, up to the fourth long paragraph behind it."""
    lines, headline = place.page.lines, max(place.headline, 0)
    found, long = list(lines[max(0, headline - ABOVE):headline]), 0
    for line in lines[headline:headline + BELOW]:
        long += len(line.text) > 160 and line.linked < 0.5
        if long > 3:
            break
        if line.index != place.headline:
            found.append(line)
    near = [line for line in found if -NEXT_ABOVE <= place.below(line) <= NEXT]
    return near, [line for line in found if not -NEXT_ABOVE <= place.below(line) <= NEXT]


def foot(place: Place) -> list[Line]:
    """The lines around the story's end."""
    first = max(place.end - 3, place.headline + 1, 0)
    return list(place.page.lines[first:place.end + FOOT])


def margin(place: Place) -> list[Line]:
    """Lines further down that call themselves a byline."""
    lines = place.page.lines
    if not lines or lines[place.headline].zones & zones.BYLINE:
        return []
    held = {id(_block(node)) for node in cast("list[HtmlElement]", _AUTHORS(place.page.root))[:60]}
    start = max(place.headline, 0) + 5
    return [line for line in lines[start:]
            if (line.zones & zones.BYLINE or id(line.element) in held) and len(line.text) < 160][:30]


def _block(node: HtmlElement) -> HtmlElement:
    while node.tag not in BLOCKS and (parent := node.getparent()) is not None:
        node = parent
    return node
