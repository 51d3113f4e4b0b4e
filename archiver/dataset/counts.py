"""What a query finds, counted by site and week before anything is exported.

Nothing here writes a dataset.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from archiver.dataset.accepted import accepted
from archiver.dataset.duck import QUERY, READING, duck, read_lines
from archiver.query import Condition, to_sql
from archiver.store import Archive

UNDATED = ""
DAY = "try_cast(substr(published, 1, 10) AS DATE)"


@dataclass(frozen=True, slots=True)
class Count:
    """How many articles of a site a week brought, and their words; `week` is its Monday, empty where no day is stated."""

    site: str
    week: str
    articles: int
    words: int


def count(archive: Archive, tree: Condition, sites: Iterable[str] = ()) -> list[Count]:
    """What a query finds by site and week of publication, of all sites with none named."""
    condition, values = to_sql(tree, QUERY)
    found: list[Count] = []
    with tempfile.TemporaryDirectory(prefix="archiver-query-") as folder, duck(Path(folder), threads=2, memory=READING) as db:
        for site in sites or archive.sites():
            lines = accepted(archive, site, Path(folder))
            read_lines(db, lines.files, lines.longest)
            rows = db.execute(
                f"SELECT coalesce(strftime(date_trunc('week', {DAY}), '%Y-%m-%d'), '') AS week, count(*), sum(word_count) "
                f"FROM line WHERE id IS NOT NULL AND {condition} GROUP BY week ORDER BY week", list(values)).fetchall()
            found += [Count(site, week, articles, int(words or 0)) for week, articles, words in rows]
    return found
