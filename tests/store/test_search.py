"""The search index: kept equal to the archive line by line, in every language, whatever is asked."""

from __future__ import annotations

import sqlite3
from datetime import datetime, time, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.errors import ArchiveError, QueryError
from archiver.model import Article, Author, Provenance
from archiver.query import AllOf, Test, parse
from archiver.store import Archive
from archiver.store.search import Place, SearchIndex
from archiver.store.search.copies import rows_to_find, shared
from archiver.store.search.fulltext import joined, parted, phrase
from archiver.store.search.keeping import forget_missing, index_site
from archiver.store.search.moments import place_in_time, rows_from, rows_until
from tests.store import small_crawl
from tests.store.conftest import SITE, article_from, exchange_of, link_to

TEXT = " ".join(f"word{n} of the {n % 7} harbour boards" for n in range(60))


@pytest.fixture
def index(tmp_path: Path) -> SearchIndex:
    """An empty index that can be written."""
    return SearchIndex(tmp_path / "search.sqlite", write=True)


@pytest.fixture(scope="module")
def shared_index(tmp_path_factory: pytest.TempPathFactory) -> SearchIndex:
    """An index with one article, only to be read."""
    made = SearchIndex(tmp_path_factory.mktemp("index") / "i", write=True)
    put(made, 1)
    return made


def put(index: SearchIndex, number: int, **more: object) -> Article:
    """An article in the index."""
    article = Article(**{"id": f"{number:016x}", "url": f"https://a.example/{number}", "canonical_url": f"https://a.example/{number}",
                         "site": "a", "title": f"Title {number}", "body": TEXT, "word_count": 300, **more})
    index.begin()
    index.put(article, Place(article.id, article.version, "x.jsonl", 0, old=False))
    index.commit()
    return article


def found(index: SearchIndex, query: str, **more: object) -> list[int]:
    """The numbers of the articles that match, in their order."""
    return [int(hit.id, 16) for hit in index.search(parse(query), **more).hits]  # type: ignore[arg-type]


def test_an_archive_is_taken_in_once(root: Path, tmp_path: Path) -> None:
    """A second look reads no line; after a further crawl only what is new is read."""
    small_crawl.crawl(root, 12)
    index = SearchIndex(tmp_path / "i", write=True)
    first = index_site(root, SITE, index)
    assert first[0] == index.size() > 5
    assert index_site(root, SITE, index) == (0, 0)
    with Archive(root) as archive:
        archive.open(SITE)
        link = link_to("http://example.org/news/late.html")
        archive.add_links([link])
        archive.save(article_from(archive.capture(exchange_of(link.url, minute=90), link), "A late title"), link)
    assert index_site(root, SITE, index) == (1, 0)
    assert len(index.search(parse("'late title'")).hits) == 1


def test_an_older_version_is_not_found_any_more(root: Path, tmp_path: Path) -> None:
    """Of an article that changed the newest version is found, by its own words, and the old one's words find nothing."""
    index, link = SearchIndex(tmp_path / "i", write=True), link_to("http://example.org/story")
    for minute, title in ((0, "Ferry stays"), (60, "Ferry goes")):
        with Archive(root) as archive:
            archive.open(SITE)
            archive.add_links([link])
            capture = archive.capture(exchange_of(link.url, title.encode(), minute=minute), link)
            archive.save(article_from(capture, title), link)
        index_site(root, SITE, index)
    assert [hit.title for hit in index.search(parse("'ferry'")).hits] == ["Ferry goes"]
    assert [hit.version for hit in index.search(parse("version > 1")).hits] == [2]
    assert index.search(parse("'stays'")).total == 0


def test_a_site_that_is_gone_leaves(index: SearchIndex, root: Path) -> None:
    """A folder that was removed is not found any more."""
    put(index, 1)
    assert (forget_missing(root, index, ["b"]), index.size()) == (1, 0)


@pytest.mark.parametrize(("query", "numbers"), [
    ("'ferry'", [2, 1]), ("title contains 'ferry'", [1]), ("'old ferry'", [2]), ("'fähre'", [3]), ("'fahre'", [3]), ("'FÄHRE'", [3]),
    ("'渡し'", [4]), ("'し船'", [4]), ("'船し'", []), ("'เรือ'", [5]), ("'ferr*'", [2, 1]), ("'हिन्दी'", [6]),
    ("published >= 2026-03", [2, 1]), ("published = 2026-02-11", [3]), ("published < 2026-02", [5]), ("published is null", [6]),
    ("'ferry' and site = 'b'", [2]), ("'ferry' and not site = 'b'", [1]), ("site in ('b', 'c')", [3, 2]), ("authors = 'Ann Lee'", [2]),
    ("not 'ferry' and published is not null", [3, 4, 5]), ("'ferry' or 'fähre'", [2, 3, 1]), ("authors contains 'lee'", [2]),
    ("word_count > 5000", []), ("id = '0000000000000003'", [3])])
def test_questions(index: SearchIndex, query: str, numbers: list[int]) -> None:
    """Words, rows of words, beginnings, scripts without spaces, days, sites and what is not."""
    put(index, 1, title="The ferry", published="2026-03-01")
    put(index, 2, body="An old ferry left.", published="2026-03-02T10:00:00+01:00", site="b", authors=(Author("Ann Lee"),))
    put(index, 3, body="Die Fähre legt ab.", published="2026-02-11", site="c", provenance=Provenance(captured="2026-02-11T00:00:00Z"))
    put(index, 4, body="古い渡し船を残す。", published="2026-02-10")
    put(index, 5, body="เรือเก่าออกแล้ว", published="2026-01-10T23:59:59-11:00")
    put(index, 6, body="यह हिन्दी है।", provenance=Provenance(captured="2025-01-01T00:00:00Z"))
    assert sorted(found(index, query)) == sorted(numbers)


def test_order_and_pages(index: SearchIndex) -> None:
    """The newest first, the oldest first, the best first; pages follow each other without a gap."""
    for number in range(1, 30):
        put(index, number, published=f"2026-03-{number:02}", title="ferry" if number == 7 else "none", body=f"ferry {TEXT}")
    assert found(index, "'ferry'", limit=3) == [29, 28, 27]
    assert found(index, "'ferry'", limit=3, first=3) == [26, 25, 24]
    assert found(index, "'ferry'", order="oldest", limit=2) == [1, 2]
    assert found(index, "'ferry'", order="best", limit=1) == [7]
    assert index.search(parse("'ferry'"), limit=1).total == 29


def test_counts_are_said_for_what_they_are(index: SearchIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    """Past the bounds the sum is `more than`, and the values of filters are those of the newest hits."""
    monkeypatch.setattr("archiver.store.search.index.MOST", 20)
    monkeypatch.setattr("archiver.store.search.index.SAMPLE", 10)
    for number in range(1, 31):
        put(index, number, published=f"2026-03-{number:02}", section="new" if number > 20 else "old")
    for query in ("'harbour'", "word_count > 1", "'harbour' and word_count > 1"):
        hits = index.search(parse(query))
        assert (hits.total, hits.more, hits.counted, dict(hits.facets)["section"]) == (20, True, 10, (("new", 10),))


def test_many_of_one_minute_have_room(index: SearchIndex) -> None:
    """A thousand articles of one moment all have a row, and stay in the order they came."""
    index.begin()
    for number in range(1, 1001):
        article = Article(f"{number:016x}", "u", "u", "a", "t", published="2026-03-01")
        index.put(article, Place(article.id, 1, "x", 0, old=False))
    index.commit()
    assert found(index, "site = 'a'", limit=2) == [1000, 999]
    assert index.size() == 1000


def test_an_index_of_another_release_is_made_anew(tmp_path: Path) -> None:
    """It is derived: who writes makes it anew, who reads is told how."""
    path = tmp_path / "i"
    put(SearchIndex(path, write=True), 1)
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 1")
    with pytest.raises(ArchiveError, match="archiver index --rebuild"):
        SearchIndex(path)
    assert SearchIndex(path, write=True).size() == 0


def test_a_search_that_takes_too_long_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After its time a search gives up with a sentence."""
    monkeypatch.setattr("archiver.store.search.index._STEPS", 50)
    index = SearchIndex(tmp_path / "i", write=True)
    for number in range(30):
        put(index, number)
    monkeypatch.setattr("archiver.store.search.index.PATIENCE", -1.0)
    with pytest.raises(ArchiveError, match="narrow it down"):
        index.search(parse("body contains 'harbour' and not (body = 'x' or description = 'y')"))


def test_copies_share_rows_of_words(index: SearchIndex) -> None:
    """A story that another outlet printed with another beginning is a copy; one with the same words elsewhere is not."""
    story = put(index, 1)
    put(index, 2, body=f"Our own beginning. {TEXT} Our own end.", site="b")
    put(index, 3, body=" ".join(reversed(TEXT.split())))
    copies = index.copies(story)
    assert [int(hit.id, 16) for hit, _ in copies] == [2]
    assert copies[0][1] > 0.95


@given(st.text(max_size=200))
def test_parted_text_comes_back(text: str) -> None:
    """What is parted for the index is shown as it was."""
    assert joined(parted(text)) == text.replace("\u200b", "")


@settings(max_examples=150)
@given(st.text(max_size=40), st.sampled_from(["text", "title", "authors", "credits", "url"]))
def test_whatever_is_looked_for_is_looked_for_or_refused(shared_index: SearchIndex, text: str, field: str) -> None:
    """Any words at all are a search, or named as none; the index never hears its own signs."""
    try:
        shared_index.search(AllOf((Test(field, "contains", (text,)),)))
    except QueryError:
        pass
    assert phrase(text).count('"') == 2


@given(st.dates(), st.integers(0, 86399), st.integers(-14, 14))
def test_days_hold_all_rows_of_theirs(day, second, zone) -> None:  # type: ignore[no-untyped-def]
    """Whatever the zone, the row of a time lies between the first and the last that its day is looked for in."""
    if day.year < 1601 or day.year > 9900:
        return
    when = datetime.combine(day, time(), timezone(timedelta(hours=zone))) + timedelta(seconds=second)
    row = place_in_time(when.isoformat(), None)
    for length in (4, 7, 10):
        assert rows_from(day.isoformat()[:length]) <= row <= rows_until(day.isoformat()[:length])


def test_short_texts_have_no_copies() -> None:
    """A caption is nobody's copy."""
    assert rows_to_find("Three words only") == []
    assert shared("a b", "a b") == 0.0
