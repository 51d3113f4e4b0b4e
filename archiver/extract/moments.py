"""Points in time as news pages write them, in many languages: text in, ISO 8601 out, only as exact as the text.

Nothing here decides which date is the article's, and nothing reads a clock: a text without a year has no date.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from functools import lru_cache

_MONTHS = (
    "january jan januar jänner janvier janv enero ene janeiro gennaio gen januari stycznia styczeń sty ledna leden siječnja"
    " siječanj január ianuarie ianuar ocak januára tammikuu tammikuuta января январь янв січня януари ιανουαρίου ιαν ינואר"
    " يناير ژانویه जनवरी sausio janvāris janvārī jaanuar gener มกราคม ม.ค",
    "february feb februar février févr fév fevrier febrero fevereiro fev febbraio febr februari lutego luty lut února únor veljače"
    " február februarie şubat şub subat helmikuu helmikuuta февраля февраль фев февр лютого февруари φεβρουαρίου φεβ פברואר فبراير"
    " فوریه फ़रवरी फरवरी vasario februāris februārī veebruar febrer กุมภาพันธ์ ก.พ",
    "march mar märz mrz mars marzo março marco maart mrt marca marzec března březen ožujka március márc martie mart maaliskuu"
    " maaliskuuta марта март мар березня μαρτίου μαρ מרץ מרס مارس मार्च kovo marts martā märts març maret มีนาคม มี.ค",
    "april apr avril avr abril abr aprile kwietnia kwiecień kwi dubna duben travnja április ápr aprilie nisan nis huhtikuu huhtikuuta"
    " апреля апрель апр квітня април απριλίου απρ אפריל أبريل ابريل آوریل अप्रैल balandžio aprīlis aprīlī aprill เมษายน เม.ย",
    "may mai mayo maio maggio mag mei maja maj května květen svibnja május máj mayıs toukokuu toukokuuta мая май травня"
    " μαΐου μαιου μάιος μαϊ מאי مايو مه मई gegužės maijs maijā maig พฤษภาคม พ.ค",
    "june jun juni juin junio junho jun giugno giu czerwca czerwiec cze června červen lipnja június jún iunie haziran haz kesäkuu"
    " kesäkuuta июня июнь июн червня юни ιουνίου ιουν יוני يونيو ژوئن जून birželio jūnijs jūnijā juuni juny มิถุนายน มิ.ย",
    "july jul juli juillet juil julio julho luglio lug lipca lipiec lip července červenec srpnja július júl iulie temmuz tem"
    " heinäkuu heinäkuuta июля июль июл липня юли ιουλίου ιουλ יולי يوليو ژوئیه जुलाई liepos jūlijs jūlijā juuli juliol กรกฎาคม ก.ค",
    "august aug août aout agosto ago agustus augustus sierpnia sierpień sie srpna srpen kolovoza augusztus ağustos ağu elokuu"
    " elokuuta августа август авг серпня αυγούστου αυγ אוגוסט أغسطس اغسطس اوت अगस्त rugpjūčio augusts augustā agost augusti สิงหาคม ส.ค",
    "september sept sep septembre septiembre setiembre setembro set settembre września wrzesień wrz září rujna szeptember szept"
    " septembrie eylül eyl syyskuu syyskuuta сентября сентябрь сен сент вересня септември σεπτεμβρίου σεπτ ספטמבר سبتمبر سپتامبر"
    " सितंबर सितम्बर rugsėjo septembris septembrī setembre กันยายน ก.ย",
    "october oct oktober okt octobre octubre outubro out ottobre ott października październik paź října říjen listopada október"
    " octombrie ekim eki lokakuu lokakuuta октября октябрь окт жовтня октомври οκτωβρίου οκτ אוקטובר أكتوبر اكتوبر اکتبر अक्टूबर"
    " spalio oktobris oktobrī oktoober ตุลาคม ต.ค",
    "november nov novembre noviembre novembro listopada listopadu listopad lis studenoga studenog noiembrie kasım kas marraskuu"
    " marraskuuta ноября ноябрь ноя нояб листопада ноември νοεμβρίου νοε נובמבר نوفمبر نوامبر नवंबर नवम्बर lapkričio novembris novembrī"
    " พฤศจิกายน พ.ย",
    "december dec dezember dez décembre déc diciembre dic dezembro dicembre desember des grudnia grudzień gru prosince prosinec"
    " prosinca decembrie aralık ara joulukuu joulukuuta декабря декабрь дек грудня декември δεκεμβρίου δεκ דצמבר ديسمبر دسامبر"
    " दिसंबर दिसम्बर gruodžio decembris decembrī detsember desembre ธันวาคม ธ.ค",
)
_ARABIC_EAST = ("كانون الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران", "تموز", "آب", "أيلول", "تشرين الأول", "تشرين الثاني",
                "كانون الأول")
MONTH = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}
# "listopada" is October in Croatian and November in Polish; Polish pages are by far more.
MONTH["listopada"] = 11
_ZONES = {"utc": 0, "gmt": 0, "z": 0, "bst": 60, "ist": 330, "cet": 60, "cest": 120, "mez": 60, "mesz": 120, "eet": 120,
          "eest": 180, "msk": 180, "est": -300, "edt": -240, "cst": -360, "cdt": -300, "mst": -420, "mdt": -360, "pst": -480,
          "pdt": -420, "akst": -540, "akdt": -480, "hst": -600, "jst": 540, "kst": 540, "sgt": 480, "hkt": 480, "pht": 480,
          "aest": 600, "aedt": 660, "acst": 570, "awst": 480, "nzst": 720, "nzdt": 780, "sast": 120, "wib": 420, "brt": -180}
_AMERICAN = {"et": -300, "ct": -360, "mt": -420, "pt": -480}        # summer time by its United States rule

_DIGITS = {ord(c): str(n % 10) for n, c in enumerate("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹०१२३४५६७८९０１２３４５６７８９๐๑๒๓๔๕๖๗๘๙")}
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d\d)-(\d\d)(?:[T\s,]{1,3}(\d\d?):(\d\d)(?::(\d\d)(?:[.,]\d{1,9})?)?\s?(Z|[+-]\d\d(?::?\d\d)?(?!\d)"
                  r"|[A-Z]{2,4}\b)?)?", re.IGNORECASE)
_COMPACT = re.compile(r"^(\d{4})(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)?(Z|[+-]\d\d:?\d\d)?)?$")
_EAST = re.compile(r"(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]?")
_YEAR_FIRST = re.compile(r"(?<!\d)((?:19|20)\d\d)\s?[./-]\s?(\d{1,2})\s?[./-]\s?(\d{1,2})(?!\d)")
_NUMBERS = re.compile(r"(?<![\d.])(\d{1,2})\s?([./-])\s?(\d{1,2})\s?\2\s?((?:19|20)\d\d|\d\d)(?![\d])")
_WORD = r"([^\W\d_]{2,15}\.?(?:[^\W\d_]\.?)?)"
_DAY_FIRST = re.compile(rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th|\.|º|°|er|ª)?[\s,-]{{0,3}}(?:de\s|d['’]|of\s|ta'\s)?{_WORD},?[\s,-]{{1,3}}(?:de\s|del\s)?"
                        r"((?:19|20|25)\d\d)(?!\d)")
_MONTH_FIRST = re.compile(rf"{_WORD}\s{{1,2}}(\d{{1,2}})(?:st|nd|rd|th|\.)?(?:\s*,\s*|\s+)((?:19|20)\d\d)(?!\d)")
_YEAR_MONTH_DAY = re.compile(rf"((?:19|20)\d\d)\.?\s{{0,2}}{_WORD}\s{{1,2}}(\d{{1,2}})(?!\d)")
_TIME = re.compile(r"(?<![\d.:])(\d{1,2})\s?(?:[:h時시點点]|uhr|\.(?=\d\d(?!\d|\.\d)))\s?(\d\d)?(?:\s?[分분])?(?::(\d\d))?\s{0,2}"
                   r"([ap]\.?\s?m\b\.?|오전|오후)?[\s,(]{0,3}([A-Za-z]{1,4}\b|[+-]\d\d:?\d\d)?", re.IGNORECASE)
_HOUR_ONLY = re.compile(r"(?<![\d.:])(\d{1,2})\s?([ap]\.?m\b\.?)[\s,(]{0,3}([A-Za-z]{2,4}\b)?", re.IGNORECASE)
_EARLIEST, _LATEST = 1990, 2099


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, perhaps with a time, perhaps with a zone."""

    day: date
    time: tuple[int, int, int] | None = None
    offset: int | None = None            # minutes east of UTC; None: not stated

    @property
    def iso(self) -> str:
        """ISO 8601, only as exact as what was read."""
        if self.time is None:
            return self.day.isoformat()
        return self._datetime().isoformat()

    def _datetime(self) -> datetime:
        zone = None if self.offset is None else timezone(timedelta(minutes=self.offset)) if self.offset else UTC
        return datetime(self.day.year, self.day.month, self.day.day, *(self.time or (0, 0, 0)), tzinfo=zone)

    @property
    def utc(self) -> datetime:
        """The instant, for comparing; without a zone as if in UTC."""
        moment = self._datetime()
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)

    def near(self, other: Moment, hours: float) -> bool:
        """Whether two moments lie so many hours apart at most."""
        return abs((self.utc - other.utc).total_seconds()) <= hours * 3600


@lru_cache(maxsize=4096)
def stated(text: str) -> Moment | None:
    """A date written for machines: ISO 8601 in its many spellings, RFC 822, seconds since 1970; else as printed."""
    text = text.strip().translate(_DIGITS)[:80]
    match = _ISO.search(text)
    if match and match.start() <= 12:
        return _iso(match)
    compact = _COMPACT.match(text)
    if compact and (found := _iso(compact)):
        return found
    if re.fullmatch(r"1?\d{9}(\d{3})?(\.\d{1,6})?", text):
        return _epoch(float(text))
    if re.search(r"\d{4}\s\d\d?:\d\d:\d\d\s([+-]\d{4}|[A-Z]{3})", text):
        try:
            return _of(parsedate_to_datetime(text))
        except (ValueError, TypeError, IndexError, OverflowError):
            pass
    return printed(text)


@lru_cache(maxsize=4096)
def printed(text: str, month_first: bool = False) -> Moment | None:
    """The first date a line prints, with the time beside it; None where there is none. `month_first`: 3/4/2020 is the
    fourth of March, as Americans write."""
    text = text.translate(_DIGITS)[:400]
    if not re.search(r"\d\d", text):
        return None
    found = _day(text, month_first)
    if found is None:
        return None
    day, start, end = found
    rest = text[end:end + 60]
    time = _time(rest, day) or _time(text[max(0, start - 45):start], day)
    return Moment(day, time[0], time[1]) if time else Moment(day)


def _day(text: str, month_first: bool) -> tuple[date, int, int] | None:
    match = _ISO.search(text)
    if match and (day := _date(match[1], match[2], match[3])):
        return day, match.start(), match.end(3)
    for pattern, order in ((_EAST, (1, 2, 3)), (_YEAR_FIRST, (1, 2, 3))):
        match = pattern.search(text)
        if match and (day := _date(*(match[n] for n in order))):
            return day, match.start(), match.end()
    for pattern, order in ((_DAY_FIRST, (3, 2, 1)), (_MONTH_FIRST, (3, 1, 2)), (_YEAR_MONTH_DAY, (1, 2, 3))):
        for match in pattern.finditer(text):
            month = _month(match[order[1]])
            if month and (day := _date(match[order[0]], str(month), match[order[2]])):
                return day, match.start(), match.end()
    eastern = _levantine(text)
    if eastern:
        return eastern
    match = _NUMBERS.search(text)
    if match:
        first, second, year = match[1], match[3], match[4] if len(match[4]) == 4 else f"20{match[4]}"
        american = (month_first and match[2] == "/") or int(second) > 12
        day = _date(year, first, second) if american else _date(year, second, first)
        if day:
            return day, match.start(), match.end()
    return None


def _levantine(text: str) -> tuple[date, int, int] | None:
    for number, name in enumerate(_ARABIC_EAST, 1):
        match = re.search(rf"(\d{{1,2}})\s{name}(?:\s?/\s?\S{{1,10}})?\s(\d{{4}})", text) if name in text else None
        if match and (day := _date(match[2], str(number), match[1])):
            return day, match.start(), match.end()
    return None


def _month(word: str) -> int | None:
    word = word.casefold().rstrip(".")
    return MONTH.get(word) or MONTH.get(word.replace("i̇", "i"))


def _date(year: str, month: str, day: str) -> date | None:
    number = int(year) - 543 if 2500 <= int(year) < 2600 else int(year)         # Thai calendars
    if not _EARLIEST <= number <= _LATEST:
        return None
    try:
        return date(number, int(month), int(day))
    except ValueError:
        return None


def _time(text: str, day: date) -> tuple[tuple[int, int, int], int | None] | None:
    """The first time of day in a text, with its zone."""
    for match in _TIME.finditer(text):
        if match[2] is None and not re.match(r"\d{1,2}\s?(uhr|[時시点點])", match[0], re.IGNORECASE):
            continue
        hour = _hour(int(match[1]), match[4])
        minute, second = int(match[2] or 0), int(match[3] or 0)
        if hour is not None and minute < 60 and second < 60:
            return (hour, minute, second), _zone(match[5] or "", day)
    hours = _HOUR_ONLY.search(text)
    if hours and (hour := _hour(int(hours[1]), hours[2])) is not None:
        return (hour, 0, 0), _zone(hours[3] or "", day)
    return None


def _hour(hour: int, half: str | None) -> int | None:
    if half:
        if hour > 12:
            return hour if hour < 24 else None
        after = half[:1].lower() == "p" or half == "오후"
        return hour % 12 + (12 if after else 0)
    return hour if hour < 24 else None


def _zone(text: str, day: date) -> int | None:
    """Minutes east of UTC; None where the text names no zone."""
    low = text.lower()
    if low in _ZONES:
        return _ZONES[low]
    if low in _AMERICAN:
        return _AMERICAN[low] + (60 if _american_summer(day) else 0)
    match = re.fullmatch(r"([+-])(\d\d):?(\d\d)?", text)
    if match and int(match[2]) <= 14 and int(match[3] or 0) < 60:
        return (1 if match[1] == "+" else -1) * (int(match[2]) * 60 + int(match[3] or 0))
    return None


def _american_summer(day: date) -> bool:
    """Second Sunday of March to first Sunday of November."""
    start = date(day.year, 3, 14) - timedelta(days=(date(day.year, 3, 14).weekday() + 1) % 7)
    end = date(day.year, 11, 7) - timedelta(days=(date(day.year, 11, 7).weekday() + 1) % 7)
    return start <= day < end


def _iso(match: re.Match[str]) -> Moment | None:
    day = _date(match[1], match[2], match[3])
    if day is None:
        return None
    if match[4] is None:
        return Moment(day)
    hour, minute, second = int(match[4]), int(match[5]), int(match[6] or 0)
    if hour > 23 or minute > 59 or second > 59:
        return Moment(day)
    return Moment(day, (hour, minute, second), _zone(match[7] or "", day))


def _epoch(value: float) -> Moment | None:
    try:
        return _of(datetime.fromtimestamp(value / (1000 if value > 1e11 else 1), UTC))
    except (ValueError, OverflowError, OSError):
        return None


def _of(moment: datetime) -> Moment | None:
    if not _EARLIEST <= moment.year <= _LATEST:
        return None
    offset = moment.utcoffset()
    return Moment(moment.date(), (moment.hour, moment.minute, moment.second),
                  None if offset is None else round(offset.total_seconds() / 60))
