"""Feeds, sitemaps and sections from run to run: which are asked again, which with conditions, and what is remembered.

Nothing here fetches or reads a payload; what a 304 is worth is decided in `standing`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from archiver.crawl import standing
from archiver.crawl.agenda import stamp
from archiver.crawl.frontier import Job
from archiver.crawl.plan import Plan
from archiver.crawl.standing import Standing, standing_of
from archiver.crawl.verdict import is_conditional
from archiver.model import Capture, Link
from archiver.reading import LISTINGS
from archiver.store.archive import Archive

CONDITIONAL = ("feed", "sitemap", "section")         # robots.txt is not: its rules are needed in every run
UNDATED = 50                             # parts of one index without a date that are asked again in a run, in turn


class Listings:
    """The listings of one run."""

    def __init__(self, archive: Archive, plan: Plan) -> None:
        self._archive, self._scheduled = archive, plan.when.scheduled
        self._starts = {link.key for link in plan.starts}
        self._began = stamp(archive.settings.clock.now())

    def conditions(self, job: Job) -> dict[str, str]:
        """The headers that make the request for a listing conditional; none where that is not wise."""
        if job.link.kind not in CONDITIONAL or job.plain:
            return {}
        return standing.conditions(self._known(job), job.url)

    def unchanged(self, job: Job) -> str | None:
        """The memo after a 304; None where it must be checked first, by a request without conditions."""
        known = self._known(job)
        return None if standing.must_check(known) and not job.plain else standing.promised(known).memo()

    def read(self, job: Job, capture: Capture, links: tuple[Link, ...]) -> str:
        """The memo after a whole answer; what it lists is asked again where that is due."""
        parts = [link for link in links if link.kind in LISTINGS and link.key not in self._starts]
        if parts:
            self._archive.add_links(self._due(parts), again=True)
        if job.link.kind not in CONDITIONAL:
            return ""
        seen = standing.Seen(capture.exchange, capture.payload_digest, standing.mark(links))
        known = standing.answered(self._known(job), seen, asked=is_conditional(capture.exchange), checked=job.plain)
        if any(not part.published for part in parts):        # its parts may change though itself does not
            known = replace(known, etag="", modified="")
        return known.memo()

    def _due(self, parts: list[Link]) -> list[Link]:
        """The parts known from earlier visits that have changed since, and in turn those that do not say.

        In a scheduled crawl the latter have a date of their own.
        """
        rows = [(part, row) for part in parts if (row := self._archive.link(part.url, part.site))]
        done = [(part, row.ended) for part, row in rows if row.state == "done" and (self._scheduled or row.ended < self._began)]
        silent = [] if self._scheduled else [pair for pair in done if not pair[0].published]
        undated = sorted(silent, key=lambda pair: pair[1])[:UNDATED]
        dated = [part for part, ended in done if part.published and _since(part.published, ended)]
        return dated + [part for part, _ in undated]

    def _known(self, job: Job) -> Standing:
        row = self._archive.link(job.link.url, job.link.site)
        return standing_of(row.memo) if row else Standing()


def _since(stated: str, ended: str) -> bool:
    """Whether a date as announced, perhaps only a day, is not before a time of ours; one that cannot be read is."""
    try:
        when = datetime.fromisoformat(stated)
    except ValueError:
        return True
    if when.tzinfo is None:              # a day, or a time of an unknown zone: its day counts
        return stated[:10] >= ended[:10]
    return when >= datetime.fromisoformat(ended)
