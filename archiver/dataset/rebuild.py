"""A dataset that was shared without its text, made whole again by who holds the archive.

Nothing here extracts: a text is taken from the archive's articles, and only if its digest is the one in the row.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from archiver.dataset import manifest
from archiver.dataset.card import COVERAGE
from archiver.dataset.columns import shown
from archiver.dataset.export import Say, papers
from archiver.dataset.folder import whole
from archiver.dataset.manifest import Manifest
from archiver.dataset.mapping import Here, Mapping
from archiver.dataset.numbers import Numbers
from archiver.dataset.shards import Shard, schema_of, write
from archiver.dataset.spec import Spec
from archiver.errors import DatasetError, NotFound
from archiver.model import Article
from archiver.store import Archive

_BATCH = 1_000


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """How many rows have their text again, and the ids of those whose text this archive does not have."""

    path: Path
    rows: int
    missing: tuple[str, ...]


def rebuild(root: Path, path: Path, target: Path, *, on: Mapping | None = None, say: Say = lambda _: None) -> Rebuilt:
    """Makes the dataset with its text in `target`. Raises DatasetError where it is whole, or a row's text is not to be had."""
    told = manifest.read(path)
    for fault in manifest.damaged(told):
        raise DatasetError(f"the dataset is not as its manifest says: {fault}", where=str(told.path))
    if told.spec.text:
        raise DatasetError("this dataset has its text", where=str(told.path), cure="archiver export --check compares it")
    spec = replace(told.spec, text=True)
    rows, missing = 0, []
    with whole(target) as part:
        work = FillShard(root.resolve(), told.path.parent.resolve(), part.resolve(), spec)
        for count, without in (on or Here()).map(work, _shards(told)):
            rows += count
            missing += without
            say(f"{rows:,} rows")
        if missing:
            raise DatasetError(f"{len(missing):,} of {rows:,} rows have no article with that text here, the first is {missing[0]}",
                               where=str(root), cure="archiver reextract with the extractor that the manifest names, "
                               "or ask for the WARCs it lists")
        shutil.copy(told.path.parent / COVERAGE, part / COVERAGE)
        papers(part, spec, told.state, _numbers(told))
    return Rebuilt(target, rows, tuple(missing))


def _shards(told: Manifest) -> Iterator[Shard]:
    for name in sorted(told.files):
        if name.startswith("data/"):
            split, number, _, of = name.removeprefix("data/").removesuffix(".parquet").rsplit("-", 3)
            yield Shard(split, int(number), int(of), 0)


def _numbers(told: Manifest) -> Numbers:
    """The numbers as the manifest keeps them."""
    data: dict[str, Any] = {
        key: [tuple(item) if isinstance(item, list) else item for item in value] if isinstance(value, list) else value
        for key, value in told.data["numbers"].items()}
    data |= {"exact": tuple(data["exact"]), "near": tuple(data["near"])}
    return Numbers(**data)


@dataclass(frozen=True)
class FillShard:
    """The work for one shard: its rows with the text that the archive has; how many rows, and the ids of those without."""

    root: Path
    source: Path
    target: Path
    spec: Spec

    @cached_property
    def _archive(self) -> Archive:
        return Archive(self.root)

    def __call__(self, shard: Shard) -> tuple[int, list[str]]:
        columns = shown(True)
        schema = schema_of(columns, self.spec)
        texts = tuple(column.name for column in columns if column.text)
        rows = 0
        missing: list[str] = []

        def batches() -> Iterator[pa.RecordBatch]:
            nonlocal rows
            for batch in pq.ParquetFile(self.source / "data" / f"{shard.stem}.parquet").iter_batches(_BATCH):
                found = batch.to_pylist()
                rows += len(found)
                for row in found:
                    article = self._article(row)
                    if article is None:
                        missing.append(row["id"])
                    told = article.to_dict() if article else {}
                    row.update({name: told.get(name) for name in texts})
                yield pa.RecordBatch.from_pylist(found, schema=schema)
        write(self.target, shard, self.spec, batches())
        return rows, missing

    def _article(self, row: dict[str, Any]) -> Article | None:
        """The version of the row's article whose text has the row's digest."""
        try:
            versions = self._archive.history(row["id"], row["site"])
        except NotFound:
            return None
        return next((a for a in versions if hashlib.sha256(f"{a.title}\n{a.body}".encode()).hexdigest() == row["text_digest"]), None)
