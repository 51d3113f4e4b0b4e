"""What a page states of its authors for machines: JSON-LD, meta tags; each name with its source.

Nothing here looks at the printed page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from archiver.extract.byline import names, words
from archiver.extract.byline.names import Named
from archiver.extract.outlet import Outlet
from archiver.extract.page import Page
from archiver.extract.structured import ARTICLE_TYPES, as_text, types_of

META = ("author", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "dc.creator.author", "byl", "article:author",
        "cxenseparse:author", "article:author_name", "authors", "article.author", "og:article:author", "dcsext.author", "citation_author",
        "creator", "article:author:name", "og:author", "book:author", "twitter:creator:name", "bylinename", "author-name")
_LABELS = re.compile(r"written|author|verfasst|geschrieben|autor|auteur|écrit|escrito|scritto|door|skriv|napisan|przez|автор|yazan|by\b",
                     re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Statement:
    """Names from one source."""

    source: str
    names: tuple[Named, ...]
    urls: tuple[tuple[str, str], ...] = ()      # name, their page
    text: str = ""

    @property
    def persons(self) -> tuple[str, ...]:
        """Names of persons, in order, each once."""
        return tuple(dict.fromkeys(n.name for n in self.names if n.kind in ("person", "alias")))

    @property
    def full(self) -> bool:
        """Whether it holds a whole name of a person."""
        return any(n.kind == "person" for n in self.names)

    @property
    def organisations(self) -> tuple[str, ...]:
        """Organisations that are not the outlet, in order, each once."""
        return tuple(dict.fromkeys(n.name for n in self.names if n.kind == "organisation"))

    @property
    def outlets(self) -> tuple[str, ...]:
        """The outlet itself, where it is named."""
        return tuple(dict.fromkeys(n.name for n in self.names if n.kind == "outlet"))


def read(page: Page, outlet: Outlet) -> tuple[Statement, ...]:
    """All statements with names, the more trusted first."""
    return tuple(s for s in (*_json_ld(page, outlet), *_meta(page, outlet)) if s.names)


def _json_ld(page: Page, outlet: Outlet) -> Iterator[Statement]:
    stated = page.structured
    by_id = {str(n["@id"]): n for n in stated.nodes if "@id" in n and ("name" in n)}
    own = stated.article
    nodes = [own] if own else [n for n in stated.nodes if n.get("author") and not types_of(n) & _NOT_THE_PAGE][:2]
    nodes += [n for n in stated.nodes if n is not own and types_of(n) & (ARTICLE_TYPES | {"webpage", "videoobject"})][:3]
    for node in nodes:
        if node is not own and own and (own.get("author") or not _same(node, own)):
            continue
        for key in ("author", "creator"):
            found, urls, texts = [], [], []
            for entry in _entries(node.get(key)):
                text, kinds, url = _entry(entry, by_id)
                texts.append(text)
                for named in judge(text, kinds, outlet):
                    found.append(named)
                    if url.startswith(("http://", "https://")):
                        urls.append((named.name, url))
            yield Statement(f"json-ld:{key}", _distinct(found), tuple(urls), "; ".join(t for t in texts if t)[:300])


_NOT_THE_PAGE = frozenset("comment rating book movie product quotation answer person organization review".split())


def _same(node: dict[str, Any], own: dict[str, Any]) -> bool:
    return bool(types_of(node) & {"webpage"}) or as_text(node.get("headline")) == as_text(own.get("headline"))


def _entries(value: Any) -> list[Any]:
    return value[:40] if isinstance(value, list) else [value] if value else []


def _entry(entry: Any, by_id: dict[str, dict[str, Any]]) -> tuple[str, set[str], str]:
    """The name, the types and the page of one author entry; an @id is looked up."""
    if not isinstance(entry, dict):
        return as_text(entry), set(), ""
    if "name" not in entry:
        entry = by_id.get(str(entry.get("@id")), entry)
    name = entry.get("name")
    names_ = ", ".join(as_text(n) for n in name) if isinstance(name, list) else as_text(name)
    if not names_:
        names_ = " ".join(t for t in (as_text(entry.get("givenName")), as_text(entry.get("familyName"))) if t)
    return names_, types_of(entry), as_text(entry.get("url")) or as_text(entry.get("sameAs"))


def _meta(page: Page, outlet: Outlet) -> Iterator[Statement]:
    meta = page.structured.meta
    more = [key for key in meta if key not in META and _KEY.search(key) and not key.startswith("twitter:creator")]
    for name in (*META, *more[:8]):
        if name in meta:
            found = [n for text in meta[name][:20] for n in judge(text, set(), outlet)]
            yield Statement(f"meta:{name}", _distinct(found), (), "; ".join(meta[name])[:300])
    for number in "12":
        if _LABELS.search(" ".join(meta.get(f"twitter:label{number}", ()))):
            text = " ".join(meta.get(f"twitter:data{number}", ())[:1])
            yield Statement("meta:twitter:data", _distinct(judge(text, set(), outlet)), (), text[:300])


_KEY = re.compile(r"(?:^|[:._\-])(?:author|creator|byline|authors)(?:[:._\-]?name)?$")


def judge(text: str, kinds: set[str], outlet: Outlet) -> list[Named]:
    """The names of one stated text. One that is no clear list of persons is taken as one name."""
    text = text.strip()
    if not text or len(text) > 300 or re.match(r"(?:https?:)?//|www\.|/", text) or "facebook.com" in text:
        return []
    if "organization" in kinds or "newsmediaorganization" in kinds or "corporation" in kinds:
        whole = names.classify(text, outlet, True)
        found = names.parse(text, outlet, lax=True)
        if found.persons and not found.organisations and whole.kind == "person" and not any(
                outlet.hosts(word) or outlet.owns(word) for word in (text, *text.split())):
            return [whole]
        return [Named(whole.name, whole.kind if whole.kind == "outlet" else "organisation")] if whole.name else []
    login = re.fullmatch(r"([a-z]{2,20})\.([a-z]{2,20})", text)
    if login and not outlet.owns(text) and not outlet.hosts(text) and len(login[2]) > 3:
        return [Named(f"{login[1].title()} {login[2].title()}", "alias")]
    found = names.parse(text, outlet, lax=True)
    if len(found.names) == len(found.outlets) == 1 and not found.rest and not outlet.owns(text) and not outlet.hosts(text):
        return [Named(found.outlets[0], "organisation")]                        # a part of the outlet
    if found.persons or found.organisations:
        return [n for n in found.names if n.kind in ("person", "alias") or names.agency(n.name)] if found.persons else list(found.names)
    whole = names.classify(text, outlet, True)
    if whole.kind in ("junk", "role"):
        return [Named(whole.name, "alias")] if _nickname(whole.name) else []
    return [whole]


_NOBODY = re.compile(
    r"^(?:admin\w*|administrator|webmaster|editor|staff|user|guest|author|unknown|anonymous|none|null|undefined|root|no author"
    r"|nobody|redaktion|redaction|redacción|\d+|by|n/?a|test|default|wp|webadmin|web|super\s?user|site admin)$", re.IGNORECASE)
_NO_NICKNAME = re.compile(r"[<>{}=%@\\/|:]|\d{3}|\.(?:com|org|net)|\w\.\w+\.\w|_\w+_")


def _nickname(name: str) -> bool:
    """Whether an unusual stated name may be somebody's: a few words, no code, no 'admin'."""
    if not 2 <= len(name) <= 45 or len(name.split()) > 5 or _NOBODY.match(name) or _NO_NICKNAME.search(name):
        return False
    low = name.casefold()
    return low not in words.NOT_A_NAME and low not in words.ORG_WORDS


def _distinct(found: list[Named]) -> tuple[Named, ...]:
    seen: dict[str, Named] = {}
    for named in found:
        seen.setdefault(" ".join(named.name.casefold().split()), named)
    kept = names.settled(list(seen.values()))
    return tuple(n for n in kept if not (n.kind == "alias" and _NOBODY.match(n.name)))
