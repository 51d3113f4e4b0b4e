"""The first reading of what others have captured: by workers, as a crawl would have read it, and saved in its order.

Nothing here copies records in (that is `store.importer`), and no link on a page is followed.
"""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from archiver.engines import Engine, mortal
from archiver.errors import ArchiveError
from archiver.model import Link, Outcome, Site
from archiver.reading import Reader, Reading
from archiver.reextract.run import EVERY
from archiver.reextract.work import SECONDS, Reads
from archiver.store.archive import Archive
from archiver.store.rows import CaptureRow
from archiver.store.tombstones import ALL, tombstones
from archiver.urls import link_key

PAGES = 20                   # of a piece


@dataclass(frozen=True, slots=True)
class Unread:
    """Captures of a site that nobody has read: where each lies, and its link."""

    site: Site
    captures: tuple[tuple[str, int, Link], ...]
    profile: dict[str, Any] | None = None


@dataclass(frozen=True)
class Work(Reads):
    """Reads captures for the first time."""

    def __call__(self, piece: Unread) -> list[Reading]:
        """The reading of each capture, in their order."""
        return [self._one(self._reader(piece.site, piece.profile), *where) for where in piece.captures]

    def _one(self, reader: Reader, warc: str, offset: int, link: Link) -> Reading:
        try:
            with mortal(SECONDS):
                capture = self._archive.read(warc, offset)
                reading = reader(capture, link) if capture.exchange.head else reader.again(capture)
                return self._credited(replace(reading, links=()))
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
    for done in on.map(work, pieces, lost=_itself):
        for reading in _apart(on, work, done) if isinstance(done, Unread) else done:
            ends[_saved(archive, links.popleft(), reading)] += 1
        if progress and time.monotonic() - said > EVERY:
            said = time.monotonic()
            progress(f"{sum(ends.values()):,} captures read")
    return ends


def _pieces(archive: Archive, site: Site, rows: Iterable[CaptureRow], ends: Counter[str], links: deque[Link]) -> Iterator[Unread]:
    """Those that have a page, in pieces; `links` tells whose they are, in the order of the readings to come."""
    profile, found, done = archive.profile(site.name), list[tuple[str, int, Link]](), set()
    gone = {key for key, _, _ in tombstones(archive.root / site.name)}
    for row in chain(archive.captures(site.name, unread=True), rows):
        if row.record_id in done:
            continue
        done.add(row.record_id)
        known = archive.link(row.url, row.site)
        # A new one becomes known when it ends: one that waited would hide its capture from the import after a kill.
        link = known.link if known else Link(row.site, row.url, link_key(row.url), "user")
        if gone & {ALL, link.key}:
            ends["taken down"] += 1
            continue
        if row.status and not 200 <= row.status < 300:
            archive.add_links([link])
            ends[f"status {row.status}"] += 1
            continue
        found.append((row.warc, row.offset, link))
        links.append(link)
        if len(found) >= PAGES:
            yield Unread(site, tuple(found), profile)
            found = []
    if found:
        yield Unread(site, tuple(found), profile)


def _itself(piece: Unread) -> list[Reading] | Unread:
    """What stands for the readings of a piece that killed its workers."""
    return piece


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
