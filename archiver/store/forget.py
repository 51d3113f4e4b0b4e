"""Take-downs: a URL or a whole site goes out of the articles and is masked in every index; a tombstone stays.

Nothing here judges a request. The bytes in the WARCs stay where they are, and no index, page list or package shows
them; who must delete them too, deletes the WARC files and reindexes.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from archiver.errors import ArchiveError, NotFound
from archiver.store.articles import lines, parse_line, withdrawn
from archiver.store.catalog import Catalog
from archiver.store.lock import Lock
from archiver.store.recovery import recover
from archiver.store.tombstones import ALL, FILE
from archiver.urls import link_key


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What a take-down did: the keys it covers, and how many article lines and captures went out of sight."""

    site: str
    keys: tuple[str, ...]
    articles: int
    captures: int


def forget(root: Path | str, site: str, url: str = "", *, reason: str = "") -> Forgotten:
    """Forgets one URL in all its spellings, or with none the whole site; it is never collected again.

    Raises NotFound where the site is not in the archive, ArchiveBusy where a crawl is writing to it.
    """
    folder = Path(root) / site
    if not (folder / "catalog.sqlite").is_file():
        raise NotFound("no such site in the archive", where=str(folder))
    lock = Lock(folder / ".lock")
    lock.take()
    try:
        catalog = Catalog(folder / "catalog.sqlite", site, write=True)
        try:
            recover(folder, catalog)
            return _forget(folder, catalog, _keys(catalog, url), reason)
        finally:
            catalog.close()
    finally:
        lock.release()


def _keys(catalog: Catalog, url: str) -> tuple[str, ...]:
    """The URL's key, and those of the pages that call it their canonical one or were fetched for it."""
    if not url:
        return (ALL,)
    key = link_key(url)
    found = {key, *(row.key for row in catalog.article_rows("canonical_key = ?", (key,))),
             *(row.canonical_key for row in catalog.article_rows("key = ?", (key,))),
             *(row.key for row in catalog.captures("link_key = ?", (key,)))}
    return tuple(sorted(found))


def _forget(folder: Path, catalog: Catalog, keys: tuple[str, ...], reason: str) -> Forgotten:
    """The tombstone first: from then on nothing shows what is forgotten, wherever this is interrupted."""
    masked = sum(1 for row in catalog.captures() if ALL in keys or row.key in keys or row.link_key in keys)
    since = datetime.now(UTC).isoformat(timespec="seconds")
    _bury(folder, keys, since, reason)
    for key in keys:
        catalog.put_tombstone(key, since, reason)
    files = [p.name for p in sorted((folder / "articles").glob("*.jsonl")) if _holds(p, keys)]
    seen = [(r.id, r.version, r.last_seen) for r in catalog.article_rows("1") if r.file in files]
    for name in files:
        catalog.remove_articles("file = ?", (name,))
        catalog.put_log(f"articles/{name}", -1)
    catalog.commit()
    gone = sum(_without(folder / "articles" / name, keys) for name in files)
    recover(folder, catalog)
    for number, version, last in seen:
        catalog.see_article(number, version, last)
    catalog.commit()
    return Forgotten(catalog.site, keys, gone, masked)


def _bury(folder: Path, keys: Iterable[str], since: str, reason: str) -> None:
    with (folder / FILE).open("a", encoding="utf-8") as file:
        for key in keys:
            file.write(json.dumps({"key": key, "since": since, "reason": reason}, ensure_ascii=False) + "\n")
        file.flush()
        os.fsync(file.fileno())


def _holds(path: Path, keys: tuple[str, ...]) -> bool:
    """Whether a file has lines of the keys: looked up in it, as an interrupted take-down left the catalog without."""
    return any(_speaks_of(line, keys) for _, line in lines(path))


def _speaks_of(line: bytes, keys: tuple[str, ...]) -> bool:
    article, taken_back = parse_line(line), withdrawn(line)
    urls = [article.url, article.canonical_url] if article else [taken_back[1]] if taken_back else []
    return bool(urls) and (ALL in keys or bool({link_key(url) for url in urls} & set(keys)))


def _without(path: Path, keys: tuple[str, ...]) -> int:
    """Writes a file of article lines anew without those of the keys; how many went."""
    gone = 0
    fresh = path.with_suffix(".new")
    try:
        with fresh.open("wb") as out:
            for _, line in lines(path):
                if _speaks_of(line, keys):
                    gone += 1
                else:
                    out.write(line)
            out.flush()
            os.fsync(out.fileno())
        fresh.replace(path)
    except OSError as error:
        raise ArchiveError(f"cannot be rewritten: {error.strerror}", where=str(path),
                           cure="make room and forget again") from error
    return gone
