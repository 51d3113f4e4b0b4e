"""The dates a page gives, as claims: stated in meta tags, JSON-LD, microdata and scripts, or printed near the headline.

Nothing here chooses between them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from archiver.extract import zones
from archiver.extract.dates.text import Moment, Printed, made, scan, stated
from archiver.extract.dates.words import NAMED, OTHERS, PUBLISHED, UPDATED
from archiver.extract.lines import Line, text_of
from archiver.extract.page import Page
from archiver.extract.structured import as_text, types_of

_META_PUBLISHED = (
    "article:published_time", "article:published", "og:article:published_time", "og:published_time", "og:pubdate", "datepublished",
    "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "bt:pubdate", "rnews:datepublished",
    "article.published", "published_time", "published_at", "published-date", "published_date", "publishdate", "publish-date",
    "publish_date", "pubdate", "publication_date", "publicationdate", "publication-date", "article_date_original",
    "originalpublicationdate", "shareaholic:article_published_time", "vr:published_time", "article:post_date", "displaydate",
    "dcterms.issued", "dc.date.issued", "dcterms.created", "dc.date.created", "dc.created", "dc:created", "dcterms.date",
    "dc.date", "dc:date", "dc.date.publication", "citation_publication_date", "citation_online_date", "citation_date", "ptime",
    "date.release", "date_published", "pub_date", "content_create_date", "live_date", "release_date", "news_publish_date",
    "date", "timestamp", "article_date", "created", "creation_date", "datecreated")
_META_MODIFIED = (
    "article:modified_time", "article:modified", "og:updated_time", "og:article:modified_time", "datemodified",
    "dcterms.modified", "dc.date.modified", "dc.modified", "article.updated", "modified_time", "lastmod", "last-modified",
    "last_modified", "updated_time", "date_modified", "lastmodified", "revised", "article_date_updated", "moddate",
    "bt:moddate", "rnews:datemodified")
WEAK = frozenset(f"meta:{name}" for name in (
    "dcterms.created", "dc.date.created", "dc.created", "dc:created", "dcterms.date", "dc.date", "dc:date", "date", "timestamp", "created",
    "creation_date", "datecreated")) | {"json-ld:dateCreated"}
_OTHER_META = re.compile(r"(?:^|[^a-z])(?:publish(?:ed|ing)?|publication|pub|post(?:ed)?|release)(?:$|[^a-z]|date|time|at|on)")
_BEFORE, _AFTER = 14, 40        # lines looked at around the headline
_FOOT = 6                       # lines looked at after the story
_AWAY = zones.NAV | zones.FOOTER | zones.RELATED | zones.COMMENTS | zones.ASIDE | zones.CONSENT | zones.BREADCRUMB


@dataclass(frozen=True, slots=True)
class Claim:
    """One date the page gives."""

    moment: Moment
    source: str
    text: str
    score: float = 0.0              # for printed ones: how clear it is that it dates the story
    other: Moment | None = None     # with day and month swapped
    line: int = -1


# --- what is stated -------------------------------------------------------------------------------------------------


def published(page: Page) -> list[Claim]:
    """The dates of publication that the page states for machines, most telling first."""
    data = page.structured
    first = _day_first(page)
    found = [*_values("json-ld:datePublished", data.article.get("datePublished"), first), *_metas(page, _META_PUBLISHED),
             *_values("json-ld:dateCreated", data.article.get("dateCreated"), first)]
    if not found:
        found = [claim for node in data.nodes[:300] if "webpage" in types_of(node) or "datePublished" in node
                 for claim in _values("json-ld:page", node.get("datePublished"), first)]
    if not found:
        found = [claim for name, texts in data.meta.items() if _OTHER_META.search(name)
                 for claim in _values(f"meta:{name}", texts[0], first)]
    return found or list(_properties(page, "datePublished"))


def modified(page: Page) -> list[Claim]:
    """The dates of the last change that the page states for machines, most telling first."""
    data = page.structured
    found = [*_values("json-ld:dateModified", data.article.get("dateModified"), _day_first(page)), *_metas(page, _META_MODIFIED)]
    return found or list(_properties(page, "dateModified"))


def _day_first(page: Page) -> bool:
    """Whether 3/5/2024 in a statement is the third of May: on pages in another language than English."""
    return bool(page.language_tag) and not page.language_tag.lower().startswith("en")


def _metas(page: Page, names: tuple[str, ...]) -> Iterator[Claim]:
    known, first = page.structured.meta, _day_first(page)
    for name in names:
        if name in known:           # only the first: the others are those of teasers
            yield from _values(f"meta:{name}", known[name][0], first)


def _properties(page: Page, name: str) -> Iterator[Claim]:
    """Microdata and RDFa outside of meta tags."""
    items = [element for element in page.marked if element.get("itemprop") == name]
    for element in items[:5]:
        yield from _values(f"microdata:{name}", element.get("content") or element.get("datetime") or text_of(element)[:80])
    for element in [element for element in page.marked if element.get("property") is not None][:300]:
        if (element.get("property") or "").endswith(name):
            yield from _values(f"rdfa:{name}", element.get("content") or element.get("datetime") or text_of(element)[:80])


def _values(source: str, value: Any, day_first: bool = False) -> Iterator[Claim]:
    text = as_text(value)
    moment = stated(text, day_first=day_first) if text else None
    if moment:
        yield Claim(moment, source, text)


_PATH = re.compile(r"/((?:19|20)\d\d)[/-]?(\d\d)[/-]?(\d\d)(?!\d)|[/-](\d\d?)-(\d\d?)-((?:19|20)\d\d)(?!\d)")
_PATH_WORDS = re.compile(r"/((?:19|20)\d\d)/([a-z]{3,9})/(\d\d?)(?!\d)")


def from_url(url: str) -> Claim | None:
    """The day in the page's address: `/2019/05/14/`, `/2019/may/14/`, `/20190514-`."""
    path = urlsplit(url).path.lower()
    moment = None
    if match := _PATH_WORDS.search(path):
        moment = next((p.moment for p in scan(f"{match[3]} {match[2]} {match[1]}")), None)
    elif match := _PATH.search(path):
        moment = made(int(match[1]), int(match[2]), int(match[3])) if match[1] else made(int(match[6]), int(match[5]), int(match[4]))
    return Claim(moment, "url", path) if moment else None


_SCRIPT = re.compile(
    r"""["'](?:date_?published|published_?(?:at|date|time|on)|publish(?:ing)?_?(?:date|time)|publication_?(?:date|time)|pub_?date"""
    r"""|first_?published(?:_?(?:at|date))?"""
    r"""|date_?posted|post_?date|display_?date|article_?date)(?:_?gmt|_?utc|time)?"""
    r"""["']\s{0,3}:\s{0,3}["']?(\d[\dT:.Z +/-]{7,40})["',}\s]""", re.IGNORECASE)


def from_scripts(page: Page) -> Claim | None:
    """A date of publication in the page's script data, where all such dates agree on the day."""
    found: list[Claim] = []
    for script in page.tagged("script"):
        text = script.text
        if text and "ubl" in text and len(text) < 3_000_000:
            found += [claim for match in islice(_SCRIPT.finditer(text), 40) for claim in _values("script:data", match[1])]
    days = {claim.moment.date for claim in found}
    return found[0] if len(days) == 1 else None


# --- what is printed ------------------------------------------------------------------------------------------------


def printed(page: Page) -> list[Claim]:
    """Dates printed around the headline, or at the foot of the story, the clearest first."""
    language = page.language_tag.lower() or page.structured.first("og:locale").lower()
    found = [claim for line in _near(page) for claim in _in_line(page, line, language)]
    return sorted(found, key=lambda c: (-c.score, c.line))


def printed_anywhere(page: Page) -> list[Claim]:
    """Dates in lines whose markup calls them dates, anywhere on the page, the clearest first."""
    language = page.language_tag.lower() or page.structured.first("og:locale").lower()
    marked = {node for time in page.tagged("time")[:60] for node in (time, *islice(time.iterancestors(), 4))}
    lines = [line for line in page.lines if line.zones & zones.DATE or line.element in marked][:200]
    return sorted((claim for line in lines for claim in _in_line(page, line, language)), key=lambda c: (-c.score, c.line))


_DIGIT = re.compile(r"\d")


def _in_line(page: Page, line: Line, language: str) -> Iterator[Claim]:
    text = line.text
    if len(text) > 250:
        return
    if not _DIGIT.search(text):
        yield from _machine_only(page, line)
        return
    before = 0
    dates = scan(text, language[:2], day_first=not _american(page, language, text))
    if not dates:
        yield from _machine_only(page, line)
    for n, found in enumerate(dates):
        label = text[before:found.start]
        before = found.end
        yield _judge(page, line, found, label, n)


def _machine_only(page: Page, line: Line) -> Iterator[Claim]:
    """A `<time datetime>` whose text is no date: '3 hours ago'."""
    element = next(line.element.iter("time"), None) if len(line.text) < 80 else None
    moment = stated(element.get("datetime") or "") if element is not None else None
    if moment:
        yield _judge(page, line, Printed(moment, 0, len(line.text)), "", 0)


def _judge(page: Page, line: Line, found: Printed, label: str, n: int) -> Claim:
    """A printed date with its score."""
    score = _markup_score(page, line) + _word_score(line, found, label)
    element = _time_element(line) if n == 0 else None
    score += 2 if line.zones & zones.DATE or element is not None else -1.5 if len(label) > 30 and not PUBLISHED.search(label) else 0
    moment = found.moment
    machine = stated(element.get("datetime") or element.get("title") or "") if element is not None else None
    if machine and abs((machine.date - moment.date).days) <= 1 and (machine.timed or not moment.timed):
        moment = machine
    source = "text:updated" if UPDATED.search(label) else "markup:time" if machine else "text:date"
    return Claim(moment, source, line.text, score, found.other, line.index)


def _markup_score(page: Page, line: Line) -> float:
    """How much the line's place speaks for it."""
    story = page.story
    bits = story.zones[line.index] if story.zones else line.zones
    gap = line.index - (story.headline if story.headline >= 0 else story.first)
    score = 1.5 if 0 <= gap <= 4 else 1 if 0 <= gap <= 10 else .7 if -4 <= gap < 0 else 0
    if story.first >= 0 and line.index > story.first + 3:
        score -= 1.5
    if bits & zones.BYLINE:
        score += 1
    if bits & (_AWAY | zones.CAPTION | zones.FIGURE | zones.QUOTE):
        score -= 3
    return score - 1 if line.linked > .6 else score


def _word_score(line: Line, found: Printed, label: str) -> float:
    """How much the words around it speak for it."""
    rest = len(line.text) - (found.end - found.start)
    score = 1.0 if rest < 25 else 0.3 if rest < 60 else -1 if rest > 120 else 0
    if PUBLISHED.search(label) or NAMED.match(label):
        score += 2
    if OTHERS.search(label):
        score -= 2
    if _SPAN.search(line.text):
        score -= 3                      # from one hour to another: an event
    if rest > 60 and line.link_chars * 3 < rest and not line.zones & (zones.BYLINE | zones.DATE):
        score -= 1.5                    # a sentence
    return score + .3 if found.moment.hour is not None else score


_SPAN = re.compile(r"\d{1,2}[:.：]\d\d\s?(?:Uhr|h)?\s?(?:-|–|－|—|~|〜|bis|to|until)\s?\d{1,2}[:.：]\d\d(?!\d)")


def _time_element(line: Line) -> HtmlElement | None:
    """The `<time>` in a line, or an inline element that calls itself a date."""
    if line.element.tag == "time":
        return line.element
    for node in islice(line.element.iter("time", "span", "abbr", "small", "b", "strong", "em", "i"), 12):
        if node.tag == "time" or zones.of(node) & zones.DATE:
            return node
    return None


_DAY_FIRST = frozenset("gb uk au nz ie in za sg my ng ke pk gh ug tz zw hk mt jm tt bd lk np".split())
_AMERICAN_CLOCK = re.compile(r"\b[ap]\.?m\.?\s{0,2}\(?(?:[ECMP][SD]?T|AKST|HST)\b", re.IGNORECASE)


def _american(page: Page, language: str, text: str) -> bool:
    """Whether 3/5/2024 is March: on English pages that do not say that they are of another country."""
    if language and language[:2] != "en":
        return False
    if _AMERICAN_CLOCK.search(text):
        return True
    host = (urlsplit(page.url).hostname or "").rsplit(".", 1)[-1]
    return bool(language) and language[3:5] not in _DAY_FIRST and host not in _DAY_FIRST


def _near(page: Page) -> Iterator[Line]:
    """Lines around the headline, and those behind the story."""
    story, lines = page.story, page.lines
    head = story.headline if story.headline >= 0 else max(story.first, 0)
    top = range(max(0, head - _BEFORE), min(len(lines), head + _AFTER))
    yield from (lines[i] for i in top)
    if story.last >= 0:
        yield from (lines[i] for i in range(max(story.last - 1, top.stop), min(len(lines), story.last + _FOOT)))
