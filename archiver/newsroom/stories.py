"""Stories written from a seed: the same seed, outlet and number give the same words, facts and edits.

Nothing here knows HTML, a URL or a clock; when a story appears is decided in `diary.py`.
"""

from __future__ import annotations

import random
import unicodedata
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from archiver.newsroom.language import Language, Topic

EditKind = Literal["body", "title", "correction", "byline", "typo"]
"""What an edit changes; `typo` is below any sensible minimum of change."""

AGENCIES = ("Reuters", "AP Photo", "AFP", "dpa", "EFE", "Kyodo", "Getty Images", "ANP")

Share = tuple[int, int]
"""(2, 5): the outlet takes the third of every five pairs of topic and place, so that no two share a headline."""


@dataclass(frozen=True, slots=True)
class Credit:
    """Who is credited for a picture: a person, an agency, or both."""

    photographer: str | None
    agency: str | None

    def __str__(self) -> str:
        return "/".join(part for part in (self.photographer, self.agency) if part)


@dataclass(frozen=True, slots=True)
class Story:
    """What an outlet has to tell, before it has a page; `paragraphs` and the rest hold plain text."""

    number: int
    language: Language
    topic: Topic
    title: str
    standfirst: str
    paragraphs: tuple[str, ...]
    authors: tuple[str, ...]
    tags: tuple[str, ...]
    caption: str
    credit: Credit
    comments: tuple[tuple[str, str], ...]
    slug: str
    published: datetime
    modified: datetime | None = None
    corrections: tuple[str, ...] = ()

    @property
    def section(self) -> str:
        """The section its topic belongs to."""
        return self.topic.section


class Facts(dict[str, str]):
    """The facts of one story by slot; figures, days and details are drawn anew each time they are asked for."""

    def __init__(self, language: Language, topic: Topic, draw: random.Random) -> None:
        super().__init__(topic.forms)
        self.language, self.topic, self.draw = language, topic, draw

    def __missing__(self, slot: str) -> str:
        name = slot.rstrip("0123456789") if slot != "place2" else slot
        return str(getattr(self, f"_{name}")())

    def fill(self, pattern: str) -> str:
        """The pattern with its slots filled and its first letter made a capital."""
        text = pattern.format_map(self)
        return text[:1].upper() + text[1:]

    def person(self) -> str:
        """A name, in the order of the language."""
        language = self.language
        return language.name_order.format(given=self.draw.choice(language.given),
                                          family=self.draw.choice(language.family))

    def _detail(self) -> str:
        return self.draw.choice(self.topic.details)

    def _month(self) -> str:
        return self.draw.choice(self.language.months)

    def _day(self) -> str:
        return self.draw.choice(self.language.days)

    def _year(self) -> int:
        return self.draw.randrange(1958, 2024)

    def _later(self) -> int:
        return self.draw.randrange(2027, 2041)

    def _n(self) -> int:
        return self.draw.randrange(11, 98)

    def _small(self) -> int:
        return self.draw.randrange(3, 10)

    def _pct(self) -> int:
        return self.draw.randrange(4, 71)

    def _big(self) -> str:
        return f"{self.draw.randrange(21, 990) * 100 + self.draw.randrange(3) * 50:,}".replace(
            ",", self.language.thousands)

    def _money(self) -> str:
        return self.language.labels["money"].format(n=self.draw.randrange(12, 940))


def write(language: Language, key: tuple[int, str], number: int, share: Share, published: datetime) -> Story:
    """Story `number` of an outlet; `key` is the newsroom's seed and the outlet's name, `share` its part of the pairs.

    Headlines are unique within a language as long as its outlets have different shares.
    """
    draw = random.Random(f"{key[0]}/{key[1]}/{number}")
    topic, place, pattern, again = _pair(language, number * share[1] + share[0])
    facts = _facts(language, topic, place, draw)
    title = facts.fill(language.titles[pattern]) + (f" ({again + 1})" if again else "")
    sentences = [facts.fill(s) for s in draw.sample(language.sentences, min(len(language.sentences), 26))]
    lead = facts.fill(draw.choice(language.leads))
    return Story(
        number=number, language=language, topic=topic, title=title,
        standfirst=sentences.pop(), paragraphs=_paragraphs(lead, sentences, language.gap, draw),
        authors=_authors(facts, draw), tags=(topic.forms["short"], place, draw.choice(topic.details)),
        caption=facts.fill(draw.choice(language.captions)), credit=_credit(facts, draw),
        comments=tuple((facts.person(), facts.fill(c)) for c in draw.sample(language.comments, 3)),
        slug=slug(title) or f"story-{number}", published=published)


def edited(story: Story, kind: EditKind, when: datetime, draw: random.Random) -> Story:
    """The story after an edit of that kind at that time; the address does not change with it."""
    changed = replace(story, modified=when)
    facts = _facts(story.language, story.topic, story.tags[1], draw)
    body = list(story.paragraphs)
    if kind == "title":
        return replace(changed, title=f"{story.title} – {facts.fill('{topic}')}")
    if kind == "byline":
        return replace(changed, authors=(*story.authors, facts.person()))
    if kind == "typo":
        return replace(changed, paragraphs=(*body[:-1], body[-1].replace(", ", " ", 1)))
    fresh = story.language.gap.join(facts.fill(s) for s in draw.sample(story.language.sentences, 3))
    if kind == "correction":
        note = facts.fill(draw.choice(story.language.sentences))
        return replace(changed, corrections=(*story.corrections, note), paragraphs=(*body[:-2], fresh, body[-1]))
    return replace(changed, paragraphs=(*body, fresh))


def slug(title: str) -> str:
    """The title as a piece of a URL: ASCII words with hyphens; empty where no letter has an ASCII form."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = "".join(c if c.isalnum() else " " for c in plain).split()
    return "-".join(words[:12])


def _pair(language: Language, index: int) -> tuple[Topic, str, int, int]:
    """The topic and place of a story, its pattern of headline, and how often all three came together before.

    The step is a prime greater than any number of pairs here, so it walks over all pairs before one comes again.
    """
    pairs = len(language.topics) * len(language.places)
    where = index * 7919 % pairs
    turn, patterns = index // pairs, len(language.titles)
    return (language.topics[where % len(language.topics)], language.places[where // len(language.topics)],
            (where + where // 7 + where // len(language.topics) + turn) % patterns, turn // patterns)


def _facts(language: Language, topic: Topic, place: str, draw: random.Random) -> Facts:
    facts = Facts(language, topic, draw)
    facts.update(place=place, place2=draw.choice([p for p in language.places if p != place]),
                 body=draw.choice(language.bodies), role=draw.choice(language.roles),
                 affiliation=draw.choice(language.affiliations), group=draw.choice(language.groups),
                 official=facts.person(), expert=facts.person(), critic=facts.person())
    facts["last"] = next((f for f in language.family if f in facts["official"]), facts["official"])
    return facts


def _paragraphs(lead: str, sentences: list[str], gap: str, draw: random.Random) -> tuple[str, ...]:
    found, rest = [gap.join([lead, *sentences[:1]])], sentences[1:]
    while rest:
        size = draw.choice((2, 3, 3, 4))
        found.append(gap.join(rest[:size]))
        rest = rest[size:]
    return tuple(found)


def _authors(facts: Facts, draw: random.Random) -> tuple[str, ...]:
    first, second = facts.person(), facts.person()
    return (first, second) if draw.random() < 0.15 and first != second else (first,)


def _credit(facts: Facts, draw: random.Random) -> Credit:
    kind, person, agency = draw.random(), facts.person(), draw.choice(AGENCIES)
    if kind < 0.4:
        return Credit(None, agency)
    return Credit(person, None) if kind < 0.6 else Credit(person, agency)
