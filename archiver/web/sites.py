"""The pages of the sites: one line each, and one site with its weeks, outcomes, profile, rights and rules.

Nothing here judges a site: `archiver.health` does. The sites in trouble come first.
"""

from __future__ import annotations

import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from archiver.errors import ArchiverError, NotFound, SiteFileError
from archiver.health import Report, State
from archiver.learn import profile_of
from archiver.rights import Rights
from archiver.sites import load_site, site_file
from archiver.store.search import Seen
from archiver.web import drawing
from archiver.web.forms import Fields
from archiver.web.pages import page
from archiver.web.reader import Reader

DAYS = 60
WEEKS = 26
READ = {"byline": "byline", "published": "date", "credit": "photo credit", "section": "section", "language": "language"}
GROUPS = {"articles": ("new", "changed", "same", "gated"), "listings": ("discovered", "not-modified"),
          "set aside": ("not-article", "unwanted", "off-site", "redirected", "requisite", "captured", "robots"), "trouble": ()}
"""Outcomes as they are drawn; what is in none is trouble."""


@dataclass
class Line:
    """A site in the list: articles of the last days, how many have each field, what waits, what is due."""

    name: str
    title: str
    articles: int = 0
    bars: list[drawing.Bar] = field(default_factory=list)
    shares: dict[str, float] = field(default_factory=dict)
    last: str = ""
    waiting: int = 0
    due: str = ""
    busy: bool = False
    report: Report | None = None


def lines(reader: Reader) -> list[Line]:
    """All sites, with the figures of the last 60 days."""
    archive, today = reader.archive(), datetime.now(UTC).date()
    since = (today - timedelta(days=DAYS - 1)).isoformat()
    seen: dict[str, list[Seen]] = defaultdict(list)
    for one in reader.index().captured(since):
        seen[one.site].append(one)
    found = []
    for name in archive.sites():
        days = Counter(one.captured[:10] for one in seen[name])
        found.append(Line(name, _title(reader, name), len(seen[name]), drawing.bars(drawing.days(days, today, DAYS)),
                          shares(seen[name]), max((one.captured for one in seen[name]), default=""), archive.pending(name),
                          archive.next_due(name), archive.under_way(name)[0] is not None, reader.reports.get(name)))
    return sorted(found, key=lambda line: (list(State).index(line.report.state) if line.report else len(State), line.title.lower()))


def shares(seen: Iterable[Seen]) -> dict[str, float]:
    """Of some articles, how many have each field; nothing where there are none."""
    seen = list(seen)
    return {words: sum(bool(getattr(one, name)) for one in seen) / len(seen) for name, words in READ.items()} if seen else {}


def sites_page(request: Request) -> Response:
    """`GET /sites`."""
    found = lines(request.app.state.reader)
    return page(request, "sites.html", title="Sites", lines=found, days=DAYS, read=list(READ.values()))


def _title(reader: Reader, name: str) -> str:
    try:
        return load_site(site_file(reader.sites, name)).title or name
    except SiteFileError:
        return name


def known(reader: Reader, name: str) -> str:
    """The name of a site of the archive. Raises NotFound."""
    if name not in reader.archive().sites():
        raise NotFound(f"no site {name[:60]!r} in the archive", where=str(reader.output), cure="/sites lists them")
    return name


def site_page(request: Request) -> Response:
    """`GET /sites/<name>`."""
    reader: Reader = request.app.state.reader
    name = known(reader, request.path_params["name"])
    archive, today = reader.archive(), datetime.now(UTC).date()
    mondays = drawing.weeks(today, WEEKS)
    seen = list(reader.index().captured(mondays[0], name))
    weeks = week_rows(seen, mondays)
    return page(request, "site.html", title=_title(reader, name), name=name, weeks=weeks, mondays=mondays,
                bars=drawing.bars([(week["week"], week["articles"]) for week in weeks]),
                outcome_bars=drawing.stacks(outcome_weeks(archive.ends(name, mondays[0]), mondays), GROUPS), groups=list(GROUPS),
                outcomes=sorted(archive.outcomes(name).items(), key=lambda item: -item[1]), shares=shares(seen),
                due=archive.next_due(name), pending=archive.pending(name), holder=archive.under_way(name)[0],
                profile=_profile(reader, name), report=reader.reports.get(name), **_file(reader, name), **_rights(reader, name))


def week_rows(seen: list[Seen], mondays: list[str]) -> list[dict[str, Any]]:
    """For each week: articles, how many have each field, words, and hours from publication to capture (medians)."""
    by_week: dict[str, list[Seen]] = defaultdict(list)
    for one in seen:
        by_week[drawing.monday(one.captured)].append(one)
    return [{"week": week, "articles": len(by_week[week]), "shares": shares(by_week[week]), "hours": _hours(by_week[week]),
             "words": statistics.median(one.word_count for one in by_week[week]) if by_week[week] else None,
             "gated": sum(one.free_access is False for one in by_week[week])} for week in mondays]


def _hours(seen: list[Seen]) -> float | None:
    """The median time from publication, where a time is stated, to capture; articles older than a week are the past taken in."""
    found = []
    for one in seen:
        if len(one.published) > 10:
            try:
                late = datetime.fromisoformat(one.captured) - datetime.fromisoformat(one.published)
            except (ValueError, TypeError):
                continue
            found.append(late.total_seconds() / 3600)
    fresh = [hours for hours in found if 0 <= hours <= 24 * 7]
    return statistics.median(fresh) if fresh else None


def outcome_weeks(ends: Iterable[tuple[str, str, str, int]], mondays: list[str]) -> list[tuple[str, Mapping[str, int]]]:
    """For each week, how many links ended in each group of outcomes."""
    groups = {outcome: group for group, outcomes in GROUPS.items() for outcome in outcomes}
    counts: dict[str, Counter[str]] = {week: Counter() for week in mondays}
    for day, _, outcome, number in ends:
        if (week := drawing.monday(day)) in counts:
            counts[week][groups.get(outcome, "trouble")] += number
    return list(counts.items())


def _profile(reader: Reader, name: str) -> Any:
    try:
        return profile_of(reader.archive(), name)
    except ArchiverError:
        return None


def _file(reader: Reader, name: str) -> dict[str, Any]:
    """The site's file as it stands, or why it cannot be read."""
    try:
        path = site_file(reader.sites, name)
        return {"file": str(path), "text": path.read_text(encoding="utf-8"), "rules": load_site(path).rules, "file_trouble": ""}
    except (SiteFileError, OSError, UnicodeDecodeError) as error:
        return {"file": "", "text": "", "rules": (), "file_trouble": str(error)}


def _rights(reader: Reader, name: str) -> dict[str, Any]:
    """What the site's files say of rights, each time that it changed, the latest first."""
    said = Rights(reader.archive())
    looks: list[dict[str, Any]] = []
    try:
        for moment in reversed(list(changes(reader, name))):
            stated = said.of_site(name, moment)
            looks.append({"moment": moment, "signals": stated.signals[:40], "more": max(0, len(stated.signals) - 40),
                          "looks": stated.looks})
    except ArchiverError as error:
        return {"rights": looks, "rights_trouble": str(error)}
    return {"rights": looks, "rights_trouble": ""}


def changes(reader: Reader, name: str) -> Iterator[str]:
    """The times at which a file that speaks of rights was found to say something else; at most the last twelve."""
    before: dict[str, str] = {}
    moments = []
    rows = [row for kind in ("robots", "rights") for row in reader.archive().captures(name, kind=kind)]
    for row in sorted(rows, key=lambda row: row.captured):
        digest = f"{row.status} {row.payload_digest}"
        if before.get(row.key) != digest and not 300 <= row.status < 400:
            before[row.key] = digest
            moments.append(row.captured)
    yield from moments[-12:]


def keep_or_drop(request: Request, fields: Fields) -> Response:
    """`POST /sites/<name>/profile`: a block that repeats is part of the text after all, or is not again."""
    reader: Reader = request.app.state.reader
    name = known(reader, request.path_params["name"])
    profile = profile_of(reader.archive(), name)
    try:
        if profile is None:
            raise KeyError(name)
        changed = profile.set(fields.get("block", ""), dropped=fields.get("verdict") == "drop")
    except KeyError as error:
        raise NotFound("there is no such block now", where=name, cure="open the page again") from error
    reader.archive().save_profile(name, changed.to_dict())
    return RedirectResponse(f"/sites/{name}#profile", 303)
