"""The headline: chosen between what is printed, what is stated for machines and the title tag, by agreement.

Nothing here finds the place of the story (`region` does) or knows an outlet by name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from archiver.extract import zones
from archiver.extract.outlet import Outlet
from archiver.extract.outlet import of as outlet_of
from archiver.extract.page import Line, Page, fold
from archiver.extract.region import likeness, words_of
from archiver.extract.structured import as_text
from archiver.model import Evidence

MOST = 400              # letters of a headline; the longest of the public test pages has 214
_PARTS = re.compile(r"\s*(?:\s[-–—―|·•»«:~/]+\s|\s?[|｜‖│»]\s?|\s::\s|\s-- )\s*")
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
    outlet = outlet_of(page, "")
    printed = _printed(page)
    stated = _stated(page, outlet)
    chosen = _choose(printed, stated)
    if chosen is None:
        return Headline("", Evidence("none", None, 0.0), frozenset())
    agreeing = sum(likeness(set(chosen.words), set(other.words)) > .8 for other in (*printed, *stated))
    sure = min(.99, .55 + .15 * agreeing)
    return Headline(chosen.text, Evidence(chosen.source, None, round(sure, 2)), repeats(page, chosen.text))


def _candidate(source: str, text: str) -> _Candidate:
    return _Candidate(source, text, frozenset(words_of(text)))


def _printed(page: Page) -> list[_Candidate]:
    """What the page prints as headings, most telling first: the story's headline, then other h1."""
    lines = page.lines
    first = page.story.headline
    found = [_candidate("markup:headline", lines[first].text)] if first >= 0 else []
    whole = _whole_heading(page, first)
    if whole and found and whole != found[0].text:
        found.append(_candidate("markup:heading", whole))
    found += [_candidate("markup:h1", line.text) for line in page.headings
              if line.index != first and not line.zones & zones.AROUND]
    if page.plain:
        found += [_candidate("text:first line", line.text) for line in lines[:12] if _could_open(line)][:1]
    return [one for one in found if 1 < len(one.text) <= MOST]


def _could_open(line: Line) -> bool:
    """Whether a line of plain text can be a headline: some words, no label, no end of a paragraph."""
    return 3 <= len(line.text.split()) <= 45 or (len(line.text) >= 10 and not line.text.isascii())


def _whole_heading(page: Page, index: int) -> str:
    """All lines of the heading element that holds a line: a headline broken by `<br>`, or a kicker and a headline."""
    if index < 0:
        return ""
    holder = next((e for e in (page.lines[index].element, *page.lines[index].element.iterancestors())
                   if e.tag in ("h1", "h2")), None)
    if holder is None:
        return ""
    parts = [line.text for line in page.lines[max(0, index - 5):index + 6]
             if line.element is holder or holder in line.element.iterancestors()]
    return fold(" ".join(parts))


def _stated(page: Page, outlet: Outlet) -> list[_Candidate]:
    """What the page states: JSON-LD, Open Graph, its peers, the title tag; the outlet's name taken off."""
    data = page.structured
    named = [("json-ld:headline", as_text(data.article.get("headline"))),
             ("meta:og:title", data.first("og:title")),
             ("json-ld:name", as_text(data.article.get("name"))),
             ("meta:twitter:title", data.first("twitter:title", "twitter:text:title")),
             ("meta:title", data.first("parsely-title", "sailthru.title", "dc.title", "dcterms.title", "cxenseparse:title",
                                       "article:title", "headline", "title")),
             ("markup:title", page.title_tag)]
    return [_candidate(source, text) for source, raw in named
            if (text := bare(fold(_TAGS.sub(" ", raw)), outlet)) and 1 < len(text) <= MOST]


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


def _choose(printed: list[_Candidate], stated: list[_Candidate]) -> _Candidate | None:
    """The printed headline where something stated agrees with it; else the stated one that most others agree with."""
    for one in printed:
        backing = [other for other in stated if _agree(one, other)]
        if backing:
            return _finest(one, backing)
    if printed and not stated:
        return printed[0]
    if printed and printed[0].source in ("markup:headline", "text:first line") and len(printed[0].words) >= 3:
        return printed[0]
    return max(stated, key=lambda s: sum(likeness(set(s.words), set(o.words)) for o in stated), default=None)


def _agree(one: _Candidate, other: _Candidate) -> bool:
    return likeness(set(one.words), set(other.words)) >= .6 or (
        len(other.words) > 2 and (plain(other.text) in plain(one.text) or plain(one.text) in plain(other.text)))


def _finest(one: _Candidate, backing: list[_Candidate]) -> _Candidate:
    """The printed headline, or the part of it that two or more statements give: a kicker printed with it is left out."""
    shorter = [b for b in backing if plain(b.text) != plain(one.text) and plain(one.text).endswith(plain(b.text))]
    if len(shorter) >= 2:
        return shorter[0]
    return one


@lru_cache(maxsize=2000)
def plain(text: str) -> str:
    """A text for comparing: case folded, one kind of quote and dash."""
    return fold(text.translate(_QUOTES)).casefold()


def repeats(page: Page, title: str) -> frozenset[int]:
    """The lines that print the headline, wherever they stand."""
    want = plain(title)
    words = frozenset(words_of(title))
    found = set()
    for line in page.lines:
        if abs(len(line.text) - len(title)) <= max(12, len(title) // 3) and (
                plain(line.text) == want or (len(words) > 4 and likeness(set(words), set(words_of(line.text))) > .9)):
            found.add(line.index)
    if page.story.headline >= 0 and likeness(set(words), set(words_of(page.lines[page.story.headline].text))) > .5:
        found.add(page.story.headline)
    return frozenset(found)
