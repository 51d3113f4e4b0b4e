"""What one capture says: an article or why it is none, and the links on it; the work of a worker, in a crawl or after it.

Pure but for its edge: whatever a page does to a parser becomes a named outcome here, and nothing is fetched or written.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from archiver import content
from archiver.errors import NotAnArticle
from archiver.model import Article, Capture, Link, Outcome, Site

if TYPE_CHECKING:
    from archiver.extract.page import Page

GATED_WORDS = 250       # an article that is not free and no longer than this was shown in part
LISTINGS = ("feed", "sitemap", "robots", "section")
"""Kinds of links that are fetched for the links in them, again in every run."""

RECURRING = (*LISTINGS, "rights")
"""Kinds of links that a run need not keep waiting: they are asked for again anyway."""

PARSERS = ("archiver.discover.requisites", "archiver.extract.extractor", "archiver.extract.profile")
"""Modules that a reader of articles imports when it is made."""


@dataclass(frozen=True)
class Reading:
    """What a worker made of a capture; `outcome` is how the link ends where there is no article to be saved."""

    outcome: Outcome | None = None
    detail: str = ""
    article: Article | None = None
    links: tuple[Link, ...] = ()

    @property
    def gated(self) -> Outcome | None:
        """GATED where only an opening was served: the outcome in place of the one that saving gives."""
        article = self.article
        short = article is not None and article.free_access is False and article.word_count < GATED_WORDS
        return Outcome.GATED if short else None


class Reader:
    """Reads captures of the sites it was made for; one a worker process."""

    def __init__(self, sites: list[Site], profiles: dict[str, dict[str, Any]] | None = None, *,
                 links_only: bool = False) -> None:
        # Here, not above: the process of the crawl only names this class to its workers, and parsers cost 60 MB.
        from archiver.discover import discover
        from archiver.discover.requisites import requisites

        self._discover, self._requisites = discover, requisites
        self._sites = {site.name: site for site in sites}
        self._links_only = links_only
        if links_only:
            return
        from archiver.extract.extractor import Extractor

        known = {name: _profile(data) for name, data in (profiles or {}).items()}
        self._extractors = {site.name: Extractor(site, known.get(site.name)) for site in sites}

    def __call__(self, capture: Capture, link: Link) -> Reading:
        """The reading of a capture; never raises for what a page holds."""
        found: list[Link] = []
        try:
            return self._listing(capture, link) if link.kind in LISTINGS else self._page(capture, link, found)
        except Exception as error:  # noqa: BLE001 - the edge: a parser's fault is the page's outcome, and is counted
            return replace(_failed(error), links=tuple(found))

    def again(self, capture: Capture) -> Reading:
        """The article of a page alone, as re-extraction wants it: its links were told when it was first read."""
        try:
            return Reading(article=self._extractors[capture.site](capture))
        except Exception as error:  # noqa: BLE001 - the same edge
            return _failed(error)

    def _listing(self, capture: Capture, link: Link) -> Reading:
        found = self._discover(capture, self._sites[capture.site], link)
        if found.problem and not found.links:
            return Reading(Outcome.UNREADABLE, found.problem)
        return Reading(Outcome.DISCOVERED, found.line, links=found.links)

    def _page(self, capture: Capture, link: Link, links: list[Link]) -> Reading:
        """What a page says; `links` is filled on the way, so that they count though the rest fails."""
        site = self._sites[capture.site]
        page = _Once(capture)
        if follows(site, link):
            found = self._discover(capture, site, link, None if self._links_only else page.tree)
            links += found.links
            if found.kind not in ("page", "nothing"):        # a feed or sitemap behind a link
                return Reading(Outcome.DISCOVERED, found.line, links=found.links)
        if self._links_only:
            return Reading(Outcome.CAPTURED, links=tuple(links))
        article = self._extractors[site.name](capture, page.get())
        return Reading(article=article, links=(*links, *self._requisites(article, capture, site)))


class _Once:
    """A capture's page, parsed at the first need and never twice."""

    def __init__(self, capture: Capture) -> None:
        self._capture = capture
        self._page: Page | None = None

    def get(self) -> Page:
        """The page. Raises as the extractor does."""
        from archiver.extract.extractor import page_of

        self._page = self._page or page_of(self._capture)
        return self._page

    def tree(self) -> Any:
        """Its tree; None where it cannot be parsed, or not unpacked."""
        try:
            return self.get().root
        except (NotAnArticle, content.TooLarge, content.BadCoding):
            return None


def _failed(error: Exception) -> Reading:
    """How a link ends whose capture could not be read."""
    if isinstance(error, NotAnArticle):
        return Reading(Outcome.NOT_ARTICLE, error.reason)
    if isinstance(error, content.TooLarge):
        return Reading(Outcome.TOO_LARGE, str(error))
    if isinstance(error, content.BadCoding):
        return Reading(Outcome.BROKEN, str(error))
    if isinstance(error, RecursionError):
        return Reading(Outcome.UNREADABLE, "nested too deeply")
    return Reading(Outcome.CRASHED, f"{type(error).__name__}: {error}"[:300])


def follows(site: Site, link: Link) -> bool:
    """Whether the links on a page are wanted."""
    return link.depth < site.depth and (site.follow or link.by == "seed")


def _profile(data: dict[str, Any]) -> Any:
    from archiver.extract.profile import Profile
    return Profile.from_dict(data)
