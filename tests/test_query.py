"""The query language: what parses, what is said of what does not, and that SQL means what the tree means."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.errors import QueryError
from archiver.query import BETWEEN, FIELDS, SHORT, AllOf, AnyOf, Columns, Condition, Field, Not, Test, parse, to_sql

ROWS: tuple[dict[str, Any], ...] = (
    {"site": "a", "title": "Storm at sea", "tags": ("Sea", "weather"), "word_count": 200, "free_access": True,
     "published": "2026-01-31T23:30:00-02:00", "captured": "2026-02-01T10:00:00.250000+00:00", "language": "pt"},
    {"site": "b", "title": "It's a 100% _sure_ thing", "tags": (), "word_count": 0, "free_access": False,
     "published": "2026-02-01", "captured": "2026-02-01T23:59:59+00:00", "language": None},
    {"site": "c", "title": "", "tags": ("sea", "x' OR 1=1 --"), "word_count": 5000, "free_access": None,
     "published": None, "captured": "2025-12-31T00:00:00+00:00", "language": "de"},
)
KNOWN = tuple(ROWS[0])


def column(name: str, value: Any) -> Any:
    """A value as a table of the documented form holds it."""
    if FIELDS[name].kind == "list":
        return BETWEEN + BETWEEN.join(value) + BETWEEN if value else None
    return value


def holds(tree: Condition, row: Mapping[str, Any]) -> bool:
    """What a tree means, in Python: the oracle."""
    if isinstance(tree, Not):
        return not holds(tree.part, row)
    if isinstance(tree, AllOf | AnyOf):
        return (all if isinstance(tree, AllOf) else any)(holds(part, row) for part in tree.parts)
    kind, value = FIELDS[tree.field].kind, row[tree.field]
    if tree.op == "null":
        return value is None or value == ()
    if value is None:
        return False
    if tree.op == "contains":
        return any(str(tree.values[0]).lower() in v.lower() for v in (value if kind == "list" else (value,)))
    return any(compared(value, kind, tree.op, wanted) for wanted in tree.values)


def compared(value: Any, kind: str, op: str, wanted: Any) -> bool:
    if kind == "list":
        return wanted in value
    if kind in ("day", "time"):
        wanted = wanted.removesuffix("Z")
        value = value[:len(wanted)]
    return {"=": value == wanted, "in": value == wanted, "<": value < wanted, "<=": value <= wanted,
            ">": value > wanted, ">=": value >= wanted}[op]


def asked(text: str) -> list[str]:
    """The sites of the rows that SQLite finds."""
    return run(parse(text))


def run(tree: Condition) -> list[str]:
    db = sqlite3.connect(":memory:")
    db.execute(f"CREATE TABLE rows ({', '.join(KNOWN)})")
    for row in ROWS:
        db.execute(f"INSERT INTO rows VALUES ({', '.join('?' * len(KNOWN))})", [column(k, row[k]) for k in KNOWN])
    sql, values = to_sql(tree, Columns({name: name for name in KNOWN}))
    found = [site for (site,) in db.execute(f"SELECT site FROM rows WHERE {sql} ORDER BY site", values)]
    db.close()
    return found


@pytest.mark.parametrize(("text", "sites"), [
    ("", "abc"), ("site in ('a', 'b')", "ab"), ("site not in ('a')", "bc"), ("lang = 'pt'", "a"), ("lang != 'pt'", "bc"),
    ("lang is null", "b"), ("language is not null and words > 200", "c"), ("free", "a"), ("not free", "bc"),
    ("free = false", "b"), ("tags = 'sea'", "c"), ("tag contains 'SEA'", "ac"), ("tags is null", "b"),
    ("title contains 'storm'", "a"), ('title contains "it\'s"', "b"), ("title contains 'it''s a 100% _'", "b"),
    ("published >= 2026-02-01", "b"), ("published = 2026-01", "a"), ("published < 2027", "ab"), ("date = 2026-01-31", "a"),
    ("captured >= 2026-02-01T10:00:00Z", "ab"), ("captured > 2026-02-01T07:00-03:00", "b"), ("captured = 2025-12-31", "c"),
    ("site = 'a' or site = 'b' and words = 1", "a"), ("(site = 'a' or site = 'b') and words = 0", "b"),
    ("tags = 'x'' OR 1=1 --'", "c"), ("NOT site = 'a' AND NOT site = 'b'", "c"), ("words in (0, 5000)", "bc"),
])
def test_a_query_finds_its_rows(text: str, sites: str) -> None:
    """Each form of test says what a reader expects, and an unknown value meets none but `is null`."""
    assert asked(text) == list(sites)


@pytest.mark.parametrize(("text", "at", "words"), [
    ("lnag = 'pt'", 0, "did you mean lang"), ("site = 'a' und lang = 'pt'", 11, "join two tests"),
    ("site = a", 7, "site = 'a'"), ("site = 'a", 7, "not closed"), ("(site = 'a'", 0, "not closed"), ("site", 4, "said of site"),
    ("site in 'a'", 8, "in parentheses"), ("site in ('a'", 12, "closing parenthesis"), ("words = 'many'", 8, "word_count > 200"),
    ("published >= 2026-02-30", 13, "no day"), ("published > 2026-02-01T10:00", 12, "by day"), ("words contains '2'", 6, "no text"),
    ("title contains word", 15, "in quotes"), ("tags < 'a'", 5, "no order"), ("site = null", 7, "is null"), ("and", 0, "field"),
    ("site = 'a' and", 14, "missing"), ("captured > 2026-01-01T99:00", 11, "no time"), ("free > true", 5, "no order"),
    ("words > 99999999999999999999", 8, "too large"), ("site = 'a' ; drop", 11, "cannot stand"), ("site = '\ud800'", 8, "UTF-8"),
    ("(" * 100 + "free" + ")" * 100, 60, "within each other"), ("free " * 5000, 0, "longer than"),
])
def test_what_does_not_parse_is_named_with_its_place(text: str, at: int, words: str) -> None:
    """The error points at the character, and its hint says what would do."""
    with pytest.raises(QueryError) as caught:
        parse(text)
    assert caught.value.at == at and words in str(caught.value)
    assert str(caught.value).splitlines()[-1].strip() == "^"


def test_every_short_name_is_of_a_field() -> None:
    """Short names lead to fields, and hide none."""
    assert set(SHORT.values()) <= set(FIELDS) and not set(SHORT) & set(FIELDS)


def test_a_field_that_a_table_lacks_is_named() -> None:
    """Who asks a table for what it does not have is told what it has."""
    with pytest.raises(QueryError, match="section cannot be asked for here"):
        to_sql(parse("section = 'x'"), Columns({"site": "site"}))


def test_a_full_text_index_can_answer() -> None:
    """A table may answer `contains` by an index of its own; bare words in quotes ask the whole text."""
    columns = Columns({}, contains={"text": lambda words: ("id IN (SELECT rowid FROM search WHERE search MATCH ?)", (words,))})
    sql, values = to_sql(parse("'harbour' and not text contains 'storm'"), columns)
    assert sql.count("MATCH ?") == 2 and values == ("harbour", "storm")


@given(st.text(alphabet=st.sampled_from("sitewordpublishedlang'\"()=<>!,.-0123456789 andornotinisnullcontains"), max_size=60)
       | st.text(max_size=60))
def test_any_text_parses_or_is_named(text: str) -> None:
    """Whatever the text, there is a tree or a QueryError whose place lies in it."""
    try:
        tree = parse(text)
    except QueryError as error:
        assert 0 <= error.at <= len(text) and str(error)
    else:
        assert isinstance(tree, Condition)


def about(field: Field) -> st.SearchStrategy[Condition]:
    """Tests of a field that the rows have."""
    words = st.sampled_from(["a", "b", "sea", "Sea", "it's", 'x"', "%", "_", "pt", ""]) | st.text(
        st.characters(exclude_categories=("Cs",), exclude_characters="\0\n", max_codepoint=0x2ff).filter(
            lambda c: c.lower() == c or c.isascii()), max_size=4)
    values: dict[str, st.SearchStrategy[Any]] = {
        "text": words, "list": words, "number": st.integers(-5, 6000), "flag": st.booleans(),
        "day": st.sampled_from(["2026", "2026-01", "2026-01-31", "2026-02-01"]),
        "time": st.sampled_from(["2026-02-01", "2026-02-01T10:00:00Z", "2025"])}
    value = values[field.kind]
    ops = ["=", "in"] + ([] if field.kind in ("list", "flag") else ["<", "<=", ">", ">="])
    plain = st.sampled_from(ops).flatmap(lambda op: st.lists(value, min_size=1, max_size=3 if op == "in" else 1).map(
        lambda found: Test(field.name, op, tuple(found))))
    null = st.just(Test(field.name, "null"))
    if field.kind not in ("text", "list"):
        return plain | null
    return plain | null | words.filter(str.strip).map(lambda word: Test(field.name, "contains", (word,)))


LEAVES = st.one_of([about(FIELDS[name]) for name in KNOWN])
TREES: st.SearchStrategy[Condition] = st.recursive(LEAVES, lambda inner: st.one_of(
    inner.map(Not), st.lists(inner, min_size=2, max_size=3).map(lambda parts: AllOf(tuple(parts))),
    st.lists(inner, min_size=2, max_size=3).map(lambda parts: AnyOf(tuple(parts)))), max_leaves=6)


@given(TREES)
def test_a_tree_written_out_means_the_same(tree: Condition) -> None:
    """The text of a tree, as a manifest keeps it, parses to a tree with the same text and the same rows."""
    again = parse(str(tree))
    assert str(again) == str(tree) and [holds(again, row) for row in ROWS] == [holds(tree, row) for row in ROWS]


@given(TREES)
def test_sql_means_what_the_tree_means(tree: Condition) -> None:
    """SQLite finds the rows for which the tree holds, whatever the values."""
    assert run(tree) == [row["site"] for row in ROWS if holds(tree, row)]
