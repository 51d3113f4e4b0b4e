"""What an archive holds, to be read by any number of processes: captures, articles, links, and what is asked of them.

Nothing here writes but a commit before a reading; writing is `archive.py`'s.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from threading import RLock
from typing import Any

from archiver import content
from archiver.errors import ArchiveError, NotFound, WarcError
from archiver.model import Article, Capture, Link, LinkKind, Outcome
from archiver.store import dues, visits
from archiver.store.articles import read_article
from archiver.store.catalog import Catalog
from archiver.store.folder import SiteFolder
from archiver.store.lock import holder
from archiver.store.reading import find_warc, read_capture
from archiver.store.rows import ArticleRow, CaptureRow, LinkRow, Visit
from archiver.urls import link_key

PAUSED = "paused"                        # a file in the folder of a site
MAX_PICTURES = 40
MAX_PICTURE = 16 * 1024 * 1024
_SITE = re.compile(r"[a-z0-9][a-z0-9.-]{0,99}")
_ID = re.compile(r"[0-9a-f]{4,16}")
_NOT_MODIFIED = 304
NO_ARTICLE = (Outcome.NOT_ARTICLE, Outcome.UNREADABLE, Outcome.CRASHED, Outcome.BROKEN, Outcome.TOO_LARGE)


class Holdings:
    """The reading half of the archive's door; sites that this process writes to are read with what is not committed."""

    def __init__(self, root: Path | str) -> None:
        self.root = Path(root)
        self._open: dict[str, SiteFolder] = {}
        self._readers: dict[str, Catalog] = {}
        self._lock = RLock()

    def sites(self) -> list[str]:
        """The sites that have a folder here, by name."""
        if not self.root.is_dir():
            return []
        marks = ("catalog.sqlite", "warc", "profile.json")
        return sorted(p.name for p in self.root.iterdir() if p.is_dir() and any((p / mark).exists() for mark in marks))

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

    def article_places(self, site: str, sizes: Mapping[str, int] | None = None, *, by_time: bool = False
                       ) -> Iterator[tuple[Path, int, int]]:
        """File, offset and length of the line that counts of each article, in the order of the disk or of the captures.

        `sizes`: only what lay within that many bytes of each file, so that a later state can be read as an earlier one.
        """
        folder = self.root / checked(site) / "articles"
        for row in self._snapshot(site).latest_articles(sizes, by_time=by_time):
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
        return dues.requested(self._catalog(site), since.isoformat(timespec="microseconds")) if self._has(site) else []

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

    def witnesses(self, site: str) -> list[LinkRow]:
        """The links of a site whose memo has a `witness`: what they were seen to do counts for others."""
        return list(self._catalog(site).witnesses()) if self._has(site) else []

    def whole(self, link: Link) -> list[CaptureRow]:
        """The captures that were made for a link, wherever redirects led, with status 200 and not cut; oldest first."""
        return self._catalog(link.site).whole_for(link.key)

    def outcomes(self, site: str) -> dict[str, int]:
        """How many links ended how; `waiting` are those that have not."""
        return self._catalog(site).outcomes() if self._has(site) else {}

    def visits(self, site: str, since: str = "", until: str = "9999") -> Iterator[Visit]:
        """Every time a link of the site has ended, from a time on and before another (ISO 8601), the oldest first."""
        yield from visits.visits(self._snapshot(site), since, until)

    def ends(self, site: str, since: str = "", until: str = "9999") -> list[tuple[str, LinkKind, str, int]]:
        """Day on which links ended, from a time on and before another (ISO 8601), their kind, how, and how many times."""
        return visits.ends(self._snapshot(site), since, until)

    def fates(self, site: str) -> list[tuple[str, LinkKind, str, int]]:
        """Day on which links were found, kind, what became of them, how many; see `visits.fates`."""
        return visits.fates(self._snapshot(site))

    def versions(self, site: str, since: str = "") -> Iterator[ArticleRow]:
        """Versions of the site's articles captured from a time on, as the catalog knows them: no line is read."""
        yield from self._snapshot(site).article_rows("captured >= ?", (since,))

    def next_due(self, site: str) -> str:
        """When the next link that ended is due again, ISO 8601 in UTC; empty where none is."""
        return dues.next_due(self._catalog(site)) if self._has(site) else ""

    def backlog(self, site: str, now: str, old: int) -> list[tuple[str, str, int]]:
        """What waits or is due by `now`: scheme and host, kind of work, how many; see `dues.backlog`."""
        return dues.backlog(self._catalog(site), now, old) if self._has(site) else []

    def due_between(self, site: str, since: str, until: str) -> int:
        """How many links become due after a time and until another."""
        return dues.due_between(self._catalog(site), since, until) if self._has(site) else 0

    def mean_length(self, site: str) -> int:
        """Bytes that a capture takes on the disk, the mean of the last thousand; 0 where there is none."""
        return dues.mean_length(self._catalog(site)) if self._has(site) else 0

    def scheduled_listings(self, site: str) -> int:
        """How many links that are no pages have a date at which they are due."""
        return dues.scheduled_listings(self._catalog(site)) if self._has(site) else 0

    def under_way(self, site: str) -> tuple[tuple[int, str] | None, list[Link]]:
        """Who writes to a site now (pid and start; None: nobody), and the links in flight."""
        return holder(self.root / checked(site) / ".lock"), self._catalog(site).taken() if self._has(site) else []

    def pending(self, site: str) -> int:
        """How many links have not ended."""
        return dues.pending(self._catalog(site)) if self._has(site) else 0

    def pages_waiting(self, site: str) -> int:
        """How many pages wait."""
        return dues.pages_waiting(self._catalog(site)) if self._has(site) else 0

    def being_read(self, site: str) -> int:
        """How many sitemaps are in flight."""
        return dues.being_read(self._catalog(site)) if self._has(site) else 0

    def shown(self, capture: Capture) -> Capture:
        """The response that a rendered capture was made of; any other capture is itself. Raises NotFound."""
        if not capture.rendered:
            return capture
        row = self._catalog(capture.site).capture_by_id(capture.revisit_of)
        if row is None:
            raise NotFound("the response that was rendered is not here", where=capture.revisit_of, cure="archiver reindex")
        return self.read(row.warc, row.offset)

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

    def paused(self, site: str) -> str:
        """Since when, and why, a site is paused; empty where it is not."""
        try:
            return (self.root / checked(site) / PAUSED).read_text(encoding="utf-8").strip() or "for no reason given"
        except FileNotFoundError:
            return ""

    def profile(self, site: str) -> dict[str, Any] | None:
        """What the site repeats, as it was saved; None where nothing was learned."""
        path = self.root / checked(site) / "profile.json"
        try:
            data: dict[str, Any] = json.loads(path.read_bytes())
        except FileNotFoundError:
            return None
        except ValueError as error:
            raise ArchiveError("not JSON", where=str(path), cure="delete it; it is learned again") from error
        return data

    # within -------------------------------------------------------------------------------------------------

    def _has(self, site: str) -> bool:
        return site in self._open or (self.root / site / "catalog.sqlite").is_file()

    def _catalog(self, site: str) -> Catalog:
        """The catalog as this process knows it: with what is not committed yet, where it writes itself."""
        folder = self._open.get(checked(site))
        return folder.catalog if folder else self._reader(site)

    def _snapshot(self, site: str) -> Catalog:
        """The committed catalog through a connection of its own, so that one can write while going through it."""
        if checked(site) in self._open:
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


def checked(site: str) -> str:
    """A site's name that is fit to be a folder's."""
    if not _SITE.fullmatch(site) or ".." in site:
        raise ArchiveError("not a site's name", where=repr(site[:100]),
                           cure="lower-case letters, digits, dots and hyphens")
    return site
