"""The page of what is going on: which sites are written to, how fast, what is in flight and what went wrong.

Nothing here talks to a crawl: all is read from the catalogs, which it commits every two seconds.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from archiver.model import Outcome
from archiver.urls import host_of
from archiver.web.pages import page
from archiver.web.reader import Reader
from archiver.web.sites import GROUPS

MINUTES = 10
HEARTBEAT = "heartbeat.json"
ALIVE = 60                  # seconds: it is written every ten
_FINE = frozenset(outcome for outcomes in GROUPS.values() for outcome in outcomes)


@dataclass(frozen=True)
class Work:
    """A site in which something goes on or went on in the last minutes."""

    site: str
    pid: int
    started: str
    ended: int
    a_minute: float
    outcomes: tuple[tuple[str, int], ...]
    hosts: tuple[tuple[str, int], ...]
    in_flight: tuple[str, ...]
    waiting: int
    due: str
    trouble: tuple[tuple[str, str], ...]


def work(reader: Reader) -> list[Work]:
    """The sites that are written to, or whose links ended in the last ten minutes."""
    archive, now = reader.archive(), datetime.now(UTC)
    since = (now - timedelta(minutes=MINUTES)).isoformat()
    found = []
    for site in archive.sites():
        visits = list(archive.visits(site, since))
        holder, taken = archive.under_way(site)
        if not visits and not holder:
            continue
        spent = max(1.0, min(MINUTES, (now - datetime.fromisoformat(visits[0].ended)).total_seconds() / 60)) if visits else 1.0
        trouble = [(visit.url, str(visit.outcome)) for visit in visits if str(visit.outcome) not in _FINE]
        found.append(Work(
            site, holder[0] if holder else 0, holder[1] if holder else "", len(visits), round(len(visits) / spent, 1),
            tuple(Counter(str(visit.outcome) for visit in visits).most_common()),
            tuple(Counter(host_of(visit.url) for visit in visits).most_common(10)),
            tuple(link.url for link in taken[:10]) if holder else (), archive.pending(site), archive.next_due(site),
            tuple(trouble[-10:][::-1])))
    return sorted(found, key=lambda one: (not one.pid, one.site))


def state(reader: Reader) -> dict[str, Any]:
    """The same as plain data, with sums."""
    found = work(reader)
    return {"runner": runner(reader), "minutes": MINUTES, "sites": [asdict(one) for one in found],
            "running": sum(bool(one.pid) for one in found), "a_minute": round(sum(one.a_minute for one in found), 1),
            "waiting": sum(one.waiting for one in found)}


def runner(reader: Reader) -> dict[str, Any] | None:
    """What `archiver run` last wrote of itself, and how many seconds ago; None where it never ran."""
    path = reader.output / HEARTBEAT
    try:
        said = json.loads(path.read_bytes()[:100_000])
        return {"said": {str(key): str(value) for key, value in said.items()}, "age": round(time.time() - path.stat().st_mtime)}
    except (OSError, ValueError, AttributeError):
        return None


def live_page(request: Request) -> Response:
    """`GET /live`."""
    reader: Reader = request.app.state.reader
    return page(request, "live.html", title="Live", state=state(reader), now=datetime.now(UTC).isoformat(timespec="seconds"), alive=ALIVE,
                words={str(outcome): outcome.name.lower().replace("_", " ") for outcome in Outcome})
