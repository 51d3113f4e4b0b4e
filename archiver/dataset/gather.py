"""The first step of an export, site by site: the rows that the query finds, and the marks that duplicates are known by.

Nothing here looks at two sites at once: a piece of work is one site, whichever worker does it.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from archiver.dataset import near
from archiver.dataset.accepted import Sizes, accepted
from archiver.dataset.columns import COLUMNS
from archiver.dataset.duck import QUERY, duck, read_lines, stream
from archiver.extract.credits.agencies import known
from archiver.query import parse, to_sql
from archiver.store import Archive

BATCH = 1_000
MARKS = pa.schema([
    ("n", pa.int64()), ("id", pa.string()), ("captured", pa.timestamp("us", "UTC")), ("day", pa.date32()),
    ("warc", pa.string()), ("extractor", pa.string()), ("profile", pa.string()), ("language", pa.string()),
    ("agency", pa.string()), ("words", pa.int64()), ("exact", pa.string()), ("sequences", pa.int64()),
    ("signature", pa.binary()), *((f"band{number}", pa.int64()) for number in range(near.BANDS)),
])
_MONDAY = "coalesce(strftime(date_trunc('week', try_cast(substr(provenance.captured, 1, 10) AS DATE)), '%Y-%m-%d'), '')"


@dataclass(frozen=True, slots=True)
class Gathered:
    """What a site gave: rows, lines that could not be read, by week of capture the articles there and selected, and by
    week how visits of its pages ended."""

    site: str
    rows: int
    unreadable: int
    weeks: tuple[tuple[str, int, int], ...]
    visits: tuple[tuple[str, str, int], ...] = ()


@dataclass(frozen=True)
class Gather:
    """The work for one site. `sizes`: by site, how far its article files are read; `until`: which visits count."""

    root: Path
    work: Path
    query: str
    sizes: Mapping[str, Sizes]
    until: str

    def __call__(self, site: str) -> Gathered:
        with Archive(self.root) as archive:
            lines = accepted(archive, site, self.work / "lines", sizes=self.sizes.get(site, {}), copy=True)
            visits = Counter((_monday(v.ended), str(v.outcome)) for v in archive.visits(site, until=self.until)
                             if v.kind == "page")
        condition, values = to_sql(parse(self.query), QUERY)
        with duck(self.work / "spill" / site) as db:
            read_lines(db, lines.files, lines.longest)
            weeks = db.execute(f"SELECT {_MONDAY} AS week, count(*), count(*) FILTER (WHERE {condition}) FROM line "
                               "WHERE id IS NOT NULL GROUP BY week ORDER BY week", list(values)).fetchall()
            columns = ", ".join(f'({column.sql})::{column.kind} AS "{column.name}"' for column in COLUMNS)
            rows = _write(self.work, site, stream(
                db, f"SELECT {columns} FROM line WHERE id IS NOT NULL AND {condition} ORDER BY captured, id, version",
                values, BATCH))
        shutil.rmtree(self.work / "lines" / site, ignore_errors=True)
        read = sum(there for _, there, _ in weeks)
        return Gathered(site, rows, lines.count - read, tuple(weeks),
                        tuple((week, outcome, count) for (week, outcome), count in sorted(visits.items())))


def _monday(time: str) -> str:
    day = date.fromisoformat(time[:10])
    return (day - timedelta(days=day.weekday())).isoformat()


def _write(work: Path, site: str, batches: Iterator[pa.RecordBatch]) -> int:
    """Writes rows and marks as they come; how many there are."""
    count = 0
    rows: pq.ParquetWriter | None = None
    with pq.ParquetWriter(_file(work, "marks", site), MARKS, compression="zstd") as marks:
        for batch in batches:
            rows = rows or pq.ParquetWriter(_file(work, "rows", site), pa.schema(
                [("n", pa.int64()), *batch.schema]), compression="zstd", compression_level=1)
            numbers = pa.array(range(count, count + len(batch)), pa.int64())
            rows.write_batch(pa.RecordBatch.from_arrays([numbers, *batch.columns], schema=rows.schema))
            marks.write_batch(_marks(count, batch))
            count += len(batch)
    if rows:
        rows.close()
    return count


def _file(work: Path, kind: str, site: str) -> Path:
    path = work / kind / f"{site}.parquet"
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def _marks(first: int, batch: pa.RecordBatch) -> pa.RecordBatch:
    data: dict[str, Any] = {name: batch.column(name) for name in ("id", "captured", "warc", "extractor", "profile", "language")}
    found = [near.marks(body or "") for body in batch.column("body").to_pylist()]
    data |= {"n": list(range(first, first + len(batch))), "day": batch.column("published_day"), "words": batch.column("word_count"),
             "agency": [next((name for name in names or () if known(name)), None)
                        for names in batch.column("organisations").to_pylist()]}
    for name in ("exact", "sequences", "signature"):
        data[name] = [getattr(mark, name) if mark else None for mark in found]
    for number in range(near.BANDS):
        data[f"band{number}"] = [mark.bands[number] if mark else None for mark in found]
    return pa.RecordBatch.from_pydict(data, schema=MARKS)
