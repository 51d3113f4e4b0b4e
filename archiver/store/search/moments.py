"""Moments as numbers: the row of an article in the search index is its minute, so that newest first needs no sorting.

Nothing here reads a clock.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

SLOTS = 4096                # rows a minute; what is more goes into the next
_START = datetime(1600, 1, 1, tzinfo=UTC)
_DAY = timedelta(days=1)
_LAST = datetime(9990, 1, 1, tzinfo=UTC)
ALL_ROWS = 2**62


def moment(text: str | None) -> datetime | None:
    """A time of ISO 8601, or the first of a day, month or year, in UTC where no zone is said; None where it is none."""
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text if len(text) > 7 else f"{text}-01-01"[:10])
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def row_of(when: datetime) -> int:
    """The first row of a minute."""
    return max(0, int((when - _START).total_seconds() // 60)) * SLOTS


def place_in_time(published: str | None, captured: str | None) -> int:
    """The row from which on there is room for an article: by the time it was published, else captured, else the oldest."""
    found = moment(published) or moment(captured)
    return row_of(found) if found else 0


def rows_until(text: str) -> int:
    """A row that is after all of what was published up to the end of that day, month or year, wherever in the world."""
    found = moment(text)
    days = {4: 366, 7: 31}.get(len(text), 1)
    return row_of(min(found, _LAST) + timedelta(days=days + 1)) if found else ALL_ROWS


def rows_from(text: str) -> int:
    """A row that is before all of what was published since then, wherever in the world."""
    found = moment(text)
    return row_of(found - _DAY) if found and found.year > 1600 else 0
