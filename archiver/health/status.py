"""Where an archive stands today: what came, what waits, what is due next, and for how long the disk will do.

Pure reading; `now` is an argument.
"""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from archiver.model import Outcome
from archiver.store.archive import Archive

WINDOW = 14                      # days whose growth the forecast is made from


@dataclass(frozen=True, slots=True)
class Status:
    """Today (UTC) and the disk; `outcomes` and `articles` (new ones) are of today, `waiting` are links.

    `next_due`: when the next link is due and of which site, ISO 8601; empty: none is. `grown`: bytes a day, of the last two
    weeks; `days_left`: until the disk is full at that rate, None: it does not grow.
    """

    sites: int
    outcomes: dict[str, int]
    articles: int
    waiting: int
    next_due: str
    next_site: str
    free: int
    grown: float
    days_left: float | None


def status(archive: Archive, now: datetime) -> Status:
    """The archive as a whole."""
    outcomes: Counter[str] = Counter()
    waiting, sites = 0, archive.sites()
    due: list[tuple[str, str]] = []
    for site in sites:
        for _, _, name, number in archive.ends(site, now.date().isoformat()):
            outcomes[name] += number
        waiting += archive.pending(site)
        due += [(moment, site)] if (moment := archive.next_due(site)) else []
    free, grown = _disk(archive, now)
    first = min(due, default=("", ""))
    return Status(len(sites), dict(outcomes.most_common()), outcomes[Outcome.NEW], waiting, *first, free, grown,
                  free / grown if grown > 0 else None)


def _disk(archive: Archive, now: datetime) -> tuple[int, float]:
    """Bytes free, and bytes a day that were written in the last two weeks, or since the first file."""
    folder = archive.root if archive.root.is_dir() else archive.root.absolute().parent
    disk = os.statvfs(folder)
    begin = now - timedelta(days=WINDOW)
    sizes = [(path.stat().st_mtime, path.stat().st_size) for path in archive.root.glob("*/*/*") if path.is_file()]
    fresh = [(when, size) for when, size in sizes if when >= begin.timestamp()]
    oldest = min((when for when, _ in sizes), default=now.timestamp())
    days = min(max((now.timestamp() - oldest) / 86_400, 1.0), WINDOW)
    return disk.f_bavail * disk.f_frsize, sum(size for _, size in fresh) / days
