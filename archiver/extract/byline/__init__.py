"""Who wrote it: the byline as printed, its persons, and the agencies and organisations named as author.

It weighs the printed line against what the page states for machines; it never fetches, and names nobody on a guess.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from archiver.extract import outlet
from archiver.extract.byline import names
from archiver.extract.byline import printed as byline_printed
from archiver.extract.byline import stated as byline_stated
from archiver.extract.byline.printed import Candidate
from archiver.extract.byline.stated import Statement
from archiver.extract.byline.words import CJK
from archiver.extract.page import Page
from archiver.model import Author, Evidence


@dataclass(frozen=True)
class Byline:
    """The byline and whom it names."""

    printed: str | None = None                  # the line as printed; None: none is
    authors: tuple[Author, ...] = ()
    organisations: tuple[str, ...] = ()
    evidence: dict[str, Evidence] = field(default_factory=dict)     # for `byline`, `authors`, `organisations`
    lines: frozenset[int] = frozenset()         # lines that are the byline, and so not the body

    @property
    def names(self) -> tuple[str, ...]:
        """Persons, then organisations."""
        return (*(a.name for a in self.authors), *self.organisations)


@dataclass(frozen=True)
class _Choice:
    """Whose names are taken, and the line that prints them."""

    persons: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    line: Candidate | None = None
    stated: Statement | None = None


def find(page: Page, title: str) -> Byline:
    """The byline of a page whose headline is `title`; empty where nobody is named."""
    own = outlet.of(page, title)
    stated = byline_stated.read(page, own)
    known = frozenset(outlet.squash(name) for statement in stated for name in statement.persons)
    printed = byline_printed.candidates(page, title, own, known)
    return _made(_by_signature(page, _by_persons(printed, stated, page.story.last)) or _by_organisations(printed, stated, page))


NEAR = 6            # lines behind the story's end, beyond which a line that names one author more is another story's


def _by_persons(printed: list[Candidate], stated: tuple[Statement, ...], end: int) -> _Choice | None:
    """Who is both stated and printed; else the printed line where it is clear; else who is stated. `end`: the story's last
    line."""
    people = _people(stated)
    best = max((c for c in printed if c.parsed.persons), key=lambda c: c.score + 1.5 * c.full, default=None)
    if people is None:
        return _of(best) if best and _stands_alone(best, printed) else None
    match = next((c for c in printed if _shared(people.persons, c.parsed.persons)), None)
    if match:
        far = match.lines[0] > end + NEAR
        return _Choice(people.persons, people.organisations, match, people) if far else _both(match, people)
    return _of(best) if best and _overrides(best, people) else _Choice(people.persons, people.organisations, None, people)


def _people(stated: tuple[Statement, ...]) -> Statement | None:
    """The first statement with a full name; else the first with a single word, where no organisation comes before."""
    full = next((s for s in stated if s.full), None)
    first = next((s for s in stated if s.persons or s.organisations), None)
    return full or (first if first and first.persons else None)


def _of(line: Candidate) -> _Choice:
    return _Choice(line.parsed.persons, _agencies(line.parsed.organisations), line)


def _both(line: Candidate, people: Statement) -> _Choice:
    """Persons stated and printed: the printed list where it is longer, or where it puts a stated name under a role."""
    shown = {outlet.squash(n) for n in line.parsed.persons}
    under_role = line.parsed.by and any(n in line.text and outlet.squash(n) not in shown for n in people.persons)
    told = line.parsed.by or line.marked or (line.place == "head" and not line.parsed.rest and {
        outlet.squash(n) for n in people.persons} < shown)
    longer = told and len(line.parsed.persons) > len(people.persons)
    if under_role or longer or (line.full and not people.full):
        return _Choice(line.parsed.persons, _agencies(line.parsed.organisations), line, people)
    return _Choice(people.persons, people.organisations, line, people)


def _stands_alone(best: Candidate, printed: list[Candidate]) -> bool:
    """Whether a printed line is enough where nobody is stated; a single word is not, where markup names the outlet."""
    rival = next((c for c in printed if c.marked and not c.parsed.persons), None)
    return best.score >= 2.0 and (best.full or rival is None or rival.score <= best.score + 2)


def _overrides(best: Candidate, people: Statement) -> bool:
    """Whether a printed line wins over other stated names: where it is clear, or the stated are no full names."""
    return best.full and best.place == "head" and best.score >= (4.0 if people.full else 3.0)


def _by_organisations(printed: list[Candidate], stated: tuple[Statement, ...], page: Page) -> _Choice:
    """The organisation that is printed or stated; else the outlet itself, where it is; else the agency that signs."""
    shown = next((c for c in printed if c.parsed.organisations and c.score >= 1.8), None)
    if shown:
        return _Choice((), shown.parsed.organisations, shown)
    said = next((s for s in stated if s.organisations), None)
    if said:
        return _Choice((), said.organisations, None, said)
    own = next((c for c in printed if c.parsed.outlets and c.score >= 2.0 and (c.place == "head" or c.parsed.by)), None)
    named = next((s for s in stated if s.outlets), None)
    if own:
        return _Choice((), own.parsed.outlets, own)
    return _Choice((), named.outlets, None, named) if named else _signed(page)


def _signed(page: Page) -> _Choice:
    """The agency in the dateline of the first paragraph, or in brackets behind the last."""
    story = page.story
    if story.first < 0:
        return _Choice()
    opening, closing = page.lines[story.first], page.lines[story.last]
    found = names.agencies_in(opening.text) or names.agencies_in(closing.text, end=True) or next(
        (a for line in page.lines[story.last + 1:story.last + 3] if len(line.text) < 40
         and (a := names.agencies_in(line.text, end=True))), ())
    return _Choice((), found, None, Statement("text:dateline", (), (), opening.text[:120])) if found else _Choice()


def _by_signature(page: Page, chosen: _Choice | None) -> _Choice | None:
    """The persons in brackets behind the story's last sentence, as newspapers of Japan have it, where they are more than the
    chosen, and these among them; else the chosen."""
    last = page.story.last
    ends = [line for line in page.lines[last:last + 2] if CJK.search(line.text[-4:])] if last >= 0 else []
    if not ends:
        return chosen
    from archiver.extract.byline import eastern

    for line in ends:
        text, persons = eastern.signature(line.text)
        if persons and (chosen is None or set(chosen.persons) < set(persons)):
            own = (line.index,) if len(line.text) <= len(text) + 2 else ()
            parsed = names.Parsed(tuple(names.Named(name, "person") for name in persons))
            return _Choice(persons, (), Candidate(own, text, parsed, 3.0, "foot"))
    return chosen


def _agencies(organisations: tuple[str, ...]) -> tuple[str, ...]:
    """Beside persons only news agencies count; other organisations in a byline say where they work."""
    return tuple(name for name in organisations if names.agency(name))


def _shared(stated: tuple[str, ...], printed: tuple[str, ...]) -> bool:
    """Whether two lists have a person in common, also where one is printed with fewer words."""
    if {outlet.squash(n) for n in stated} & {outlet.squash(n) for n in printed}:
        return True
    one, other = ([set(n.casefold().replace(".", "").split()) for n in side] for side in (stated, printed))
    return any(len(a & b) >= min(2, len(a)) and (a <= b or b <= a) for a in one for b in other)


def _made(choice: _Choice) -> Byline:
    line, stated = choice.line, choice.stated
    urls = {outlet.squash(n): u for n, u in (*(line.urls if line else ()), *(stated.urls if stated else ()))}
    source = stated.source if stated else f"markup:{line.place}" if line else ""
    text = line.text if line else stated.text if stated else None
    evidence = Evidence(source, text, 0.97 if line and stated else 0.9 if line and line.score > 4 else 0.8)
    valued = {"authors": choice.persons, "organisations": choice.organisations, "byline": line}
    return Byline(line.text if line else None, tuple(Author(n, urls.get(outlet.squash(n))) for n in choice.persons),
                  choice.organisations, {name: evidence for name, value in valued.items() if value},
                  frozenset(line.lines) if line else frozenset())
