"""What a language of the newsroom is: its vocabulary, its sentence patterns and the words of its furniture.

Nothing here draws at random or knows HTML; the vocabularies themselves are in `words/`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Topic:
    """What a story can be about: its section, the forms its name takes in sentences, and things that belong to it."""

    section: str
    forms: Mapping[str, str]
    details: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Language:
    """One language: patterns hold slots in braces, filled from the facts of a story (see `stories.Facts`)."""

    code: str
    given: tuple[str, ...]
    family: tuple[str, ...]
    places: tuple[str, ...]
    roles: tuple[str, ...]
    bodies: tuple[str, ...]
    affiliations: tuple[str, ...]
    groups: tuple[str, ...]
    topics: tuple[Topic, ...]
    titles: tuple[str, ...]
    leads: tuple[str, ...]
    sentences: tuple[str, ...]
    captions: tuple[str, ...]
    comments: tuple[str, ...]
    months: tuple[str, ...]
    days: tuple[str, ...]
    labels: Mapping[str, str]
    standing: Mapping[str, str]
    name_order: str = "{given} {family}"
    gap: str = " "
    thousands: str = ","
    direction: str = "ltr"

    @property
    def sections(self) -> tuple[str, ...]:
        """The sections its topics belong to, each once, in order."""
        return tuple(dict.fromkeys(topic.section for topic in self.topics))


def lines(text: str) -> tuple[str, ...]:
    """The lines of a block of text that hold something, trimmed."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def listed(text: str) -> tuple[str, ...]:
    """The items of a list with semicolons."""
    return tuple(" ".join(item.split()) for item in text.split(";") if item.strip())


def topics(text: str, forms: tuple[str, ...]) -> tuple[Topic, ...]:
    """Topics from lines of `section | form | form ... | detail; detail`, the forms named by `forms`."""
    found = []
    for line in lines(text):
        section, *rest = (part.strip() for part in line.split("|"))
        found.append(Topic(section, dict(zip(forms, rest[:-1], strict=True)), listed(rest[-1])))
    return tuple(found)
