"""What the outlet of a page is called, from its host, og:site_name, publisher and title suffix, to tell it from a person.

Nothing here knows a single outlet by name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from archiver.extract.page import Page
from archiver.extract.structured import as_text

_SQUASH = re.compile(r"[\W_]+")
_SECOND_LEVEL = frozenset("co com org net ac gov edu or ne go gob".split())
_HOSTERS = frozenset("wordpress blogspot substack medium tumblr typepad hypotheses github gitlab wixsite livejournal ghost".split())
_FRONT = ("the", "die", "der", "das", "le", "la", "el", "il", "los", "les", "de", "www")
_BACK = ("online", "news", "staff", "redaktion", "team", "editorial", "web", "digital", "com", "org", "net", "de", "tv", "blog",
         "editors", "newsroom", "gmbh", "inc", "ltd", "llc", "ag", "media", "magazine", "magazin", "reporter", "editor",
         "contributor", "desk", "writers", "verlag", "mbh", "editorialteam", "correspondent", "reporters", "デジタル", "オンライン",
         "新聞社", "新聞")


@dataclass(frozen=True)
class Outlet:
    """The names an outlet goes by, squashed to letters and digits in lower case."""

    names: frozenset[str]
    host: frozenset[str]

    def owns(self, text: str) -> bool:
        """Whether the words are the outlet's name, also with 'staff', 'online' or its domain's ending."""
        key = squash(text)
        return bool(key) and any(form in self.names for form in _forms(key))

    def hosts(self, text: str) -> bool:
        """Whether the words are the host's name (which may be a person's, on a page of their own)."""
        key = squash(text)
        return len(key) > 1 and any(form in self.host for form in _forms(key))


@lru_cache(maxsize=20_000)
def squash(text: str) -> str:
    """Letters and digits of a text in lower case."""
    return _SQUASH.sub("", text.casefold())


@lru_cache(maxsize=20_000)
def _forms(key: str) -> frozenset[str]:
    """A squashed name, and what is left of it without article and without 'online', 'staff' and the like."""
    found = {key}
    for front in _FRONT:
        if key.startswith(front) and len(key) > len(front) + 2:
            found.add(key[len(front):])
    for form in tuple(found):
        for back in _BACK:
            if form.endswith(back) and len(form) > len(back) + 1:
                found.add(form[:-len(back)])
    return frozenset(found)


def of(page: Page, title: str) -> Outlet:
    """The outlet of a page."""
    host = _host_names(page.url)
    stated = page.structured
    names = [stated.first("og:site_name"), stated.first("application-name"), stated.first("apple-mobile-web-app-title"),
             *stated.meta.get("publisher", ())[:2], *stated.meta.get("dc.publisher", ())[:2], *_suffixes(page.title_tag, title)]
    for node in stated.nodes[:200]:
        publisher = node.get("publisher")
        if publisher:
            names.append(as_text(publisher))
        if "WebSite" in str(node.get("@type")) or "NewsMediaOrganization" in str(node.get("@type")):
            names.append(as_text(node.get("name")))
    names += [re.sub(r"\(.{0,60}?\)|https?://\S{0,200}|www\.\S{0,100}", "", name) for name in names if "(" in name or "www" in name]
    known = {form for name in names if 1 < len(name) < 60 for form in _forms(squash(name))}
    return Outlet(frozenset(known) - {""}, frozenset(host))


def _host_names(url: str) -> set[str]:
    """The host's own label, with and without its ending: `dailypost`, `dailypostcom`."""
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    labels = [label for label in host.split(".") if label]
    if len(labels) < 2:
        return set(labels)
    tail = 2 if labels[-2] in _SECOND_LEVEL and len(labels) > 2 else 1
    own = labels[:-tail]
    found = {squash(own[-1]), squash("".join(labels[-tail - 1:])), squash("".join(labels))}
    if own[-1] in _HOSTERS and len(own) > 1:
        found = {squash(own[-2]), squash(host)}
    return found


def _suffixes(tag: str, title: str) -> list[str]:
    """The outlet in `<title>`: the last part behind a separator, where the headline does not hold it."""
    parts = re.split(r"\s[|\-–—•·»:]\s|\s?[|]\s?", tag)
    return [part.strip() for part in parts[1:][-1:] if part.strip() and part.strip() not in title and len(part.split()) <= 5]
