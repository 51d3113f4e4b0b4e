"""The pictures of an article with caption and credit, the lead picture first.

Nothing here decides what the story is or who wrote it: it takes both, and gives back the lines it has read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache

from lxml.html import HtmlElement

from archiver.extract import zones
from archiver.extract.credits import agencies, images, stated
from archiver.extract.credits.addresses import keys
from archiver.extract.credits.beside import kind
from archiver.extract.credits.pictured import Pictured, read_picture
from archiver.extract.credits.text import CAPTION, CREDIT, LOOSE, Reading, read
from archiver.extract.credits.tidying import tidy
from archiver.extract.credits.words import PHOTO
from archiver.extract.lines import Line
from archiver.extract.page import Page
from archiver.model import Author, Evidence, Image

MAX_LONE = 220  # characters of a line that is nothing but a credit, with its caption
MAX_MARKED = 160  # the same where its markup says so
MAX_EDGE = 140  # the same at the story's head or foot, behind the writer's name or the sources
FOOT = 10  # lines before the end in which a credit that no picture is near is the lead's


@dataclass(frozen=True)
class Credits:
    """The article's pictures, the lead first, the evidence for them, and the lines they were read from."""

    images: tuple[Image, ...] = ()
    evidence: dict[str, Evidence] = field(default_factory=dict)
    lines: frozenset[int] = frozenset()


def find(page: Page, title: str, authors: tuple[Author, ...] = ()) -> Credits:
    """The article's pictures. A credit that is printed where no picture could be found stands in an Image without
    address."""
    bounds = _bounds(page)
    stated_images = stated.images(page)
    lead_urls = stated.lead_urls(page)
    wanted = frozenset(k for url in lead_urls for k in keys(url))
    claimed: set[int] = set()
    found = [
        read_picture(page, picture, wanted, claimed, title)
        for picture in images.pictures(page, bounds.first, bounds.last, wanted)
    ]
    found = _kept(found, bounds, frozenset(author.name.lower() for author in authors))
    if not any(abs(one.line - bounds.headline) <= 12 or one.named for one in found):
        found = [Pictured(url, bounds.headline, False) for url in images.backgrounds(page, wanted)[:1]] + found
    _lead_first(found, bounds, lead_urls)
    _lone_lines(page, found, claimed, bounds, authors)
    _lone_captions(page, found, claimed, bounds)
    for one in found:
        _from_stated(one, stated_images)
    return _result(page, found, claimed, title)


@dataclass(frozen=True, slots=True)
class _Bounds:
    first: int
    headline: int
    last: int


def _bounds(page: Page) -> _Bounds:
    """Where the article's pictures can stand: from some lines above the headline to the end of the story."""
    story = page.story
    headline = story.headline if story.headline >= 0 else max(0, story.first)
    if story.last < 0:
        return _Bounds(max(0, headline - 30), headline, min(len(page.lines), headline + 60) - 1)
    first = min(headline, story.first) if story.first - headline < 60 else story.first
    return _Bounds(max(0, first - 30), headline, _end(page, story.last))


_OTHERS = zones.NAV | zones.FOOTER | zones.RELATED | zones.COMMENTS | zones.ASIDE | zones.CONSENT | zones.BIO


def _end(page: Page, last: int) -> int:
    """The story's last line, further down where running text goes on in another container."""
    near = last
    for line in page.lines[last + 1 :]:
        if line.index - near > 8 or line.zones & zones.H1 or line.text[:1] in "©ⓒ":
            break
        if len(line.text) > 120 and line.linked < 0.4 and not page.story.zones[line.index] & _OTHERS:
            near = line.index
    return near


def _kept(found: list[Pictured], bounds: _Bounds, authors: frozenset[str]) -> list[Pictured]:
    """Without repeats of a picture, silent pictures above the headline or silent ones of no address; no author's portrait
    as credit."""
    kept: dict[str, Pictured] = {}
    for one in found:
        if _is_byline(one, authors):
            one.reading = Reading()
        if not one.named and one.line < bounds.headline and not one.reading and not one.caption:
            continue
        if not one.url and not one.reading.sure:
            continue
        same = kept.setdefault(one.url or one.caption or f"line {one.line}", one)
        if same is not one:
            same.caption = same.caption or one.caption
            if not same.reading and one.reading:
                same.reading, same.source = one.reading, one.source
    return list(kept.values())


def _is_byline(one: Pictured, authors: frozenset[str]) -> bool:
    """Whether a credit that no word announces is the article's author: a portrait, or a byline below it."""
    names = {name.lower() for name in agencies.parts(one.reading.credit)}
    return (
        bool(names & authors) and one.source.startswith("text") and one.reading.raw.strip("()[]") == one.reading.credit
    )


# An address that many pages share: the outlet's logo or a stand-in, not a picture of the article.
_STOCK = re.compile(r"logo|default|placeholder|fallback|favicon|/(?:assets?|static|themes?|plugins|icons?)/|\.svg", re.IGNORECASE)


def _lead_first(found: list[Pictured], bounds: _Bounds, lead_urls: list[str]) -> None:
    """The picture that the page's data name comes first if it is printed; else the first that is printed."""
    lead = next((one for one in found if one.named), None)
    near = [one for one in found if bounds.headline - 12 <= one.line <= bounds.headline + 12]
    top = next((one for one in near if one.reading or one.caption), near[0] if near else None)
    chosen = lead or top
    if chosen is not None:
        found.remove(chosen)
        found.insert(0, chosen)
    url = next((url for url in lead_urls if not _STOCK.search(url)), "")
    if url and chosen is None:
        found.insert(0, Pictured(url, bounds.headline, True, source="meta:image"))
    elif chosen is not None and not chosen.url:  # a script draws it
        chosen.url, chosen.named = url, bool(url)


def _lone_lines(
    page: Page, found: list[Pictured], claimed: set[int], bounds: _Bounds, authors: tuple[Author, ...]
) -> None:
    """Lines of their own that are credits: near a picture they are its, at the head or foot the lead picture's."""
    names = {author.name.lower() for author in authors}
    local = page.story.zones
    for line in page.lines[max(0, bounds.headline - 8) : bounds.last + 4]:
        if line.index in claimed or len(line.text) > MAX_LONE or line.linked > 0.6:
            continue
        marked = len(line.text) < MAX_MARKED and _marked(line)
        edge = line.index <= bounds.headline + 8 or line.index >= bounds.last - 3
        if not _may_credit(line, local[line.index], marked=marked, edge=edge):
            continue
        reading = read(line.text, CREDIT if marked else LOOSE)
        if not reading or not (reading.sure or marked) or (reading.credit.lower() in names and not marked):
            continue
        one = _owner(found, line, bounds, foot=line.text[:1] not in "©ⓒ" and bool(_ANNOUNCED.search(line.text)))
        if one is None:
            continue
        claimed.add(line.index)
        if not one.reading:
            one.reading, one.source = reading, "text:line"
            if marked or line.text.find(reading.raw[:12]) <= 1:  # else what stands before is the writer's name
                one.caption = one.caption or reading.caption


def _lone_captions(page: Page, found: list[Pictured], claimed: set[int], bounds: _Bounds) -> None:
    """Captions whose picture could not be found (it is drawn by a script): the lead picture's near the headline."""
    local = page.story.zones
    for line in page.lines[max(0, bounds.headline - 8) : bounds.last + 1]:
        bits = local[line.index]
        if (
            line.index in claimed
            or not bits & zones.CAPTION
            or bits & (zones.AROUND | zones.HEADING)
            or len(line.text) > 700
        ):
            continue
        if bits & zones.FIGURE:
            claimed.add(line.index)
        if found and not found[0].caption and abs(line.index - bounds.headline) <= 8:
            reading = read(line.text, CAPTION)
            found[0].caption = reading.caption
            if reading and not found[0].reading:
                found[0].reading, found[0].source = reading, "text:caption"


# A lone line's class must speak of a picture or a credit: a bare "source" or "rights" is the text's.
_PICTURE_NAME = re.compile(
    r"credit|image|img|photo|foto|bild|pic|media|caption|copyright|figure|illustration", re.IGNORECASE
)


@lru_cache(maxsize=20_000)
def _credit_named(names: str) -> bool:
    return 2 < len(names) < 300 and bool(_PICTURE_NAME.search(names)) and kind(names, "") == "credit"


def _marked(line: Line) -> bool:
    """Whether the line's element or one of the two around it is named a credit."""
    node: HtmlElement | None = line.element
    for _ in range(3):
        if node is None or node.tag in ("article", "main", "body"):
            return False
        names = node.get("class") or node.get("itemprop") or node.get("id") or ""
        if names and _credit_named(names):
            return True
        node = node.getparent()
    return False


_FIRST_WORD = re.compile(r"[\s:：=＝/|©(（\[【<〈-]*([^\s:：=＝/|)）\]】,]+)")
_ANNOUNCED = re.compile(r"[:：]| by ")
_LATER = re.compile(r"([^\W\d_]{3,20})(?: credits?)?(?: ?\[M\])?:|\b(?:photo|image)s? by\b", re.IGNORECASE)


def _may_credit(line: Line, bits: int, *, marked: bool, edge: bool) -> bool:
    """A quick look: whether a line is credit markup, or opens with an announcing word or a sign; at the head or foot of the
    story (`edge`) the word may come later: 'Text: Jane Doe, Foto: Ann Poe'."""
    if bits & (zones.AROUND & ~zones.ASIDE) or line.linked > 0.9:
        return False
    if marked:
        return not bits & (zones.BYLINE | zones.H1 | zones.DATE | zones.TAGS)
    if line.text[:1] in "©ⓒ":
        return True
    match = _FIRST_WORD.match(line.text[:60])
    if not match:
        return False
    return (
        match.group(1).lower().rstrip(".") in PHOTO
        or " ".join(line.text[:60].lower().split(":")[0].split()[:3]) in PHOTO
        or edge and len(line.text) <= MAX_EDGE and (":" in line.text or " by" in line.text.lower()) and any(
            not m.group(1) or m.group(1).lower() in PHOTO for m in _LATER.finditer(line.text)
        )
    )


def _owner(found: list[Pictured], line: Line, bounds: _Bounds, *, foot: bool) -> Pictured | None:
    """Whose credit a lone line is; at the foot it must be announced (`foot`), for a © there is the outlet's."""
    if line.index >= bounds.last - 1 and not foot:
        return None
    close = [one for one in found if not one.reading and -3 <= line.index - one.line <= 6]
    if close:
        return min(close, key=lambda one: (abs(line.index - one.line), one.line > line.index))
    if line.index <= bounds.headline + 8 or line.index >= bounds.last - (FOOT if foot else 3):
        if not found:
            found.append(Pictured("", line.index, False))
        return found[0] if not found[0].reading else None
    return None


def _from_stated(one: Pictured, stated_images: list[stated.Stated]) -> None:
    """What the page's data say of this picture, where the page itself prints no credit."""
    if not one.url or (one.reading and one.caption):
        return
    marks = keys(one.url)
    match = next((s for s in stated_images if marks & keys(s.url)), None)
    if match is None:
        return
    if not one.reading and match.credit:
        credit = tidy(match.credit)
        one.reading, one.source = Reading("", match.credit, credit, True), "json-ld:image"
    elif not one.reading and match.caption:
        reading = read(match.caption, CAPTION)
        if reading.sure and (reading.caption or reading.raw[:1] in "©ⓒ(" or agencies.mentions(reading.credit)):
            one.reading, one.source = reading, "json-ld:caption"
            one.caption = one.caption or reading.caption
    if not one.caption and match.caption:
        one.caption = read(match.caption, CAPTION).caption


def _result(page: Page, found: list[Pictured], claimed: set[int], title: str) -> Credits:
    made = tuple(_image(one, lead=n == 0) for n, one in enumerate(found))
    evidence: dict[str, Evidence] = {}
    for n, one in enumerate(found):
        if one.source:
            evidence[f"images.{n}"] = Evidence(one.source, one.reading.raw or None, 0.95 if one.reading.sure else 0.7)
    return Credits(made, evidence, frozenset(claimed))


def _image(one: Pictured, *, lead: bool) -> Image:
    caption = one.caption.strip(" |/©–-") or None
    credit = one.reading.credit or None
    if caption and credit and caption.lower() == credit.lower():
        caption = None
    person, agency = agencies.split(credit) if credit else (None, None)
    image = Image(one.url, lead, caption)
    return (
        replace(image, credit=credit, credit_raw=one.reading.raw, photographer=person, agency=agency)
        if credit
        else image
    )
