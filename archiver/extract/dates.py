"""When an article was published and last changed: what the page states, completed by what it prints near its headline.

Never a date from the story's text, never one later than the capture, never a guess: an article without a date has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from lxml.html import HtmlElement

from archiver.extract import moments, zones
from archiver.extract.moments import Moment
from archiver.extract.page import Line, Page, text_of
from archiver.extract.structured import as_text, types_of
from archiver.model import Evidence

_META_PUBLISHED = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished", "rnews:datepublished",
    "article:published", "article.published", "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime", "bt:pubdate", "iso-8601-publish-date", "published_time", "publication_date",
    "publication-date", "publish_date", "publish-date", "publishdate", "pubdate", "originalpublicationdate",
    "article_date_original", "date.published", "dc.date.issued", "dcterms.issued", "dc.date.created", "dcterms.created",
    "dcterms.date", "dc.date", "dcsext.articlefirstpublished", "citation_publication_date", "article:post_date",
    "displaydate", "gentime", "ptime", "date", "article:create_at", "og:pubdate", "og:regdate", "analytics-s-pubdate",
    "last-published", "shareaholic:article_published_time", "vr:published_time", "creationdatetime", "datecreated",
    "uploaddate", "created", "pub_date", "publisheddate", "release_date", "og:release_date", "video:release_date")
_META_MODIFIED = (
    "article:modified_time", "og:article:modified_time", "og:updated_time", "datemodified", "rnews:datemodified",
    "article:modified", "article.updated", "dc.date.modified", "dcterms.modified", "modified_time", "lastmod",
    "last-modified", "lastmodifieddate", "updated_time", "revised", "moddate", "dateupdated",
    "shareaholic:article_modified_time", "vr:updated_time", "eomportal-lastupdate")
_UPDATED = re.compile(
    r"(?:^|\W)(updated?|modified|aktualisier\w*|geändert|mis à jour|màj|mise à jour|modifié\w*|actualizad[oa]|atualizad[oa]"
    r"|modificad[oa]|aggiornat[oa]|ultimo aggiornamento|bijgewerkt|gewijzigd|uppdaterad|oppdatert|opdateret|päivitetty|aktualizováno"
    r"|aktualizacja|aktualizované|frissítve|güncelle\w*|обновлен\w*|изменен\w*|оновлено|ενημέρωση|ενημερώθηκε|עודכן|עדכון|تحديث"
    r"|آخر تحديث|به‌روزرسانی|更新|수정|अपडेट|diperbarui|cập nhật|ažurirano|actualitzat|atnaujinta|last edited|edited on)", re.IGNORECASE)
_PUBLISHED = re.compile(
    r"(?:^|\W)(publi\w+|posted|veröffentlicht|erstellt|erschienen|created|pubblicat\w*|gepubliceerd|publicerad|publisert"
    r"|opublikowano|julkaistu|vydáno|yayın\w*|giriş|опубликован\w*|створено|δημοσίευση|פורסם|نشر|公開|公開日|投稿|掲載|入力|입력|등록|発表"
    r"|diterbitkan|đăng|objavljeno)", re.IGNORECASE)
_STORY = re.compile(r"/((?:19|20)\d\d)[/-](\d{1,2}|[a-z]{3})[/-](\d{1,2})(?:[/-]|$)|[/-]((?:19|20)\d\d)-?(\d\d)-?(\d\d)(?:[/._-]|$)")
_HEAD_BEFORE, _HEAD_AFTER = 12, 22      # lines around the headline in which a date is the article's
_MOST = 160                             # letters of a line that prints a date; longer ones are prose
_SLACK = timedelta(hours=26)            # zones that a page does not name, and clocks that are wrong
_ENGLISH_DAY_FIRST = ("uk", "au", "nz", "ie", "in", "za", "ng", "ke", "sg", "my", "pk", "hk", "eu", "gh", "zw", "lk", "bd")
_LD_PARTS = ("newsarticle", "article", "blogposting", "webpage", "liveblogposting", "reportagenewsarticle", "report",
             "reviewnewsarticle", "opinionnewsarticle", "analysisnewsarticle", "newsmediaarticle")


@dataclass(frozen=True)
class Dates:
    """ISO 8601, as exact as the page says; None where it says nothing."""

    published: str | None
    modified: str | None
    evidence: dict[str, Evidence]
    lines: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Found:
    moment: Moment
    source: str
    text: str
    sure: float
    line: int = -1


def find(page: Page, timezone: str = "") -> Dates:
    """The dates of a page; `timezone` (IANA) is the site's, for times printed without a zone."""
    bound = moments.stated(page.captured) if page.captured else None
    stated = [one for one in _stated(page, modified=False) if _possible(one, bound)]
    changed = [one for one in _stated(page, modified=True) if _possible(one, bound)]
    shown = [one for one in _printed(page) if _possible(one, bound)]
    first = _published(page, stated, [one for one in shown if not _UPDATED.search(_label(one.text))], shown)
    last = next(iter(changed), None) or next((one for one in shown if _UPDATED.search(_label(one.text))), None)
    if first is None and last is not None and last.line >= 0 and not changed:
        first = last
    if first and last and last.moment.utc < first.moment.utc and not last.moment.near(first.moment, 26):
        last = None
    evidence = {name: Evidence(one.source, one.text or None, one.sure)
                for name, one in (("published", first), ("modified", last)) if one}
    return Dates(_iso(first, timezone), _iso(last, timezone), evidence,
                 frozenset(one.line for one in shown if one.line >= 0 and len(one.text) < 100))


def _iso(one: _Found | None, timezone: str) -> str | None:
    if one is None:
        return None
    if not timezone or one.moment.time is None or one.moment.offset is not None:
        return one.moment.iso
    return datetime.fromisoformat(one.moment.iso).replace(tzinfo=ZoneInfo(timezone)).isoformat()


def _possible(one: _Found, bound: Moment | None) -> bool:
    return bound is None or one.moment.utc <= bound.utc + (_SLACK if one.moment.offset is None else timedelta(minutes=10))


def _label(text: str) -> str:
    """What stands in front of the first digit: it says which date follows."""
    return re.split(r"\d", text, maxsplit=1)[0] or text[:12]


def _published(page: Page, stated: list[_Found], shown: list[_Found], every: list[_Found]) -> _Found | None:
    """The first statement, with a time from the printed line where it has none; else the printed line; else the URL."""
    best = next(iter(stated), None)
    if best is None:
        best = next(iter(shown), None)
        if best is None:
            return _from_url(page)
        return best
    if best.moment.time is None or best.moment.time == (0, 0, 0):
        timed = next((one for one in (*stated, *shown) if one.moment.time not in (None, (0, 0, 0))
                      and one.moment.day == best.moment.day), None)
        return timed or best
    if best.moment.offset is None:
        zoned = next((one for one in stated if one.moment.offset is not None and one.moment.time
                      and one.moment.near(best.moment, 15) and one.moment.time[1:] == best.moment.time[1:]), None)
        return zoned or best
    return _honest(best, every)


def _honest(best: _Found, shown: list[_Found]) -> _Found:
    """Local time that is labelled UTC shows itself where the page prints the same clock time with another zone."""
    if best.moment.offset == 0 and best.moment.time:
        for one in shown:
            same = one.moment.time and one.moment.time[:2] == best.moment.time[:2] and one.moment.day == best.moment.day
            if same and one.moment.offset:
                return replace(best, moment=replace(best.moment, offset=one.moment.offset), text=one.text)
    return best


def _stated(page: Page, *, modified: bool) -> Iterator[_Found]:
    """What the page states for machines, most telling first."""
    data = page.structured
    keys = ("dateModified",) if modified else ("datePublished", "dateCreated", "uploadDate")
    for key in keys:
        yield from _read(as_text(data.article.get(key)), f"json-ld:{key}", .97)
    for name in _META_MODIFIED if modified else _META_PUBLISHED[:19]:
        for text in data.meta.get(name, ())[:2]:
            yield from _read(text, f"meta:{name}", .95)
    for node in data.nodes[:300]:
        if types_of(node) & set(_LD_PARTS):
            yield from _read(as_text(node.get(keys[0])), f"json-ld:{keys[0]}", .9)
    yield from _marked(page, "datemodified" if modified else "datepublished")
    if not modified:
        for name in _META_PUBLISHED[19:]:
            for text in data.meta.get(name, ())[:2]:
                yield from _read(text, f"meta:{name}", .85)


def _read(text: str, source: str, sure: float) -> Iterator[_Found]:
    moment = moments.stated(text) if text and len(text) >= 6 else None
    if moment:
        yield _Found(moment, source, text[:100], sure)


def _marked(page: Page, prop: str) -> Iterator[_Found]:
    """Microdata and RDFa outside the head."""
    for node in _with_property(page, prop):
        text = node.get("datetime") or node.get("content") or node.get("title") or ""
        if not text:
            text = text_of(node)[:100]
        moment = moments.stated(text) if text else None
        if moment and not _elsewhere(page, node):
            yield _Found(moment, f"microdata:{prop}", text[:100], .9)


def _with_property(page: Page, prop: str) -> list[HtmlElement]:
    found = page.root.xpath("//*[@itemprop or @property][not(self::meta)]")
    return [e for e in found if prop in f"{e.get('itemprop') or ''} {e.get('property') or ''}".lower()][:6]


def _elsewhere(page: Page, node: HtmlElement) -> bool:
    """Whether an element stands in a list of other stories, in comments or the like."""
    place = page.story.element
    for holder in node.iterancestors():
        if holder is place:
            return False
        if zones.of(holder) & (zones.RELATED | zones.COMMENTS | zones.ASIDE | zones.FOOTER | zones.NAV):
            return place is None or place not in holder.iterdescendants()
    return False


def _printed(page: Page) -> list[_Found]:
    """Dates printed near the headline, then in the story's head and foot; `<time datetime>` says them exactly."""
    region = page.story
    lines = page.lines
    top = region.headline if region.headline >= 0 else max(0, region.first)
    end = min(len(lines), max(top + _HEAD_AFTER, min(region.first + 4, top + 60)))
    places = [line for line in lines[top + 1:end] if not _crowded(line, region.zones)]
    places += [line for line in reversed(lines[max(0, top - _HEAD_BEFORE):top + 1]) if not _crowded(line, region.zones)]
    if region.last >= 0:
        places += [line for line in lines[region.last + 1:region.last + 5] if _PUBLISHED.search(line.text[:40])]
    american = _american(page)
    found = [one for line in places if len(line.text) <= _MOST or line.zones & zones.DATE
             for one in _in_line(line, american, prose=region.first <= line.index <= region.last)]
    # A time in the same block completes the day of the line before it: "12 May 2023" / "10:20".
    return [_completed(one, lines) for one in _ordered(found)]


def _crowded(line: Line, local: tuple[int, ...]) -> bool:
    bits = local[line.index] if local else line.zones
    return bool(bits & (zones.RELATED | zones.COMMENTS | zones.NAV | zones.FOOTER)) or (
        line.linked > .9 and len(line.text) > 40)


def _in_line(line: Line, american: bool, *, prose: bool) -> Iterator[_Found]:
    """Dates of one line: its `<time>` first, else what it prints, if it is little else than a date."""
    for node in _times(line.element):
        text = node.get("datetime") or node.get("data-datetime") or ""
        moment = moments.stated(text) if len(text) >= 8 else None
        if moment:
            seen = moments.printed(line.text, american)
            if moment.time is None and seen and seen.time and seen.day == moment.day:
                moment = seen
            yield _Found(moment, "markup:time", line.text[:100], .9, line.index)
            return
    if not any(c.isdigit() for c in line.text):
        return
    marked = bool(line.zones & (zones.DATE | zones.BYLINE)) or bool(_PUBLISHED.search(line.text)) or bool(_UPDATED.search(line.text))
    if prose and not marked and len(line.text) > 60:
        return
    moment = moments.printed(line.text, american)
    if moment and (marked or _mostly_date(line.text)):
        yield _Found(moment, "text:date line", line.text[:100], .8 if marked else .7, line.index)


def _times(element: HtmlElement) -> list[HtmlElement]:
    if element.tag == "time":
        return [element]
    found = element.findall(".//time")
    return found if len(found) <= 3 else []


@lru_cache(maxsize=2000)
def _mostly_date(text: str) -> bool:
    """Whether a line holds little but a date: its digits, a month, a weekday, a byline."""
    digits = sum(c.isdigit() for c in text)
    return digits >= 4 and (len(text) <= 60 or digits * 6 >= len(text))


def _ordered(found: list[_Found]) -> list[_Found]:
    """`<time>` before text, marked before unmarked, else as they stand."""
    return sorted(found, key=lambda one: -one.sure)


def _completed(one: _Found, lines: tuple[Line, ...]) -> _Found:
    if one.moment.time is not None or one.line < 0:
        return one
    for line in lines[one.line + 1:one.line + 3]:
        if len(line.text) <= 30 and re.search(r"\d\d?\s?[:h.時]\s?\d\d", line.text):
            joined = moments.printed(f"{one.moment.day.isoformat()} {line.text}")
            if joined and joined.time:
                return replace(one, moment=joined, text=f"{one.text} {line.text}")
    return one


def _american(page: Page) -> bool:
    """Whether 3/4/2020 is the fourth of March here: English, and not from a country that says otherwise."""
    language = (page.language_tag or page.structured.first("og:locale") or "en").lower().replace("_", "-")
    host = (urlsplit(page.url).hostname or "").rsplit(".", 1)[-1]
    return language.startswith("en") and language not in ("en-gb", "en-au", "en-nz", "en-ie", "en-in", "en-za") and (
        host not in _ENGLISH_DAY_FIRST)


def _from_url(page: Page) -> _Found | None:
    """A day in the page's own address."""
    match = _STORY.search(urlsplit(page.url).path.lower())
    if not match:
        return None
    year, month, day = (match[1], match[2], match[3]) if match[1] else (match[4], match[5], match[6])
    number = int(month) if month.isdigit() else moments.MONTH.get(month, 0)
    moment = moments.stated(f"{year}-{number:02}-{int(day):02}")
    return _Found(moment, "url", match[0].strip("/"), .75) if moment else None
