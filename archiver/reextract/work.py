"""What a worker does in re-extraction: a stretch of one WARC is read again, each page compared with what is stored.

Nothing here writes; the archive is only read.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from archiver.engines import mortal
from archiver.errors import ArchiveError
from archiver.model import Article, Outcome, Site
from archiver.reading import Reader, Reading
from archiver.reextract.compare import BETTER, SAME, WORSE, Compared, compare, verdict
from archiver.store.archive import Archive
from archiver.store.proposals import Change, Proposal

SECONDS = 60                 # a page may take, as in a crawl


@dataclass(frozen=True, slots=True)
class Piece:
    """Captures of one WARC: the offset of each, its record's name, and file and offset of its article's line."""

    site: Site
    warc: str
    captures: tuple[tuple[int, str, str, int], ...]
    profile: dict[str, Any] | None = None
    pictures: bool = False               # whether the site keeps picture files, whose credits count


@dataclass
class Read:
    """What came of a piece: how many pages ended how, and what is proposed; or the piece, where it killed its workers."""

    site: str
    counts: Counter[str] = field(default_factory=Counter)
    proposals: list[Proposal] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)
    lost: Piece | None = None


@dataclass(frozen=True)
class Reads:
    """What reads pieces of an archive; pickled once, and ready for the next piece when it has been called."""

    root: Path

    @cached_property
    def _readers(self) -> dict[str, Reader]:
        return {}

    def _reader(self, site: Site, profile: dict[str, Any] | None) -> Reader:
        """The site's reader, made once; pieces come site by site, so the others are let go."""
        if site.name not in self._readers:
            self._readers.clear()
            self._readers[site.name] = Reader([site], {site.name: profile} if profile else {})
        return self._readers[site.name]

    @cached_property
    def _archive(self) -> Archive:
        return Archive(self.root)

    def _credited(self, reading: Reading) -> Reading:
        """With the credits that the files of its pictures state, as a crawl adds them."""
        if reading.article is None or not reading.article.images:
            return reading
        from archiver.extract.credits.embedded import credited
        return replace(reading, article=credited(reading.article, self._archive.pictures(reading.article)))


@dataclass(frozen=True)
class Work(Reads):
    """Reads captures again, and compares."""

    def __call__(self, piece: Piece) -> Read:
        """Reads all captures of a piece; one that cannot be read is counted and named, and the next one follows."""
        done = Read(piece.site.name)
        for offset, record_id, file, line in piece.captures:
            try:
                with mortal(SECONDS):
                    found = self._one(piece, offset, (file, line))
            except (ArchiveError, OSError) as error:
                done.counts["unreadable"] += 1
                done.troubles.append(f"{piece.warc}, record {record_id} at offset {offset}: {error}")
                continue
            done.counts[found.verdict if isinstance(found, Proposal) else found] += 1
            if isinstance(found, Proposal):
                done.proposals.append(found)
        return done

    def _one(self, piece: Piece, offset: int, place: tuple[str, int]) -> Proposal | str:
        capture = self._archive.read(piece.warc, offset)
        reading = self._reader(piece.site, piece.profile).again(capture)
        reading = self._credited(reading) if piece.pictures else reading
        old = self._archive.line(piece.site.name, *place) if place[0] else None
        if reading.outcome not in (None, Outcome.NOT_ARTICLE):
            return f"{reading.outcome}: {reading.detail}"
        compared = _compared(old, reading)
        if not compared.changes:
            return SAME
        data = reading.article.to_dict() if reading.article else None
        return Proposal(piece.site.name, capture.url, capture.record_id, capture.exchange.started.isoformat(),
                        verdict(compared.changes), compared.changes, place, data, reading.detail,
                        reading.gated is not None, compared.lost, compared.gained)


def _compared(old: Article | None, reading: Reading) -> Compared:
    new = reading.article
    if old and new:
        return compare(old, new)
    if new:
        return Compared((Change("title", BETTER, f"is an article now, of {new.word_count} words", "", new.title[:200]),))
    if old:
        return Compared((Change("title", WORSE, f"is no article any more: {reading.detail}", old.title[:200]),))
    return Compared(())
