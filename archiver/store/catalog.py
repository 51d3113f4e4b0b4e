"""The catalog of one site in SQLite: links, captures, articles, the committed size of each log, and take-downs.

All SQL is here, but for the questions of `visits.py` and `dues.py`, and nothing else; what a row means is `rows.py`'s, when to
commit is `folder.py`'s.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from operator import attrgetter
from pathlib import Path
from typing import Any

from archiver.errors import ArchiveError, DiskFull
from archiver.model import Link, Outcome
from archiver.store.rows import ArticleRow, Bounds, CaptureRow, LinkRow
from archiver.store.tables import (
    ADDED,
    ARTICLE,
    CAPTURE,
    CREATE,
    CREATE_VISITS,
    LINK,
    LINK_ROW,
    SCHEMA,
    STEPS,
    TABLES,
    WITNESS,
)

WOKEN = 500                  # links that are woken in one go: a start after a year of silence must not take minutes
REVISITED = 450              # a page seen before waits behind fresh news and before backfill (see discover.rank)


def _of(table: str, columns: str) -> str:
    return ", ".join(f"{table}.{name.strip()}" for name in columns.split(","))


def _holes(columns: str) -> str:
    return ", ".join("?" * len(columns.split(",")))


# Made once: they are run for each page.
_LINKED, _CAPTURED = (attrgetter(*columns.split(", ")) for columns in (LINK, CAPTURE))
_ADD_LINK = (f"INSERT INTO links ({LINK}, state, detail, seen, ended) SELECT {_holes(LINK)}, 'waiting', '', ?, '' "
             "WHERE NOT EXISTS (SELECT 1 FROM tombstones WHERE key IN (?, '*')) ON CONFLICT (key) DO NOTHING")
_END_LINK = (f"INSERT INTO links ({LINK}, state, outcome, detail, seen, ended, memo, due) VALUES ({_holes(LINK)}, 'done', ?, ?, "
             "?, ?, ?, ?) ON CONFLICT (key) DO UPDATE SET by = excluded.by, kind = excluded.kind, source = excluded.source, "
             "depth = excluded.depth, priority = excluded.priority, hint = excluded.hint, published = excluded.published, "
             "tries = excluded.tries, state = 'done', outcome = excluded.outcome, detail = excluded.detail, "
             "ended = excluded.ended, memo = excluded.memo, due = excluded.due")
_ADD_CAPTURE = f"INSERT OR IGNORE INTO captures ({CAPTURE}) VALUES ({_holes(CAPTURE)})"


class Catalog:
    """One connection; the writer's groups its changes until `commit()`, a reader's sees what is committed."""

    def __init__(self, path: Path, site: str, *, write: bool = False, fsync: bool = False) -> None:
        self.path, self.site = path, site
        self._db = _connect(path, write)
        if write:
            self._run(f"PRAGMA synchronous = {'FULL' if fsync else 'NORMAL'}")
            self._create()
        found = self._one("PRAGMA user_version")
        if found and found[0] != SCHEMA:
            raise ArchiveError(f"the catalog has schema {found[0]}, this software reads {SCHEMA}", where=str(path),
                               cure="archiver reindex rebuilds it")

    def _create(self) -> None:
        if not self._one("SELECT 1 FROM sqlite_master"):
            self._db.executescript(f"BEGIN; {CREATE} {CREATE_VISITS} PRAGMA user_version = {SCHEMA}; COMMIT;")
        for old in range((self._one("PRAGMA user_version") or (SCHEMA,))[0], SCHEMA):
            if old in STEPS:
                self._db.executescript(f"BEGIN; {STEPS[old]} PRAGMA user_version = {old + 1}; COMMIT;")
        self._db.executescript(ADDED)

    def _run(self, sql: str, values: Iterable[Any] = ()) -> sqlite3.Cursor:
        values = tuple(values)
        try:
            return self._db.execute(sql, values)
        except UnicodeEncodeError:
            return self._run(sql, (_encodable(value) for value in values))
        except sqlite3.Error as error:
            raise self._error(error) from error

    def _one(self, sql: str, values: Iterable[Any] = ()) -> tuple[Any, ...] | None:
        row: tuple[Any, ...] | None = self._run(sql, values).fetchone()
        return row

    def _change(self, sql: str, values: Iterable[Any] = ()) -> int:
        if not self._db.in_transaction:
            self._run("BEGIN IMMEDIATE")
        return self._run(sql, values).rowcount

    def _error(self, error: sqlite3.Error) -> ArchiveError:
        if "full" in str(error) or "disk I/O" in str(error):
            return DiskFull("no room for the catalog; the records are kept and taken back in at the next start",
                            where=str(self.path), cure="make room and run again")
        return ArchiveError(f"the catalog cannot be used: {error}", where=str(self.path),
                            cure="archiver reindex rebuilds it from the records")

    def commit(self) -> None:
        """Makes all changes since the last commit durable, in one transaction."""
        try:
            self._db.commit()
        except sqlite3.Error as error:
            raise self._error(error) from error

    def rollback(self) -> None:
        """Drops the changes since the last commit."""
        self._db.rollback()

    def close(self) -> None:
        """Closes without a commit."""
        self._db.close()

    # links --------------------------------------------------------------------------------------------------

    def add_link(self, link: Link, seen: str) -> bool:
        """Adds a waiting link; False where its key is known or was taken down."""
        return self._change(_ADD_LINK, (*_LINKED(link), seen, link.key)) > 0

    def wait_again(self, link: Link) -> bool:
        """Puts a link that ended back to waiting, with what is now known of it; False where it has not ended."""
        return self._change(
            "UPDATE links SET state = 'waiting', by = ?, source = ?, priority = ?, tries = 0 "
            "WHERE key = ? AND state = 'done'", (link.by, link.source, link.priority, link.key)) > 0

    def wait_as(self, row: LinkRow) -> bool:
        """A link waits as another catalog's row says, with the tries and the last outcome it had."""
        if not self.add_link(row.link, row.seen):
            self._change("UPDATE links SET state = 'waiting', tries = ? WHERE key = ?", (row.tries, row.link.key))
        return True

    def take(self, limit: int, kind: str | None = None, bounds: Bounds | None = None) -> list[Link]:
        """Up to `limit` waiting links, of one kind or of all, highest priority first; they are in flight then."""
        # Said twice over, so that SQLite sees that the index of the few that are no pages will do: among a million pages
        # a look for the others took 0.6 s.
        only = (" AND kind = ?" if kind else "") + (" AND kind <> 'page'" if kind and kind != "page" else "")
        values: list[Any] = [kind] if kind else []
        if bounds:
            only += " AND priority >= ? AND NOT (kind = 'sitemap' AND by = 'sitemap' AND ended = '' AND priority < ?)"
            values += [bounds.priority, bounds.parts]
        if bounds and (bounds.since or bounds.until):
            only += " AND (kind <> 'page' OR published = '' OR substr(published, 1, 10) BETWEEN ? AND ?)"
            values += [bounds.since, bounds.until or "9999"]
        rows = self._run(f"SELECT id, {LINK} FROM links WHERE state = 'waiting'{only} ORDER BY priority DESC, id LIMIT ?",
                         (*values, limit)).fetchall()
        for row in rows:
            self._change("UPDATE links SET state = 'taken', tries = tries + 1 WHERE id = ?", row[:1])
        return [self._link(row) for row in rows]

    def _link(self, row: tuple[Any, ...]) -> Link:
        number, url, key, by, kind, source, depth, priority, hint, published, tries = row
        return Link(self.site, url, key, by, kind, source, depth, priority, hint, published, number, tries)

    def wake(self, now: str) -> int:
        """Links that ended and are due by `now` wait again, the longest overdue first; how many."""
        rows = self._run("SELECT id FROM links WHERE state = 'done' AND due <> '' AND due <= ? ORDER BY due LIMIT ?",
                         (now, WOKEN)).fetchall()
        for row in rows:
            self._change("UPDATE links SET state = 'waiting', tries = 0, priority = CASE WHEN kind = 'page' THEN ? ELSE "
                         "priority END WHERE id = ?", (REVISITED, *row))
        return len(rows)

    def ended_after(self, now: str) -> int:
        """Links that ended in the future, as a clock that was wrong has it, are due at once; how many there were."""
        return self._change("UPDATE links SET due = ? WHERE state = 'done' AND due <> '' AND due > ? "
                            "AND ended > ?", (now, now, now))

    def witnesses(self) -> Iterator[LinkRow]:
        """The links whose memo has a `witness`."""
        for row in self._run(f"SELECT {LINK_ROW} FROM links WHERE {WITNESS} ORDER BY id"):
            yield self._link_row(row)

    def give_back(self, key: str) -> None:
        """An in-flight link waits again."""
        self._change("UPDATE links SET state = 'waiting' WHERE key = ? AND state = 'taken'", (key,))

    def give_all_back(self) -> int:
        """All in-flight links wait again; how many there were."""
        return self._change("UPDATE links SET state = 'waiting' WHERE state = 'taken'")

    def reopen(self, key: str) -> None:
        """A link waits, however it stood: what it led to is lost."""
        self._change("UPDATE links SET state = 'waiting', outcome = NULL, detail = '', ended = '' WHERE key = ?",
                     (key,))

    def end_link(self, row: LinkRow) -> None:
        """The link is done, with its outcome; a link that is not known yet is added as such."""
        self._change(_END_LINK, (*_LINKED(row.link), str(row.outcome), row.detail, row.seen, row.ended, row.memo, row.due))
        self._change("INSERT OR IGNORE INTO ends SELECT id, ?, ? FROM links WHERE key = ?",
                     (row.ended, str(row.outcome), row.link.key))

    def link(self, key: str) -> LinkRow | None:
        """The link of that key."""
        row = self._one(f"SELECT {LINK_ROW} FROM links WHERE key = ?", (key,))
        return self._link_row(row) if row else None

    def _link_row(self, row: tuple[Any, ...]) -> LinkRow:
        state, outcome, *rest = row[11:]
        return LinkRow(self._link(row[:11]), state, Outcome(outcome) if outcome else None, *rest)

    def links(self, outcome: Outcome | None = None) -> Iterator[LinkRow]:
        """All links, or those that ended so, in the order they were found."""
        where, values = ("WHERE outcome = ? AND state = 'done'", (str(outcome),)) if outcome else ("", ())
        for row in self._run(f"SELECT {LINK_ROW} FROM links {where} ORDER BY id", values):
            yield self._link_row(row)

    def outcomes(self) -> dict[str, int]:
        """How many links ended how, the most frequent first; `waiting` are those that have not."""
        return dict(self._run("SELECT CASE state WHEN 'done' THEN outcome ELSE 'waiting' END AS word, count(*) "
                              "FROM links GROUP BY word ORDER BY 2 DESC, 1").fetchall())

    def taken(self) -> list[Link]:
        """The links in flight."""
        return [self._link(row) for row in self._run(f"SELECT id, {LINK} FROM links WHERE state = 'taken' ORDER BY id LIMIT 1000")]

    # captures -----------------------------------------------------------------------------------------------

    def add_capture(self, row: CaptureRow) -> bool:
        """Adds a capture; False where its record is known."""
        return self._change(_ADD_CAPTURE, _CAPTURED(row)) > 0

    def captures(self, where: str = "1", values: Iterable[Any] = ()) -> Iterator[CaptureRow]:
        """Captures that a condition holds for, oldest first; what was taken down is not among them."""
        sql = (f"SELECT {CAPTURE} FROM captures WHERE ({where}) AND NOT EXISTS (SELECT 1 FROM tombstones t WHERE "
               "t.key IN ('*', captures.key, captures.link_key)) ORDER BY captured, id")
        for row in self._run(sql, values):
            yield CaptureRow(self.site, *row)

    def original(self, payload_digest: str, size: int) -> CaptureRow | None:
        """The first whole 200 response with that payload, which a revisit may refer to."""
        return next(self.captures("payload_digest = ? AND size = ? AND status = 200 AND revisit_of = '' AND "
                                  "truncated = ''", (payload_digest, size)), None)

    def capture_by_id(self, record_id: str) -> CaptureRow | None:
        """The capture of a record, also of one that is taken down: a revisit elsewhere may need its payload."""
        row = self._one(f"SELECT {CAPTURE} FROM captures WHERE record_id = ?", (record_id,))
        return CaptureRow(self.site, *row) if row else None

    def latest_whole(self, key: str) -> CaptureRow | None:
        """The newest capture of a URL that a 304 may refer to: status 200, not cut."""
        found = list(self.captures("key = ? AND status = 200 AND truncated = ''", (key,)))
        return found[-1] if found else None

    def latest_for(self, link_key: str) -> CaptureRow | None:
        """The newest whole 200 capture that was made for a link, wherever redirects led; None where there is none."""
        return next(reversed(self.whole_for(link_key)), None)

    def whole_for(self, link_key: str) -> list[CaptureRow]:
        """The whole 200 captures that were made for a link, oldest first."""
        return list(self.captures("link_key = ? AND status = 200 AND truncated = ''", (link_key,)))

    def latest_capture(self, link_key: str) -> CaptureRow | None:
        """The newest capture that was made for a link; None where there is none."""
        found = list(self.captures("link_key = ?", (link_key,)))
        return found[-1] if found else None

    def remove_captures(self, warc: str, size: int) -> list[str]:
        """Forgets captures past the end of a log; the keys of their links."""
        where, values = "warc = ? AND offset + length > ?", (warc, size)
        keys = [row[0] for row in self._run(f"SELECT link_key FROM captures WHERE {where}", values)]
        self._change(f"DELETE FROM captures WHERE {where}", values)
        return keys

    # articles -----------------------------------------------------------------------------------------------

    def put_article(self, row: ArticleRow) -> None:
        """Adds a version of an article, or a new reading of the same version."""
        values = [getattr(row, name.strip()) for name in ARTICLE.split(",")]
        self._change(f"INSERT OR REPLACE INTO articles ({ARTICLE}) VALUES ({_holes(ARTICLE)})", values)

    def put_reading(self, row: ArticleRow) -> None:
        """Adds a line just read or written; what the same record was read as before, under another id, goes."""
        if row.record_id:
            self._change("DELETE FROM articles WHERE record_id = ? AND id != ?", (row.record_id, row.id))
        known = self._one("SELECT last_seen FROM articles WHERE id = ? AND version = ?", (row.id, row.version))
        self.put_article(replace(row, last_seen=max(row.last_seen, known[0])) if known else row)

    def article_rows(self, where: str, values: Iterable[Any] = ()) -> Iterator[ArticleRow]:
        """Versions of articles that a condition holds for, by id and version."""
        for row in self._run(f"SELECT {ARTICLE} FROM articles WHERE {where} ORDER BY id, version", values):
            yield ArticleRow(*row)

    def readings(self, since: str, failed: Iterable[str]) -> Iterator[tuple[CaptureRow, ArticleRow | None]]:
        """Captures of pages since a time, by place, with what each was read as.

        One that gave no article is among them where it is its link's newest and the link ended in one of `failed`.
        """
        words = ", ".join(f"'{word}'" for word in failed)
        sql = (f"SELECT {_of('c', CAPTURE)}, {_of('a', ARTICLE)} FROM captures c LEFT JOIN articles a ON a.record_id = "
               "c.record_id WHERE c.kind = 'page' AND c.captured >= ? AND NOT EXISTS (SELECT 1 FROM tombstones t WHERE t.key "
               "IN ('*', c.key, c.link_key)) AND (a.id IS NOT NULL OR (c.status = 200 OR c.status = 0 AND c.size > 0) AND "
               "c.revisit_of = '' AND EXISTS (SELECT 1 FROM links l WHERE l.key = c.link_key AND l.state = 'done' AND "
               f"l.outcome IN ({words})) AND NOT EXISTS (SELECT 1 FROM captures d WHERE d.link_key = c.link_key AND d.status "
               "BETWEEN 200 AND 299 AND (d.captured, d.id) > (c.captured, c.id))) ORDER BY c.warc, c.offset")
        width = CAPTURE.count(",") + 1
        for row in self._run(sql, (since,)):
            yield CaptureRow(self.site, *row[:width]), ArticleRow(*row[width:]) if row[width] is not None else None

    def latest_articles(self, sizes: Mapping[str, int] | None = None, *, by_time: bool = False) -> Iterator[ArticleRow]:
        """The latest version of each article, in the order of their lines on disk or of their captures; with `sizes`, of
        those lines that lay within so many bytes of their file."""
        # All times are in UTC; without what may be left off (`Z`, `+00:00`, noughts of a fraction) their text is in their order.
        order = "rtrim(captured, 'Z+:.0'), id, version" if by_time else "file, offset"
        within = " AND b.offset + b.length <= (SELECT value FROM json_each(?) WHERE key = b.file)"
        for row in self._run(f"SELECT {ARTICLE} FROM articles a WHERE version = (SELECT max(version) FROM articles b "
                             f"WHERE b.id = a.id{within if sizes is not None else ''}) ORDER BY {order}",
                             () if sizes is None else (json.dumps(dict(sizes)),)):
            yield ArticleRow(*row)

    def see_article(self, number: str, version: int, seen: str) -> None:
        """The version was met again at a time."""
        self._change("UPDATE articles SET last_seen = max(last_seen, ?) WHERE id = ? AND version = ?",
                     (seen, number, version))

    def remove_articles(self, where: str, values: Iterable[Any]) -> list[str]:
        """Forgets versions that a condition holds for; the keys of their URLs."""
        values = tuple(values)
        keys = [row[0] for row in self._run(f"SELECT key FROM articles WHERE {where}", values)]
        self._change(f"DELETE FROM articles WHERE {where}", values)
        return keys

    # logs and take-downs ------------------------------------------------------------------------------------

    def logs(self) -> dict[str, int]:
        """Committed size in bytes of each log."""
        return dict(self._run("SELECT name, size FROM logs").fetchall())

    def put_log(self, name: str, size: int) -> None:
        """A log is committed up to `size` bytes; a negative size says that it is gone."""
        if size < 0:
            self._change("DELETE FROM logs WHERE name = ?", (name,))
        else:
            self._change("INSERT OR REPLACE INTO logs VALUES (?, ?)", (name, size))

    def tombstones(self) -> dict[str, str]:
        """Keys that were taken down (`*`: the whole site) and since when."""
        return dict(self._run("SELECT key, since FROM tombstones").fetchall())

    def put_tombstone(self, key: str, since: str, reason: str) -> None:
        """A key is taken down."""
        self._change("INSERT OR REPLACE INTO tombstones VALUES (?, ?, ?)", (key, since, reason))
        self._change("DELETE FROM ends WHERE ? = '*' OR link IN (SELECT id FROM links WHERE key = ?)", (key, key))
        self._change("DELETE FROM links WHERE key = ? OR ? = '*'", (key, key))

    def ask(self, sql: str, values: Iterable[Any] = ()) -> Iterator[tuple[Any, ...]]:
        """The rows of a question that changes nothing; for `visits.py` and `dues.py`."""
        yield from self._run(sql, values)

    def rows(self, table: str) -> list[tuple[Any, ...]]:
        """All that a table says, sorted, without row numbers: to compare two catalogs."""
        return sorted(self._run(f"SELECT {TABLES[table]} FROM {table}").fetchall(), key=repr)


def _encodable(value: Any) -> Any:
    """Text as both logs hold it: half of a surrogate pair, as broken pages have them, is a question mark."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def _connect(path: Path, write: bool) -> sqlite3.Connection:
    try:
        if write:
            db = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=30)
            db.execute("PRAGMA journal_mode = WAL")
            return db
        return _connect_to_read(path)
    except sqlite3.Error as error:
        raise ArchiveError(f"the catalog cannot be opened: {error}", where=str(path),
                           cure="archiver reindex rebuilds it from the records") from error


def _connect_to_read(path: Path) -> sqlite3.Connection:
    """Read-only; on a medium that cannot be written the file is taken as unchanging, as WAL needs a file beside it."""
    uri = path.resolve().as_uri()
    for mode in ("?mode=ro", "?immutable=1"):
        db = sqlite3.connect(uri + mode, uri=True, isolation_level=None, check_same_thread=False, timeout=30)
        try:
            db.execute("SELECT 1 FROM sqlite_master")
            return db
        except sqlite3.OperationalError:
            db.close()
    raise sqlite3.OperationalError("unable to open the file")
