"""The one door to the disk: an archive of sites, each with its WARCs, articles, catalog and profile.

Nothing here knows Scrapy, HTML or SQL. Writing needs `open(site)`, which takes the site's lock; reading needs nothing.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from threading import RLock
from types import TracebackType
from typing import Any

from archiver import content
from archiver.errors import ArchiveError, NotFound, WarcError
from archiver.model import Article, Capture, Exchange, Link, LinkKind, Outcome
from archiver.store import visits
from archiver.store.articles import read_article
from archiver.store.catalog import Catalog
from archiver.store.folder import SiteFolder
from archiver.store.lock import holder
from archiver.store.reading import find_warc, read_capture
from archiver.store.record import Record
from archiver.store.rows import ArticleRow, Bounds, CaptureRow, Fields, Later, LinkRow, Recovery, Settings, Visit
from archiver.urls import link_key

PAUSED = "paused"                        # a file in the folder of a site
MAX_PICTURES = 40
MAX_PICTURE = 16 * 1024 * 1024
_SITE = re.compile(r"[a-z0-9][a-z0-9.-]{0,99}")
_ID = re.compile(r"[0-9a-f]{4,16}")
_NOT_MODIFIED = 304
NO_ARTICLE = (Outcome.NOT_ARTICLE, Outcome.UNREADABLE, Outcome.CRASHED, Outcome.BROKEN, Outcome.TOO_LARGE)


class Archive:
    """The folder on disk. It is made on the first write; one process at a time writes to a site, any number read."""

    def __init__(self, root: Path | str = "output", settings: Settings | None = None) -> None:
        self.root = Path(root)
        self.settings = settings or Settings()
        self._open: dict[str, SiteFolder] = {}
        self._readers: dict[str, Catalog] = {}
        self._lock = RLock()

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
                 ) -> None:
        self.close()

    def sites(self) -> list[str]:
        """The sites that have a folder here, by name."""
        if not self.root.is_dir():
            return []
        marks = ("catalog.sqlite", "warc", "profile.json")
        return sorted(p.name for p in self.root.iterdir() if p.is_dir() and any((p / mark).exists() for mark in marks))

    def open(self, site: str, warcinfo: Fields = (), least_change: int | None = None) -> Recovery:
        """Opens a site for writing and repairs what an interruption left; raises ArchiveBusy where another writes.

        `warcinfo`: further fields of the first record of the files that are begun, besides those of the settings.
        `least_change`: as in the settings, for this site.
        Opening a site that is open does nothing and reports nothing.
        """
        _checked(site)
        with self._lock:
            if site in self._open:
                return Recovery(site)
            least = self.settings.least_change if least_change is None else least_change
            settings = replace(self.settings, warcinfo=(*self.settings.warcinfo, *warcinfo), least_change=least)
            self._open[site] = SiteFolder(self.root, site, settings)
            return self._open[site].recovery

    def close(self) -> None:
        """Commits and closes every open site: its WARC loses its `.open`, its lock is released."""
        with self._lock:
            for catalog in self._readers.values():
                catalog.close()
            self._readers.clear()
            folders, self._open = list(self._open.values()), {}
            errors = [error for folder in folders if (error := _closed(folder))]
        if errors:
            raise errors[0]

    # writing: the site must be open -------------------------------------------------------------------------

    def add_links(self, links: Iterable[Link], *, again: bool = False) -> int:
        """Adds links whose keys are new; with `again`, links that ended wait again too. Returns how many of either."""
        with self._lock:
            by_site: dict[str, list[Link]] = {}
            for link in links:
                by_site.setdefault(link.site, []).append(link)
            return sum(self._writer(site).add_links(some, again=again) for site, some in by_site.items())

    def take(self, site: str, limit: int, kind: LinkKind | None = None, bounds: Bounds | None = None) -> list[Link]:
        """Up to `limit` waiting links, of one kind or of all, highest priority first, then as they came; in flight
        until they end."""
        with self._lock:
            return self._writer(site).take(limit, kind, bounds)

    def wake(self, site: str, now: str) -> int:
        """Links that ended and whose next visit is due by `now` wait again; how many. Of many, the longest overdue first."""
        with self._lock:
            return self._writer(site).wake(now)

    def announce(self, site: str, links: Iterable[Link]) -> int:
        """Adds what a page or listing of a site has told, for good, before that ends; how many of them are new."""
        with self._lock:
            return self._writer(site).announce(links)

    def give_back(self, link: Link) -> None:
        """An in-flight link waits again: the crawl was stopped, or it is to be tried later."""
        with self._lock:
            self._writer(link.site).catalog.give_back(link.key)

    def capture(self, exchange: Exchange, link: Link) -> Capture:
        """Writes one exchange, through to the system, and says where; raises DiskFull or ArchiveError.

        A payload the site has served before becomes a revisit; so does a 304 to a page that is kept.
        """
        with self._lock:
            return self._writer(link.site).capture(exchange, link)

    def capture_rendered(self, page: bytes, shown: Capture, link: Link) -> Capture:
        """Writes what a browser made of a capture, as a `resource` record; `page` opens with a byte order mark."""
        with self._lock:
            return self._writer(link.site).capture_rendered(page, shown, link)

    def shown(self, capture: Capture) -> Capture:
        """The response that a rendered capture was made of; any other capture is itself. Raises NotFound."""
        if not capture.rendered:
            return capture
        row = self._catalog(capture.site).capture_by_id(capture.revisit_of)
        if row is None:
            raise NotFound("the response that was rendered is not here", where=capture.revisit_of, cure="archiver reindex")
        return self.read(row.warc, row.offset)

    def copy_in(self, site: str, group: list[Record], info: Record | None = None) -> CaptureRow | None:
        """Writes a capture made by others, byte for byte, its response first; None where it is here already."""
        with self._lock:
            return self._writer(site).copy_in(group, info)

    def original(self, site: str, payload_digest: str, url: str = "", captured: str = "") -> CaptureRow | None:
        """The capture of a site that holds a payload, or that was made of a URL at a time; None where there is none."""
        with self._lock:
            found = self._writer(site).catalog.captures(
                "revisit_of = '' AND status = 200 AND (payload_digest = ? OR (key = ? AND captured = ?))",
                (payload_digest, link_key(url) if url else "", captured))
            return next(iter(found), None)

    def save(self, article: Article, link: Link, links: Iterable[Link] = (), *, outcome: Outcome | None = None,
             detail: str = "", later: Later | None = None) -> tuple[Outcome, Article]:
        """Saves an article and ends its link: NEW, CHANGED or SAME, or `outcome` where given (GATED).

        The article comes back with its version. SAME writes no line. `links` are what its page led to, `later` as in
        `finish`.
        """
        with self._lock:
            return self._writer(link.site).save(article, link, links, (outcome, detail), later)

    def reread(self, site: str, record_id: str, reading: Article | str, outcome: Outcome | None = None) -> bool:
        """Puts a new reading of a capture in force: an article, or why it is none; what was read before stays a line. False
        where the site has no such capture."""
        with self._lock:
            return self._writer(site).reread(record_id, reading, outcome)

    def finish(self, link: Link, outcome: Outcome, detail: str = "", links: Iterable[Link] = (),
               later: Later | None = None) -> None:
        """Ends a link in any other way; `links` are what it led to.

        `later` is kept with the link for its next visit (None: as it was); a rebuilt catalog has it too.
        """
        with self._lock:
            self._writer(link.site).finish(link, outcome, detail, links, later)

    def commit(self) -> None:
        """Makes the catalog of each open site say what its logs hold."""
        with self._lock:
            for folder in self._open.values():
                folder.commit()

    def unfinished(self, link: Link) -> Capture | None:
        """What was captured for a link and not read yet; None where there is nothing.

        That is so where a run was interrupted, and where a link ended as CAPTURED. It need not be fetched again. A 304
        brought nothing to be read.
        """
        catalog = self._catalog(link.site)
        newest = next(catalog.captures("id = (SELECT max(id) FROM captures WHERE link_key = ?)", (link.key,)), None)
        row = catalog.link(link.key) if newest else None        # most have none: this is asked before each request
        kept = row is not None and row.state == "done" and row.outcome is Outcome.CAPTURED
        if newest is None or row is None or row.state == "done" and not kept:
            return None
        fresh = (kept or newest.captured > row.ended) and newest.status != _NOT_MODIFIED
        return self.read(newest.warc, newest.offset) if fresh else None

    def latest(self, site: str, link: Link) -> Capture | None:
        """The newest capture that was made for a link, whatever its status; None where there is none."""
        row = self._catalog(site).latest_capture(link.key)
        return self.read(row.warc, row.offset) if row else None

    def pause(self, site: str, why: str) -> None:
        """A crawl leaves the site out from now on, until it is resumed; one under way ends with it."""
        folder = self.root / _checked(site)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / PAUSED).write_text(why + "\n", encoding="utf-8")

    def resume(self, site: str) -> bool:
        """The site is crawled again; whether it was paused."""
        try:
            (self.root / _checked(site) / PAUSED).unlink()
        except FileNotFoundError:
            return False
        return True

    def paused(self, site: str) -> str:
        """Since when, and why, a site is paused; empty where it is not."""
        try:
            return (self.root / _checked(site) / PAUSED).read_text(encoding="utf-8").strip() or "for no reason given"
        except FileNotFoundError:
            return ""

    # profile ------------------------------------------------------------------------------------------------

    def profile(self, site: str) -> dict[str, Any] | None:
        """What the site repeats, as it was saved; None where nothing was learned."""
        path = self.root / _checked(site) / "profile.json"
        try:
            data: dict[str, Any] = json.loads(path.read_bytes())
        except FileNotFoundError:
            return None
        except ValueError as error:
            raise ArchiveError("not JSON", where=str(path), cure="delete it; it is learned again") from error
        return data

    def save_profile(self, site: str, profile: dict[str, Any]) -> None:
        """Puts a profile in place of the last, whole or not at all."""
        folder = self.root / _checked(site)
        folder.mkdir(parents=True, exist_ok=True)
        fresh = folder / f".profile.{os.getpid()}.json"
        fresh.write_text(json.dumps(profile, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        fresh.replace(folder / "profile.json")

    # reading ------------------------------------------------------------------------------------------------

    def read(self, warc: str, offset: int) -> Capture:
        """The capture at an offset, from nothing but its records; a revisit has the body of its original.

        `warc` is relative to the archive, or the absolute path of any other WARC. A 304 reads as it replays: with
        the head of the page it stands for. Raises WarcError with file and offset.
        """
        def lookup(record_id: str) -> CaptureRow | None:
            site = warc.split("/", 1)[0]
            sites = [site] if site in self.sites() else self.sites()
            return next((row for s in sites if (row := self._catalog(s).capture_by_id(record_id))), None)
        return read_capture(self.root, warc, offset, lookup)

    def place(self, warc: str) -> str:
        """Where a WARC lies now: the path of a file, or the `s3://` URL it was moved to. Raises WarcError."""
        return str(find_warc(self.root, warc))

    def captures(self, site: str, *, kind: str | None = None, latest: bool = False, unread: bool = False
                 ) -> Iterator[CaptureRow]:
        """Captures of a site, oldest first; `latest`: of each URL only the newest that has content (2xx); `unread`: those
        that no link tells of, which were taken in from others and not read yet."""
        where = ["kind = ?"] if kind else []
        if latest:
            where.append("id = (SELECT b.id FROM captures b WHERE b.key = captures.key AND b.status BETWEEN 200 AND "
                         "299 ORDER BY b.captured DESC, b.id DESC LIMIT 1)")
        where += ["key NOT IN (SELECT key FROM links) AND link_key NOT IN (SELECT key FROM links)"] if unread else []
        yield from self._snapshot(site).captures(" AND ".join(where) or "1", (kind,) if kind else ())

    def captures_of(self, url: str) -> list[CaptureRow]:
        """The captures of a URL in all its spellings, of any site, the oldest first."""
        key = link_key(url)
        return sorted((row for site in self.sites() if self._has(site) for row in self._catalog(site).captures("key = ?", (key,))),
                      key=lambda row: row.captured)

    def readings(self, site: str, since: str = "") -> Iterator[tuple[CaptureRow, ArticleRow | None]]:
        """Captures of pages that were read, by WARC and offset, with the article's row; of those that gave none, with None,
        only their link's newest."""
        yield from self._snapshot(site).readings(since, NO_ARTICLE)

    def line(self, site: str, file: str, offset: int) -> Article:
        """The article of a line, of whichever revision. Raises ArchiveError."""
        return read_article(self.root / site / "articles" / file, offset)

    def reading_of(self, site: str, record_id: str) -> ArticleRow | None:
        """What a capture is read as by now; None: no article."""
        return next(self._catalog(site).article_rows("record_id = ?", (record_id,)), None)

    def captures_under(self, begins: str) -> Iterator[CaptureRow]:
        """The captures whose key (the URL without its scheme) begins so, of any site."""
        for site in self.sites():
            if self._has(site):
                yield from self._catalog(site).captures("key >= ? AND key < ?", (begins, f"{begins}\U0010ffff"))

    def pictures(self, article: Article) -> dict[str, bytes]:
        """The bytes of an article's images that are kept here, by URL; those over 16 MB or unreadable are left out."""
        found: dict[str, bytes] = {}
        for image in [i for i in article.images if i.url][:MAX_PICTURES] if self._has(article.site) else []:
            row = self._catalog(article.site).latest_for(link_key(image.url))
            if row and row.size <= MAX_PICTURE and row.mime.startswith("image/"):
                with suppress(WarcError, content.BadCoding, content.TooLarge):
                    exchange = self.read(row.warc, row.offset).exchange
                    found[image.url] = content.decode(exchange.payload, exchange.header("Content-Encoding"), MAX_PICTURE)
        return found

    def articles(self, site: str | None = None) -> Iterator[Article]:
        """The latest version of each article, of one site or of all."""
        for name in [site] if site else self.sites():
            for row in self._snapshot(name).latest_articles():
                yield self._article(name, row)

    def article_places(self, site: str, sizes: Mapping[str, int] | None = None) -> Iterator[tuple[Path, int, int]]:
        """File, offset and length of the line that counts of each article, in the order of the disk.

        `sizes`: only what lay within that many bytes of each file, so that a later state can be read as an earlier one.
        """
        folder = self.root / _checked(site) / "articles"
        for row in self._snapshot(site).latest_articles(sizes):
            yield folder / row.file, row.offset, row.length

    def article_files(self, site: str) -> dict[str, int]:
        """Names of a site's article files and how many bytes of each are committed."""
        return {name.removeprefix("articles/"): size for name, size in sorted(self._snapshot(site).logs().items())
                if name.startswith("articles/")}

    def article(self, id_or_url: str) -> Article:
        """The latest version of an article; the beginning of an id will do if no other begins so. Raises NotFound."""
        return self.history(id_or_url)[-1]

    def history(self, id_or_url: str, site: str = "") -> list[Article]:
        """All versions of an article, the oldest first; `site` where it is known. Raises NotFound."""
        found = [(name, row) for name in ([site] if site else self.sites()) for row in self._article_rows(name, id_or_url)]
        ids = sorted({row.id for _, row in found})
        if not ids:
            raise NotFound("the archive holds no such article", where=id_or_url,
                           cure="archiver list shows what it holds")
        if len(ids) > 1 and _ID.fullmatch(id_or_url):
            raise NotFound(f"{len(ids)} articles begin so: {', '.join(ids[:5])}", where=id_or_url,
                           cure="give more of it")
        return [self._article(name, row) for name, row in found if row.id == ids[0]]

    def last_seen(self, article: Article) -> str:
        """When a version of an article was met last, changed or not, ISO 8601 in UTC."""
        rows = self._catalog(article.site).article_rows("id = ? AND version = ?", (article.id, article.version))
        return next((row.last_seen for row in rows), article.provenance.captured or "")

    def requested(self, site: str, since: datetime) -> list[str]:
        """The URLs that were asked for since a time, the last first."""
        return self._catalog(site).requested(since.isoformat(timespec="microseconds")) if self._has(site) else []

    def article_of(self, row: CaptureRow) -> Article | None:
        """The latest article made from a capture, or from another capture of its URL; None where there is none."""
        found = list(self._catalog(row.site).article_rows("record_id = ? OR key = ?", (row.record_id, row.key)))
        best = next((r for r in found if r.record_id == row.record_id), found[-1] if found else None)
        return self._article(row.site, best) if best else None

    def link(self, url: str, site: str | None = None) -> LinkRow | None:
        """The link of a URL, in any of its spellings; None where it was never met."""
        key = link_key(url)
        found = (self._catalog(name).link(key) for name in ([site] if site else self.sites()) if self._has(name))
        return next((row for row in found if row), None)

    def links(self, site: str, *, outcome: Outcome | None = None) -> Iterator[LinkRow]:
        """The links of a site, or those that ended so."""
        yield from self._snapshot(site).links(outcome)

    def outcomes(self, site: str) -> dict[str, int]:
        """How many links ended how; `waiting` are those that have not."""
        return self._catalog(site).outcomes() if self._has(site) else {}

    def visits(self, site: str, since: str = "", until: str = "9999") -> Iterator[Visit]:
        """Every time a link of the site has ended, from a time on and before another (ISO 8601), the oldest first."""
        yield from visits.visits(self._snapshot(site), since, until)

    def ends(self, site: str, since: str = "") -> list[tuple[str, LinkKind, str, int]]:
        """Day on which links ended, from a time on, their kind, how, and how many times."""
        return visits.ends(self._snapshot(site), since)

    def fates(self, site: str) -> list[tuple[str, LinkKind, str, int]]:
        """Day on which links were found, kind, what became of them, how many; see `visits.fates`."""
        return visits.fates(self._snapshot(site))

    def versions(self, site: str, since: str = "") -> Iterator[ArticleRow]:
        """Versions of the site's articles captured from a time on, as the catalog knows them: no line is read."""
        yield from self._snapshot(site).article_rows("captured >= ?", (since,))

    def next_due(self, site: str) -> str:
        """When the next link that ended is due again, ISO 8601 in UTC; empty where none is."""
        return self._catalog(site).next_due() if self._has(site) else ""

    def backlog(self, site: str, now: str, old: int) -> list[tuple[str, str, int]]:
        """What waits or is due by `now`: scheme and host, kind of work, how many; see `Catalog.backlog`."""
        return self._catalog(site).backlog(now, old) if self._has(site) else []

    def due_between(self, site: str, since: str, until: str) -> int:
        """How many links become due after a time and until another."""
        return self._catalog(site).due_between(since, until) if self._has(site) else 0

    def mean_length(self, site: str) -> int:
        """Bytes that a capture takes on the disk, the mean of the last thousand; 0 where there is none."""
        return self._catalog(site).mean_length() if self._has(site) else 0

    def scheduled_listings(self, site: str) -> int:
        """How many links that are no pages have a date at which they are due."""
        return self._catalog(site).scheduled_listings() if self._has(site) else 0

    def right(self, site: str, now: str) -> int:
        """Links that ended after `now`, as a clock that was wrong has written, are due at once; how many."""
        with self._lock:
            return self._writer(site).catalog.ended_after(now)

    def under_way(self, site: str) -> tuple[tuple[int, str] | None, list[Link]]:
        """Who writes to a site now (pid and start; None: nobody), and the links in flight."""
        return holder(self.root / _checked(site) / ".lock"), self._catalog(site).taken() if self._has(site) else []

    def pending(self, site: str) -> int:
        """How many links have not ended."""
        return self._catalog(site).pending() if self._has(site) else 0

    # within -------------------------------------------------------------------------------------------------

    def _writer(self, site: str) -> SiteFolder:
        folder = self._open.get(site)
        if not folder:
            raise ArchiveError("not open for writing", where=site, cure="Archive.open(site) first")
        return folder

    def _has(self, site: str) -> bool:
        return site in self._open or (self.root / site / "catalog.sqlite").is_file()

    def _catalog(self, site: str) -> Catalog:
        """The catalog as this process knows it: with what is not committed yet, where it writes itself."""
        folder = self._open.get(_checked(site))
        return folder.catalog if folder else self._reader(site)

    def _snapshot(self, site: str) -> Catalog:
        """The committed catalog through a connection of its own, so that one can write while going through it."""
        if _checked(site) in self._open:
            with self._lock:
                self._open[site].commit()
        return self._reader(site)

    def _reader(self, site: str) -> Catalog:
        path = self.root / site / "catalog.sqlite"
        if site not in self._readers:
            if not path.is_file():
                raise NotFound("no such site in the archive", where=str(self.root / site),
                               cure="archiver reindex, if it has WARCs")
            self._readers[site] = Catalog(path, site)
        return self._readers[site]

    def _article(self, site: str, row: ArticleRow) -> Article:
        return read_article(self.root / site / "articles" / row.file, row.offset)

    def _article_rows(self, site: str, id_or_url: str) -> Iterator[ArticleRow]:
        if not self._has(site):
            return
        if _ID.fullmatch(id_or_url):
            yield from self._catalog(site).article_rows("id >= ? AND id < ?", (id_or_url, id_or_url + "g"))
        elif "/" in id_or_url:
            key = link_key(id_or_url)
            yield from self._catalog(site).article_rows(
                "id IN (SELECT id FROM articles WHERE key = ? OR canonical_key = ?)", (key, key))


def _checked(site: str) -> str:
    """A site's name that is fit to be a folder's."""
    if not _SITE.fullmatch(site) or ".." in site:
        raise ArchiveError("not a site's name", where=repr(site[:100]),
                           cure="lower-case letters, digits, dots and hyphens")
    return site


def _closed(folder: SiteFolder) -> ArchiveError | None:
    try:
        folder.close()
    except ArchiveError as error:
        return error
    return None
