"""When the stories of one outlet appear: a backlog before the newsroom opens, and a stream of news after it.

Nothing here reads a clock: the time is always an argument.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from archiver.newsroom.stories import EditKind

OPENED = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
"""The newsroom's first day: a fixed one, so that the same seed gives the same bytes in any year."""

FIRST_EXTRA = 1500
"""Numbers from here on are stories that were published by command, so they never move the numbers of the stream."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Story `number` appears at `when`."""

    number: int
    when: datetime


@dataclass(frozen=True, slots=True)
class Edit:
    """Story `number` is changed at `when`."""

    number: int
    kind: EditKind
    when: datetime


@dataclass
class Diary:
    """The calendar of one outlet; `per_day` stories on a weekday, half of it at weekends."""

    key: tuple[int, str]
    size: int
    per_day: int = 4
    entries: list[Entry] = field(default_factory=list)
    extras: list[Entry] = field(default_factory=list)
    edits: list[Edit] = field(default_factory=list)
    quiet: list[tuple[datetime, datetime | None]] = field(default_factory=list)
    _day: datetime = OPENED
    _last: tuple[object, list[Entry], frozenset[int]] | None = None

    def __post_init__(self) -> None:
        self.entries = self._backlog()

    def until(self, now: datetime | None) -> list[Entry]:
        """What has appeared by `now`, oldest first; None is the backlog and what was published by command."""
        return self._seen(now)[0]

    def numbers(self, now: datetime | None) -> frozenset[int]:
        """The numbers of what has appeared by `now`."""
        return self._seen(now)[1]

    def _seen(self, now: datetime | None) -> tuple[list[Entry], frozenset[int]]:
        """Kept for the next question, which is mostly of the same time."""
        key = (now, len(self.extras), tuple(self.quiet))
        if self._last is None or self._last[0] != key:
            found = self._find(now)
            self._last = (key, found, frozenset(e.number for e in found))
        return self._last[1], self._last[2]

    def _find(self, now: datetime | None) -> list[Entry]:
        if now is None:
            return [*self.entries[:self.size], *self.extras]
        self._extend(now)
        seen = [e for e in self.entries if e.when <= now and not self._silent(e.when)]
        return sorted([*seen, *(e for e in self.extras if e.when <= now)], key=lambda e: (e.when, e.number))

    def publish(self, count: int, when: datetime) -> list[Entry]:
        """`count` further stories at `when`, a second apart so that they have an order."""
        first = FIRST_EXTRA + len(self.extras)
        fresh = [Entry(first + i, when - timedelta(seconds=count - 1 - i)) for i in range(count)]
        self.extras += fresh
        return fresh

    def edits_of(self, number: int, now: datetime | None) -> list[Edit]:
        """The edits of a story that were made by `now`, in their order."""
        return [e for e in self.edits if e.number == number and (now is None or e.when <= now)]

    def _silent(self, when: datetime) -> bool:
        return any(start < when and (end is None or when <= end) for start, end in self.quiet)

    def _backlog(self) -> list[Entry]:
        """The stories before opening day, counted back in time, oldest first."""
        draw = random.Random(f"{self.key[0]}/{self.key[1]}/backlog")
        times, when = [], OPENED
        for _ in range(self.size):
            when -= timedelta(minutes=draw.randrange(150, 620))
            times.append(when)
        return [Entry(number, when) for number, when in enumerate(reversed(times))]

    def _extend(self, now: datetime) -> None:
        """Days are written down one after the other, so that the time asked for never changes what was said."""
        while self._day <= now:
            draw = random.Random(f"{self.key[0]}/{self.key[1]}/{self._day:%Y-%m-%d}")
            base = self.per_day if self._day.weekday() < 5 else max(1, self.per_day // 2)
            minutes = sorted(draw.sample(range(5, 14 * 60), max(1, base + draw.choice((-1, 0, 0, 1)))))
            self.entries += [Entry(len(self.entries) + i, self._day + timedelta(minutes=m))
                             for i, m in enumerate(minutes)]
            self._day += timedelta(days=1)
