"""The search index kept equal to the archive: what the catalogs name is taken in, what they no longer name goes.

Nothing here searches. Only sites whose catalog has changed are looked at, and of those only lines that are not in the index
are read; so it can be called every few seconds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path

from archiver.errors import ArchiverError
from archiver.store.articles import read_article
from archiver.store.catalog import Catalog
from archiver.store.search.index import Place, SearchIndex

BATCH = 500                 # articles a transaction
Progress = Callable[[int, int], None]
Change = tuple[Place | None, Place | None]      # what the catalog says, what the index has


def index_site(root: Path, site: str, index: SearchIndex, progress: Progress | None = None) -> tuple[int, int]:
    """Makes the index of a site equal to its catalog; how many versions were taken in, and how many went."""
    path = root / site / "catalog.sqlite"
    stamp = _stamp(path)
    if index.stamp(site) == stamp:
        return 0, 0
    catalog = Catalog(path, site)
    fresh = gone = 0
    try:
        changes = _changes(_in_catalog(catalog), index.places(site))
        for number, batch in groupby(enumerate(changes), lambda item: item[0] // BATCH):
            put, removed = _batch(root, site, index, [change for _, change in batch])
            fresh, gone = fresh + put, gone + removed
            if progress:
                progress(fresh, (number + 1) * BATCH)
    finally:
        catalog.close()
    if gone:
        index.tidy()
    index.begin()
    index.commit(site, stamp)
    return fresh, gone


def forget_missing(root: Path, index: SearchIndex, sites: list[str]) -> int:
    """Takes sites out of the index that are no longer in the archive; how many."""
    missing = set(index.sites()) - set(sites)
    for site in missing:
        index.begin()
        index.remove_site(site)
        index.commit()
    if missing:
        index.tidy()
    return len(missing)


def _batch(root: Path, site: str, index: SearchIndex, changes: list[Change]) -> tuple[int, int]:
    put = removed = 0
    read = []
    for new, old in changes:
        try:
            read.append((new, old, read_article(root / site / "articles" / new.file, new.offset) if new else None))
        except ArchiverError:       # a line that a crash or a take-down has moved: the next look finds it
            continue
    index.begin()
    for new, old, article in read:
        if new and article:
            index.put(article, new)
            put += 1
        elif old:
            index.remove(old.id, old.version)
            removed += 1
    index.commit()
    return put, removed


def _in_catalog(catalog: Catalog) -> Iterator[Place]:
    for _, rows in groupby(catalog.article_rows("1"), lambda row: row.id):
        versions = list(rows)
        for row in versions:
            yield Place(row.id, row.version, row.file, row.offset, old=row is not versions[-1])


def _changes(wanted: Iterator[Place], held: Iterator[Place]) -> Iterator[Change]:
    """Both in the order of id and version, side by side: no more than one of each is in memory."""
    new, old = next(wanted, None), next(held, None)
    while new or old:
        if old is None or (new and (new.id, new.version) < (old.id, old.version)):
            yield new, None
            new = next(wanted, None)
        elif new is None or (new.id, new.version) > (old.id, old.version):
            yield None, old
            old = next(held, None)
        else:
            if new != old:
                yield new, old
            new, old = next(wanted, None), next(held, None)


def _stamp(path: Path) -> str:
    """What tells a changed catalog from an unchanged one, without opening it."""
    found = []
    for name in (path, path.with_name(f"{path.name}-wal")):
        try:
            stat = name.stat()
            found.append(f"{stat.st_ino}.{stat.st_mtime_ns}.{stat.st_size}")
        except FileNotFoundError:
            found.append("-")
    return " ".join(found)
