"""What a site's last weeks were: its visits and its new articles, read from the catalog.

Nothing is judged here.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from archiver.model import LinkKind, Outcome
from archiver.store.archive import Archive
from archiver.store.rows import Visit

WEEKS = 8
FRESH = timedelta(days=3)        # an article captured later than that after its publication is backfill, not news


@dataclass(frozen=True, slots=True)
class Visited:
    """One visit: when it ended, of what, and how; `news`: a feed announced it."""

    when: datetime
    url: str
    kind: LinkKind
    outcome: Outcome
    news: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """A new article: when it was captured, after how many seconds (None: it states no time), its words and its fields.

    `sources`: the field's evidence (`json-ld:author`), where it is known.
    """

    when: datetime
    latency: float | None
    words: int
    fields: frozenset[str]
    sources: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Past:
    """The last weeks of a site, the oldest first; of one that nobody has visited for longer, its last visit.

    `now` is when they end, `first` when the site was first visited, `last` when the last article was captured, however long
    ago (None: there never was one). `paused`: since when, and why, it is not crawled (`archiver pause`); empty: it is.
    """

    site: str
    now: datetime
    visits: tuple[Visited, ...] = ()
    articles: tuple[Seen, ...] = ()
    first: datetime | None = None
    last: datetime | None = None
    paused: str = ""


def past_of(archive: Archive, site: str, now: datetime) -> Past:
    """The past of a site up to a time."""
    since = (now - timedelta(weeks=WEEKS)).isoformat()
    known = archive.visits(site, since, now.isoformat())
    visits = [_visited(v) for v in known] or [_visited(v) for v in deque(archive.visits(site, until=now.isoformat()), maxlen=1)]
    rows = [row for row in archive.versions(site, since[:19]) if row.version == 1 and _time(row.captured) <= now]
    articles = sorted((_seen(row.captured, row.published, row.words, row.fields) for row in rows), key=lambda a: a.when)
    fresh = tuple(a for a in articles if a.latency is None or a.latency <= FRESH.total_seconds())
    first = next((_time(visit.ended) for visit in archive.visits(site)), None)
    last = articles[-1].when if articles else max((_time(row.captured) for row in archive.versions(site)), default=None)
    return Past(site, now, tuple(visits), fresh, first, last, archive.paused(site))


def _visited(visit: Visit) -> Visited:
    return Visited(_time(visit.ended), visit.url, visit.kind, visit.outcome, visit.by == "feed")


def _seen(captured: str, published: str, words: int, fields: str) -> Seen:
    when = _time(captured)
    out = _time(published) if len(published) > 10 else None       # a day alone says nothing of hours
    latency = max((when - out).total_seconds(), 0.0) if out else _days_only(published, when)
    told = dict(name.partition("=")[::2] for name in fields.split())
    return Seen(when, latency, words, frozenset(told), {name: source for name, source in told.items() if source})


def _days_only(published: str, when: datetime) -> float | None:
    """Where only a day is stated: nothing, or, where it is long past, what makes the article backfill."""
    try:
        passed = when - datetime.fromisoformat(published[:10]).replace(tzinfo=UTC)
    except ValueError:
        return None
    return passed.total_seconds() if passed > FRESH + timedelta(days=1) else None


def _time(text: str) -> datetime:
    """A time in UTC; the beginning of all where it cannot be read."""
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        return datetime(1, 1, 1, tzinfo=UTC)
    return when.astimezone(UTC) if when.tzinfo else when.replace(tzinfo=UTC)
