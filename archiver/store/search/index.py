"""The search index of an archive: one SQLite file beside the sites, full text and filters, newest first.

It is derived from the articles' lines and can be deleted at any time; `keeping.py` makes it. Nothing here reads an archive.
"""

from __future__ import annotations

import sqlite3
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from archiver.errors import ArchiveError, DiskFull
from archiver.model import Article
from archiver.query import BETWEEN, Condition
from archiver.store.search.asking import Asked, asked
from archiver.store.search.copies import LEAST, rows_to_find, shared
from archiver.store.search.fulltext import MOST_TEXT, joined, mark, parted, phrase
from archiver.store.search.moments import place_in_time

FILE = "search.sqlite"
SCHEMA = 2
MOST = 10_000               # hits that are counted; more are "more than 10,000"
SAMPLE = 2_000              # of them, the newest, that the values of filters are counted over: each is a look at a row
PATIENCE = 10.0             # seconds after which a search gives up
CACHE = 16_000              # kilobytes a connection keeps in memory; a reader has one a thread
_STEPS = 20_000             # steps of SQLite's machine between two looks at the clock
Order = Literal["newest", "oldest", "best"]
_TABLES = f"""
CREATE TABLE docs (rowid INTEGER PRIMARY KEY, id TEXT NOT NULL, version INTEGER NOT NULL, old INTEGER NOT NULL,
    site TEXT NOT NULL, url TEXT NOT NULL, canonical_url TEXT NOT NULL, title TEXT NOT NULL, published TEXT, modified TEXT,
    captured TEXT, language TEXT, section TEXT, free_access INTEGER, word_count INTEGER NOT NULL, byline TEXT, authors TEXT,
    organisations TEXT, tags TEXT, credits TEXT, captions TEXT, corrections TEXT, extractor TEXT, warc TEXT,
    file TEXT NOT NULL, offset INTEGER NOT NULL);
CREATE UNIQUE INDEX docs_id ON docs (id, version);
CREATE INDEX docs_site ON docs (site, id, version, file, offset, old);
CREATE INDEX docs_seen ON docs (captured);
CREATE VIRTUAL TABLE words USING fts5 (title, description, body, people, credits, captions, tags, marks,
    tokenize = "unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'");
INSERT INTO words (words, rank) VALUES ('rank', 'bm25(8.0, 3.0, 1.0, 4.0, 2.0, 1.0, 2.0, 0.0)');
CREATE TABLE stamps (site TEXT PRIMARY KEY, stamp TEXT NOT NULL) WITHOUT ROWID;
PRAGMA user_version = {SCHEMA};
"""
_DOC = ("id, version, old, site, url, canonical_url, title, published, modified, captured, language, section, free_access, "
        "word_count, byline, authors, organisations, tags, credits, captions, corrections, extractor, warc, file, offset")
FACETS = ("site", "language", "section", "free_access", "authors", "credits")


@dataclass(frozen=True, slots=True)
class Place:
    """A version of an article, where its line lies, and whether a newer version is there."""

    id: str
    version: int
    file: str
    offset: int
    old: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """One article that was found; `snippet` has what was looked for between the marks START and END."""

    id: str
    version: int
    site: str
    url: str
    title: str
    published: str
    captured: str
    language: str
    section: str
    free_access: bool | None
    word_count: int
    byline: str
    authors: tuple[str, ...]
    credits: tuple[str, ...]
    snippet: str


@dataclass(frozen=True, slots=True)
class Found:
    """A page of hits; `total` is exact unless there are `more`; `facets` and `months` are counted over the newest `counted`."""

    hits: tuple[Hit, ...]
    total: int
    more: bool
    counted: int = 0
    facets: Mapping[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)
    months: tuple[tuple[str, int], ...] = ()
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Seen:
    """What was read of one article; `published` is empty where it is unknown."""

    site: str
    captured: str
    published: str
    byline: bool
    credit: bool
    section: bool
    language: bool
    free_access: bool | None
    word_count: int


START, END = "\ue000", "\ue001"


class SearchIndex:
    """One connection to the index of an archive; not to be used by two threads at once."""

    def __init__(self, path: Path, *, write: bool = False) -> None:
        self.path = path
        self._until = 0.0
        try:
            self._db = sqlite3.connect(path if write else f"{path.resolve().as_uri()}?mode=ro", uri=not write,
                                       isolation_level=None, check_same_thread=False, timeout=30)
            if write:
                self._db.execute("PRAGMA journal_mode = WAL")
                self._db.execute("PRAGMA synchronous = NORMAL")
                self._db.execute("PRAGMA secure_delete = ON")        # what is taken down leaves the file too
                self._create()
            self._db.execute(f"PRAGMA cache_size = -{CACHE}")
            self._db.set_progress_handler(self._too_long, _STEPS)
            (found,) = self._db.execute("PRAGMA user_version").fetchone()
        except sqlite3.Error as error:
            raise self._error(error) from error
        if found != SCHEMA:
            raise ArchiveError(f"the search index has schema {found}, this software reads {SCHEMA}", where=str(path),
                               cure="archiver index --rebuild")

    def _create(self) -> None:
        (found,) = self._db.execute("PRAGMA user_version").fetchone()
        if found not in (0, SCHEMA):            # all of it is derived: an index of another release is made anew
            self._db.executescript("BEGIN; DROP TABLE words; DROP TABLE docs; DROP TABLE stamps; COMMIT;")
        if not self._db.execute("SELECT 1 FROM sqlite_master WHERE name = 'docs'").fetchone():
            self._db.executescript(f"BEGIN; {_TABLES} COMMIT;")

    def _too_long(self) -> int:
        return int(bool(self._until) and time.monotonic() > self._until)

    def _error(self, error: sqlite3.Error) -> ArchiveError:
        if "interrupted" in str(error):
            return ArchiveError(f"the search took more than {PATIENCE:.0f} seconds", where=str(self.path),
                                cure="narrow it down: a site, some months, a rarer word")
        if "full" in str(error):
            return DiskFull("no room for the search index", where=str(self.path), cure="make room, or archiver serve --index")
        return ArchiveError(f"the search index cannot be used: {error}", where=str(self.path),
                            cure="archiver index --rebuild makes it anew")

    def _rows(self, sql: str, values: Iterable[Any] = ()) -> list[tuple[Any, ...]]:
        try:
            return self._db.execute(sql, tuple(values)).fetchall()
        except sqlite3.Error as error:
            raise self._error(error) from error

    def close(self) -> None:
        """Lets go of the file."""
        self._db.close()

    # searching ----------------------------------------------------------------------------------------------------------

    def search(self, tree: Condition, *, order: Order = "newest", first: int = 0, limit: int = 20, counts: bool = True) -> Found:
        """The articles that a condition holds for. Raises QueryError, and ArchiveError where it takes too long."""
        begun = time.monotonic()
        what = asked(tree)
        self._until = begun + PATIENCE
        try:
            hits = tuple(self._hits(what, order, first, limit))
            found = self._counted(what) if counts else Found((), len(hits), more=False)
        finally:
            self._until = 0.0
        return replace(found, hits=hits, seconds=time.monotonic() - begun)

    def _hits(self, what: Asked, order: Order, first: int, limit: int) -> Iterator[Hit]:
        columns = ("docs.rowid, id, version, site, url, docs.title, published, captured, language, section, free_access, word_count, "
                   "byline, authors, docs.credits")
        down = "ASC" if order == "oldest" else "DESC"
        if order == "best" and what.match:
            # Ranking reads every hit, so it is kept to the newest of them.
            inner = (f"SELECT words.rowid AS number, words.rank AS rank FROM {what.tables} WHERE {what.where} "
                     f"ORDER BY words.rowid DESC LIMIT {MOST}")
            sql = f"SELECT {columns} FROM ({inner}) JOIN docs ON docs.rowid = number ORDER BY rank, number DESC"
        else:
            sql = f"SELECT {columns} FROM {what.tables} WHERE {what.where} ORDER BY {what.number} {down}"
        rows = self._rows(f"{sql} LIMIT ? OFFSET ?", (*what.values, limit, first))
        shown = self._snippets(what, [row[0] for row in rows])
        for row in rows:
            access = None if row[10] is None else bool(row[10])
            published, captured, language, section = (value or "" for value in row[6:10])
            yield Hit(row[1], row[2], row[3], row[4], row[5], published, captured, language, section, access, row[11],
                      row[12] or "", _members(row[13]), _members(row[14]), shown.get(row[0], ""))

    def _snippets(self, what: Asked, numbers: list[int]) -> dict[int, str]:
        """The words around what was found, of some rows; the beginning of the text where no words were looked for."""
        holes = ", ".join("?" * len(numbers))
        if not what.words:
            rows = self._rows("SELECT rowid, substr(coalesce(nullif(description, ''), body), 1, 300) FROM words WHERE rowid "
                              f"IN ({holes})", numbers)
        else:
            rows = self._rows(f"SELECT rowid, snippet(words, -1, '{START}', '{END}', '…', 40) FROM words WHERE words MATCH ? "
                              f"AND rowid IN ({holes})", (what.words, *numbers))
        return {number: " ".join(joined(text).split()) for number, text in rows}

    def _counted(self, what: Asked) -> Found:
        rows = self._rows(f"SELECT site, language, section, free_access, authors, docs.credits, substr(published, 1, 7) "
                          f"FROM {what.tables} WHERE {what.where} ORDER BY {what.number} DESC LIMIT {SAMPLE + 1}", what.values)
        total = self._total(what) if len(rows) > SAMPLE else len(rows)
        rows = rows[:SAMPLE]
        facets: dict[str, tuple[tuple[str, int], ...]] = {}
        for index, name in enumerate(FACETS):
            values = [str(row[index]) for row in rows if row[index] is not None]
            counter = Counter(member for value in values for member in _members(value))
            facets[name] = tuple(counter.most_common(60 if name == "site" else 12))
        months = Counter(row[6] for row in rows if row[6])
        return Found((), min(total, MOST), total > MOST, len(rows), facets, tuple(sorted(months.items())))

    def _total(self, what: Asked) -> int:
        """How many hits there are, MOST + 1 where there are more."""
        tables, where = ("words", "words MATCH ? AND rowid BETWEEN ? AND ?") if what.alone else (what.tables, what.where)
        values = what.values[:3] if what.alone else what.values
        return int(self._rows(f"SELECT count(*) FROM (SELECT 1 FROM {tables} WHERE {where} LIMIT {MOST + 1})", values)[0][0])

    def size(self) -> int:
        """How many articles there are, old versions left out."""
        return int(self._rows("SELECT count(*) FROM docs WHERE old = 0")[0][0])

    def site_of(self, number: str) -> str | None:
        """The site of an article's id; None where it is not here."""
        rows = self._rows("SELECT site FROM docs WHERE id = ? LIMIT 1", (number,))
        return rows[0][0] if rows else None

    def copies(self, article: Article) -> list[tuple[Hit, float]]:
        """Other articles that have rows of words in common with one, and how much of the shorter text is shared; the most first."""
        rows = [phrase(row) for row in rows_to_find(article.body[:MOST_TEXT])]
        if not rows:
            return []
        self._until = time.monotonic() + PATIENCE
        try:
            found = self._rows("SELECT docs.id, words.body FROM words CROSS JOIN docs ON docs.rowid = words.rowid WHERE words MATCH ? "
                               "AND docs.id != ? LIMIT 50", (f"(body : ({' OR '.join(rows)})) NOT marks : old", article.id))
        finally:
            self._until = 0.0
        alike = [(number, part) for number, text in found if (part := shared(article.body, joined(text))) >= LEAST]
        return [(hit, part) for number, part in sorted(alike, key=lambda pair: -pair[1])[:20]
                for hit in self._hits(_of_id(number), "newest", 0, 1)]

    def captured(self, since: str, site: str = "") -> Iterator[Seen]:
        """Of each article captured from a day on, of all sites or of one: what was read of it."""
        rows = self._rows("SELECT site, captured, published, coalesce(authors, organisations, byline) IS NOT NULL, credits IS NOT "
                          "NULL, section IS NOT NULL, language IS NOT NULL, free_access, word_count FROM docs WHERE old = 0 AND "
                          "captured >= ? AND site = coalesce(nullif(?, ''), site)", (since, site))
        for name, captured, published, byline, credit, section, language, free, words in rows:
            yield Seen(name, captured, published or "", bool(byline), bool(credit), bool(section), bool(language),
                       None if free is None else bool(free), words)

    # writing ------------------------------------------------------------------------------------------------------------

    def stamp(self, site: str) -> str:
        """What the site's catalog looked like when it was taken in; empty: never."""
        rows = self._rows("SELECT stamp FROM stamps WHERE site = ?", (site,))
        return str(rows[0][0]) if rows else ""

    def sites(self) -> list[str]:
        """The sites that have articles or a stamp here."""
        return [row[0] for row in self._rows("SELECT site FROM stamps UNION SELECT DISTINCT site FROM docs")]

    def places(self, site: str) -> Iterator[Place]:
        """The versions of a site's articles that are here, by id and version."""
        after: tuple[str, int] = ("", 0)
        while rows := self._rows("SELECT id, version, file, offset, old FROM docs WHERE site = ? AND (id, version) > (?, ?) "
                                 "ORDER BY id, version LIMIT 2000", (site, *after)):
            for row in rows:
                yield Place(row[0], row[1], row[2], row[3], bool(row[4]))
            after = rows[-1][:2]

    def begin(self) -> None:
        """Opens a transaction; others wait."""
        self._rows("BEGIN IMMEDIATE")

    def commit(self, site: str = "", stamp: str = "") -> None:
        """Ends the transaction, and says what the site's catalog looked like."""
        if stamp:
            self._rows("INSERT OR REPLACE INTO stamps VALUES (?, ?)", (site, stamp))
        self._rows("COMMIT")

    def tidy(self) -> None:
        """Rewrites the words as one list, so that nothing of what was removed is left in the file."""
        self._rows("INSERT INTO words (words) VALUES ('optimize')")
        self._rows("PRAGMA wal_checkpoint (TRUNCATE)")

    def remove(self, number: str, version: int) -> None:
        """Takes a version out."""
        for (row,) in self._rows("SELECT rowid FROM docs WHERE id = ? AND version = ?", (number, version)):
            self._rows("DELETE FROM words WHERE rowid = ?", (row,))
            self._rows("DELETE FROM docs WHERE rowid = ?", (row,))

    def remove_site(self, site: str) -> None:
        """Takes all of a site out."""
        self._rows("DELETE FROM words WHERE rowid IN (SELECT rowid FROM docs WHERE site = ?)", (site,))
        self._rows("DELETE FROM docs WHERE site = ?", (site,))
        self._rows("DELETE FROM stamps WHERE site = ?", (site,))

    def put(self, article: Article, place: Place) -> None:
        """Takes a version in, in place of what is here of it."""
        self.remove(place.id, place.version)
        row = self._free(place_in_time(article.published, article.provenance.captured))
        credits = [i.credit for i in article.images if i.credit]
        captions = [i.caption for i in article.images if i.caption]
        names = [author.name for author in article.authors]
        self._rows(f"INSERT INTO docs (rowid, {_DOC}) VALUES (?{', ?' * len(_DOC.split(','))})", map(_plain, (
            row, place.id, place.version, int(place.old), article.site, article.url, article.canonical_url, article.title,
            article.published, article.modified, article.provenance.captured, article.language, article.section,
            None if article.free_access is None else int(article.free_access), article.word_count, article.byline,
            _listed(names), _listed(article.organisations), _listed(article.tags), _listed(credits), _listed(captions),
            _listed(article.corrections), article.provenance.extractor, article.provenance.warc, place.file, place.offset)))
        people = "\n".join(filter(None, (article.byline, *names, *article.organisations)))
        marks = [mark("site", article.site), *(["old"] if place.old else []),
                 *(mark(kind, value) for kind, value in (("language", article.language), ("section", article.section)) if value)]
        self._rows("INSERT INTO words (rowid, title, description, body, people, credits, captions, tags, marks) "
                   "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", (row, *(parted(_plain(text)) for text in (
                       article.title, article.description or "", article.body[:MOST_TEXT], people, "\n".join(credits),
                       "\n".join(captions), "\n".join(article.tags))), " ".join(marks)))

    def _free(self, wanted: int) -> int:
        """The next free number from one on that stands for a minute."""
        while True:
            rows = self._rows("SELECT max(rowid) FROM docs WHERE rowid BETWEEN ? AND ?", (wanted, wanted | 4095))
            last = rows[0][0]
            if last is None:
                return wanted
            if last < wanted | 4095:
                return int(last) + 1
            wanted = (wanted | 4095) + 1


def _of_id(number: str) -> Asked:
    return Asked("docs", "docs.id = ? AND docs.old = 0", (number,), "docs.rowid")


def _listed(values: Iterable[str]) -> str | None:
    text = BETWEEN.join(value.replace(BETWEEN, " ") for value in values)
    return f"{BETWEEN}{text}{BETWEEN}" if text else None


def _members(text: str | None) -> tuple[str, ...]:
    return tuple(text.strip(BETWEEN).split(BETWEEN)) if text else ()


def _plain(value: Any) -> Any:
    """Text as SQLite takes it: half of a surrogate pair is a question mark."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value
