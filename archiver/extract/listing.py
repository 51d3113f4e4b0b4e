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
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from archiver.extract import zones
from archiver.extract.page import text_of
from archiver.extract.region import letters, likeness, sentence, words_of
from archiver.extract.structured import ARTICLE_TYPES, as_text, types_of

if TYPE_CHECKING:
    from archiver.extract.page import Line, Page
    from archiver.model import Article

_LINKED = 0.6           # share of a line, its date aside, that is a link
_HEADLINE = 15          # letters a linked line must have to be a headline; three words do as well
_SUMMARY = 500          # letters that may stand below one headline and still be its summary
_SUMMARIES = 2          # paragraphs a summary may have
_NEAR = 4               # lines between a headline and what is still its summary: kicker, date, author
_MORE = 3               # times a linked line is repeated ("Read more") to be the foot of an entry
_MOST = 200             # entries that are looked at; links looked at in one element
_AROUND = 4             # elements around a line among which the link around it is looked for
_LABEL_WORDS, _LABEL = 4, 44
_NOT_ENTRY = zones.NAV | zones.FOOTER | zones.BREADCRUMB | zones.BYLINE | zones.TAGS | zones.SHARE | zones.CAPTION
_DATE = re.compile(r"^[\d\s./:,|–年月日時分-]{4,30}")
_PARTS = re.compile(r"\s[-|–—·•»:]\s|: | \| ")
_SHELF = re.compile(
    r"/(?:tags?|tagged|topics?|themen?|temas?|sujets?|labels?|authors?|autor(?:es|en)?|auteurs?|staff|people|categor(?:y|ies|ia|ias|ie)"
    r"|kategorien?|rubri(?:k|ken|que|ques|ca|cas)|ressorts?|sections?|seccion(?:es)?|archiv(?:e|es|o|os|io)?|search|suche|buscar|page/\d{1,5}"
    r"|etiquetas?|mots-cles)(?=[/?.]|$)", re.IGNORECASE)
LIST_TYPES = frozenset(("collectionpage", "searchresultspage", "profilepage"))


@dataclass
class _Seen:
    """What a walk over the lines gathers."""

    entries: list[Line] = field(default_factory=list)       # headlines that are links, and linked lines of the body
    explained: set[int] = field(default_factory=set)        # lines that are an entry or its summary
    below: int = -1                                         # the entry the next lines may belong to
    summaries: int = 0                                      # paragraphs below it so far
    room: int = 0                                           # letters that may still follow it


def is_index(page: Page, article: Article) -> bool:
    """Whether the text read from a page is a list of other pages of the site.

    Never where the page states itself to be an article: a round-up that is signed and dated is one.
    """
    if page.plain or not article.body or states_article(page, article):
        return False
    lines = page.lines
    texts = frozenset(article.body.split("\n\n"))
    kept = [line.index for line in lines if line.text in texts]
    size = sum(letters(lines[i].text) for i in kept)
    if not kept or not size:
        return False
    seen = _walk(page, frozenset(kept))
    share = sum(letters(lines[i].text) for i in kept if i in seen.explained) / size
    if share < 0.4 or not seen.entries:
        return False
    opens = next((lines[i] for i in kept if page.story.weights[i] or i in seen.explained), lines[kept[0]])
    return _judge(page, article, _targets(page, seen.entries), share, opens=opens.index in seen.explained)


def _judge(page: Page, article: Article, targets: int, share: float, *, opens: bool) -> bool:
    """Weigh the evidence: entries, their share of the text, whether it opens with one, and what the page is called."""
    label = is_label(article.title) or targets > 1 and bool(_SHELF.search(urlsplit(page.url).path))
    listed = any(types_of(node) & LIST_TYPES for node in page.structured.nodes[:20])
    parts = urlsplit(page.url)
    if parts.netloc and not parts.path.strip("/") and not parts.query and targets >= 4:
        return True
    if page.structured.first("og:type").lower() in ("article", "news", "news.article", "blog") and not listed:
        return False
    if opens and targets and share >= 0.9 and (label or listed):
        return True
    signed = bool(article.authors and article.published)
    if opens and targets >= 3 and share >= 0.75:
        return label or listed or not signed
    return targets >= 5 and share >= 0.5 and (label or listed)


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


def _walk(page: Page, kept: frozenset[int]) -> _Seen:
    """The entries of a page, and the lines that belong to one."""
    region, seen = page.story, _Seen()
    repeated = Counter(line.text for line in page.lines if line.link_chars and len(line.text) < 60)
    for line in page.lines:
        i = line.index
        if _is_linked(line):
            if region.zones[i] & _NOT_ENTRY and i not in kept:
                continue
            if repeated[line.text] >= _MORE:
                _foot(page, seen, i)
            elif _is_headline(line) or i in kept:
                _begin(seen, line, headline=_is_headline(line))
        elif i == region.headline or region.zones[i] & zones.HEADING:
            seen.below = -1
        elif seen.below >= 0:
            _follow(seen, i, letters(line.text))
    return seen


def _begin(seen: _Seen, line: Line, *, headline: bool) -> None:
    seen.explained.add(line.index)
    if len(seen.entries) < _MOST:
        seen.entries.append(line)
    if headline:
        seen.below, seen.summaries, seen.room = line.index, 0, _SUMMARY


def _follow(seen: _Seen, index: int, size: int) -> None:
    """A line below an entry: its date, its author or its summary, as long as there is room for one."""
    seen.summaries += size >= 40
    seen.room -= size
    if index - seen.below > _NEAR or seen.summaries > _SUMMARIES or seen.room < 0:
        seen.below = -1
    else:
        seen.explained.add(index)


def _foot(page: Page, seen: _Seen, index: int) -> None:
    """A repeated link ("Read more"): what stands right above it is a summary, and the link leads to the entry's page."""
    seen.explained.add(index)
    above = page.lines[index - 1] if index else None
    if above is not None and 0 < letters(above.text) <= _SUMMARY:
        seen.explained.add(above.index)
        if index - 2 >= 0 and page.story.zones[index - 2] & zones.HEADING:
            seen.explained.add(index - 2)
    if len(seen.entries) < _MOST:
        seen.entries.append(page.lines[index])
    seen.below = -1


def _is_linked(line: Line) -> bool:
    if not line.link_chars:
        return False
    dated = _DATE.match(line.text)
    return line.link_chars >= _LINKED * max(1, len(line.text) - (dated.end() if dated else 0))


def _is_headline(line: Line) -> bool:
    return letters(line.text) >= _HEADLINE or len(line.text.split()) > 2  # noqa: PLR2004


# where the entries lead

def _targets(page: Page, entries: Iterable[Line]) -> int:
    """How many other pages of the site the entries lead to; 0 where most of them lead away from it."""
    anchors: dict[HtmlElement, list[tuple[str, str]]] = {}
    own = urlsplit(page.url)
    found, away = set(), 0
    for line in entries:
        href = _href(line, anchors)
        try:
            there = urlsplit(urljoin(page.url, href)) if href else None
        except ValueError:
            there = None
        if there is None or there.scheme not in ("http", "https", "") or not _same_site(there.netloc, own.netloc):
            away += href != ""
        elif (there.path.rstrip("/"), there.query) != (own.path.rstrip("/"), own.query):
            found.add((there.path, there.query))
    return len(found) if len(found) >= away else 0


def _same_site(host: str, own: str) -> bool:
    host, own = host.lower().removeprefix("www."), own.lower().removeprefix("www.")
    return host == own or host.endswith("." + own) or own.endswith("." + host)


def _href(line: Line, anchors: dict[HtmlElement, list[tuple[str, str]]]) -> str:
    """Where a linked line leads; empty where its link is not found."""
    if line.element not in anchors:
        anchors[line.element] = list(_anchors(line.element))
    inside = anchors[line.element]
    return next((href for text, href in inside if text and (text in line.text or line.text in text)), "")


def _anchors(element: HtmlElement) -> Iterator[tuple[str, str]]:
    """Text and address of the links in an element, or of the link around it."""
    for anchor in islice(element.iter("a"), _MOST):
        if anchor.get("href"):
            yield text_of(anchor), anchor.get("href")
    around = element.getparent()
    for _ in range(_AROUND):
        if around is not None and around.tag == "a":
            yield text_of(element), around.get("href") or ""
        around = around.getparent() if around is not None else None
