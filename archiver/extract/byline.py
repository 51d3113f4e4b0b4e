"""Who wrote it: the byline as printed, its persons, and the agencies and organisations named as author.

It weighs the printed line against what the page states for machines; it never fetches, and names nobody on a guess.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from archiver.extract import byline_printed, byline_stated, names, outlet
from archiver.extract.byline_printed import Candidate
from archiver.extract.byline_stated import Statement
from archiver.extract.page import Page
from archiver.model import Author, Evidence


@dataclass(frozen=True)
class Byline:
    """The byline and whom it names."""

    printed: str | None = None
    authors: tuple[Author, ...] = ()
    organisations: tuple[str, ...] = ()
    evidence: dict[str, Evidence] = field(default_factory=dict)
    lines: frozenset[int] = frozenset()

    @property
    def names(self) -> tuple[str, ...]:
        """Persons, then organisations."""
        return (*(a.name for a in self.authors), *self.organisations)


def find(page: Page, title: str) -> Byline:
    """The byline of a page whose headline is `title`; empty where nobody is named."""
    own = outlet.of(page, title)
    stated = byline_stated.read(page, own)
    known = frozenset(_key(name) for statement in stated for name in statement.persons)
    printed = byline_printed.candidates(page, title, own, known)
    return _weigh(printed, stated, own)


def _key(name: str) -> str:
    return outlet.squash(name)


def _weigh(printed: list[Candidate], stated: tuple[Statement, ...], own: outlet.Outlet) -> Byline:
    """The decision: who is both stated and printed; else the printed line where it is clear; else what is stated."""
    people = _people(stated)
    best = max((c for c in printed if c.parsed.persons), key=_weight, default=None)
    if people:
        match = next((c for c in printed if _shared(people.persons, c.parsed.persons)), None)
        if match:
            shown = {_key(n) for n in match.parsed.persons}
            under_role = match.parsed.by and any(n in match.text and _key(n) not in shown for n in people.persons)
            whole = under_role or (match.parsed.by or match.marked) and len(match.parsed.persons) > len(people.persons)
            chosen = match.parsed if whole else people
            return _made(chosen.persons, chosen.organisations if chosen is people else _agencies(chosen.organisations), match, people)
        if best and _overrides(best, people):
            return _made(best.parsed.persons, _agencies(best.parsed.organisations), best, None)
        return _made(people.persons, people.organisations, None, people)
    rival = next((c for c in printed if c.marked and (c.parsed.outlets or c.parsed.organisations) and not c.parsed.persons), None)
    full = best and any(n.kind == "person" for n in best.parsed.names)
    if best and best.score >= 2.0 and (full or not (rival and rival.score > best.score + 2)):
        return _made(best.parsed.persons, _agencies(best.parsed.organisations), best, None)
    bodies = next((s for s in stated if s.organisations or s.outlets), None)
    shown = next((c for c in printed if c.parsed.organisations and c.score >= 1.8), None) or \
        next((c for c in printed if c.parsed.outlets and c.score >= 2.0), None)
    if shown:
        return _made((), shown.parsed.organisations or shown.parsed.outlets, shown, None)
    if bodies:
        return _made((), bodies.organisations or bodies.outlets, None, bodies)
    return Byline()


def _weight(candidate: Candidate) -> float:
    return candidate.score + (1.5 if any(n.kind == "person" for n in candidate.parsed.names) else 0.0)


def _people(stated: tuple[Statement, ...]) -> Statement | None:
    """The first statement with a full name; else the first with a single word, where no organisation comes before."""
    full = next((s for s in stated if any(n.kind == "person" for n in s.names)), None)
    first = next((s for s in stated if s.persons or s.organisations), None)
    return full or (first if first and first.persons else None)


def _overrides(best: Candidate, people: Statement) -> bool:
    """Whether a printed line with other names wins over the stated: it is near the headline and clear, or the stated are no full names."""
    if not any(n.kind == "person" for n in best.parsed.names):
        return False
    if not any(n.kind == "person" for n in people.names):
        return best.score >= 3.0
    return best.place == "head" and best.score >= 4.0


def _agencies(organisations: tuple[str, ...]) -> tuple[str, ...]:
    """Beside persons only news agencies count; other organisations in a byline say where they work."""
    return tuple(name for name in organisations if names.agency(name))


def _shared(stated: tuple[str, ...], printed: tuple[str, ...]) -> bool:
    """Whether two lists have a person in common, also where one is printed with fewer words."""
    if {_key(n) for n in stated} & {_key(n) for n in printed}:
        return True
    words = [set(n.casefold().replace(".", "").split()) for n in stated]
    return any(len(w & v) > 1 and (w <= v or v <= w) for w in words for v in (set(n.casefold().replace(".", "").split()) for n in printed))


def _made(persons: tuple[str, ...], bodies: tuple[str, ...], line: Candidate | None, stated: Statement | None) -> Byline:
    urls = {_key(n): u for n, u in (*(line.urls if line else ()), *(stated.urls if stated else ()))}
    source = stated.source if stated else f"markup:{line.place}" if line else ""
    text = line.text if line else stated.text if stated else None
    evidence = Evidence(source, text, 0.95 if line and stated else 0.85)
    fields = {name: evidence for name, value in (("authors", persons), ("organisations", bodies), ("byline", line)) if value}
    return Byline(line.text if line else None, tuple(Author(n, urls.get(_key(n))) for n in persons), bodies, fields,
                  frozenset(line.lines) if line else frozenset())
