"""What time it is: the machine's clock, and one that stands still until nothing is left to do, for a time-lapse.

Nothing here waits. The archive and the crawl ask the clock they were given, so that two years can be lived in an hour.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Self


class Clock:
    """The machine's own."""

    def now(self) -> datetime:
        """The date and time, in UTC; it can jump when somebody sets it."""
        return datetime.now(UTC)

    def seconds(self) -> float:
        """Seconds that only ever grow, from an unknown beginning: for what is waited for."""
        return time.monotonic()

    def skip(self, seconds: float) -> bool:
        """Called where there is nothing to do for so long; whether the time has passed already."""
        return False

    def __deepcopy__(self, memo: object) -> Self:
        return self                      # one clock for all: Scrapy copies its settings, deeply


class SkippingClock(Clock):
    """A clock that stands still while something is done, and skips the time in which nothing is."""

    def __init__(self, start: datetime) -> None:
        self._start, self._passed = start, 0.0

    def now(self) -> datetime:
        """The start and what was skipped since, and a microsecond more at each asking: no two things happen at once."""
        self._passed += 1e-6
        return self.moment()

    def moment(self) -> datetime:
        """The same for whoever only looks on."""
        return self._start + timedelta(seconds=self._passed)

    def seconds(self) -> float:
        """Seconds since the start."""
        return self._passed

    def skip(self, seconds: float) -> bool:
        """The time has passed."""
        self._passed += max(seconds, 0.0)
        return True
