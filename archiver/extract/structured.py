"""What a page says of itself for machines: meta tags, JSON-LD (also broken, also in @graph), microdata.

Nothing here looks at the printed page or chooses between values.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from itertools import islice
from typing import Any

from lxml.html import HtmlElement

MAX_JSON = 4 * 1024 * 1024
MAX_NODES = 5_000
ARTICLE_TYPES = frozenset(
    "article newsarticle reportagenewsarticle opinionnewsarticle analysisnewsarticle backgroundnewsarticle blogposting"
    " liveblogposting socialmediaposting advertisercontentarticle satiricalarticle scholarlyarticle techarticle report"
    " review reviewnewsarticle askpublicnewsarticle claimreview".split())


@dataclass(frozen=True)
class Structured:
    """The machine-readable statements of a page."""

    meta: dict[str, tuple[str, ...]]        # lower-case name, property or itemprop of <meta> -> contents, in order
    nodes: tuple[dict[str, Any], ...]       # every JSON-LD object, outer before inner
    url: str

    def first(self, *names: str) -> str:
        """The first non-empty content of the meta tags of these names, in the order of the names; empty for none."""
        return next((text for name in names for text in self.meta.get(name, ()) if text), "")

    @cached_property
    def article(self) -> dict[str, Any]:
        """The JSON-LD object that is the page's own article; empty where there is none."""
        found = [node for node in self.nodes if types_of(node) & ARTICLE_TYPES]
        return max(found, key=self._weight, default={})

    def _weight(self, node: dict[str, Any]) -> tuple[bool, int]:
        claims = (as_text(node.get("url")), as_text(node.get("@id")), as_text(node.get("mainEntityOfPage")))
        own = any(c and c.split("#")[0].rstrip("/") == self.url.split("?")[0].rstrip("/") for c in claims)
        return own, sum(key in node for key in ("headline", "author", "datePublished", "articleBody", "image"))


def types_of(node: dict[str, Any]) -> set[str]:
    """The lower-case schema.org types of a node, without prefix."""
    kinds = node.get("@type", ())
    return {str(k).rsplit("/", 1)[-1].rsplit(":", 1)[-1].lower() for k in (kinds if isinstance(kinds, list) else [kinds])}


def as_text(value: Any) -> str:
    """A JSON-LD value as one text: itself, its @value, name, url or @id; the first of a list."""
    if isinstance(value, str):
        return unescape(value).strip()
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, list):
        return next((text for item in value if (text := as_text(item))), "")
    if isinstance(value, dict):
        return next((text for key in ("@value", "name", "url", "@id", "contentUrl") if (text := as_text(value.get(key)))), "")
    return ""


def read(metas: Iterable[HtmlElement], scripts: Iterable[HtmlElement], url: str) -> Structured:
    """The statements of a page in its meta and script elements; broken JSON is mended where it can be, else passed over."""
    meta: dict[str, list[str]] = {}
    for tag in metas:
        content = tag.get("content") or tag.get("value")
        if content is None:
            continue
        for attribute in ("name", "property", "itemprop", "http-equiv"):
            for name in (tag.get(attribute) or "").lower().split():
                meta.setdefault(name, []).append(unescape(content).strip())
    nodes: list[dict[str, Any]] = []
    for script in scripts:
        if "ld+json" in (script.get("type") or "").lower():
            text = script.text or ""
            if len(text) <= MAX_JSON:
                nodes.extend(_flat(_load(text), MAX_NODES - len(nodes)))
    return Structured({name: tuple(values) for name, values in meta.items()}, tuple(nodes), url)


def _flat(value: Any, room: int) -> Iterator[dict[str, Any]]:
    """Every object in a JSON value, outer before inner, breadth first and without recursion."""
    queue = [value]
    for item in queue:
        if room <= 0:
            return
        if isinstance(item, dict):
            room -= 1
            yield item
            queue.extend(v for v in item.values() if isinstance(v, (dict, list)))
        elif isinstance(item, list):
            queue.extend(v for v in item[:2000] if isinstance(v, (dict, list)))


_OPENING = re.compile(r"^\s*(?:(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)\s*)+")
_CLOSING = re.compile(r"(?:-->|//\s*\]\]>|/\*\s*\]\]>\s*\*/|\]\]>)\s*;?\s*$")
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")


def _load(text: str) -> Any:
    """JSON, also with CDATA wrappers, raw line breaks in strings, trailing commas, HTML entities; None if hopeless."""
    text = _CLOSING.sub("", _OPENING.sub("", text.strip()))
    for mend in (lambda t: t, lambda t: _TRAILING_COMMA.sub(r"\1", t.rstrip("; \n")), unescape,
                 lambda t: re.sub(r"\\(?![\"\\/bfnrtu])", r"\\\\", t)):
        try:
            return json.loads(mend(text), strict=False)
        except (ValueError, RecursionError):
            continue
    return _several(text) or _salvaged(text)


def _several(text: str) -> list[Any]:
    """The whole objects at the head of a text: several one after another, or one with something behind it."""
    decoder, at = json.JSONDecoder(strict=False), text.find("{")
    found: list[Any] = []
    while at >= 0 and len(found) < 50:
        try:
            value, end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            break
        found.append(value)
        at = text.find("{", end)
    return found


_TOLD = re.compile(r'"(@type|headline|datePublished|dateModified|dateCreated|articleSection|inLanguage)"\s{0,5}:\s{0,5}'
                   r'"((?:[^"\\\n]|\\.){1,400})"')
_BY = re.compile(r'"author"\s{0,5}:\s{0,5}\[?\s{0,20}\{[^{}]{0,300}?"name"\s{0,5}:\s{0,5}"((?:[^"\\\n]|\\.){1,120})"')


def _salvaged(text: str) -> dict[str, Any] | None:
    """From JSON that no mending makes whole (a quotation mark in a text, an end cut off): its plain statements."""
    found: dict[str, Any] = {}
    for match in islice(_TOLD.finditer(text), 200):
        found.setdefault(match[1], match[2].replace('\\"', '"'))
    author = _BY.search(text)
    if author:
        found["author"] = {"@type": "Person", "name": author[1]}
    return found if len(found) > 1 else None
