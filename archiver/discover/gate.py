"""Which announced URLs become links: made canonical, of this site, no asset, no trap; all others counted by reason.

Nothing here reads a payload. `rel=nofollow` only lowers a link's place: it tells search engines about endorsement, and
robots.txt, not a link's attribute, says what may be fetched. What a feed or sitemap names is finite and meant: it is not
held for a trap, and an AMP address counts where the page itself is not named beside it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from archiver.discover.rank import priority
from archiver.discover.told import Told
from archiver.model import By, Link, Site
from archiver.urls import absolute, belongs, link_key, without_tracking

MAX_NESTING = 5            # a sitemap index in an index in an index: nobody needs more
MAX_SEGMENTS = 14
MAX_ARGUMENTS = 6
_REPEATS = 3
_NO_URL = ("bad-url", "not http")
_ASSET = re.compile(
    r"\.(?:jpe?g|png|gif|webp|avif|svgz?|ico|bmp|tiff?|heic|css|m?js|map|woff2?|ttf|otf|eot|mp[34]|m4[av]|mov|avi|webm|mkv"
    r"|wmv|flv|og[agv]|wav|flac|aac|m3u8?|ts|pdf|epub|mobi|docx?|xlsx?|pptx?|od[tsp]|rtf|csv|zip|gz|tgz|bz2|xz|7z|rar|tar"
    r"|exe|msi|dmg|apk|deb|rpm|iso|swf|ics|vcf|torrent|bin)$", re.IGNORECASE)
_AMP = re.compile(r"/amp/?$|^/amp/|\.amp(?:\.html?)?$", re.IGNORECASE)
_AMP_QUERY = re.compile(r"(?:^|&)(?:amp(?:=1|=true|=)?|outputtype=amp|format=amp)(?:&|$)", re.IGNORECASE)
_AMP_PART = re.compile(r"^/amp(?=/)|/amp/$|\.amp(?=\.html?$|$)", re.IGNORECASE)
_CALENDAR = re.compile(r"/(?:calendar|kalender|calendrier|calendario|events?|veranstaltungen|agenda|termine)/"
                       r"(?:[^/]+/){0,2}(?:19|20|21)\d\d(?:[/-]\d\d?){0,2}/?$", re.IGNORECASE)
_ACTIONS = frozenset((
    "replytocom", "share", "print", "sort", "sortby", "orderby", "order", "filter", "add-to-cart", "ical",
    "tribe-bar-date", "tribe_event_display", "action", "redirect", "redirect_to", "return", "returnurl", "returnto",
    "next", "login", "reply", "s", "q", "query", "search", "suche", "random", "nonce", "_wpnonce", "eventdisplay"))
_SESSION_NAMES = re.compile(
    r"^(?:phpsessid|jsessionid|sessionid|session_id|aspsessionid\w*|cfid|cftoken|zenid|oscsid)$", re.IGNORECASE)
_PATH_SESSION = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/?#]*", re.IGNORECASE)
_ORIGIN = re.compile(r"https?://([a-z0-9.-]+)(?::[1-5]?\d{1,4})?(?=[/?#]|$)")      # written plainly, with a port that is one
_PLAIN = re.compile(_ORIGIN.pattern + r"(/[A-Za-z0-9._~/-]*)")


@dataclass(frozen=True, slots=True)
class Source:
    """Where announced URLs come from: the link that was fetched, its URL after redirects, and when."""

    site: Site
    link: Link
    url: str
    by: By
    captured: datetime


@dataclass(frozen=True, slots=True)
class _Cleaned:
    url: str
    key: str
    fault: str


def sift(told: Iterable[Told], source: Source) -> tuple[tuple[Link, ...], dict[str, int]]:
    """The links that are wanted, in the order they were told, and how many were passed over, by reason."""
    found: dict[str, Link] = {}
    passed: Counter[str] = Counter()
    own = _cleaned(source.url)
    joined = [(item, _joined(source.url, item.url)) for item in told]
    near = [(item, url) for item, url in joined if not _elsewhere(url, source.site.domains)]
    if len(near) < len(joined):
        passed["off-site"] = len(joined) - len(near)
    items = [(item, _cleaned(url)) for item, url in near]
    named = _Named(source.by, items)
    for item, cleaned in items:
        fault = named.excused(_bad(cleaned, item), cleaned) or _unwanted(cleaned, item, source)
        if not fault and (cleaned.key in found or cleaned.key == own.key):
            fault = "twice"
        if fault:
            passed[fault] += 1
        else:
            found[cleaned.key] = _link(cleaned, item, source)
    return tuple(found.values()), dict(passed)


class _Named:
    """What one source names; a feed or a sitemap means it."""

    def __init__(self, by: By, items: list[tuple[Told, _Cleaned]]) -> None:
        self._meant = by in ("feed", "sitemap")
        self._items = items

    def excused(self, fault: str, cleaned: _Cleaned) -> str:
        """The fault, empty where it does not count."""
        if not self._meant or not fault.startswith(("amp", "trap")):
            return fault
        return fault if fault == "amp" and _without_amp(cleaned.key) in self._keys else ""

    @cached_property
    def _keys(self) -> set[str]:
        return {"?".join(part.rstrip("/") for part in cleaned.key.split("?", 1)) for _, cleaned in self._items if cleaned.fault != "amp"}


def _without_amp(key: str) -> str:
    """The key of the page that an AMP page stands for, by the habits of outlets; no slash at its end."""
    host, slash, rest = key.partition("/")
    path, _, query = (slash + rest).partition("?")
    path = _AMP_PART.sub("", path).removesuffix("/amp")
    query = _AMP_QUERY.sub("&", query).strip("&")
    return f"{host.removeprefix('amp.')}{path}".rstrip("/") + (f"?{query}" if query else "")


def _bad(cleaned: _Cleaned, item: Told) -> str:
    """What is wrong with the URL; `sitemap.xml.gz` is no asset, `feed?sort=new` no trap where it is announced."""
    return cleaned.fault if item.kind == "page" or cleaned.fault in _NO_URL else ""


def _link(cleaned: _Cleaned, item: Told, source: Source) -> Link:
    depth = _depth(item, source)
    told = Told(cleaned.url, item.hint, item.published, item.kind, item.minor)
    place = priority(told, source.by, depth, source.captured)
    return Link(site=source.site.name, url=cleaned.url, key=cleaned.key, by=source.by, kind=item.kind,
                source=source.url, depth=depth, priority=place, hint=item.hint, published=item.published)


def _depth(item: Told, source: Source) -> int:
    """Pages count their way from a seed; an item of a feed or sitemap is one step away, however nested its index."""
    nested = source.by == "page" or item.kind in ("sitemap", "feed")
    return source.link.depth + 1 if nested else 1


def _unwanted(cleaned: _Cleaned, item: Told, source: Source) -> str:
    if not _belongs(cleaned.url[:_origin_length(cleaned.url)], source.site.domains):
        return "off-site"
    if any(piece in cleaned.url for piece in source.site.deny):
        return "denied"
    limit = MAX_NESTING if item.kind in ("sitemap", "feed") else source.site.depth
    if _depth(item, source) > limit and (source.by == "page" or item.kind != "page"):
        return "too deep"
    return ""


def _elsewhere(url: str, domains: tuple[str, ...]) -> bool:
    """Whether a URL that is written plainly is of another host: six of ten links of a page, which need no closer look."""
    origin = _ORIGIN.match(url)
    return origin is not None and not _belongs(origin[0], domains)


@lru_cache(maxsize=4_096)
def _belongs(origin: str, domains: tuple[str, ...]) -> bool:
    return belongs(origin, domains)


def _joined(base: str, href: str) -> str:
    """`href` against `base`; the two common shapes without a parse, because a page has hundreds."""
    if href.startswith(("http://", "https://")):
        return href
    if href[:1] == "/" and href[:2] != "//":
        return base[:_origin_length(base)] + href
    try:
        return urljoin(base, href.strip())
    except ValueError:
        return ""


def _origin_length(base: str) -> int:
    end = base.find("/", base.find("://") + 3)
    query = base.find("?")
    ends = [position for position in (end, query) if position >= 0]
    return min(ends) if ends else len(base)


@lru_cache(maxsize=16_384)
def _cleaned(url: str) -> _Cleaned:
    """The URL as it will be requested, its key, and what is wrong with it. Cached: menus repeat on every page."""
    plain = _PLAIN.fullmatch(url)
    if plain and "/." not in url:
        return _Cleaned(url, link_key(url), _fault(plain[2], "", plain[1]))
    fit = absolute(url, url)
    if fit is None:
        return _Cleaned(url, "", _NO_URL[0] if url.lower().startswith("http") else _NO_URL[1])
    fit = without_tracking(without_session(fit))
    try:
        parts = urlsplit(fit)
        return _Cleaned(fit, link_key(fit), _fault(parts.path, parts.query, parts.hostname or ""))
    except ValueError:
        return _Cleaned(url, "", _NO_URL[0])


def without_session(url: str) -> str:
    """The URL without a visitor's session, which would make every page a new one on every visit."""
    parts = urlsplit(url)
    path = _PATH_SESSION.sub("", parts.path) if ";" in parts.path else parts.path
    query = parts.query
    if query:
        pairs = parse_qsl(query, keep_blank_values=True)
        kept = [pair for pair in pairs if not _SESSION_NAMES.match(pair[0])]
        query = query if len(kept) == len(pairs) else urlencode(kept)
    return urlunsplit(parts._replace(path=path, query=query))


def _fault(path: str, query: str, host: str) -> str:
    if "." in path and _ASSET.search(path):
        return "asset"
    if _AMP.search(path) or query and _AMP_QUERY.search(query) or host.startswith("amp."):
        return "amp"
    return trap(path, query)


def trap(path: str, query: str) -> str:
    """The name of the trap a URL looks like; empty: none. What is not caught here is bounded by depth."""
    if _CALENDAR.search(path):
        return "trap: calendar"
    segments = [segment for segment in path.split("/") if segment and not segment.isdigit()]
    again = len(segments) - len(set(segments))          # counted only where there can be enough
    if len(segments) > MAX_SEGMENTS or again >= _REPEATS - 1 and max(Counter(segments).values()) >= _REPEATS:
        return "trap: repeating path"
    if query:
        names = [pair.partition("=")[0].lower() for pair in query.split("&")]
        if len(names) > MAX_ARGUMENTS or not _ACTIONS.isdisjoint(names):
            return "trap: query"
    return ""
