"""The headline: chosen between what is printed, what is stated for machines and the title tag, by agreement.

Nothing here finds the place of the story (`region` does) or knows an outlet by name.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from functools import lru_cache
from html import unescape
from itertools import islice

from lxml.html import HtmlElement

from archiver.extract import zones
from archiver.extract.lines import Line, fold, text_of
from archiver.extract.outlet import Outlet, squash
from archiver.extract.outlet import of as outlet_of
from archiver.extract.page import Page
from archiver.extract.region import likeness, words_of
from archiver.extract.structured import as_text
from archiver.model import Evidence

MOST = 400              # letters of a headline; the longest of the public test pages has 214
_PARTS = re.compile(r"\s*(?:\s[-–—―|·•»«:~/]+\s|\s?[|｜‖│]\s?|\s::\s|\s-- )\s*")
_TAGS = re.compile(r"<[^<>]{1,200}>")
_QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "–": "-", "—": "-"})


@dataclass(frozen=True, slots=True)
class Headline:
    """The headline, where it was read, and the lines that print it."""

    title: str
    evidence: Evidence
    lines: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Candidate:
    source: str
    text: str
    words: frozenset[str]


def find(page: Page) -> Headline:
    """The headline of a page; an empty title where the page has none."""
    outlet = outlet_of(page, _shown(page))
    printed = _printed(page, outlet)
    stated = _stated(page, outlet)
    chosen = _choose(page, printed, stated)
    if chosen is None:
        return Headline("", Evidence("none", None, 0.0), frozenset())
    agreeing = sum(likeness(set(chosen.words), set(other.words)) > .8 for other in (*printed, *stated))
    sure = min(.99, .55 + .15 * agreeing)
    return Headline(chosen.text, Evidence(chosen.source, None, round(sure, 2)), repeats(page, chosen.text))


def _shown(page: Page) -> str:
    """The headings that can be the headline: not those that only end the title tag, as an outlet's name does, unless
    they are stated to be it."""
    told = {squash(page.structured.first("og:title")), squash(as_text(page.structured.article.get("headline")))}
    return " ".join(line.text for line in page.headings[:8] if squash(line.text) in told or not page.title_tag.endswith(line.text))


def _candidate(source: str, text: str) -> _Candidate:
    return _Candidate(source, text, frozenset(words_of(text)))


def _printed(page: Page, outlet: Outlet) -> list[_Candidate]:
    """What the page prints as headings, most telling first: the story's headline, then other h1 that are not around it."""
    lines, first, local = page.lines, page.story.headline, page.story.zones
    found = [first] if first >= 0 else []
    found += [line.index for line in page.headings
              if line.index != first and not (local[line.index] if local else line.zones) & zones.AROUND]
    texts = [("markup:heading" if not lines[n].zones & zones.H1 else "markup:headline" if n == first else "markup:h1",
              _whole_heading(page, n)) for n in found[:8]]
    if page.plain:
        texts += [("text:first line", line.text) for line in lines[:12] if _could_open(line)][:1]
    return [_candidate(source, text) for source, text in texts if 1 < len(text) <= MOST and not outlet.owns(text)]


def _could_open(line: Line) -> bool:
    """Whether a line of plain text can be a headline: some words, no label, no end of a paragraph."""
    return 3 <= len(line.text.split()) <= 45 or (len(line.text) >= 10 and not line.text.isascii())


def _whole_heading(page: Page, index: int) -> str:
    """All lines of the heading element that holds a line: a headline broken by `<br>`, or a kicker and a headline."""
    holder = _holder(page, index)
    if holder is None:
        return page.lines[index].text
    parts = [line.text for line in page.lines[max(0, index - 5):index + 6]
             if line.element is holder or holder in line.element.iterancestors()]
    return fold(" ".join(parts))


def _holder(page: Page, index: int) -> HtmlElement | None:
    element = page.lines[index].element
    return next((e for e in (element, *islice(element.iterancestors(), 6)) if e.tag in _HEADINGS), None)


_HEADINGS = frozenset(("h1", "h2", "h3"))


def _pieces(page: Page, index: int) -> list[str]:
    """The texts of a heading as its inner elements part them: kicker and headline in spans of their own."""
    holder = _holder(page, index) if index >= 0 else None
    while holder is not None and len(holder) == 1 and not (holder.text or "").strip() and not (holder[0].tail or "").strip():
        holder = holder[0]
    if holder is None:
        return []
    texts = [holder.text or "", *(t for child in islice(holder, 12) for t in (text_of(child), child.tail or ""))]
    return [text for raw in texts if (text := fold(raw).strip(" :-–|·/"))]


def _stated(page: Page, outlet: Outlet) -> list[_Candidate]:
    """What the page states: JSON-LD, Open Graph, its peers, the title tag; the outlet's name taken off, entities that were
    escaped twice undone."""
    data = page.structured
    named = [("json-ld:headline", as_text(data.article.get("headline"))),
             ("meta:og:title", data.first("og:title")),
             ("json-ld:name", as_text(data.article.get("name"))),
             ("meta:twitter:title", data.first("twitter:title", "twitter:text:title")),
             ("meta:title", data.first("parsely-title", "sailthru.title", "dc.title", "dcterms.title", "cxenseparse:title",
                                       "article:title", "headline", "title")),
             ("markup:title", page.title_tag)]
    return [_candidate(source, text) for source, raw in named
            if (text := bare(fold(_TAGS.sub(" ", unescape(raw) if "&" in raw else raw)), outlet)) and 1 < len(text) <= MOST]


def bare(text: str, outlet: Outlet) -> str:
    """A title without the outlet's name in front or behind, and without a section beside that name."""
    parts = [(m.start(), m.end()) for m in _PARTS.finditer(text)]
    if not parts:
        return text
    pieces = _PARTS.split(text)
    first, last = 0, len(pieces)
    while last - first > 1 and outlet.owns(pieces[last - 1]):
        last -= 1
    while last - first > 1 and outlet.owns(pieces[first]):
        first += 1
    if first == 0 and last == len(pieces):
        return text
    start = parts[first - 1][1] if first else 0
    end = parts[last - 1][0] if last < len(pieces) else len(text)
    return text[start:end].strip() or text


def _choose(page: Page, printed: list[_Candidate], stated: list[_Candidate]) -> _Candidate | None:
    """The printed headline where something stated agrees with it; else the stated one that most others agree with."""
    exact = [squash(other.text) for other in stated]
    for one in sorted(printed, key=lambda p: -exact.count(squash(p.text))):
        backing = [other for other in stated if _agree(one, other)]
        if backing:
            return _finest(page, one, backing)
    for one in printed:
        if one.source in _OWN and (len(one.words) >= 3 or not stated):
            return one
    return max(stated, key=lambda s: sum(likeness(set(s.words), set(o.words)) for o in stated), default=None) or (
        printed[0] if printed else None)


_OWN = ("markup:headline", "text:first line")


def _agree(one: _Candidate, other: _Candidate) -> bool:
    return likeness(set(one.words), set(other.words)) >= .6 or (
        len(other.words) > 2 and (plain(other.text) in plain(one.text) or plain(one.text) in plain(other.text)))


def _finest(page: Page, one: _Candidate, backing: list[_Candidate]) -> _Candidate:
    """The printed headline in the finest form: its own line alone where that is what is stated; as it is stated where
    only colons and blanks differ; without a kicker in an element of its own that no statement has."""
    index = page.story.headline if one.source in ("markup:headline", "markup:heading") else -1
    keys = {squash(b.text) for b in backing}
    pieces = _pieces(page, index)
    for text in (*pieces[-1:], page.lines[index].text if index >= 0 else ""):
        if text and len(words_of(text)) > 2 and squash(text) in keys and len(text) < len(one.text):
            return replace(one, text=_trimmed(text))
    ends = Counter(_trimmed(b.text) for b in backing if plain(b.text) != plain(one.text) and plain(one.text).endswith(plain(b.text)))
    if ends and max(ends.values()) >= 3:
        return replace(one, text=max(ends, key=ends.__getitem__))
    same = [_trimmed(b.text) for b in backing if squash(b.text) == squash(one.text)]
    if same:
        forms = [plain(text) for text in same]
        own = _trimmed(one.text)
        return replace(one, text=next((t for t, form in zip(same, forms, strict=True) if len(t) > len(own) or (
            forms.count(form) > 1 and plain(own) not in forms)), own))
    if len(pieces) > 1:
        last = _candidate(one.source, pieces[-1])
        if len(last.words) >= 3 and any(_agree(last, b) and not set(words_of(pieces[0])) <= b.words for b in backing):
            return last
    return one


def _trimmed(text: str) -> str:
    """Without what parted it from something that is gone."""
    return text.lstrip(" |:#·•").rstrip(" |:·•")


@lru_cache(maxsize=2000)
def plain(text: str) -> str:
    """A text for comparing: case folded, one kind of quote and dash."""
    return fold(text.translate(_QUOTES)).casefold()


def repeats(page: Page, title: str) -> frozenset[int]:
    """The lines that print the headline, wherever they stand."""
    want = plain(title)
    words = frozenset(words_of(title))
    room = max(12, len(title) // 3)
    least, most = len(title) - room, len(title) + room
    # A line that is over .9 like the title lacks less than two of eleven of its words: it has one of as many and one more.
    telling = sorted(words, key=lambda word: (-len(word), word))[:len(words) * 2 // 11 + 1]
    found = set()
    for line in page.lines:
        if not least <= len(line.text) <= most or words and not any(map(line.text.casefold().__contains__, telling)):
            continue
        if plain(line.text) == want or (len(words) > 4 and likeness(set(words), set(words_of(line.text))) > .9):
            found.add(line.index)
    if page.story.headline >= 0 and likeness(set(words), set(words_of(page.lines[page.story.headline].text))) > .5:
        found.add(page.story.headline)
    return frozenset(found)
