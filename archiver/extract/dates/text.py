"""Dates in text: what a machine states (ISO, RFC 2822, epochs) and what is printed for people, in many languages.

Nothing here knows a page or chooses between dates. A time, a zone or a second that is not written is not made up.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from archiver.extract.dates.words import BETWEEN, COMPOUND, EVENING, MORNING, SEASONAL, THAI, ZONES, months_of

OLDEST = 1700           # digitised newspapers reach back that far; what is earlier is a blunder
MAX_TEXT = 400


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, and the time and zone as far as they are written."""

    year: int
    month: int
    day: int
    hour: int | None = None
    minute: int = 0
    second: int = 0
    zone: str | None = None             # "+02:00"

    def __str__(self) -> str:
        """ISO 8601, to the day or to the second."""
        text = f"{self.year:04d}-{self.month:02d}-{self.day:02d}"
        if self.hour is not None:
            text += f"T{self.hour:02d}:{self.minute:02d}:{self.second:02d}{self.zone or ''}"
        return text

    @property
    def date(self) -> date:
        """The day."""
        return date(self.year, self.month, self.day)

    @property
    def timed(self) -> bool:
        """Whether a time of day is written; midnight without a zone is what programs write for none."""
        return self.hour is not None and (bool(self.zone) or bool(self.hour or self.minute or self.second))

    @property
    def clock(self) -> tuple[int, int]:
        """Hour and minute; -1 for none."""
        return (-1, -1) if self.hour is None else (self.hour, self.minute)

    def instant(self) -> datetime:
        """A point in time for comparing; where no zone is known, as if it were UTC; midnight where no time is."""
        moment = datetime.fromisoformat(str(self))
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)

    def only_day(self) -> Moment:
        """The same day without a time."""
        return Moment(self.year, self.month, self.day)


@dataclass(frozen=True, slots=True)
class Printed:
    """A date found in a text."""

    moment: Moment
    start: int
    end: int
    other: Moment | None = None         # the reading with day and month swapped, where both are possible


def made(year: int, month: int, day: int, clock: tuple[int, int, int] | None = None, zone: str | None = None) -> Moment | None:
    """A moment, None where the calendar has no such day or the day no such time."""
    if 2400 < year < 2700:
        year -= 543                     # the Buddhist era of Thailand
    if not OLDEST <= year < 2200:
        return None
    try:
        date(year, month, day)
    except ValueError:
        return None
    if clock is None or not (clock[0] < 24 and clock[1] < 60 and clock[2] < 61):
        return Moment(year, month, day)
    return Moment(year, month, day, clock[0], clock[1], min(clock[2], 59), zone)


# --- what machines state ----------------------------------------------------------------------------------------

_ISO = re.compile(
    r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:(?:[T\s_,]|\s?-\s?){1,3}(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,:]\d{1,9})?)?"
    r"(?:\s{0,2}(Z\b|UTC\b|GMT\b|[+-]\d{1,2}:?\d{2}|[+-]\d{2}\b|\d{2}:\d{2}|[A-Z]{2,4}\b))?)?", re.IGNORECASE)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})T?(?:(\d{2})(\d{2})(\d{2})?)?(Z|[+-]\d{2}:?\d{2})?")


@lru_cache(maxsize=4096)
def stated(text: str, *, day_first: bool = False) -> Moment | None:
    """The date of an attribute or JSON value; None where there is none."""
    text = text.strip()[:120]
    if not text or not any(c.isdigit() for c in text):
        return None
    if text.isdigit() and text.isascii() and len(text) in (10, 13) and not text.startswith("20"):
        return _epoch(int(text) // (1000 if len(text) == 13 else 1))
    if match := _COMPACT.fullmatch(text):
        y, m, d, hour, minute, second, zone = match.groups()
        return made(int(y), int(m), int(d), (int(hour), int(minute), int(second or 0)) if hour else None, zone_of(zone or "", None))
    if match := _ISO.match(text):
        return _from_iso(match)
    found = scan(text, "en", day_first=day_first)
    return found[0].moment if found else None


def _epoch(seconds: int) -> Moment | None:
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    return made(moment.year, moment.month, moment.day, (moment.hour, moment.minute, moment.second), "+00:00")


def _from_iso(match: re.Match[str]) -> Moment | None:
    y, m, d, hour, minute, second, zone = match.groups()
    month, day = int(m), int(d)
    if month > 12 >= day:
        month, day = day, month
    if not hour:
        return made(int(y), month, day)
    moment = made(int(y), month, day, (_hour(int(hour), (zone or "").lower()), int(minute), int(second or 0)))
    return replace(moment, zone=zone_of(zone or "", moment)) if moment and moment.hour is not None else moment


def _hour(hour: int, half: str) -> int:
    half = half.replace(".", "").replace(" ", "")
    if half in EVENING and hour < 12:
        return hour + 12
    return 0 if half in MORNING and hour == 12 else hour


def zone_of(name: str, moment: Moment | None) -> str | None:
    """A zone's offset as `+02:00`; None where the name is none, or stands for several."""
    name = name.strip().lower().strip("()")
    if match := re.fullmatch(r"(?:utc|gmt)?\s?([+-]|)(\d{1,2}):?(\d{2})?", name):
        sign, hours, minutes = match.group(1) or "+", int(match.group(2)), int(match.group(3) or 0)
        return f"{sign}{hours:02d}:{minutes:02d}" if hours <= 14 and minutes < 60 else None
    if name in SEASONAL and moment:
        return SEASONAL[name][_american_summer(moment.date)]
    return ZONES.get(name)


def _american_summer(day: date) -> bool:
    """Whether the day lies within daylight saving time of the United States, by the law of 2007."""
    march = date(day.year, 3, 8)
    november = date(day.year, 11, 1)
    start = march + timedelta(days=(6 - march.weekday()) % 7)
    end = november + timedelta(days=(6 - november.weekday()) % 7)
    return start <= day < end


# --- what is printed for people -----------------------------------------------------------------------------------

_YEAR_FIRST = re.compile(r"(?<![\d./-])(\d{4})(?:\s?[-/]\s?|\.\s?)(\d{1,2})(?:\s?[-/]\s?|\.\s?)(\d{1,2})(?![\d])")
_YEAR_LAST = re.compile(r"(?<![\d./-])(\d{1,2})(?:(\s?/\s?|-)|\.\s?)(\d{1,2})(?:\s?/\s?|-|\.\s?)(\d{4}|\d{2})(?![\d/])")
_EAST = re.compile(r"(?:(\d{4})|(令和|平成|昭和|民國|民国)\s?(\d{1,3}|元))\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]?")
_VIETNAM = re.compile(r"(\d{1,2})\s{1,2}tháng\s{1,2}(\d{1,2}),?\s{1,2}(?:năm\s{1,2})?(\d{4})", re.IGNORECASE)
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "民國": 1911, "民国": 1911}
_TOKEN = re.compile(r"\d+|[^\W\d_][^\s\d.,;:/|()–—·•\"“”«»\[\]\-]*|\S")
_DIGITS = re.compile(r"\d")


def scan(text: str, language: str = "", *, day_first: bool = True) -> list[Printed]:
    """The dates printed in a text of at most 400 characters, in order, each with the time beside it."""
    text = text[:MAX_TEXT]
    if not _DIGITS.search(text):
        return []
    if not text.isascii():
        text = _plain(text)
    found = [*_numeric(text, day_first), *_named(text, months_of(language))]
    found.sort(key=lambda p: (p.start, -p.end))
    kept: list[Printed] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return [_with_time(text, kept, n) for n in range(len(kept))]


def _plain(text: str) -> str:
    """Full-width digits and signs as ASCII, Thai abbreviations as words; offsets stay nearly the same."""
    text = unicodedata.normalize("NFKC", text)
    if "كانون" in text or "تشرين" in text:
        for words, one in COMPOUND:
            text = text.replace(words, one)
    if "." in text and any("\u0e00" <= c <= "\u0e7f" for c in text):
        for short, number in sorted(THAI.items(), key=lambda item: -len(item[0])):
            text = text.replace(short, f" {_THAI_WORDS[number - 1]} ")
    return text


_THAI_WORDS = ("มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน", "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม",
               "พฤศจิกายน", "ธันวาคม")


def _numeric(text: str, day_first: bool) -> list[Printed]:
    found = []
    for match in _YEAR_FIRST.finditer(text):
        moment = made(int(match[1]), int(match[2]), int(match[3]))
        if moment:
            found.append(Printed(moment, *match.span()))
    for match in _EAST.finditer(text):
        year = int(match[1]) if match[1] else _ERAS[match[2]] + (1 if match[3] == "元" else int(match[3]))
        moment = made(year, int(match[4]), int(match[5]))
        if moment:
            found.append(Printed(moment, *match.span()))
    for match in _VIETNAM.finditer(text):
        moment = made(int(match[3]), int(match[2]), int(match[1]))
        if moment:
            found.append(Printed(moment, *match.span()))
    for match in _YEAR_LAST.finditer(text):
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        year += (2000 if year < 60 else 1900) if len(match[4]) == 2 else 0
        readings = [made(year, second, first), made(year, first, second)]
        if "/" in (match[2] or "") and not day_first:
            readings.reverse()
        if readings[0] or readings[1]:
            found.append(Printed(readings[0] or readings[1], *match.span(), readings[1] if readings[0] and match[2] else None))  # type: ignore[arg-type]
    return found


def _named(text: str, months: dict[str, int]) -> list[Printed]:
    """Dates with a month's name: day and year are looked for on both sides of it."""
    tokens = [(m.group(), m.start(), m.end()) for m in _TOKEN.finditer(text)]
    found = []
    for at, (word, start, end) in enumerate(tokens):
        month = months.get(word.casefold().rstrip("."))
        if not month:
            continue
        before, after = _numbers(tokens, at, -1), _numbers(tokens, at, 1)
        picked = _day_and_year(before, after)
        if picked is None:
            continue
        (day, d0, d1), (year, y0, y1) = picked
        moment = made(year, month, day)
        if moment:
            found.append(Printed(moment, min(start, d0, y0), max(end, d1, y1)))
    return found


_Number = tuple[int, int, int]


def _numbers(tokens: list[tuple[str, int, int]], at: int, step: int) -> list[_Number]:
    """Up to two numbers on one side of a token, with only small words, marks and a time between."""
    found: list[_Number] = []
    skipped = 0
    index = at + step
    while 0 <= index < len(tokens) and len(found) < 2 and skipped < 9:
        word, start, end = tokens[index]
        if word.isdigit():
            follows = tokens[index + 1][0] if index + 1 < len(tokens) else ""
            leads = tokens[index - 1][0] if index else ""
            if ":" in (follows, leads):
                skipped += 1
            elif len(word) in (1, 2, 4):
                found.append((int(word), start, end))
            else:
                break
        elif word.casefold() in BETWEEN or word == ":" or (found and step > 0 and word.upper() in _CTIME):
            skipped += 1
        else:
            break
        index += step
    return found


_CTIME = frozenset("EST EDT CST CDT MST MDT PST PDT GMT UTC CET CEST IST JST BST AM PM".split())


def _day_and_year(before: list[_Number], after: list[_Number]) -> tuple[_Number, _Number] | None:
    """Day and year among the numbers beside a month: '14 May 2019', 'May 14, 2019', '2019. május 14.'"""
    def small(numbers: list[_Number]) -> bool:
        return bool(numbers) and 1 <= numbers[0][0] <= 31

    def large(numbers: list[_Number], at: int = 0) -> bool:
        return len(numbers) > at and numbers[at][0] > 1000

    if small(before) and large(after):
        return before[0], after[0]
    if small(after) and large(after, 1):
        return after[0], after[1]
    if large(before) and small(after):
        return after[0], before[0]
    if small(before) and large(before, 1):
        return before[0], before[1]
    return None


_TIME = re.compile(
    r"(?<![\d:.])(오전|오후|上午|下午|午前|午後|凌晨|早上|晚上)?\s?(\d{1,2})\s?(?:[:：]|[hu](?=\d)|h\s|\s?[時时点點시]\s?|\.(?=\d\d\b))\s?(\d{2})(?![\d])"
    r"\s?[分분]?(?::(\d{2})(?!\d))?(?:\.\d{1,6})?\s?([ap]\.?\s?m\b\.?|[πμ]\.?\s?μ\b|[صم](?!\w))?", re.IGNORECASE)
_HOUR = re.compile(r"(?<![\d:.])(\d{1,2})\s?(?:([ap]\.?\s?m\b)|uhr\b)", re.IGNORECASE)
_ZONE = re.compile(r"\s{0,2}\(?((?:UTC|GMT)?\s?[+-]\d{1,2}:?\d{0,2}|[A-Za-zМСКмск]{1,8})\b")


def _with_time(text: str, found: list[Printed], n: int) -> Printed:
    """A printed date with the time that stands right behind it, or else right before."""
    one = found[n]
    left = found[n - 1].end if n else 0
    right = found[n + 1].start if n + 1 < len(found) else len(text)
    for start, end in ((one.start, one.end), (one.end, min(right, one.end + 40)), (max(left, one.start - 28), one.start)):
        piece, inside = text[start:end], start == one.start
        match = next((m for m in _TIME.finditer(piece) if int(m[2]) < 24 and int(m[3]) < 60 and (":" in m[0] or not inside)), None)
        if match is None and not inside:
            match = _HOUR.search(piece)
        gap = "" if inside or match is None else piece[:match.start()] if start == one.end else piece[match.end():]
        if match is None or not _beside(gap):
            continue
        moment = _timed(one.moment, match, text[start + match.end():start + match.end() + 14])
        other = replace(one.other, hour=moment.hour, minute=moment.minute, second=moment.second, zone=moment.zone) if one.other else None
        return replace(one, moment=moment, other=other,
                       start=min(one.start, start + match.start()), end=max(one.end, start + match.end()))
    return one


def _beside(gap: str) -> bool:
    """Whether so little stands between date and time that they belong together."""
    return len(gap) <= 26 and sum(c.isdigit() for c in gap) == 0


def _timed(moment: Moment, match: re.Match[str], behind: str) -> Moment:
    if match.re is _HOUR:
        clock = (_hour(int(match[1]), (match[2] or "").lower()), 0, 0)
    else:
        half = (match[1] or match[5] or "").lower().replace(".", "").replace(" ", "")
        clock = (_hour(int(match[2]), half), int(match[3]), int(match[4] or 0))
    timed = made(moment.year, moment.month, moment.day, clock)
    if timed is None or timed.hour is None:
        return moment
    zone = _ZONE.match(behind)
    return replace(timed, zone=zone_of(zone.group(1), timed) if zone else None)
