"""Every end of a link is remembered, not only its last one, and comes back from the records."""

from __future__ import annotations

from pathlib import Path

from archiver.model import Evidence, Outcome
from archiver.store import Archive, Settings
from archiver.store.reindex import reindex
from tests.store.conftest import SITE, article_from, exchange_of, link_to, made_older
from tests.store.test_reindex import busy_history

FEED = link_to("http://example.org/feed.xml", kind="feed")
PAGE = link_to("http://example.org/1", by="feed", source=FEED.url)


def ends(archive: Archive) -> list[tuple[str, Outcome]]:
    return [(visit.url, visit.outcome) for visit in archive.visits(SITE)]


def test_each_visit_is_kept(archive: Archive) -> None:
    """A feed that is asked three times has three visits, in their order; between two times only what ended then."""
    for outcome in (Outcome.DISCOVERED, Outcome.NOT_MODIFIED, Outcome.GONE):
        archive.add_links([FEED], again=True)
        archive.finish(FEED, outcome)
    assert ends(archive) == [(FEED.url, o) for o in (Outcome.DISCOVERED, Outcome.NOT_MODIFIED, Outcome.GONE)]
    second = [visit.ended for visit in archive.visits(SITE)][1]
    assert [visit.outcome for visit in archive.visits(SITE, second)] == [Outcome.NOT_MODIFIED, Outcome.GONE]
    assert [visit.outcome for visit in archive.visits(SITE, until=second)] == [Outcome.DISCOVERED]


def test_visits_come_back(tmp_path: Path) -> None:
    """A rebuilt catalog tells the same visits and the same fates."""
    busy_history(tmp_path)
    with Archive(tmp_path) as archive:
        before, fates = list(archive.visits(SITE)), archive.fates(SITE)
    assert reindex(tmp_path, SITE).differences == {}
    with Archive(tmp_path) as archive:
        assert list(archive.visits(SITE)) == before
        assert archive.fates(SITE) == fates
    assert len(before) > sum(number for *_, number in fates if _[-1] != "waiting") > 0


def test_what_became_of_links(archive: Archive) -> None:
    """A link counts once: as extracted if it ever was, though it is gone now; every link is in the sum."""
    archive.add_links([FEED, PAGE, link_to("http://example.org/2")])
    archive.save(article_from(archive.capture(exchange_of(PAGE.url), PAGE)), PAGE)
    archive.add_links([PAGE], again=True)
    archive.finish(PAGE, Outcome.GONE, "404")
    found = {(kind, fate): number for _, kind, fate, number in archive.fates(SITE)}
    assert found == {("page", "extracted"): 1, ("feed", "waiting"): 1, ("page", "waiting"): 1}


def test_versions_say_what_health_asks(archive: Archive) -> None:
    """The catalog knows which fields of an article have a value and where they were read, its date and its words, without its
    line."""
    proof = {"byline": Evidence("json-ld:author"), "images.0": Evidence("text:next line")}
    said = article_from(archive.capture(exchange_of(PAGE.url), PAGE), byline="By Ada", published="2026-03-01T10:00:00Z",
                        word_count=2, evidence=proof)
    archive.save(said, PAGE)
    [row] = archive.versions(SITE)
    assert row.fields == "title byline=json-ld:author authors published body images credit=text:next-line"
    assert (row.published, row.words) == ("2026-03-01T10:00:00Z", 2)
    assert list(archive.versions(SITE, "2027")) == []


def test_an_older_catalog_is_taken_over(root: Path, archive: Archive) -> None:
    """A catalog that knew only the last end of each link keeps these; a reindex brings the rest."""
    for outcome in (Outcome.DISCOVERED, Outcome.GONE):
        archive.add_links([FEED], again=True)
        archive.finish(FEED, outcome)
    archive.close()
    made_older(root, 2)
    with Archive(root, Settings(min_free=0)) as again:
        again.open(SITE)
        assert ends(again) == [(FEED.url, Outcome.GONE)]
    reindex(root, SITE)
    with Archive(root) as rebuilt:
        assert len(ends(rebuilt)) == 2


def test_a_take_down_takes_the_visits_too(root: Path, archive: Archive) -> None:
    """What was taken down is in no list of visits."""
    from archiver.store.forget import forget
    archive.finish(PAGE, Outcome.GONE)
    archive.finish(FEED, Outcome.DISCOVERED)
    archive.close()
    forget(root, SITE, PAGE.url)
    with Archive(root) as left:
        assert ends(left) == [(FEED.url, Outcome.DISCOVERED)]
