"""The numbers of a dataset, for its card, its manifest and its coverage: counted from the marks and the plan.

Nothing here writes a file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archiver.dataset.clusters import Marked
from archiver.dataset.duck import duck, quoted
from archiver.dataset.gather import Gathered

_WEEK = "coalesce(strftime(date_trunc('week', captured), '%Y-%m-%d'), '')"


@dataclass(frozen=True)
class Numbers:
    """What was counted. A `share` is a list of (name, rows), the most frequent first."""

    asked: int          # articles that answer the query
    selected: int       # of them, those that the policy lets in
    kept: int
    words: int
    unreadable: int
    undated: int        # kept rows that state no day, or one that does not exist
    first: str
    last: str
    splits: dict[str, int]
    sites: list[tuple[str, int, str, str]]        # name, rows, first and last day of publication
    languages: list[tuple[str, int]]
    extractors: list[tuple[str, int]]
    profiles: list[tuple[str, int]]
    warcs: list[tuple[str, int]]
    exact: tuple[int, int]                        # clusters, articles in them
    near: tuple[int, int]
    wire: list[tuple[str, int]]
    weeks: list[tuple[str, str, int]]             # site, Monday, kept rows


def numbers(marked: Marked, plan: Path, gathered: Sequence[Gathered]) -> Numbers:
    """Counts everything."""
    with duck(marked.work / "spill" / "numbers") as db:
        db.execute(f"CREATE TABLE plan AS SELECT row, kept, split, exact_cluster, near_cluster, wire_agency "
                   f"FROM read_parquet({quoted(plan)})")
        db.execute("CREATE VIEW kept AS SELECT * FROM (" + marked.sql(
            "row, site, captured, day, warc, extractor, profile, language, words") + ") JOIN plan USING (row) WHERE kept")

        def rows(sql: str) -> list[Any]:
            return db.execute(sql).fetchall()

        def share(column: str, missing: str = "NULL") -> list[tuple[str, int]]:
            return rows(f"SELECT coalesce({column}, {missing}) AS name, count(*) FROM kept WHERE name IS NOT NULL "
                        "GROUP BY name ORDER BY 2 DESC, 1")

        def clusters(column: str) -> tuple[int, int]:
            found: tuple[int, int] = rows(f"SELECT count(DISTINCT {column}), count({column}) FROM plan")[0]
            return found
        [(kept, words, undated, first, last)] = rows("SELECT count(*), coalesce(sum(words), 0)::BIGINT, count(*) FILTER "
                                                     "(WHERE day IS NULL), min(day)::VARCHAR, max(day)::VARCHAR FROM kept")
        return Numbers(
            sum(count for site in gathered for _, _, count in site.weeks), marked.total, kept, words,
            sum(site.unreadable for site in gathered), undated, first or "", last or "",
            dict(rows("SELECT split, count(*) FROM kept GROUP BY split ORDER BY split")),
            rows("SELECT site, count(*), coalesce(min(day)::VARCHAR, ''), coalesce(max(day)::VARCHAR, '') FROM kept "
                 "GROUP BY site ORDER BY site"),
            share("language", "'und'"), share("extractor"), share("profile"),
            rows("SELECT warc, count(*) FROM kept WHERE warc IS NOT NULL GROUP BY warc ORDER BY warc"),
            clusters("exact_cluster"), clusters("near_cluster"), share("wire_agency"),
            rows(f"SELECT site, {_WEEK}, count(*) FROM kept GROUP BY ALL ORDER BY ALL"))


def coverage(found: Numbers, gathered: Sequence[Gathered]) -> Iterator[tuple[str, str, str, int]]:
    """Site, week (its Monday), what, how many: what the archive has, what is in the dataset, and how visits of links ended, so that
    what is missing and why can be seen."""
    kept = {(site, week): count for site, week, count in found.weeks}
    for site in gathered:
        left = dict(site.left)
        for week, there, asked in site.weeks:
            policy, in_it = left.get(week, 0), kept.get((site.site, week), 0)
            for what, count in (("article: in the archive", there), ("article: not asked for", there - asked),
                                ("article: left out by the policy", policy),
                                ("article: near duplicate left out", asked - policy - in_it), ("article: in the dataset", in_it)):
                if count or what.endswith(("archive", "dataset")):
                    yield site.site, week, what, count
        yield from ((site.site, week, what, count) for week, what, count in site.visits)
