"""One page, decoded and parsed once; each view of it (lines, head data, headings) is made once and shared by all steps.

Nothing here decides a field: it says what stands where. The tree is read-only for every step; the body, which comes
last, works on a copy.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from html import escape
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple, cast

from lxml import etree
from lxml.html import HtmlElement

from archiver.errors import NotAnArticle
from archiver.extract import zones
from archiver.extract.structured import Structured
from archiver.extract.structured import read as read_structured

if TYPE_CHECKING:
    from archiver.extract.region import Region

MAX_HTML = 16 * 1024 * 1024
MAX_LINES = 60_000
MAX_MEDIA = 2_000

BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure footer"
    " form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol option p pre section summary table tbody td tfoot"
    " th thead title tr ul video audio".split())
SKIPPED = frozenset("script style template svg iframe object canvas noscript head textarea select math datalist".split())

_META_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s{0,5}=\s{0,5}["']?\s{0,5}([\w.:-]{2,40})""", re.IGNORECASE)
_XML_CHARSET = re.compile(rb"""^\s{0,20}<\?xml[^>]{0,200}?encoding\s{0,5}=\s{0,5}["']([\w.:-]{2,40})""")
_WIDER = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252",
          "shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932", "x-sjis": "cp932", "gb2312": "gb18030",
          "gbk": "gb18030", "euc-kr": "cp949", "ks_c_5601-1987": "cp949", "iso-8859-9": "cp1254",
          "iso-8859-8-i": "iso-8859-8", "tis-620": "cp874", "x-euc-jp": "euc_jp", "unicode": "utf-8"}
_MARKUP = re.compile(r"<(?:!doctype|html|head|body|div|p|br|article|h1|table|span|a|meta)\b[^<>]{0,500}>", re.IGNORECASE)
_SPACE = re.compile(r"[\s\u00a0\u200b\u2028\u2029\ufeff]+")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


class Line(NamedTuple):
    """A run of text between two block boundaries or `<br>`: the smallest thing that is kept or dropped.

    A tuple, because a page has hundreds: a frozen dataclass takes three times as long to make.
    """

    index: int                  # type: ignore[assignment]  # of the page; a tuple's own `index` is never asked for
    text: str                   # white space folded, never empty
    element: HtmlElement        # the nearest block element around it
    zones: int                  # bits of `zones`, from the element and all around it
    link_chars: int             # characters of it that are inside links
    bold: bool = False          # all of it in <b>, <strong>, <em>, <i>

    @property
    def tag(self) -> str:
        """The tag of the nearest block element."""
        return str(self.element.tag)

    @property
    def linked(self) -> float:
        """Share of its characters that are links, 0 to 1."""
        return min(1.0, self.link_chars / max(1, len(self.text)))


@dataclass(frozen=True, slots=True)
class Medium:
    """A place where a picture stands: an `<img>` or its like, also inside `<noscript>`."""

    element: HtmlElement
    line: int                   # index of the line it stands in or before; len(lines) at the end
    zones: int                  # bits of `zones`, from the nearest block element and all around it


class Page:
    """A page as the steps see it."""

    def __init__(self, html: bytes | str, url: str, *, charset: str = "", captured: str | None = None) -> None:
        """`html` is decoded content; `charset` what the HTTP header says; `captured` ISO 8601. Raises NotAnArticle
        where there is nothing that could be parsed."""
        self.url, self.captured = url, captured
        self.plain = False
        if len(html) > MAX_HTML:
            raise NotAnArticle("too large", where=url)
        self.source, data = (html, b"") if isinstance(html, str) else _decoded(html, charset)
        self.root = parse(self.source, url, data)
        self._elements = list(self.root.iter())     # held, for lxml makes an element anew each time nobody holds it

    @classmethod
    def from_text(cls, text: str, url: str = "", *, captured: str | None = None) -> Page:
        """Already scraped plain text as a page: a paragraph for every line, so that the same steps work on it."""
        lines = [line.strip() for line in text.splitlines()]
        page = cls("<html><body><main>" + "".join(f"<p>{escape(x)}</p>" for x in lines if x) + "</main></body></html>",
                   url, captured=captured)
        page.plain = True
        return page

    @cached_property
    def structured(self) -> Structured:
        """What the page says of itself for machines: meta tags, JSON-LD, microdata."""
        return read_structured(self.root, self.url)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The visible text of the page in document order."""
        return self._walked[0]

    @cached_property
    def media(self) -> tuple[Medium, ...]:
        """The places of pictures in document order, icons and advertising included."""
        return self._walked[1]

    @cached_property
    def _walked(self) -> tuple[tuple[Line, ...], tuple[Medium, ...]]:
        body = self.root.find("body")
        top = body if body is not None else self.root
        walk = _Walk(top)
        if not walk.lines and next(top.iter("noscript"), None) is not None:     # one that is not closed swallows the page
            walk = _Walk(top, _OPEN_KINDS)
        return tuple(walk.lines), tuple(walk.media)

    @cached_property
    def marked(self) -> tuple[HtmlElement, ...]:
        """The elements outside of meta tags with an `itemprop` or `property`, in document order."""
        return tuple(cast("list[HtmlElement]", _MARKED(self.root)))

    @cached_property
    def story(self) -> Region:
        """Where the story stands: its first and last line, the headline's line, the lines' local zones."""
        from archiver.extract import region

        return region.story(self)

    @cached_property
    def title_tag(self) -> str:
        """Text of `<title>` in the head; empty where there is none."""
        node = next(self.root.iter("title"), None)
        return fold(node.text or "") if node is not None else ""

    @cached_property
    def language_tag(self) -> str:
        """The `lang` of the html element, as written; empty where there is none."""
        return str(self.root.get("lang") or self.root.get("{http://www.w3.org/XML/1998/namespace}lang") or "").strip()

    @cached_property
    def headings(self) -> tuple[Line, ...]:
        """The lines inside h1, in document order."""
        return tuple(line for line in self.lines if line.zones & zones.H1)


def fold(text: str) -> str:
    """White space folded to single blanks, control characters and soft hyphens gone."""
    plain = " ".join(text.split())
    if plain.isprintable():             # nearly always: nothing but letters, marks and blanks
        return plain
    if "\u00ad" in text or "\u2060" in text:
        text = text.replace("\u00ad", "").replace("\u2060", "")
    return _SPACE.sub(" ", _CONTROL.sub(" ", text)).strip()


def text_of(element: HtmlElement) -> str:
    """All text inside an element, folded, without scripts and styles."""
    return fold(" ".join(t for t in element.itertext(with_tail=False) if _shown(t)))


def _shown(piece: object) -> bool:
    parent = piece.getparent() if hasattr(piece, "getparent") else None
    if parent is None:
        return True
    holder = parent.getparent() if getattr(piece, "is_tail", False) else parent
    return holder is None or holder.tag not in SKIPPED


def is_html(text: str) -> bool:
    """Whether a text is markup: it opens with a tag, or holds some within its first letters."""
    head = text[:20_000].lstrip("\ufeff \t\r\n")
    return bool(re.match(r"<(?:!doctype|!--|\?xml|html)\b", head, re.IGNORECASE)) or len(_MARKUP.findall(head)) > 1


def decode_text(data: bytes, charset: str = "") -> str:
    """Bytes of a page as text: a byte order mark, else UTF-8 where it is valid, else what is declared, else cp1252."""
    return _decoded(data, charset)[0]


def _decoded(data: bytes, charset: str) -> tuple[str, bytes]:
    """The text, and the bytes again where they are that text in UTF-8 as it stands."""
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(name, "replace"), b""
    head = data[:4096]
    if b"2022" not in head and "2022" not in charset:       # iso-2022-jp, which is valid UTF-8, and no text at all
        try:
            return data.decode("utf-8"), data
        except UnicodeDecodeError:
            pass
    declared = [_codec(name) for name in (charset, *_declared(head)) if name]
    if "iso-2022-jp" not in declared:
        try:
            return data.decode("utf-8"), data
        except UnicodeDecodeError:
            pass
    best = next((c for c in declared if c and c != "utf-8"), None)
    if best is None:
        # Declared UTF-8 but not quite: a few bad bytes stay UTF-8, many mean another charset.
        text = data.decode("utf-8", "replace")
        high = len(data[:200_000].translate(None, _ASCII_BYTES))
        return (text if text.count("\ufffd") * 50 < max(1, high) else data.decode("cp1252", "replace")), b""
    return data.decode(best, "replace"), b""


def _declared(head: bytes) -> list[str]:
    return [m.group(1).decode("latin-1") for m in (_XML_CHARSET.search(head), _META_CHARSET.search(head)) if m]


def _codec(name: str) -> str | None:
    low = name.strip().lower()
    low = _WIDER.get(low, low)
    try:
        b"".decode(low)
    except (LookupError, ValueError):
        return None
    return low


def parse(text: str, url: str, data: bytes = b"") -> HtmlElement:
    """The tree of a page; `data` are its bytes where they are plain UTF-8. Raises NotAnArticle("empty") where there is
    nothing to parse."""
    # Looking through the bytes is five times cheaper than through the text, and saves encoding it again.
    if not data or len(data.translate(None, _CONTROL_BYTES)) != len(data) or b"\xef\xbf" in data:
        text = _CONTROL.sub(" ", text)
        data = text.encode("utf-8", "replace")
    if not text.strip():
        raise NotAnArticle("empty", where=url)
    try:
        root = etree.fromstring(data, html_parser())
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError) as error:
        raise NotAnArticle("empty", where=url) from error
    if root is None:
        raise NotAnArticle("empty", where=url)
    return cast(HtmlElement, root)


def html_parser() -> etree.HTMLParser:
    """A parser for pages in UTF-8. Every element is an HtmlElement: lxml.html's own choice of classes (for forms,
    which no step needs) is a Python call each time an element is touched, a tenth of what a page costs."""
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    parser.set_element_class_lookup(_CLASSES)
    return parser


_MARKED = etree.XPath("descendant::*[(@itemprop or @property) and not(self::meta)]")
_CLASSES = etree.ElementDefaultClassLookup(element=HtmlElement)
_ASCII_BYTES = bytes(range(0x80))
_CONTROL_BYTES = bytes((*range(0x09), 0x0b, 0x0c, *range(0x0e, 0x20), 0x7f))


_BLOCK, _SKIP, _BREAK, _LINK, _STRESS, _PICTURE = range(6)
_KINDS: dict[object, int] = {
    **dict.fromkeys(BLOCKS, _BLOCK), **dict.fromkeys((*SKIPPED, etree.Comment, etree.PI, etree.Entity), _SKIP), "br": _BREAK,
    "a": _LINK, **dict.fromkeys(("b", "strong", "em", "i"), _STRESS),
    **dict.fromkeys(("img", "amp-img", "image", "v-img"), _PICTURE)}


_OPEN_KINDS = {tag: kind for tag, kind in _KINDS.items() if tag != "noscript"}


class _Walk:
    """One walk over a tree: text runs are cut at block boundaries and `<br>`, and the places of pictures are noted.

    Every element of every page goes through it, so it asks each for as little as it can.
    """

    def __init__(self, top: HtmlElement, kinds: Mapping[object, int] = _KINDS) -> None:
        self.kinds = kinds
        self.lines: list[Line] = []
        self.media: list[Medium] = []
        self._pieces: list[str] = []            # the text since the last boundary
        self._linked = self._plain = 0          # characters of it inside links; characters not bold or italic
        self._skipping = self._links = self._stressed = 0
        self._blocks = [(top, zones.of(top))]   # the open blocks, with the zones of each and all around it
        if top.text:
            self._gather(top.text)
        path = [top]
        nodes = top.iter()
        next(nodes)
        for node in nodes:
            parent = node.getparent()
            while path[-1] is not parent:
                self._close(path.pop())
            path.append(node)
            kind = kinds.get(node.tag)
            if kind is not None:
                self._open(node, kind)
            if not self._skipping and (text := node.text):
                self._gather(text)
        while len(path) > 1:
            self._close(path.pop())
        self._cut()

    def _open(self, node: HtmlElement, kind: int) -> None:
        if kind == _SKIP:
            if node.tag == "noscript" and not self._skipping:
                for image in islice(node.iter("img"), max(0, MAX_MEDIA - len(self.media))):
                    self.media.append(Medium(image, len(self.lines), self._blocks[-1][1]))
            self._skipping += 1
        elif self._skipping:
            return
        elif kind == _BLOCK:
            self._cut()
            self._blocks.append((node, self._blocks[-1][1] | zones.of(node)))
        elif kind == _BREAK:
            self._cut()
        elif kind == _LINK:
            self._links += 1
        elif kind == _STRESS:
            self._stressed += 1
        elif len(self.media) < MAX_MEDIA:
            self.media.append(Medium(node, len(self.lines), self._blocks[-1][1]))

    def _close(self, node: HtmlElement) -> None:
        kind = self.kinds.get(node.tag)
        if kind == _SKIP:
            self._skipping -= 1
        if self._skipping:
            return
        if kind == _BLOCK:
            self._cut()
            self._blocks.pop()
        elif kind == _BREAK:
            self._cut()
        elif kind == _LINK:
            self._links -= 1
        elif kind == _STRESS:
            self._stressed -= 1
        if text := node.tail:
            self._gather(text)

    def _gather(self, text: str) -> None:
        if text.isspace():
            if self._pieces:                    # blanks that open a line are folded away
                self._pieces.append(text)
            return
        self._pieces.append(text)
        if self._links:
            self._linked += len(text)
        if not self._stressed:
            self._plain += len(text)

    def _cut(self) -> None:
        if not self._pieces:
            return
        text = fold("".join(self._pieces))
        if text and len(self.lines) < MAX_LINES:
            self.lines.append(Line(len(self.lines), text, *self._blocks[-1], self._linked, bold=not self._plain))
        self._pieces.clear()
        self._linked = self._plain = 0
