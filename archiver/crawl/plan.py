"""What one run of a crawl is to do; made by whoever starts it, and never changed.

Nothing here crawls.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from archiver.model import Link, Site


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
