"""A condition of the query language as a search in the index: what the full text answers, and what is left for SQL.

Nothing here runs anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from archiver.errors import QueryError
from archiver.query import AllOf, AnyOf, Columns, Condition, Not, Sql, Test, Value, to_sql
from archiver.store.search.fulltext import GAP, has_word, mark, phrase
from archiver.store.search.moments import ALL_ROWS, rows_from, rows_until

_INDEXED = {"text": "{title description body}", "title": "title", "description": "description", "body": "body",
            "byline": "people", "authors": "people", "organisations": "people", "credits": "credits", "captions": "captions",
            "tags": "tags"}
_MARKED = ("site", "language", "section")
_PLAIN = ("id", "version", "site", "url", "canonical_url", "title", "published", "modified", "captured", "language", "section",
          "free_access", "word_count", "byline", "authors", "organisations", "tags", "credits", "captions", "corrections",
          "extractor", "warc")


@dataclass(frozen=True, slots=True)
class Asked:
    """A search as SQL: tables, condition and its values, the column that orders it; `match` is whether words drive it.

    `words` is what to show around a hit: the words that were asked for, without the filters. `alone`: the full text answers all
    of it, and `words MATCH ? AND rowid BETWEEN ? AND ?` has the same hits.
    """

    tables: str
    where: str
    values: tuple[Value, ...]
    number: str
    match: str = ""
    words: str = ""
    alone: bool = False


def asked(tree: Condition) -> Asked:
    """How a condition is looked up. Raises QueryError."""
    parts = tree.parts if isinstance(tree, AllOf) else (tree,)
    words = [found for part in parts if (found := _words(part))]
    marks = [found for part in parts if (found := _marks(part))]
    rest = AllOf(tuple(part for part in parts if not _words(part) and not _marks(part)))
    condition, values = to_sql(rest, COLUMNS)
    low = max((rows_from(str(test.values[0])) for test in _days(parts, ">", ">=", "=")), default=0)
    high = min((rows_until(str(test.values[0])) for test in _days(parts, "<", "<=", "=")), default=ALL_ROWS)
    if not words and not marks:
        return Asked("docs", f"docs.old = 0 AND docs.rowid BETWEEN ? AND ? AND {condition}", (low, high, *values), "docs.rowid")
    match = f"({' AND '.join((*words, *marks))}) NOT marks : old"
    return Asked("words CROSS JOIN docs ON docs.rowid = words.rowid",
                 f"words MATCH ? AND words.rowid BETWEEN ? AND ? AND {condition}", (match, low, high, *values), "words.rowid", match,
                 " AND ".join(words), alone=not rest.parts)


def _words(part: Condition) -> str:
    """What the full text is asked for this part; empty where it cannot answer it alone."""
    if isinstance(part, Test) and part.op == "contains" and part.field in _INDEXED:
        return f"{_INDEXED[part.field]} : {_phrase(str(part.values[0]), part)}"
    if isinstance(part, AnyOf | AllOf) and part.parts:
        found = [_words(one) for one in part.parts]
        return f"({(' OR ' if isinstance(part, AnyOf) else ' AND ').join(found)})" if all(found) else ""
    return ""


def _marks(part: Condition) -> str:
    if isinstance(part, Test) and part.field in _MARKED and part.op in ("=", "in"):
        return f"({' OR '.join(f'marks : {mark(part.field, str(value))}' for value in part.values)})"
    return ""


def _days(parts: Iterable[Condition], *ops: str) -> Iterator[Test]:
    """Tests for days of publication; articles without a date do not meet them."""
    for part in parts:
        if isinstance(part, Test) and part.field == "published" and part.op in ops:
            yield part


def _phrase(text: str, test: Test) -> str:
    if not has_word(text):
        raise QueryError("there is no word in it to look for", query=str(test), at=0, hint="letters or digits")
    return phrase(text)


def _contains(field: str, text: str) -> Sql:
    match = f"{_INDEXED[field]} : {_phrase(text, Test(field, 'contains', (text,)))}"
    return "(docs.rowid IN (SELECT rowid FROM words WHERE words MATCH ?))", (match,)


def _of(field: str) -> str:
    return f"(SELECT nullif(replace({field}, '{GAP}', ''), '') FROM words WHERE rowid = docs.rowid)"


COLUMNS = Columns(
    names={**{name: f"docs.{name}" for name in _PLAIN}, "description": _of("description"), "body": _of("body")},
    contains={name: partial(_contains, name) for name in _INDEXED})


def without_stars(tree: Condition) -> Condition:
    """The condition as it is asked elsewhere, where text is looked for inside words too and no star is needed."""
    if isinstance(tree, Test):
        if tree.op != "contains":
            return tree
        return Test(tree.field, tree.op, tuple(str(value).rstrip("*") for value in tree.values))
    if isinstance(tree, Not):
        return Not(without_stars(tree.part))
    return type(tree)(tuple(without_stars(part) for part in tree.parts))
