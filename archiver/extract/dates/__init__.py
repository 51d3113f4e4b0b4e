"""When it was published and last changed: chosen between what is stated for machines and what is printed.

Never a date from the story's own text, never one later than the capture, and none rather than a guess. How a date is
written is `text`'s matter, where it stands that of `claims`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from archiver.extract.dates import claims as date_claims
from archiver.extract.dates.claims import WEAK, Claim
from archiver.extract.dates.text import Moment
from archiver.extract.page import Page
from archiver.extract.zones import HEADING
from archiver.model import Evidence

CLEAR = 1.5             # score from which on a printed date is believed beside stated ones
ENOUGH = 0.3            # and where nothing is stated
ALONE = -1.5            # and where it is all that its line says
_HALF_DAY = timedelta(hours=14)
_QUARTER = 900          # seconds: zones differ by whole quarters of an hour


@dataclass(frozen=True)
class Dates:
    """Published and modified in ISO 8601, where they were read, and the lines that are nothing but dates."""

    published: str | None = None
    modified: str | None = None
    evidence: dict[str, Evidence] = field(default_factory=dict)
    lines: frozenset[int] = frozenset()


def find(page: Page, timezone: str = "") -> Dates:
    """The dates of a page. `timezone` is the outlet's IANA zone, for dates that are given without one."""
    shown = _possible(page, date_claims.printed(page))
    first = _published(page, shown, timezone)
    last = _modified(page, shown, timezone)
    if first is None and last is not None:
        first = replace(last, source=f"{last.source}, no other")        # the only date the page gives
    if first and last and (last.moment.date < first.moment.date or last.moment.instant() < first.moment.instant()):
        last = None if last.moment.timed or last.moment.date < first.moment.date else last
    evidence = {name: _evidence(claim) for name, claim in (("published", first), ("modified", last)) if claim}
    return Dates(str(first.moment) if first else None, str(last.moment) if last else None, evidence, _lines(page, shown))


def _possible(page: Page, claims: list[Claim]) -> list[Claim]:
    """The claims that do not lie after the capture; half a day is allowed where their zone is not known."""
    claims = [c for c in claims if (c.moment.year, c.moment.month, c.moment.day) != (1970, 1, 1)]   # an empty clock
    if not page.captured:
        return claims
    limit = datetime.fromisoformat(page.captured)
    limit = limit if limit.tzinfo else limit.replace(tzinfo=UTC)
    kept = []
    for claim in claims:
        if claim.moment.instant() <= limit + (timedelta() if claim.moment.zone else _HALF_DAY):
            kept.append(claim)
        elif claim.moment.zone == "+00:00" and claim.moment.instant() <= limit + _HALF_DAY:
            kept.append(replace(claim, moment=replace(claim.moment, zone=None)))        # local time that says UTC
    return kept


def _published(page: Page, shown: list[Claim], timezone: str) -> Claim | None:
    claims = _possible(page, date_claims.published(page))
    own = [c for c in shown if c.source != "text:updated"]
    chosen = _stated_or_printed(claims, own)
    if chosen is None:
        others = [date_claims.from_url(page.url), date_claims.from_scripts(page)]
        rest = _possible(page, [c for c in others if c])
        chosen = next((c for c in own if c.score >= ENOUGH), None)
        if chosen is None or (chosen.score < CLEAR and rest):
            rest = rest or [c for c in _possible(page, date_claims.printed_anywhere(page))
                            if c.score >= ENOUGH and c.source != "text:updated"]
            alone = [c for c in own if c.score >= ALONE and len(page.lines[c.line].text) < 32]
            chosen = rest[0] if rest else chosen or (alone[0] if alone else None)
    if chosen is None:
        return None
    return _settled(_unambiguous(chosen, claims, page), claims, own, timezone)


def _stated_or_printed(claims: list[Claim], own: list[Claim]) -> Claim | None:
    """The first stated date, unless a clear printed one speaks for another stated one, or against a weak one."""
    if not claims:
        return None
    clear = [c for c in own if c.score >= CLEAR]
    if clear and not _same_day(claims[0], clear):
        other = next((c for c in claims[1:] if c.moment.date == clear[0].moment.date), None)
        if other:
            return other
        if claims[0].source in WEAK:
            return clear[0]
    return claims[0]


def _same_day(claim: Claim, others: list[Claim]) -> bool:
    """Whether one of the others gives the same day, a neighbouring one counting as the same (zones)."""
    return any(abs((claim.moment.date - day).days) <= 1 for o in others for day in (o.moment.date, (o.other or o.moment).date))


def _unambiguous(chosen: Claim, claims: list[Claim], page: Page) -> Claim:
    """The other reading of 3/5/2024 where a stated day or the address says so."""
    if chosen.other is None:
        return chosen
    url = date_claims.from_url(page.url)
    days = {c.moment.date for c in (*claims, *([url] if url else []))}
    return replace(chosen, moment=chosen.other) if chosen.other.date in days and chosen.moment.date not in days else chosen


def _modified(page: Page, shown: list[Claim], timezone: str) -> Claim | None:
    claims = _possible(page, date_claims.modified(page))
    own = [c for c in shown if c.source == "text:updated" and c.score >= ENOUGH]
    chosen = claims[0] if claims else own[0] if own else None
    return _settled(chosen, claims, own, timezone) if chosen else None


# --- time and zone ----------------------------------------------------------------------------------------------------


def _settled(chosen: Claim, claims: list[Claim], own: list[Claim], timezone: str) -> Claim:
    """The chosen date with the time and zone that others complete, and with a wrong zone put right."""
    moment = chosen.moment
    near = [c.moment for c in own if c.score >= CLEAR - 1]
    if not moment.timed or (moment.clock == (0, 0) and moment.second == 0):
        moment = _completed(moment, [c.moment for c in claims if c.source not in WEAK], near)
    if moment.timed and moment.zone is None:
        zoned = next((c.moment for c in claims if c.moment.zone and c.moment.date == moment.date and c.moment.clock == moment.clock), None)
        moment = zoned or moment
    if moment.timed and moment.zone == "+00:00":
        moment = _local(moment, [c.moment for c in claims], near)
    if moment.hour is not None and not moment.timed:
        moment = moment.only_day()
    if moment.timed and moment.zone is None and timezone:
        moment = _at(moment, timezone)
    return replace(chosen, moment=moment)


def _completed(moment: Moment, stated: list[Moment], near: list[Moment]) -> Moment:
    """A day with the time that another statement, or the printed line, gives for it."""
    return next((m for m in (*stated, *near) if m.timed and m.date == moment.date and m.clock != (0, 0)), moment)


def _local(moment: Moment, stated: list[Moment], near: list[Moment]) -> Moment:
    """What is said to be UTC: the same instant as another statement has it in a zone; or, where it is the outlet's own
    time under a wrong name, the true instant."""
    same = next((m for m in stated if m.timed and m.zone not in (None, "+00:00") and m.instant() == moment.instant()), None)
    if same:
        return same
    twin = next((m for m in stated if m.timed and m.zone == "+00:00" and _quarters(m, moment)), None)
    if twin is not None:
        clocks = {(m.date, m.clock) for m in (*near, *stated) if m.timed and m.zone is None}
        days = {m.date for m in near}
        mine, other = (moment.date, moment.clock) in clocks, (twin.date, twin.clock) in clocks
        if mine == other:
            mine, other = moment.date in days, twin.date in days
        if mine != other:
            local, utc = (moment, twin) if mine else (twin, moment)
            return replace(local, zone=_offset(local, utc))
    named = next((m for m in near if m.zone not in (None, "+00:00") and (m.date, m.clock) == (moment.date, moment.clock)), None)
    if named:
        return replace(moment, zone=named.zone)
    printed = next((m for m in near if m.timed and m.zone is None and m.date != moment.date and _quarters(m, moment)), None)
    return replace(printed, second=moment.second, zone=_offset(printed, moment)) if printed else moment


def _quarters(one: Moment, other: Moment) -> bool:
    """Whether two clocks differ as zones do: by quarters of an hour, at most fourteen hours."""
    gap = _naive(one) - _naive(other)
    return timedelta() < abs(gap) <= _HALF_DAY and (gap.total_seconds() - one.second + other.second) % _QUARTER == 0


def _naive(moment: Moment) -> datetime:
    return datetime(moment.year, moment.month, moment.day, moment.hour or 0, moment.minute, moment.second)


def _offset(local: Moment, utc: Moment) -> str:
    minutes = round((_naive(local) - _naive(utc)).total_seconds() / _QUARTER) * 15
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


@lru_cache(maxsize=500)
def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):      # unknown, or a machine without the table of zones
        return None


def _at(moment: Moment, timezone: str) -> Moment:
    """A moment without zone as one of the outlet's zone."""
    zone = _zone(timezone)
    if zone is None:
        return moment
    offset = _naive(moment).replace(tzinfo=zone).strftime("%z")
    return replace(moment, zone=f"{offset[:3]}:{offset[3:5]}")


# --- evidence ---------------------------------------------------------------------------------------------------------


def _evidence(claim: Claim) -> Evidence:
    if claim.source.endswith("no other"):
        sure = .4
    elif claim.source.startswith(("text", "markup")):
        sure = min(.9, .5 + .08 * claim.score)
    elif claim.source in ("url", "script:data"):
        sure = .7
    else:
        sure = .8 if claim.source in WEAK else .97
    return Evidence(claim.source, claim.text[:200], round(max(.1, sure), 2))


def _lines(page: Page, shown: list[Claim]) -> frozenset[int]:
    """The lines before and behind the story that hold little but its date."""
    story = page.story
    found = set()
    for claim in shown:
        text = page.lines[claim.line].text
        outside = claim.line < story.first or claim.line > story.last
        if outside and claim.score >= CLEAR and len(text) < 100 and not page.lines[claim.line].zones & HEADING:
            found.add(claim.line)
    return frozenset(found)
