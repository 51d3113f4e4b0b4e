"""What is the matter with a site: made-up histories with one thing wrong each, and quiet years with nothing wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

import pytest

from archiver.health.findings import Report, State, examine
from archiver.health.past import Past, Seen, Visited
from archiver.model import Outcome
from tests.health.made_up import NEW, OLD, START, MadeUp, after

DAY = timedelta(days=1)
NOON = START + timedelta(days=41, hours=12)          # of the last day of a history: where things go wrong


def known_on(whole: Past, now: datetime) -> Past:
    """The eight weeks of a past that were known at a time."""
    begin = now - timedelta(weeks=8)
    return replace(whole, now=now, visits=tuple(v for v in whole.visits if begin <= v.when <= now),
                   articles=tuple(a for a in whole.articles if begin <= a.when <= now))


def only(report: Report, state: State) -> str:
    """The figures of the one finding; its time is that of the event, within an hour."""
    assert [finding.state for finding in report.findings] == [state], report
    [finding] = report.findings
    assert finding.cure
    return f"{finding.since} {finding.figures}"


def test_all_is_well() -> None:
    """A site as it always was has no finding, and its usual day is known."""
    report = examine(MadeUp().past())
    assert (report.state, report.findings, report.learning) == (State.OK, (), False)
    assert 5 < (report.expected_today or 0) < 11 or report.expected_today == pytest.approx(3, abs=2)


@pytest.mark.parametrize("working", [2.0, 4.0, 12.0, 60.0])
def test_no_false_alarm_in_months(working: float) -> None:
    """Over 80 days, weekends, a holiday week of half the news and the first days among them, nothing is reported."""
    site = MadeUp(days=80, working=working, weekend=working / 3, seed=7 + int(working),
                  share=lambda when: 0.5 if 50 <= (when - START).days < 57 else 1.0)
    whole = site.past()
    for day in range(80):
        window = known_on(whole, START + timedelta(days=day, hours=20))
        assert examine(window).findings == (), (day, examine(window))


def test_quiet() -> None:
    """Where no article comes though the feed is read, it is told within the day, with the last article's time."""
    turn = START + timedelta(days=38, hours=12)                  # Thursday noon, looked at on Friday evening
    site = MadeUp(days=40, working=14, share=lambda when: 0.0 if when >= turn else 1.0)
    said = only(examine(site.past()), State.QUIET)
    assert "0 new articles" in said
    assert said.startswith("2026-04-09T1")


def test_silence_stays_told() -> None:
    """A site that has been silent for longer than its past reaches is still quiet, since its last article; so is one that
    never had an article."""
    whole = MadeUp(days=40, share=lambda when: 0.0).past()
    assert "no article was ever found" in only(examine(whole), State.QUIET)
    last = START - timedelta(weeks=12)
    assert only(examine(replace(whole, last=last)), State.QUIET).startswith(last.isoformat())


def test_silence_of_a_small_outlet_takes_longer() -> None:
    """Two articles a day may be missing for a day; after a week of nothing it is no chance any more."""
    for days, state in ((1, State.OK), (7, State.QUIET)):
        turn = START + timedelta(days=42 - days)
        site = MadeUp(working=2, weekend=1, share=lambda when, turn=turn: 0.0 if when >= turn else 1.0)
        assert examine(site.past()).state is state


@pytest.mark.parametrize(("outcome", "state"), [
    (Outcome.REFUSED, State.BLOCKED), (Outcome.ROBOTS, State.ROBOTS), (Outcome.TIMEOUT, State.DOWN),
    (Outcome.SERVER_ERROR, State.DOWN), (Outcome.DNS, State.DOWN)])
def test_a_site_that_shuts(outcome: Outcome, state: State) -> None:
    """A site that refuses, forbids or fails from noon on is told by the evening, since noon, as one cause."""
    site = MadeUp(feed=after(41, outcome, Outcome.DISCOVERED), page=after(41, outcome, Outcome.NEW))
    said = only(examine(site.past(20)), state)
    assert said.startswith("2026-04-12T12")
    assert str(outcome) in said


def test_a_site_that_comes_back() -> None:
    """What was blocked for some days and is read again is well."""
    def feed(when: datetime) -> Outcome:
        return Outcome.REFUSED if 36 <= (when - START).days < 40 else Outcome.DISCOVERED
    assert examine(MadeUp(feed=feed, share=lambda w: float(feed(w) is Outcome.DISCOVERED)).past()).state is State.OK


def test_a_site_that_never_let_us_in() -> None:
    """A site that refused from the first visit on has no better past, and is told all the same."""
    site = MadeUp(days=2, feed=lambda when: Outcome.REFUSED, share=lambda when: 0.0)
    assert only(examine(site.past()), State.BLOCKED)


def test_a_dead_feed() -> None:
    """A feed that is gone is told though another brings the articles."""
    second = [Visited(START + timedelta(hours=place), "https://e.org/second", "feed",
                      Outcome.GONE if place > 41 * 24 + 12 else Outcome.DISCOVERED) for place in range(42 * 24)]
    said = only(examine(MadeUp(extra=second).past(20)), State.DEAD_FEED)
    assert "https://e.org/second" in said and "gone" in said
    assert said.startswith("2026-04-12T13")


def test_feeds_that_die_together() -> None:
    """Where three feeds fail once each, it is no chance: what fails is asked ever more rarely."""
    def feed(name: str, last: Outcome) -> list[Visited]:
        times = [*range(0, 41 * 24, 6), 41 * 24 + 13]
        return [Visited(START + timedelta(hours=hour), f"https://e.org/{name}", "feed",
                        last if hour == times[-1] else Outcome.DISCOVERED) for hour in times]
    dead = examine(MadeUp(extra=[v for name in "abc" for v in feed(name, Outcome.GONE)]).past(20))
    assert [finding.state for finding in dead.findings] == [State.DEAD_FEED] * 3
    one = examine(MadeUp(extra=[*feed("a", Outcome.GONE), *feed("b", Outcome.DISCOVERED)]).past(20))
    assert one.findings == ()


@pytest.mark.parametrize("lost", ["byline", "credit", "published"])
def test_a_layout_that_loses_a_field(lost: str) -> None:
    """After a redesign a field is missing: told within the day, since the first article without it."""
    site = MadeUp(working=16, weekend=16, article=lambda when, article: replace(
        article, fields=article.fields - {lost} if when >= NOON else article.fields))
    said = only(examine(site.past()), State.LAYOUT)
    assert lost in said and said.startswith("2026-04-12T1")


def test_a_layout_that_loses_the_text() -> None:
    """Bodies that are suddenly short, or pages that are no articles any more, are a matter of layout."""
    short = MadeUp(working=16, weekend=16, article=lambda when, a: replace(a, words=40) if when >= NOON else a)
    assert "short" in only(examine(short.past()), State.LAYOUT)
    lost = examine(MadeUp(working=16, weekend=16, page=after(41, Outcome.NOT_ARTICLE, Outcome.NEW)).past())
    assert lost.state is State.LAYOUT


def test_a_layout_that_loses_nothing() -> None:
    """After a redesign all fields are found, in other places: told within the day with both places, for a week, as something
    that passes."""
    site = MadeUp(working=16, weekend=16, article=lambda when, a: replace(a, sources=NEW) if when >= NOON - DAY / 4 else a)
    report = examine(site.past(20))
    said = only(report, State.LAYOUT)
    assert said.startswith("2026-04-12T0") and "byline is read from markup:head in 100% of" in said and "json-ld:author before" in said
    assert "title" not in said and report.findings[0].passing
    later = MadeUp(days=52, working=16, weekend=16, article=lambda when, a: replace(a, sources=NEW) if when >= NOON else a)
    assert examine(later.past()).findings == ()


def test_a_lost_field_is_the_graver_word() -> None:
    """A redesign that moves some fields and loses one is told as what is lost, once."""
    site = MadeUp(working=16, weekend=16, article=lambda when, a: replace(
        a, sources=NEW, fields=a.fields - {"credit"}) if when >= NOON - DAY / 4 else a)
    report = examine(site.past(20))
    assert "credit in 0%" in only(report, State.LAYOUT) and not report.findings[0].passing


def test_templates_that_are_mixed() -> None:
    """An outlet with a template of its own for the weekend, one that some authors use on some days, and pages that were read
    before evidence was kept, is no redesign on any day."""
    def mixed(when: datetime, article: Seen) -> Seen:
        day = (when - START).days
        if day < 8:
            return replace(article, sources={})
        share = Random(day).random() ** 2
        new = when.weekday() >= 5 or Random(f"{when}").random() < share
        return replace(article, sources=NEW if new else OLD)
    for seed in range(3):
        whole = MadeUp(days=70, working=12, weekend=4, seed=seed, article=mixed).past()
        for day in range(15, 70):
            assert examine(known_on(whole, START + timedelta(days=day, hours=20))).findings == (), (seed, day)


def test_a_field_that_was_never_there() -> None:
    """An outlet without bylines is no broken layout."""
    assert examine(MadeUp(fields=frozenset({"title", "published", "body"})).past()).findings == ()


def test_gated() -> None:
    """A new paywall is told with the shares before and since."""
    site = MadeUp(working=16, weekend=16, page=after(41, Outcome.GATED, Outcome.NEW),
                  article=lambda when, article: article)
    assert State.GATED in {finding.state for finding in examine(site.past()).findings}


def test_slow() -> None:
    """Articles that are captured ten hours after publication, where it was one, are told."""
    site = MadeUp(working=16, weekend=16, article=lambda when, a: replace(
        a, latency=36_000.0) if when >= NOON - timedelta(hours=6) else a)
    assert "10 hours from publication" in only(examine(site.past()), State.SLOW)


def test_what_follows_a_block_is_no_trouble() -> None:
    """After days of refusals the site is well as soon as it is read: its feeds are not dead, its silence is no silence, and
    what it missed comes late without being told."""
    def shut(when: datetime) -> bool:
        return 36 <= (when - START).days < 40

    def late(when: datetime, article: Seen) -> Seen:
        return replace(article, latency=150_000.0) if (when - START).days == 40 and when.hour < 8 else article
    second = [Visited(START + timedelta(hours=h), "https://e.org/second", "section",
                      Outcome.REFUSED if shut(START + timedelta(hours=h)) else Outcome.DISCOVERED) for h in range(0, 39 * 24, 9)]
    site = MadeUp(working=12, weekend=6, feed=lambda w: Outcome.REFUSED if shut(w) else Outcome.DISCOVERED, extra=second,
                  share=lambda w: float(not shut(w)), article=late)
    for hours in (40 * 24 + 9, 41 * 24 - 1, 41 * 24 + 20):
        now = START + timedelta(hours=hours)
        whole = site.past()
        past = replace(whole, now=now, visits=tuple(v for v in whole.visits if v.when <= now),
                       articles=tuple(a for a in whole.articles if a.when <= now))
        assert examine(past).findings == (), (hours, examine(past).findings)


def test_nobody_looked() -> None:
    """A site that was not crawled for days says so, and nothing else."""
    past = MadeUp().past()
    late = replace(past, now=past.now + timedelta(days=5))
    assert "nothing was fetched" in only(examine(late), State.UNVISITED)


def test_a_paused_site() -> None:
    """A site that somebody has paused is not judged, and its report says so."""
    past = MadeUp().past()
    report = examine(replace(past, now=past.now + timedelta(days=5), paused="since 2026-04-13 10:00 UTC"))
    assert (report.state, report.findings, report.paused[:5]) == (State.OK, (), "since")


def test_a_site_that_never_brought_an_article() -> None:
    """An address that is wrong from the start is told after a day, though there is no past to hold it against."""
    visits = tuple(Visited(START + timedelta(hours=6 * n), "http://e/feed", "feed", Outcome.DISCOVERED) for n in range(5))
    early, late = (Past("e", START + timedelta(hours=hours), visits, first=START) for hours in (20, 26))
    assert examine(early).state == State.OK
    assert "no article was ever found" in only(examine(late), State.QUIET)


def test_an_empty_past() -> None:
    """A site that was never visited is judged by nobody."""
    report = examine(Past("e", START))
    assert (report.state, report.learning, report.expected_today) == (State.OK, True, None)
