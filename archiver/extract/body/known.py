"""What the lines of a page are weighed by, the choice that is made of them, and questions about a line's surroundings.

Nothing here decides about a line.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import islice

from lxml.html import HtmlElement

from archiver.extract import zones
from archiver.extract.lines import Line
from archiver.extract.region import Region

AROUND = zones.AROUND & ~zones.ASIDE & ~zones.FORM | zones.BIO | zones.TAGS
_BOX = re.compile(
    r"(info|fact|fakten|fakta|promo|teaser|author|bio|about|hint|side|note|text|cta|news|service|link|related|sa)-?_?box"
    r"|(?<![a-z])(teaser|newsletter|cta|recirc\w*|factbox|faktaboks|faktaruta|recuadro|despiece|encadre|kasten|callout|infobox"
    r"|post-?card|story-?card|article-?card|card|cards|collections?|cover-content|listing|highlight|information|app-?\w*hint"
    r"|readmore|read-more|inline-?(promo|related)|linklist|link-list|mediainfo|media-?info|bildinfo|image-?meta)(?![a-z])"
    r"|__info(?![a-z])")
CREDIT = 90        # characters that may stand beside a caption in its wrapper
_TEXTUAL = frozenset(("p", "h2", "h3", "h4", "h5", "li"))


@dataclass
class Choice:
    """Lines kept, and lines left out that the engine or the place speaks for, with the reason."""

    kept: set[int] = field(default_factory=set)
    removed: dict[int, str] = field(default_factory=dict)
    standfirst: set[int] = field(default_factory=set)

    def drop(self, index: int, reason: str) -> None:
        """Leave a line out."""
        self.kept.discard(index)
        self.removed[index] = reason


@dataclass(frozen=True)
class Known:
    """What is known before the lines are weighed."""

    lines: tuple[Line, ...]
    region: Region
    votes: Mapping[int, float]          # line index -> share of it that the engine gave back
    claimed: Mapping[int, str]          # lines other steps have taken, and the reason
    title: str
    description: str
    site: Mapping[int, str] = field(default_factory=dict)       # lines the site's profile names, and the block's id
    pictures: Sequence[HtmlElement] = ()                        # all elements of the page that are one, or hold one

    @cached_property
    def frames(self) -> set[HtmlElement]:
        """The elements of the page that are or hold a picture."""
        found = set[HtmlElement]()
        for picture in self.pictures:
            node: HtmlElement | None = picture
            while node is not None and node not in found:
                found.add(node)
                node = node.getparent()
        return found


def pictured(element: HtmlElement, known: Known, beside: int) -> bool:
    """Whether a picture stands with the element in a wrapper that holds at most `beside` more characters."""
    node = element.getparent() if element.tag in _TEXTUAL else element
    for _ in range(3):
        if node is None or node is known.region.element or node.tag in ("body", "main", "article"):
            return False
        if node in known.frames:
            return not longer(node, len("".join(islice(element.itertext(), 200))) + beside)
        node = node.getparent()
    return False


def longer(node: HtmlElement, room: int) -> bool:
    """Whether an element holds more than so many characters; reads no more than it must."""
    for piece in node.itertext():
        room -= len(piece.strip())
        if room < 0:
            return True
    return False


def box_around(element: HtmlElement, top: HtmlElement) -> HtmlElement | None:
    """The outermost element between a line and the story's element that is named like a box or card."""
    found, node = None, element
    while node is not None and node is not top:
        name = f"{node.get('class') or ''} {node.get('id') or ''}"
        if len(name) > 1 and _is_box(name):
            found = node
        node = node.getparent()
    return found


@lru_cache(maxsize=20_000)
def _is_box(name: str) -> bool:
    return bool(_BOX.search(name[:300].casefold()))


def shape(line: Line) -> tuple[str, str, str]:
    """What a paragraph looks like: its tag and class, and its parent's tag."""
    parent = line.element.getparent()
    return line.tag, line.element.get("class") or "", str(parent.tag) if parent is not None else ""
