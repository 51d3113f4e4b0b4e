"""Where the story stands on a page: its headline's line, the element around it, its first and last line.

Cheap (one pass over the lines, no trafilatura), and shared by all steps; what belongs to the body line by line is
decided in `body`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml.html import HtmlElement

from archiver.extract import zones

if TYPE_CHECKING:
    from archiver.extract.page import Line, Page

_WORD = re.compile(r"\w+")
_END = re.compile(r"""[.!?…。！？؟۔।:;»”"'’)\]]$""")
_WIDE = re.compile(r"[\u0e00-\u0e7f\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")
_OUTSIDE = zones.AROUND & ~zones.ASIDE & ~zones.PROMO & ~zones.FORM | zones.CAPTION | zones.CONSENT
_SHARE = 0.6        # of an element's prose that a child must hold to be the story's place


@dataclass(frozen=True)
class Region:
    """Line indexes, both ends included; -1 where there is none."""

    first: int                      # the story's first line
    last: int                       # its last line
    headline: int                   # the line of the printed headline
    element: HtmlElement | None     # the smallest element that holds nearly all of the story's prose


def story(page: Page) -> Region:
    """The story of a page; first and last are -1 where no prose is found."""
    lines = page.lines
    headline = find_headline(lines, page.structured.first("og:title", "twitter:title"), page.title_tag)
    weights = [prose(line) for line in lines]
    element = _place(lines, weights)
    if element is None:
        return Region(-1, -1, headline, None)
    inside = [i for i, line in enumerate(lines) if weights[i] and (line.element is element or _within(line, element))]
    after = [i for i in inside if i > headline]
    chosen = after if sum(weights[i] for i in after) * 2 > sum(weights[i] for i in inside) else inside
    return Region(chosen[0], chosen[-1], headline, element)


def letters(text: str) -> int:
    """Length of a text in letters of an alphabet: a character of a script without word spaces counts for two and a half."""
    wide = len(_WIDE.findall(text)) if not text.isascii() else 0
    return len(text) + wide * 3 // 2


def prose(line: Line) -> int:
    """How much running text a line holds, in letters; 0 for what is no prose or stands around the story."""
    if line.zones & _OUTSIDE:
        return 0
    size = letters(line.text)
    if size < 60 or line.linked > 0.5:
        return 0
    if size < 120 and not _END.search(line.text):
        return 0
    return round(size * (1 - line.linked))


def words_of(text: str) -> list[str]:
    """The words of a text, case folded; characters of scripts without spaces stand alone."""
    if text.isascii():
        return _WORD.findall(text.lower())
    return _WORD.findall(_WIDE.sub(lambda m: f" {m.group()} ", text.casefold()))


def likeness(text: str, other: str) -> float:
    """Share of the words of two texts that are common to both, 0 to 1."""
    a, b = set(words_of(text)), set(words_of(other))
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0


def find_headline(lines: tuple[Line, ...], stated: str, title_tag: str) -> int:
    """The line that prints the headline: in h1 and like the stated title, else the one most like it; -1 for none."""
    best, score = -1, 0.0
    for line in lines:
        if not line.zones & zones.HEADING or len(line.text) > 400:
            continue
        value = max(likeness(line.text, stated), likeness(line.text, title_tag))
        value += 0.3 if line.zones & zones.H1 else 0.0
        value -= 0.5 if line.zones & zones.AROUND else 0.0
        if value > score and len(line.text) > 3:
            best, score = line.index, value
    return best if score >= 0.3 else -1


def _place(lines: tuple[Line, ...], weights: list[int]) -> HtmlElement | None:
    """Down from the top, into the child that holds most of the prose, until none does."""
    held: dict[HtmlElement, int] = {}
    children: dict[HtmlElement, list[HtmlElement]] = {}
    top = None
    for line, weight in zip(lines, weights, strict=True):
        if not weight:
            continue
        node = line.element
        while node is not None:
            if node not in held:
                parent = node.getparent()
                if parent is not None:
                    children.setdefault(parent, []).append(node)
            held[node] = held.get(node, 0) + weight
            top, node = node, node.getparent()
    while top is not None:
        best = max(children.get(top, ()), key=held.__getitem__, default=None)
        if best is None or held[best] < _SHARE * held[top] or best.tag in ("p", "li", "blockquote", "td"):
            return top
        top = best
    return None


def _within(line: Line, element: HtmlElement) -> bool:
    return element in line.element.iterancestors()


