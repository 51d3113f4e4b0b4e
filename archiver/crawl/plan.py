"""What one run of a crawl is to do; made by whoever starts it, and never changed.

Nothing here crawls.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from archiver.clock import Clock
from archiver.model import Link, Site


def _unheard(state: str, due: str) -> None:
    """Nobody watches; named, so that a plan can be sent to other machines."""


@dataclass(frozen=True)
class When:
    """When a run visits what. `scheduled`: only what is due is visited, articles again too; else every listing is, once.

    `stays`: it does not end when nothing is due, but waits for what will be. `over` is asked now and then and gives the
    reason why the run is to end, empty where it is not. `beat` is told how the run stands, for a watchdog.
    """

    scheduled: bool = False
    stays: bool = False
    clock: Clock = field(default_factory=Clock)
    since: str = ""                      # the first day, and the last, of which pages are fetched, as they were announced;
    until: str = ""                      # ISO 8601; empty: no bound. What has no date is fetched
    over: Callable[[], str] = str
    beat: Callable[[str, str], None] = _unheard


@dataclass(frozen=True)
class Plan:
    """Sites with the links they start from, and the run's bounds."""

    sites: tuple[Site, ...]
    starts: tuple[Link, ...]
    limit: int = 0                       # pages at most; 0: no bound
    workers: int | None = None           # None: one a core; 0: read pages in this process
    progress: Callable[[str], None] | None = None
    every: float = 5.0                   # seconds between two lines of progress
    capture_only: bool = False           # pages are kept, and read by the next run
    when: When = field(default_factory=When)
