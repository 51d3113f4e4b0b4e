"""What is due now: feeds, sitemaps and sections at an interval learned from what they bring, articles ever more rarely.

Nothing here reads a clock, a file or the network: `now` is an argument, and what is known of a URL comes as a `Visits`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from archiver.model import LinkKind

MINUTE, HOUR, DAY = 60.0, 3_600.0, 86_400.0
REVISITS = (15 * MINUTE, HOUR, 6 * HOUR, DAY, 7 * DAY, 30 * DAY)
"""Ages at which an article is looked at again, in seconds after its first capture."""

SHORTEST, LONGEST = 5 * MINUTE, DAY
"""Bounds of a listing's learned interval."""

LONGEST_BACK_OFF = 7 * DAY
"""A source that fails is still asked once a week, for ever: dead feeds come back (Media Cloud allows 30 failures)."""

FIRST_GUESS = HOUR
ALWAYS = datetime.min.replace(tzinfo=UTC)
_MEMORY = 0.3                  # weight of the newest gap between two items: about the last six decide
_SPREAD = 0.1                  # part of an interval by which visits of different sources are kept apart


@dataclass(frozen=True, slots=True)
class Visits:
    """What is known of the visits to one URL; times with zone, intervals and gaps in seconds.

    `gap` is the time between two new items as learned, 0 while nothing is known; `brought`: when it last had one.
    """

    key: str
    kind: LinkKind = "page"
    first: datetime | None = None
    last: datetime | None = None
    brought: datetime | None = None
    interval: float = FIRST_GUESS
    gap: float = 0.0
    failures: int = 0


def next_visit(visits: Visits, revisits: Sequence[float] = REVISITS) -> datetime | None:
    """When the URL is due; None: never again. What was never visited was due from the beginning."""
    if visits.last is None or visits.first is None:
        return ALWAYS
    if visits.kind == "page":
        age = (visits.last - visits.first).total_seconds()
        step = next((step for step in sorted(revisits) if step > age), None)
        return None if step is None else visits.first + timedelta(seconds=step)
    return visits.last + timedelta(seconds=_waiting(visits))


def _waiting(visits: Visits) -> float:
    """Seconds to the next visit of a listing: its interval, doubled for each failure in a row, and a little apart."""
    backed_off = visits.interval * float(2 ** min(visits.failures, 20))
    return min(backed_off, max(LONGEST_BACK_OFF, visits.interval)) * (1 + _SPREAD * _place(visits.key))


def _place(key: str) -> float:
    """A number from 0 to 1 that is always the same for a key."""
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:2], "big") / 65_535


def is_due(visits: Visits, now: datetime, revisits: Sequence[float] = REVISITS) -> bool:
    """Whether the URL is to be visited now.

    A last visit in the future means that the clock has jumped: a listing is due at once, which puts its times right,
    instead of being asleep until then; an article just goes on with its next step.
    """
    if visits.last is None or visits.first is None:
        return True
    if visits.kind != "page" and visits.last > now:
        return True
    moment = next_visit(visits, revisits)
    return moment is not None and moment <= now


def due(rows: Iterable[Visits], now: datetime, revisits: Sequence[float] = REVISITS) -> list[Visits]:
    """What is to be visited now: never visited first, then listings before articles, the longest overdue first."""
    found = [row for row in rows if is_due(row, now, revisits)]
    return sorted(found, key=lambda row: (row.last is not None, row.kind == "page", _overdue_since(row, now, revisits)))


def _overdue_since(row: Visits, now: datetime, revisits: Sequence[float]) -> float:
    """Seconds from now to when it was due, negative: the smaller, the longer ago."""
    if row.last is None or row.first is None:
        return 0.0
    moment = next_visit(row, revisits)
    return (moment - now).total_seconds() if moment else 0.0


def visited(visits: Visits, now: datetime, new: int = 0, failed: bool = False) -> Visits:
    """What is known after a visit that brought `new` items, or failed.

    A failure leaves what was learned as it is, so that a source which comes back goes on where it stopped.
    """
    first = visits.first or now
    if failed:
        return replace(visits, first=first, last=now, failures=visits.failures + 1)
    if new <= 0:
        slower = min(max(visits.interval, SHORTEST) * 1.5, LONGEST)
        return replace(visits, first=first, last=now, failures=0, interval=slower)
    gap = _learned_gap(visits, now, new)
    interval = _between(gap or FIRST_GUESS)
    return replace(visits, first=first, last=now, brought=now, failures=0, gap=gap, interval=interval)


def _learned_gap(visits: Visits, now: datetime, new: int) -> float:
    """The time between two items, a moving mean; the first visit finds a whole feed and teaches nothing."""
    since = visits.brought or visits.last
    if since is None or since > now:
        return visits.gap
    seen = max((now - since).total_seconds() / new, 1.0)
    return seen if not visits.gap else (1 - _MEMORY) * visits.gap + _MEMORY * seen


def _between(seconds: float) -> float:
    return min(max(seconds, SHORTEST), LONGEST)
