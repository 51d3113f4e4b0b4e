"""Small drawings as numbers for SVG: bars of days, of weeks, of parts.

Nothing here looks anything up, and no colour stands here: that is the style sheet's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

HEIGHT = 40


@dataclass(frozen=True)
class Bar:
    """A bar of a drawing that is HEIGHT high and has ten units for each place: where it stands, how high, what it says."""

    x: int
    y: float
    height: float
    words: str
    kind: str = ""


def bars(values: Sequence[tuple[str, float]], most: float = 0) -> list[Bar]:
    """A bar for each value, in their order; the highest reaches the top, or the value `most` would."""
    top = most or max((value for _, value in values), default=0) or 1
    return [Bar(index * 10, round(HEIGHT - HEIGHT * value / top, 2), round(HEIGHT * value / top, 2), f"{name}: {value:,.6g}")
            for index, (name, value) in enumerate(values)]


def stacks(rows: Sequence[tuple[str, Mapping[str, int]]], kinds: Iterable[str]) -> list[Bar]:
    """Bars of parts, one on the other in the order of their kinds."""
    top = max((sum(parts.values()) for _, parts in rows), default=0) or 1
    return [bar for index, (name, parts) in enumerate(rows) for bar in _stack(index * 10, name, parts, (tuple(kinds), top))]


def _stack(x: int, name: str, parts: Mapping[str, int], scale: tuple[tuple[str, ...], int]) -> Iterator[Bar]:
    floor = float(HEIGHT)
    for kind in scale[0]:
        if number := parts.get(kind, 0):
            height = HEIGHT * number / scale[1]
            floor -= height
            yield Bar(x, round(floor, 2), round(height, 2), f"{name}: {number:,} {kind}", kind)


def days(counts: Mapping[str, int], last: date, number: int) -> list[tuple[str, float]]:
    """A value for each of the days up to one, also where there was nothing."""
    names = [(last - timedelta(days=back)).isoformat() for back in range(number - 1, -1, -1)]
    return [(name, counts.get(name, 0)) for name in names]


def weeks(last: date, number: int) -> list[str]:
    """The Mondays of the weeks up to the one of a day."""
    monday = last - timedelta(days=last.weekday())
    return [(monday - timedelta(weeks=back)).isoformat() for back in range(number - 1, -1, -1)]


def monday(text: str) -> str:
    """The Monday of a day's week; empty where it is no day."""
    try:
        found = date.fromisoformat(text[:10])
    except ValueError:
        return ""
    return (found - timedelta(days=found.weekday())).isoformat()
