"""The first reading of what others have captured: by workers, as a crawl would have read it, and saved in its order.

Nothing here copies records in (that is `store.importer`), and no link on a page is followed.
"""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Any

from archiver.engines import Engine, mortal
from archiver.errors import ArchiveError
from archiver.model import Link, Outcome, Site
from archiver.reading import Reader, Reading
from archiver.reextract.run import EVERY
from archiver.reextract.work import SECONDS
from archiver.store.archive import Archive
from archiver.store.rows import CaptureRow
from archiver.urls import link_key

PAGES = 20                   # of a piece


@dataclass(frozen=True, slots=True)
class Unread:
    """Captures of a site that nobody has read: where each lies, and its link."""

    site: Site
    captures: tuple[tuple[str, int, Link], ...]
    profile: dict[str, Any] | None = None


@dataclass(frozen=True)
class Work:
    """Reads pieces of an archive; pickled once, and ready for the next piece when it has been called."""

    root: Path

    @cached_property
    def _archive(self) -> Archive:
        return Archive(self.root)

    @cached_property
    def _readers(self) -> dict[str, Reader]:
        return {}

    def __call__(self, piece: Unread) -> list[Reading]:
        """The reading of each capture, in their order."""
        if piece.site.name not in self._readers:
            self._readers.clear()
            self._readers[piece.site.name] = Reader([piece.site], {piece.site.name: piece.profile} if piece.profile else {})
        return [self._one(self._readers[piece.site.name], *where) for where in piece.captures]

    def _one(self, reader: Reader, warc: str, offset: int, link: Link) -> Reading:
        try:
            with mortal(SECONDS):
                capture = self._archive.read(warc, offset)
                reading = reader(capture, link) if capture.exchange.head else reader.again(capture)
                if reading.article is None or not reading.article.images:
                    return replace(reading, links=())
                from archiver.extract.credits.embedded import credited
                return replace(reading, links=(), article=credited(reading.article, self._archive.pictures(reading.article)))
        except (ArchiveError, OSError) as error:
            return Reading(Outcome.UNREADABLE, str(error)[:300])


def read_first(archive: Archive, rows: Mapping[str, Sequence[CaptureRow]], sites: Iterable[Site], on: Engine,
               progress: Callable[[str], None] | None = None) -> Counter[str]:
    """Reads captures of open sites, `rows` by site, after those that an interrupted import has left; how many ended how."""
    archive.commit()                     # what the workers look at
    ends: Counter[str] = Counter()
    links: deque[Link] = deque()
    said = time.monotonic()
    pieces = (piece for site in sites for piece in _pieces(archive, site, rows.get(site.name, ()), ends, links))
    work = Work(archive.root.resolve())
    lost: Callable[[Unread], list[Reading] | Unread] = lambda piece: piece  # noqa: E731
    for done in on.map(work, pieces, lost=lost):
        for reading in _apart(on, work, done) if isinstance(done, Unread) else done:
            ends[_saved(archive, links.popleft(), reading)] += 1
        if progress and time.monotonic() - said > EVERY:
            said = time.monotonic()
            progress(f"{sum(ends.values()):,} captures read")
    return ends


def _pieces(archive: Archive, site: Site, rows: Iterable[CaptureRow], ends: Counter[str], links: deque[Link]) -> Iterator[Unread]:
    """Those that have a page, in pieces; `links` tells whose they are, in the order of the readings to come."""
    profile, found, done = archive.profile(site.name), list[tuple[str, int, Link]](), set()
    for row in chain(archive.captures(site.name, unread=True), rows):
        if row.record_id in done:
            continue
        done.add(row.record_id)
        link = _link(archive, row)
        if link is None or row.status and not 200 <= row.status < 300:
            ends[f"status {row.status}"] += 1
            continue
        found.append((row.warc, row.offset, link))
        links.append(link)
        if len(found) >= PAGES:
            yield Unread(site, tuple(found), profile)
            found = []
    if found:
        yield Unread(site, tuple(found), profile)


def _link(archive: Archive, row: CaptureRow) -> Link | None:
    """The link of an imported capture, which may be new."""
    known = archive.link(row.url, row.site)
    if known is None:
        archive.add_links([Link(row.site, row.url, link_key(row.url), "user")])
        known = archive.link(row.url, row.site)
    return known.link if known else None


def _apart(on: Engine, work: Work, piece: Unread) -> Iterator[Reading]:
    """A piece that killed its workers, page by page: one of them is to blame."""
    singles = (replace(piece, captures=(one,)) for one in piece.captures)
    for [reading] in on.map(work, singles, lost=lambda _: [Reading(Outcome.CRASHED, "the page killed the processes that read it")]):
        yield reading


def _saved(archive: Archive, link: Link, reading: Reading) -> str:
    """How the link ends."""
    if reading.article is not None:
        return str(archive.save(reading.article, link, outcome=reading.gated)[0])
    outcome = reading.outcome or Outcome.UNREADABLE
    archive.finish(link, outcome, reading.detail)
    return str(outcome)
