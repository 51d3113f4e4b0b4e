"""What a value in a site file may be: for each key a check that answers with what is wrong, or with nothing.

Nothing here knows YAML or lines.
"""

from __future__ import annotations

import ipaddress
import re
import zoneinfo
from collections.abc import Callable, Iterable
from datetime import date
from difflib import get_close_matches
from functools import lru_cache

from archiver.urls import absolute

Complaint = tuple[str, str]
"""What is wrong, and the cure."""

_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]|\.(?!\.)){0,98}(?:[a-z0-9])?")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)|(?:datasets|reports)$")
_LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_DOMAIN = re.compile(rf"{_LABEL}(?:\.{_LABEL}){{0,40}}(?::[0-9]{{1,5}})?")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,4}")
_XPATH = re.compile(r"^\(*\.{0,2}/|^(?:descendant|ancestor|child|self|string|normalize-space)\b.*[(:]")
_MAX_NAME = 100
_MAX_PORT = 65_535


def nearest(word: str, known: Iterable[str]) -> str:
    """`did you mean ...`, where a known word is close; else all of them, where they fit a line."""
    names = sorted(known)
    close = get_close_matches(word.lower(), names, n=1, cutoff=0.6)
    if close:
        return f"did you mean {close[0]!r}?"
    return f"known: {', '.join(names)}" if 0 < len(names) <= 20 else ""


def name(text: str) -> Complaint | None:
    """A site's name becomes a folder: nothing in it may lead out of one, on any system."""
    if _NAME.fullmatch(text) and not text.endswith(".") and len(text) <= _MAX_NAME and not _RESERVED.match(text):
        return None
    return (f"{text!r} is no name for a site",
            "lower-case letters, digits, dots and hyphens, such as 'example.org'; at most 100, no reserved name")


def domain(text: str) -> Complaint | None:
    """A host, with a port where it needs one; no scheme, no path."""
    if "://" in text or "/" in text:
        host = text.split("://", 1)[-1].split("/", 1)[0].lower()
        return f"{text!r} is a URL, not a domain", f"write {host!r}"
    if text != text.lower():
        return f"{text!r} has capital letters", f"write {text.lower()!r}"
    if not text.isascii():
        return f"{text!r} has letters that are not ASCII", f"write it as the web does: {_idna(text)!r}"
    port = text.rpartition(":")[2]
    if _DOMAIN.fullmatch(text) and (":" not in text or 0 < int(port) <= _MAX_PORT):
        return None
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return f"{text!r} is no domain", "a host such as 'example.org', or '127.0.0.2:8000'"
    return None


def _idna(text: str) -> str:
    try:
        return text.encode("idna").decode()
    except UnicodeError:
        return "xn--..."


def url(text: str) -> Complaint | None:
    """A whole http or https URL, as it can be requested."""
    if any(character.isspace() for character in text):
        return f"{text!r} has a blank in it", "one URL an entry"
    if absolute(text, text) is None:
        return f"{text!r} is no URL that can be fetched", "a whole one, such as 'https://example.org/feed'"
    return None


def language(text: str) -> Complaint | None:
    """BCP 47."""
    return None if _LANGUAGE.fullmatch(text) else (f"{text!r} is no language", "a code such as 'en' or 'pt-BR'")


@lru_cache(maxsize=256)
def timezone(text: str) -> Complaint | None:
    """IANA; passed where this machine has no time zones to look it up in."""
    try:
        zoneinfo.ZoneInfo(text)
    except (ValueError, OSError, zoneinfo.ZoneInfoNotFoundError):
        known = {zone.lower(): zone for zone in zoneinfo.available_timezones()}
        close = get_close_matches(text.lower(), known, n=1, cutoff=0.6)
        hint = f"did you mean {known[close[0]]!r}?" if close else "an IANA name such as 'Europe/Berlin'"
        return (f"{text!r} is no time zone", hint) if known else None
    return None


def day(text: str) -> Complaint | None:
    """ISO 8601, a day."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return f"{text!r} is no day", "write it as 2026-11-23"
    return None


def not_empty(text: str) -> Complaint | None:
    """An empty piece would be part of every URL."""
    return None if text.strip() else ("an empty entry", "take it out")


def selector(text: str) -> Complaint | None:
    """A CSS selector or an XPath that can be read; the extractor passes over what cannot, so it is told here."""
    from lxml import etree  # here, not above: only sites with rules need it
    from lxml.cssselect import CSSSelector
    try:
        _ = etree.XPath(text) if _XPATH.search(text) else CSSSelector(text, translator="html")
    except (etree.XPathError, ValueError, SyntaxError, RuntimeError) as error:
        return f"{text!r} is neither a CSS selector nor an XPath: {error}", "such as 'span.author' or '//p[2]'"
    return None


TEXT: dict[str, Callable[[str], Complaint | None]] = {
    "name": name, "domains": domain, "feeds": url, "sitemaps": url, "sections": url, "language": language,
    "timezone": timezone, "deny": not_empty, "since": day, "until": day, "drop": selector, "drop_lines": not_empty,
    "select": selector,
}
"""Key to the check of each text that stands there."""

FIELDS = ("title", "byline", "credit", "published", "modified", "section", "description", "body")
"""What a rule can select: the fields `extract.rules` reads (a test holds the two together)."""

BOUNDS: dict[str, tuple[float, float]] = {
    "depth": (0, 50), "delay": (0, 86_400), "concurrency": (1, 32), "crawl_delay_cap": (0, 86_400),
    "timeout": (1, 3_600), "budget": (0, 1e12), "least_change": (0, 100_000),
    "shortest": (1, 525_600), "longest": (1, 525_600), "revisits": (0.01, 87_600), "day_budget": (0, 1e12),
    "night_budget": (0, 1e12),
}
"""Key to the least and the greatest number that may stand there."""
