"""Openings: the same answers as the plain regular expression, whatever the alternatives look like."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.extract.body import boilerplate
from archiver.extract.body.openings import Openings, alternatives, firsts

TABLES = (boilerplate.SHARE, boilerplate.READ_ALSO, boilerplate.LETTER, boilerplate.ADVERT, boilerplate.FURNITURE)
LEAD = r"[^\w(]{0,3}"
PATTERN = r"read (more|on)|(also )?see|(à|a)b?c|[xy]z?|s?hare|\(?story|\d+ min|>> ?go|ü(ber|b)|(|no )end|k{2}|(?:to|f)p|(?=q)q"


@pytest.mark.parametrize(("part", "letters"), [
    ("read (more|on)", "r"), ("(also )?see", "as"), ("(à|a)b?c", "àa"), ("[xy]z?", "xy"), ("s?hare", "sh"), ("(?:to|f)p", "tf"),
    (r"\(?story", None), (r"\d+ min", None), (">> ?go", None), ("(|no )end", None), ("k{2}", None), ("(?=q)q", None),
    (".{0,9}x", None), ("[^a]b", None), ("[a-c]d", None), ("a?b?", None), ("", None)])
def test_the_letters_an_alternative_can_begin_with(part: str, letters: str | None) -> None:
    assert firsts(part) == (frozenset(letters) if letters else None)


def test_bars_in_brackets_part_nothing() -> None:
    assert list(alternatives(r"a(b|c(d|e))|[|]f|g\|h|")) == ["a(b|c(d|e))", "[|]f", r"g\|h", ""]


@given(st.text(alphabet="àabcdefghijklmnopqrstuvxyzü3 >»(-", max_size=12))
def test_lines_open_as_by_the_plain_expression(line: str) -> None:
    assert Openings(PATTERN, LEAD).match(line) == bool(re.match(f"^{LEAD}(?:{PATTERN})", line))


@given(st.sampled_from([piece for rows in TABLES for row in rows for piece in alternatives(row)]),
       st.text(max_size=6), st.sampled_from(["", "» ", "(", "[ ", "– "]))
def test_the_tables_of_boilerplate_give_what_they_gave(opening: str, rest: str, before: str) -> None:
    line = before + re.sub(r"[()?^$|\\]", "", opening) + rest
    for rows in TABLES:
        pattern = boilerplate._folded("|".join(rows))
        assert Openings(pattern, LEAD).match(line) == bool(re.match(f"{LEAD}(?:{pattern})", line))
