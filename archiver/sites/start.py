"""Where the crawl of a site starts, and which site a URL belongs to.

Nothing here reads a file. A URL never becomes a path: only a checked host becomes a site's name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from archiver.errors import SiteFileError
from archiver.model import By, Link, LinkKind, Site
from archiver.sites.checks import name as check_name
from archiver.urls import absolute, belongs, host_of, link_key

PRIORITY: dict[LinkKind, int] = {"robots": 1000, "feed": 900, "section": 850, "sitemap": 800, "rights": 790, "page": 950}
"""Above all that is discovered (see `discover.rank`); robots.txt first, for it names sitemaps and forbids pages."""

RIGHTS = ("/.well-known/tdmrep.json", "/ai.txt")
"""Where a site says what may be done with its pages: TDM Reservation Protocol, and ai.txt."""

_UNSAFE = re.compile(r"[^a-z0-9.-]+")
_DEFAULT_PORTS = (None, 80, 443)


def seeds(site: Site) -> list[Link]:
    """robots.txt of every host, the feeds, sections and sitemaps of the file, the start page, and what speaks of
    rights (tdmrep.json, ai.txt): each once.

    The start page is left out where the file says not to follow links and names something else to start from.
    """
    named: list[tuple[LinkKind, str]] = [("feed", url) for url in site.feeds]
    named += [("section", url) for url in site.sections] + [("sitemap", url) for url in site.sitemaps]
    origins = _origins(site, [url for _, url in named])
    if site.follow or not named:
        named += [("section", f"{origin}/") for origin in origins[:1]]
    if site.rights:
        named += [("rights", f"{origin}{path}") for origin in origins[:1] for path in RIGHTS]
    links: dict[str, Link] = {}
    robots: list[tuple[LinkKind, str]] = [("robots", f"{origin}/robots.txt") for origin in origins]
    for kind, url in robots + named:
        link = _link(site, url, kind, "seed")
        links.setdefault(link.key, link)
    return list(links.values())


def _origins(site: Site, urls: Sequence[str]) -> list[str]:
    """Scheme and host of each host of the site: as its URLs write it, and https for a domain that no URL is of."""
    own = {_origin(url): None for url in urls if belongs(url, site.domains)}
    for domain in site.domains:
        if not any(belongs(origin, (domain,)) for origin in own):
            own[f"https://{domain}"] = None
    # The main domain first: its front page is the start page.
    return sorted(own, key=lambda origin: not belongs(origin, site.domains[:1]))


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2].lower()}"


def _link(site: Site, url: str, kind: LinkKind, by: By) -> Link:
    whole = absolute(url, url)
    if whole is None:
        raise SiteFileError("no URL that can be fetched", where=url, cure="a whole one, such as https://example.org/")
    return Link(site=site.name, url=whole, key=link_key(whole), by=by, kind=kind, priority=PRIORITY[kind])


def user_link(site: Site, url: str) -> Link:
    """The link for one page a user asks for by its URL. Raises SiteFileError where it is no URL."""
    return _link(site, url, "page", "user")


def site_for_url(url: str, sites: Iterable[Site]) -> Site | None:
    """The site a URL belongs to: the one with the closest domain, where a domain of one lies in that of another."""
    fitting = [(len(domain), site) for site in sites for domain in site.domains if belongs(url, (domain,))]
    return max(fitting, key=lambda pair: pair[0])[1] if fitting else None


def site_name(url: str) -> str:
    """A folder's name for a URL's host: without `www.`, the port added where it is an odd one.

    Raises SiteFileError where the URL has no host that makes a name.
    """
    whole = absolute(url, url)
    host = host_of(whole).removeprefix("www.") if whole else ""
    port = urlsplit(whole).port if whole else None
    name = _UNSAFE.sub("-", host).strip("-.") + (f"-{port}" if port not in _DEFAULT_PORTS else "")
    if whole is None or check_name(name):
        raise SiteFileError("no URL of an outlet", where=url, cure="a whole one, such as https://example.org/")
    return name


def adhoc_site(url: str) -> Site:
    """A site for a URL given on the command line: its host and front page. Raises SiteFileError."""
    name = site_name(url)
    whole = absolute(url, url) or url
    parts = urlsplit(whole)
    host = host_of(whole).removeprefix("www.")
    domain = f"{host}:{parts.port}" if parts.port not in _DEFAULT_PORTS else host
    return Site(name=name, domains=(domain,), sections=(f"{_origin(whole)}/",))
