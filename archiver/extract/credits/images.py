"""The pictures of an article: where each stands, its address, and which text stands with it.

Nothing here reads a caption or a credit, and nothing is fetched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from archiver.extract import zones
from archiver.extract.credits.addresses import address, blank, keys, resolve
from archiver.extract.lines import Line, Medium
from archiver.extract.page import Page
from archiver.urls import host_of

MAX_PICTURES = 120
MIN_SIDE = 90  # CSS pixels; smaller ones are icons and portraits
MAX_CAPTION = 100  # letters of a paragraph beside a figure that may belong to it
MAX_LINES = 7  # lines that a picture's wrapper may hold
MAX_LABEL = 40  # characters of what stands between a teaser's picture and its headline: a section, a length

_ICON = re.compile(
    r"(?:^|[/_.\-=])(?:logo|logos|icon|icons|appicon|app-icon|apppromo\w*|newsletter|paywall|favicon|avatar|avatars|sprite|spacer|blank|pixel|1x1\.(?:gif|png)|transparent|placeholder|gravatar|emoji|badge|button|"
    r"loader|loading|spinner|arrow|share|facebook|twitter|whatsapp|play-?button|headshot|byline|author|authors|profile|track|tracking|beacon|counter)(?:[/_.\-?=]|\d|$)"
    r"|\.svg(?:$|\?)|gravatar\.com|doubleclick|scorecardresearch|/b\.gif|pixel\.|analytics|/ads?/|^data:",
    re.IGNORECASE,
)
_SIZE = re.compile(r"^\s{0,5}(\d{1,5})(?!\d|[\d.]*%|\.\d*[1-9])")  # 56.25 is a ratio, not pixels
_BACKGROUND = re.compile(r"background(?:-image)?\s{0,3}:[^;]{0,200}?url\(\s{0,3}['\"]?([^'\")\s]{4,1500})")
_HERO = re.compile(
    r"(?<![a-z])(?:hero|lead|featured?|cover|main|header|top|title|article|post|story|entry)[-_]{0,2}(?:image|img|photo|pic|picture|media|visual|thumb|bg|background)",
    re.IGNORECASE,
)
_PHOTO_NAME = re.compile(r"image|img|photo|foto|bild|pic|media|caption|credit", re.IGNORECASE)
_BIGGER = re.compile(r"lightbox|zoom|gallery|fancybox|swipe|enlarge|magnif|popup|thickbox|colorbox", re.IGNORECASE)
_PICTURE_PAGE = re.compile(
    r"\.(?:jpe?g|png|webp|gif|avif)(?:$|[?#])"
    r"|/(?:images?|photos?|fotos?|galer\w{1,8}|bilder\w{0,10}|bild|attachment|media)(?:$|[/?#._-])",
    re.IGNORECASE,
)
_PERSON = re.compile(
    r"(?<![a-z])(avatar|headshot|author|byline|portrait-author|profile-?(?:pic|image|photo)|autor|logo|icon|emoji|sponsor)(?![a-z])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that belongs to the article, with the lines that stand with it."""

    url: str  # "" where a script draws it
    element: HtmlElement
    line: int  # the line it stands in or before
    zones: int
    scope: HtmlElement | None  # the figure or wrapper it shares with its text; None: it stands alone
    figure: bool  # whether the scope is a figure by its markup
    lines: tuple[int, ...]  # the lines inside the scope


def pictures(page: Page, first: int, last: int, wanted: frozenset[str]) -> list[Picture]:
    """The article's pictures between the lines `first` and `last`, in document order; `wanted` holds the keys of the
    addresses that the page names as its picture, which count wherever they stand outside navigation and footer."""
    found: list[Picture] = []
    seen: dict[str, int] = {}
    names = tuple({name for key in wanted if len(name := key.rsplit("/", 1)[-1]) > 5})
    header, claim = _header(page)
    for index, medium in enumerate(page.media):
        if len(found) >= MAX_PICTURES:
            break
        inside = first <= medium.line <= last + 1
        if not inside and not _named_raw(medium.element, names):
            continue
        bits = local_zones(page, medium)
        if bits & claim and bits & zones.FIGURE and _within(medium.element, header):
            bits &= ~claim
        if bits & (zones.NAV | zones.FOOTER | zones.COMMENTS) or _small(medium.element):
            continue
        url = address(medium.element, page.url)
        if _ICON.search(urlsplit(url).path):
            url = ""
        if not url and not _captioned(page, medium, bits):
            continue
        marks = keys(url) if url else frozenset()
        if not marks & wanted and (not inside or _foreign(page, medium, bits)):
            continue
        picture = _with_text(page, medium, index, url)
        twin = min((seen[m] for m in marks if m in seen), default=None)    # not the first: a set has no order
        if twin is not None and (not picture.lines or found[twin].lines):
            same = found[twin]
            if same.lines == picture.lines or not picture.lines:
                continue
        if twin is not None and not found[twin].lines:
            found[twin] = picture
        else:
            found.append(picture)
        for mark in marks:
            seen.setdefault(mark, len(found) - 1)
    return _without_stand_ins(found)


def _header(page: Page) -> tuple[HtmlElement | None, int]:
    """The element that holds the headline and calls itself navigation or the like, and what it claims: of the pictures that
    stand in it too, that says nothing."""
    if page.story.headline < 0:
        return None, 0
    claim = page.story.zones[page.story.headline] & (zones.NAV | zones.FOOTER | zones.RELATED | zones.SHARE)
    line = page.lines[page.story.headline]
    holders = (e for e in (line.element, *line.element.iterancestors()) if page.zones_of(e) & claim)
    return (next(holders, None), claim) if claim else (None, 0)


def _captioned(page: Page, medium: Medium, bits: int) -> bool:
    """Whether a picture of no address, or a stand-in's (a script draws it), has a caption or credit by its markup."""
    if medium.line >= len(page.lines):
        return False
    below = page.story.zones[medium.line]
    return bool(below & (zones.CAPTION | zones.CREDIT)) and not below & zones.HEADING and not bits & zones.EMBED


def _without_stand_ins(found: list[Picture]) -> list[Picture]:
    """Without pictures of no address that stand with the text of another: its stand-in until a script has run."""
    told = {picture.lines for picture in found if picture.url}
    kept = []
    for picture in found:
        if picture.url or (picture.lines and picture.lines not in told):
            kept.append(picture)
            told.add(picture.lines)
    return kept


def backgrounds(page: Page, wanted: frozenset[str]) -> list[str]:
    """Pictures drawn as the background of an element that is named as the lead's place, or that the page names."""
    if "background" not in page.source or "url(" not in page.source:
        return []
    found = []
    for element in islice(
        (
            e
            for e in page.root.iter("div", "figure", "section", "header", "span", "a")
            if "url(" in (e.get("style") or "")
        ),
        60,
    ):
        match = _BACKGROUND.search((element.get("style") or "")[:2000])
        url = resolve(page.url, match.group(1)) if match and not blank(match.group(1)) else None
        if (
            url
            and (keys(url) & wanted or _HERO.search(f"{element.get('class') or ''} {element.get('id') or ''}"))
            and not _ICON.search(urlsplit(url).path)
        ):
            found.append(url)
    return found


def _named_raw(element: HtmlElement, names: tuple[str, ...]) -> bool:
    """A quick look: whether one of the wanted file names occurs in the element's attributes."""
    text = " ".join([v for k, v in element.attrib.items() if "src" in k or k.startswith("data-")]).lower()
    return any(name in text for name in names)


def _foreign(page: Page, medium: Medium, bits: int) -> bool:
    """Whether a picture inside the story's bounds is another story's, a person's portrait or a control."""
    if bits & (zones.RELATED | zones.SHARE | zones.BIO | zones.FORM):
        return True
    names = f"{medium.element.get('class') or ''} {medium.element.get('id') or ''}"
    if _PERSON.search(names) or (bits & zones.BYLINE and not bits & zones.FIGURE):
        return True
    return _teaser(page, medium) or _headed(page, medium)


def _headed(page: Page, medium: Medium) -> bool:
    """Whether a linked heading shares a small wrapper with the picture, with labels between them at most: a teaser whose
    picture is no link."""
    for line in page.lines[medium.line : medium.line + 4]:
        if line.index > medium.line + 1 and len(page.lines[line.index - 1].text) > MAX_LABEL:
            break
        if line.zones & zones.HEADING and line.linked > 0.8 and line.index > page.story.headline:
            near = list(around(line.element, 5))
            return any(
                e is n
                for e in around(medium.element, 6)
                for n in near
                if e is not page.story.element and e.tag not in ("article", "main", "body")
            )
    return False


def local_zones(page: Page, medium: Medium) -> int:
    """The zones of a picture's place, without those claimed by elements around the whole story."""
    lines, local = page.lines, page.story.zones
    around = 0
    for index in (medium.line, medium.line - 1):
        if 0 <= index < len(lines) and index < len(local):
            around |= lines[index].zones & ~local[index]
    return medium.zones & ~around


def _small(element: HtmlElement) -> bool:
    for name in ("width", "height"):
        match = _SIZE.match(element.get(name) or "")
        if match and 0 < int(match.group(1)) < MIN_SIDE:
            return True
    return False


def _teaser(page: Page, medium: Medium) -> bool:
    """Whether the picture is a link to another page: a teaser; one to elsewhere with a text is none."""
    for parent in around(medium.element, 7):
        if parent.tag in ("figure", "body", "article", "main"):
            return False
        if parent.tag == "a":
            href = (parent.get("href") or "").strip()
            if _BIGGER.search(parent.get("class") or "") or keys(href) & keys(medium.element.get("src") or ""):
                return False
            host = host_of(href)
            if host and host.split(".")[-2:] != host_of(page.url).split(".")[-2:]:
                return not _told(page, medium, parent)
            return bool(href) and not href.startswith(("#", "javascript:")) and not _PICTURE_PAGE.search(href)
    return False


def _told(page: Page, medium: Medium, link: HtmlElement) -> bool:
    """Whether a picture that links to another site has a text in the link or, if that is paid for, a caption or credit."""
    holder = next((e for e in around(medium.element, 7) if e.tag == "figure"), link)
    below = page.lines[medium.line : medium.line + 1]
    if any(page.story.zones[n.index] & (zones.CAPTION | zones.CREDIT) and _within(n.element, holder) for n in below):
        return True
    return "sponsored" not in (link.get("rel") or "") and any(True for _ in _inside(page, medium.line, link))


def _with_text(page: Page, medium: Medium, index: int, url: str) -> Picture:
    scope, figure = _scope(page, medium, index)
    inside = tuple(_inside(page, medium.line, scope)) if scope is not None else ()
    if not inside and (line := _caption_line(page, medium, index)) is not None:
        return Picture(url, medium.element, medium.line, medium.zones, page.lines[line].element, True, (line,))
    return Picture(url, medium.element, medium.line, medium.zones, scope, figure, inside)


def _caption_line(page: Page, medium: Medium, index: int) -> int | None:
    """The line right after a picture, if its markup says that it is a caption or credit."""
    after = page.media[index + 1].line if index + 1 < len(page.media) else len(page.lines)
    for line in page.lines[medium.line : min(medium.line + 1, after)]:
        bits = page.story.zones[line.index]
        if bits & (zones.CAPTION | zones.CREDIT) and not bits & zones.HEADING and len(line.text) < 700:
            return line.index
    return None


def _scope(page: Page, medium: Medium, index: int) -> tuple[HtmlElement | None, bool]:
    """The largest element around a picture that holds only it and a few lines: its figure, else its wrapper."""
    chain = list(around(medium.element, 9))
    levels = {element: level for level, element in enumerate(chain)}
    lines = _levels_of_lines(page, medium.line, levels)
    others = (
        (m.element, _level(m.element, levels))
        for m in page.media[index + 1 : index + 3] + page.media[max(0, index - 2) : index]
    )
    other = min(
        (level for element, level in others if level < _OUT and not _same_place(page, element, medium.element)), default=_OUT
    )
    figure = next(
        (
            n
            for n, e in enumerate(chain)
            if e.tag == "figure" or (page.zones_of(e) & zones.FIGURE and e.tag not in ("ul", "section"))
        ),
        None,
    )
    told = figure is not None and any(needed <= figure for needed in lines.values())
    best, level = None, -1
    for depth, element in enumerate(chain):
        held = [page.lines[i] for i, needed in lines.items() if needed <= depth]
        if element.tag in ("body", "main", "html", "article") or (held and other <= depth) or not _fits(page, held):
            break
        if told and figure is not None and figure <= level and any(_prose(page, line) for line in held):
            break
        best, level = element, depth
    if figure is not None and figure > level and chain[figure].tag == "figure":
        best, level = chain[figure], figure
    return best, figure is not None and figure <= level


_OUT = 99


def _level(element: HtmlElement, levels: dict[HtmlElement, int]) -> int:
    """The lowest of some nested elements that holds this one, as its level; _OUT if none does."""
    while element is not None:
        if element in levels:
            return levels[element]
        element = element.getparent()
    return _OUT


def _levels_of_lines(page: Page, near: int, levels: dict[HtmlElement, int]) -> dict[int, int]:
    """The lines around a place, and from which level on an element holds them and all between; each way one more than any
    picture's wrapper may hold."""
    found: dict[int, int] = {}
    for way in (range(near, min(near + MAX_LINES + 1, len(page.lines))), range(near - 1, max(-1, near - MAX_LINES - 2), -1)):
        needed = 0
        for index in way:
            needed = max(needed, _level(page.lines[index].element, levels))
            if needed == _OUT:
                break
            found[index] = needed
    return found


def _fits(page: Page, held: list[Line]) -> bool:
    return (
        len(held) <= MAX_LINES
        and sum(len(line.text) for line in held) <= 900
        and not any(_not_beside(page, line) for line in held)
    )


def _prose(page: Page, line: Line) -> bool:
    """Whether a line is the story's: beyond a figure with a text of its own it belongs to no picture."""
    marked = page.story.zones[line.index] & (zones.CAPTION | zones.CREDIT)
    return line.tag == "p" and not marked and page.story.weights[line.index] >= MAX_CAPTION


def _not_beside(page: Page, line: Line) -> bool:
    """Whether a line cannot stand in a picture's wrapper: a heading, a date, a byline that is no photographer's."""
    bits = page.story.zones[line.index]
    if bits & zones.BYLINE and not bits & (zones.CREDIT | zones.CAPTION):
        return not _PHOTO_NAME.search(line.element.get("class") or "")
    return bool(bits & (zones.HEADING | zones.DATE))


def _same_place(page: Page, one: HtmlElement, other: HtmlElement) -> bool:
    """Whether two image elements show one picture: a placeholder and its noscript, or two sizes of it."""
    if any(p.tag == "noscript" for p in around(one, 3)) != any(p.tag == "noscript" for p in around(other, 3)):
        return True
    a, b = one.get("src") or "", other.get("src") or ""
    if blank(a) and blank(b):
        a, b = address(one, page.url), address(other, page.url)
    return bool(a and b and keys(a) & keys(b)) or _small(one) or _small(other)


def around(element: HtmlElement, most: int) -> Iterator[HtmlElement]:
    """The nearest elements around one, `most` at most; `<source>`, which parsers nest if unclosed, is none."""
    for parent in element.iterancestors():
        if parent.tag != "source":
            yield parent
            most -= 1
            if not most:
                return


def _inside(page: Page, near: int, element: HtmlElement) -> Iterator[int]:
    """The lines inside an element that holds the place before line `near`, in order; at most 12 each way."""
    lines = page.lines
    start = near
    while start > 0 and near - start < 12 and _within(lines[start - 1].element, element):
        start -= 1
    index = start
    while index < len(lines) and index - near < 12 and _within(lines[index].element, element):
        yield index
        index += 1


def _within(inner: HtmlElement, outer: HtmlElement) -> bool:
    if inner is outer:
        return True
    return any(e is outer for _, e in zip(range(14), inner.iterancestors(), strict=False))
