"""What a house sets into its stories again and again, and what its reporters repeat: the first is boilerplate, the second is not.

Nothing here has a class or a place of its own in the markup: a standing line looks like a paragraph, so only repetition
tells it.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from html import escape

from archiver.newsroom.stories import Facts, Story

_LINK = re.compile(r"\[([^\]]+)\]")
_BACKGROUND = 3         # every so many stories of a section explain its background once more


def between(story: Story, paragraphs: Sequence[str], quote: bool = True) -> Iterator[str]:
    """The paragraphs as HTML, the standing lines of the house among them as it would set them: the appeal after the third,
    the newsletter in the middle, where to follow it before the last, who paid and who signs at the end."""
    for place, paragraph in enumerate(paragraphs):
        for key in _keys(story.number, place, len(paragraphs)):
            yield _html(story.language.standing[key], quote)
        yield escape(paragraph, quote)
    for key, shown in (("funded", story.number % 3 == 0), ("signed", story.number % 2 == 0)):
        if shown:
            yield _html(story.language.standing[key], quote)


def lines(story: Story) -> frozenset[str]:
    """The standing lines of the story's house as a reader sees them."""
    return frozenset(_LINK.sub(r"\1", text) for text in story.language.standing.values())


def reported(story: Story) -> Story:
    """The story as such a house has it: of any length from three paragraphs on, and every third one with a paragraph of
    background that has the same words in all stories of its section, each time at another place. It is reporting."""
    draw = random.Random(f"{story.number}/{story.title}")
    paragraphs = story.paragraphs[:draw.randrange(3, len(story.paragraphs) + 1)]
    if story.number % _BACKGROUND == 0:
        at = draw.randrange(1, len(paragraphs))
        paragraphs = (*paragraphs[:at], _background(story), *paragraphs[at:])
    return replace(story, paragraphs=paragraphs)


def _background(story: Story) -> str:
    language, section = story.language, story.section
    draw = random.Random(f"background/{language.code}/{section}")
    facts = Facts(language, next(t for t in language.topics if t.section == section), draw)
    facts.update(place=language.places[0], place2=language.places[1], body=language.bodies[0], role=language.roles[0],
                 affiliation=language.affiliations[0], group=language.groups[0], official=facts.person(),
                 expert=facts.person(), critic=facts.person(), last=language.family[0])
    return language.gap.join(facts.fill(s) for s in draw.sample(language.sentences, 2))


def _keys(number: int, place: int, count: int) -> Iterator[str]:
    """The standing lines before the paragraph at that place."""
    if place == 3 and number % 4 != 3:
        yield "support"
    if place == count // 2 and number % 3:
        yield "letter"
    if place == count - 1 and number % 2:
        yield "follow"


def _html(text: str, quote: bool) -> str:
    return _LINK.sub(r'<a href="/ours">\1</a>', escape(text, quote))
