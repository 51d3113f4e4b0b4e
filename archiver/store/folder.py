"""One site's folder while it is open for writing: the lock, the two logs and the catalog, and the order of a commit.

Nothing here reads articles or captures back for others; that is `archive.py` and `reading.py`.

A commit is: WARC written through, JSON line written through, then one SQLite transaction that says so. New links go
into the catalog, committed, before the record that says their page is done: so no kill can lose them.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from dataclasses import replace
from http import HTTPStatus
from pathlib import Path

from archiver import versions
from archiver.errors import ArchiveError, DiskFull
from archiver.model import Article, Capture, Exchange, Link, LinkKind, Outcome
from archiver.store import http, warc
from archiver.store.articles import ArticleLog, month_file, read_article, reads_same, withdrawal_line
from archiver.store.catalog import Catalog
from archiver.store.lock import Lock
from archiver.store.reader import record_at
from archiver.store.reading import find_warc
from archiver.store.record import Record, digest
from archiver.store.recovery import article_row, recover
from archiver.store.rows import ArticleRow, Bounds, CaptureRow, Later, LaterOf, LinkRow, Recovery, Settings
from archiver.store.writer import WarcWriter
from archiver.urls import link_key


class SiteFolder:
    """A site open for writing; not to be used from two threads at once."""

    def __init__(self, root: Path, site: str, settings: Settings) -> None:
        self.root, self.site, self.settings = root, site, settings
        self.path = root / site
        self.path.mkdir(parents=True, exist_ok=True)
        self.lock = Lock(self.path / ".lock")
        self.lock.take()
        try:
            self.catalog, self.recovery = self._recovered()
        except BaseException:
            self.lock.release()
            raise
        self.writer = WarcWriter(self.path / "warc", site, settings)
        self.log = ArticleLog(self.path / "articles")
        self._changes, self._since = 0, time.monotonic()
        self._failed = False
        self._last: dict[str, str] = {}

    def _recovered(self) -> tuple[Catalog, Recovery]:
        file = self.path / "catalog.sqlite"
        fresh = not file.exists()
        catalog = Catalog(file, self.site, write=True, fsync=self.settings.fsync)
        return catalog, recover(self.path, catalog, fresh=fresh)

    # commit -------------------------------------------------------------------------------------------------

    def commit(self) -> None:
        """Says in the catalog, in one transaction, what the logs hold by now."""
        if self._failed:
            return
        if self.settings.fsync:
            self.writer.sync()
            self.log.sync()
        try:
            for name, size in self.writer.sizes.items():
                self.catalog.put_log(f"warc/{name}", size)
            for name, size in self.log.sizes.items():
                self.catalog.put_log(f"articles/{name}", size)
            self.catalog.commit()
        except ArchiveError:
            self._failed = True
            raise
        self.writer.forget_closed()
        self._changes, self._since = 0, time.monotonic()

    def _changed(self) -> None:
        self._changes += 1
        if self._changes >= self.settings.group or time.monotonic() - self._since >= self.settings.group_seconds:
            self.commit()

    def close(self) -> None:
        """Commits, gives in-flight links back, makes the WARC whole and lets go of the lock."""
        try:
            if not self._failed:
                self.catalog.give_all_back()
                self.commit()
        finally:
            self.writer.close()
            self.log.close()
            self.catalog.close()
            self.lock.release()

    def _check(self, need: int) -> None:
        """Raises DiskFull where too little would be left, before anything is written."""
        if self._failed:
            raise DiskFull("the last commit failed", where=str(self.path), cure="make room and run again")
        disk = os.statvfs(self.path)
        free = disk.f_bavail * disk.f_frsize
        if free < need + self.settings.min_free:
            raise DiskFull(f"{free // 1048576:,} MB are free, {self.settings.min_free // 1048576:,} MB are kept free",
                           where=str(self.path), cure="make room and run again")

    # links --------------------------------------------------------------------------------------------------

    def add_links(self, links: Iterable[Link], *, again: bool = False) -> int:
        """Adds links whose keys are new; with `again`, those that ended wait again too. How many of either."""
        seen = self._now()
        count = sum(self.catalog.add_link(link, seen) or (again and self.catalog.wait_again(link)) for link in links)
        if count:
            self._changed()
        return count

    def take(self, limit: int, kind: LinkKind | None = None, bounds: Bounds | None = None) -> list[Link]:
        """Links to fetch now, of one kind or of all."""
        return self.catalog.take(limit, kind, bounds)

    def wake(self, now: str) -> int:
        """Links that are due wait again; how many."""
        count = self.catalog.wake(now)
        if count:
            self._changed()
        return count

    # captures -----------------------------------------------------------------------------------------------

    def capture(self, exchange: Exchange, link: Link) -> Capture:
        """Writes an exchange; it is in the file when this returns."""
        self._check(len(exchange.head) + len(exchange.body) + len(exchange.request))
        payload = http.payload(exchange.head, exchange.body)
        mark = digest(payload)
        original = self._original(exchange, mark, len(payload))
        self.writer.ready()
        records = warc.exchange_records(exchange, link, self.writer.warcinfo_id, original or mark)
        places = self.writer.append([(r, r.kind == "response" and http.packed(exchange.head)) for r in records])
        row = warc.capture_row(records[0], self.site, self._warc_name(), *places[0])
        self.catalog.add_capture(row)
        self._last[link.key] = row.record_id
        self._changed()
        return as_capture(row, exchange)

    def capture_rendered(self, page: bytes, shown: Capture, link: Link) -> Capture:
        """Writes what a browser made of a capture; it is in the file when this returns."""
        self._check(len(page))
        self.writer.ready()
        record = warc.rendered_record(shown, page, link, self.writer.warcinfo_id, self.settings.clock.now())
        (place,) = self.writer.append([(record, False)])
        row = warc.capture_row(record, self.site, self._warc_name(), *place)
        self.catalog.add_capture(row)
        self._last[link.key] = row.record_id
        self._changed()
        return as_capture(row, warc.exchange_of(record, ()))

    def copy_in(self, group: list[Record], info: Record | None) -> CaptureRow | None:
        """Writes the records of a foreign capture, its response first; None where its record is here already.

        `info` is the warcinfo of the file it comes from, written before it.
        """
        if self.catalog.capture_by_id(group[0].get("WARC-Record-ID")):
            return None
        self._check(sum(len(record.block) for record in group))
        packed = http.packed(warc.halves(group[0])[0])
        records = [info, *group] if info else group
        places = self.writer.append([(r, packed and r is group[0]) for r in records])
        row = warc.capture_row(group[0], self.site, self._warc_name(), *places[-len(group)])
        self.catalog.add_capture(row)
        self._changed()
        return row

    def _warc_name(self) -> str:
        return f"{self.site}/warc/{self.writer.name}"

    def _original(self, exchange: Exchange, mark: str, size: int) -> warc.Original | None:
        """The record this exchange can be a revisit of; always a response, never another revisit."""
        if exchange.truncated:
            return None
        if exchange.status == HTTPStatus.NOT_MODIFIED:
            return self._not_modified(exchange)
        if exchange.status != HTTPStatus.OK or not size:
            return None
        row = self.catalog.original(mark, size)
        return warc.Original(row.record_id, row.url, row.captured, row.payload_digest) if row else None

    def _not_modified(self, exchange: Exchange) -> warc.Original | None:
        latest = self.catalog.latest_whole(link_key(exchange.url))
        first = latest and self.catalog.capture_by_id(latest.revisit_of) if latest and latest.revisit_of else latest
        if not latest or not first:
            return None
        head = warc.halves(self.record(latest))[0]
        return warc.Original(first.record_id, first.url, first.captured, first.payload_digest, head)

    def record(self, row: CaptureRow) -> Record:
        """The record of a capture of this site."""
        return record_at(find_warc(self.root, row.warc), row.offset)[0]

    # ends ---------------------------------------------------------------------------------------------------

    def finish(self, link: Link, outcome: Outcome, detail: str, links: Iterable[Link], later: Later | None
               ) -> None:
        """Ends a link."""
        self.announce(links)
        row = self._ended(link, self.catalog.link(link.key), outcome, detail, later)
        met = self._met_again(row) if outcome is Outcome.NOT_MODIFIED and link.kind == "page" else None
        self.writer.append([(warc.end_of_link(row, self._refers_to(link), met=met), False)])
        self.catalog.end_link(row)
        if met:
            self.catalog.see_article(*met)
        self._changed()

    def _met_again(self, row: LinkRow) -> tuple[str, int, str] | None:
        """Id and version of the article that a 304 says is there still, and when; None where there is none."""
        made = self.catalog.article_rows("record_id IN (SELECT record_id FROM captures WHERE link_key = ?)", (row.link.key,))
        newest = max(made, key=lambda found: found.captured, default=None)
        return (newest.id, newest.version, row.ended) if newest else None

    def save(self, article: Article, link: Link, links: Iterable[Link], end: tuple[Outcome | None, str],
             later: LaterOf | None) -> tuple[Outcome, Article]:
        """Saves an article as what it is against its versions, and ends the link."""
        outcome, detail = end
        self._check(len(article.body))
        self.announce(links)
        verdict, version, write = self._compare(article)
        article = replace(article, version=version)
        known = self.catalog.link(link.key)
        ends = not (known and known.state == "done" and self._reread(article))
        ended = outcome or verdict
        row = self._ended(link, known, ended, detail, later(ended) if later else None)
        self._write(article, row, ends=ends, write=write)
        if ends:
            self.catalog.end_link(row)
        self._changed()
        return row.outcome or verdict, article

    def reread(self, record_id: str, reading: Article | str, outcome: Outcome | None) -> bool:
        """Puts a new reading of a capture in force: an article, or why it is none. False where there is no such capture.

        What it was read as before stays as a line.
        """
        row = self.catalog.capture_by_id(record_id)
        known = self.catalog.link(row.link_key) if row else None
        if row is None or known is None:
            return False
        if isinstance(reading, str):
            self._withdraw(row, known.link, reading)
        else:
            self.save(reading, known.link, (), (outcome, ""), None)
        return True

    def _withdraw(self, row: CaptureRow, link: Link, reason: str) -> None:
        """Lines first, then the link's end where this was its newest page, then the catalog: as in a commit."""
        for old in list(self.catalog.article_rows("record_id = ?", (row.record_id,))):
            self.log.append_line(month_file(old.captured), withdrawal_line(old, self.site, reason))
        self.catalog.remove_articles("record_id = ?", (row.record_id,))
        newest = self.catalog.latest_for(link.key)
        if newest is None or newest.record_id == row.record_id:
            ended = self._ended(link, self.catalog.link(link.key), Outcome.NOT_ARTICLE, reason, None)
            self.writer.append([(warc.end_of_link(ended, row.record_id), False)])
            self.catalog.end_link(ended)
        self._changed()

    def _write(self, article: Article, row: LinkRow, *, ends: bool, write: bool) -> None:
        """The record of the extraction, then the line; where the line fails, the record is taken back."""
        refers_to = article.provenance.record_id or self._refers_to(row.link)
        self.writer.ready()
        before = self.writer.size
        self.writer.append([(warc.end_of_link(row, refers_to, article, ends=ends), False)])
        if write:
            try:
                place = self.log.append(article)
            except ArchiveError:
                self.writer.cut(before)
                raise
            self.catalog.put_reading(article_row(article, *place))
        else:
            self.catalog.see_article(article.id, article.version, article.provenance.captured or "")

    def _compare(self, article: Article) -> tuple[Outcome, int, bool]:
        """NEW, CHANGED or SAME; the version; and whether a line is to be written."""
        rows = list(self.catalog.article_rows("id = ?", (article.id,)))
        if not rows:
            return Outcome.NEW, 1, True
        counted = versions.digest(article)
        reread = next((r for r in rows if r.record_id and r.record_id == article.provenance.record_id), None)
        if reread:
            verdict = Outcome.SAME if reread.digest == counted else Outcome.CHANGED
            return verdict, reread.version, self._reads_otherwise(article, reread)
        captured = article.provenance.captured or ""
        in_force = max((r for r in rows if r.captured <= captured), key=lambda r: r.captured, default=rows[0])
        if in_force.digest == counted or not versions.differ(self._line(in_force), article, self.settings.least_change):
            return Outcome.SAME, in_force.version, False
        return Outcome.CHANGED, rows[-1].version + 1, True

    def _reread(self, article: Article) -> bool:
        """Whether this is a new reading of a capture that was read before (re-extraction)."""
        record = article.provenance.record_id
        return bool(record) and any(self.catalog.article_rows("record_id = ?", (record,)))

    def _reads_otherwise(self, article: Article, row: ArticleRow) -> bool:
        """Whether a capture, read again, says anything else than its line does."""
        return not reads_same(article, self._line(row))

    def _line(self, row: ArticleRow) -> Article:
        return read_article(self.path / "articles" / row.file, row.offset)

    def announce(self, links: Iterable[Link]) -> int:
        """Adds links and commits them, before the record that says what told of them has ended; how many are new."""
        count = self.add_links(links)
        if count:
            self.commit()
        return count

    def _ended(self, link: Link, known: LinkRow | None, outcome: Outcome, detail: str, later: Later | None) -> LinkRow:
        """The link's row as it ends now; tries and first sight are the catalog's (`known`), and what is for later, unless
        said."""
        now = self._now()
        said = " ".join(detail.split())
        if known is None:
            later = later or Later()
            return LinkRow(link, "done", outcome, said, now, now, later.memo, later.due)
        later = later or Later(known.memo, known.due)
        return LinkRow(replace(link, tries=known.tries), "done", outcome, said, known.seen, now, later.memo, later.due)

    def _now(self) -> str:
        return self.settings.clock.now().isoformat(timespec="microseconds")

    def _refers_to(self, link: Link) -> str:
        last = self._last.pop(link.key, "")
        if last:
            return last
        found = list(self.catalog.captures("link_key = ?", (link.key,)))
        return found[-1].record_id if found else ""


def as_capture(row: CaptureRow, exchange: Exchange) -> Capture:
    """A capture of a row and the exchange it is about."""
    return Capture(exchange=exchange, site=row.site, warc=row.warc, offset=row.offset, length=row.length,
                   record_id=row.record_id, payload_digest=row.payload_digest, request_id=row.request_id,
                   revisit_of=row.revisit_of)
