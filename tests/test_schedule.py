"""The schedule: what is due when, in pure time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from archiver.model import Outcome, Schedule
from archiver.schedule import (
    DAY,
    HOUR,
    LONGEST,
    LONGEST_BACK_OFF,
    LONGEST_IDLE,
    MINUTE,
    REVISITS,
    SHORTEST,
    Timing,
    Visits,
    due,
    is_due,
    looked_at,
    next_visit,
    settled,
    timing_of,
    visited,
)

START = datetime(2026, 11, 23, tzinfo=UTC)


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def live(visits: Visits, until: float, step: float, feed: list[float] | None = None) -> tuple[Visits, list[float]]:
    """Look every `step` seconds whether the URL is due; a feed brings the items of `feed` that have come since."""
    times: list[float] = []
    for second in range(0, int(until), int(step)):
        if is_due(visits, at(second)):
            since = times[-1] if times else -1.0
            new = sum(since < item <= second for item in feed or ())
            visits = visited(visits, at(second), new=new)
            times.append(second)
    return visits, times


def test_an_article_is_revisited_ever_more_rarely() -> None:
    """After 15 minutes, 1 hour, 6 hours, 1, 7 and 30 days, and then never again."""
    visits, times = live(Visits("a"), 60 * DAY, 5 * MINUTE)
    assert times == [0, *REVISITS]
    assert next_visit(visits) is None and not is_due(visits, at(1000 * DAY))


def test_revisits_that_were_missed_are_not_made_up_for() -> None:
    """A machine that was off for two days visits once, and goes on with the next step."""
    visits = visited(visited(Visits("a"), START), at(2 * DAY))
    assert next_visit(visits) == at(7 * DAY)


def test_a_site_can_have_its_own_steps() -> None:
    """No steps: an article is fetched once."""
    once = visited(Visits("a"), START)
    assert next_visit(once, Timing(revisits=())) is None
    assert next_visit(once, Timing(revisits=(DAY,))) == at(DAY)
    assert timing_of(Schedule(revisits=(24.0, 1.0), shortest=60.0, longest=30.0)) == Timing((HOUR, DAY), HOUR, HOUR)


def test_a_late_visit_is_not_followed_by_another_at_once() -> None:
    """A visit that should have been after 15 minutes and came after 55 counts for the one after an hour too."""
    late = visited(visited(Visits("a"), START), at(55 * MINUTE))
    assert next_visit(late) == at(6 * HOUR)


def test_an_old_article_is_revisited_by_its_own_age() -> None:
    """What a sitemap told of that is years old is fetched once; what is three days old, at a week and a month."""
    ancient = looked_at(Visits("a"), START, Outcome.NEW, at(-900 * DAY))
    recent = looked_at(Visits("a"), START, Outcome.NEW, at(-3 * DAY))
    ahead = looked_at(Visits("a"), START, Outcome.NEW, at(900 * DAY))
    assert next_visit(ancient) is None
    assert next_visit(recent) == at(4 * DAY)
    assert next_visit(ahead) == at(15 * MINUTE)


def test_a_page_that_never_was_an_article_is_given_up() -> None:
    """Three failures in a row settle it; a 404 that no feed has announced is settled at once; what was one, never is."""
    visits = Visits("a")
    for number in range(1, 5):
        visits = looked_at(visits, at(number * HOUR), Outcome.TIMEOUT)
        assert settled(visits, Outcome.TIMEOUT, fresh=False) is (number >= 3)
    assert settled(looked_at(Visits("a"), START, Outcome.GONE), Outcome.GONE, fresh=False)
    assert not settled(looked_at(Visits("a"), START, Outcome.GONE), Outcome.GONE, fresh=True)
    was = looked_at(looked_at(Visits("a"), START, Outcome.NEW), at(DAY), Outcome.GONE)
    assert not settled(was, Outcome.GONE, fresh=False)
    assert settled(was, Outcome.NOT_ARTICLE, fresh=True)


def test_a_listing_that_no_file_names_may_sleep_longer() -> None:
    """One of 500 parts of a sitemap index that brings nothing for months is asked once a month, a named one each day."""
    named, _ = live(Visits("n", "sitemap"), 300 * DAY, 6 * HOUR)
    other, times = live(Visits("o", "sitemap", named=False), 300 * DAY, 6 * HOUR)
    assert named.interval == LONGEST
    assert 20 * DAY < other.interval <= LONGEST_IDLE
    assert len(times) < 60


def test_robots_are_kept_for_a_day() -> None:
    """robots.txt is asked for once a day; after a failure within the hour, and then ever more rarely."""
    assert next_visit(visited(Visits("r", "robots"), START, new=9)) == at(DAY)
    assert next_visit(visited(Visits("r", "robots"), START, failed=True)) == at(HOUR)


def test_what_is_kept_of_visits_is_all_that_is_known() -> None:
    """What is kept in a memo gives the same visits back, to the second; what cannot be read is as at the beginning."""
    visits, _ = live(Visits("f", "feed"), 3 * DAY, MINUTE, [n * HOUR for n in range(72)])
    back = Visits("f", "feed", last=visits.last).told(visits.known())
    assert (back.first, back.last, back.brought, back.failures) == (visits.first, visits.last, visits.brought, 0)
    assert abs(back.interval - visits.interval) < 1 and abs(back.gap - visits.gap) < 1
    page = looked_at(Visits("a"), START, Outcome.NEW)
    assert Visits("a", last=START).told(page.known()) == page


@given(st.dictionaries(st.sampled_from(["first", "brought", "interval", "gap", "failures"]),
                       st.none() | st.floats() | st.integers() | st.text() | st.just("2026-01-01") | st.lists(st.none())))
def test_whatever_is_kept_can_be_read(known: dict[str, object]) -> None:
    """A memo that others have written, or that is damaged, never stops a crawl."""
    visits = visited(Visits("f", "feed").told(known), START)
    assert next_visit(visits) is not None


def test_what_was_never_visited_is_due() -> None:
    """New URLs are due at once, and come before all that was seen."""
    old = visited(Visits("old", "feed"), START)
    new = Visits("new", "feed")
    assert due([old, new], at(2 * DAY)) == [new, old]


def test_a_busy_feed_is_asked_often_and_a_quiet_one_rarely() -> None:
    """The interval follows what a feed brings: ten minutes between items, six hours, and none at all."""
    busy, _ = live(Visits("busy", "feed"), 3 * DAY, MINUTE, [n * 10 * MINUTE for n in range(500)])
    calm, _ = live(Visits("calm", "feed"), 10 * DAY, 10 * MINUTE, [n * 6 * HOUR for n in range(50)])
    dead, _ = live(Visits("dead", "feed"), 20 * DAY, HOUR)
    assert SHORTEST <= busy.interval <= 20 * MINUTE
    assert 2 * HOUR <= calm.interval <= 14 * HOUR
    assert dead.interval == LONGEST


def test_no_request_is_wasted_on_a_feed_as_hourly_polling_would() -> None:
    """A feed of one item in six hours costs at most half the requests of asking every hour."""
    _, times = live(Visits("calm", "feed"), 10 * DAY, 10 * MINUTE, [n * 6 * HOUR for n in range(50)])
    assert len(times) < 240 / 2


def test_failures_back_off_and_never_give_up() -> None:
    """A source that fails is asked ever more rarely, but still once a week after a year."""
    visits = Visits("feed", "feed")
    now, asked = 0.0, 0
    while now < 365 * DAY:
        visits = visited(visits, at(now), failed=True)
        asked += 1
        moment = next_visit(visits)
        assert moment is not None
        wait = (moment - at(now)).total_seconds()
        assert HOUR <= wait <= LONGEST_BACK_OFF * 1.1
        now += wait
    assert 45 < asked < 70


def test_a_source_that_brought_something_lately_is_missed() -> None:
    """A feed that a block has silenced is asked at least once a day for a month, so that its end is noticed within a day."""
    visits, _ = live(Visits("feed", "feed"), 3 * DAY, MINUTE, [n * HOUR / 2 for n in range(500)])
    now, waits = 3 * DAY, []
    while now < 60 * DAY:
        visits = visited(visits, at(now), failed=True)
        moment = next_visit(visits)
        assert moment is not None
        waits.append((now, (moment - at(now)).total_seconds()))
        now += waits[-1][1]
    assert all(wait <= DAY for when, wait in waits if when < 30 * DAY)
    assert any(wait > 3 * DAY for _, wait in waits)


def test_a_source_that_comes_back_goes_on_where_it_stopped() -> None:
    """After ten failures one success restores the interval that was learned."""
    before, _ = live(Visits("f", "feed"), 3 * DAY, MINUTE, [n * HOUR / 2 for n in range(500)])
    failing = before
    for n in range(10):
        failing = visited(failing, at(4 * DAY + n), failed=True)
    after = visited(failing, at(5 * DAY), new=20)
    assert after.failures == 0 and after.interval < 2 * max(before.interval, HOUR)


def test_a_source_that_wakes_is_asked_at_its_new_pace() -> None:
    """After ten silent days a listing that brings twelve items at once is asked again within hours, not days: they have come
    since the last look."""
    silent, _ = live(Visits("f", "feed"), 10 * DAY, MINUTE, [HOUR])
    awake = visited(silent, at(11 * DAY), new=12)
    assert silent.interval > DAY / 2 and awake.interval < DAY / 4


def test_a_clock_that_jumps_puts_no_feed_to_sleep() -> None:
    """A visit dated in the future makes a feed due now, once; after it all is as usual."""
    visits = visited(Visits("f", "feed"), at(10_000 * DAY))
    assert is_due(visits, START)
    again = visited(visits, START, new=3)
    assert not is_due(again, at(MINUTE)) and is_due(again, at(2 * DAY))
    article = visited(Visits("a"), at(10_000 * DAY))
    assert due([article], START) == []


def test_sources_of_one_moment_are_spread() -> None:
    """Hundreds of feeds added together are not asked in the same second for ever."""
    moments = {next_visit(visited(Visits(f"feed-{n}", "feed"), START)) for n in range(200)}
    assert len(moments) > 150
    assert all(moment and at(HOUR) <= moment <= at(1.7 * HOUR) for moment in moments)


def test_the_longest_overdue_come_first_and_articles_last() -> None:
    """Listings before articles, for they find the new; then by how long each has waited."""
    one, two = visited(Visits("one", "feed"), at(HOUR)), visited(Visits("two", "sitemap"), START)
    article = visited(Visits("a"), at(-DAY))
    assert [row.key for row in due([article, one, two], at(DAY))] == ["two", "one", "a"]


events = st.lists(st.tuples(st.floats(0, 40 * DAY), st.integers(-1, 10_000), st.booleans()), max_size=40)


@given(events, st.sampled_from(("feed", "sitemap", "section", "robots", "page")))
def test_whatever_happens_every_bound_holds(steps: list[tuple[float, int, bool]], kind: str) -> None:
    """Any history of visits, failures and jumps leaves intervals in their bounds and the next visit in reach."""
    visits, now = Visits("k", kind), START  # type: ignore[arg-type]
    for wait, new, failed in steps:
        now += timedelta(seconds=wait if new >= 0 else -wait)
        visits = visited(visits, now, max(new, 0), failed)
        assert SHORTEST <= visits.interval <= LONGEST and visits.gap >= 0
        assert visits.failures >= 0 and (failed or visits.failures == 0)
        moment = next_visit(visits)
        if kind == "page":
            assert moment is None or moment > now or visits.first is not None and visits.first > now
        else:
            assert moment is not None and now < moment <= now + timedelta(seconds=LONGEST_BACK_OFF * 1.1)
            assert not is_due(visits, now) and is_due(visits, now + timedelta(days=8))
