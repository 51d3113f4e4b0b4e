"""The first step of an export, site by site: the rows that the query finds, and the marks that duplicates are known by.

Nothing here looks at two sites at once: a piece of work is one site, whichever worker does it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Literal

import pyarrow as pa
import pyarrow.parquet as pq

from archiver.dataset import near
from archiver.dataset.accepted import accepted_then
from archiver.dataset.columns import COLUMNS, RIGHTS
from archiver.dataset.duck import QUERY, READING, duck, read_lines, stream
from archiver.dataset.policy import Policy, left_out, stated
from archiver.dataset.spec import Spec
from archiver.dataset.state import State
from archiver.extract.credits.agencies import known
from archiver.model import Article, Provenance
from archiver.query import to_sql
from archiver.rights import Rights
from archiver.store import Archive

BATCH = 1_000
MARKS = pa.schema([
    ("n", pa.int64()), ("id", pa.string()), ("captured", pa.timestamp("us", "UTC")), ("day", pa.date32()),
    ("warc", pa.string()), ("extractor", pa.string()), ("profile", pa.string()), ("language", pa.string()),
    ("agency", pa.string()), ("words", pa.int64()), ("exact", pa.string()), ("sequences", pa.int64()),
    *((f"band{number}", pa.int64()) for number in range(near.BANDS)),
])
_MONDAY = "coalesce(strftime(date_trunc('week', try_cast(substr(provenance.captured, 1, 10) AS DATE)), '%Y-%m-%d'), '')"


@dataclass(frozen=True, slots=True)
class Gathered:
    """What a site gave: rows, lines that could not be read, by week of capture the articles there and selected, how
    many the policy left out, and how visits of its links ended (`page: gated`)."""

    site: str
    rows: int
    unreadable: int
    weeks: tuple[tuple[str, int, int], ...]
    left: tuple[tuple[str, int], ...] = ()
    visits: tuple[tuple[str, str, int], ...] = ()


@dataclass(frozen=True)
class Gather:
    """The work for one site, as the archive was in a state."""

    root: Path
    work: Path
    spec: Spec
    state: State

    def __call__(self, site: str) -> Gathered:
        with Archive(self.root) as archive:
            lines = accepted_then(archive, site, self.work / "lines", self.state.sizes.get(site, {}))
            visits: Counter[tuple[str, str]] = Counter()
            for day, kind, outcome, number in archive.ends(site, until=self.state.until):
                visits[_monday(day), f"{kind}: {outcome}"] += number
        condition, values = to_sql(self.spec.condition, QUERY)
        with duck(self.work / "spill" / site, memory=READING) as db:
            read_lines(db, lines.files, lines.longest)
            weeks = db.execute(f"SELECT {_MONDAY} AS week, count(*), count(*) FILTER (WHERE {condition}) FROM line "
                               "WHERE id IS NOT NULL GROUP BY week ORDER BY week", list(values)).fetchall()
            columns = ", ".join(f'({column.sql})::{column.kind} AS "{column.name}"' for column in COLUMNS)
            heeded = _Heeded(self.root, self.spec.policy)
            rows = _write(self.work, site, map(heeded, stream(
                db, f"SELECT {columns} FROM line WHERE id IS NOT NULL AND {condition}", values, BATCH)))
        (self.work / "lines" / f"{site}.jsonl").unlink()
        read = sum(there for _, there, _ in weeks)
        return Gathered(site, rows, lines.count - read, tuple(weeks), tuple(sorted(heeded.left.items())),
                        tuple((week, what, count) for (week, what), count in sorted(visits.items())))


class _Heeded:
    """A policy at work: batches come back with what was stated, without what the policy leaves out; `left` counts it."""

    def __init__(self, root: Path, policy: Policy) -> None:
        self.policy = policy
        self.left: Counter[str] = Counter()
        self._rights = Rights(Archive(root))

    def __call__(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        if self.policy == "all":
            return batch
        names = ("id", "url", "site", "warc", "warc_offset", "captured")
        found = [stated(self._rights, _place(row)) for row in batch.select(names).to_pylist()]
        stays = [not left_out(self.policy, *said) for said in found]
        for keep, captured in zip(stays, batch.column("captured").to_pylist(), strict=True):
            self.left.update([] if keep else [_monday(captured.isoformat())])
        at = batch.schema.get_field_index(RIGHTS)
        said = pa.array([[*a, *b] for a, b in found], batch.schema.field(at).type)
        return batch.set_column(at, batch.schema.field(at), said).filter(pa.array(stays))


def _place(row: dict[str, Any]) -> Article:
    """As much of an article as tells where its page and the files about it lie."""
    return Article(row["id"], row["url"], row["url"], row["site"], "", provenance=Provenance(
        row["warc"], row["warc_offset"], captured=row["captured"].isoformat()))


def _monday(time: str) -> str:
    day = date.fromisoformat(time[:10])
    return (day - timedelta(days=day.weekday())).isoformat()


def _write(work: Path, site: str, batches: Iterator[pa.RecordBatch]) -> int:
    """Writes rows, marks and signatures as they come; how many there are."""
    count = 0
    rows: pq.ParquetWriter | None = None
    with (pq.ParquetWriter(file_of(work, "marks", site), MARKS, compression="zstd") as marks,
          file_of(work, "signatures", site).open("wb") as signatures):
        for batch in batches:
            rows = rows or pq.ParquetWriter(file_of(work, "rows", site), batch.schema, compression="zstd", compression_level=1)
            found = [near.marks(body or "") for body in batch.column("body").to_pylist()]
            rows.write_batch(batch)
            marks.write_batch(_marks(count, batch, found))
            signatures.writelines(mark.signature if mark else bytes(near.SIGNATURE) for mark in found)
            count += len(batch)
    if rows:
        rows.close()
    return count


def file_of(work: Path, kind: Literal["rows", "marks", "signatures"], site: str) -> Path:
    """Where rows, marks (both Parquet) or signatures (one after another) of a site lie; row `n` is the one at place n."""
    path = work / kind / f"{site}.{'bin' if kind == 'signatures' else 'parquet'}"
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def _marks(first: int, batch: pa.RecordBatch, found: list[near.Marks | None]) -> pa.RecordBatch:
    data: dict[str, Any] = {name: batch.column(name) for name in ("id", "captured", "warc", "extractor", "profile", "language")}
    data |= {"n": list(range(first, first + len(batch))), "day": batch.column("published_day"), "words": batch.column("word_count"),
             "agency": [next((name for name in names or () if known(name)), None)
                        for names in batch.column("organisations").to_pylist()]}
    for name in ("exact", "sequences"):
        data[name] = [getattr(mark, name) if mark else None for mark in found]
    for number in range(near.BANDS):
        data[f"band{number}"] = [mark.bands[number] if mark else None for mark in found]
    return pa.RecordBatch.from_pydict(data, schema=MARKS)
