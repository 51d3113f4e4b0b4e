"""When the links of a crawl are due again, and which are due by now: the schedule, the catalog and the clock together.

Nothing here fetches; what is due when is decided in `archiver.schedule`, from what is kept in each link's memo.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from archiver import schedule
from archiver.crawl.frontier import Job
from archiver.model import Link, Outcome, Site
from archiver.reading import RECURRING
from archiver.store.archive import Archive
from archiver.store.rows import Bounds, Later, LinkRow

MOST_LISTINGS = 2_000                    # of a site, that no file names: an outlet can make up feeds for ever
MOST_WAITING = 1_000_000                 # pages of a site: above that, sitemaps that look old stay unread, 500 of 50,000 lines too
LINES = 50_000                           # that a sitemap may have (sitemaps.org)
ANY = Bounds().parts                     # the priority that every sitemap has
_COUNTED = 20_000                        # links that may come to a site before the pages that wait are counted again,
_LOOKED = 1_000                          # and looks at whether too many do
_SLACK = timedelta(minutes=1)            # clocks are set right by seconds all the time
_NEVER = "9999"
_FOREVER = 1e12


class Agenda:
    """The due dates of the sites of one crawl."""

    def __init__(self, archive: Archive, sites: Iterable[Site], *, revisiting: bool) -> None:
        self._archive, self._clock = archive, archive.settings.clock
        self._timing = {site.name: schedule.timing_of(site.schedule) for site in sites}
        self._revisiting = revisiting
        self._soonest = dict.fromkeys(self._timing, _NEVER)
        self._listings = dict.fromkeys(self._timing, 0)
        self._waiting = dict.fromkeys(self._timing, 0)          # when last counted
        self._uncounted = dict.fromkeys(self._timing, 0)
        self._looks = dict.fromkeys(self._timing, 0)
        self._crowded: set[str] = set()
        self.notices: list[str] = []

    # what is due ------------------------------------------------------------------------------------------------

    def open(self, starts: Iterable[Link]) -> None:
        """Puts the links that a run starts from to waiting: in a scheduled crawl those that are new, or never had a date."""
        late = stamp(self._clock.now() + _SLACK)
        for site in self._timing:
            if self._archive.right(site, late):
                self.notices.append(f"{site}: the clock was wrong before; what has dates in the future is due now")
        if not self._revisiting:
            wanted = (link for link in starts if link.site in self._timing and not _asked_today(self._archive, link))
            self._archive.add_links(wanted, again=True)
            return
        for link in starts:
            row = self._archive.link(link.url, link.site) if link.site in self._timing else None
            undated = row is not None and row.state == "done" and not row.due
            self._archive.add_links([link], again=link.by == "user" or undated)
        for site in self._timing:
            self._listings[site] = self._archive.scheduled_listings(site)
            self._soonest[site] = self._archive.next_due(site) or _NEVER

    def woken(self) -> list[str]:
        """The sites in which something has become due; it waits in the catalog now."""
        now = stamp(self._clock.now())
        if not self._revisiting or min(self._soonest.values(), default=_NEVER) > now:
            return []
        found = [site for site, due in self._soonest.items() if due <= now]
        for site in found:
            self._archive.wake(site, now)
            self._soonest[site] = self._archive.next_due(site) or _NEVER
        return found

    def least_part(self, site: str, *, anew: bool = False) -> int:
        """The priority below which a sitemap that an index names is left unread for now: where very many pages wait, what
        looks old can stay where it is, and nothing of it is lost; so too while those being read may bring as many. `anew`:
        the pages are counted again."""
        self._looks[site] += 1
        if anew or self._uncounted[site] >= _COUNTED or self._looks[site] % _LOOKED == 1:
            self._waiting[site], self._uncounted[site] = self._archive.pages_waiting(site), 0
        if self._waiting[site] < MOST_WAITING:
            coming = self._archive.being_read(site) * LINES
            return ANY if not coming or self._waiting[site] + coming < MOST_WAITING else _NEWSY
        if site not in self._crowded:
            self._crowded.add(site)
            self.notices.append(f"{site}: over {MOST_WAITING:,} pages wait; sitemaps of its indexes that look old are read when "
                                "fewer do")
        return _NEWSY

    @property
    def soonest(self) -> str:
        """When the next link is due, ISO 8601 in UTC; empty where none is."""
        soonest = min(self._soonest.values(), default=_NEVER)
        return "" if soonest == _NEVER or not self._revisiting else soonest

    def seconds(self) -> float:
        """Seconds until something is due; a day where nothing is."""
        due = self.soonest
        return max((datetime.fromisoformat(due) - self._clock.now()).total_seconds(), 0.0) if due else schedule.DAY

    def age(self, row: LinkRow) -> float:
        """Seconds since a link ended; negative where the clock has jumped back."""
        return (self._clock.now() - datetime.fromisoformat(row.ended)).total_seconds() if row.ended else _FOREVER

    # what comes later -------------------------------------------------------------------------------------------

    def later(self, job: Job, outcome: Outcome, memo: str | None = None, new: int = 0, published: str | None = None) -> Later:
        """What is kept of a link that ends so. `memo`: what else is to be kept (None: what was), `new`: links that it
        announced and nobody had before, `published`: when an article says it was."""
        link, now = job.link, self._clock.now()
        row = self._archive.link(link.url, link.site)
        self._uncounted[link.site] += new
        known = loads(row.memo if row else "")
        visits = self._visits(link, row).told(known)
        kept = known if memo is None else loads(memo)
        if link.kind in RECURRING:
            visits = schedule.visited(visits, now, new, outcome not in schedule.READ, self._timing[link.site])
            over = not self._counted(link, row)
            due = None if over or _told_by_index(link) else schedule.next_visit(visits, self._timing[link.site])
        else:
            visits = schedule.looked_at(visits, now, outcome, _when(published))
            done = link.kind != "page" or schedule.settled(visits, outcome, fresh=link.by == "feed")
            due = None if done else schedule.next_visit(visits, self._timing[link.site])
        said = {**kept, **visits.known()} if due or link.kind in RECURRING else kept
        text = json.dumps(said, separators=(",", ":")) if said else ""
        return self._noted(link.site, Later(text, stamp(due) if due else ""))

    def is_last(self, link: Link) -> bool:
        """Whether an article is not looked at again after the visit that is made now."""
        row = self._archive.link(link.url, link.site)
        visits = self._visits(link, row).told(loads(row.memo if row else ""))
        visits = schedule.looked_at(visits, self._clock.now(), Outcome.SAME)
        return schedule.next_visit(visits, self._timing[link.site]) is None

    def _visits(self, link: Link, row: LinkRow | None) -> schedule.Visits:
        """What the link alone says of its visits: a part of an index that looks old is guessed to stay as it is."""
        last = datetime.fromisoformat(row.ended) if row and row.ended else None
        named = link.by in ("seed", "user")
        guess = schedule.DAY if link.kind == "sitemap" and not named and link.priority < _NEWSY else schedule.FIRST_GUESS
        timing = self._timing[link.site]
        guess = guess if guess > timing.longest and not named else min(max(guess, timing.shortest), timing.longest)
        return schedule.Visits(link.key, link.kind, last=last, interval=guess, named=named)

    def _counted(self, link: Link, row: LinkRow | None) -> bool:
        """Whether the listing may have a date: all that are named, and of the others so many."""
        if link.by in ("seed", "user") or (row is not None and row.due):
            return True
        self._listings[link.site] += 1
        if self._listings[link.site] == MOST_LISTINGS + 1:
            self.notices.append(f"{link.site}: more than {MOST_LISTINGS:,} feeds and sitemaps; {link.url} and what comes "
                                "after it is read once (name it in the site file if it matters)")
        return self._listings[link.site] <= MOST_LISTINGS

    def _noted(self, site: str, later: Later) -> Later:
        if later.due:
            self._soonest[site] = min(self._soonest[site], later.due)
        return later


_NEWSY = 700                             # priority from which a part of an index is one of news (see `discover.rank`)


def _told_by_index(link: Link) -> bool:
    """Whether the index that names this sitemap says when it changed: then it is asked for when that date is new."""
    return link.kind == "sitemap" and link.by == "sitemap" and bool(link.published)


def _asked_today(archive: Archive, link: Link) -> bool:
    """Whether a file that speaks of rights was looked at in the last 24 hours: what it says is kept by day."""
    row = archive.link(link.url, link.site) if link.kind == "rights" else None
    yesterday = stamp(archive.settings.clock.now() - timedelta(days=1))
    return row is not None and row.state == "done" and row.ended > yesterday


def stamp(when: datetime) -> str:
    """A time as the catalog has it, so that text can be compared."""
    return when.astimezone(UTC).isoformat(timespec="microseconds")


def _when(text: str | None) -> datetime | None:
    """A date as an article states it, with a zone: UTC where it has none."""
    try:
        when = datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
    return when.replace(tzinfo=when.tzinfo or UTC) if when else None


def loads(memo: str) -> dict[str, Any]:
    """What a memo says; nothing where it is none of ours."""
    try:
        said = json.loads(memo) if memo else {}
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}
