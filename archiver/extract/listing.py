"""Whether a page lists other pages: how much of its text is headlines that lead elsewhere on the site, and their summaries.

Nothing here knows an outlet's class names; a URL is only weak evidence, and a page that states an article is none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urljoin, urlsplit

from lxml.html import HtmlElement

from archiver.extract import zones
from archiver.extract.lines import fold
from archiver.extract.region import letters, likeness, sentence, words_of
from archiver.extract.structured import ARTICLE_TYPES, as_text, types_of

if TYPE_CHECKING:
    from archiver.extract.lines import Line
    from archiver.extract.page import Page
    from archiver.model import Article

_LINKED = 0.6           # share of a line, its date aside, that is a link
_HEADLINE, _WORDS = 15, 3   # letters a linked line must have to be a headline, or words
_SUMMARY = 500          # letters that may stand below one headline and still be its summary
_SUMMARIES = 2          # paragraphs a summary may have
_NEAR = 4               # lines from a headline to what is still its summary: kicker, date, author
_BYLINE = 60            # letters a linked line with the author's name has at most
_PARAGRAPH = 40         # letters from which on a line counts as a paragraph of it
_REPEATED = 3           # times a linked line is repeated ("Read more") to be the foot of an entry
_MOST = 200             # entries that are looked at; links looked at in one element
_AROUND = 4             # elements around a line among which the link around it is looked for
_SEVERAL, _MANY = 3, 5  # entries of a list, of a list with an introduction
_LEAST, _HALF, _MOSTLY, _ALL = 0.2, 0.5, 0.75, 0.9      # share of the text
_SCRAPS = 140           # letters of a newsletter's or a footer's that the body may have caught
_INTRODUCTION = 600     # letters a list may have of its own: a word on the section, a person's life
_LABEL_WORDS, _LABEL = 4, 44
_NOT_ENTRY = zones.NAV | zones.FOOTER | zones.BREADCRUMB | zones.BYLINE | zones.TAGS | zones.SHARE | zones.CAPTION
_DATE = re.compile(r"^[\d\s./:,|–年月日時分-]{4,30}")
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|svg|pdf)(?:$|[?#])", re.IGNORECASE)
_STOPS = (".", ",", ";", "。", "।")
_TITLES = frozenset(("h2", "h3", "h4"))
_PARTS = re.compile(r"\s[-|–—·•»:]\s|: | \| ")
# A folder of tags or authors holds lists alone; one called section or archive may hold stories too, and their names are long.
_SHELF = re.compile(
    r"/(?:(?:tags?|tagged|topics?|themen?|temas?|sujets?|labels?|authors?|autor(?:es|en)?|auteurs?|staff|categor(?:y|ies|ia|ias|ie)"
    r"|kategorien?|etiquetas?|mots-cles)(?:\.\w{2,5})?(?:/[^/]{1,200})?"
    r"|(?:people|rubri(?:k|ken|que|ques|ca|cas)|ressorts?|sections?|seccion(?:es)?|archiv(?:e|es|o|os|io)?|search|suche|buscar)"
    r"(?:\.\w{2,5})?(?:/[^/-]{1,60}(?:-[^/-]{1,60}){0,3})?"
    r"|page/\d{1,5})/?(?:page/\d{1,5}/?)?$", re.IGNORECASE)
LIST_TYPES = frozenset(("collectionpage", "searchresultspage", "profilepage"))


@dataclass
class _Walk:
    """What a walk over the lines gathers."""

    entries: dict[int, list[int]] = field(default_factory=dict)     # line of a linked headline -> lines that belong to it
    below: int = -1                                                 # the entry the next lines may belong to
    summaries: int = 0                                              # paragraphs below it so far
    room: int = 0                                                   # letters that may still follow it


def is_index(page: Page, article: Article) -> bool:
    """Whether the text read from a page is a list of other pages of the site.

    Never where the page states itself to be an article: a round-up that is signed and dated is one.
    """
    if page.plain or not article.body or states_article(page, article):
        return False
    lines = page.lines
    texts = frozenset(article.body.split("\n\n"))
    kept = [line.index for line in lines if line.text in texts]
    entries = _entries(page, article, frozenset(kept))
    if len(entries) > _MOST:                # the first of them tell enough
        end = sorted(entries)[_MOST]
        kept = [i for i in kept if i < end]
    size = sum(letters(lines[i].text) for i in kept)
    if sum(letters(lines[i].text) for i in {i for own in entries.values() for i in own}) < _LEAST * size or not size:
        return False
    targets = _titled(page, _targets(page, entries))
    explained = {i for entry in targets for i in entries[entry]}
    share = sum(letters(lines[i].text) for i in explained) / size
    opens = next((i for i in kept if page.story.weights[i] or i in explained), kept[0])
    heads = [entry for entry in targets if lines[entry].zones & zones.HEADING]
    posts = sum(letters(lines[i].text) for i in kept if i >= heads[0]) / size if len(heads) >= _SEVERAL else 0.0
    found = _Found(len(set(targets.values())), share, round(size * (1 - share)), opens in explained, posts)
    return _judge(page, article, found)


def _entries(page: Page, article: Article, kept: frozenset[int]) -> dict[int, list[int]]:
    """The entries that the body has something of, each with its lines of the body; the headline and the byline are none."""
    found = {}
    for entry, belonging in _walk(page, kept).items():
        text, own = page.lines[entry].text, [i for i in belonging if i in kept]
        if own and text != article.title and not _is_signed(text, article):
            found[entry] = own
    return found


@dataclass(frozen=True, slots=True)
class _Found:
    """What the text of a page consists of."""

    pages: int          # other pages of the site that its entries lead to
    share: float        # of its letters that are entries and their summaries
    rest: int           # letters that are neither
    opens: bool         # whether it opens with an entry
    posts: float        # share of its letters from the first linked heading on, where several are: whole posts in a row


def _judge(page: Page, article: Article, found: _Found) -> bool:
    """Weigh the entries, their share of the text, and what the page is called."""
    parts = _split(page.url)
    if found.pages >= _SEVERAL and parts.netloc and not parts.path.strip("/") and not parts.query:
        return found.rest < _INTRODUCTION or found.share >= _MOSTLY or found.posts >= _ALL
    listed = any(types_of(node) & LIST_TYPES for node in page.structured.nodes[:20])
    if page.structured.first("og:type").lower() in ("article", "news", "news.article", "blog") and not listed:
        return False
    shelf = listed or bool(_SHELF.search(parts.path))
    label = shelf or is_label(article.title)
    if found.posts >= _ALL and shelf and (listed or is_label(article.title)):
        return True
    if found.opens and found.pages and (found.share >= _ALL or found.rest < _SCRAPS) and label:
        return True
    if found.opens and found.pages >= _SEVERAL and found.share >= _MOSTLY:
        return label or not (article.authors and article.published)
    return label and found.pages >= _MANY and found.share >= _HALF and found.rest < _INTRODUCTION


def states_article(page: Page, article: Article) -> bool:
    """Whether the page says for machines that it is one article: its own JSON-LD node, or a time of publication."""
    nodes = [node for node in page.structured.nodes[:400] if types_of(node) & ARTICLE_TYPES]
    if nodes:
        heads = {as_text(node.get("headline") or node.get("name")) for node in nodes}
        return len(heads) < 3 or any(_is_own(node, page, article) for node in nodes[:50])
    listed = any(types_of(node) & LIST_TYPES for node in page.structured.nodes[:20])
    when = article.evidence.get("published")
    return when is not None and when.source.startswith("meta:") and not listed


def _is_own(node: dict[str, object], page: Page, article: Article) -> bool:
    own = page.url.split("?")[0].split("#")[0].rstrip("/")
    claims = (as_text(node.get(key)) for key in ("url", "@id", "mainEntityOfPage"))
    if any(own and claim.split("?")[0].split("#")[0].rstrip("/") == own for claim in claims):
        return True
    head = as_text(node.get("headline") or node.get("name"))
    return likeness(set(words_of(head)), set(words_of(article.title))) >= 0.6


def is_label(title: str) -> bool:
    """Whether a title is a short name, as of a section, a subject or a person, and no headline."""
    parts = [part for part in _PARTS.split(title) if part.strip()]
    if not parts or letters(title) > 2 * _LABEL or sentence(title.rstrip(":")):
        return not parts
    wide = sum(letters(part) - len(part) for part in parts) > 0
    return all(len(part.split()) <= _LABEL_WORDS and letters(part) <= (_LABEL - 16 if wide else _LABEL) for part in parts)


def _walk(page: Page, kept: frozenset[int]) -> dict[int, list[int]]:
    """The entries of a page by their line, each with the lines that belong to it."""
    region, walk = page.story, _Walk()
    repeated = Counter(line.text for line in page.lines if line.link_chars and len(line.text) < _LABEL)
    for line in page.lines:
        i = line.index
        if line.link_chars and _is_linked(line):
            if region.zones[i] & _NOT_ENTRY and i not in kept:
                continue
            if repeated[line.text] >= _REPEATED:
                _foot(page, walk, i)
            elif (headline := _is_headline(line)) or i in kept:
                _begin(walk, i, headline=headline)
        elif i != region.headline and line.tag in _TITLES and _cover(line):
            _begin(walk, i, headline=True)
        elif walk.below >= 0:
            if i == region.headline or region.zones[i] & zones.HEADING:
                walk.below = -1
            else:
                _follow(walk, i, letters(line.text))
    return walk.entries


def _begin(walk: _Walk, index: int, *, headline: bool) -> None:
    walk.entries[index] = [index]
    if headline:
        walk.below, walk.summaries, walk.room = index, 0, _SUMMARY


def _follow(walk: _Walk, index: int, size: int) -> None:
    """A line below an entry: its date, its author or its summary, as long as there is room for one."""
    walk.summaries += size >= _PARAGRAPH
    walk.room -= size
    if index - walk.below > _NEAR or walk.summaries > _SUMMARIES or walk.room < 0:
        walk.below = -1
    else:
        walk.entries[walk.below].append(index)


def _foot(page: Page, walk: _Walk, index: int) -> None:
    """A repeated link ("Read more"): right above it stand a summary and its heading."""
    walk.entries[index] = own = [index]
    if index and letters(page.lines[index - 1].text) <= _SUMMARY:
        own.append(index - 1)
        if index > 1 and page.story.zones[index - 2] & zones.HEADING:
            own.append(index - 2)
    walk.below = -1


def _is_linked(line: Line) -> bool:
    if not line.link_chars:
        return False
    dated = _DATE.match(line.text)
    return line.link_chars >= _LINKED * max(1, len(line.text) - (dated.end() if dated else 0))


def _is_signed(text: str, article: Article) -> bool:
    """Whether a linked line is the byline: it leads to the author's page."""
    return text == article.byline or len(text) < _BYLINE and any(author.name in text for author in article.authors)


def _is_headline(line: Line) -> bool:
    return letters(line.text) >= _HEADLINE or len(line.text.split()) >= _WORDS


# where the entries lead

def _targets(page: Page, entries: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Entries that lead to other pages of the site, and to which; none where more of them lead away from it."""
    anchors: dict[HtmlElement, list[tuple[str, str]]] = {}
    own = _split(page.url)
    found: dict[int, tuple[str, str]] = {}
    away = 0
    for entry in islice(entries, _MOST):
        href = _href(page.lines[entry], anchors)
        try:
            there = urlsplit(urljoin(page.url, href))
        except ValueError:
            continue
        if there.scheme not in ("http", "https", "") or not _same_site(there.netloc, own.netloc):
            away += 1
        elif (there.path.rstrip("/"), there.query) != (own.path.rstrip("/"), own.query):
            found[entry] = (there.path, there.query)
    return found if len(found) >= away else {}


def _titled(page: Page, targets: dict[int, tuple[str, str]]) -> dict[int, tuple[str, str]]:
    """The entries whose page is named by at least one line that does not end like a sentence: linked verses are no list."""
    named = {target for entry, target in targets.items() if not page.lines[entry].text.endswith(_STOPS)}
    return {entry: target for entry, target in targets.items() if target in named}


def _split(url: str) -> SplitResult:
    """The parts of an address; all empty where it is none."""
    try:
        return urlsplit(url)
    except ValueError:
        return urlsplit("")


def _same_site(host: str, own: str) -> bool:
    host, own = host.lower().removeprefix("www."), own.lower().removeprefix("www.")
    return host == own or host.endswith("." + own) or own.endswith("." + host)


def _href(line: Line, anchors: dict[HtmlElement, list[tuple[str, str]]]) -> str:
    """Where a linked line leads; empty where its link is not found."""
    if line.element not in anchors:
        anchors[line.element] = list(_anchors(line.element))
    inside = anchors[line.element]
    return next((href for text, href in inside if text and (text in line.text or line.text in text)), "") or _cover(line)


def _cover(line: Line) -> str:
    """Where a link without words leads that lies over a heading's card, or holds its picture; empty where none does."""
    node = line.element.getparent()
    for _ in range(_AROUND - 1):
        if node is None or sum(1 for _ in islice(node.iter(line.tag), 2)) > 1:
            return ""
        for anchor in islice(node.iter("a"), 10):
            href = anchor.get("href") or ""
            if href and not _PICTURE.search(href) and not _text(anchor):
                return href
        node = node.getparent()
    return ""


def _anchors(element: HtmlElement) -> Iterator[tuple[str, str]]:
    """Text and address of the links in an element, or of the link around it."""
    for anchor in islice(element.iter("a"), _MOST):
        if anchor.get("href"):
            yield _text(anchor), anchor.get("href")
    around = element.getparent()
    for _ in range(_AROUND):
        if around is not None and around.tag == "a":
            yield _text(element), around.get("href") or ""
        around = around.getparent() if around is not None else None


def _text(element: HtmlElement) -> str:
    """The first words in an element; no more, since a link may stand around a whole page."""
    return fold("".join(islice(element.itertext(), 40))[:1000])
