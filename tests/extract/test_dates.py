"""When a story was published and changed: as stated, as printed, in many languages, and never a guess."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.extract import dates
from archiver.extract.dates.text import scan, stated
from archiver.extract.page import Page

PROSE = "".join(f"<p>The council met again, and nobody could say in the {n}th hour how long the talks would last, or who would win.</p>"
                for n in range(6))
LD = '<script type="application/ld+json">{"@type":"NewsArticle","headline":"The harbour opens",%s}</script>'


def read(head: str = "", line: str = "", *, lang: str = "en", url: str = "https://harbour.example/story", captured: str | None = None,
         timezone: str = "", foot: str = "") -> dates.Dates:
    page = Page(f'<html lang="{lang}"><head><title>The harbour opens</title>{head}</head><body><article><h1>The harbour opens</h1>'
                f"{line}{PROSE}{foot}</article></body></html>", url, captured=captured)
    return dates.find(page, timezone)


@pytest.mark.parametrize(("text", "expected"), [
    ("2024-05-14T16:45:01+02:00", "2024-05-14T16:45:01+02:00"), ("2024-05-14T16:45:01.123Z", "2024-05-14T16:45:01+00:00"),
    ("2024-05-14 16:45", "2024-05-14T16:45:00"), ("20240514T164501Z", "2024-05-14T16:45:01+00:00"), ("20240514", "2024-05-14"),
    ("Tue, 14 May 2024 16:45:01 GMT", "2024-05-14T16:45:01+00:00"), ("1715705101", "2024-05-14T16:45:01+00:00"),
    ("1715705101000", "2024-05-14T16:45:01+00:00"), ("Tue May 14 2024 16:45:01 GMT+0200 (CEST)", "2024-05-14T16:45:01+02:00"),
    ("2024-05-14T16:45:01 02:00", "2024-05-14T16:45:01+02:00"), ("May 14, 2024, 4:45 p.m. ET", "2024-05-14T16:45:00-04:00"),
    ("2024-05-14", "2024-05-14"), ("2024-13-45", "None"), ("tomorrow", "None"), ("0001-01-01", "None"), ("12:30", "None"),
])
def test_statements(text: str, expected: str) -> None:
    """What programs write comes out as ISO 8601, no more exact than it is written."""
    assert str(stated(text)) == expected


@pytest.mark.parametrize(("language", "text", "expected"), [
    ("en", "May 14, 2024 at 4:45 pm", "2024-05-14T16:45:00"), ("de", "14. Mai 2024, 16.45 Uhr", "2024-05-14T16:45:00"),
    ("fr", "Publié le 14 mai 2024 à 16h45", "2024-05-14T16:45:00"), ("es", "14 de mayo de 2024 - 16:45", "2024-05-14T16:45:00"),
    ("pt", "14/05/2024 às 16h45", "2024-05-14T16:45:00"), ("it", "14 maggio 2024, 16:45", "2024-05-14T16:45:00"),
    ("nl", "14 mei 2024 om 16:45", "2024-05-14T16:45:00"), ("sv", "14 maj 2024 kl. 16.45", "2024-05-14T16:45:00"),
    ("no", "14. mai 2024 kl. 16:45", "2024-05-14T16:45:00"), ("da", "14. maj 2024 kl. 16.45", "2024-05-14T16:45:00"),
    ("fi", "14. toukokuuta 2024 klo 16.45", "2024-05-14T16:45:00"), ("is", "14. maí 2024 16:45", "2024-05-14T16:45:00"),
    ("pl", "14 maja 2024, 16:45", "2024-05-14T16:45:00"), ("cs", "14. května 2024 16:45", "2024-05-14T16:45:00"),
    ("sk", "14. mája 2024 16:45", "2024-05-14T16:45:00"), ("hu", "2024. május 14. 16:45", "2024-05-14T16:45:00"),
    ("ro", "14 mai 2024, 16:45", "2024-05-14T16:45:00"), ("hr", "14. listopada 2024. u 16:45", "2024-10-14T16:45:00"),
    ("pl", "14 listopada 2024", "2024-11-14"), ("lt", "2024 m. gegužės 14 d. 16:45", "2024-05-14T16:45:00"),
    ("lv", "2024. gada 14. maijs", "2024-05-14"), ("et", "14. mai 2024 16:45", "2024-05-14T16:45:00"),
    ("tr", "14 Mayıs 2024 16:45", "2024-05-14T16:45:00"), ("el", "14 Μαΐου 2024, 16:45", "2024-05-14T16:45:00"),
    ("ru", "14 мая 2024, 16:45", "2024-05-14T16:45:00"), ("uk", "14 травня 2024, 16:45", "2024-05-14T16:45:00"),
    ("bg", "14 май 2024 16:45", "2024-05-14T16:45:00"), ("sr", "14. мај 2024. 16:45", "2024-05-14T16:45:00"),
    ("ar", "14 مايو 2024", "2024-05-14"), ("he", "14 במאי 2024".replace("במאי", "מאי"), "2024-05-14"),
    ("hi", "14 मई 2024, 04:45 PM", "2024-05-14T16:45:00"), ("th", "14 พ.ค. 2567 16:45", "2024-05-14T16:45:00"),
    ("vi", "14 tháng 5, 2024", "2024-05-14"), ("id", "14 Mei 2024 16:45", "2024-05-14T16:45:00"),
    ("ja", "2024年5月14日 16時45分", "2024-05-14T16:45:00"), ("ja", "令和6年5月14日", "2024-05-14"),
    ("zh", "2024-05-14 16:45", "2024-05-14T16:45:00"), ("ko", "2024.05.14 오후 4:45", "2024-05-14T16:45:00"),
])
def test_printed_in_many_languages(language: str, text: str, expected: str) -> None:
    """A printed date and its time are read in the languages that news is written in."""
    assert [str(found.moment) for found in scan(text, language)] == [expected]


def test_zone_is_kept_as_stated() -> None:
    """The zone a page states stays, and a change has its own field."""
    found = read(LD % '"datePublished":"2024-05-14T16:45:00+02:00","dateModified":"2024-05-15T08:00:00+02:00"')
    assert found.published == "2024-05-14T16:45:00+02:00"
    assert found.modified == "2024-05-15T08:00:00+02:00"
    assert found.evidence["published"].source == "json-ld:datePublished"


def test_no_zone_is_made_up() -> None:
    """Where no zone is stated none stands there, unless the site file names the outlet's."""
    line = '<p class="date">14 May 2024 16:45</p>'
    assert read(line=line).published == "2024-05-14T16:45:00"
    assert read(line=line, timezone="Europe/Berlin").published == "2024-05-14T16:45:00+02:00"
    assert read(line=line, timezone="Nowhere/Atlantis").published == "2024-05-14T16:45:00"


def test_day_stays_a_day() -> None:
    """Midnight without a zone is what programs write for no time; it is not reported as one."""
    assert read('<meta property="article:published_time" content="2024-05-14T00:00:00">').published == "2024-05-14"


def test_printed_time_completes_a_stated_day() -> None:
    """The page states the day and prints the minute: both count."""
    found = read('<meta name="date" content="2024-05-14">', '<time>14 May 2024, 4:45 pm EDT</time>')
    assert found.published == "2024-05-14T16:45:00-04:00"


def test_local_time_that_says_utc() -> None:
    """Two statements of one instant, one of them local time called UTC: the printed clock tells which."""
    head = LD % '"datePublished":"2024-05-14T16:45:31+00:00"' + '<meta property="article:published_time" content="2024-05-14T20:45:31+00:00">'
    assert read(head, '<p class="date">May 14, 2024 4:45 PM</p>').published == "2024-05-14T16:45:31-04:00"


def test_day_of_the_outlet_next_to_utc() -> None:
    """Stated in UTC on the next day, printed in local time: the same instant with the outlet's own day."""
    found = read(LD % '"datePublished":"2024-05-15T02:25:54Z"', '<p class="date">May 14, 2024 | 9:25pm</p>')
    assert found.published == "2024-05-14T21:25:54-05:00"


def test_never_from_the_story() -> None:
    """A date in the reporting is no date of the report."""
    assert read(line="<p>The prime minister, who took office on 4 October 2021 after a long campaign, offered talks on Monday.</p>").published is None


def test_never_later_than_the_capture() -> None:
    """A date after the capture is wrong, whoever states it."""
    head = LD % '"datePublished":"2025-06-01T10:00:00Z"' + '<meta name="pubdate" content="2024-05-14T16:45:00Z">'
    assert read(head, captured="2024-05-14T17:00:00+00:00").published == "2024-05-14T16:45:00+00:00"
    assert read(LD % '"datePublished":"2030-01-01"', captured="2024-05-14T17:00:00+00:00").published is None


@pytest.mark.parametrize("line", [
    "<aside><h3>Related</h3><p>3 March 2022</p></aside>", "<footer>© 2024 The Harbour Post, 1 January 2024</footer>",
    "<div class='comments'><p>Anna on 4 March 2023 at 10:11</p></div>", "<p>6 March 2024, 13:00 - 16:40</p>",
])
def test_none_rather_than_a_wrong_one(line: str) -> None:
    """Dates of other things are left alone: teasers, copyright, comments, events."""
    assert read(foot=line).published is None


@pytest.mark.parametrize(("lang", "url", "expected"), [
    ("en-US", "https://harbour.example/a", "2024-03-05"), ("en-GB", "https://harbour.example/a", "2024-05-03"),
    ("en", "https://harbour.co.uk/a", "2024-05-03"), ("de", "https://harbour.example/a", "2024-05-03"),
    ("en-US", "https://harbour.example/2024/05/03/a", "2024-05-03"),
])
def test_day_and_month(lang: str, url: str, expected: str) -> None:
    """3/5/2024 is read as the page's country does, unless the address says otherwise."""
    assert read(line='<p class="date">3/5/2024</p>', lang=lang, url=url).published == expected


def test_the_only_date_is_one_of_a_change() -> None:
    """A page that says only when it was updated: that is its date, with little confidence."""
    found = read(line='<p class="date">Updated on July 9, 2024</p>')
    assert (found.published, found.modified) == ("2024-07-09", "2024-07-09")
    assert found.evidence["published"].confidence < .5


def test_the_line_is_claimed() -> None:
    """A line that holds only the date belongs to no body."""
    assert len(read(line='<p class="date">14 May 2024 16:45</p>').lines) == 1


@settings(max_examples=150)
@given(st.text(max_size=300))
def test_any_text(text: str) -> None:
    """No text makes the readers of dates fail."""
    stated(text)
    scan(text, "de")


@settings(max_examples=60)
@given(st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(2099, 12, 31)))
def test_what_is_written_is_read(moment: datetime) -> None:
    """Every moment written as ISO 8601 is read back to the second."""
    written = moment.isoformat(timespec="seconds")
    assert str(stated(written)) == written
