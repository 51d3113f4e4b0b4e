"""What a visitor keeps with a link for its next visit, and what was captured to be read later."""

from __future__ import annotations

from pathlib import Path

from archiver.model import Outcome
from archiver.store import Archive, Later, Settings
from archiver.store.reindex import reindex
from tests.store.conftest import SITE, exchange_of, link_to, made_older

FEED = link_to("http://example.org/feed.xml", kind="feed")


def memo(archive: Archive) -> str:
    row = archive.link(FEED.url, SITE)
    assert row is not None
    return row.memo


def test_a_memo_stays(archive: Archive) -> None:
    """A memo lasts over visits that say nothing of it, and waits with its link."""
    archive.add_links([FEED])
    archive.finish(FEED, Outcome.DISCOVERED, later=Later('{"etag":"\\"1\\""}'))
    archive.add_links([FEED], again=True)
    archive.finish(FEED, Outcome.TIMEOUT)
    assert memo(archive) == '{"etag":"\\"1\\""}'
    archive.finish(FEED, Outcome.DISCOVERED, later=Later(""))
    assert memo(archive) == ""


def test_a_rebuilt_catalog_has_it(root: Path, archive: Archive) -> None:
    """The memo is in the record of the link's end, from which the catalog can be made again."""
    archive.finish(FEED, Outcome.DISCOVERED, later=Later("lied: 2026-03-01"))
    archive.close()
    (root / SITE / "catalog.sqlite").unlink()
    reindex(root, SITE)
    assert memo(Archive(root)) == "lied: 2026-03-01"


def test_a_catalog_of_the_first_schema(root: Path, archive: Archive) -> None:
    """A catalog made before there were memos is taken over as it is."""
    archive.add_links([FEED])
    archive.close()
    made_older(root, 1)
    with Archive(root, Settings(min_free=0)) as again:
        again.open(SITE)
        assert again.pending(SITE) == 1
        assert memo(again) == ""
        assert again.next_due(SITE) == ""


def test_what_is_due_waits_again(archive: Archive) -> None:
    """A link is woken when it is due and not before, the longest overdue first, and ends with its next date."""
    page = link_to("http://example.org/1")
    archive.finish(FEED, Outcome.DISCOVERED, later=Later("", "2026-03-02T10:00:00.000000+00:00"))
    archive.finish(page, Outcome.NEW, later=Later("", "2026-03-02T09:00:00.000000+00:00"))
    assert archive.next_due(SITE) == "2026-03-02T09:00:00.000000+00:00"
    assert archive.wake(SITE, "2026-03-02T08:59:00.000000+00:00") == 0
    assert archive.wake(SITE, "2026-03-02T09:00:00.000000+00:00") == 1
    assert [link.url for link in archive.take(SITE, 9)] == [page.url]
    assert archive.wake(SITE, "2027-01-01") == 1
    assert archive.next_due(SITE) == ""


def test_a_rebuilt_catalog_knows_what_is_due(root: Path, archive: Archive) -> None:
    """The due date is in the record of the link's end too."""
    archive.finish(FEED, Outcome.DISCOVERED, later=Later("", "2026-03-02T10:00:00.000000+00:00"))
    archive.close()
    (root / SITE / "catalog.sqlite").unlink()
    reindex(root, SITE)
    assert Archive(root).next_due(SITE) == "2026-03-02T10:00:00.000000+00:00"


def test_a_clock_that_was_wrong(archive: Archive) -> None:
    """What ended in the future, by a clock that has been put right since, does not sleep until then."""
    archive.finish(FEED, Outcome.DISCOVERED, later=Later("", "2099-01-01T00:00:00.000000+00:00"))
    assert archive.right(SITE, "2020-01-01T00:00:00.000000+00:00") == 1
    assert archive.next_due(SITE) == "2020-01-01T00:00:00.000000+00:00"


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
