"""Histories of made-up sites: what was visited and what came, day by day, with whatever went wrong."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from archiver.health.past import Past, Seen, Visited
from archiver.model import Outcome

START = datetime(2026, 3, 2, tzinfo=UTC)             # a Monday
FIELDS = frozenset({"title", "byline", "authors", "published", "body", "images", "credit"})
OLD = {"title": "markup:headline", "byline": "json-ld:author", "published": "json-ld:datePublished", "credit": "markup:credit"}
NEW = {**OLD, "byline": "markup:head", "published": "microdata:datePublished"}
"""Where fields are read from before and after a redesign that loses none."""
Changed = Callable[[Seen], Seen]


@dataclass
class MadeUp:
    """A site with so many articles on working days and weekends, asked every hour; what happens to it, by method."""

    days: int = 42
    working: float = 8.0
    weekend: float = 3.0
    seed: int = 1
    fields: frozenset[str] = FIELDS
    feed: Callable[[datetime], Outcome] = lambda when: Outcome.DISCOVERED
    page: Callable[[datetime], Outcome] = lambda when: Outcome.NEW
    article: Callable[[datetime, Seen], Seen] = lambda when, article: article
    share: Callable[[datetime], float] = lambda when: 1.0
    extra: list[Visited] = field(default_factory=list)

    def past(self, hour: int = 23) -> Past:
        """The past up to an hour of the last day."""
        draw = random.Random(self.seed)
        now = START + timedelta(days=self.days - 1, hours=hour)
        visits: list[Visited] = list(self.extra)
        articles: list[Seen] = []
        for place in range(self.days * 24):
            when = START + timedelta(hours=place)
            usual = (self.working if when.weekday() < 5 else self.weekend) / 16 * (6 <= when.hour < 22)
            visits.append(Visited(when, "https://e.org/feed", "feed", self.feed(when)))
            for number in range(_poisson(draw, usual * self.share(when))):
                at = when + timedelta(minutes=number)
                outcome = self.page(at)
                visits.append(Visited(at, f"https://e.org/{place}-{number}", "page", outcome, True))
                if outcome in (Outcome.NEW, Outcome.GATED):
                    made = Seen(at, draw.uniform(300, 4000), draw.randrange(250, 900), self.fields, OLD)
                    articles.append(self.article(at, made))
        kept = sorted((v for v in visits if v.when <= now), key=lambda v: v.when)
        return Past("e", now, tuple(kept), tuple(a for a in articles if a.when <= now), START)


def _poisson(draw: random.Random, mean: float) -> int:
    number, chance = 0, draw.random()
    term = total = 2.718281828459045 ** -mean
    while chance > total and number < 100:
        number += 1
        term *= mean / number
        total += term
    return number


def after(day: int, then: Outcome, before: Outcome) -> Callable[[datetime], Outcome]:
    """One outcome before a day, another from noon of it on."""
    turn = START + timedelta(days=day, hours=12)
    return lambda when: then if when >= turn else before
