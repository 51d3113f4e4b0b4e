"""Which lines of a page are the body: the engine's votes, the story's place, and what a line is, weighed line by line.

Nothing here runs the engine or builds text; every line that was in question and left out has a reason.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice

from lxml.html import HtmlElement

from archiver.extract import zones
from archiver.extract.body import boilerplate
from archiver.extract.page import Line
from archiver.extract.region import Region, letters, likeness, words_of

AROUND = zones.AROUND & ~zones.ASIDE & ~zones.FORM | zones.BIO | zones.TAGS
_NAMED = ((zones.CONSENT, "consent"), (zones.COMMENTS, "comments"), (zones.RELATED, "related"), (zones.SHARE, "share"),
          (zones.NAV, "navigation"), (zones.FOOTER, "footer"), (zones.PROMO, "promotion"), (zones.BIO, "about the author"),
          (zones.TAGS, "tags"), (zones.HIDDEN, "hidden"), (zones.BREADCRUMB, "navigation"))
_BY_NAME = frozenset(("related", "promotion", "share", "tags"))
_LARGE = 0.25       # share of the text that names of elements alone must not take away
_NOT_STANDFIRST = AROUND & ~zones.HIDDEN & ~zones.PROMO | zones.BYLINE | zones.DATE | zones.CAPTION | zones.FIGURE | zones.TABLE


_DATED = re.compile(r"\b\d{1,2}[:.]\d\d\b|\b(19|20)\d\d\b|[年日]")
_BOX = re.compile(
    r"(info|fact|fakten|fakta|promo|teaser|author|bio|about|hint|side|note|text|cta|news|service|link|related|sa)-?_?box"
    r"|(?<![a-z])(teaser|newsletter|cta|recirc\w*|factbox|faktaboks|faktaruta|recuadro|despiece|encadre|kasten|callout|infobox"
    r"|post-?card|story-?card|article-?card|card|cards|collections?|cover-content|listing|highlight|information|app-?\w*hint"
    r"|readmore|read-more|inline-?(promo|related)|linklist|link-list|mediainfo|media-?info|bildinfo|image-?meta)(?![a-z])"
    r"|__info(?![a-z])")
_BOXES = 0.25       # share of the body that boxes may hold together; more is the story's own form
_CREDIT = 90        # characters that may stand beside a caption in its wrapper
_CAPTION = 300      # letters a caption may have
_PICTURES = 0.15    # share of the body that lines beside pictures may be to be captions
_TEXTUAL = frozenset(("p", "h2", "h3", "h4", "h5", "li"))
_TAIL = 8           # lines at the end that are looked at for what closes a page's text
_GRAM = 4
_REPEAT = 40        # four-word runs from which on a line that others say piece by piece is a repeat
_LONG = 240         # letters of running text from which on a line is not believed to be a byline, date or credit


@dataclass
class Choice:
    """Lines kept, and lines left out that the engine or the place speaks for, with the reason."""

    kept: set[int] = field(default_factory=set)
    removed: dict[int, str] = field(default_factory=dict)
    standfirst: set[int] = field(default_factory=set)

    def drop(self, index: int, reason: str) -> None:
        """Leave a line out."""
        self.kept.discard(index)
        self.removed[index] = reason


@dataclass(frozen=True)
class Known:
    """What is known before the lines are weighed."""

    lines: tuple[Line, ...]
    region: Region
    votes: Mapping[int, float]          # line index -> share of it that the engine gave back
    claimed: Mapping[int, str]          # lines other steps have taken, and the reason
    title: str
    description: str
    site: Mapping[int, str] = field(default_factory=dict)       # lines the site's profile names, and the block's id


def choose(known: Known) -> Choice:
    """The lines of the body."""
    choice = Choice()
    for line in known.lines:
        if known.votes.get(line.index, 0.0) >= 0.5:
            reason = _reason(line, known)
            if reason:
                choice.removed[line.index] = reason
            else:
                choice.kept.add(line.index)
    _spare(known, choice)
    _mend(known, choice)
    _standfirst(known, choice)
    _boxes(known, choice)
    _captions(known, choice)
    _boilerplate(known, choice)
    _tail(known, choice)
    _repeats(known, choice)
    for i in choice.kept & known.site.keys():
        choice.drop(i, f"site profile {known.site[i]}")
    _loose_headings(known, choice)
    _rest(known, choice)
    return choice


def _reason(line: Line, known: Known) -> str:
    """Why a line the engine gives back is no body text all the same; empty where it is."""
    index, bits = line.index, known.region.zones[line.index]
    if index in known.claimed and (known.region.weights[index] < _LONG or known.claimed[index] == "rule"):
        return known.claimed[index]
    if index == known.region.headline or bits & zones.H1 and _is_title(line.text, known.title):
        return "headline"
    weight = known.region.weights[index]
    if bits & AROUND and not weight:
        return next((name for bit, name in _NAMED if bits & bit), "around the story")
    if bits & (zones.BYLINE | zones.DATE) and letters(line.text) < 160:
        return "byline" if bits & zones.BYLINE else "date"
    if bits & zones.CAPTION and bits & zones.FIGURE:
        return "caption"
    if index < known.region.first and not weight and index <= known.region.headline:
        return "head matter"
    if known.region.headline < index < known.region.first and not weight and len(line.text) < 60 and _DATED.search(line.text):
        return "date"
    return ""


def _spare(known: Known, choice: Choice) -> None:
    """Take back what only its surroundings' names spoke against, where that is a large share of the text."""
    named = [i for i, reason in choice.removed.items() if reason in _BY_NAME and known.lines[i].linked < 0.5]
    size = sum(letters(known.lines[i].text) for i in named)
    if size > _LARGE * (size + sum(letters(known.lines[i].text) for i in choice.kept)):
        for i in named:
            del choice.removed[i]
            choice.kept.add(i)


def _rest(known: Known, choice: Choice) -> None:
    """A reason for the other lines in the story's place, which the engine did not take for text."""
    region = known.region
    first = region.headline if 0 <= region.headline < region.start else region.start
    for line in known.lines[first:region.stop]:
        i, bits = line.index, region.zones[line.index]
        if i in choice.kept or i in choice.removed:
            continue
        named = next((name for bit, name in (*_NAMED, (zones.CAPTION, "caption")) if bits & bit), "")
        choice.removed[i] = known.claimed.get(i) or named or ("link" if line.linked > 0.8 else "no running text")


def _is_title(text: str, title: str) -> bool:
    return bool(title) and likeness(set(words_of(text)), set(words_of(title))) >= 0.8


def _mend(known: Known, choice: Choice) -> None:
    """Paragraphs the engine lost: running text in the story's element whose siblings or likes it has kept."""
    shapes = Counter(_shape(known.lines[i]) for i in choice.kept if known.region.weights[i])
    region = known.region
    for line in known.lines[max(0, region.first):region.last + 1]:
        i = line.index
        if i in choice.kept or i in choice.removed or i in known.claimed:
            continue
        if region.weights[i] and shapes[_shape(line)] and not region.zones[i] & (zones.EMBED | zones.FIGURE):
            choice.kept.add(i)


def _shape(line: Line) -> tuple[str, str, str]:
    """What a paragraph looks like: its tag and class, and its parent's tag."""
    parent = line.element.getparent()
    return line.tag, line.element.get("class") or "", str(parent.tag) if parent is not None else ""


def _boilerplate(known: Known, choice: Choice) -> None:
    """Lines that open like boilerplate, and whole lines of link; never so many that it must be the story's own form."""
    found: dict[int, str] = {}
    for i in sorted(choice.kept):
        line = known.lines[i]
        reason = boilerplate.kind(line.text, line.linked)
        if not reason and line.linked > 0.8 and _is_reference(line, known, choice):
            reason = "link"
        if reason:
            found[i] = reason
    size = sum(letters(known.lines[i].text) for i in choice.kept)
    if sum(letters(known.lines[i].text) for i in found) <= 0.3 * size:
        for i, reason in found.items():
            choice.drop(i, reason)


def _is_reference(line: Line, known: Known, choice: Choice) -> bool:
    """Whether a linked line points elsewhere, not a citation, a list of the story's own or a linked heading in it."""
    if len(line.text.split()) < _GRAM and letters(line.text) < 24 or line.text.startswith(("http", "www.")):
        return False
    near = [known.lines[i] for i in (line.index - 1, line.index + 1) if i in choice.kept]
    if line.index > known.region.last:
        return True
    if any(n.element is line.element for n in near):
        return False
    if line.tag in ("h1", "h2", "h3", "h4", "h5"):
        return any(n.linked > 0.8 for n in near) or not near
    if line.tag in ("li", "td"):
        return False
    return not known.region.zones[line.index] & zones.QUOTE or line.linked >= 1


def _boxes(known: Known, choice: Choice) -> None:
    """Cards and boxes set into the story: a wrapper named so, or a linked heading with its summary; small ones only."""
    if known.region.element is None:
        return
    top = known.region.element
    held: dict[HtmlElement, list[int]] = {}
    for i in sorted(choice.kept):
        if known.region.start <= i < known.region.stop and (box := _box_around(known.lines[i].element, top)) is not None:
            held.setdefault(box, []).append(i)
    total = sum(letters(known.lines[i].text) for i in choice.kept)
    found = [i for inside in held.values() for i in inside]
    sizes = [sum(letters(known.lines[i].text) for i in inside) for inside in held.values()]
    if sum(sizes) > _BOXES * total or len(choice.kept) - len(found) < 2:
        return
    for i in found:
        choice.drop(i, "box")


def _box_around(element: HtmlElement, top: HtmlElement) -> HtmlElement | None:
    """The outermost element between a line and the story's element that is named like a box or card."""
    found, node = None, element
    while node is not None and node is not top:
        name = f"{node.get('class') or ''} {node.get('id') or ''}"
        if len(name) > 1 and _is_box(name):
            found = node
        node = node.getparent()
    return found


@lru_cache(maxsize=20_000)
def _is_box(name: str) -> bool:
    return bool(_BOX.search(name[:300].casefold()))


def _captions(known: Known, choice: Choice) -> None:
    """Lines that share a small wrapper with a picture and nothing else; few of them, else it is the story's own form."""
    top = known.region.element
    size = sum(letters(known.lines[i].text) for i in choice.kept)
    found = [i for i in sorted(choice.kept - choice.standfirst) if letters(known.lines[i].text) <= _CAPTION
             and _pictured(known.lines[i].element, top, _CREDIT)]
    if sum(letters(known.lines[i].text) for i in found) <= _PICTURES * size:
        for i in found:
            choice.drop(i, "caption")


def _pictured(element: HtmlElement, top: HtmlElement | None, beside: int) -> bool:
    """Whether a picture stands with the element in a wrapper that holds at most `beside` more characters."""
    room = len("".join(islice(element.itertext(), 200))) + beside
    node = element.getparent() if element.tag in _TEXTUAL else element
    for _ in range(3):
        if node is None or node is top or node.tag in ("body", "main", "article"):
            return False
        if _longer(node, room):
            return False
        if next(node.iter("img", "picture", "video", "amp-img"), None) is not None:
            return True
        node = node.getparent()
    return False


def _longer(node: HtmlElement, room: int) -> bool:
    """Whether an element holds more than so many characters; reads no more than it must."""
    for piece in node.itertext():
        room -= len(piece.strip())
        if room < 0:
            return True
    return False


def _tail(known: Known, choice: Choice) -> None:
    """What closes a page's text after the story: who the author is, who helped, where to write, notices."""
    kept = sorted(choice.kept)
    names = {w for i, why in known.claimed.items() if why == "byline" for w in words_of(known.lines[i].text)}
    for i in reversed(kept[-_TAIL:]):
        line = known.lines[i]
        named = line.bold or line.linked > 0 or bool(names) and set(words_of(line.text)[:2]) <= names
        reason = boilerplate.closing(line.text, line.linked, named)
        if reason and i > kept[0] and len(choice.kept) > 2:
            choice.drop(i, reason)
        elif known.region.weights[i] > 160 and not reason:
            return


def _repeats(known: Known, choice: Choice) -> None:
    """The headline again, and what the rest of the body says word for word: pull quotes, the text a second time."""
    title = set(words_of(known.title))
    words = {i: words_of(known.lines[i].text) for i in choice.kept}
    grams = {i: list(zip(*(w[n:] for n in range(_GRAM)), strict=False)) for i, w in words.items()}
    times = Counter(known.lines[i].text for i in choice.kept)
    exact = {known.lines[i].text for i in choice.kept if known.region.weights[i] and times[known.lines[i].text] > 1}
    count = Counter(gram for own in grams.values() for gram in set(own))
    for i in sorted(choice.kept, key=lambda i: (-len(words[i]), -i)):
        own = grams[i]
        if len(words[i]) < 60 and likeness(set(words[i]), title) >= 0.9:
            choice.drop(i, "headline")
        elif (len(own) >= _REPEAT or known.lines[i].text in exact) and sum(count[gram] > 1 for gram in own) >= 0.9 * len(own):
            count.subtract(set(own))
            choice.drop(i, "repeat")


def _standfirst(known: Known, choice: Choice) -> None:
    """The standfirst between headline and story, which engines take for head matter: readers see it as the first
    paragraph (without it the segments of 531 hand-checked pages fall from 93.4 to 92.5)."""
    region, lines = known.region, known.lines
    start = min((i for i in choice.kept if region.weights[i]), default=-1)
    if start < 0 or region.headline < 0 or not region.headline < start <= region.headline + 40:
        return
    summary = set(words_of(known.description))
    for i in range(region.headline + 1, start):
        if i in choice.kept or i in known.claimed or region.zones[i] & _NOT_STANDFIRST:
            continue
        if _pictured(lines[i].element, region.element, _CREDIT):
            continue
        text = lines[i].text
        words = set(words_of(text))
        stated = len(words) >= 4 and len(words & summary) >= 0.7 * len(words)
        named = bool(region.zones[i] & zones.STANDFIRST)
        if letters(text) < 40 or lines[i].linked > 0.3 or likeness(words, set(words_of(known.title))) > 0.7:
            continue
        if (stated or named or region.weights[i]) and not boilerplate.kind(text, lines[i].linked):
            choice.removed.pop(i, None)
            choice.kept.add(i)
            choice.standfirst.add(i)


def _loose_headings(known: Known, choice: Choice) -> None:
    """Headings and labels that nothing follows: at the end of the body, or before a block that was taken out."""
    kept = sorted(choice.kept)
    while kept:
        line = known.lines[kept[-1]]
        bits = known.region.zones[line.index]
        if not (bits & zones.HEADING or line.text.endswith(":")) or known.region.weights[line.index] > 150:
            return
        choice.drop(kept.pop(), "heading without text")
