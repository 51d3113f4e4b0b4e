"""The statistics of health: whether a count is too small for a rate, and since when a thing happens too often.

Pure arithmetic; nothing here knows a site.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

ALARM = 1e-3            # a chance below it is none: over 200 sites and a month that is 6 false alarms at the very most
LULL = 1e-2             # and at half the rate: a holiday week of half the news is no silence
MOST_DISPERSION, LEAST_DISPERSION = 10.0, 0.2
_TRIMMED = 0.623        # what is left of a variance without the tenth of the days that scatter most (of the normal)
_PRIOR = 14             # days' worth of belief that news come like rain (Poisson), before a site has shown how they do
_ENOUGH = 3             # days of the same weekday that make a norm of their own


@dataclass(frozen=True, slots=True)
class Rate:
    """Articles a day: `expected` by weekday (Monday is 0), and by how much days scatter (variance over mean)."""

    expected: tuple[float, ...]
    dispersion: float


def rate_of(counts: dict[date, int]) -> Rate | None:
    """The rate of a site from its days; None where they are too few to tell.

    The expected number is the mean of the middle half of the days of that weekday: one day of an election or of a strike
    changes nothing. Where a weekday was seen fewer than three times, working days or weekends stand in for it, then all.
    """
    if len(counts) < 7:
        return None
    by_day: dict[int, list[int]] = defaultdict(list)
    for day, number in counts.items():
        by_day[day.weekday()].append(number)
    expected = tuple(_expected(by_day, weekday) for weekday in range(7))
    squares = sorted((number - expected[day.weekday()]) ** 2 for day, number in counts.items())
    kept = squares[:max(len(squares) * 9 // 10, 1)]
    mean = sum(expected[day.weekday()] for day in counts) / len(counts)
    found = sum(kept) / len(kept) / _TRIMMED / mean if mean else 1.0
    dispersion = (len(counts) * found + _PRIOR) / (len(counts) + _PRIOR)
    return Rate(expected, min(max(dispersion, LEAST_DISPERSION), MOST_DISPERSION))


def _expected(by_day: dict[int, list[int]], weekday: int) -> float:
    alike = range(5) if weekday < 5 else range(5, 7)
    for days in ([weekday], alike, range(7)):
        numbers = [number for day in days for number in by_day[day]]
        if len(numbers) >= _ENOUGH:
            return middle(numbers)
    return 0.0


def middle(numbers: Sequence[float]) -> float:
    """The mean of the middle half."""
    ordered = sorted(numbers)
    cut = len(ordered) // 4
    kept = ordered[cut:len(ordered) - cut]
    return sum(kept) / len(kept)


def at_most(number: int, mean: float, dispersion: float) -> float:
    """The chance of so few or fewer, where so many are expected: negative binomial, Poisson or binomial, as days scatter."""
    if mean <= 0:
        return 1.0
    return min(sum(math.exp(_log_chance(k, mean, dispersion)) for k in range(number + 1)), 1.0)


def silent(number: int, mean: float, dispersion: float) -> bool:
    """Whether so few are no chance, not even where the outlet works at half its pace."""
    return at_most(number, mean, dispersion) < ALARM and at_most(number, mean / 2, dispersion) < LULL


def _log_chance(k: int, mean: float, dispersion: float) -> float:
    if dispersion > 1.01:
        size = mean / (dispersion - 1)
        return (math.lgamma(k + size) - math.lgamma(size) - math.lgamma(k + 1)
                + size * math.log(1 / dispersion) + k * math.log(1 - 1 / dispersion))
    if dispersion < 0.99:
        tries = max(round(mean / (1 - dispersion)), 1)
        return _log_binomial(k, tries, min(mean / tries, 0.999))
    return k * math.log(mean) - mean - math.lgamma(k + 1)


def _log_binomial(k: int, tries: int, share: float) -> float:
    if k > tries:
        return -math.inf
    return (math.lgamma(tries + 1) - math.lgamma(k + 1) - math.lgamma(tries - k + 1)
            + k * math.log(share) + (tries - k) * math.log(1 - share))


def at_least(number: int, tries: int, share: float) -> float:
    """The chance of so many or more of so many, where each has this share."""
    return min(sum(math.exp(_log_binomial(k, tries, share)) for k in range(number, tries + 1)), 1.0)


@dataclass(frozen=True, slots=True)
class Turn:
    """Since which place in a row a thing happens more often: its share before and after, and how many are on each side."""

    place: int
    before: float
    after: float
    past: int
    since: int
    chance: float = field(default=1.0)


def turn_of(row: Sequence[bool], least: float = 0.4) -> Turn | None:
    """The place from which on a thing happens too often to be chance, and still does; None where there is none.

    The place is the likeliest one. The chance is that of the number after it at the share before it (with one case of
    either kind added), times the places that were looked at. `least`: by how much the share must have grown.
    """
    total, whole = len(row), sum(row)
    if not whole or not any(row[-3:]):
        return None
    best, place, after = -math.inf, 0, whole
    gained = 0
    for at in range(1, total):
        gained += row[at - 1]
        likely = _likely(gained, at) + _likely(whole - gained, total - at)
        if likely > best and (whole - gained) * at > gained * (total - at):
            best, place, after = likely, at, whole - gained
    if not place:
        return None
    since = total - place
    share = (whole - after + 1) / (place + 2)
    chance = at_least(after, since, share) * total
    turn = Turn(place, (whole - after) / place, after / since, place, since, chance)
    recent = row[-max(3, since // 4):]
    holds = sum(recent) * 2 >= len(recent)
    return turn if chance < ALARM and turn.after - turn.before >= least and holds else None


def _likely(number: int, of: int) -> float:
    return sum(part * math.log(part / of) for part in (number, of - number) if part)
