"""A dataset made again from its manifest, and held against it: identical, or the first difference in words.

Nothing here changes the dataset or the archive.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from archiver.dataset import manifest
from archiver.dataset.export import Say, make
from archiver.dataset.folder import room, sha256
from archiver.dataset.manifest import Manifest
from archiver.dataset.mapping import Here, Mapping

_BATCH = 1_000
_SHOWN = 120


@dataclass(frozen=True, slots=True)
class Checked:
    """How a check ended: how many files were made again and were the same; `difference` is empty where all were."""

    files: int
    difference: str = ""


def check(root: Path, path: Path, *, on: Mapping | None = None, say: Say = lambda _: None, work: Path | None = None) -> Checked:
    """Makes the dataset of a manifest again from the archive at `root`, in a folder of its own, and compares."""
    told = manifest.read(path)
    for fault in manifest.damaged(told):
        return Checked(0, f"the dataset itself is not whole: {fault}")
    with tempfile.TemporaryDirectory(prefix="archiver-check-", dir=work) as folder, room(Path(folder)):
        fresh = Path(folder).resolve() / told.spec.name
        fresh.mkdir()
        make(root.resolve(), told.spec, told.state, fresh, on=on or Here(), say=say)
        again = manifest.read(fresh)
        # Data first: what is different in a paper is mostly a number of them.
        for name in sorted(told.files, key=lambda name: (not name.startswith("data/"), name)):
            if again.files.get(name) != told.files[name]:
                return Checked(0, _difference(told, again, name))
        for name in sorted(set(again.files) - set(told.files)):
            return Checked(0, f"{name}: only in the rebuild")
    return Checked(len(told.files))


def _difference(told: Manifest, again: Manifest, name: str) -> str:
    """The first difference in one file, and what of the software is another."""
    one, other = told.path.parent / name, again.path.parent / name
    if not other.is_file():
        said = f"{name}: not in the rebuild"
    elif name.endswith(".parquet"):
        said = f"{name}: {_in_rows(one, other)}"
    else:
        said = f"{name}: {_in_lines(one, other)}"
    moved = [f"{key} {before}, now {again.software.get(key)}" for key, before in told.software.items()
             if again.software.get(key) != before]
    return said + (f" (made with {'; '.join(moved)})" if moved else "")


def _in_rows(one: Path, other: Path) -> str:
    for number, (a, b) in enumerate(zip_longest(_rows(one), _rows(other))):
        if a is None or b is None:
            row = a or b or {}
            return f"row {number}: {row.get('id')} is only in the {'dataset' if a else 'rebuild'}: {row.get('url')}"
        if a.get("id") != b.get("id"):
            return f"row {number}: {a.get('id')} ({a.get('url')}) in the dataset, {b.get('id')} ({b.get('url')}) in the rebuild"
        for key in a.keys() | b.keys() if a != b else ():
            if a.get(key) != b.get(key):
                return f"row {number}, {a.get('id')}, {key}: {_short(a.get(key))} in the dataset, {_short(b.get(key))} in the rebuild"
    return "the rows are the same, their bytes in the file are not"


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    for batch in pq.ParquetFile(path).iter_batches(_BATCH):
        yield from batch.to_pylist()


def _in_lines(one: Path, other: Path) -> str:
    with one.open("rb") as a, other.open("rb") as b:
        for number, (left, right) in enumerate(zip_longest(a, b, fillvalue=b""), 1):
            if left != right:
                return (f"line {number}: {_short(left.decode('utf-8', 'replace'))} in the dataset, "
                        f"{_short(right.decode('utf-8', 'replace'))} in the rebuild")
    return f"other bytes: {sha256(one)[:12]} and {sha256(other)[:12]}"


def _short(value: Any) -> str:
    said = repr(value)
    return said if len(said) <= _SHOWN else f"{said[:_SHOWN]}..."
