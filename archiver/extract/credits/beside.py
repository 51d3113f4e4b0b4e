"""The texts inside a picture's figure or wrapper, sorted by what their markup says: credit, caption, or neither.

Nothing here reads the texts themselves.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree
from lxml.html import HtmlElement

from archiver.extract.credits.images import Picture
from archiver.extract.credits.tidying import without_controls
from archiver.extract.lines import BLOCKS, SKIPPED, fold

_CASE = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_CREDIT = re.compile(
    r"credit|copyright|photograph(?:er|s)|fotograf|(?<![a-z])(?:source|sources|quelle|bildquelle|bildnachweis|bildrechte|rechte|rights|urheber|distributor|agency|agence"
    r"|agentur|agencia|provider|imgcopy|img-?copy|image-?copy|photo-?by|auteur|fuente|fonte|fonti|kuvaaja|zrodlo|forras|zdroj|kilde|kalla|lahde|attribution|license|licence|owner)(?![a-z])"
    r"|(?:image|photo|foto|img|picture|media|caption)-{0,2}(?:author|autor|autore|by|by-?line|owner)(?![a-z])"
)
_AUTHOR = re.compile(r"(?<![a-z])(?:author|authors|autor|autore|by-?line|auteur|name|creator)(?![a-z])")
_CAPTION = re.compile(
    r"caption|(?<![a-z])(?:legend|legende|bu|bildunterschrift|didascalia|cutline|pie-?(?:de-?)?foto|epigrafe|description|beschreibung|bildtext|title|alt|leyenda|popisek)(?![a-z])"
)
_BOTH = re.compile(r"(?:caption|legend|info|text)s?(?:-and)?-?(?:and-)?(?:credit|copyright)s?$")
_STRANGE = re.compile(
    r"(?<![a-z])(?:share|social|button|btn|icon|menu|count|counter|video-?duration|duration|player|controls?|lightbox|zoom|ad|ads|related|teaser|tooltip|toolbar|modal|dialog|newsletter|sr-only|visually-?hidden|screen-?reader(?:-text)?|open|close)(?![a-z])"
)


@dataclass(frozen=True, slots=True)
class Text:
    """A run of text in a picture's scope."""

    text: str
    kind: str  # what its markup says: 'credit', 'author', 'caption', 'strange' or ''
    pieces: tuple[str, ...] = ()  # its parts, cut where an inline element begins or ends
    linked: bool = False  # whether most of it is a link

    @property
    def caption(self) -> bool:
        """Whether its markup says that it belongs to the picture."""
        return self.kind in ("caption", "credit")


@dataclass(frozen=True)
class Beside:
    """The texts beside a picture, in order."""

    credits: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    lines: tuple[Text, ...] = ()  # every text


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
    lines = [text for text in texts_of(picture.scope) if text.kind != "strange" and text.text]
    credits = [text.text for text in lines if text.kind == "credit"]
    captions = [text.text for text in lines if text.kind != "credit" and (text.kind == "caption" or picture.figure)]
    if sum(map(len, credits)) > MAX_CREDITS:
        credits = []
    return Beside(tuple(credits), tuple(dict.fromkeys(captions)), tuple(dict.fromkeys(lines)))


def texts_of(element: HtmlElement) -> list[Text]:
    """The texts of one element, in order."""
    return _Walk(element).texts


class _Walk:
    """One walk over an element; runs of text are cut where a block begins or ends or the kind changes."""

    def __init__(self, top: HtmlElement) -> None:
        self.top, self.texts = top, list[Text]()
        self.run: list[str] = []
        self.kinds = [""]
        self.current = ""
        self.skipping = self.link = self.linked = 0
        for event, node in etree.iterwalk(top, events=("start", "end")):
            if not isinstance(node.tag, str) or node.tag in SKIPPED:
                self._skip(node, start=event == "start")
            elif self.skipping:
                continue
            elif event == "start":
                self._enter(node)
            else:
                self._leave(node)
        self._cut()

    def _skip(self, node: HtmlElement, *, start: bool) -> None:
        self.skipping += 1 if start else -1
        if not start and not self.skipping and node is not self.top:
            self._gather(node.tail)

    def _enter(self, node: HtmlElement) -> None:
        outer = self.kinds[-1]
        own = _own_kind(node) if node is not self.top else ""
        if (own in ("author", "") and outer == "credit") or (own == "author" and "caption" in self.kinds):
            own = "credit"
        kind = own or outer
        if node.tag in _CUTTING or kind != self.current:
            self._cut()
        self.link += node.tag == "a"
        self.kinds.append(kind)
        self.current = kind
        self._gather(node.text)

    def _leave(self, node: HtmlElement) -> None:
        self.kinds.pop()
        if node.tag in _CUTTING or self.kinds[-1] != self.current:
            self._cut()
        self.link -= node.tag == "a"
        self.current = self.kinds[-1]
        if node is not self.top:
            self._gather(node.tail)

    def _gather(self, text: str | None) -> None:
        self.run.append(_SEAM + (text or ""))
        if self.link and text:
            self.linked += len(text)

    def _cut(self) -> None:
        whole = "".join(self.run)
        parts = () if whole.isspace() else tuple(part for piece in whole.split(_SEAM) if (part := fold(piece)))
        if parts:
            joined = _joined(parts)
            self.texts.append(Text(without_controls(joined), self.current, parts, self.linked * 2 > len(joined)))
        self.run.clear()
        self.linked = 0


MAX_CREDITS = 250  # characters of credit markup; more is a caption by another name
_SEAM = "\x1e"
_CUTTING = BLOCKS | {"br", "small", "cite"}


def _own_kind(node: HtmlElement) -> str:
    names = " ".join(
        [v for v in (node.get("class"), node.get("itemprop"), node.get("data-testid"), node.get("id")) if v]
    )
    return kind(names[:300], node.tag) if names or node.tag == "figcaption" else ""


def _joined(parts: tuple[str, ...]) -> str:
    """The parts as one text; a blank only where none of both has one and a sentence or word would run into the next."""
    text = parts[0]
    for part in parts[1:]:
        tight = part[:1] in ".,;:!?)]’'" or text[-1:] in "([‘'“„/" or part[:1] == "/"
        text += part if tight else f" {part}"
    return text
