"""What the pages say, read without a browser."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.query import parse
from archiver.web.finding import asking
from archiver.web.pages import clock, day, direction
from tests.web.conftest import Shown


def titles(page: str) -> list[str]:
    """The headlines of the hits."""
    return [unescape(title) for title in re.findall(r'<h2><a href="/article/[0-9a-f]{16}">(.*?)</a>', page)]


@pytest.mark.parametrize(("query", "count"), [
    ("q=ferry", 2), ("q=harbour+board", 2), ('q="board+harbour"', 0), ("q=ferry+-everything", 1), ("q=渡し船", 1), ("q=العبارة", 1),
    ("q=marchett*", 2), ("language=ja", 1), ("site=quayside-post&language=en", 2), ("changed=1", 1), ("from=2027", 0),
    ("from=2026-03&to=2026-03-01", 4), ("q=title+contains+'now'+and+version+>+1", 1), ("author=Ines+Tarrant", 2),
    ("credit=Lena+Vossberg/Reuters&q=ferry", 2), ("section=Harbour&language=en&language=ar", 3)])
def test_search_finds(shown: Shown, query: str, count: int) -> None:
    """Words, phrases, what is left out, beginnings, languages without spaces, filters and expressions find what is there."""
    assert len(titles(shown.text(f"/?{query}"))) == count


@pytest.mark.parametrize(("query", "words"), [
    ("q=title+%3D%3D%3D+1", "text stands in quotes|cannot stand"),
    ("q=nosuchfield+%3D+1+and+title+%3D+'x'", "no field"), ("q=!!!", "no word"),
    ("page=9999", "cannot be shown"), ("from=yesterday", "is no day"), ("q=title+contains+'%2B%2B'", "no word")])
def test_what_cannot_be_searched_is_said(shown: Shown, query: str, words: str) -> None:
    """A query that is none gets a message with the place and a hint, not an error of a database."""
    page = unescape(shown.text(f"/?{query}", 400))
    assert re.search(words, page), page
    assert "fts5" not in page.lower()


@pytest.mark.parametrize("text", ['"', '"a', "a AND", "NEAR(a b)", "a OR", "title:a", "{a b}:c", "^a", "a*b*", "(", ")", "a + b", "-", "-x",
                                  "*", "'", "''", "a''b", "%00", "\ud83d\ude00", "a" * 1900, "*a", "a\u200bb", "{title} : x"])
def test_signs_of_the_index_are_only_letters(shown: Shown, text: str) -> None:
    """What means something to the full-text index is looked for as it is typed, or said to hold no word."""
    from urllib.parse import quote
    assert shown.get(f"/?q={quote(text, errors='surrogatepass') if text != '%00' else text}").status in (200, 400)


def test_the_search_is_an_expression(shown: Shown) -> None:
    """What is searched can be taken to `archiver query`: the page shows the same in its words."""
    ask = asking([("q", 'ferry "old bridge*" -sport'), ("site", "a"), ("site", "b"), ("access", "gated"), ("from", "2026-01")])
    assert ask.expression() == ("text contains 'ferry' and text contains 'old bridge' and not (text contains 'sport') and "
                                "site in ('a', 'b') and free_access = false and published >= 2026-01")
    assert parse(ask.expression())
    assert "text contains &#39;ferry&#39;" in shown.text("/?q=ferry")


@settings(max_examples=150)
@given(st.lists(st.tuples(st.sampled_from(["q", "site", "page", "from", "to", "order", "access", "changed", "x"]), st.text(max_size=40))))
def test_any_address_is_a_search_or_a_named_problem(params: list[tuple[str, str]]) -> None:
    """Whatever stands in an address, there is a condition or a QueryError."""
    from archiver.errors import QueryError
    from archiver.store.search.asking import asked
    try:
        ask = asking(params)
        asked(ask.tree())
        parse(ask.expression())
    except QueryError:
        pass


def test_an_article_says_where_everything_comes_from(shown: Shown) -> None:
    """Fields with their evidence, the record with its digest, the picture from the archive, versions and a link to the other copy."""
    story = shown.articles["ferry"]
    page = unescape(shown.text(f"/article/{story.id}"))
    assert story.version == 2
    for words in (story.title, "Ines Tarrant", "Lena Vossberg/Reuters", story.provenance.record_id, story.provenance.payload_digest,
                  story.provenance.warc, "The old ferry at dawn.", "Version 2 of 2"):
        assert str(words) in page
    place = re.search(r'<img src="(/kept/[^"]+)"', page)
    assert place
    picture = shown.get(place[1])
    assert (picture.headers["content-type"], picture.body[:2]) == ("image/jpeg", b"\xff\xd8")
    assert "June" in shown.text(f"/article/{story.id}?v=1")
    shown.text(f"/article/{story.id}?v=9", 404)


def test_a_record_is_verified_now(shown: Shown) -> None:
    """The record is read again and held against its digests."""
    assert "Verified." in shown.text(f"/article/{shown.articles['ferry'].id}?verify=1")


def test_a_damaged_record_is_named(own: Shown) -> None:
    """A byte that has changed in the WARC is said, and the page is still there."""
    story = own.articles["ferry"]
    path = own.reader.output / str(story.provenance.warc)
    data = bytearray(path.read_bytes())
    data[(story.provenance.offset or 0) + 400] ^= 0xFF
    path.write_bytes(data)
    page = own.text(f"/article/{story.id}?verify=1")
    assert "Not as it should be" in page


def test_a_take_down_leaves_the_index(own: Shown) -> None:
    """What is forgotten is found no more, by word or by list, and no word of it is left in the file."""
    from archiver.store.forget import forget
    from archiver.store.search import SearchIndex
    assert len(titles(own.text("/?q=渡し船"))) == 1
    forget(own.reader.output, "quayside-post", own.articles["chousei"].url, reason="asked")
    index = SearchIndex(own.reader.index_file, write=True)
    own.reader.update(index)
    index.close()
    assert titles(own.text("/?q=渡し船")) == []
    assert "大西".encode() not in own.reader.index_file.read_bytes()
    own.text(f"/article/{own.articles['chousei'].id}", 404)


def test_unknown_things_are_not_found(shown: Shown) -> None:
    """An id that is none, a page that is none: a page with a way back, and JSON for programs."""
    for path in ("/article/ffffffffffffffff", "/article/x", "/nowhere"):
        assert "Back to the search" in shown.text(path, 404)
    got = shown.get("/api/articles/ffffffffffffffff")
    assert (got.status, got.headers["content-type"]) == (404, "application/problem+json")


@pytest.mark.parametrize(("text", "said"), [("2026-03-02T04:57:00+00:00", "2 March 2026, 04:57 UTC"), ("2026-03-02T04:57:00+05:30",
                         "2 March 2026, 04:57 +05:30"), ("2026-03", "March 2026"), ("2026", "2026"), (None, ""), ("soon", "soon")])
def test_times_are_for_people(text: str | None, said: str) -> None:
    """A time is written out, with its zone where it has one."""
    assert clock(text) == (said if said != "March 2026" else day("2026-03"))


def test_directions() -> None:
    """Languages written from right to left are, and what is not known is left to the browser."""
    assert [direction(code) for code in ("ar", "he-IL", "en", "", None)] == ["rtl", "rtl", "ltr", "auto", "auto"]
