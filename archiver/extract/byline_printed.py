"""The printed byline: candidates near the headline and at the foot of the story, each with its names and a score.

Nothing here reads metadata or decides between it and what is printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import etree
from lxml.html import HtmlElement

from archiver.extract import names, zones
from archiver.extract.names import EDGE, Parsed
from archiver.extract.outlet import Outlet, squash
from archiver.extract.page import BLOCKS, SKIPPED, Line, Page, fold

ABOVE, BELOW = 10, 40       # lines looked at before and after the headline
FOOT = 14                   # lines looked at around the story's end
LONG = 300                  # characters a byline line may have at most
NEVER = zones.QUOTE | zones.NAV | zones.COMMENTS | zones.RELATED | zones.CONSENT | zones.BREADCRUMB | zones.CAPTION | zones.FIGURE
AFTER = zones.COMMENTS | zones.RELATED | zones.FOOTER | zones.NAV
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
    marked: bool = False                            # markup, not only words, calls it a byline


@dataclass(frozen=True, slots=True)
class _Seen:
    """One line with what its markup says."""

    line: Line
    text: str                   # with an EDGE between links
    mark: HtmlElement | None    # the small element around it that calls itself a byline
    inline: bool                # a part of it calls itself an author's name
    link: bool                  # a part of it links to an author's page
    urls: tuple[tuple[str, str], ...]
    zones: int


@dataclass(frozen=True)
class Place:
    """Where the story stands, and the elements around all of it, whose own claims mean nothing for one line."""

    page: Page
    outlet: Outlet
    headline: int                       # line of the printed headline; -1: none
    end: int                            # the story's last line
    wrappers: frozenset[HtmlElement]
    known: dict[HtmlElement, int]       # zones of elements, worked out once

    def zones(self, line: Line) -> int:
        """The zones that elements below the story's wrappers claim for a line."""
        bits, node, steps = 0, line.element, 0
        while node is not None and node not in self.wrappers and steps < 30:
            own = self.known.get(node)
            if own is None:
                own = self.known[node] = zones.of(node)
            bits, node, steps = bits | own, node.getparent(), steps + 1
        return bits


def candidates(page: Page, title: str, outlet: Outlet, stated: frozenset[str] = frozenset()) -> list[Candidate]:
    """All candidates, the best first. `stated`: squashed names the page states; where they are printed near the headline,
    nothing else is looked at."""
    place = locate(page, title, outlet)
    found = list(_groups(place, _head(place), "head"))
    if not any(c.score > 3 and stated & {squash(n) for n in c.parsed.persons} for c in found):
        found += _groups(place, _foot(place), "foot")
    if not any(c.score > 3 and c.parsed.persons for c in found):
        margin = list(_groups(place, _marked(place), "margin"))
        if len({name for c in margin for name in c.parsed.persons}) <= 2:      # more are teasers, each with its byline
            found += margin
    return sorted((c for c in _joined(found, place) if c.score > 0), key=lambda c: -c.score)


def _joined(found: list[Candidate], place: Place) -> list[Candidate]:
    """Candidates, and for neighbours of one make (a list of authors, each in their own block) all of them as one."""
    whole: list[Candidate] = []
    for candidate in found:
        last = whole[-1] if whole else None
        if last and last.place == candidate.place == "head" and 0 < candidate.lines[0] - last.lines[-1] <= 4 and candidate.parsed.persons \
                and candidate.marked and not names.has_date(candidate.text) and last.parsed.persons and _make(place, last) == _make(place, candidate) and _make(place, last)[1]:
            parsed = Parsed(last.parsed.names + candidate.parsed.names, last.parsed.by)
            whole[-1] = replace(last, lines=last.lines + candidate.lines, text=f"{last.text}, {candidate.text}", parsed=parsed,
                                urls=last.urls + candidate.urls)
        else:
            whole.append(candidate)
    return whole


def _make(place: Place, candidate: Candidate) -> tuple[str, str]:
    element = place.page.lines[candidate.lines[0]].element
    return str(element.tag), element.get("class") or element.get("itemprop") or ""


def locate(page: Page, title: str, outlet: Outlet) -> Place:
    """The printed headline, the story's end, and what is around both."""
    headline = _headline(page, title)
    prose = [line for line in page.lines[max(headline, 0):] if len(line.text) > 120 and line.linked < 0.4][:3]
    wrappers: set[HtmlElement] = set()
    for line in [*page.lines[headline:headline + 1], *prose[-1:]] if headline >= 0 else prose[:1]:
        wrappers.update(line.element.iterancestors())
    anchor = headline if headline >= 0 else prose[0].index if prose else 0
    place = Place(page, outlet, anchor, 0, frozenset(wrappers), {})
    return replace(place, end=_end(place))


def _headline(page: Page, title: str) -> int:
    """The line that prints the title: an h1 before other headings before plain lines; the first h1 where none does."""
    key = squash(title)
    size, low = len(title), title[:1].casefold()
    matches = [line for line in page.lines if abs(len(line.text) - size) < 60 and line.text[:1].casefold() == low
               and _like(squash(line.text), key)] if len(key) > 3 else []
    if not matches:
        wanted = set(title.casefold().split())
        matches = [line for line in page.lines if line.zones & zones.HEADING and _overlap(wanted, line.text) >= 0.5]
    heads = [line for line in matches if line.zones & zones.H1] or [x for x in matches if x.zones & zones.HEADING] or \
        [x for x in matches if not x.zones & (zones.BREADCRUMB | zones.NAV)] or matches
    return heads[0].index if heads else (page.headings[0].index if page.headings else -1)


def _overlap(wanted: set[str], text: str) -> float:
    shown = set(text.casefold().split())
    return 2 * len(wanted & shown) / (len(wanted) + len(shown)) if shown else 0.0


def _like(text: str, key: str) -> bool:
    return text == key or (len(text) > 12 and (text.startswith(key) or key.startswith(text)) and abs(len(text) - len(key)) < 40)


def _end(place: Place) -> int:
    """The last line of running text before a long stretch without any."""
    last, misses = max(place.headline, 0), 0
    for line in place.page.lines[max(place.headline, 0):]:
        if len(line.text) > 90 and line.linked < 0.5 and not place.zones(line) & (AFTER | zones.ASIDE):
            last, misses = line.index, 0
        else:
            misses += 1
            if misses > 50 and last > place.headline + 3:
                break
    return last


def _head(place: Place) -> list[Line]:
    """The lines around the headline, up to the third long paragraph behind it."""
    lines, headline = place.page.lines, max(place.headline, 0)
    found, long = list(lines[max(0, headline - ABOVE):headline]), 0
    for line in lines[headline:headline + BELOW + ABOVE]:
        if len(line.text) > 160 and line.linked < 0.5:
            long += 1
            if long > 3:
                break
        if line.index != place.headline:
            found.append(line)
    return found


def _marked(place: Place) -> list[Line]:
    """Lines further down that call themselves a byline."""
    known = place.page.lines[place.headline].zones if place.page.lines else 0
    if known & zones.BYLINE:
        return []
    start = max(place.headline, 0) + 5
    held = {id(_block(node)) for node in _AUTHORS(place.page.root)[:60]}
    return [line for line in place.page.lines[start:] if (line.zones & zones.BYLINE or id(line.element) in held) and len(line.text) < 160][:30]


_AUTHORS = etree.XPath("//a[contains(@rel, 'author')] | //span[contains(@class, 'author')] | //span[@itemprop='author' or @itemprop='name']")


def _block(node: HtmlElement) -> HtmlElement:
    while node.tag not in BLOCKS and (parent := node.getparent()) is not None:
        node = parent
    return node


def _foot(place: Place) -> list[Line]:
    first = max(place.end - 3, place.headline + 1, 0)
    return list(place.page.lines[first:place.end + FOOT])


def _groups(place: Place, lines: list[Line], where: str) -> Iterator[Candidate]:
    """Neighbouring lines of one marked element, or single lines, as candidates."""
    seen = [s for line in lines if len(line.text) <= LONG and (s := _look(line, place)) is not None]
    at = 0
    while at < len(seen):
        group = [seen[at]]
        while at + 1 < len(seen) and _continues(group, seen[at + 1]):
            at += 1
            group.append(seen[at])
        at += 1
        candidate = _judge(group, place, where)
        if candidate:
            yield candidate


def _continues(group: list[_Seen], following: _Seen) -> bool:
    last = group[-1]
    if len(group) > 12 or following.line.index - last.line.index > 2:
        return False
    if last.mark is not None and following.mark is last.mark:
        return True
    return names.only_by(last.line.text) and len(following.line.text) < 80


def _judge(group: list[_Seen], place: Place, where: str) -> Candidate | None:
    marked = any(s.mark is not None or s.inline for s in group)
    linked = any(s.link for s in group)
    text = " ".join(s.line.text for s in group)
    if not (marked or linked or _worth(text, place, group[0].line, where)):
        return None
    parsed = _linked_first(names.parse("\n".join(s.text for s in group), place.outlet, lax=marked or linked), group, place.outlet)
    if not parsed.names:
        return None
    first = group[0].line
    bits = group[0].zones
    if parsed.by and not (marked or linked) and len(text) > (150 if parsed.by == names.SURE else 100):
        return None                                                             # a sentence
    score = 3.0 * bool(parsed.by) + 2.5 * marked + 2.0 * linked + (1.0 if parsed.weak else 0.0) - 0.7 * parsed.rest
    if not (parsed.by or marked or linked):
        score += _bare(place, group, parsed)
        if where == "margin" or first.index - place.headline > 8 and where == "head" or bits & zones.HEADING:
            return None
        if len(text) > 120 or (len(text) > 60 and text.endswith((".", "!", "?"))):
            return None
    if parsed.by == names.INSIDE and bits & zones.HEADING and not marked:
        return None
    if not parsed.persons:
        score -= 0.5
    near = where == "head" and abs(first.index - place.headline) <= 8
    doubt = DOUBT & ~((zones.BIO if near else 0) | (zones.CREDIT if marked else 0))
    if where == "head" and abs(first.index - place.headline) <= 3:
        doubt &= zones.FOOTER | zones.FORM | zones.TAGS | zones.CREDIT
    score -= 1.5 * (bits & doubt).bit_count() + 0.5 * bool(bits & zones.HIDDEN) + 3.0 * bool(bits & zones.EMBED and not marked)
    score += _nearness(first.index, place.headline) if where == "head" else 0.3 if where == "foot" else -1.0
    if len(text) > 120:
        score -= 1.0
    urls = tuple(u for s in group for u in s.urls)
    return Candidate(tuple(s.line.index for s in group), text, parsed, score, where, urls, marked or linked)


def _worth(text: str, place: Place, line: Line, where: str) -> bool:
    """A quick look whether an unmarked line can be a byline at all."""
    if len(text) > 150:
        return False
    near = where == "head" and line.index - place.headline <= 8 or where == "foot"
    return names.may_say_by(text) or (near and len(text) < 100 and not text.endswith(("!", "?")))


def _linked_first(parsed: Parsed, group: list[_Seen], outlet: Outlet) -> Parsed:
    """Where some names link to an author's page, names in other lines, and single words, are titles and tags."""
    allowed = " ".join(names.without_roles("\n".join(s.text for s in group))) if any(s.urls for s in group) else ""
    links = [named for s in group for name, _ in s.urls if name in allowed
             for named in names.parse(name, outlet, lax=True).names]
    kept = list(parsed.names)
    if not (links or parsed.by or any(s.inline for s in group)):
        kept = [n for n in kept if n.kind != "alias" or not n.name[0].islower()]
    if not links:
        aliases = [n for n in kept if n.kind == "alias"]
        long = sum(len(s.line.text) for s in group) > 120
        return replace(parsed, names=tuple(n for n in kept if n not in (aliases if long else aliases[1:])))
    if not parsed.by:
        return replace(parsed, names=names.settled(links))
    texts = " ".join(s.text for s in group if s.urls)
    kept = [n for n in kept if n in links or (n.kind != "alias" and n.name in texts)]
    return replace(parsed, names=names.settled(kept or links))


def _bare(place: Place, group: list[_Seen], parsed: Parsed) -> float:
    """A bare name counts only beside a date, or alone between the headline and the text."""
    lines = place.page.lines
    first, last = group[0].line.index, group[-1].line.index
    around = [lines[i] for i in (first - 1, last + 1) if 0 <= i < len(lines)]
    dated = any(names.has_date(line.text) and len(line.text) < 80 for line in around) or names.has_date(group[0].line.text)
    if dated and len(group[0].line.text) < 100:
        return 1.0
    opens = last + 1 < len(lines) and len(lines[last + 1].text) > 100 and lines[last + 1].linked < 0.3
    whole = all(n.kind == "person" for n in parsed.names) and not parsed.rest
    return 0.8 if opens and whole and first > place.headline and not group[0].line.link_chars else -2.0


def _nearness(index: int, headline: int) -> float:
    if headline < 0:
        return 0.0
    distance = index - headline
    return 1.5 - 0.06 * distance if distance > 0 else 0.6 + 0.1 * distance


def _look(line: Line, place: Place) -> _Seen | None:
    """What the markup of a line and of the small elements around it says; None where no byline can stand."""
    bits = place.zones(line)
    mark, beside = _mark(line, bits, place), abs(line.index - place.headline) <= 3
    if bits & NEVER and (mark is None or bits & NEVER & ~(zones.CAPTION | zones.FIGURE | (zones.NAV if beside else 0))):
        return None
    urls: list[tuple[str, str]] = []
    pieces: list[str] = []
    inline = link = False
    if len(line.element) and not any(child.tag in BLOCKS for child in line.element):
        for node, text in _runs(line.element):
            inside = node is not None and _names_author(node)
            inline = inline or (inside and bool(text.strip()))
            pieces.append(text)
            if node is not None and node.tag == "a" and text.strip():
                target = node.get("href") or ""
                person = inside or bool(_AUTHOR_URL.search(target))
                link = link or person
                if person and not target.startswith(("mailto:", "javascript:")):
                    urls.append((fold(text), target))
    if line.link_chars and not inline and (target := _around(line.element)):
        link = bool(_AUTHOR_URL.search(target))
        urls += [(line.text, target)] if link and len(line.text) < 60 else []
    return _Seen(line, _edged(line.text, urls, pieces), mark, inline, link, tuple(urls), bits)


def _around(element: HtmlElement) -> str:
    """The address of a link that holds the whole block, at most four elements up; empty for none."""
    node: HtmlElement | None = element
    for _ in range(4):
        if node is None:
            return ""
        if node.tag == "a":
            return node.get("href") or ""
        node = node.getparent()
    return ""


def _edged(text: str, urls: list[tuple[str, str]], pieces: list[str]) -> str:
    """The line's text with an EDGE around each author link, and between elements whose words would stick together."""
    for name, _ in urls:
        if name and name in text:
            text = text.replace(name, f"{EDGE}{name}{EDGE}", 1)
    for left, right in zip(pieces, pieces[1:], strict=False):
        if left[-1:].isalnum() and right[:1].isupper() and (stuck := fold(left)[-20:] + fold(right)[:20]) in text:
            text = text.replace(stuck, f"{fold(left)[-20:]}{EDGE}{fold(right)[:20]}", 1)
    return text


def _runs(element: HtmlElement) -> Iterator[tuple[HtmlElement | None, str]]:
    """The inline elements of a block with their text, and the text between them."""
    if element.text:
        yield None, element.text
    for node in element:
        if isinstance(node.tag, str) and node.tag not in SKIPPED:
            if node.tag != "a" and len(node):
                yield from ((inner if inner is not None else node, text) for inner, text in _runs(node))
            else:
                yield node, "".join(node.itertext())
        if node.tail:
            yield None, node.tail


def _names_author(node: HtmlElement) -> bool:
    marks = " ".join(filter(None, (node.get("class"), node.get("rel"), node.get("itemprop"), node.get("data-testid"), node.get("id"))))
    return bool(marks) and bool(zones.named_zones(marks[:400]) & zones.BYLINE)


def _mark(line: Line, bits: int, place: Place) -> HtmlElement | None:
    """The nearest element, at most four up, that calls itself a byline and holds little text."""
    if not bits & zones.BYLINE:
        return None
    node: HtmlElement | None = line.element
    for _ in range(5):
        if node is None or node in place.wrappers:
            return None
        if place.known.get(node, 0) & zones.BYLINE:
            return node if _short(node) else None
        node = node.getparent()
    return None


def _short(node: HtmlElement) -> bool:
    total = 0
    for text in node.itertext():
        total += len(text.strip())
        if total > 500:
            return False
    return True
