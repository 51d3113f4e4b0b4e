"""What a crawl would fetch now and in the next day, what each host's budget says, how long it takes and how much disk.

Nothing here fetches or writes: it reads catalogs. Old pages are those of sitemaps and archives, which wait behind the rest.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta

from archiver.crawl.agenda import stamp
from archiver.crawl.allowance import BACKFILL, Allowance
from archiver.model import Site
from archiver.sites import seeds
from archiver.store.archive import Archive

USUAL_BYTES = 61_000                     # a page on the wire, packed: mean of 200 outlets; until a site has its own
KINDS = ("listings", "fresh", "revisits", "old")


@dataclass
class Host:
    """What one host is asked for."""

    name: str
    requests: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    rest: str = ""                       # why nothing is asked for now; empty: it may be

    @property
    def total(self) -> int:
        """All requests."""
        return sum(self.requests.values())


@dataclass
class Forecast:
    """A site: what is to be fetched now by host, and how many visits become due in the next 24 hours."""

    site: Site
    paused: str = ""
    new: bool = False                    # it was never crawled: how much there is, nobody knows
    hosts: list[Host] = field(default_factory=list)
    tomorrow: int = 0
    next_due: str = ""
    bytes_each: int = USUAL_BYTES

    @property
    def requests(self) -> Counter[str]:
        """By kind, over all hosts."""
        return sum((host.requests for host in self.hosts), Counter())

    @property
    def seconds(self) -> float:
        """Until all is fetched: hosts are asked at the same time, each at its pace."""
        return max((host.seconds for host in self.hosts), default=0.0)

    @property
    def size(self) -> int:
        """Bytes on the disk."""
        return sum(host.total for host in self.hosts) * self.bytes_each


def forecast(archive: Archive, site: Site) -> Forecast:
    """What a crawl of the site would do now."""
    found = Forecast(site, archive.paused(site.name), site.name not in archive.sites())
    hosts: dict[str, Host] = {}
    now = archive.settings.clock.now()
    if found.new:
        starts = [(link.url.split("/", 3)[2], "listings", 1) for link in seeds(site)]
        rows = [(f"{seeds(site)[0].url.split(':', 1)[0]}://{host}", kind, number) for host, kind, number in starts]
    else:
        rows = archive.backlog(site.name, stamp(now), BACKFILL)
        found.tomorrow = archive.due_between(site.name, stamp(now), stamp(now + timedelta(days=1)))
        found.next_due, found.bytes_each = archive.next_due(site.name), archive.mean_length(site.name) or USUAL_BYTES
    allowance = Allowance(archive, [site])
    held = allowance.least(site.name) >= BACKFILL
    for name, kind, number in rows:
        if kind != "old" or not held:
            hosts.setdefault(name, Host(name)).requests[kind] += number
    for host in hosts.values():
        host.seconds = host.total * site.pace.delay
        host.rest = allowance.rest(site.name, host.name + "/")[1]
    found.hosts = sorted(hosts.values(), key=lambda host: -host.total)
    return found
