"""What `archiver health` would have said of an archive on each day of its life: every cause with its beginning and end.

`python -m benchmarks.watched FOLDER [HOURS]`: the archive, and the hours between two looks (6). Nothing is changed; an archive
with a life worth looking at comes from `benchmarks.timelapse --folder`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from archiver.health import Report, examine, past_of
from archiver.health.notices import Known, Message, news
from archiver.store.archive import Archive


def life_of(archive: Archive, site: str) -> tuple[datetime, datetime] | None:
    """When the site was visited first and last."""
    ends = [visit.ended for visit in archive.visits(site)]
    return (datetime.fromisoformat(ends[0]), datetime.fromisoformat(ends[-1])) if ends else None


def looks(archive: Archive, site: str, every: timedelta) -> Iterator[tuple[datetime, Report]]:
    """The reports on a site, from its first visit to its last."""
    life = life_of(archive, site)
    now, end = life or (datetime.max.replace(tzinfo=UTC), datetime.min.replace(tzinfo=UTC))
    while now + every <= end:
        now += every
        yield now, examine(past_of(archive, site, now))


def messages(archive: Archive, site: str, every: timedelta) -> tuple[int, tuple[Message, ...]]:
    """How many looks there were, and what they would have told."""
    known, count = Known(), 0
    for now, report in looks(archive, site, every):
        known, count = news(known, [report], now, ()), count + 1
    return count, known.messages


def main() -> None:
    """A line a message."""
    root, hours = Path(sys.argv[1]), float(sys.argv[2]) if len(sys.argv) > 2 else 6.0
    with Archive(root) as archive:
        for site in archive.sites():
            count, told = messages(archive, site, timedelta(hours=hours))
            for message in told:
                print(json.dumps({"site": site, "at": message.at, "state": message.finding.state, "ended": message.ended,
                                  "since": message.finding.since, "figures": message.finding.figures}), flush=True)
            print(json.dumps({"site": site, "looks": count, "messages": len(told)}), flush=True)


if __name__ == "__main__":
    main()
