"""Which link goes next, and when: a lane for each host with its pace, and a bounded stock of links for each site.

Pure decisions: `now` is an argument, links come from and go back to the catalog through two callables, and nothing here
fetches or sleeps. A link waits in the catalog, not in memory, until its site's stock is low.
"""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from math import inf
from typing import TYPE_CHECKING

from archiver.crawl.robots import Robots, authority, robots_url
from archiver.model import Link, Site
from archiver.urls import link_key

if TYPE_CHECKING:
    from archiver.crawl.allowance import Allowance

STOCK = 16                               # links a site has in hand, waiting
STUCK = 500                              # links of hosts that cannot be fetched now; then the site is left for this run
SLOWEST = 60.0
RESTS = 3_600.0                          # seconds a host is left alone, in a run that stays, before it is tried again
FASTER = 0.8                             # how much of an extra delay is left after an answer


@dataclass(frozen=True, slots=True)
class Job:
    """A link in hand, with the URL to fetch now and what was tried before."""

    link: Link
    site: Site
    url: str
    hops: tuple[str, ...] = ()           # URLs it was redirected from, the first being the link's
    attempt: int = 1
    plain: bool = False                  # asked without conditions, to check a 304

    @property
    def lane(self) -> str:
        """The host it waits for."""
        return authority(self.url)

    @property
    def origin(self) -> str:
        """The host it was first meant for."""
        return authority(self.hops[0] if self.hops else self.url)


@dataclass(slots=True)
class Lane:
    """One host: what waits for it, how fast it may be visited, and what it said in robots.txt."""

    name: str
    site: Site
    base: float                          # seconds between two requests when all is well
    delay: float                         # and now
    queue: deque[Job] = field(default_factory=deque)
    later: list[tuple[float, int, Job]] = field(default_factory=list)
    robots: Robots | None = None
    asking: bool = False                 # robots.txt is awaited, and nothing else may go
    errand: tuple[float, Job] | None = None      # a robots.txt to fetch before all else, and when
    active: int = 0
    next_at: float = 0.0
    failures: int = 0
    parked: str = ""                     # why it is not visited any more in this run
    until: float = 0.0                   # when it is tried again, where the run stays
    why: str = ""                        # what it waits for, in words
    listed: bool = False

    def ready_at(self) -> float | None:
        """When its next job may go; None where it has none, or no room for one."""
        if self.parked or self.active >= self.site.pace.concurrency:
            return None
        if self.errand:
            return max(self.next_at, self.errand[0])
        if self.asking:
            return None
        if self.queue:
            return self.next_at
        return max(self.next_at, self.later[0][0]) if self.later else None

    @property
    def waiting(self) -> int:
        """How many jobs wait in it."""
        return len(self.queue) + len(self.later) + bool(self.errand)

    def waits_for(self) -> str:
        """What its next job waits for, in words."""
        again = self.errand or (None if self.queue or not self.later else (self.later[0][0], self.later[0][2]))
        if again and again[0] > self.next_at:
            return f"another try of {again[1].url}"
        return self.why or f"the next request to {self.name}"


@dataclass(slots=True)
class _Stock:
    site: Site
    waiting: int = 0                     # jobs in its lanes, not under way
    stuck: int = 0                       # of them in lanes that are parked: they keep no other host of the site waiting
    active: int = 0
    spent: int = 0                       # requests made
    dry: bool = False                    # the catalog had no more
    closed: str = ""                     # why no more is taken from it in this run


class Frontier:
    """The links in hand of all sites; `next` gives the one that may be fetched now."""

    def __init__(self, sites: Sequence[Site], take: Callable[..., list[Link]],
                 refuse: Callable[[Job, str], None], *, limit: int = 0) -> None:
        self.lanes: dict[str, Lane] = {}
        self.active = 0
        self._take, self._refuse = take, refuse
        self._limit, self._pages = limit, 0
        self._held: list[Job] = []       # past the limit of pages
        self._stock = {site.name: _Stock(site) for site in sites}
        self._heap: list[tuple[float, int, Lane]] = []
        self._order = count()
        self.notices: list[str] = []     # what the user should know: parked hosts, capped delays
        self.kept: Callable[[Site, str], Robots | None] | None = None        # what a robots.txt said not long ago
        self.stays = False               # whether the run lasts until it is stopped
        self.spends: Allowance | None = None                 # budgets of hosts by day and night
        self._now = 0.0                  # when it was last asked for a job

    # putting in -------------------------------------------------------------------------------------------------

    def put(self, job: Job, *, due: float = 0.0) -> None:
        """A job for its host's lane; before the others where it was tried already, not before `due`."""
        lane, stock = self._lane(job), self._stock[job.site.name]
        stock.waiting += 1
        stock.stuck += bool(lane.parked)
        if job.link.kind == "robots" and lane.errand is None:
            lane.errand = (due, job)
            lane.asking = lane.asking or (lane.robots is None and job.origin == lane.name)
        elif due:
            heapq.heappush(lane.later, (due, next(self._order), job))
        elif job.hops or job.plain:
            lane.queue.appendleft(job)
        else:
            lane.queue.append(job)
        self._list(lane)

    def added(self, site: str) -> None:
        """The catalog has new links of a site."""
        self._stock[site].dry = False

    def _lane(self, job: Job) -> Lane:
        lane = self.lanes.get(f"{job.site.name} {job.lane}")
        if lane is None:
            lane = Lane(job.lane, job.site, job.site.pace.delay, job.site.pace.delay)
            if not job.site.obey_robots:
                lane.robots = Robots("")
            elif self.kept:
                self._keep(lane, self.kept(job.site, robots_url(lane.name)))
            self.lanes[f"{job.site.name} {job.lane}"] = lane
        return lane

    def _keep(self, lane: Lane, rules: Robots | None) -> None:
        """A new lane goes by the rules that are known, and by the pace they ask for."""
        if rules:
            lane.robots = rules
            lane.base = lane.delay = max(lane.base, min(rules.crawl_delay, lane.site.pace.crawl_delay_cap))

    def _list(self, lane: Lane) -> None:
        ready = lane.ready_at()
        if ready is not None and not lane.listed:
            lane.listed = True
            heapq.heappush(self._heap, (ready, next(self._order), lane))

    def _refill(self) -> None:
        for stock in self._stock.values():
            while not stock.dry and not stock.closed and stock.waiting - stock.stuck < STOCK and (self._room() or _dressed(stock)):
                only = () if self._room() else ("requisite",)
                links = self._take(stock.site.name, STOCK, *only)
                stock.dry = not links
                for link in links:
                    self.put(Job(link, stock.site, link.url))
                if stock.stuck >= STUCK:
                    break
            if stock.stuck >= STUCK and not stock.closed:
                stock.closed = "its hosts cannot be visited now"

    def _room(self) -> bool:
        return not self._limit or self._pages < self._limit

    # taking out -------------------------------------------------------------------------------------------------

    def next(self, now: float) -> Job | None:
        """The job that may be fetched now, robots.txt of its host first; None where all must wait."""
        self._now = now
        self._refill()
        while self._heap and self._heap[0][0] <= now:
            _, _, lane = heapq.heappop(self._heap)
            lane.listed = False
            job = self._from(lane, now)
            self._list(lane)
            if job is not None:
                return job
        return None

    def _from(self, lane: Lane, now: float) -> Job | None:
        ready = lane.ready_at()
        if ready is None or ready > now:
            return None
        while lane.later and lane.later[0][0] <= now:
            lane.queue.appendleft(heapq.heappop(lane.later)[2])
        if lane.robots is None and lane.errand is None:
            self.put(_robots_job(lane))
        if lane.errand is not None:
            lane.queue.appendleft(lane.errand[1])
            lane.errand = None
        return self._start(lane, now)

    def _start(self, lane: Lane, now: float) -> Job | None:
        stock = self._stock[lane.site.name]
        while lane.queue and not lane.parked:      # a refusal may park the lane and put its job back
            job = lane.queue.popleft()
            stock.waiting -= 1
            why = lane.robots.why_not(job.url) if lane.robots and job.link.kind != "robots" else ""
            if why:
                self._refuse(job, why)
                continue
            if self._held_back(stock, job):
                continue
            if self._over(stock, job) or self._spent(job):
                stock.waiting += 1
                stock.stuck += bool(lane.parked)
                lane.queue.appendleft(job)
                return None
            lane.active += 1
            stock.active += 1
            stock.spent += 1
            self.active += 1
            self._pages += job.link.kind == "page" and job.attempt == 1 and not job.hops
            lane.next_at, lane.why = now + lane.delay, _pace_in_words(lane)
            return job
        return None

    def _held_back(self, stock: _Stock, job: Job) -> bool:
        """Past the limit, pages that were fetched still get their requisites; what else was in hand waits."""
        goes = self._room() or not _dressed(stock) or job.link.kind in ("requisite", "robots") or job.attempt > 1 or job.hops
        if not goes:
            self._held.append(job)
        return not goes

    def _over(self, stock: _Stock, job: Job) -> bool:
        """Whether the budget of the site or the limit of the run is used up: its lane then stays shut."""
        budget = stock.site.pace.budget
        if budget and stock.spent >= budget:
            stock.closed = f"its budget of {budget} requests is used up"
        elif not self._room() and not _dressed(stock) and job.attempt == 1 and not job.hops:
            stock.closed = f"the limit of {self._limit} pages is reached"
        else:
            return False
        for lane in self.lanes.values():
            if lane.site.name == stock.site.name and not lane.parked:
                lane.parked, lane.until = stock.closed, inf
                stock.stuck += lane.waiting
        return True

    def _spent(self, job: Job) -> bool:
        """Whether the host has had its requests for the day or night; robots.txt is asked for nevertheless."""
        if self.spends is None:
            return False
        seconds, why = self.spends.rest(job.site.name, job.url) if job.link.kind != "robots" else (0.0, "")
        if why:
            self.park(job, why, self._now + seconds)
            return True
        self.spends.spend(job.site.name, job.url)
        return False

    # what came of it --------------------------------------------------------------------------------------------

    def left(self, job: Job) -> None:
        """A job's transfer is over: its place is free."""
        lane = self.lanes[f"{job.site.name} {job.lane}"]
        lane.active -= 1
        self._stock[job.site.name].active -= 1
        self.active -= 1
        self._list(lane)

    def robots(self, job: Job, rules: Robots) -> None:
        """What the host of a robots job allows; `Crawl-delay` is followed up to the site's cap."""
        lane = self.lanes[f"{job.site.name} {job.origin}"]
        lane.robots, lane.asking = rules, False
        asked, cap = rules.crawl_delay, job.site.pace.crawl_delay_cap
        if asked > cap:
            self.notices.append(f"{lane.name}: a crawl-delay of {asked:g} s is asked for; {cap:g} s are kept (the cap)")
        if min(asked, cap) > lane.delay:
            lane.base = lane.delay = min(asked, cap)
            lane.next_at = max(lane.next_at, lane.next_at - job.site.pace.delay + lane.delay)
            lane.why = f"crawl-delay of {lane.name} ({lane.delay:g} s)"
        self._list(lane)

    def rules(self, job: Job) -> Robots:
        """What the job's host allows, as far as it is known."""
        return self._lane(job).robots or Robots("")

    def slow_down(self, job: Job, seconds: float, now: float) -> None:
        """The host asked for rest: nothing for that long, and half as fast for a while."""
        lane = self._lane(job)
        lane.delay = min(max(lane.delay * 2, 0.5), max(SLOWEST, lane.base))
        lane.next_at = max(lane.next_at, now + seconds)
        lane.why = f"{lane.name}, which asked for a rest of {seconds:.0f} s"

    def failed(self, job: Job, patience: int) -> None:
        """The host did not answer; after `patience` times in a row it is left alone for this run."""
        lane = self._lane(job)
        lane.failures += 1
        if lane.failures >= patience:
            self.park(job, f"{lane.failures} requests in a row got no answer")

    def answered(self, job: Job) -> None:
        """The host answered: it is not dead, and, if it was slowed down for, a little faster again."""
        lane = self._lane(job)
        lane.failures = 0
        lane.delay = max(lane.base, lane.delay * FASTER)

    def park(self, job: Job, why: str, until: float = 0.0) -> None:
        """The host is not visited any more in this run; its links stay for the next. A run that stays tries it again
        later: not before `until`, and not within the hour."""
        lane = self._lane(job)
        if not lane.parked:
            lane.parked, lane.until = why, max(until, self._now + RESTS)
            self._stock[lane.site.name].stuck += lane.waiting
            self.notices.append(f"{lane.name}: {why}; its links stay for {'later' if self.stays else 'the next run'}")

    def release(self, now: float) -> None:
        """In a run that stays, hosts are tried again that have rested long enough, robots.txt first."""
        for lane in self.lanes.values() if self.stays else ():
            if lane.parked and lane.until <= now:
                lane.parked, lane.failures = "", 0
                self._stock[lane.site.name].stuck -= lane.waiting
                lane.robots = None if lane.robots and lane.robots.forbidden else lane.robots
                self._stock[lane.site.name].closed = ""
                self._list(lane)

    def released_in(self, now: float) -> float:
        """Seconds until a host is tried again that was left alone; a day where none is."""
        resting = [lane.until - now for lane in self.lanes.values() if lane.parked] if self.stays else []
        return max(min(resting, default=86_400.0), 0.0)

    # where it stands --------------------------------------------------------------------------------------------

    def finished(self) -> bool:
        """Whether nothing is under way and nothing more can go in this run."""
        if self.active:
            return False
        self._refill()
        return all(lane.ready_at() is None for lane in self.lanes.values())

    def wait(self, now: float) -> tuple[float, str]:
        """Seconds until the next job may go, and what is waited for; 3600 and nothing where only answers can tell."""
        while self._heap and not self._still(self._heap[0]):
            heapq.heappop(self._heap)[2].listed = False
        if not self._heap:
            return 3600.0, ""
        ready, _, lane = self._heap[0]
        return max(ready - now, 0.0), lane.waits_for()

    def _still(self, entry: tuple[float, int, Lane]) -> bool:
        return entry[2].ready_at() is not None

    def unfinished(self) -> Iterator[Job]:
        """All jobs that wait: they go back to the catalog when the run ends."""
        yield from self._held
        for lane in self.lanes.values():
            yield from ([lane.errand[1]] if lane.errand else [])
            yield from lane.queue
            yield from (job for _, _, job in lane.later)


def _dressed(stock: _Stock) -> bool:
    return stock.site.requisites != "none"


def _robots_job(lane: Lane) -> Job:
    url = robots_url(lane.name)
    return Job(Link(site=lane.site.name, url=url, key=link_key(url), by="robots", kind="robots"), lane.site, url)


def _pace_in_words(lane: Lane) -> str:
    asked = min(lane.robots.crawl_delay, lane.site.pace.crawl_delay_cap) if lane.robots else 0.0
    what = "crawl-delay" if asked and lane.delay == asked else "the pace"
    return f"{what} of {lane.name} ({lane.delay:g} s)"


def redirected(job: Job, url: str) -> Job:
    """The same link, at the address it was sent to."""
    return replace(job, url=url, hops=(*job.hops, job.url))


def again(job: Job) -> Job:
    """The same job, once more."""
    return replace(job, attempt=job.attempt + 1)
