"""What opening a site repairs: torn tails cut, whole records and lines taken back in, in-flight links given back.

Nothing here decides what to write next. A rebuilt catalog is the same work from the beginning of each log.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from archiver.model import Article, Evidence
from archiver.store import warc
from archiver.store.articles import lines, parse_line, withdrawn
from archiver.store.away import Place, size_of
from archiver.store.catalog import Catalog
from archiver.store.reader import RawRecord, records_of
from archiver.store.record import Record
from archiver.store.rows import ArticleRow, Recovery
from archiver.store.tombstones import ALL, tombstones
from archiver.store.writer import OPEN, in_order, seal, stored_name
from archiver.urls import link_key
from archiver.versions import digest

CAPTURES = ("response", "revisit")       # which a request follows
MAX_TAKEN = 256 * 1024 * 1024
WATCHED = ("title", "byline", "authors", "published", "section", "description", "body", "images")


def recover(folder: Path, catalog: Catalog, *, fresh: bool = False) -> Recovery:
    """Brings catalog and logs of one site together again; the catalog is committed when this returns."""
    work = _Work(folder, catalog)
    work.take_downs()
    for path in sorted((folder / "articles").glob("*.jsonl")):
        work.article_log(path)
    for place in in_order(folder / "warc"):
        work.warc(place)
    work.missing_articles()
    given = catalog.give_all_back()
    catalog.commit()
    done = work.count
    return Recovery(catalog.site, done["cut"], done["captures"], done["articles"], done["outcomes"], given,
                    done["lost"], fresh and bool(done["captures"] + done["articles"] + done["outcomes"]),
                    tuple(work.files))


class _Work:
    """One recovery under way: what was counted, and the logs' committed sizes."""

    def __init__(self, folder: Path, catalog: Catalog) -> None:
        self.folder, self.catalog = folder, catalog
        self.logs = catalog.logs()
        self.count: Counter[str] = Counter()
        self.files: list[str] = []
        self.hidden: dict[str, str] = {}
        self.superseded: set[tuple[str, int]] = set()

    def take_downs(self) -> None:
        """The site's list of take-downs goes into the catalog."""
        for key, since, reason in tombstones(self.folder):
            self.catalog.put_tombstone(key, since, reason)
        self.hidden = self.catalog.tombstones()

    def is_hidden(self, key: str) -> bool:
        return ALL in self.hidden or key in self.hidden

    def _article_hidden(self, article: Article) -> bool:
        return self.is_hidden(link_key(article.url)) or self.is_hidden(link_key(article.canonical_url))

    def article_log(self, path: Path) -> None:
        """Takes in the lines past the committed size; cuts a torn one."""
        name, size = f"articles/{path.name}", path.stat().st_size
        start = self.logs.get(name, 0)
        if size < start:
            self._lost(self.catalog.remove_articles("file = ? AND offset + length > ?", (path.name, size)))
            start = size
        for offset, line in lines(path, start):
            article = parse_line(line)
            if not line.endswith(b"\n"):
                self._cut(path, offset, size)
                break
            if article and not self._article_hidden(article):
                self._superseded(article.provenance.record_id or "", article.id)
                self.catalog.put_reading(article_row(article, path.name, offset, len(line)))
                self.count["articles"] += 1
            elif not article and (taken_back := withdrawn(line)):
                self._superseded(taken_back[0], "")
                self.catalog.remove_articles("record_id = ?", taken_back[:1])
        self.catalog.put_log(name, path.stat().st_size)

    def _superseded(self, record_id: str, instead: str) -> None:
        """Remembers what a capture was read as before, under another id: links that ended by it have ended."""
        if record_id:
            rows = self.catalog.article_rows("record_id = ? AND id != ?", (record_id, instead))
            self.superseded.update((row.id, row.version) for row in rows)

    def missing_articles(self) -> None:
        """Forgets the lines of files that are gone."""
        for name in self.logs:
            if name.startswith("articles/") and not (self.folder / name).exists():
                self._lost(self.catalog.remove_articles("file = ?", (name.removeprefix("articles/"),)))
                self.catalog.put_log(name, -1)

    def warc(self, path: Place) -> None:
        """Takes in the records past the committed size; cuts a torn tail of a file left open, and seals it."""
        name = f"warc/{stored_name(path)}"
        start, size = self.logs.get(name, 0), size_of(path)
        if size < start:
            self._lost(self.catalog.remove_captures(f"{self.catalog.site}/{name}", size))
            start = size
        good = self._take_records(path, name, start) if size > start else size
        if isinstance(path, Path) and path.name.endswith(OPEN):
            if good < size:
                self._cut(path, good, size)
            path = seal(path)
        self.catalog.put_log(name, -1 if isinstance(path, Path) and not path.exists() else size_of(path))

    def _take_records(self, path: Place, name: str, start: int) -> int:
        """Takes whole groups in; where the last whole group ends. A group ends with the request it names."""
        good = start
        group: list[tuple[Record, int, int]] = []
        awaited = ""
        for raw in records_of(path, start):
            record, place = _whole(raw)
            if not record:
                continue
            group.append((record, *place))
            if record.kind in CAPTURES:
                awaited = record.get("WARC-Concurrent-To")
            if awaited and record.get("WARC-Record-ID") != awaited and path.name.endswith(OPEN):
                continue
            awaited, good = "", sum(place)
            for item in group:
                self._take(name, *item)
            group.clear()
        return good

    def _take(self, name: str, record: Record, offset: int, length: int) -> None:
        alone = record.kind == "request" and not record.get("WARC-Concurrent-To")
        if record.kind in (*CAPTURES, "resource") or alone:
            row = warc.capture_row(record, self.catalog.site, f"{self.catalog.site}/{name}", offset, length)
            self.count["captures"] += self.catalog.add_capture(row)
        elif record.kind == "metadata" and record.get("Content-Type") == warc.ENDED:
            self._take_end(record)

    def _take_end(self, record: Record) -> None:
        """An outcome counts only if the article it speaks of has its line; else the link waits and is read again."""
        end = warc.end_of(record, self.catalog.site)
        if not end or end.row and self.is_hidden(end.row.link.key):
            return
        if end.article:
            number, version, captured = end.article
            known = any(self.catalog.article_rows("id = ? AND version = ?", (number, version)))
            if not known and (number, version) not in self.superseded:
                return
            self.catalog.see_article(number, version, captured)
        if end.row:
            self.catalog.end_link(end.row)
            self.count["outcomes"] += 1

    def _lost(self, keys: list[str]) -> None:
        for key in keys:
            self.catalog.reopen(key)
        self.count["lost"] += len(keys)

    def _cut(self, path: Path, good: int, size: int) -> None:
        os.truncate(path, good)
        self.count["cut"] += size - good
        self.files.append(path.name.removesuffix(OPEN))


def _whole(raw: RawRecord) -> tuple[Record | None, tuple[int, int]]:
    """A record that is all there, with its offset and length; None for a torn or unreadable one."""
    block = raw.block(MAX_TAKEN) if raw.kind in (*CAPTURES, "resource", "metadata") else b""
    raw.finish()
    if raw.faults or not raw.fields:
        return None, (0, 0)
    return Record(raw.kind, raw.fields, block), (raw.offset, raw.length)


def article_row(article: Article, file: str, offset: int, length: int) -> ArticleRow:
    """The catalog's row of an article's line."""
    captured = article.provenance.captured or ""
    return ArticleRow(article.id, article.version, article.url, link_key(article.url),
                      link_key(article.canonical_url), article.title, digest(article),
                      article.provenance.record_id or "", captured, captured, file, offset, length,
                      article.published or "", article.word_count, " ".join(_valued(article)))


def _valued(article: Article) -> Iterator[str]:
    """The fields that have a value, each with the evidence it was read from where that is known (`byline=json-ld:author`);
    `credit` where any picture has one, with the evidence of the first."""
    yield from (_told(name, article.evidence.get(name)) for name in WATCHED if getattr(article, name))
    credited = next((number for number, image in enumerate(article.images) if image.credit), None)
    if credited is not None:
        yield _told("credit", article.evidence.get(f"images.{credited}"))


def _told(name: str, evidence: Evidence | None) -> str:
    source = "-".join(evidence.source.split()) if evidence else ""       # `text:next line` is one word here
    return f"{name}={source}" if source else name
