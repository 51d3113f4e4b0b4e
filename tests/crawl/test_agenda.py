"""What is due, by schedule, catalog and clock together: listings learn, articles are revisited, nothing sleeps for ever."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from archiver.clock import SkippingClock
from archiver.crawl import agenda as agendas
from archiver.crawl.agenda import Agenda, stamp
from archiver.crawl.allowance import BACKFILL, Allowance, period
from archiver.crawl.frontier import Job
from archiver.model import Link, Outcome, Schedule, Site
from archiver.schedule import DAY, HOUR, MINUTE
from archiver.store import Archive, Settings
from archiver.store.rows import Bounds
from archiver.urls import link_key
from tests.store.conftest import exchange_of

START = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
SITE = Site(name="a", domains=("a.test",), feeds=("http://a.test/feed",))


def link(path: str, **more: object) -> Link:
    url = f"http://a.test{path}"
    return Link(**{"site": "a", "url": url, "key": link_key(url), "by": "feed", **more})  # type: ignore[arg-type]


FEED = link("/feed", by="seed", kind="feed", priority=900)


@pytest.fixture
def clock() -> SkippingClock:
    return SkippingClock(START)


@pytest.fixture
def archive(tmp_path: Path, clock: SkippingClock) -> Iterator[Archive]:
    with Archive(tmp_path, Settings(min_free=0, clock=clock)) as archive:
        archive.open("a")
        yield archive


def made(archive: Archive, site: Site = SITE, *starts: Link) -> Agenda:
    agenda = Agenda(archive, [site], revisiting=True)
    agenda.open(starts)
    return agenda


def end(archive: Archive, agenda: Agenda, what: Link, outcome: Outcome, **more: object) -> float:
    """Ends a link; seconds until it is due again, 0 where it never is."""
    later = agenda.later(Job(what, SITE, what.url), outcome, **more)  # type: ignore[arg-type]
    archive.finish(what, outcome, later=later)
    now = archive.settings.clock.now()
    return (datetime.fromisoformat(later.due) - now).total_seconds() if later.due else 0.0


def test_a_feed_waits_until_it_is_due(archive: Archive, clock: SkippingClock) -> None:
    """A start is fetched at once; then not before its time, which `seconds` tells, and at that time it is woken."""
    agenda = made(archive, SITE, FEED)
    assert archive.take("a", 9) != []
    wait = end(archive, agenda, FEED, Outcome.DISCOVERED, new=9)
    assert HOUR * 0.9 <= wait <= HOUR and abs(agenda.seconds() - wait) < 1
    assert agenda.woken() == []
    again = made(archive, SITE, FEED)                # the next run, a moment later
    assert archive.take("a", 9) == []
    clock.skip(wait + 1)
    assert again.woken() == ["a"]
    assert [taken.url for taken in archive.take("a", 9)] == [FEED.url]


def test_an_article_is_looked_at_again(archive: Archive, clock: SkippingClock) -> None:
    """At the site's own steps, from its first capture on; an old one by its own age; and then never again."""
    agenda = made(archive, replace(SITE, schedule=Schedule(revisits=(1.0, 24.0))))
    story = link("/1")
    assert abs(end(archive, agenda, story, Outcome.NEW, published="2026-03-02T07:00:00+00:00") - HOUR) < 2
    clock.skip(HOUR)
    assert abs(end(archive, agenda, story, Outcome.SAME) - 23 * HOUR) < 2
    clock.skip(23 * HOUR)
    assert end(archive, agenda, story, Outcome.CHANGED) == 0.0
    assert end(archive, agenda, link("/2", by="sitemap"), Outcome.NEW, published="2019-05-01") == 0.0


def test_an_archive_of_before_there_were_dates(archive: Archive) -> None:
    """Listings that an unscheduled crawl of an older release has fetched are asked again at once."""
    archive.add_links([FEED])
    archive.take("a", 9)
    archive.finish(FEED, Outcome.DISCOVERED)
    made(archive, SITE, FEED)
    assert [taken.url for taken in archive.take("a", 9)] == [FEED.url]


def test_a_clock_that_jumps(archive: Archive, clock: SkippingClock) -> None:
    """What was visited in a future that has been put right is due now, and it is said."""
    agenda = made(archive, SITE, FEED)
    clock.skip(1000 * DAY)
    end(archive, agenda, FEED, Outcome.DISCOVERED)
    clock._passed = 0.0
    right = made(archive, SITE, FEED)
    assert "the clock was wrong" in right.notices[0]
    clock.skip(2 * MINUTE)
    assert right.woken() == ["a"]
    wait = end(archive, right, FEED, Outcome.DISCOVERED)
    assert 0 < wait <= DAY


def test_a_clock_that_jumps_back_and_forth(archive: Archive, clock: SkippingClock) -> None:
    """However often the clock is set, by years and either way, a feed is asked again in the next run, and then within a day."""
    end(archive, made(archive, SITE, FEED), FEED, Outcome.DISCOVERED, new=3)
    for jump in (1000 * DAY, -900 * DAY, -800 * DAY, 3000 * DAY, -2300 * DAY, 2 * DAY):
        clock._passed += jump
        agenda = made(archive, SITE, FEED)
        clock.skip(2 * MINUTE)
        agenda.woken()
        assert [taken.url for taken in archive.take("a", 9)] == [FEED.url], jump
        assert 0 < end(archive, agenda, FEED, Outcome.DISCOVERED) <= DAY, jump
        assert agenda.seconds() <= DAY


def test_feeds_without_end(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    """A site that makes up feeds gets dates for so many of them, and it is said once; those of its file always have one."""
    monkeypatch.setattr(agendas, "MOST_LISTINGS", 5)
    agenda = made(archive)
    waits = [end(archive, agenda, link(f"/feed/{n}", by="page", kind="feed"), Outcome.DISCOVERED, new=1) for n in range(9)]
    assert [wait > 0 for wait in waits] == [True] * 5 + [False] * 4
    assert len(agenda.notices) == 1 and "more than 5 feeds" in agenda.notices[0]
    assert end(archive, agenda, FEED, Outcome.DISCOVERED) > 0


def test_a_crowd_of_pages(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    """While very many pages wait, parts of an index that look old stay unread, unless they were read before; what is named,
    what is news, and pages are taken."""
    monkeypatch.setattr(agendas, "MOST_WAITING", 2)
    monkeypatch.setattr(agendas, "_LOOKED", 2)
    old = link("/s/1.xml", by="sitemap", kind="sitemap", priority=50)
    others = [link("/s/2.xml", by="sitemap", kind="sitemap", priority=800), link("/s.xml", by="seed", kind="sitemap", priority=60),
              link("/page/1", priority=10), link("/page/2", priority=10), FEED]
    archive.add_links([old, *others])
    agenda = made(archive)
    taken = archive.take("a", 9, None, Bounds(parts=agenda.least_part("a")))
    assert {found.url for found in taken} == {found.url for found in others}
    for found in taken:
        end(archive, agenda, found, Outcome.DISCOVERED)
    agenda.least_part("a")
    assert [found.url for found in archive.take("a", 9, None, Bounds(parts=agenda.least_part("a")))] == [old.url]
    assert len(agenda.notices) == 1


def test_parts_of_an_index(archive: Archive) -> None:
    """A part with a date of change is asked for by its index alone; one without has a date of its own, a late one."""
    agenda = made(archive)
    dated = link("/s/1.xml", by="sitemap", kind="sitemap", published="2026-03-01", priority=50)
    silent = link("/s/2.xml", by="sitemap", kind="sitemap", priority=200)
    assert end(archive, agenda, dated, Outcome.DISCOVERED, new=50) == 0.0
    assert end(archive, agenda, silent, Outcome.DISCOVERED, new=50) >= 0.9 * DAY


def test_what_others_wrote_into_a_memo(archive: Archive) -> None:
    """A memo that is no JSON, or none of ours, is as good as none."""
    from archiver.store import Later
    for memo in ("lied: 2026", "[1]", '{"interval":"x","first":3}', '{"interval":1e308,"failures":-1}'):
        archive.finish(FEED, Outcome.DISCOVERED, later=Later(memo))
        assert end(archive, made(archive), FEED, Outcome.DISCOVERED, new=1) > 0


# budgets ----------------------------------------------------------------------------------------------------


def test_a_budget_is_counted_in_the_archive(archive: Archive, clock: SkippingClock) -> None:
    """What earlier runs have fetched today counts; at midnight it is another budget."""
    site = replace(SITE, schedule=Schedule(day_budget=3, night_budget=1))
    for n in range(2):
        archive.capture(replace(exchange_of(f"http://a.test/{n}"), started=clock.now()), link(f"/{n}"))
    allowance = Allowance(archive, [site])
    assert allowance.rest("a", "http://a.test/9") == (0.0, "")
    allowance.spend("a", "http://a.test/9")
    seconds, why = allowance.rest("a", "http://a.test/10")
    assert abs(seconds - 16 * HOUR) < 60 and "day_budget" in why
    assert allowance.rest("a", "http://other.test/") == (0.0, "")
    clock.skip(seconds + 1)
    assert allowance.rest("a", "http://a.test/10") == (0.0, "")
    allowance.spend("a", "http://a.test/10")
    assert "night_budget" in allowance.rest("a", "http://a.test/11")[1]


def test_old_pages_at_night_only(archive: Archive, clock: SkippingClock) -> None:
    """By day only what is fresh is taken; when the night begins it is told, and the old is taken too."""
    allowance = Allowance(archive, [replace(SITE, schedule=Schedule(backfill="night"))])
    archive.add_links([link("/old", by="sitemap", priority=120), link("/fresh", priority=700)])
    assert allowance.opened() == []
    assert [found.url[-5:] for found in archive.take("a", 9, None, Bounds(priority=allowance.least("a")))] == ["fresh"]
    clock.skip(17 * HOUR)
    assert allowance.opened() == ["a"]
    assert len(archive.take("a", 9, None, Bounds(priority=allowance.least("a")))) == 1
    never = Allowance(archive, [replace(SITE, schedule=Schedule(backfill="never"))])
    assert never.least("a") == BACKFILL


def test_day_and_night_follow_the_zone() -> None:
    """The night is the outlet's own, from midnight to six."""
    from zoneinfo import ZoneInfo
    night, start, stop = period(datetime(2026, 7, 1, 23, 30, tzinfo=UTC), ZoneInfo("Europe/Berlin"))
    assert night and stamp(start) == "2026-07-01T22:00:00.000000+00:00" and stop - start == timedelta(hours=6)
    assert not period(datetime(2026, 7, 1, 23, 30, tzinfo=UTC), UTC)[0]
