"""How many requests a host still gets today or tonight, and whether old pages may be fetched at this hour.

Nothing here fetches or waits. What was spent is counted in the archive, so that a restart does not begin anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from archiver.crawl.robots import authority
from archiver.model import Site
from archiver.store.archive import Archive

MORNING = 6                              # the hour at which the night ends; it begins at midnight
BACKFILL = 200                           # links below this priority are old pages (see `discover.rank`)
ALL = -10**9


class Allowance:
    """The budgets of the sites of one crawl, by host and by day or night."""

    def __init__(self, archive: Archive, sites: Iterable[Site]) -> None:
        self._archive, self._clock = archive, archive.settings.clock
        self._sites = {site.name: site for site in sites}
        self._zones = {site.name: zone_of(site) for site in sites}
        self._least: dict[str, int] = {}
        self._spent: dict[str, tuple[datetime, Counter[str]]] = {}

    def least(self, site: str) -> int:
        """The priority below which nothing is fetched now."""
        backfill = self._sites[site].schedule.backfill
        night, _, _ = self._period(site)
        return BACKFILL if backfill == "never" or (backfill == "night" and not night) else ALL

    def opened(self) -> list[str]:
        """The sites of which old pages may be fetched now, and might not be when this was asked last."""
        least = {site: self.least(site) for site in self._sites}
        found = [site for site, bound in least.items() if bound < self._least.get(site, bound)]
        self._least = least
        return found

    def spend(self, site: str, url: str) -> None:
        """One more request to the host of a URL."""
        if self._budget(site)[0]:
            self._counts(site)[authority(url)] += 1

    def rest(self, site: str, url: str) -> tuple[float, str]:
        """Seconds until the host of a URL may be asked again, and why; 0 and nothing where it may be now."""
        budget, name, end = self._budget(site)
        if not budget or self._counts(site)[authority(url)] < budget:
            return 0.0, ""
        return ((end - self._clock.now()).total_seconds(),
                f"its {budget:,} requests for the {name} are spent ({name}_budget)")

    def _budget(self, site: str) -> tuple[int, str, datetime]:
        night, _, end = self._period(site)
        schedule = self._sites[site].schedule
        return (schedule.night_budget, "night", end) if night else (schedule.day_budget, "day", end)

    def _counts(self, site: str) -> Counter[str]:
        _, start, _ = self._period(site)
        known = self._spent.get(site)
        if known is None or known[0] != start:
            known = self._spent[site] = (start, Counter(authority(url) for url in self._archive.requested(site, start)))
        return known[1]

    def _period(self, site: str) -> tuple[bool, datetime, datetime]:
        return period(self._clock.now(), self._zones[site])


def period(now: datetime, zone: tzinfo) -> tuple[bool, datetime, datetime]:
    """Whether it is night in a zone, and when this day or night has begun and will end, in UTC."""
    local = now.astimezone(zone)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    morning = midnight.replace(hour=MORNING)
    night = local.hour < MORNING
    start, end = (midnight, morning) if night else (morning, midnight + timedelta(days=1))
    return night, start.astimezone(UTC), end.astimezone(UTC)


def zone_of(site: Site) -> tzinfo:
    """The time zone of a site; UTC where it has none, or this machine does not know it."""
    try:
        return ZoneInfo(site.timezone) if site.timezone else UTC
    except (ValueError, OSError, ZoneInfoNotFoundError):
        return UTC
