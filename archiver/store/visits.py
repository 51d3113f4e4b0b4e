"""What a catalog says of visits: every time a link has ended, and what became of the links; for coverage and health.

Nothing here writes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from archiver.model import LinkKind, Outcome
from archiver.store.rows import Visit
from archiver.store.tables import FATE, VISIT

if TYPE_CHECKING:
    from archiver.store.catalog import Catalog

Counted = tuple[str, LinkKind, str, int]
"""A day, a kind of link, how it went, and how many."""


def visits(catalog: Catalog, since: str, until: str) -> Iterator[Visit]:
    """Every time a link has ended, from a time on and before another, the oldest first."""
    asked = f"SELECT {VISIT} FROM visits WHERE ended >= ? AND ended < ? ORDER BY ended"
    for url, key, kind, by, seen, ended, outcome in catalog.ask(asked, (since, until)):
        yield Visit(url, key, kind, by, seen, ended, Outcome(outcome))


def fates(catalog: Catalog) -> list[Counted]:
    """Day on which links were found, their kind, what became of them, and how many: each link is counted once.

    What became of one is `extracted` or `gated` where it ever was that and no re-extraction has withdrawn it, else how it
    ended last, else `waiting`.
    """
    asked = f"SELECT substr(seen, 1, 10), kind, {FATE}, count(*) FROM links GROUP BY 1, 2, 3"
    return [(day, kind, fate, number) for day, kind, fate, number in catalog.ask(asked)]


def ends(catalog: Catalog, since: str, until: str) -> list[Counted]:
    """Day on which links ended, from a time on and before another, their kind, how, and how many times."""
    asked = "SELECT substr(ended, 1, 10), kind, outcome, count(*) FROM visits WHERE ended >= ? AND ended < ? GROUP BY 1, 2, 3"
    return [(day, kind, outcome, number) for day, kind, outcome, number in catalog.ask(asked, (since, until))]
