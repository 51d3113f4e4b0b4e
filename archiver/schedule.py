"""What is due when: feeds, sitemaps and sections at an interval learned from what they bring, articles ever more rarely.

Nothing here reads a clock, a file or the network: `now` is an argument, and what is known of a URL comes as a `Visits`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from archiver.model import LinkKind, Outcome, Schedule

MINUTE, HOUR, DAY = 60.0, 3_600.0, 86_400.0
REVISITS = (15 * MINUTE, HOUR, 6 * HOUR, DAY, 7 * DAY, 30 * DAY)
"""Ages at which an article is looked at again, in seconds after its first capture."""

SHORTEST, LONGEST = 5 * MINUTE, DAY
"""Bounds of a listing's learned interval."""

LONGEST_BACK_OFF = 7 * DAY
"""A source that fails is still asked once a week, for ever: dead feeds come back (Media Cloud allows 30 failures)."""

LONGEST_AFTER_NEWS = DAY
MISSED = 30 * DAY
"""A source that brought something within so long is missed, and asked once a day: a block that ends is noticed within it."""

LONGEST_IDLE = 30 * DAY
"""A listing that no site file names, and that has brought nothing for months, is asked once a month."""

FIRST_GUESS = HOUR
ALWAYS = datetime.min.replace(tzinfo=UTC)
OLD = 2 * DAY                  # an article older than this when it is first met is revisited by its age, not by ours
GIVES_UP = 3                   # failures in a row after which a page that never was an article is left alone
_MEMORY = 0.3                  # weight of the newest gap between two items: about the last six items decide
_SPREAD = 0.1                  # part of an interval by which visits of different sources are kept apart
_IDLE_PART = 0.25              # part of the time since it last brought anything that an idle listing waits

SEEN = frozenset({Outcome.NEW, Outcome.CHANGED, Outcome.SAME, Outcome.GATED, Outcome.NOT_MODIFIED})
READ = frozenset({Outcome.DISCOVERED, Outcome.NOT_MODIFIED})
TROUBLE = frozenset({Outcome.TIMEOUT, Outcome.DNS, Outcome.CONNECTION, Outcome.TLS, Outcome.SERVER_ERROR, Outcome.REFUSED,
                     Outcome.BROKEN, Outcome.GONE})
"""How a page may end that is worth another look; what is not in one of these sets is settled."""


@dataclass(frozen=True, slots=True)
class Timing:
    """How a site wants it, in seconds."""

    revisits: tuple[float, ...] = REVISITS
    shortest: float = SHORTEST
    longest: float = LONGEST


USUAL = Timing()


def timing_of(schedule: Schedule) -> Timing:
    """What a site file says, in seconds; the longest interval is never below the shortest."""
    shortest = schedule.shortest * MINUTE
    revisits = tuple(sorted(hours * HOUR for hours in schedule.revisits))
    return Timing(revisits, shortest, max(schedule.longest * MINUTE, shortest))


@dataclass(frozen=True, slots=True)
class Visits:
    """What is known of the visits to one URL; times with zone, intervals and gaps in seconds.

    `first` is when it was first visited; of an article that was old then, when it was published. `brought`: when it last
    had something new, of a page: when it last was an article. `gap` is the time between two new items as learned, 0 while
    nothing is known. `named`: whether a site file names it; `failures` are those in a row.
    """

    key: str
    kind: LinkKind = "page"
    first: datetime | None = None
    last: datetime | None = None
    brought: datetime | None = None
    interval: float = FIRST_GUESS
    gap: float = 0.0
    failures: int = 0
    named: bool = True

    def known(self) -> dict[str, Any]:
        """What must be kept besides the link itself; what is as at the beginning is left out."""
        said = {"first": _text(self.first), "brought": _text(self.brought), "failures": self.failures}
        if self.kind != "page":
            said |= {"interval": round(self.interval, 1), "gap": round(self.gap, 1)}
        return {name: value for name, value in said.items() if value}

    def told(self, known: dict[str, Any]) -> Visits:
        """These visits with what was kept of them; what cannot be read is as at the beginning."""
        return replace(self, first=_time(known.get("first")), brought=_time(known.get("brought")),
                       interval=_number(known.get("interval"), self.interval), gap=_number(known.get("gap"), self.gap),
                       failures=int(_number(known.get("failures"), 0)))


def _text(when: datetime | None) -> str:
    return when.isoformat(timespec="seconds") if when else ""


def _number(value: object, otherwise: float) -> float:
    """A number as kept; another where it is none, or none that we have written."""
    return float(value) if isinstance(value, int | float) and 0 < value < 366 * DAY else otherwise


def _time(text: object) -> datetime | None:
    try:
        when = datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
    return when if when and when.tzinfo else None


def next_visit(visits: Visits, timing: Timing = USUAL) -> datetime | None:
    """When the URL is due; None: never again. What was never visited was due from the beginning."""
    if visits.last is None or visits.first is None:
        return ALWAYS
    if visits.kind == "requisite":
        return None
    if visits.kind != "page":
        return visits.last + timedelta(seconds=_waiting(visits))
    steps = timing.revisits or (REVISITS if visits.failures else ())
    step = _next_step(max((visits.last - visits.first).total_seconds(), 0.0), steps)
    return None if step is None else visits.first + timedelta(seconds=step)


def _next_step(age: float, steps: tuple[float, ...]) -> float | None:
    """The next step; one that follows at once, because the last visit came late, is left out."""
    before = 0.0
    for step in steps:
        if step > age and step - age >= (step - before) / 2:
            return step
        before = step
    return None


def _waiting(visits: Visits) -> float:
    """Seconds to the next visit of a listing: its interval, doubled for each failure in a row, and a little apart.

    robots.txt may be kept for a day (RFC 9309, 2.4); one that failed is asked for again after an hour.
    """
    if visits.kind == "rights":
        return DAY
    if visits.kind == "robots":
        return min(HOUR * float(2 ** min(visits.failures - 1, 20)), DAY) if visits.failures else DAY
    backed_off = visits.interval * float(2 ** min(visits.failures, 20))
    return min(backed_off, max(_longest_back_off(visits), visits.interval)) * (1 - _SPREAD * place(visits.key))


def _longest_back_off(visits: Visits) -> float:
    """Seconds that a source which fails is left alone at most."""
    missed = visits.brought and visits.last and (visits.last - visits.brought).total_seconds() < MISSED
    return LONGEST_AFTER_NEWS if missed else LONGEST_BACK_OFF


def place(key: str) -> float:
    """A number from 0 to 1 that is always the same for a key."""
    return int.from_bytes(hashlib.sha256(key.encode("utf-8", "replace")).digest()[:2], "big") / 65_535


def is_due(visits: Visits, now: datetime, timing: Timing = USUAL) -> bool:
    """Whether the URL is to be visited now.

    A last visit in the future means that the clock has jumped: a listing is due at once, which puts its times right,
    instead of being asleep until then; an article just goes on with its next step.
    """
    if visits.last is None or visits.first is None:
        return True
    if visits.kind != "page" and visits.last > now:
        return True
    moment = next_visit(visits, timing)
    return moment is not None and moment <= now


def due(rows: Iterable[Visits], now: datetime, timing: Timing = USUAL) -> list[Visits]:
    """What is to be visited now: never visited first, then listings before articles, the longest overdue first."""
    found = [row for row in rows if is_due(row, now, timing)]
    return sorted(found, key=lambda row: (row.last is not None, row.kind == "page", _overdue_since(row, now, timing)))


def _overdue_since(row: Visits, now: datetime, timing: Timing) -> float:
    """Seconds from now to when it was due, negative: the smaller, the longer ago."""
    if row.last is None or row.first is None:
        return 0.0
    moment = next_visit(row, timing)
    return (moment - now).total_seconds() if moment else 0.0


def visited(visits: Visits, now: datetime, new: int = 0, failed: bool = False, timing: Timing = USUAL) -> Visits:
    """What is known of a listing after a visit that brought `new` items, or failed.

    A failure leaves what was learned as it is, so that a source which comes back goes on where it stopped.
    """
    first = min(visits.first or now, now)
    if failed:
        return replace(visits, first=first, last=now, failures=visits.failures + 1)
    if new <= 0:
        interval = min(max(visits.interval, timing.shortest) * 1.5, _most(visits, now, timing))
        return replace(visits, first=first, last=now, failures=0, interval=interval)
    gap = _learned_gap(visits, now, new)
    interval = _between(gap or visits.interval, timing)
    return replace(visits, first=first, last=now, brought=now, failures=0, gap=gap, interval=interval)


def _most(visits: Visits, now: datetime, timing: Timing) -> float:
    """The longest interval of a listing that is idle: two of its gaps, until it has been idle for longer than that."""
    since = visits.brought or visits.first
    idle = (now - since).total_seconds() if since and since < now else 0.0
    if visits.gap and idle * _IDLE_PART < 2 * visits.gap < timing.longest:
        return max(2 * visits.gap, timing.shortest)
    return timing.longest if visits.named else max(timing.longest, min(idle * _IDLE_PART, LONGEST_IDLE))


def _learned_gap(visits: Visits, now: datetime, new: int) -> float:
    """The time between two items, a moving mean in which each item of a visit counts.

    The first of them ends what may have been a long silence, the others have come since the last look. The first visit, and
    the first after failures, finds as much as a list holds, and teaches nothing.
    """
    since = visits.brought or visits.last
    if since is None or visits.last is None or since > now or visits.failures:
        return visits.gap
    silence, look = (max((now - when).total_seconds(), 1.0) for when in (since, visits.last))
    if not visits.gap:
        return max(silence / new, 1.0)
    others = max(min(look, silence) / new, 1.0)
    first = max(silence - (new - 1) * others, 1.0)
    past = (1 - _MEMORY) ** (new - 1)
    return past * ((1 - _MEMORY) * visits.gap + _MEMORY * first) + (1 - past) * others


def _between(seconds: float, timing: Timing) -> float:
    return min(max(seconds, timing.shortest), timing.longest)


def looked_at(visits: Visits, now: datetime, outcome: Outcome, published: datetime | None = None) -> Visits:
    """What is known of a page after a visit that ended so; `published` as it says, None where it does not."""
    old = published if published and (now - published).total_seconds() > OLD else now
    first = min(visits.first or old, now)
    if outcome in SEEN:
        return replace(visits, first=first, last=now, brought=now, failures=0)
    return replace(visits, first=first, last=now, failures=visits.failures + 1)


def settled(visits: Visits, outcome: Outcome, *, fresh: bool) -> bool:
    """Whether a page that ended so is not looked at again; `fresh`: a feed announced it.

    What never was an article is tried a few times, and a 404 that no feed has announced not even once more: sitemaps
    hold thousands of them. What was an article goes through all its visits, so that one that is taken away and comes back
    is noticed.
    """
    if outcome in SEEN:
        return False
    if outcome not in TROUBLE:
        return True
    if visits.brought:
        return False
    return visits.failures >= GIVES_UP or (outcome is Outcome.GONE and not fresh)
