"""A life of the demo newsroom that is crawled while the clock skips: what befalls its outlets, and the crawl that goes with it.

Nothing here judges what came of it; that is `timelapse.py`'s.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from archiver.clock import SkippingClock
from archiver.crawl.plan import When
from archiver.crawl.run import crawl
from archiver.model import Schedule, Site
from archiver.newsroom import Newsroom, serving
from archiver.newsroom.diary import OPENED, Edit
from archiver.newsroom.stories import EditKind
from archiver.store.archive import Archive

OUTLETS = ("harbour-ledger", "meridian-courier", "ostmuender-tageblatt", "al-marfa", "aohama-shinpo", "voz-del-sur",
           "diario-da-ribeira")
PORT, HOST = 18_733, "127.0.77"
KINDS: tuple[EditKind, ...] = ("body", "title", "correction", "byline", "typo")
EDITED = 5                               # every so many stories one is edited
SESSION = timedelta(days=5)              # a run ends and the next begins, as every day in a real one
LIVELY = 12                              # stories a day of an outlet whose own stories must show what befell it


@dataclass(frozen=True)
class Event:
    """Something that befalls an outlet."""

    day: float
    outlet: str
    what: str
    until: float = 0.0


@dataclass(frozen=True)
class Story:
    """How long which outlets live, and how the crawl looks after them."""

    days: float
    outlets: tuple[str, ...] = OUTLETS
    schedule: Schedule = field(default_factory=Schedule)


def events(story: Story) -> list[Event]:
    """What happens, in its order; in a shorter life it happens sooner."""
    part = story.days / 60
    found = [Event(10 * part, "harbour-ledger", "feeds", 17 * part), Event(20 * part, "meridian-courier", "redesign"),
            Event(25 * part, "ostmuender-tageblatt", "captcha", 28 * part),
            Event(33 * part, "al-marfa", "silence", 43 * part)]
    return [event for event in found if event.outlet in story.outlets]


@dataclass
class Life(SkippingClock):
    """The clock of the newsroom and of the crawl, which lets things happen when their time has come."""

    start: datetime
    days: float
    kept: Path | None = None             # where the time is kept for who goes on after a kill: a clock does not go back
    deeds: list[tuple[datetime, Callable[[], None]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(OPENED)

    def skip(self, seconds: float) -> bool:
        """On to the next deed at most, which is done then."""
        goal = self.now() + timedelta(seconds=max(seconds, 0.0))
        if self.deeds and self.deeds[0][0] <= goal:
            when, deed = self.deeds.pop(0)
            super().skip((when - self.now()).total_seconds())
            deed()
        else:
            super().skip(seconds)
        if self.kept:
            new = self.kept.with_suffix(".new")
            new.write_text(self.moment().isoformat(), encoding="ascii")
            new.replace(self.kept)
        return True

    def live_until(self, when: datetime) -> None:
        """Goes through what has happened already: a process that was killed goes on when it was killed."""
        while self.now() < when:
            self.skip((when - self.now()).total_seconds())

    @property
    def end(self) -> datetime:
        """When the life is over."""
        return OPENED + timedelta(days=self.days)


def befall(room: Newsroom, life: Life, story: Story) -> None:
    """Puts the events and the edits into the newsroom's calendar."""
    for event in events(story):
        outlet = room.outlet(event.outlet)
        begins, ends = (OPENED + timedelta(days=day) for day in (event.day, event.until))
        if event.what in ("silence", "redesign"):
            outlet.diary.per_day = LIVELY
        if event.what == "silence":
            outlet.diary.quiet.append((begins, ends))
        elif event.what == "redesign":
            life.deeds.append((begins, lambda o=event.outlet: room.redesign(o)))  # type: ignore[misc]
        else:
            life.deeds += [(begins, lambda e=event: room.hinder(e.outlet, e.what)),  # type: ignore[misc]
                           (ends, lambda o=event.outlet: room.hinder(o))]  # type: ignore[misc]
    life.deeds.sort(key=lambda deed: deed[0])
    for name in story.outlets:
        diary = room.outlet(name).diary
        for entry in [e for e in diary.until(life.end) if e.when > OPENED]:
            if entry.number % EDITED == 0:
                turn = entry.number // EDITED
                after = timedelta(hours=random.Random(f"{name}/{entry.number}").choice((0.4, 3, 12, 80)))
                diary.edits.append(Edit(entry.number, KINDS[turn % len(KINDS)], entry.when + after))


def live(folder: Path, story: Story) -> None:
    """The life, from when it was last alive; the process may be killed at any time."""
    kept = folder.with_name(f"{folder.name}.clock")
    begins = datetime.fromisoformat(kept.read_text(encoding="ascii")) if kept.exists() else OPENED
    life = Life(OPENED, story.days, kept)
    with serving(host_base=HOST, port=PORT, size=8, clock=life.moment) as room:
        befall(room, life, story)
        sites = [replace(site, schedule=story.schedule) for site in room.sites() if site.name in story.outlets]
        life.live_until(max(begins, _last(folder, sites)))
        while life.now() < life.end:
            until = min(life.now() + SESSION, life.end)
            when = When(scheduled=True, stays=True, clock=life, over=lambda u=until: "over" if life.now() >= u else "")  # type: ignore[misc]
            summary = crawl(sites, folder, workers=0, contact="time-lapse", when=when)
            assert summary.reason == "finished", (summary.reason, summary.detail)
            print(f"{life.now():%Y-%m-%d}: {summary.line()}", file=sys.stderr, flush=True)


def _last(folder: Path, sites: Iterable[Site]) -> datetime:
    """When the last thing in an archive happened; the first day where there is none."""
    with Archive(folder) as archive:
        for site in sites:
            archive.open(site.name)      # what a kill has left is taken in first
    with Archive(folder) as archive:
        names = [name for name in archive.sites() if any(True for _ in archive.links(name))]
        ends = [visit.ended for name in names for visit in archive.visits(name)]
    return max([datetime.fromisoformat(end) for end in ends], default=OPENED)
