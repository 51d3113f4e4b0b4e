"""The catalog rebuilt from WARCs and article lines alone, put in place of the old one, and compared with it.

Nothing here reads a page; links that were never fetched are in no log and are carried over from the old catalog.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from archiver.errors import ArchiveError, NotFound
from archiver.store.catalog import Catalog
from archiver.store.lock import Lock
from archiver.store.recovery import recover
from archiver.store.rows import Recovery
from archiver.store.tables import TABLES

NEW = "catalog.sqlite.new"


@dataclass(frozen=True, slots=True)
class Reindexed:
    """What was taken in, links carried over, and by table how many rows only the old and only the new catalog had."""

    taken: Recovery
    carried: int = 0
    compared: bool = False
    differences: dict[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """The work in one line."""
        taken = self.taken
        said = (f"{taken.site}: {taken.captures:,} captures, {taken.articles:,} article lines and {taken.outcomes:,} "
                f"outcomes read; {self.carried:,} waiting links carried over")
        if not self.compared:
            return f"{said}; there was no old catalog to compare with"
        other = ", ".join(f"{table}: {a} only in the old, {b} only in the new" for table, (a, b) in
                          self.differences.items())
        return f"{said}; {other or 'equal to the catalog it replaces'}"


def reindex(root: Path | str, site: str) -> Reindexed:
    """Rebuilds a site's catalog; raises NotFound where there is no such site, ArchiveBusy where one writes to it."""
    folder = Path(root) / site
    if not (folder / "warc").is_dir() and not (folder / "articles").is_dir():
        raise NotFound("no such site in the archive", where=str(folder))
    lock = Lock(folder / ".lock")
    lock.take()
    try:
        return _rebuilt(folder, site)
    finally:
        lock.release()


def _rebuilt(folder: Path, site: str) -> Reindexed:
    _remove(folder / NEW)
    old = _old(folder / "catalog.sqlite", site)
    new = Catalog(folder / NEW, site, write=True)
    try:
        taken = recover(folder, new)
        carried = _carry_over(old, new) if old else 0
        differences = _compare(old, new) if old else {}
    finally:
        if old:
            old.close()
        new.close()
    _remove(folder / "catalog.sqlite", "-wal", "-shm")      # of the old one, which closing has made whole
    (folder / NEW).rename(folder / "catalog.sqlite")
    return Reindexed(taken, carried, old is not None, differences)


def _old(path: Path, site: str) -> Catalog | None:
    """The catalog there is; None where there is none, or none that can be read."""
    try:
        catalog = Catalog(path, site, write=True) if path.is_file() else None
        if catalog:
            catalog.outcomes()
    except ArchiveError:
        return None
    return catalog


def _carry_over(old: Catalog, new: Catalog) -> int:
    """Links that wait are in no log; where they waited before, they wait again."""
    count = 0
    for row in old.links():
        if row.state != "done":
            count += new.wait_as(row)
    new.commit()
    return count


def _compare(old: Catalog, new: Catalog) -> dict[str, tuple[int, int]]:
    old.give_all_back()
    found = {}
    for table in TABLES:
        before, after = set(old.rows(table)), set(new.rows(table))
        if before != after:
            found[table] = (len(before - after), len(after - before))
    old.rollback()
    return found


def _remove(path: Path, *endings: str) -> None:
    for ending in endings or ("", "-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
