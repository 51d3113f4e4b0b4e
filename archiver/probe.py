"""What an unknown outlet offers, from captures of its front page, robots.txt and usual places: a site file.

Nothing here fetches: `archiver add` fetches `candidates(url)`, then what `named(...)` finds on them, and hands all in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from archiver.content import BadCoding, TooLarge, decode
from archiver.discover import Discovery, discover, parse_page
from archiver.model import Article, Capture, Link, LinkKind, Site
from archiver.sites import adhoc_site
from archiver.sites.checks import domain as check_domain
from archiver.sites.checks import language as check_language
from archiver.urls import belongs, host_of, link_key

FEED_PATHS = ("/feed/", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/feed.json", "/index.xml", "/index.rdf")
SITEMAP_PATHS = ("/sitemap.xml", "/sitemap_index.xml", "/wp-sitemap.xml", "/news-sitemap.xml", "/sitemap-news.xml")
MAX_FEEDS, MAX_SITEMAPS = 10, 10
_COMMENTS = ("/comments", "comments-feed", "/kommentare")


def candidates(url: str) -> list[str]:
    """Where to look at an outlet of which only a URL is known: front page, robots.txt, usual feeds and sitemaps."""
    front = adhoc_site(url).sections[0]
    return [front, *(front.rstrip("/") + path for path in ("/robots.txt", *FEED_PATHS, *SITEMAP_PATHS))]


def named(url: str, captures: Sequence[Capture]) -> list[Link]:
    """Feeds and sitemaps that the captures name and that are not among them: to be fetched before `propose`."""
    site = _with_new_home(adhoc_site(url), captures)
    have = {link_key(capture.url) for capture in captures}
    links = {link.key: link for found in _discoveries(site, captures) for _, link in _listed(found)}
    return [link for key, link in links.items() if key not in have]


def propose(url: str, captures: Sequence[Capture]) -> Site:
    """A site file for an outlet. Feeds with the same items are taken once, those without items of the site never."""
    site = _with_new_home(adhoc_site(url), captures)
    seen = _discoveries(site, captures)
    front = _front_page(site, captures)
    return replace(site, **_words_of(front), feeds=_feeds(seen), sitemaps=_sitemaps(seen),
                   sections=(front.url,) if front else site.sections)


def _with_new_home(site: Site, captures: Sequence[Capture]) -> Site:
    """The site with the host it has moved to, where its front page was answered from another one."""
    hosts = [host_of(c.url).removeprefix("www.") for c in captures if _is_front(c) and not belongs(c.url, site.domains)]
    fit = [host for host in hosts[:1] if host and not check_domain(host)]
    return replace(site, domains=(*site.domains, *fit))


def _is_front(capture: Capture) -> bool:
    exchange = capture.exchange
    return exchange.status == 200 and urlsplit(capture.url).path in ("", "/") and bool(exchange.payload)


def _front_page(site: Site, captures: Sequence[Capture]) -> Capture | None:
    return next((c for c in captures if _is_front(c) and belongs(c.url, site.domains)), None)


def _discoveries(site: Site, captures: Sequence[Capture]) -> list[tuple[Capture, Discovery]]:
    """Each good answer once, by its address, with what it announces."""
    once = {link_key(capture.url): capture for capture in captures if capture.exchange.payload}
    return [(capture, discover(capture, site, _asked(capture.url, site))) for capture in once.values()]


def _asked(url: str, site: Site) -> Link:
    path = urlsplit(url).path
    kind: LinkKind = "robots" if path == "/robots.txt" else "section" if path in ("", "/") else "page"
    return Link(site=site.name, url=url, key=link_key(url), by="seed", kind=kind)


def _listed(seen: tuple[Capture, Discovery]) -> list[tuple[str, Link]]:
    """The feeds and sitemaps a front page or a robots.txt names; parts of an index are not: it leads to them."""
    _, found = seen
    if found.kind not in ("page", "robots"):
        return []
    wanted = (link for link in found.links if link.kind in ("feed", "sitemap"))
    return [(link.kind, link) for link in wanted if not _of_comments(link.url)]


def _of_comments(url: str) -> bool:
    return any(piece in url.lower() for piece in _COMMENTS)


def _feeds(seen: Sequence[tuple[Capture, Discovery]]) -> tuple[str, ...]:
    """Feeds that were read, one for each set of items, then those only named."""
    good: dict[str, str] = {}
    for capture, found in seen:
        if found.kind == "feed" and found.fingerprint and not _of_comments(capture.url):
            good.setdefault(found.fingerprint, capture.url)
    return _with_named(list(good.values()), "feed", seen)[:MAX_FEEDS]


def _sitemaps(seen: Sequence[tuple[Capture, Discovery]]) -> tuple[str, ...]:
    """Sitemaps that were read and are in no index that was, then those only named."""
    indexed = {link.key for _, found in seen if found.kind == "sitemap-index" for link in found.links}
    good = [capture.url for capture, found in seen if found.kind in ("sitemap", "sitemap-index") and found.links
            and link_key(capture.url) not in indexed]
    return _with_named(good, "sitemap", seen)[:MAX_SITEMAPS]


def _with_named(good: list[str], kind: str, seen: Sequence[tuple[Capture, Discovery]]) -> tuple[str, ...]:
    looked_at = {link_key(capture.url) for capture, _ in seen}
    told = {link.key: link.url for item in seen for told_kind, link in _listed(item) if told_kind == kind}
    return (*good, *(url for key, url in told.items() if key not in looked_at))


_HOME = re.compile(r"^(?:home|homepage|startseite|accueil|inicio|início|home page)\s*[-–—|:·»]\s*"
                   r"|\s*[-–—|:·»]\s*(?:home|homepage|startseite|accueil|inicio|início|home page)$", re.IGNORECASE)


def _words_of(front: Capture | None) -> dict[str, Any]:
    """Title and language as the front page states them."""
    tree = _tree(front) if front else None
    if tree is None:
        return {}
    names = (meta.get("content") for meta in tree.iter("meta") if meta.get("property") == "og:site_name")
    title = " ".join((next(names, "") or tree.findtext(".//title") or "").split())[:100]
    title = _HOME.sub("", title) or title
    language = (tree.get("lang") or "").strip().replace("_", "-")
    return {"title": title, "language": language if language and not check_language(language) else ""}


def _tree(capture: Capture) -> Any:
    try:
        return parse_page(decode(capture.exchange.payload, capture.exchange.header("Content-Encoding")))
    except (BadCoding, TooLarge):
        return None


_HAS: dict[str, Callable[[Article], bool]] = {
    "title": lambda a: bool(a.title), "byline": lambda a: bool(a.byline), "authors": lambda a: bool(a.authors),
    "published": lambda a: bool(a.published), "body": lambda a: bool(a.body),
    "description": lambda a: bool(a.description), "section": lambda a: bool(a.section),
    "language": lambda a: bool(a.language),
    "lead image": lambda a: any(image.lead for image in a.images),
    "photo credit": lambda a: any(image.credit for image in a.images),
    "caption": lambda a: any(image.caption for image in a.images),
}


def coverage(articles: Iterable[Article]) -> dict[str, float]:
    """Field to the share of articles that have it, from 0 to 1; all 0 where there is no article."""
    every = list(articles)
    return {field: sum(map(has, every)) / len(every) if every else 0.0 for field, has in _HAS.items()}

