"""Two exports side by side: which articles came, went and changed, and why.

Nothing here judges which of the two is better.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from archiver.dataset import manifest
from archiver.dataset.columns import LABELS
from archiver.dataset.duck import READING, duck, quoted
from archiver.dataset.manifest import Manifest
from archiver.store.tombstones import ALL, tombstones
from archiver.urls import link_key

_LABELS = {column.name for column in LABELS}
_KNOWN = ("site", "url", "version", "captured", "record_id", "extractor", "profile", "warc")


@dataclass(frozen=True, slots=True)
class Change:
    """One article that is not the same in both: `came`, `went` or `changed`, the reason, and which columns differ."""

    id: str
    site: str
    url: str
    what: str
    why: str
    columns: tuple[str, ...] = ()


def compare(one: Path, other: Path, root: Path | None = None) -> Iterator[Change]:
    """Changes from one export to the other, by id; `root` is the archive, whose take-downs are a reason to have gone."""
    a, b = manifest.read(one), manifest.read(other)
    reasons = _Reasons(a, b, root)
    names = [name for name in pq.read_schema(_first(a)).names if name in set(pq.read_schema(_first(b)).names)]
    sides = ", ".join(f"{side}.{name} AS {side}_{name}" for side in "ab" for name in ("id", *_KNOWN))
    changed = ", ".join(f"CASE WHEN a.{name} IS DISTINCT FROM b.{name} THEN {quoted(name)} END" for name in names if name != "id")
    with tempfile.TemporaryDirectory(prefix="archiver-compare-") as work, duck(Path(work), memory=READING) as db:
        found = db.execute(f"""SELECT {sides}, list_filter([{changed}], lambda name: name IS NOT NULL) AS differ
            FROM {_table(a)} AS a FULL JOIN {_table(b)} AS b ON a.id = b.id
            WHERE a.id IS NULL OR b.id IS NULL OR len(differ) > 0 ORDER BY coalesce(a.id, b.id)""")
        keys = [item[0] for item in found.description or ()]
        while rows := found.fetchmany(1_000):
            for row in rows:
                yield reasons.change(dict(zip(keys, row, strict=True)))


def _first(told: Manifest) -> Path:
    return next(told.path.parent / name for name in sorted(told.files) if name.startswith("data/"))


def _table(told: Manifest) -> str:
    files = [quoted(told.path.parent / name) for name in sorted(told.files) if name.startswith("data/")]
    return f"read_parquet([{', '.join(files)}])"


class _Reasons:
    """Why an article is not the same: from the two manifests, the rows, and the archive's take-downs."""

    def __init__(self, a: Manifest, b: Manifest, root: Path | None) -> None:
        self.a, self.b, self.root = a, b, root
        self.asked = {key for key, value in a.spec.to_dict().items() if b.spec.to_dict()[key] != value} - {"name"}
        self._gone: dict[str, set[str]] = {}

    def change(self, row: dict[str, Any]) -> Change:
        """The change that a joined row shows."""
        if row["a_id"] is None:
            return Change(row["b_id"], row["b_site"], row["b_url"], "came", self._came(row))
        if row["b_id"] is None:
            return Change(row["a_id"], row["a_site"], row["a_url"], "went", self._went(row))
        differ = tuple(row["differ"])
        return Change(row["a_id"], row["a_site"], row["a_url"], "changed", self._changed(row, set(differ)), differ)

    def _came(self, row: dict[str, Any]) -> str:
        if f"{row['b_captured']:%Y-%m-%dT%H:%M:%S}" > self.a.state.until[:19]:
            return "late arrival: captured after the first export"
        if self.asked & {"query", "near_dup"}:
            return "asked otherwise"
        if self.a.state.sizes.get(row["b_site"]) != self.b.state.sizes.get(row["b_site"]):
            return "late arrival: captured before the first export, read into the archive after it"
        return "selected now: another row of its cluster went"

    def _went(self, row: dict[str, Any]) -> str:
        gone = self._taken_down(row["a_site"])
        if ALL in gone or link_key(row["a_url"]) in gone:
            return "taken down"
        if self.asked & {"query", "near_dup"}:
            return "asked otherwise"
        if row["a_site"] not in self.b.state.sizes:
            return "its outlet is no longer in the archive"
        return "no longer selected: a newer reading does not answer the query, or its cluster changed"

    def _changed(self, row: dict[str, Any], differ: set[str]) -> str:
        if row["a_record_id"] != row["b_record_id"]:
            return "the page changed and was captured again"
        if row["a_extractor"] != row["b_extractor"]:
            return f"new extractor: {row['a_extractor']} before, {row['b_extractor']} now"
        if row["a_profile"] != row["b_profile"]:
            return "new profile of the site"
        if differ <= _LABELS:
            return "labels only: other articles of its cluster came or went"
        return "read again by the same extractor: rules or pictures changed"

    def _taken_down(self, site: str) -> set[str]:
        if site not in self._gone:
            self._gone[site] = {key for key, _, _ in tombstones(self.root / site)} if self.root else set()
        return self._gone[site]
