"""Re-extraction of an archive: captures dealt out in pieces, new readings gathered, and put in force or left as proposals.

Nothing here fetches or parses; that is done by workers, on this machine or on a cluster.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

from archiver.engines import Engine
from archiver.model import Article, Outcome, Site
from archiver.reextract.compare import BETTER, Compared, settled, verdict
from archiver.reextract.work import Piece, Read, Work
from archiver.store import proposals
from archiver.store.archive import Archive
from archiver.store.articles import reads_same
from archiver.store.proposals import Proposal

PAGES = 100                  # of a piece: some seconds of work
EVERY = 5.0                  # seconds between two lines of progress
CRASHED = "crashed"
_NAMED = 20                  # troubles that are told in full


@dataclass
class Summary:
    """What a re-extraction did; `counts` by verdict, or by the reason why a page could not be read."""

    counts: Counter[str] = field(default_factory=Counter)
    troubles: list[str] = field(default_factory=list)
    accepted: int = 0
    stale: int = 0
    left: int = 0
    seconds: float = 0.0
    said: float = field(default_factory=time.monotonic)      # when the last line of progress was told

    @property
    def pages(self) -> int:
        """How many captures were read again."""
        return sum(self.counts.values())

    def add(self, done: Read) -> None:
        """One more piece."""
        self.counts.update(done.counts)
        room = max(_NAMED - len(self.troubles), 0)
        self.troubles.extend(done.troubles[:room])

    def line(self) -> str:
        """The run in a few words."""
        said = ", ".join(f"{number:,} {word}" for word, number in self.counts.most_common())
        return f"{self.pages:,} pages read again: {said or 'none'}"


@dataclass(frozen=True)
class Run:
    """A re-extraction of some sites on an engine."""

    archive: Archive
    sites: Sequence[Site]
    on: Engine
    since: str = ""
    progress: Callable[[str], None] | None = None

    def diff(self) -> Summary:
        """Compares with what is stored; what differs waits as proposals, in place of those that waited before."""
        summary = Summary()
        began = time.monotonic()
        seen = set()
        for site, read in groupby(self._read(summary), key=lambda done: done.site):
            self._gather(site, read, summary)
            seen.add(site)
        for site in {site.name for site in self.sites} - seen:
            proposals.drop(self.archive.root, site)
        summary.seconds = time.monotonic() - began
        return summary

    def accept(self) -> Summary:
        """Puts all that is read otherwise in force at once. Raises ArchiveBusy where a crawl is writing to a site."""
        summary = Summary()
        began = time.monotonic()
        for site in self.sites:
            self.archive.open(site.name)
        for done in self._read(summary):
            for proposal in done.proposals:
                _put(self.archive, proposal, summary)
        for site in self.sites:
            proposals.drop(self.archive.root, site.name)
        summary.seconds = time.monotonic() - began
        return summary

    def _gather(self, site: str, read: Iterable[Read], summary: Summary) -> None:
        """Once to gather, once more to judge: whether a paragraph repeats is known at the end only."""
        lost: Counter[int] = Counter()
        gained: Counter[int] = Counter()
        with proposals.writing(self.archive.root, site) as (file, rough):
            with rough.open("w", encoding="utf-8", errors="replace") as gathered:
                for done in read:
                    for proposal in done.proposals:
                        lost.update(set(proposal.lost))
                        gained.update(set(proposal.gained))
                        gathered.write(proposal.line())
            for proposal in proposals.read(rough):
                judged = _judged(proposal, lost, gained)
                summary.counts[proposal.verdict] -= 1
                summary.counts[judged.verdict] += 1
                file.write(judged.line())
        summary.counts = +summary.counts

    def _read(self, summary: Summary) -> Iterator[Read]:
        """What came of the pieces, site by site, in the order of their WARCs. A piece that killed its workers is taken
        apart: one of its pages is to blame."""
        work = Work(self.archive.root.resolve())
        for done in self.on.map(work, self._pieces(), lost=lambda piece: Read(piece.site.name, lost=piece)):
            parts = self.on.map(work, _singles(done.lost), lost=_given_up) if done.lost else [done]
            for part in parts:
                summary.add(part)
                yield part
            if self.progress and time.monotonic() - summary.said > EVERY:
                summary.said = time.monotonic()
                self.progress(f"{done.site}: {summary.line()}")

    def _pieces(self) -> Iterator[Piece]:
        for site in self.sites:
            yield from pieces(self.archive, site, self.since)


def pieces(archive: Archive, site: Site, since: str = "") -> Iterator[Piece]:
    """The captures of a site that were read, in stretches of a WARC."""
    pictures = any(True for _ in archive.captures(site.name, kind="requisite"))
    profile = archive.profile(site.name)
    warc, found = "", list[tuple[int, str, str, int]]()
    for row, old in archive.readings(site.name, since):
        if found and (row.warc != warc or len(found) >= PAGES):
            yield Piece(site, warc, tuple(found), profile, pictures)
            found = []
        warc = row.warc
        found.append((row.offset, row.record_id, old.file if old else "", old.offset if old else -1))
    if found:
        yield Piece(site, warc, tuple(found), profile, pictures)


def _singles(piece: Piece) -> Iterator[Piece]:
    for capture in piece.captures:
        yield replace(piece, captures=(capture,))


def _given_up(piece: Piece) -> Read:
    [(offset, record_id, _, _)] = piece.captures
    said = f"{piece.warc}, record {record_id} at offset {offset}: the page killed the processes that read it"
    return Read(piece.site.name, Counter({CRASHED: 1}), [], [said])


def _judged(proposal: Proposal, lost: Counter[int], gained: Counter[int]) -> Proposal:
    compared = Compared(proposal.changes, proposal.lost, proposal.gained)
    changes = settled(compared, lost.__getitem__, gained.__getitem__)
    return replace(proposal, changes=changes, verdict=verdict(changes), lost=(), gained=())


# decisions ------------------------------------------------------------------------------------------------------


def decide(archive: Archive, sites: Iterable[str], accepted: str) -> Summary:
    """Puts proposals in force, `all` or only the `better` ones; the others are dropped when all is done.

    A capture that was read otherwise since it was compared is left as it is, and counted. Interrupted, it can be done
    again. Raises ArchiveBusy where a crawl is writing to a site.
    """
    summary = Summary()
    for site in sites:
        archive.open(site)
        for proposal in proposals.proposals(archive.root, site):
            summary.counts[proposal.verdict] += 1
            if accepted == BETTER and proposal.verdict != BETTER:
                summary.left += 1
            else:
                _put(archive, proposal, summary)
        archive.commit()
        proposals.drop(archive.root, site)
    return summary


def _put(archive: Archive, proposal: Proposal, summary: Summary) -> None:
    now: Any = archive.reading_of(proposal.site, proposal.record_id)
    place = (now.file, now.offset) if now else ("", -1)
    reading, outcome = proposal.reading(), Outcome.GATED if proposal.gated else None
    done = place != proposal.place and _in_force(archive, proposal.site, place, reading)
    if done or place == proposal.place and archive.reread(proposal.site, proposal.record_id, reading, outcome):
        summary.accepted += 1
    else:
        summary.stale += 1


def _in_force(archive: Archive, site: str, place: tuple[str, int], reading: Article | str) -> bool:
    """Whether an interrupted decision came as far as this."""
    if isinstance(reading, str):
        return not place[0]
    return bool(place[0]) and reads_same(reading, archive.line(site, *place))
