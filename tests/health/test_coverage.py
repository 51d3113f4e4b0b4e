"""What became of every link: the sums are equal, whatever happened, and after the catalog was made anew."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.clock import SkippingClock
from archiver.health.coverage import COLUMNS, coverage, summed, week_of
from archiver.model import LINK_KINDS, Outcome
from archiver.store import Archive, Settings
from archiver.store.reindex import reindex
from tests.health.made_up import START
from tests.store.conftest import SITE, article_from, exchange_of, link_to
from tests.store.test_reindex import busy_history

EVENTS = st.lists(st.tuples(st.integers(0, 6), st.sampled_from(LINK_KINDS), st.sampled_from(list(Outcome)), st.integers(0, 20)),
                  max_size=25)
SAVED = (Outcome.NEW, Outcome.CHANGED, Outcome.SAME, Outcome.GATED)


def lived(root: Path, events: list[tuple[int, str, Outcome, int]]) -> None:
    """Links found and ended over some weeks: number, kind, how it ended, days until the next event."""
    clock = SkippingClock(START)
    with Archive(root, Settings(min_free=0, clock=clock)) as archive:
        archive.open(SITE)
        for number, kind, outcome, days in events:
            link = link_to(f"http://example.org/{kind}/{number}", kind=kind)
            archive.add_links([link], again=True)
            if outcome in SAVED and kind == "page":
                capture = archive.capture(exchange_of(link.url, f"{len(events)} {days}".encode()), link)
                archive.save(article_from(capture, f"{days}"), link, outcome=Outcome.GATED if outcome is Outcome.GATED else None)
            elif days % 5:               # every fifth waits
                archive.finish(link, outcome)
            clock.skip(days * 86_400)


@settings(max_examples=40)
@given(EVENTS)
def test_every_link_is_accounted_for(events: list[tuple[int, str, Outcome, int]]) -> None:
    """Found is the sum of its columns, all weeks together are all links and all visits, and a rebuilt catalog says the same."""
    with TemporaryDirectory() as folder:
        root = Path(folder)
        lived(root, events)
        with Archive(root) as archive:
            weeks, [*whole] = coverage(archive, SITE, weekly=True), coverage(archive, SITE)
            links, visits = list(archive.links(SITE)), list(archive.visits(SITE))
        for row in (*weeks, *whole):
            assert row.found == sum(row.sums[column] for column in COLUMNS)
            assert row.sums["failed"] == sum(row.failed.values())
        assert sum(row.found for row in weeks) == sum(link.link.kind == "page" for link in links)
        assert sum(row.found + sum(row.others.values()) for row in weeks) == len(links)
        assert sum(sum(row.visits.values()) for row in weeks) == len(visits)
        assert summed(SITE, [(week.week, which, name, number) for week in weeks for which in ("pages", "others", "visits")
                             for name, number in getattr(week, which).items()], weekly=False) == whole
        if visits:                       # what was never visited is in no record, and is carried over from the catalog
            assert reindex(root, SITE).differences == {}
        with Archive(root) as archive:
            assert coverage(archive, SITE, weekly=True) == weeks


def test_a_link_counts_once_by_what_it_ever_was(tmp_path: Path) -> None:
    """A page that was an article and is gone counts as extracted; failures are said by kind."""
    busy_history(tmp_path)
    with Archive(tmp_path) as archive:
        [row] = coverage(archive, SITE)
    assert row.sums["extracted"] == 16 and row.pages["gated"] == 1
    assert row.failed == {"gone": 2, "dns": 1}
    assert row.sums["waiting"] == 1
    assert row.visits["not-modified"] == 1


def test_what_was_withdrawn_is_no_article(tmp_path: Path) -> None:
    """A page whose one reading a re-extraction took back is no article, whatever its link ended as before; one with an older
    reading in force stays extracted."""
    clock = SkippingClock(START)
    with Archive(tmp_path, Settings(min_free=0, clock=clock)) as archive:
        archive.open(SITE)
        for number, bodies in enumerate((["a list"], ["a story", "a list"])):
            link = link_to(f"http://example.org/{number}")
            archive.add_links([link])
            for body in bodies:
                capture = archive.capture(exchange_of(link.url, f"{number} {body}".encode()), link)
                archive.save(article_from(capture, body), link)
                clock.skip(86_400)
            archive.reread(SITE, capture.record_id, "index")
        assert coverage(archive, SITE)[0].pages == {"not-an-article": 1, "extracted": 1}
    assert reindex(tmp_path, SITE).differences == {}
    with Archive(tmp_path) as archive:
        assert coverage(archive, SITE)[0].pages == {"not-an-article": 1, "extracted": 1}


def test_weeks() -> None:
    """Weeks are those of ISO 8601, which may belong to the year before."""
    assert week_of("2027-01-01") == "2026-W53"
    assert week_of("2026-03-02T10:00:00+00:00") == "2026-W10"
    assert week_of("") == ""
