"""The printed byline: candidates near the headline and at the foot of the story, each with its names and a score.

Nothing here reads metadata or decides between it and what is printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement

from archiver.extract import names, zones
from archiver.extract.names import EDGE, Parsed
from archiver.extract.outlet import Outlet, squash
from archiver.extract.page import BLOCKS, SKIPPED, Line, Page, fold

ABOVE, BELOW = 10, 40       # lines looked at before and after the headline
FOOT = 14                   # lines looked at around the story's end
LONG = 300                  # characters a byline line may have at most
NEVER = zones.NAV | zones.COMMENTS | zones.RELATED | zones.CONSENT | zones.BREADCRUMB | zones.CAPTION | zones.TABLE | zones.FIGURE
DOUBT = zones.ASIDE | zones.FOOTER | zones.FORM | zones.PROMO | zones.SHARE | zones.HEADER | zones.TAGS | zones.BIO | zones.CREDIT
_AUTHOR_URL = re.compile(r"/(?:authors?|autor(?:en|es|i|zy|in)?|auteurs?|autore|people|person(?:en)?|profiles?|profil|staff|writers?|by|reporters?|columnists?"
                         r"|contributors?|journalist(?:s|en)?|redaktion|team|members?|users?|byline|byliner|bio|about|firmas?|skribent|forfatter|u|redactie)(?:[/\-.:]|$)"
                         r"|[?&]author=|/@[\w.]+/?$", re.IGNORECASE)
_NAME_MARK = re.compile(r"(?<![a-z])(?:by-?line|author|authors|writer|reporter|autor|autoren|auteur|autore|contributor|creator|fn|firma|journalist|signature)(?![a-z])"
                        r"|byline|author-?name|authorname")


@dataclass(frozen=True, slots=True)
class Candidate:
    """Lines that may be the byline."""

    lines: tuple[int, ...]
    text: str
    parsed: Parsed
    score: float
    place: str                                      # head, foot
    urls: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Seen:
    """One line with what its markup says."""

    line: Line
    text: str                   # with an EDGE between links
    mark: HtmlElement | None    # the small element around it that calls itself a byline
    inline: bool                # a part of it calls itself an author's name
    link: bool                  # a part of it links to an author's page
    urls: tuple[tuple[str, str], ...]


def candidates(page: Page, title: str, outlet: Outlet) -> list[Candidate]:
    """All candidates, the best first."""
    headline, end = bounds(page, title)
    found = list(_groups(page, _head(page, headline, end), outlet, headline, "head"))
    found += _groups(page, _foot(page, headline, end), outlet, headline, "foot")
    return sorted((c for c in found if c.score > 0), key=lambda c: -c.score)


def bounds(page: Page, title: str) -> tuple[int, int]:
    """The lines of the printed headline (-1: none) and of the story's end."""
    key = squash(title)
    matches = [line for line in page.lines if len(line.text) < 400 and key and _like(squash(line.text), key)] if len(key) > 3 else []
    heads = [line for line in matches if line.zones & zones.H1] or [x for x in matches if x.zones & zones.HEADING] or matches
    headline = heads[0].index if heads else (page.headings[0].index if page.headings else -1)
    return headline, _end(page, headline)


def _like(text: str, key: str) -> bool:
    return text == key or (len(text) > 12 and (text.startswith(key) or key.startswith(text)) and abs(len(text) - len(key)) < 40)


def _end(page: Page, headline: int) -> int:
    """The last line of running text that is followed by no more in the same block."""
    last, misses = max(headline, 0), 0
    for line in page.lines[max(headline, 0):]:
        if len(line.text) > 90 and line.linked < 0.5 and not line.zones & (zones.COMMENTS | zones.RELATED | zones.FOOTER | zones.NAV):
            last, misses = line.index, 0
        else:
            misses += 1
            if misses > 60 and last > headline + 3:
                break
    return last


def _head(page: Page, headline: int, end: int) -> list[Line]:
    """The lines around the headline, up to the third long paragraph behind it."""
    start = max(0, headline - ABOVE) if headline >= 0 else 0
    found, long = list(page.lines[start:max(headline, 0)]), 0
    for line in page.lines[max(headline, 0):max(headline, 0) + BELOW + ABOVE]:
        if len(line.text) > 160 and line.linked < 0.5:
            long += 1
            if long > 3:
                break
        if line.index != headline:
            found.append(line)
    return found


def _foot(page: Page, headline: int, end: int) -> list[Line]:
    first = max(end - 3, headline + 1, 0)
    return list(page.lines[first:end + FOOT])


def _groups(page: Page, lines: list[Line], outlet: Outlet, headline: int, place: str) -> Iterator[Candidate]:
    """Neighbouring lines of one marked element, or single lines, as candidates."""
    seen = [_look(line, page.url) for line in lines if len(line.text) <= LONG and not line.zones & NEVER]
    at = 0
    while at < len(seen):
        group = [seen[at]]
        while at + 1 < len(seen) and _continues(group, seen[at + 1]):
            at += 1
            group.append(seen[at])
        at += 1
        candidate = _judge(group, outlet, headline, place, page)
        if candidate:
            yield candidate


def _continues(group: list[_Seen], following: _Seen) -> bool:
    last = group[-1]
    if len(group) > 12 or following.line.index - last.line.index > 2:
        return False
    if last.mark is not None and following.mark is last.mark:
        return True
    return names.only_by(last.line.text) and len(following.line.text) < 80


def _judge(group: list[_Seen], outlet: Outlet, headline: int, place: str, page: Page) -> Candidate | None:
    marked = any(s.mark is not None or s.inline for s in group)
    linked = any(s.link for s in group)
    parsed = names.parse(" | ".join(s.text for s in group), outlet, lax=marked or linked)
    if not parsed.names:
        return None
    first = group[0].line
    strong = parsed.by or any(names.starts_with_by(s.line.text) for s in group)
    score = 3.0 * strong + 2.5 * marked + 2.0 * linked + (1.0 if parsed.weak else 0.0) - 0.7 * parsed.rest
    if not (strong or marked or linked or parsed.weak):
        score += _beside_date(page, group)
    if not parsed.persons:
        score -= 1.5
    bits = first.zones & DOUBT
    score -= 1.5 * bits.bit_count() + (2.0 if first.zones & zones.HIDDEN else 0.0)
    score += _nearness(first.index, headline) if place == "head" else 0.3
    text = " ".join(s.line.text for s in group)
    if len(text) > 120:
        score -= 1.0
    urls = tuple(u for s in group for u in s.urls)
    return Candidate(tuple(s.line.index for s in group), text, parsed, score, place, urls)


def _beside_date(page: Page, group: list[_Seen]) -> float:
    """A bare name counts only beside a date."""
    first, last = group[0].line.index, group[-1].line.index
    around = [page.lines[i] for i in (first - 1, last + 1) if 0 <= i < len(page.lines)]
    dated = any(names.has_date(line.text) and len(line.text) < 80 for line in around) or names.has_date(group[0].line.text)
    return 1.0 if dated and len(group[0].line.text) < 100 else -2.0


def _nearness(index: int, headline: int) -> float:
    if headline < 0:
        return 0.0
    distance = index - headline
    return 1.5 - 0.06 * distance if distance > 0 else 0.6 + 0.1 * distance


def _look(line: Line, url: str) -> _Seen:
    """What the markup of a line and of the small elements around it says."""
    pieces: list[str] = []
    urls: list[tuple[str, str]] = []
    inline = link = False
    if not any(child.tag in BLOCKS for child in line.element) and len(line.element):
        for node, text in _runs(line.element):
            inside = node is not None and _names_author(node)
            inline = inline or (inside and bool(text.strip()))
            if node is not None and node.tag == "a":
                target = node.get("href") or ""
                person = inside or bool(_AUTHOR_URL.search(target))
                link = link or (person and bool(text.strip()))
                if person and text.strip() and not target.startswith(("mailto:", "javascript:")):
                    urls.append((fold(text), target))
                text = f"{EDGE}{text}{EDGE}"
            pieces.append(text)
    text = fold("".join(pieces).replace(EDGE, " \x01 ")) if pieces else line.text
    return _Seen(line, _edged(line.text, urls), _mark(line), inline, link, tuple(urls))


def _edged(text: str, urls: list[tuple[str, str]]) -> str:
    """The line's text with an EDGE around each author link."""
    for name, _ in urls:
        if name and name in text:
            text = text.replace(name, f"{EDGE}{name}{EDGE}", 1)
    return text


def _runs(element: HtmlElement) -> Iterator[tuple[HtmlElement | None, str]]:
    """The inline elements of a block with their own text, and the tails between them."""
    if element.text:
        yield None, element.text
    for node in element.iterdescendants():
        if not isinstance(node.tag, str) or node.tag in SKIPPED:
            continue
        yield node, "".join(node.itertext()) if node.tag == "a" else (node.text or "")


def _names_author(node: HtmlElement) -> bool:
    marks = " ".join(filter(None, (node.get("class"), node.get("rel"), node.get("itemprop"), node.get("data-testid"), node.get("id"))))
    return bool(marks) and bool(zones.named_zones(marks[:400]) & zones.BYLINE)


def _mark(line: Line) -> HtmlElement | None:
    """The nearest element, at most four up, that calls itself a byline and holds little text."""
    node, steps = line.element, 0
    if not line.zones & zones.BYLINE:
        return None
    while node is not None and steps < 5:
        if zones.of(node) & zones.BYLINE:
            return node if _short(node) else None
        node, steps = node.getparent(), steps + 1
    return None


def _short(node: HtmlElement) -> bool:
    total = 0
    for text in node.itertext():
        total += len(text.strip())
        if total > 500:
            return False
    return True
