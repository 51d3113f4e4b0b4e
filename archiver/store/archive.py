"""The one door to the disk: an archive of sites, each with its WARCs, articles, catalog and profile.

Nothing here knows Scrapy, HTML or SQL. Writing needs `open(site)`, which takes the site's lock; reading needs
nothing, and stands in `holdings.py`.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any

from archiver.errors import ArchiveError
from archiver.model import Article, Capture, Exchange, Link, LinkKind, Outcome
from archiver.store.folder import SiteFolder
from archiver.store.holdings import PAUSED, Holdings, checked
from archiver.store.record import Record
from archiver.store.rows import Bounds, CaptureRow, Fields, Later, LaterOf, Recovery, Settings
from archiver.store.writer import disk_error
from archiver.urls import link_key


class Archive(Holdings):
    """The folder on disk. It is made on the first write; one process at a time writes to a site, any number read."""

    def __init__(self, root: Path | str = "output", settings: Settings | None = None) -> None:
        super().__init__(root)
        self.settings = settings or Settings()

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
                 ) -> None:
        self.close()

    def open(self, site: str, warcinfo: Fields = (), least_change: int | None = None) -> Recovery:
        """Opens a site for writing and repairs what an interruption left; raises ArchiveBusy where another writes.

        `warcinfo`: further fields of the first record of the files that are begun, besides those of the settings.
        `least_change`: as in the settings, for this site.
        Opening a site that is open does nothing and reports nothing.
        """
        checked(site)
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
             detail: str = "", later: LaterOf | None = None) -> tuple[Outcome, Article]:
        """Saves an article and ends its link: NEW, CHANGED or SAME, or `outcome` where given (GATED).

        The article comes back with its version. SAME writes no line. `links` are what its page led to; `later` gives what
        `finish` takes, once it is known how the link ends.
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

    def pause(self, site: str, why: str) -> None:
        """A crawl leaves the site out from now on, until it is resumed; one under way ends with it."""
        folder = self.root / checked(site)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / PAUSED).write_text(why + "\n", encoding="utf-8")

    def resume(self, site: str) -> bool:
        """The site is crawled again; whether it was paused."""
        try:
            (self.root / checked(site) / PAUSED).unlink()
        except FileNotFoundError:
            return False
        return True

    def right(self, site: str, now: str) -> int:
        """Links that ended after `now`, as a clock that was wrong has written, are due at once; how many."""
        with self._lock:
            return self._writer(site).catalog.ended_after(now)

    def save_profile(self, site: str, profile: dict[str, Any]) -> None:
        """Puts a profile in place of the last, whole or not at all. Raises DiskFull or ArchiveError."""
        folder = self.root / checked(site)
        fresh = folder / f".profile.{os.getpid()}.json"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            fresh.write_text(json.dumps(profile, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
            fresh.replace(folder / "profile.json")
        except OSError as error:
            fresh.unlink(missing_ok=True)
            raise disk_error(error, folder / "profile.json") from error

    # within -------------------------------------------------------------------------------------------------

    def _writer(self, site: str) -> SiteFolder:
        folder = self._open.get(site)
        if not folder:
            raise ArchiveError("not open for writing", where=site, cure="Archive.open(site) first")
        return folder


def _closed(folder: SiteFolder) -> ArchiveError | None:
    try:
        folder.close()
    except ArchiveError as error:
        return error
    return None
