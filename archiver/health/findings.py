"""What is the matter with a site, told from its past: one finding a cause, with since when, the figures, and what to do.

Pure: a `Past` in, a `Report` out. The statistics are in `norms.py`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from archiver.health.coverage import EXTRACTED
from archiver.health.norms import Rate, Turn, middle, rate_of, silent, turn_of
from archiver.health.past import Past, Seen, Visited
from archiver.model import Outcome

ABSENT = timedelta(days=2)       # a site nobody visited for so long is not watched
DAY = timedelta(days=1)
FEW = 0.25                       # of what is expected: more than that is a lull, not silence
LONGEST = 28                     # days over which silence is looked for
_LISTINGS = ("feed", "sitemap", "section")
_TROUBLE = (Outcome.SERVER_ERROR, Outcome.TIMEOUT, Outcome.DNS, Outcome.CONNECTION, Outcome.TLS)
_SHUT = (*_TROUBLE, Outcome.REFUSED, Outcome.ROBOTS)
_ALIVE = (Outcome.DISCOVERED, Outcome.NOT_MODIFIED)
_FIELDS = ("byline", "authors", "published", "images", "credit", "body")
_TOLD = ("title", "byline", "published", "section", "description", "credit")     # fields whose evidence shows how pages are built
_UNKNOWN, _WHOLLY = 0.05, 0.7    # a source that is new to the site, and now the one of nearly all articles
_SEVERAL = 4                     # articles that one theme or author does not make
_RULE = "rule"                   # the evidence of what a person has told
_SHORT = 0.4                     # of the usual number of words: shorter bodies are counted as short
_SLOW = 3 * 3600.0


class State(StrEnum):
    """How a site does; the first that holds is the site's."""

    UNVISITED = "UNVISITED"      # nobody has crawled it
    DOWN = "DOWN"                # it does not answer, or with errors of its own
    BLOCKED = "BLOCKED"          # 401, 403, 429, 451: it does not want us
    ROBOTS = "ROBOTS"            # robots.txt forbids what it allowed
    DEAD_FEED = "DEAD FEED"      # a feed, sitemap or section that was read cannot be any more
    LAYOUT = "LAYOUT"            # pages are read otherwise than before: a field is gone, bodies are short
    GATED = "GATED"              # only openings are served
    QUIET = "QUIET"              # articles that were to be expected do not come
    SLOW = "SLOW"                # articles are captured much later after their publication
    OK = "OK"


GRAVE = (State.UNVISITED, State.DOWN, State.BLOCKED, State.ROBOTS, State.QUIET)
"""States in which nothing comes in any more."""

_DO = {
    State.UNVISITED: "run archiver crawl, and see that cron or the timer does: archiver schedule",
    State.DOWN: "open the site in a browser; where it works there, your network or address is the cause",
    State.BLOCKED: "slow down (`pace` in the site file), say who you are (--contact), or write to the outlet",
    State.ROBOTS: "read what it says now (archiver rights SITE), and ask the outlet, or stop collecting it",
    State.DEAD_FEED: "look for its new address (archiver add URL), and name it in the site file",
    State.LAYOUT: "archiver show one of the newest articles; archiver profile SITE --learn; archiver fix",
    State.GATED: "nothing to mend: an opening is kept as such; ask the outlet for access, or note it in your coverage",
    State.QUIET: "look whether the outlet publishes elsewhere now: a new feed, section or domain",
    State.SLOW: "crawl more often, or look at `pace` and `budget` in the site file",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One cause. `cause` names it over time (state, and what it is about); `since` is ISO 8601 in UTC."""

    site: str
    state: State
    cause: str
    since: str
    figures: str
    cure: str
    passing: bool = False        # something has happened, and nothing is lost by it: there is no end to tell


@dataclass(frozen=True, slots=True)
class Report:
    """A site's state, the findings behind it, and the figures of its usual day."""

    site: str
    state: State
    findings: tuple[Finding, ...]
    expected_today: float | None         # None: too little is known
    articles_today: int
    last_article: str                    # ISO 8601 in UTC; empty: none in these weeks
    learning: bool                       # fewer than seven days are known: silence cannot be told yet
    paused: str = ""                     # since when, and why, it is not crawled: then nothing is judged


def examine(past: Past) -> Report:
    """Holds a site against its own past."""
    silence = past.articles[-1].when.date() if past.articles else past.now.date()
    rate = rate_of({day: number for day, number in days_of(past).items() if day <= silence})    # silence is no norm
    found = [] if past.paused else sorted(_findings(past, rate), key=lambda finding: list(State).index(finding.state))
    today = past.now.date()
    return Report(past.site, found[0].state if found else State.OK, tuple(found),
                  round(rate.expected[today.weekday()], 1) if rate else None,
                  sum(article.when.date() == today for article in past.articles),
                  past.articles[-1].when.isoformat(timespec="seconds") if past.articles else "", rate is None, past.paused)


def _findings(past: Past, rate: Rate | None) -> Iterator[Finding]:
    absent = _unvisited(past)
    if absent:
        yield absent
        return
    seen = [v for v in past.visits if v.kind in ("page", *_LISTINGS)]
    shut = [finding for state, outcomes in ((State.DOWN, _TROUBLE), (State.BLOCKED, (Outcome.REFUSED,)),
                                            (State.ROBOTS, (Outcome.ROBOTS,)))
            if (finding := _shut(past, seen, state, outcomes))]
    yield from shut
    if not shut:
        yield from _dead_listings(past)
        yield from _gated(past, seen)
        yield from _quiet(past, rate)
    lost = list(_layout(past, seen))
    yield from lost or _rebuilt(past)
    yield from _slow(past)


def days_of(past: Past) -> dict[date, int]:
    """New articles of each whole day on which the site was read, and not mostly shut; the first day is a backlog, not news."""
    alive = Counter(v.when.date() for v in past.visits if v.kind in _LISTINGS and v.outcome in _ALIVE)
    shut = Counter(v.when.date() for v in past.visits if v.outcome in _SHUT)
    looked = {day for day, number in alive.items() if number > shut[day]}
    came = Counter(article.when.date() for article in past.articles)
    first = past.first.date() if past.first else None
    return {day: came[day] for day in sorted(looked) if day != past.now.date() and day != first}


def _finding(past: Past, state: State, since: datetime, figures: str, about: str = "") -> Finding:
    cause = f"{state} {about}".strip()
    return Finding(past.site, state, cause, since.isoformat(timespec="seconds"), figures, _DO[state].replace("SITE", past.site))


def _unvisited(past: Past) -> Finding | None:
    last = past.visits[-1].when if past.visits else past.first
    if last is None or past.now - last <= ABSENT:
        return None
    return _finding(past, State.UNVISITED, last, f"nothing was fetched in the last {_spell(past.now - last)}")


def _shut(past: Past, seen: Sequence[Visited], state: State, outcomes: Iterable[Outcome]) -> Finding | None:
    """The site shuts itself: since some visit most end so; also where that was never otherwise."""
    bad = [visit.outcome in outcomes for visit in seen]
    turn = turn_of(bad)
    if turn is None and len(bad) >= 5 and sum(bad) >= 0.9 * len(bad):
        turn = Turn(0, 0.0, sum(bad) / len(bad), 0, len(bad))
    if turn is None:
        return None
    kinds = Counter(str(visit.outcome) for visit in seen[turn.place:] if visit.outcome in outcomes)
    said = ", ".join(f"{number} {kind}" for kind, number in kinds.most_common())
    return _finding(past, state, seen[turn.place].when, f"{said} of {turn.since} visits since; {turn.before:.0%} before")


def _dead_listings(past: Past) -> Iterator[Finding]:
    """Feeds, sitemaps and sections that were read before and failed at each visit since: three times, or twice over three
    hours; where several fail, three times together, as what fails is asked ever more rarely."""
    rows = _listings(past)
    alive = {url: [place for place, visit in enumerate(visits) if visit.outcome in _ALIVE] for url, visits in rows.items()}
    failing = {url: visits[alive[url][-1] + 1:] for url, visits in rows.items() if alive[url] and visits[-1].outcome not in _ALIVE}
    together = sum(map(len, failing.values())) >= 3
    for url, failed in failing.items():
        if together or (len(failed) == 2 and failed[-1].when - failed[0].when >= timedelta(hours=3)):
            yield _finding(past, State.DEAD_FEED, failed[0].when, f"{failed[-1].kind} {url} ended as {failed[-1].outcome} "
                           f"{_times(len(failed))} since; read {_times(len(alive[url]))} before", url)


def _listings(past: Past) -> dict[str, list[Visited]]:
    """The visits of each feed, sitemap and section, without those that ended like the one before because of the host."""
    before = [None, *(visit.outcome for visit in past.visits)]
    return _by_url(visit for visit, last in zip(past.visits, before, strict=False)
                   if visit.kind in _LISTINGS and not (visit.outcome in _SHUT and last in _SHUT))


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number} times"


def _gated(past: Past, seen: Sequence[Visited]) -> Iterator[Finding]:
    pages = [v for v in seen if v.outcome in (*EXTRACTED, Outcome.GATED)]
    for when, said in _since(pages, [visit.outcome is Outcome.GATED for visit in pages], lambda turn: (
            f"{turn.after:.0%} of {turn.since} articles were shown in part; {turn.before:.0%} before")):
        yield _finding(past, State.GATED, when, said)


def _layout(past: Past, seen: Sequence[Visited]) -> Iterator[Finding]:
    """Fields that are missing since some article, short bodies, and announced pages that are no articles any more."""
    articles = past.articles
    found: list[tuple[datetime, str]] = []
    for name in _FIELDS:
        found += _since(articles, [name not in a.fields for a in articles], _having(name))
    usual = middle([a.words for a in articles]) if articles else 0
    found += _since(articles, [a.words < _SHORT * usual for a in articles],
                    lambda turn: f"{turn.after:.0%} of {turn.since} bodies are short (usual: {usual:.0f} words); {turn.before:.0%} before")
    pages = [v for v in seen if v.news and v.outcome in (*EXTRACTED, Outcome.GATED, Outcome.NOT_ARTICLE)]
    found += _since(pages, [v.outcome is Outcome.NOT_ARTICLE for v in pages],
                    lambda turn: f"{turn.after:.0%} of {turn.since} pages were read as no article; {turn.before:.0%} before")
    if found:
        yield _finding(past, State.LAYOUT, min(when for when, _ in found), "; ".join(said for _, said in found))


def _rebuilt(past: Past) -> Iterator[Finding]:
    """All fields are found, but since some day in the last week in another place: evidence that was as good as unknown here is
    that of nearly all articles. An outlet that mixes templates has known them all."""
    found: list[tuple[datetime, str]] = []
    for name in _TOLD:
        told = [(a.when, a.sources[name]) for a in past.articles if a.sources.get(name, _RULE) != _RULE]
        for source in sorted({source for _, source in told[-3:]}):
            turn = turn_of([one == source for _, one in told], _WHOLLY)
            if not turn or turn.before > _UNKNOWN or turn.since < _SEVERAL:
                continue
            if _apart(told[turn.place][0], told[0][0], told[-1][0], DAY / 8):
                [(usual, _)] = Counter(one for _, one in told[:turn.place]).most_common(1)
                found.append((told[turn.place][0], f"{name} is read from {source} in {turn.after:.0%} of {turn.since} articles, "
                                                   f"from {usual} before"))
    since = min((when for when, _ in found), default=None)
    if since and past.now - since <= timedelta(weeks=1):
        figures = f"pages are built differently, and all fields are still found: {'; '.join(said for _, said in found)}"
        yield replace(_finding(past, State.LAYOUT, since, figures, "built differently"), passing=True,
                      cure=f"archiver show one of the newest articles; archiver profile {past.site} --learn")


def _apart(turn: datetime, first: datetime, last: datetime, least: timedelta = DAY / 2) -> bool:
    """Whether there is a past of a day before a turn and some hours since, so that no single run or theme has made it."""
    return turn - first >= DAY and last - turn >= least


def _having(name: str) -> Callable[[Turn], str]:
    return lambda turn: f"{name} in {1 - turn.after:.0%} of {turn.since} articles; {1 - turn.before:.0%} before"


def _since(rows: Sequence[Visited] | Sequence[Seen], bad: Sequence[bool], said: Callable[[Turn], str]
           ) -> list[tuple[datetime, str]]:
    """The turn and what is said of it; only against a past of a day, as one run fetches its pages in some order."""
    turn = turn_of(bad)
    return [(rows[turn.place].when, said(turn))] if turn and rows[turn.place].when - rows[0].when >= DAY else []


def _slow(past: Past) -> Iterator[Finding]:
    """Late since half a day at least: a site that was shut brings what it missed in one go, and late."""
    timed = [(article.when, article.latency) for article in past.articles if article.latency is not None]
    if len(timed) < 10:
        return
    usual = middle([latency for _, latency in timed])
    turn = turn_of([latency > max(4 * usual, usual + _SLOW) for _, latency in timed])
    if turn and _apart(timed[turn.place][0], timed[0][0], timed[-1][0]):
        now = middle([latency for _, latency in timed[turn.place:]])
        yield _finding(past, State.SLOW, timed[turn.place][0],
                       f"{_spell(timedelta(seconds=now))} from publication to capture; {_spell(timedelta(seconds=usual))} usually")


def _quiet(past: Past, rate: Rate | None) -> Iterator[Finding]:
    """Over some number of days up to now, hardly any of the articles came that were to be expected, beyond all chance."""
    if not past.articles:
        yield from _barren(past)
    if rate is None or not past.articles or _ailing(past):
        return
    came = Counter(article.when.date() for article in past.articles)
    expected, number, known = rate.expected[past.now.weekday()] * _passed(past), came[past.now.date()], days_of(past)
    for back in range(LONGEST + 1):
        if back:
            day = past.now.date() - timedelta(days=back)
            expected += rate.expected[day.weekday()] * (day in known)
            number += came[day] * (day in known)
        if number <= FEW * expected and silent(number, expected, rate.dispersion):
            last = past.articles[-1].when
            since = last if not number else datetime.combine(past.now.date() - timedelta(days=back), datetime.min.time(), last.tzinfo)
            yield _finding(past, State.QUIET, since, f"{number} new articles in {_spell(past.now - since)}, {expected:.0f} expected")
            return


def _ailing(past: Past) -> bool:
    """Whether a listing that was read fails since some days: what it would bring is not silence yet."""
    return any(visits[-1].outcome not in _ALIVE and any(v.outcome in _ALIVE for v in visits)
               and past.now - visits[-1].when < timedelta(weeks=1)
               for visits in _by_url(v for v in past.visits if v.kind in _LISTINGS).values())


def _by_url(visits: Iterable[Visited]) -> dict[str, list[Visited]]:
    rows: dict[str, list[Visited]] = {}
    for visit in visits:
        rows.setdefault(visit.url, []).append(visit)
    return rows


def _barren(past: Past) -> Iterator[Finding]:
    """A site of which no article came in all these weeks; or none ever, not even what was there when it was added."""
    since = past.last or past.first
    if since and past.now - since >= (timedelta(weeks=1) if past.last else DAY):
        said = "no new article" if past.last else "no article was ever found"
        yield _finding(past, State.QUIET, since, f"{said} in {_spell(past.now - since)}")


def _passed(past: Past) -> float:
    """The share of a day's articles that is usually here by this time of day."""
    hours = [article.when.time() for article in past.articles]
    return sum(hour <= past.now.time() for hour in hours) / len(hours)


def _spell(span: timedelta) -> str:
    """A time in words: `3 days`, `5 hours`, `12 minutes`."""
    seconds = span.total_seconds()
    for name, length in (("days", 86_400), ("hours", 3_600), ("minutes", 60)):
        if seconds >= 2 * length:
            return f"{seconds / length:.0f} {name}"
    return f"{seconds:.0f} seconds"
