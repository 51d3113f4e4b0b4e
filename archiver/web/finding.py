"""The search page: what was typed and ticked as a condition of the query language, and its hits.

Nothing here looks anything up itself; the condition is the one of `archiver query` and `archiver export`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from archiver.errors import QueryError
from archiver.query import FIELDS, SHORT, AllOf, Condition, Not, Test, parse
from archiver.store.search import Found, Order
from archiver.store.search.asking import without_stars
from archiver.web.pages import page, with_query
from archiver.web.reader import Reader

PAGE = 20
LAST_PAGE = 500
ORDERS: tuple[Order, ...] = ("newest", "oldest", "best")
_WORD = re.compile(r'(-?)(?:"([^"]*)"?|(\S+))')
_LANGUAGE = re.compile(rf"""\b(?:{'|'.join([*FIELDS, *SHORT])})\b\s*(?:=|!=|<|>|in\s*\(|not\s|contains\s|is\s)|\(\s*["']""", re.I)
_ACCESS = {"free": True, "gated": False}
_FILTERS = (("site", "site"), ("language", "language"), ("section", "section"), ("author", "authors"), ("credit", "credits"))
LABELS = {"site": "Site", "language": "Language", "section": "Section", "access": "Access", "author": "Author",
          "credit": "Photo credit"}


@dataclass(frozen=True)
class Asking:
    """What a visitor asks for."""

    q: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    since: str = ""
    until: str = ""
    changed: bool = False
    order: Order = "newest"
    page: int = 1

    def tree(self) -> Condition:
        """The condition. Raises QueryError."""
        parts: list[Condition] = [*typed(self.q), *self._ticked()]
        if self.since:
            parts.append(Test("published", ">=", (_day(self.since),)))
        if self.until:
            parts.append(Test("published", "<=", (_day(self.until),)))
        if self.changed:
            parts.append(Test("version", ">", (1,)))
        return AllOf(tuple(parts))

    def _ticked(self) -> Iterator[Condition]:
        for name, member in _FILTERS:
            if values := self.filters.get(name):
                yield Test(member, "in" if values[1:] else "=", values)
        access = self.filters.get("access", ())
        if access and access[0] in _ACCESS:
            yield Test("free_access", "=", (_ACCESS[access[0]],))

    def expression(self) -> str:
        """The same in words of the query language, as `archiver export` takes it."""
        return str(without_stars(self.tree()))

    def link(self, **other: Any) -> str:
        """The address of this search, with something else in it."""
        return with_query("/", **{**self.values(), **other})

    def values(self) -> dict[str, Any]:
        """What stands in its address, but for the page."""
        return {"q": self.q, **self.filters, "from": self.since, "to": self.until, "changed": self.changed,
                "order": "" if self.order == "newest" else self.order}


def asking(params: Iterable[tuple[str, str]]) -> Asking:
    """What the query of an address asks for; what it does not know is passed over. Raises QueryError."""
    values: dict[str, list[str]] = {}
    for name, value in params:
        if value.strip() and "\x00" not in value:
            values.setdefault(name, []).append(value.strip())
    first = {name: found[0] for name, found in values.items()}
    filters = {name: tuple(dict.fromkeys(values[name])) for name in LABELS if name in values}
    number = first.get("page", "1")
    if not number.isdecimal() or not 1 <= int(number[:9]) <= LAST_PAGE:
        raise QueryError(f"page {number[:20]} cannot be shown", query=number[:20], at=0,
                         hint=f"1 to {LAST_PAGE}; narrow the search down, or export it")
    return Asking(first.get("q", ""), filters, first.get("from", ""), first.get("to", ""), bool(first.get("changed")),
                  next((order for order in ORDERS if order == first.get("order")), "newest"), int(number))


def typed(text: str) -> Iterator[Condition]:
    """What stands in the search box: words that must all be there, or an expression of the query language."""
    if _LANGUAGE.search(text):
        tree = parse(text)
        yield from tree.parts if isinstance(tree, AllOf) else (tree,)
        return
    if len(text) > 2_000:
        raise QueryError("longer than 2,000 characters", query=text[:60], at=0)
    for match in _WORD.finditer(text):
        words = (match[2] if match[2] is not None else match[3]).strip()
        if any(letter.isalnum() for letter in words):
            test = Test("text", "contains", (words,))
            yield Not(test) if match[1] else test
    if text and not any(letter.isalnum() for letter in text):
        raise QueryError("there is no word in it to look for", query=text[:60], at=0, hint="letters or digits")


def _day(text: str) -> str:
    """A day that a person typed; the year or month alone will do."""
    if not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", text):
        raise QueryError(f"{text[:30]!r} is no day", query=text[:60], at=0, hint="as 2026-01-31, 2026-01 or 2026")
    return str(parse(f"published = {text}").values[0])  # type: ignore[union-attr]   # it knows which days there are


def found(reader: Reader, ask: Asking, *, size: int = PAGE, counts: bool = True) -> Found:
    """The hits of a search. Raises QueryError, and ArchiveError where it takes too long."""
    return reader.index().search(ask.tree(), order=ask.order, first=(ask.page - 1) * size, limit=size, counts=counts)


def search_page(request: Request) -> Response:
    """`GET /`: the search box, the hits, and what they can be narrowed down by."""
    reader: Reader = request.app.state.reader
    ask, trouble = Asking(), None
    try:
        ask = asking(request.query_params.multi_items())
        hits = found(reader, ask)
    except QueryError as error:
        ask = ask if ask.q else Asking(q=request.query_params.get("q", "")[:2_000])
        hits, trouble = Found((), 0, more=False), error
    return page(request, "search.html", 400 if trouble else 200, ask=ask, found=hits, trouble=str(trouble or ""),
                sets=list(_sets(ask, hits)), last=min(LAST_PAGE, -(-hits.total // PAGE)),
                bars=bars(hits.months), expression="" if trouble else ask.expression(), title=ask.q or "Search")


def help_page(request: Request) -> Response:
    """`GET /help`: how to search, and all fields that can be asked for."""
    return page(request, "help.html", fields=list(FIELDS.values()), short=SHORT, title="How to search")


@dataclass(frozen=True)
class Choice:
    """One value the hits can be narrowed down to: its words, how many have it, the address, whether it is chosen."""

    words: str
    count: int
    link: str
    on: bool


def _sets(ask: Asking, hits: Found) -> Iterator[tuple[str, str, list[Choice]]]:
    """Each filter with its values, the most frequent first; those that are chosen always."""
    names = {"authors": "author", "credits": "credit", "free_access": "access"}
    for facet, counted in hits.facets.items():
        name = names.get(facet, facet)
        chosen = ask.filters.get(name, ())
        pairs = [({"1": "free", "0": "gated"}[value] if name == "access" else value, number) for value, number in counted]
        pairs += [(value, 0) for value in chosen if value not in dict(pairs)]
        choices = [Choice(value, number, ask.link(**{name: [v for v in chosen if v != value] if value in chosen else
                                                     [*chosen, value] if name != "access" else [value]}), value in chosen)
                   for value, number in pairs]
        if choices:
            yield name, LABELS[name], choices


def bars(months: tuple[tuple[str, int], ...]) -> list[dict[str, Any]]:
    """Bars of a drawing 100 high: how many hits each month has, months without any included, the latest 60 at most."""
    months = tuple(pair for pair in months if re.fullmatch(r"\d{4}-\d\d", pair[0]))
    if not months:
        return []
    counts = dict(months)
    year, month = (int(part) for part in months[-1][0].split("-"))
    names: list[str] = []
    while len(names) < 60 and (not names or names[-1] > months[0][0]):
        names.append(f"{year:04}-{month:02}")
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    most = max(counts.values())
    return [{"x": index * 10, "y": 40 - round(40 * counts.get(name, 0) / most), "height": round(40 * counts.get(name, 0) / most),
             "month": name, "count": counts.get(name, 0)} for index, name in enumerate(reversed(names))]
