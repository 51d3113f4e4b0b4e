"""The last step of an export, shard by shard: rows joined with their labels, written in every format that is asked for.

Nothing here decides what a row says. A piece of work is one shard; its bytes do not depend on who writes it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from archiver.dataset import huggingface
from archiver.dataset.columns import LABELS, Column, shown
from archiver.dataset.duck import duck, quoted
from archiver.dataset.flat import CsvRows, JsonRows, Writer
from archiver.dataset.gather import file_of
from archiver.dataset.spec import Spec
from archiver.dataset.tei import TeiRows

_GROUP = 5_000
_WRITERS: dict[str, tuple[str, type[Writer]]] = {
    "jsonl": ("jsonl.gz", JsonRows), "csv": ("csv.gz", CsvRows), "tei": ("xml", TeiRows)}


@dataclass(frozen=True, slots=True)
class Shard:
    """One file's worth of rows."""

    split: str
    number: int
    of: int
    rows: int

    @property
    def stem(self) -> str:
        """Its files' name, as Hugging Face has it."""
        return f"{self.split}-{self.number:05}-of-{self.of:05}"


def shards(work: Path, plan: Path) -> list[Shard]:
    """The shards of a plan, the splits in their order; a split without rows has none."""
    with duck(work / "spill" / "shards") as db:
        found = db.execute(f"""SELECT split, shard, count(*) FROM read_parquet({quoted(plan)}) WHERE kept
            GROUP BY split, shard ORDER BY split, shard""").fetchall()
    of = {split: 1 + max(number for name, number, _ in found if name == split) for split, _, _ in found}
    return [Shard(split, number, of[split], rows) for split, number, rows in found]


@dataclass(frozen=True)
class WriteShard:
    """The work for one shard: its files, below `target`."""

    work: Path
    plan: Path
    target: Path
    spec: Spec

    def __call__(self, shard: Shard) -> Shard:
        columns = shown(self.spec.text)
        schema = schema_of(columns, self.spec)
        write(self.target, shard, self.spec, self._batches(shard, columns, schema))
        pa.default_memory_pool().release_unused()     # 60 MB, which a worker would keep until its next shard
        return shard

    def _batches(self, shard: Shard, columns: tuple[Column, ...], schema: pa.Schema) -> Iterator[pa.RecordBatch]:
        """The shard's rows, site after site, in the order of the whole."""
        labels = {column.name for column in LABELS}
        with duck(self.work / "spill" / shard.stem) as db:
            plan = db.sql(f"""SELECT site, n, {", ".join(labels)} FROM read_parquet({quoted(self.plan)})
                WHERE kept AND split = {quoted(shard.split)} AND shard = {shard.number} ORDER BY row""").to_arrow_table()
        at = 0
        for site, same in groupby(plan.column("site").to_pylist()):
            part, at = plan.slice(at, count := len(list(same))), at + count
            for batch, told in _numbered(file_of(self.work, "rows", site), part):
                arrays = [(told if column.name in labels else batch).column(column.name) for column in columns]
                yield pa.Table.from_arrays([array.cast(field.type) for array, field in zip(arrays, schema, strict=True)],
                                           schema=schema).combine_chunks().to_batches()[0]


def _numbered(path: Path, plan: pa.Table) -> Iterator[tuple[pa.RecordBatch, pa.Table]]:
    """The rows of a site that a plan, in their order, names by number; with the plan's own rows. Only the groups of rows
    in which there are some are read, one at a time."""
    numbers = plan.column("n").to_pylist()
    with pq.ParquetFile(path) as file:
        first = at = 0
        for group in range(file.num_row_groups):
            behind = first + file.metadata.row_group(group).num_rows
            end = bisect_left(numbers, behind, at)
            if end > at:
                yield file.read_row_group(group).take([number - first for number in numbers[at:end]]), plan.slice(at, end - at)
            first, at = behind, end


def write(target: Path, shard: Shard, spec: Spec, batches: Iterable[pa.RecordBatch]) -> None:
    """Writes the files of a shard from its rows, in every format of the spec."""
    columns = shown(spec.text)
    schema = schema_of(columns, spec)
    with ExitStack() as stack:
        parquet = stack.enter_context(pq.ParquetWriter(
            _file(target, "data", shard, "parquet"), schema, compression="zstd", compression_level=6))
        others = [stack.enter_context(kind(_file(target, name, shard, ending), columns))
                  for name, (ending, kind) in _WRITERS.items() if name in spec.formats]
        for batch in regrouped(batches, schema):
            parquet.write_batch(batch, row_group_size=_GROUP)
            rows = batch.to_pylist() if others else []
            for other in others:
                other.write(rows)


def _file(target: Path, folder: str, shard: Shard, ending: str) -> Path:
    path = target / folder / f"{shard.stem}.{ending}"
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def regrouped(batches: Iterable[pa.RecordBatch], schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    """The same rows in groups of one size, whatever the batches were: so the bytes of a file are the same too."""
    pieces: list[pa.RecordBatch] = []
    for batch in batches:
        pieces.append(batch)
        if sum(map(len, pieces)) >= _GROUP:
            table = pa.Table.from_batches(pieces, schema).combine_chunks()
            whole = len(table) // _GROUP * _GROUP
            yield from table.slice(0, whole).to_batches(max_chunksize=_GROUP)
            pieces = table.slice(whole).to_batches()
    yield from pa.Table.from_batches(pieces, schema).combine_chunks().to_batches(max_chunksize=_GROUP)


def schema_of(columns: tuple[Column, ...], spec: Spec) -> pa.Schema:
    """The Arrow schema with each column's meaning, and for Hugging Face with its own words."""
    with duck() as db:
        empty = db.sql("SELECT " + ", ".join(f'NULL::{column.kind} AS "{column.name}"' for column in columns)).to_arrow_reader(1)
        found: list[Any] = list(empty.schema)
    fields = [pa.field(field.name, field.type, metadata={"description": column.doc})
              for field, column in zip(found, columns, strict=True)]
    more = huggingface.schema_metadata(columns) if "hf" in spec.formats else {}
    return pa.schema(fields, metadata=more or None)
