"""Near duplicates over the whole selection: pairs that share a band, held against their signatures, and what hangs together.

Nothing here reads a text. A piece of work is some bands; the result does not depend on who looks at which. Of a row, four bytes
are in memory: its parent. Its signature is read from a file when it is needed.
"""

from __future__ import annotations

import os
import shutil
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from archiver.dataset import near
from archiver.dataset.duck import duck, quoted, stream
from archiver.dataset.gather import file_of
from archiver.dataset.mapping import Mapping

_BATCH = 1_000
_ALONE = -1                  # the parent of a row that is like no other
_GROUPS = 5                  # pieces of work that the bands fall into
_CLUSTERS = pa.schema([("row", pa.int64()), ("root", pa.int64())])
_OVERLAPS = pa.schema([("row", pa.int64()), ("overlap", pa.float32())])


@dataclass(frozen=True)
class Marked:
    """The marks of all sites as one table, each row with its number in the whole: sites by name, rows as gathered."""

    work: Path
    sites: tuple[tuple[str, int], ...]      # name, rows

    @property
    def total(self) -> int:
        """How many rows there are."""
        return sum(rows for _, rows in self.sites)

    def sql(self, columns: str) -> str:
        """A SELECT of columns over all marks; `row` and `site` are among what can be named."""
        files, places, at = [], [], 0
        for site, rows in self.sites:
            if rows:
                path = quoted(file_of(self.work, "marks", site))
                files.append(path)
                places.append(f"({path}, {quoted(site)}, {at})")
            at += rows
        return (f"SELECT {columns} FROM (SELECT *, n + first AS row FROM read_parquet([{', '.join(files)}], filename = true) "
                f"JOIN (VALUES {', '.join(places)}) AS place (filename, site, first) USING (filename))")


class Signatures:
    """The signatures of all sites in one open file, where the number of a row is its place."""

    def __init__(self, file: int) -> None:
        self._file = file

    def __getitem__(self, row: int) -> bytes:
        return os.pread(self._file, near.SIGNATURE, row * near.SIGNATURE)


@contextmanager
def signatures(marked: Marked) -> Iterator[Signatures]:
    """Puts the sites' files together, and removes them."""
    whole = marked.work / "signatures.bin"
    with whole.open("wb") as out:
        for site, rows in marked.sites:
            if rows:
                part = file_of(marked.work, "signatures", site)
                with part.open("rb") as source:
                    shutil.copyfileobj(source, out)
                part.unlink()
    with whole.open("rb") as file:
        yield Signatures(file.fileno())
    whole.unlink()


@dataclass(frozen=True)
class Pairs:
    """The work for some bands: pairs of rows that share one, each with the first and the one before it that has the same."""

    marked: Marked

    def __call__(self, bands: tuple[int, ...]) -> list[Path]:
        folder = self.marked.work / "pairs"
        folder.mkdir(parents=True, exist_ok=True)
        files = [folder / f"{band}.parquet" for band in bands]
        with duck(self.marked.work / "spill" / f"bands-{bands[0]}") as db:
            for band, path in zip(bands, files, strict=True):
                db.execute(f"""COPY (
                    SELECT DISTINCT one, row AS other FROM (
                        SELECT row, unnest([first_value(row) OVER same, lag(row) OVER same]) AS one
                        FROM ({self.marked.sql(f"row, band{band} AS band")}) WHERE band IS NOT NULL
                        WINDOW same AS (PARTITION BY band ORDER BY row))
                    WHERE one < row) TO {quoted(path)} (FORMAT parquet)""")
        return files


def cluster(marked: Marked, on: Mapping) -> tuple[Path, Path]:
    """Two tables: rows with the root of their cluster, and rows with their overlap with the first of it."""
    clusters, overlaps = marked.work / "clusters.parquet", marked.work / "overlaps.parquet"
    groups = [tuple(range(first, near.BANDS, _GROUPS)) for first in range(_GROUPS)]
    files = [path for paths in on.map(Pairs(marked), groups) for path in paths]
    parents = array("i", [_ALONE]) * marked.total
    with signatures(marked) as signed:
        for one, other in _alike(marked, files, signed):
            _join(parents, one, other)
        with pq.ParquetWriter(clusters, _CLUSTERS) as out:
            for rows in _roots(parents):
                out.write_table(pa.table(rows, schema=_CLUSTERS))
        del parents
        with pq.ParquetWriter(overlaps, _OVERLAPS) as out:
            for batch in _overlaps(marked, clusters, signed):
                out.write_table(pa.table(batch, schema=_OVERLAPS))
    return clusters, overlaps


def _alike(marked: Marked, files: list[Path], signed: Signatures) -> Iterator[tuple[int, int]]:
    """The pairs whose signatures are as alike as the threshold asks."""
    listed = ", ".join(quoted(path) for path in files)
    with duck(marked.work / "spill" / "alike") as db:
        for batch in stream(db, f"SELECT DISTINCT one, other FROM read_parquet([{listed}])", size=_BATCH):
            for one, other in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                if near.jaccard(signed[one], signed[other]) >= near.THRESHOLD:
                    yield one, other


def _overlaps(marked: Marked, clusters: Path, signed: Signatures) -> Iterator[dict[str, list[int] | list[float]]]:
    """Each row of a cluster against the one captured first."""
    with duck(marked.work / "spill" / "overlaps") as db:
        for batch in stream(db, f"""WITH member AS (SELECT * FROM ({marked.sql("row, id, captured, sequences")})
                    JOIN read_parquet({quoted(clusters)}) USING (row)),
                first AS (SELECT root, min({{'captured': captured, 'id': id, 'row': row, 'sequences': sequences}}) AS first
                    FROM member GROUP BY root)
                SELECT row, sequences, first.row, first.sequences FROM member JOIN first USING (root)""", size=_BATCH):
            rows, *others = (column.to_pylist() for column in batch.columns)
            yield {"row": rows, "overlap": [near.overlap((signed[row], number), (signed[first], its_number))
                                            for row, number, first, its_number in zip(rows, *others, strict=True)]}


def _find(parents: array[int], row: int) -> int:
    while parents[row] != row:
        parents[row] = parents[parents[row]]
        row = parents[row]
    return row


def _join(parents: array[int], one: int, other: int) -> None:
    """Puts two rows into one cluster; its root is always the lowest row, so that the order of pairs does not matter."""
    for row in (one, other):
        if parents[row] == _ALONE:
            parents[row] = row
    low, high = sorted((_find(parents, one), _find(parents, other)))
    parents[high] = low


def _roots(parents: array[int]) -> Iterator[dict[str, list[int]]]:
    """Rows of clusters with their roots, by row, in batches."""
    for start in range(0, len(parents), _BATCH):
        rows = [row for row in range(start, min(start + _BATCH, len(parents))) if parents[row] != _ALONE]
        if rows:
            yield {"row": rows, "root": [_find(parents, row) for row in rows]}
