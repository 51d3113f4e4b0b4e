"""Where the story stands on a page: its headline's line, the element around it, its first and last line.

Cheap (a pass over the lines, no trafilatura) and shared by all steps; which line belongs to the body is decided in
`body`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from lxml.html import HtmlElement

from archiver.extract import zones
from archiver.extract.lines import Line

ZonesOf = Callable[[HtmlElement], int]
GRAM = 4            # words in a row by which a text is known again
_WORD = re.compile(r"\w+")
_END = re.compile(r"""[.!?…。！？؟۔।:;»”"'’)\]」』]$""")
_WIDE = re.compile(r"[\u0e00-\u0e7f\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")
_NOT_PROSE = zones.AROUND | zones.CAPTION | zones.BIO | zones.TAGS | zones.H1
_HARD = zones.NAV | zones.FOOTER | zones.RELATED | zones.BREADCRUMB
_BANS = (_NOT_PROSE, zones.COMMENTS | zones.NAV | zones.FOOTER | zones.CAPTION, 0)     # strict first: some pages misname all
_PLACES = zones.MAIN | zones.ARTICLE
_LEAVES = frozenset(("p", "li", "blockquote", "pre", "h2", "h3", "dd"))
_LIKE = 0.6         # likeness to a stated title from which on a heading is the headline
_ENOUGH = 250       # letters of running text that make an article beside others
_MOST = 0.8         # share of an element's prose that a child must hold for the story to be in it
_BIG = 0.4          # share of the page's prose from which on an element's own name says nothing about the lines in it
_BIG_HARD = 0.7     # the same for names such as "comments", where it does not hold the headline


@dataclass(frozen=True)
class Region:
    """Line indexes, both ends included; -1 where there is none."""

    first: int                      # the story's first line
    last: int                       # its last line
    headline: int                   # the line of the printed headline
    element: HtmlElement | None     # the smallest element that holds nearly all of the story's prose
    start: int = 0                  # the first line inside the element
    stop: int = 0                   # one past the last line inside the element
    share: float = 0.0              # how much of the page's running text is in it, 0 to 1
    zones: tuple[int, ...] = ()     # a line's zones, without those claimed by elements around the whole story
    weights: tuple[int, ...] = ()   # a line's running text, in letters


def story(lines: tuple[Line, ...], titles: tuple[str, ...], zones_of: ZonesOf) -> Region:
    """The story among the lines of a page with its stated titles; first and last are -1 where no prose is found. `zones_of`
    says what an element itself claims."""
    headline = find_headline(lines, titles)
    raw = [_running(line) for line in lines]
    around = _held(lines, raw)
    local = _local_zones(lines, around, headline, sum(raw), zones_of)
    weights = next((found for ban in _BANS if any(found := tuple(
        0 if bits & ban else size for bits, size in zip(local, raw, strict=True)))), tuple(raw))
    weights = _own(lines, weights, headline)
    element = _place(_held(lines, weights))
    if element is None:
        return Region(-1, -1, headline, None, zones=local, weights=weights)
    start, stop = _extent(lines, element)
    first, last = _ends(range(start, stop), weights, headline)
    share = sum(weights[start:stop]) / max(1, sum(raw))
    return Region(first, last, headline, element, start, stop, share, local, weights)


def _own(lines: tuple[Line, ...], weights: tuple[int, ...], headline: int) -> tuple[int, ...]:
    """The weights without the other articles that a page goes on with for readers who scroll: `<article>`s behind the
    headline's own, each with an h1."""
    own = _article(lines[headline]) if headline >= 0 else None
    if own is None:
        return weights
    found = {_article(line) for line in lines[headline + 1:] if line.zones & zones.H1}
    others = found - {None, *own.iter("article"), *own.iterancestors("article")}
    if not others:
        return weights
    held = [{line.element, *line.element.iterancestors("article")} if size else set() for line, size in zip(lines, weights, strict=True)]
    if sum(size for size, around in zip(weights, held, strict=True) if own in around) < _ENOUGH:
        return weights
    return tuple(size if others.isdisjoint(around) else 0 for size, around in zip(weights, held, strict=True))


def _article(line: Line) -> HtmlElement | None:
    """The nearest `<article>` around a line."""
    return line.element if line.tag == "article" else next(line.element.iterancestors("article"), None)


def letters(text: str) -> int:
    """Length of a text; a character of a script without word spaces counts for two and a half."""
    return len(text) if text.isascii() else _letters(text)


@lru_cache(maxsize=2048)
def _letters(text: str) -> int:
    return len(text) + len(_WIDE.findall(text)) * 3 // 2


@lru_cache(maxsize=2048)                # the lines of one page: most are asked for by four steps
def words_of(text: str) -> tuple[str, ...]:
    """The words of a text, case folded; characters of scripts without spaces stand alone."""
    if text.isascii():
        return tuple(_WORD.findall(text.lower()))
    low = text.casefold()
    return tuple(_WORD.findall(_WIDE.sub(r" \g<0> ", low) if _WIDE.search(low) else low))


def grams(words: tuple[str, ...]) -> Iterable[tuple[str, ...]]:
    """Every run of GRAM words."""
    return zip(*(words[n:] for n in range(GRAM)), strict=False)


def likeness(words: set[str], other: set[str]) -> float:
    """Share of the words of two texts that are common to both, 0 to 1."""
    return 2 * len(words & other) / (len(words) + len(other)) if words and other else 0.0


def sentence(text: str) -> bool:
    """Whether a text ends as sentences do."""
    return bool(_END.search(text))


def _running(line: Line) -> int:
    """Letters of running text in a line; 0 for labels, links and short lines."""
    size = len(line.text)
    if size < 24 or line.link_chars * 2 > size:
        return 0
    size = letters(line.text)
    if size < 60 or (size < 120 and not _END.search(line.text)):
        return 0
    return round(size * (1 - line.linked))


def find_headline(lines: tuple[Line, ...], stated: tuple[str, ...]) -> int:
    """The line that prints the headline: a heading like a stated title, h1 before others; -1 for none."""
    titles = [set(words_of(title)) for title in stated if title]
    best, score = -1, 0.0
    for line in lines:
        if not line.zones & zones.HEADING or not 3 < len(line.text) < 400:
            continue
        words = set(words_of(line.text))
        value = max((likeness(words, title) for title in titles), default=0.0)
        value += 0.3 if line.zones & zones.H1 else 0.0
        value -= 0.4 if line.zones & zones.AROUND else 0.0
        if value > score + (0.05 if best >= 0 else 0.0):
            best, score = line.index, value
    if score >= _LIKE:
        return best
    titled = _as_titled(lines, stated)
    return titled if titled >= 0 else best if score >= 0.25 else -1


def _as_titled(lines: tuple[Line, ...], stated: tuple[str, ...]) -> int:
    """The first line that is most of a stated title word for word, for pages whose headline is no heading; -1 for none."""
    titles = [f" {fold_case(title)} " for title in stated if title]
    longest = max(map(len, titles), default=0)
    for line in lines:
        if 12 <= len(line.text) <= longest + 20 and line.linked < 0.5:
            text = f" {fold_case(line.text)} "
            if any(2 * len(text) > len(title) and text in title for title in titles):
                return line.index
    return -1


def fold_case(text: str) -> str:
    """The words of a text in lower case, parted by single blanks."""
    return " ".join(words_of(text))


def _held(lines: tuple[Line, ...], weights: tuple[int, ...] | list[int]) -> dict[HtmlElement, int]:
    """How much prose each element holds; the outermost first."""
    held: dict[HtmlElement, int] = {}
    for line, weight in zip(lines, weights, strict=True):
        if weight:
            held[line.element] = held.get(line.element, 0) + weight
            for node in line.element.iterancestors():
                held[node] = held.get(node, 0) + weight
    return held


def _local_zones(lines: tuple[Line, ...], held: dict[HtmlElement, int], headline: int, total: int,
                 zones_of: ZonesOf) -> tuple[int, ...]:
    """Zones of the lines; elements that hold much of the page's prose, alone or with all of their class, claim nothing
    but main and article."""
    void = _void(held, set(lines[headline].element.iterancestors()) if headline >= 0 else set(), total, zones_of)
    if not void:
        return tuple(line.zones for line in lines)
    bits: dict[HtmlElement, int] = {}

    def of(node: HtmlElement) -> int:
        path = []
        while node is not None and node not in bits:
            path.append(node)
            node = node.getparent()
        found = bits[node] if node is not None else 0
        for step in reversed(path):
            found |= zones_of(step) & ~void.get(step, 0)
            bits[step] = found
        return found

    return tuple(of(line.element) for line in lines)


def _void(held: dict[HtmlElement, int], own_headline: set[HtmlElement], total: int, zones_of: ZonesOf
          ) -> dict[HtmlElement, int]:
    """Elements whose own name says nothing of the lines in them, and the bits of it that do not count."""
    alike: dict[str, int] = {}
    names = {node: f"{node.tag} {node.get('class') or node}" for node in held}
    for node, size in held.items():
        alike[names[node]] = alike.get(names[node], 0) + size
    void = {}
    for node in held:
        size = alike[names[node]]
        if size < _BIG * total:
            continue
        claim = zones_of(node) & ~_PLACES
        if node not in own_headline:
            claim &= ~(zones.COMMENTS if size >= _BIG_HARD * total else _HARD | zones.COMMENTS)
        claim &= ~(zones.H1 | zones.HEADING)
        if claim:
            void[node] = claim
    return void


def _place(held: dict[HtmlElement, int]) -> HtmlElement | None:
    """Down from the top, into the child that holds most of the prose, until none does."""
    if not held:
        return None
    children: dict[HtmlElement, list[HtmlElement]] = {}
    top = None
    for node in held:
        parent = node.getparent()
        if parent is None:
            top = node
        else:
            children.setdefault(parent, []).append(node)
    while top is not None:
        best = max(children.get(top, ()), key=held.__getitem__, default=None)
        if best is None or held[best] < _MOST * held[top] or best.tag in _LEAVES or _is_part(best, children[top], held):
            return top
        top = best
    return None


def _is_part(best: HtmlElement, siblings: list[HtmlElement], held: dict[HtmlElement, int]) -> bool:
    """Whether an element is one of several of the same class that hold the story together."""
    name = best.get("class")
    if not name or best.tag in ("article", "section"):
        return False
    return sum(held[x] for x in siblings if x.tag == best.tag and x.get("class") == name) > 1.1 * held[best]


def _extent(lines: tuple[Line, ...], element: HtmlElement) -> tuple[int, int]:
    """First line inside an element, and one past the last."""
    inside = set(element.iter())
    start = next((line.index for line in lines if line.element in inside), 0)
    stop = next((line.index for line in lines[start:] if line.element not in inside), len(lines))
    return start, stop


def _ends(inside: range, weights: tuple[int, ...], headline: int) -> tuple[int, int]:
    """First and last line of prose in the element, after the headline where most of it stands there."""
    found = [i for i in inside if weights[i]]
    after = [i for i in found if i > headline]
    chosen = after if sum(weights[i] for i in after) * 2 > sum(weights[i] for i in found) else found
    return chosen[0], chosen[-1]
