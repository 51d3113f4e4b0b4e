"""The schedule: what is due when, in pure time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from archiver.schedule import (
    DAY,
    HOUR,
    LONGEST,
    LONGEST_BACK_OFF,
    MINUTE,
    REVISITS,
    SHORTEST,
    Visits,
    due,
    is_due,
    next_visit,
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
    assert next_visit(once, ()) is None
    assert next_visit(once, (DAY,)) == at(DAY)


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


def test_a_source_that_comes_back_goes_on_where_it_stopped() -> None:
    """After ten failures one success restores the interval that was learned."""
    before, _ = live(Visits("f", "feed"), 3 * DAY, MINUTE, [n * HOUR / 2 for n in range(500)])
    failing = before
    for n in range(10):
        failing = visited(failing, at(4 * DAY + n), failed=True)
    after = visited(failing, at(5 * DAY), new=20)
    assert after.failures == 0 and after.interval < 2 * max(before.interval, HOUR)


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
