"""The body of a story, paragraph by paragraph: trafilatura votes on a pruned copy of the tree, lines are weighed here.

The only door to trafilatura. It decides no other field; lines claimed by other steps (byline, credits) leave the body.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import trafilatura
from lxml import etree
from lxml.html import HtmlElement

from archiver.extract.body import choose, plain, shown
from archiver.extract.body.known import AROUND, Known
from archiver.extract.lines import SKIPPED, fold
from archiver.extract.region import GRAM, Region, grams, words_of
from archiver.extract.structured import as_text
from archiver.model import Evidence

if TYPE_CHECKING:
    from collections.abc import Callable

    from archiver.extract.lines import Line
    from archiver.extract.page import Page
    from archiver.extract.profile import Profile

Claimed = Mapping[int, str]      # line index -> why it is no body text: byline, credit, headline, date, ...
_TAGS = re.compile(r"<[^<>]{1,300}>")
_SOME = 0.1       # share of the region's text that an answer must have: what follows a short story may be longer
_HALF = 0.5       # share of the text the page states that it must have
_STATED = 4_000   # characters of a stated text that count: it may hold more than is printed
_FAR = 60         # lines between headline and story from which on the region is not believed
_DATES = {"max_date": "1990-01-01"}      # no date is asked for; without this trafilatura reads the clock
TOO_MUCH = 12_000          # elements from which on the engine is not asked: its time grows with their square
_TOO_LONG = 1_500_000       # characters of text, for the same reason
_ENOUGH = 250     # letters of running text from which on an answer is a story
_MUCH = 600       # letters of a fast answer for a whole page from which on it is enough
_MOST_SLOW = 10_000         # letters of running text from which on the region's lines are believed rather than the slow ways
_LONG, _ALL = 1_000, 0.8      # letters of an answer, and share of the page's running text, from which on half a proof of its place does
_SURE = 0.35      # share of the page's running text from which on the region is believed


@dataclass(frozen=True, slots=True)
class Removed:
    """A line that does not belong to the body."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Body:
    """The story's text, and what was taken out of it."""

    paragraphs: tuple[str, ...]
    removed: tuple[Removed, ...]
    evidence: Evidence


def find(page: Page, claimed: Claimed, profile: Profile | None = None, rules: Any = None) -> Body:
    """The body of a page; no paragraphs where there is none. `claimed` holds the lines other steps have taken."""
    region = page.story
    found, source = _plain(page, region, claimed) or _voted(page, region)
    known = Known(page.lines, region, found, claimed, _title(page, region), page.structured.first("description", "og:description"),
                  profile.drops(page, region) if profile is not None else {}, page.tagged("img", "picture", "video", "amp-img"))
    choice = choose.choose(known)
    if _size(dict.fromkeys(choice.kept, 1.0), [len(line.text) for line in page.lines]) < _ENOUGH and (stated := _stated(page)):
        return Body(stated, (), Evidence("json-ld:articleBody", None, 0.7))
    return Body(tuple(page.lines[i].text for i in sorted(choice.kept)),
                tuple(Removed(page.lines[i].text, choice.removed[i]) for i in sorted(choice.removed)),
                Evidence(source))


def _plain(page: Page, region: Region, claimed: Claimed) -> tuple[dict[int, float], str] | None:
    """The votes where the markup leaves the engine nothing to decide, as on two of three pages; None elsewhere."""
    found = plain.votes(page, region, claimed)
    return (found, "paragraphs") if found and _convincing(_size(found, region.weights), page, region) else None


def _stated(page: Page) -> tuple[str, ...]:
    """The text that the page states, for pages that print next to none and let a script write it; empty for none."""
    text = as_text(page.structured.article.get("articleBody"))[:_TOO_LONG]
    return tuple(line for raw in _TAGS.sub("\n", text).splitlines() if (line := fold(raw))) if len(text) >= 2 * _ENOUGH else ()


def _voted(page: Page, region: Region) -> tuple[dict[int, float], str]:
    """The engine's votes and what it was asked about: the story's element, or where that does not convince the whole page."""
    best: dict[int, float] = {}
    source, most = "none", 0
    if region.element is not None and _bearable(region.element):
        best = votes(page.lines[region.start:region.stop], engine(shown.of(page, region, region.element), fast=True))
        source, most = "trafilatura:fast", _size(best, region.weights)
    if _convincing(most, page, region):
        return best, source
    if not _bearable(page.root):
        return (best, source) if best else ({line.index: 1.0 for line in page.lines if line.linked < 0.5}, "region")
    found, asked = _of_page(page, region)
    if _placed(region):
        found = {i: share for i, share in found.items() if region.headline < i < region.stop}
    sizes = [len(line.text) for line in page.lines]
    return (found, asked) if _size(found, sizes) > 1.2 * _size(best, sizes) else (best, source)


def _convincing(size: float, page: Page, region: Region) -> bool:
    """Whether an answer of so many letters from the region needs no second look at the whole page: it is a story, some of
    what the region holds, and not much shorter than the text the page states; and the region is to be believed, or the answer is
    long and nearly all of the page that no name speaks against, also where comments or other stories are most of the page."""
    stated = as_text(page.structured.article.get("articleBody"))
    whole = sum(region.weights[region.start:region.stop])
    if size < max(_ENOUGH, _SOME * whole, _HALF * min(len(stated), _STATED)):
        return False
    if size >= max(_LONG, _ALL * sum(region.weights)):
        return _near(region) or region.share >= _SURE
    return _placed(region)


def _placed(region: Region) -> bool:
    """Whether the region is to be believed: it holds much of the page's text, below the headline and not far from it."""
    return _near(region) and region.share >= _SURE


def _near(region: Region) -> bool:
    """Whether the region opens below the headline and not far from it, or there is none."""
    return region.headline < 0 or 0 < region.first - region.headline <= _FAR


def _bearable(tree: HtmlElement) -> bool:
    """Whether a tree is small enough for the engine."""
    if _count(tree) <= TOO_MUCH and len(etree.tostring(tree, method="text", encoding="unicode")) <= _TOO_LONG:
        return True                         # with what is in scripts, too: no need to look closer
    size = 0
    for count, node in enumerate(tree.iter()):
        size += len(node.text or "") + len(node.tail or "") if node.tag not in SKIPPED else 0
        if count > TOO_MUCH or size > _TOO_LONG:
            return False
    return True


_count = cast("Callable[[HtmlElement], float]", etree.XPath("count(descendant-or-self::*)"))


def _size(found: Mapping[int, float], sizes: Sequence[int]) -> int:
    """Letters that were voted for, where `sizes` says how many of a line count."""
    return sum(sizes[i] for i, share in found.items() if share >= 0.5)


def _title(page: Page, region: Region) -> str:
    if region.headline >= 0:
        return page.lines[region.headline].text
    return page.structured.first("og:title", "twitter:title") or page.title_tag


def engine(tree: HtmlElement, **options: Any) -> str:
    """What trafilatura takes for the main text, a line a block; empty where it finds none. It works on a copy it makes.

    Of a story's element it is asked in its fast way alone: on 1,346 real pages its recall, three times as slow, made two
    bodies a little better and two much worse.
    """
    return trafilatura.extract(tree, include_comments=False, with_metadata=False,
                               date_extraction_params=_DATES, **options) or ""


def _of_page(page: Page, region: Region) -> tuple[dict[int, float], str]:
    """The engine's votes for a whole page, and what was asked; its slow ways, up to ten times the time, only where the fast
    one finds little of the running text, and that is not so long that they would take a tenth of a second."""
    running = sum(region.weights)
    text = engine(page.root, fast=True)
    if len(text) < min(_MUCH, running / 3):
        if running > _MOST_SLOW:
            return {line.index: 1.0 for line in page.lines[region.start:region.stop] if region.weights[line.index] or (
                line.linked < 0.5 and not region.zones[line.index] & AROUND)}, "region"
        text = engine(page.root)
    return votes(page.lines, text), "trafilatura:page"


def votes(lines: tuple[Line, ...], text: str) -> dict[int, float]:
    """How much of each line the engine gave back, 0 to 1; lines it gave nothing of are missing."""
    whole = {words_of(block) for block in text.splitlines()}
    found: dict[int, float] = {}
    parts: dict[int, tuple[str, ...]] = {}
    for line in lines:
        words = words_of(line.text)
        if words and words in whole:
            found[line.index] = 1.0
        elif len(words) >= GRAM:
            parts[line.index] = words
    given = {gram for words in whole for gram in grams(words)} if parts else set()
    for index, words in parts.items():
        own = [gram in given for gram in grams(words)]
        if any(own):
            found[index] = sum(own) / len(own)
    return found
