"""The catalog rebuilt from the two logs."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from archiver.errors import ArchiveBusy, NotFound
from archiver.model import Outcome
from archiver.store import Archive, Later, Settings
from archiver.store.catalog import Catalog
from archiver.store.reindex import reindex
from archiver.store.tables import TABLES
from tests.store.conftest import SITE, article_from, exchange_of, link_to
from tests.store.small_crawl import crawl, state


def tables(root: Path) -> dict[str, list[tuple[object, ...]]]:
    """All that a catalog says."""
    catalog = Catalog(root / SITE / "catalog.sqlite", SITE)
    try:
        return {table: catalog.rows(table) for table in TABLES}
    finally:
        catalog.close()


def busy_history(root: Path) -> None:
    """A crawl, then pages visited again (changed, the same, 304), an article read anew, and a link that waits."""
    crawl(root, 20)
    url = "http://example.org/news/2.html"
    with Archive(root, Settings(min_free=0)) as archive:
        archive.open(SITE)
        for minute, (body, title) in enumerate([("a", "Title 2"), ("b", "Changed"), ("c", " Changed ")], 100):
            archive.add_links([link_to(url, by="revisit")], again=True)
            [link] = archive.take(SITE, 1)
            capture = archive.capture(exchange_of(url, body.encode(), minute=minute), link)
            archive.save(article_from(capture, title), link)
        archive.save(article_from(capture, "Changed", tags=("read anew",)), link)
        archive.capture(exchange_of(url, b"", status="304 Not Modified", headers=("ETag: 1",), minute=200), link)
        archive.finish(link, Outcome.NOT_MODIFIED, later=Later("honest so far", "2026-04-01T00:00:00.000000+00:00"))
        page = link_to("http://example.org/gated")
        gated = archive.capture(exchange_of(page.url, b"gated"), page)
        archive.save(article_from(gated), page, outcome=Outcome.GATED, detail="meter")
        archive.add_links([link_to("http://example.org/later", hint="Later", priority=3)])


def test_the_same_catalog_comes_back(tmp_path: Path) -> None:
    """Rebuilt from the logs, the catalog equals the one it replaces in every table and row."""
    busy_history(tmp_path)
    before = tables(tmp_path)
    done = reindex(tmp_path, SITE)
    assert done.differences == {}
    assert done.carried == 1
    assert tables(tmp_path) == before


def test_a_deleted_catalog_comes_back(tmp_path: Path) -> None:
    """With the catalog gone, all but the links never fetched comes back, and opening alone does it too."""
    busy_history(tmp_path)
    before, said = tables(tmp_path), state(tmp_path)
    for opened in (False, True):
        for path in (tmp_path / SITE).glob("catalog.sqlite*"):
            path.unlink()
        if opened:
            with Archive(tmp_path) as archive:
                assert "catalog rebuilt" in archive.open(SITE).message
        else:
            assert not reindex(tmp_path, SITE).compared
        before["links"] = [row for row in before["links"] if "later" not in str(row[0])]
        assert tables(tmp_path) == before
    assert state(tmp_path)["articles"] == said["articles"]


def test_a_broken_catalog_is_replaced(tmp_path: Path) -> None:
    """A catalog that is no database any more does not stop its own repair."""
    crawl(tmp_path, 8)
    said = state(tmp_path)
    for path in (tmp_path / SITE).glob("catalog.sqlite*"):
        path.write_bytes(b"not a database" * 1000)
    reindex(tmp_path, SITE)
    assert state(tmp_path) == said


def test_not_while_another_writes(tmp_path: Path) -> None:
    """A site that is being written is left alone, and one that does not exist is not made."""
    with pytest.raises(NotFound):
        reindex(tmp_path, "nowhere")
    with Archive(tmp_path) as archive:
        archive.open(SITE)
        archive.add_links([link_to("http://example.org/")])
        archive.capture(exchange_of("http://example.org/"), link_to("http://example.org/"))
        with pytest.raises(ArchiveBusy):
            reindex(tmp_path, SITE)


words = st.text(max_size=40) | st.text(st.characters(categories=["Cs", "Cc", "Zs", "Zl", "Zp"]), max_size=8)


@settings(max_examples=60)
@given(words, words, words, words)
@example("a  b", "x\n\ny", "\ud800", "\u2028\x1c\x00")
def test_any_text_comes_back(hint: str, detail: str, title: str, body: str) -> None:
    """Whatever pages and servers say, down to half characters and line ends, the rebuilt catalog is the same."""
    with TemporaryDirectory() as folder:
        with Archive(folder, Settings(min_free=0)) as archive:
            archive.open(SITE)
            links = [link_to(f"http://example.org/{n}", hint=hint, source=hint) for n in range(2)]
            archive.add_links(links)
            capture = archive.capture(exchange_of(links[0].url), links[0])
            archive.save(article_from(capture, title, body=body, byline=detail), links[0], detail=detail)
            archive.finish(links[1], Outcome.NOT_ARTICLE, detail)
        assert reindex(folder, SITE).differences == {}
        with Archive(folder) as archive:
            assert len(list(archive.articles())) == 1
