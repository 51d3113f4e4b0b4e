"""URLs: which are fit to be fetched, when two are the same page, and which host belongs to which site.

Nothing here resolves a name or opens a connection.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from w3lib.url import canonicalize_url, safe_url_string

MAX_LENGTH = 2083
_TRACKING = re.compile(
    r"^(utm_|fb_|ga_|mc_|pk_|piwik_|at_|wt_|ns_|hsa_|yclid|fbclid|gclid|dclid|msclkid|igshid|twclid|ttclid|li_fat_id"
    r"|mkt_tok|ref_src|ref_url|cmpid|ncid|xtor|spm|smid|_ga|_gl|__twitter_impression)", re.IGNORECASE)
_PLAIN = re.compile(r"https?://([a-z0-9-]+(?:\.[a-z0-9-]+)*)(:[1-9]\d{0,3}|:[1-5]\d{4})?(/[A-Za-z0-9._~/-]*)", re.ASCII)
_DEFAULT_PORTS = (None, ":80", ":443")


def absolute(base: str, href: str) -> str | None:
    """`href` as an http(s) URL against `base`, fit to be requested; None where it is none."""
    href = href.strip()
    plain = _PLAIN.fullmatch(href)
    if plain and not plain[2] and len(href) <= MAX_LENGTH:      # as most are: a fortieth of the time
        return href
    try:
        url = safe_url_string(urljoin(base, href))
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname or len(url) > MAX_LENGTH:
        return None
    return urlunsplit(parts._replace(fragment=""))


def without_tracking(url: str) -> str:
    """The URL without the query arguments that only count visitors, the rest in its order; no fragment."""
    parts = urlsplit(url)
    if not parts.query:
        return urlunsplit(parts._replace(fragment=""))
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    kept = [pair for pair in pairs if not _TRACKING.match(pair[0])]
    query = parts.query if len(kept) == len(pairs) else urlencode(kept)
    return urlunsplit(parts._replace(query=query, fragment=""))


def link_key(url: str) -> str:
    """One form for all spellings of a page's URL: no tracking, sorted query, no fragment, no scheme, no default port.

    The scheme is left out because outlets announce one page under both; `http` and `https` are one link.
    """
    plain = _PLAIN.fullmatch(url)
    if plain and "/." not in plain[3]:            # nine of ten URLs of a sitemap; the long way takes 40 microseconds
        return f"{plain[1]}{plain[2] if plain[2] not in _DEFAULT_PORTS else ''}{plain[3]}"
    parts = urlsplit(canonicalize_url(without_tracking(url)))
    host = (parts.hostname or "").rstrip(".")
    port = f":{parts.port}" if parts.port and parts.port not in (80, 443) else ""
    return urlunsplit(("", f"{host}{port}", parts.path or "/", parts.query, ""))[2:]


def host_of(url: str) -> str:
    """The host in lower case, without port; empty where there is none."""
    try:
        return (urlsplit(url).hostname or "").lower().rstrip(".")
    except ValueError:
        return ""


def belongs(url: str, domains: tuple[str, ...]) -> bool:
    """Whether the URL's host is one of the domains, or a sub-domain of one; a domain may carry a port."""
    parts = urlsplit(url)
    host = host_of(url)
    with_port = f"{host}:{parts.port}" if parts.port else host
    return any(host == d or with_port == d or host.endswith(f".{d.removeprefix('www.')}")
               or host == d.removeprefix("www.") for d in domains)
