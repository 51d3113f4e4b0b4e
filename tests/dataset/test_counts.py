"""`archiver query`: which lines count, and what is counted."""

from __future__ import annotations

from pathlib import Path

import pytest

from archiver.dataset.counts import Count, count
from archiver.dataset.duck import QUERY, duck, read_lines
from archiver.query import parse, to_sql
from archiver.store import Archive
from archiver.store.articles import article_line
from archiver.store.forget import forget
from tests.conftest import Study
from tests.dataset.conftest import fill, wanted


def articles(root: Path, text: str) -> dict[tuple[str, str], int]:
    return {(row.site, row.week): row.articles for row in count(Archive(root), parse(text))}


def test_counts_by_site_and_week(root: Path) -> None:
    """A week is named by its Monday; what states no day, or one that is none, is counted apart."""
    fill(root, [wanted("a", "1"), wanted("a", "2", published="2026-03-08"), wanted("a", "3", published="2026-03-09"),
                wanted("b", "1", published="31 February"), wanted("b", "2", published=None)])
    assert articles(root, "") == {("a", "2026-03-02"): 2, ("a", "2026-03-09"): 1, ("b", ""): 2}
    assert count(Archive(root), parse("site = 'a' and published < 2026-03-05")) == [Count("a", "2026-03-02", 1, 70)]


def test_only_the_version_that_counts(root: Path) -> None:
    """An article that changed is counted once, as it reads now; what was taken down is not counted."""
    fill(root, [wanted("a", "1"), wanted("a", "2"), wanted("a", "3")])
    fill(root, [wanted("a", "1", title="Another title")])
    assert articles(root, "title contains 'title'") == {("a", "2026-03-02"): 3}
    assert articles(root, "title = 'Title of 1'") == {}
    forget(root, "a", wanted("a", "2").url)
    assert articles(root, "") == {("a", "2026-03-02"): 2}


@pytest.mark.parametrize(("text", "found"), [
    ("authors = 'Ada Lovelace'", "12"), ("author contains 'lovelace'", "12"), ("credits = 'Reuters'", "12"),
    ("captions contains 'PIER'", "12"), ("tags = 'ice'", "3"), ("tags is null", "2"),
    ("'übergrössen'", "2"), ("text contains 'harbour office'", "13"), ("free", "3"), ("free_access is null", "12"),
    ("captured >= 2026-03-01T12:01:30Z", "3"), ("warc contains 'a/warc'", "123"), ("extractor = 'test 1'", "123"),
    ("words > 70 or byline is null", "3"), ("version = 1 and published = 2026-03-02", "12"), ("title contains '100% \"it''s\"'", "3"),
])
def test_every_kind_of_field_in_duckdb(root: Path, text: str, found: str) -> None:
    """Deep fields, lists and times are asked of the lines as they lie on the disk."""
    fill(root, [wanted("a", "1"), wanted("a", "2", tags=(), body="Die ÜBERGRÖSSEN sind da."),
                wanted("a", "3", tags=("ice",), images=(), authors=(), byline=None, word_count=71, free_access=True,
                       published="2026-03-03", title="A 100% \"it's\" title")])
    place = next(Archive(root).article_places("a"))[0]
    with duck() as db:
        read_lines(db, [place], 10_000)
        condition, values = to_sql(parse(text), QUERY)
        rows = db.execute(f"SELECT url FROM line WHERE {condition} ORDER BY url", list(values)).fetchall()
    assert "".join(url[-6] for (url,) in rows) == found


def test_lines_that_cannot_be_read_are_passed_over(tmp_path: Path) -> None:
    """A damaged line has no id, and those around it are read; characters that are no text do no harm."""
    good = [article_line(wanted("a", name, title="odd \0 \ud800 \u2028 title")) for name in "12"]
    (tmp_path / "lines.jsonl").write_bytes(good[0] + b'{"id": "torn\n' + good[1])
    with duck() as db:
        read_lines(db, [tmp_path / "lines.jsonl"], 10_000)
        rows = db.execute("SELECT id, title FROM line WHERE id IS NOT NULL ORDER BY url").fetchall()
    assert [row[0] for row in rows] == [wanted("a", name).id for name in "12"]
    assert rows[0][1] == "odd \0 ? \u2028 title"


def test_the_command(crawled: Study) -> None:
    """`archiver query` prints weeks, sites and the sum; a query that does not parse ends with code 2 and its place."""
    said = crawled.run("query", "site in ('harbour-ledger') and words > 10").stdout
    assert "harbour-ledger: 8" in said and "8 articles of 1 sites" in said
    assert '"site": "harbour-ledger"' in crawled.run("query", "--json").stdout
    assert "schema.org: headline" in crawled.run("query", "--fields").stdout
    wrong = crawled.run("query", "site = 'a' and lnag = 'pt'", code=2).stderr
    assert "character 16" in wrong and "did you mean lang" in wrong


def test_what_does_not_fit_is_spilled(tmp_path: Path) -> None:
    """Work that takes more memory than it may goes on in a folder below one that is not there yet, which is empty at the end."""
    with duck(tmp_path / "not" / "there") as db:
        db.execute("SET memory_limit = '32MB'")
        db.execute("CREATE TABLE big AS SELECT range AS n, md5(range::VARCHAR) AS text FROM range(1_500_000)")
        assert any((tmp_path / "not" / "there").iterdir())
        [(count,)] = db.execute("SELECT count(*) FROM (SELECT * FROM big ORDER BY text)").fetchall()
    assert count == 1_500_000 and not list((tmp_path / "not").rglob("*.tmp"))
