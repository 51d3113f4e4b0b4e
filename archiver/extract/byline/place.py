"""Where a byline can stand: the printed headline, the story's end, the lines around both, and what markup claims there.

Nothing here reads a name.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from lxml.html import HtmlElement

from archiver.extract import zones
from archiver.extract.lines import BLOCKS, Line
from archiver.extract.outlet import Outlet, squash
from archiver.extract.page import Page

ABOVE, BELOW = 10, 50       # lines looked at before and after the headline
NEXT_ABOVE, NEXT = 4, 14    # those that are looked at first
FOOT = 14                   # lines looked at behind the story's end


@dataclass(frozen=True)
class Place:
    """A page, its outlet, and where the story stands on it."""

    page: Page
    outlet: Outlet
    headline: int                       # line of the printed headline; where none is found, the story's first line
    end: int                            # the story's last line
    zones: tuple[int, ...]              # of each line, without those claimed by elements around the whole story

    def below(self, line: Line) -> int:
        """How many lines a line stands below the headline; negative: above."""
        return line.index - self.headline


def locate(page: Page, title: str, outlet: Outlet) -> Place:
    """The printed headline and the story's end."""
    story = page.story
    headline = _headline(page, title)
    anchor = headline if headline >= 0 else max(story.first, 0)
    return Place(page, outlet, anchor, max(story.last, anchor), story.zones or tuple(line.zones for line in page.lines))


def _headline(page: Page, title: str) -> int:
    """The line that prints the title: an h1 before other headings before plain lines; the first h1 where none does."""
    shared = page.story.headline
    if shared >= 0 and _like(squash(page.lines[shared].text), squash(title)):
        return shared
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
    authors = (node for node in place.page.root.iter("a", "span") if (
        "author" in node.get("rel", "") if node.tag == "a" else node.get("itemprop") == "author"))
    held = {_block(node) for node in islice(authors, 60)}
    start = max(place.headline, 0) + 5
    return [line for line in lines[start:]
            if (line.zones & zones.BYLINE or line.element in held) and len(line.text) < 160][:30]


def _block(node: HtmlElement) -> HtmlElement:
    while node.tag not in BLOCKS and (parent := node.getparent()) is not None:
        node = parent
    return node
