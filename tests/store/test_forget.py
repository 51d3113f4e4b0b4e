"""Take-downs."""

from __future__ import annotations

import gzip
import multiprocessing
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from archiver.errors import NotFound
from archiver.store import Archive, Settings
from archiver.store.catalog import Catalog
from archiver.store.forget import forget
from archiver.store.reindex import reindex
from archiver.store.wacz import pack
from tests.store.conftest import SITE, article_from, exchange_of, link_to
from tests.store.small_crawl import crawl, page


def test_a_url_is_forgotten_for_good(tmp_path: Path) -> None:
    """Out of articles, captures, links, index, package, also after a rebuild; and it is not collected again."""
    crawl(tmp_path, 20)
    url = page(2)
    done = forget(tmp_path, SITE, url, reason="asked by the person")
    assert (done.articles, done.captures) == (1, 1)
    for _ in range(2):
        with Archive(tmp_path, Settings(min_free=0)) as archive:
            archive.open(SITE)
            with pytest.raises(NotFound):
                archive.article(url)
            assert url not in [row.url for row in archive.captures(SITE)]
            assert url not in [row.url for row in archive.links(SITE)]
            assert archive.add_links([link_to(url + "?utm_source=x")]) == 0
            assert len(list(archive.articles(SITE))) == 15
            for article in archive.articles(SITE):
                archive.read(article.provenance.warc or "", article.provenance.offset or 0)
        assert reindex(tmp_path, SITE).differences == {}
    assert not [p for p in (tmp_path / SITE / "articles").iterdir() if b"Title 2\"" in p.read_bytes()]
    with Archive(tmp_path) as archive:
        packed = pack(archive, tmp_path / "a.wacz")
    with zipfile.ZipFile(packed.path) as file:
        for name in file.namelist():
            data = gzip.decompress(file.read(name)) if name.endswith("gz") else file.read(name)
            assert f'"url": "{url}"'.encode() not in data
            assert f"WARC-Target-URI: {url}\r\n".encode() not in data


def test_spellings_of_a_page_go_together(tmp_path: Path) -> None:
    """The canonical address takes what was fetched under another one with it."""
    with Archive(tmp_path, Settings(min_free=0)) as archive:
        archive.open(SITE)
        link = link_to("http://example.org/amp/1")
        capture = archive.capture(exchange_of(link.url), link)
        archive.save(article_from(capture, canonical_url="http://example.org/1"), link)
    forget(tmp_path, SITE, "https://example.org/1")
    with Archive(tmp_path) as archive:
        assert list(archive.captures(SITE)) == list(archive.articles()) == []


def test_a_site_is_forgotten(tmp_path: Path) -> None:
    """Without a URL, all of the site goes out of sight and nothing of it is collected again."""
    crawl(tmp_path, 8)
    forget(tmp_path, SITE)
    crawl(tmp_path, 8)
    with Archive(tmp_path) as archive:
        assert list(archive.articles()) == list(archive.captures(SITE)) == list(archive.links(SITE)) == []


def test_last_seen_outlives_a_neighbour(tmp_path: Path) -> None:
    """Forgetting one article leaves the others as they were, to the last column."""
    from tests.store.test_reindex import busy_history, tables
    busy_history(tmp_path)
    before = tables(tmp_path)["articles"]
    forget(tmp_path, SITE, page(4))
    strip = [row[:10] for row in tables(tmp_path)["articles"]]
    assert strip == [row[:10] for row in before if row[2] != page(4)]


def test_no_such_site(tmp_path: Path) -> None:
    """A site that is not there raises NotFound and is not made."""
    with pytest.raises(NotFound):
        forget(tmp_path, "nowhere")
    assert not list(tmp_path.iterdir())


def stopped_forget(root: Path, url: str, at: int) -> None:
    """A take-down that ends at its n-th commit or replacement of a file, before it."""
    left = iter(range(at, -1, -1))
    commit, replace = Catalog.commit, Path.replace

    def stop(work: Callable[..., object], *args: object) -> object:
        if next(left) == 1:
            os._exit(9)
        return work(*args)
    patch = pytest.MonkeyPatch()
    patch.setattr(Catalog, "commit", lambda catalog: stop(commit, catalog))
    patch.setattr(Path, "replace", lambda path, target: stop(replace, path, target))
    forget(root, SITE, url)


def test_interrupted_anywhere_nothing_else_is_lost(tmp_path: Path) -> None:
    """Wherever a take-down is interrupted, the others' articles stay; done again, the URL is gone."""
    fork, url = multiprocessing.get_context("fork"), page(2)
    for at in range(1, 20):
        root = tmp_path / str(at)
        crawl(root, 8)
        child = fork.Process(target=stopped_forget, args=(root, url, at))
        child.start()
        child.join()
        with Archive(root) as archive:
            archive.open(SITE)
            titles = {article.title for article in archive.articles()}
            assert {"Title 0", "Title 1", "Title 3", "Title 4", "Title 6"} <= titles
        forget(root, SITE, url)
        with Archive(root) as archive:
            assert {a.url for a in archive.articles()} == {page(n) for n in (0, 1, 3, 4, 6)}
        assert not [p for p in (root / SITE / "articles").iterdir() if b'"Title 2"' in p.read_bytes()]
        if child.exitcode == 0:
            break
    assert 3 < at < 19
