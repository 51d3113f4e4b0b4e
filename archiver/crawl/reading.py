"""What one capture says: an article or why it is none, and the links on it; the work a worker process does.

Pure but for its edge: whatever a page does to a parser becomes a named outcome here, and nothing is fetched or written.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from archiver import content
from archiver.errors import NotAnArticle
from archiver.model import Article, Capture, Link, Outcome, Site

LISTINGS = ("feed", "sitemap", "robots", "section")
"""Kinds of links that are fetched for the links in them, again in every run."""


@dataclass(frozen=True)
class Reading:
    """What a worker made of a capture; `outcome` is how the link ends where there is no article to be saved."""

    outcome: Outcome | None = None
    detail: str = ""
    article: Article | None = None
    links: tuple[Link, ...] = ()


class Reader:
    """Reads captures of the sites it was made for; one a worker process."""

    def __init__(self, sites: list[Site], profiles: dict[str, dict[str, Any]] | None = None) -> None:
        # Here, not above: the process of the crawl only names this class to its workers, and parsers cost 60 MB.
        from archiver.discover import discover
        from archiver.discover.requisites import requisites
        from archiver.extract.extractor import Extractor

        self._discover, self._requisites = discover, requisites
        self._sites = {site.name: site for site in sites}
        known = {name: _profile(data) for name, data in (profiles or {}).items()}
        self._extractors = {site.name: Extractor(site, known.get(site.name)) for site in sites}

    def __call__(self, capture: Capture, link: Link) -> Reading:
        """The reading of a capture; never raises for what a page holds."""
        try:
            return self._listing(capture, link) if link.kind in LISTINGS else self._page(capture, link)
        except content.TooLarge as error:
            return Reading(Outcome.TOO_LARGE, str(error))
        except content.BadCoding as error:
            return Reading(Outcome.BROKEN, str(error))
        except RecursionError:
            return Reading(Outcome.UNREADABLE, "nested too deeply")
        except Exception as error:  # noqa: BLE001 - the edge: a parser's fault is the page's outcome, and is counted
            return Reading(Outcome.CRASHED, f"{type(error).__name__}: {error}"[:300])

    def _listing(self, capture: Capture, link: Link) -> Reading:
        found = self._discover(capture, self._sites[capture.site], link)
        if found.problem and not found.links:
            return Reading(Outcome.UNREADABLE, found.problem)
        return Reading(Outcome.DISCOVERED, found.problem or f"{found.kind}: {len(found.links)} links",
                       links=found.links)

    def _page(self, capture: Capture, link: Link) -> Reading:
        site = self._sites[capture.site]
        links: tuple[Link, ...] = ()
        if link.depth < site.depth and (site.follow or link.by == "seed"):
            found = self._discover(capture, site, link)
            links = found.links
            if found.kind not in ("page", "nothing"):        # a feed or sitemap behind a link
                return Reading(Outcome.DISCOVERED, f"{found.kind}: {len(links)} links", links=links)
        try:
            article = self._extractors[site.name](capture)
        except NotAnArticle as error:
            return Reading(Outcome.NOT_ARTICLE, error.reason, links=links)
        return Reading(article=article, links=(*links, *self._requisites(article, capture, site)))


def _profile(data: dict[str, Any]) -> Any:
    from archiver.extract.profile import Profile
    return Profile.from_dict(data)
