"""The texts inside a picture's figure or wrapper, sorted by what their markup says: credit, caption, or neither.

Nothing here reads the texts themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree
from lxml.html import HtmlElement

from archiver.extract.credit_text import without_controls
from archiver.extract.images import Picture
from archiver.extract.page import BLOCKS, SKIPPED, fold

_CASE = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_CREDIT = re.compile(
    r"credit|copyright|photograph(?:er|s)|fotograf|(?<![a-z])(?:source|sources|quelle|bildquelle|bildnachweis|bildrechte|rechte|rights|urheber|distributor|agency|agence"
    r"|agentur|agencia|provider|imgcopy|img-?copy|image-?copy|photo-?by|auteur|fuente|fonte|fonti|kuvaaja|zrodlo|forras|zdroj|kilde|kalla|lahde|attribution|license|licence|owner)(?![a-z])"
    r"|(?:image|photo|foto|img|picture|media|caption)-{0,2}(?:author|autor|autore|by|by-?line|owner)(?![a-z])")
_AUTHOR = re.compile(r"(?<![a-z])(?:author|authors|autor|autore|by-?line|auteur|name|creator)(?![a-z])")
_CAPTION = re.compile(r"caption|(?<![a-z])(?:legend|legende|bu|bildunterschrift|didascalia|cutline|pie-?(?:de-?)?foto|epigrafe|description|beschreibung|bildtext|title|alt|leyenda|popisek)(?![a-z])")
_BOTH = re.compile(r"(?:caption|legend|info|text)s?(?:-and)?-?(?:and-)?(?:credit|copyright)s?$")
_STRANGE = re.compile(r"(?<![a-z])(?:share|social|button|btn|icon|menu|count|counter|video-?duration|duration|player|controls?|lightbox|zoom|ad|ads|related|teaser|tooltip|toolbar|modal|dialog|newsletter|sr-only|visually-?hidden|screen-?reader(?:-text)?|open|close)(?![a-z])")


@dataclass(frozen=True)
class Text:
    """A run of text in a picture's scope."""

    text: str
    caption: bool                       # whether its markup says that it is a caption
    pieces: tuple[str, ...] = ()        # its parts, cut where an inline element begins or ends


@dataclass(frozen=True)
class Beside:
    """The texts beside a picture, in order."""

    credits: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    lines: tuple[Text, ...] = ()        # every text


@lru_cache(maxsize=20_000)
def kind(names: str, tag: str) -> str:
    """What class names make an element within a figure: 'credit', 'author', 'caption', 'strange' or ''."""
    words = _CASE.sub("-", names).lower().replace("_", "-")
    if _CREDIT.search(words) and not _BOTH.search(words):
        return "credit"
    if _STRANGE.search(words):
        return "strange"
    if _CAPTION.search(words) or tag == "figcaption":
        return "caption"
    return "author" if _AUTHOR.search(words) else ""


def beside(picture: Picture) -> Beside:
    """The texts of a picture's scope."""
    if picture.scope is None:
        return Beside()
    credits: list[str] = []
    captions: list[str] = []
    lines: list[Text] = []
    for text, what, pieces in _pieces(picture.scope):
        text = without_controls(text)
        if what == "strange" or not text:
            continue
        if what == "credit":
            credits.append(text)
        elif what == "caption" or picture.figure:
            captions.append(text)
        lines.append(Text(text, what in ("caption", "credit"), pieces))
    if credits and sum(map(len, credits)) > 250:
        credits = []
    return Beside(tuple(credits), tuple(dict.fromkeys(captions)), tuple(dict.fromkeys(lines)))


def texts_of(element: HtmlElement) -> list[Text]:
    """The texts of one element, in order."""
    return [Text(text, what == "caption", pieces) for text, what, pieces in _pieces(element)]


def _pieces(top: HtmlElement) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Runs of text with their kind and inline parts, cut where a block begins or ends or the kind changes."""
    run: list[str] = []
    kinds = [""]
    skipping = 0
    current = ""

    def cut() -> Iterator[tuple[str, str, tuple[str, ...]]]:
        parts = tuple(part for piece in "".join(run).split(_SEAM) if (part := fold(piece)))
        run.clear()
        if parts:
            yield _joined(parts), current, parts

    for event, node in etree.iterwalk(top, events=("start", "end")):
        if not isinstance(node.tag, str) or node.tag in SKIPPED:
            skipping += 1 if event == "start" else -1
            if event == "end" and not skipping and node.tail and node is not top:
                run.append(node.tail)
            continue
        if skipping:
            continue
        if event == "start":
            own = _own_kind(node) if node is not top else ""
            new = "credit" if own in ("author", "") and kinds[-1] == "credit" or own == "author" and "caption" in kinds else own or kinds[-1]
            if node.tag in _CUTTING or new != current:
                yield from cut()
            run.append(_SEAM)
            kinds.append(new)
            current = new
            run.append(node.text or "")
        else:
            kinds.pop()
            if node.tag in _CUTTING or kinds[-1] != current:
                yield from cut()
            current = kinds[-1]
            if node is not top:
                run.append(_SEAM + (node.tail or ""))
    yield from cut()


_SEAM = "\x1e"
_CUTTING = BLOCKS | {"br", "small", "cite"}


def _own_kind(node: HtmlElement) -> str:
    names = " ".join([v for v in (node.get("class"), node.get("itemprop"), node.get("data-testid"), node.get("id")) if v])
    return kind(names[:300], node.tag) if names or node.tag == "figcaption" else ""


def _joined(parts: tuple[str, ...]) -> str:
    """The parts as one text; a blank only where none of both has one and a sentence or word would run into the next."""
    text = parts[0]
    for part in parts[1:]:
        tight = part[:1] in ".,;:!?)]’'" or text[-1:] in "([‘'“„/" or part[:1] == "/"
        text += part if tight else f" {part}"
    return text
