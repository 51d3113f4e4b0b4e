"""The printed byline: candidates near the headline, at the foot and in the margin, each with its names and a score.

Nothing here reads metadata or decides between it and what is printed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from archiver.extract import zones
from archiver.extract.byline import names
from archiver.extract.byline import place as byline_place
from archiver.extract.byline.markup import Seen, look
from archiver.extract.byline.names import Named, Parsed
from archiver.extract.byline.place import Place
from archiver.extract.lines import Line
from archiver.extract.outlet import Outlet, squash
from archiver.extract.page import Page

Where = Literal["head", "foot", "margin"]
LONG = 300                  # characters a byline line may have at most
DOUBT = (zones.ASIDE | zones.FOOTER | zones.FORM | zones.PROMO | zones.SHARE | zones.HEADER | zones.TAGS | zones.BIO
         | zones.CREDIT)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Lines that may be the byline."""

    lines: tuple[int, ...]
    text: str
    parsed: Parsed
    score: float
    place: Where
    urls: tuple[tuple[str, str], ...] = ()          # names and the pages they link to
    marked: bool = False                            # markup, not only words, calls it a byline
    make: str = ""                                  # tag and class of its element

    @property
    def full(self) -> bool:
        """Whether it holds a whole name of a person."""
        return any(n.kind == "person" for n in self.parsed.names)


@dataclass(frozen=True, slots=True)
class _Group:
    """Neighbouring lines that are one byline, or one line."""

    seen: tuple[Seen, ...]
    where: Where
    place: Place

    @property
    def first(self) -> Line:
        return self.seen[0].line

    @property
    def text(self) -> str:
        return " ".join(s.line.text for s in self.seen)

    @property
    def marked(self) -> bool:
        return any(s.marked for s in self.seen)

    @property
    def linked(self) -> bool:
        return any(s.urls for s in self.seen)

    @property
    def below(self) -> int:
        return self.place.below(self.first)


def candidates(page: Page, title: str, outlet: Outlet, stated: frozenset[str] = frozenset()) -> list[Candidate]:
    """All candidates, the best first. `stated`: squashed names of persons the page states; where they are printed near
    the headline, nothing else is looked at."""
    place = byline_place.locate(page, title, outlet)
    near, far = byline_place.head(place)
    found = list(_read(place, near, "head"))
    if not _confirmed(found, stated):
        found += _read(place, far, "head")
    if not _confirmed(found, stated):
        found += _read(place, byline_place.foot(place), "foot")
    if not any(c.score > 3 and c.parsed.persons for c in found):
        aside = list(_read(place, byline_place.margin(place), "margin"))
        if len({name for c in aside for name in c.parsed.persons}) <= 2:      # more are teasers, each with its byline
            found += aside
    return sorted((c for c in _joined(found) if c.score > 0), key=lambda c: -c.score)


def _confirmed(found: list[Candidate], stated: frozenset[str]) -> bool:
    """Whether a stated person is printed there, or where none is stated, a line is beyond doubt a byline."""
    if stated:
        return any(c.score > 3 and stated & {squash(n) for n in c.parsed.persons} for c in found)
    return any(c.score > 6 and c.full and c.parsed.by and c.marked for c in found)


def _read(place: Place, lines: list[Line], where: Where) -> Iterator[Candidate]:
    """Neighbouring lines of one marked element, or single lines, as candidates."""
    seen = [s for line in lines if len(line.text) <= LONG and (s := look(line, place)) is not None]
    at = 0
    while at < len(seen):
        end = at + 1
        while end < len(seen) and _continues(seen[at:end], seen[end]):
            end += 1
        candidate = _judge(_Group(tuple(seen[at:end]), where, place))
        if candidate:
            yield candidate
        at = end


def _continues(group: list[Seen], following: Seen) -> bool:
    last = group[-1]
    if len(group) > 12 or following.line.index - last.line.index > 2:
        return False
    if last.mark is not None and following.mark is last.mark:
        return True
    return names.only_by(last.line.text) and len(following.line.text) < 80


def _judge(group: _Group) -> Candidate | None:
    """The group as a candidate; None where it names nobody or reads like a sentence."""
    sure = group.marked or group.linked
    if not (sure or _worth(group)):
        return None
    bare = sure or _may_be_bare(group)
    parsed = names.parse("\n".join(s.text for s in group.seen), group.place.outlet, lax=sure, bare=bare)
    parsed = _linked_first(parsed, group)
    if not parsed.names or _refused(group, parsed, sure):
        return None
    element = group.first.element
    return Candidate(tuple(s.line.index for s in group.seen), group.text, parsed, _score(group, parsed), group.where,
                     tuple(u for s in group.seen for u in s.urls), sure,
                     f"{element.tag} {element.get('class') or element.get('itemprop') or ''}".strip())


def _worth(group: _Group) -> bool:
    """A quick look whether an unmarked line can be a byline at all."""
    text = group.text
    if len(text) > 150:
        return False
    if names.may_say_by(text):
        return True
    near = group.where == "foot" or (group.where == "head" and group.below <= 8)
    return near and len(text) < 100 and not text.endswith(("!", "?")) and names.may_be_name(text)


def _refused(group: _Group, parsed: Parsed, sure: bool) -> bool:
    """Sentences, headings with 'by' in their midst, and bare names far from the headline are no bylines."""
    text, heading = group.text, bool(group.seen[0].zones & zones.HEADING)
    if sure:
        return parsed.by == names.INSIDE and not group.marked and (heading or len(text) > 120)
    if parsed.by:
        return len(text) > (150 if parsed.by == names.SURE else 100) or (parsed.by == names.INSIDE and heading)
    return not _may_be_bare(group)


def _may_be_bare(group: _Group) -> bool:
    """Whether an unmarked line can be a byline without a word for 'by'."""
    if group.seen[0].zones & zones.HEADING or group.where == "margin" or (group.where == "head" and group.below > 8):
        return False
    text = group.text
    return len(text) <= 60 or len(text) <= 120 and not text.endswith((".", "!", "?"))


def _score(group: _Group, parsed: Parsed) -> float:
    """How clear the words, the markup and the place are; above 3 it is a byline on its own."""
    words = 3.0 * bool(parsed.by) + 1.0 * parsed.weak - 0.7 * min(parsed.rest, 3) - 0.5 * (not parsed.persons)
    markup = 2.5 * group.marked + 2.0 * group.linked - _doubt(group)
    bare = 0.0 if parsed.by or parsed.weak or group.marked or group.linked else _bare(group, parsed)
    where = _nearness(group.below) if group.where == "head" else _footing(group) if group.where == "foot" else -1.0
    return words + markup + bare + where - 1.0 * (len(group.text) > 120)


def _doubt(group: _Group) -> float:
    """What speaks against the place, by the zones around the line; less so right beside the headline."""
    bits, doubt = group.seen[0].zones, DOUBT
    if group.marked:
        doubt &= ~zones.CREDIT
    if group.where == "head" and abs(group.below) <= 8:
        doubt &= ~zones.BIO
    if group.where == "head" and abs(group.below) <= 3:
        doubt &= zones.FOOTER | zones.FORM | zones.TAGS | zones.CREDIT
    return 1.5 * (bits & doubt).bit_count() + 0.3 * bool(bits & zones.HIDDEN) + 3.0 * bool(bits & zones.EMBED and not group.marked)


def _bare(group: _Group, parsed: Parsed) -> float:
    """A bare name counts only beside a date, or alone between the headline and the text."""
    lines, first, last = group.place.page.lines, group.first.index, group.seen[-1].line.index
    around = [lines[i] for i in (first - 1, last + 1) if 0 <= i < len(lines)]
    said = names.without_dates(group.text)
    if sum(len(n.name) for n in parsed.names) < 0.5 * len(said):
        return -2.0
    if names.has_date(group.first.text) and not parsed.rest and group.below <= 4:
        return 1.6 - 0.8 * bool(group.first.link_chars)         # a link that leads to no author: a section
    if names.has_date(group.first.text) or any(len(line.text) < 80 and names.has_date(line.text) for line in around):
        return 1.0 if len(group.first.text) < 100 else -2.0
    opens = last + 1 < len(lines) and len(lines[last + 1].text) > 100 and lines[last + 1].linked < 0.3
    whole = all(n.kind == "person" for n in parsed.names) and not parsed.rest
    return 0.8 if opens and whole and group.below > 0 and not group.first.link_chars else -2.0


def _footing(group: _Group) -> float:
    """Close behind the text; farther down stand the bylines of other stories."""
    return -0.2 - 0.06 * max(0, group.first.index - group.place.end - 3)


def _nearness(below: int) -> float:
    return 1.5 - 0.06 * below - 0.03 * max(0, below - 8) if below > 0 else 0.6 + 0.1 * below


def _linked_first(parsed: Parsed, group: _Group) -> Parsed:
    """Where some names link to an author's page, names in other lines, and single words, are titles and tags."""
    linked = _linked(group)
    if not linked:
        return replace(parsed, names=_without_aliases(parsed, group))
    if not parsed.by:
        return replace(parsed, names=names.settled(linked))
    texts = " ".join(s.text for s in group.seen if s.urls)
    kept = [n for n in parsed.names if n in linked or (n.kind != "alias" and n.name in texts)]
    return replace(parsed, names=names.settled(kept or linked))


def _linked(group: _Group) -> list[Named]:
    """The names in links to authors' pages, but for those under a role ('Photos by')."""
    if not group.linked:
        return []
    allowed = " ".join(names.without_roles("\n".join(s.text for s in group.seen)))
    return [named for s in group.seen for name, _ in s.urls if name in allowed
            for named in names.parse(name, group.place.outlet, lax=True).names]


def _without_aliases(parsed: Parsed, group: _Group) -> tuple[Named, ...]:
    """Of single words only the first is kept, none in a long line, and none in small letters without 'by' or a mark."""
    aliases = [n for n in parsed.names if n.kind == "alias"]
    good = [] if len(group.text) > 120 else aliases[:1]
    if not parsed.by:
        said = len(names.without_dates(group.text))
        good = [n for n in good if len(n.name) >= 0.4 * said]
    if not (parsed.by or any(s.inline for s in group.seen)):
        good = [n for n in good if not n.name[0].islower()]
    elif not parsed.by:
        good = [n for n in good if len(n.name) > 4 or not n.name.islower()]     # initials of an editor: 'ssi', 'hosb'
    return tuple(n for n in parsed.names if n.kind != "alias" or n in good)


def _joined(found: list[Candidate]) -> list[Candidate]:
    """Candidates, and for neighbours of one make (a list of authors, each in their own block) all of them as one."""
    whole: list[Candidate] = []
    for candidate in found:
        last = whole[-1] if whole else None
        if last and _same_list(last, candidate):
            parsed = Parsed(last.parsed.names + candidate.parsed.names, last.parsed.by)
            whole[-1] = replace(last, lines=last.lines + candidate.lines, text=f"{last.text}, {candidate.text}",
                                parsed=parsed, urls=last.urls + candidate.urls)
        else:
            whole.append(candidate)
    return whole


def _same_list(last: Candidate, candidate: Candidate) -> bool:
    return (last.place == candidate.place == "head" and 0 < candidate.lines[0] - last.lines[-1] <= 4
            and candidate.marked and " " in candidate.make and last.make == candidate.make
            and bool(last.parsed.persons and candidate.parsed.persons) and not names.has_date(candidate.text))
