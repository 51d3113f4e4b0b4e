"""What a visitor keeps with a link for its next visit, and what was captured to be read later."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from archiver.model import Outcome
from archiver.store import Archive, Settings
from archiver.store.reindex import reindex
from tests.store.conftest import SITE, exchange_of, link_to

FEED = link_to("http://example.org/feed.xml", kind="feed")


def memo(archive: Archive) -> str:
    row = archive.link(FEED.url, SITE)
    assert row is not None
    return row.memo


def test_a_memo_stays(archive: Archive) -> None:
    """A memo lasts over visits that say nothing of it, and waits with its link."""
    archive.add_links([FEED])
    archive.finish(FEED, Outcome.DISCOVERED, memo='{"etag":"\\"1\\""}')
    archive.add_links([FEED], again=True)
    archive.finish(FEED, Outcome.TIMEOUT)
    assert memo(archive) == '{"etag":"\\"1\\""}'
    archive.finish(FEED, Outcome.DISCOVERED, memo="")
    assert memo(archive) == ""


def test_a_rebuilt_catalog_has_it(root: Path, archive: Archive) -> None:
    """The memo is in the record of the link's end, from which the catalog can be made again."""
    archive.finish(FEED, Outcome.DISCOVERED, memo="lied: 2026-03-01")
    archive.close()
    (root / SITE / "catalog.sqlite").unlink()
    reindex(root, SITE)
    assert memo(Archive(root)) == "lied: 2026-03-01"


def test_a_catalog_of_the_first_schema(root: Path, archive: Archive) -> None:
    """A catalog made before there were memos is taken over as it is."""
    archive.add_links([FEED])
    archive.close()
    with sqlite3.connect(root / SITE / "catalog.sqlite") as db:
        db.executescript("DROP VIEW visits; DROP TABLE ends; ALTER TABLE links DROP COLUMN memo; ALTER TABLE articles DROP COLUMN "
                         "published; ALTER TABLE articles DROP COLUMN words; ALTER TABLE articles DROP COLUMN fields; "
                         "PRAGMA user_version = 1")
    with Archive(root, Settings(min_free=0)) as again:
        again.open(SITE)
        assert again.pending(SITE) == 1
        assert memo(again) == ""


def test_captured_to_be_read_later(archive: Archive) -> None:
    """A link that ended as CAPTURED still has its capture to be read, and has none once it was."""
    page = link_to("http://example.org/1")
    kept = archive.capture(exchange_of(page.url), page)
    archive.finish(page, Outcome.CAPTURED)
    found = archive.unfinished(page)
    assert found is not None
    assert found.record_id == kept.record_id
    archive.finish(page, Outcome.NOT_ARTICLE, "index")
    assert archive.unfinished(page) is None


def test_a_304_is_not_to_be_read(archive: Archive) -> None:
    """A 304 whose link did not end brought nothing: the link is fetched again."""
    archive.capture(exchange_of(FEED.url), FEED)
    archive.finish(FEED, Outcome.DISCOVERED)
    archive.add_links([FEED], again=True)
    archive.capture(exchange_of(FEED.url, b"", status="304 Not Modified", headers=("ETag: 1",), minute=60 * 24 * 365 * 9),
                    FEED)
    assert archive.unfinished(FEED) is None
