"""The visible text of a tree as lines, and the places of its pictures: one walk that all steps share.

Nothing here decides a field or knows the page around the tree; what a line's zones claim is read in `zones`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from lxml import etree
from lxml.html import HtmlElement

from archiver.extract import zones

MAX_LINES = 60_000
MAX_MEDIA = 2_000


BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure footer"
    " form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol option p pre section summary table tbody td tfoot"
    " th thead title tr ul video audio".split())
SKIPPED = frozenset("script style template svg iframe object canvas noscript head textarea select math datalist".split())
_SPACE = re.compile(r"[\s\u00a0\u200b\u2028\u2029\ufeff]+")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


class Line(NamedTuple):
    """A run of text between two block boundaries or `<br>`: the smallest thing that is kept or dropped.

    A tuple, because a page has hundreds: a frozen dataclass takes three times as long to make.
    """

    index: int                  # type: ignore[assignment]  # of the page; a tuple's own `index` is never asked for
    text: str                   # white space folded, never empty
    element: HtmlElement        # the nearest block element around it
    zones: int                  # bits of `zones`, from the element and all around it
    link_chars: int             # characters of it that are inside links
    bold: bool = False          # all of it in <b>, <strong>, <em>, <i>

    @property
    def tag(self) -> str:
        """The tag of the nearest block element."""
        return str(self.element.tag)

    @property
    def linked(self) -> float:
        """Share of its characters that are links, 0 to 1."""
        return min(1.0, self.link_chars / len(self.text)) if self.link_chars else 0.0


@dataclass(frozen=True, slots=True)
class Medium:
    """A place where a picture stands: an `<img>` or its like, also inside `<noscript>`."""

    element: HtmlElement
    line: int                   # index of the line it stands in or before; len(lines) at the end
    zones: int                  # bits of `zones`, from the nearest block element and all around it


def walk(root: HtmlElement) -> tuple[tuple[Line, ...], tuple[Medium, ...], Mapping[HtmlElement, int]]:
    """The lines of a tree and the places of its pictures, both in document order, and the zones its block elements claim."""
    body = root.find("body")
    top = body if body is not None else root
    found = _Walk(top)
    if not found.lines and next(top.iter("noscript"), None) is not None:     # one that is not closed swallows the page
        found = _Walk(top, _OPEN_KINDS)
    return tuple(found.lines), tuple(found.media), found.own


def fold(text: str) -> str:
    """White space folded to single blanks, control characters and soft hyphens gone."""
    plain = " ".join(text.split())
    if plain.isprintable():             # nearly always: nothing but letters, marks and blanks
        return plain
    if "\u00ad" in text or "\u2060" in text:
        text = text.replace("\u00ad", "").replace("\u2060", "")
    return _SPACE.sub(" ", CONTROL.sub(" ", text)).strip()


def text_of(element: HtmlElement) -> str:
    """All text inside an element, folded, without scripts and styles."""
    return fold(" ".join(t for t in element.itertext(with_tail=False) if _shown(t)))


def _shown(piece: object) -> bool:
    parent = piece.getparent() if hasattr(piece, "getparent") else None
    if parent is None:
        return True
    holder = parent.getparent() if getattr(piece, "is_tail", False) else parent
    return holder is None or holder.tag not in SKIPPED


_BLOCK, _SKIP, _BREAK, _LINK, _STRESS, _PICTURE = range(6)
_KINDS: dict[object, int] = {
    **dict.fromkeys(BLOCKS, _BLOCK), **dict.fromkeys((*SKIPPED, etree.Comment, etree.PI, etree.Entity), _SKIP), "br": _BREAK,
    "a": _LINK, **dict.fromkeys(("b", "strong", "em", "i"), _STRESS),
    **dict.fromkeys(("img", "amp-img", "image", "v-img"), _PICTURE)}


_OPEN_KINDS = {tag: kind for tag, kind in _KINDS.items() if tag != "noscript"}


class _Walk:
    """One walk over a tree: text runs are cut at block boundaries and `<br>`, and the places of pictures are noted.

    Every element of every page goes through it, so it asks each for as little as it can.
    """

    def __init__(self, top: HtmlElement, kinds: Mapping[object, int] = _KINDS) -> None:
        self.kinds = kinds
        self.lines: list[Line] = []
        self.media: list[Medium] = []
        self._pieces: list[str] = []            # the text since the last boundary
        self._linked = self._plain = 0          # characters of it inside links; characters not bold or italic
        self._skipping = self._links = self._stressed = 0
        self.own = {top: zones.of(top)}
        self._blocks = [(top, self.own[top])]   # the open blocks, with the zones of each and all around it
        if top.text:
            self._gather(top.text)
        path = [top]
        nodes = top.iter()
        next(nodes)
        for node in nodes:
            parent = node.getparent()
            while path[-1] is not parent:
                self._close(path.pop())
            path.append(node)
            kind = kinds.get(node.tag)
            if kind is not None:
                self._open(node, kind)
            if not self._skipping and (text := node.text):
                self._gather(text)
        while len(path) > 1:
            self._close(path.pop())
        self._cut()

    def _open(self, node: HtmlElement, kind: int) -> None:
        if kind == _SKIP:
            if node.tag == "noscript" and not self._skipping:
                for image in islice(node.iter("img"), max(0, MAX_MEDIA - len(self.media))):
                    self.media.append(Medium(image, len(self.lines), self._blocks[-1][1]))
            self._skipping += 1
        elif self._skipping:
            return
        elif kind == _BLOCK:
            self._cut()
            own = self.own[node] = zones.of(node)
            self._blocks.append((node, self._blocks[-1][1] | own))
        elif kind == _BREAK:
            self._cut()
        elif kind == _LINK:
            self._links += 1
        elif kind == _STRESS:
            self._stressed += 1
        elif len(self.media) < MAX_MEDIA:
            self.media.append(Medium(node, len(self.lines), self._blocks[-1][1]))

    def _close(self, node: HtmlElement) -> None:
        kind = self.kinds.get(node.tag)
        if kind == _SKIP:
            self._skipping -= 1
        if self._skipping:
            return
        if kind == _BLOCK:
            self._cut()
            self._blocks.pop()
        elif kind == _BREAK:
            self._cut()
        elif kind == _LINK:
            self._links -= 1
        elif kind == _STRESS:
            self._stressed -= 1
        if text := node.tail:
            self._gather(text)

    def _gather(self, text: str) -> None:
        if text.isspace():
            if self._pieces:                    # blanks that open a line are folded away
                self._pieces.append(text)
            return
        self._pieces.append(text)
        if self._links:
            self._linked += len(text)
        if not self._stressed:
            self._plain += len(text)

    def _cut(self) -> None:
        if not self._pieces:
            return
        text = fold("".join(self._pieces))
        if text and len(self.lines) < MAX_LINES:
            self.lines.append(Line(len(self.lines), text, *self._blocks[-1], self._linked, bold=not self._plain))
        self._pieces.clear()
        self._linked = self._plain = 0
