"""What a catalog says of the work ahead: what is due and when, what was asked for lately, what a capture takes.

Nothing here writes, and what is to be done about it is `schedule.py`'s.
"""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from archiver.store.catalog import Catalog

_DUE = "state = 'done' AND due <> ''"


def _first(catalog: Catalog, sql: str, values: tuple[str, ...] = ()) -> Any:
    """The first value of the first row; None where there is none."""
    return next(catalog.ask(sql, values), (None,))[0]


def next_due(catalog: Catalog) -> str:
    """When the next link is due; empty where none is."""
    return str(_first(catalog, f"SELECT min(due) FROM links WHERE {_DUE}") or "")


def pending(catalog: Catalog) -> int:
    """How many links have not ended; each of the two counts has an index of its own."""
    return int(_first(catalog, "SELECT (SELECT count(*) FROM links WHERE state = 'waiting') + "
                               "(SELECT count(*) FROM links WHERE state = 'taken')"))


def pages_waiting(catalog: Catalog) -> int:
    """How many pages wait. The index of the few others is named, as SQLite takes that of all: 0.1 s among a million."""
    return int(_first(catalog, "SELECT (SELECT count(*) FROM links WHERE state = 'waiting') - (SELECT count(*) FROM links "
                               "INDEXED BY links_waiting_kind WHERE state = 'waiting' AND kind <> 'page')"))


def being_read(catalog: Catalog) -> int:
    """How many sitemaps are in flight."""
    return int(_first(catalog, "SELECT count(*) FROM links WHERE state = 'taken' AND kind = 'sitemap'"))


def backlog(catalog: Catalog, now: str, old: int) -> list[tuple[str, str, int]]:
    """Scheme and host, kind of work and how many, of what waits or is due: listings, fresh, revisits, and `old` for pages
    of a lower priority than that."""
    host = "substr(url, 1, instr(substr(url || '/', 9), '/') + 7)"
    kind = ("CASE WHEN kind NOT IN ('page', 'requisite') THEN 'listings' WHEN state = 'done' OR ended <> '' THEN 'revisits' "
            "WHEN priority < ? THEN 'old' ELSE 'fresh' END")
    asked = (f"SELECT {host} AS host, {kind} AS work, count(*) FROM links WHERE state IN ('waiting', 'taken') OR "
             f"({_DUE} AND due <= ?) GROUP BY host, work")
    return [(where, work, number) for where, work, number in catalog.ask(asked, (old, now))]


def due_between(catalog: Catalog, since: str, until: str) -> int:
    """How many links are due after a time and until another."""
    return int(_first(catalog, f"SELECT count(*) FROM links WHERE {_DUE} AND due > ? AND due <= ?", (since, until)))


def scheduled_listings(catalog: Catalog) -> int:
    """How many links that are no pages are due at some time."""
    return int(_first(catalog, f"SELECT count(*) FROM links WHERE {_DUE} AND kind <> 'page'"))


def mean_length(catalog: Catalog) -> int:
    """Bytes that a capture takes, the mean of the last thousand; 0 where there is none."""
    return int(_first(catalog, "SELECT avg(length) FROM (SELECT length FROM captures ORDER BY id DESC LIMIT 1000)") or 0)


def requested(catalog: Catalog, since: str) -> list[str]:
    """The URLs of the captures since a time, the last first; as many are read as there are."""
    rows = catalog.ask("SELECT url, captured FROM captures ORDER BY id DESC")
    return [url for url, _ in takewhile(lambda row: row[1] >= since, rows)]
