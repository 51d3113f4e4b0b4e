"""One page, decoded and parsed once; each view of it (lines, head data, headings) is made once and shared by all steps.

Nothing here decides a field: it says what stands where. The tree is read-only for every step; the body, which comes
last, works on a copy.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property
from html import escape
from typing import cast

from lxml import etree
from lxml.html import HtmlElement

from archiver.errors import NotAnArticle
from archiver.extract import zones
from archiver.extract.lines import CONTROL, Line, Medium, fold, walk
from archiver.extract.region import Region
from archiver.extract.region import story as find_story
from archiver.extract.structured import Structured
from archiver.extract.structured import read as read_structured

MAX_HTML = 16 * 1024 * 1024
_META_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s{0,5}=\s{0,5}["']?\s{0,5}([\w.:-]{2,40})""", re.IGNORECASE)
_XML_CHARSET = re.compile(rb"""^\s{0,20}<\?xml[^>]{0,200}?encoding\s{0,5}=\s{0,5}["']([\w.:-]{2,40})""")
_WIDER = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252",
          "shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932", "x-sjis": "cp932", "gb2312": "gb18030",
          "gbk": "gb18030", "euc-kr": "cp949", "ks_c_5601-1987": "cp949", "iso-8859-9": "cp1254",
          "iso-8859-8-i": "iso-8859-8", "tis-620": "cp874", "x-euc-jp": "euc_jp", "unicode": "utf-8"}
_MARKUP = re.compile(r"<(?:!doctype|html|head|body|div|p|br|article|h1|table|span|a|meta)\b[^<>]{0,500}>", re.IGNORECASE)


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
        self._by_tag = defaultdict[object, list[HtmlElement]](list)
        for element in self.root.iter():            # held, for lxml makes an element anew each time nobody holds it
            self._by_tag[element.tag].append(element)

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
        return read_structured(self.tagged("meta"), self.tagged("script"), self.url)

    def tagged(self, *tags: str) -> list[HtmlElement]:
        """The elements of these tags, one tag after the other, each in document order. Looking through the tree for one is 60
        us, whose nodes are all over the memory, and eight steps ask."""
        return [element for tag in tags for element in self._by_tag.get(tag, ())]

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The visible text of the page in document order."""
        return self._walked[0]

    @cached_property
    def media(self) -> tuple[Medium, ...]:
        """The places of pictures in document order, icons and advertising included."""
        return self._walked[1]

    @cached_property
    def _walked(self) -> tuple[tuple[Line, ...], tuple[Medium, ...], Mapping[HtmlElement, int]]:
        return walk(self.root)

    def zones_of(self, element: HtmlElement) -> int:
        """The zones that an element itself claims; of most, the walk for the lines has read them."""
        own = self._walked[2].get(element)
        return zones.of(element) if own is None else own

    @cached_property
    def marked(self) -> tuple[HtmlElement, ...]:
        """The elements outside of meta tags with an `itemprop` or `property`, in document order."""
        return tuple(cast("list[HtmlElement]", _MARKED(self.root)))

    @cached_property
    def story(self) -> Region:
        """Where the story stands: its first and last line, the headline's line, the lines' local zones."""
        return find_story(self.lines, (self.structured.first("og:title", "twitter:title"), self.title_tag), self.zones_of)

    @cached_property
    def title_tag(self) -> str:
        """Text of `<title>` in the head; empty where there is none."""
        titles = self.tagged("title")
        return fold(titles[0].text or "") if titles else ""

    @cached_property
    def language_tag(self) -> str:
        """The `lang` of the html element, as written; empty where there is none."""
        return str(self.root.get("lang") or self.root.get("{http://www.w3.org/XML/1998/namespace}lang") or "").strip()

    @cached_property
    def headings(self) -> tuple[Line, ...]:
        """The lines inside h1, in document order."""
        return tuple(line for line in self.lines if line.zones & zones.H1)


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
    # Looking through the bytes is five times cheaper than through the text, and saves encoding it again; for one byte it is
    # ten times cheaper than for two.
    if not data or len(data.translate(None, _CONTROL_BYTES)) != len(data) or b"\xef" in data and b"\xef\xbf" in data:
        text = CONTROL.sub(" ", text)
        data = text.encode("utf-8", "replace")
    if not text.strip():
        raise NotAnArticle("empty", where=url)
    try:
        root = etree.fromstring(_PAGE_END.sub(b"", data), html_parser())
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError) as error:
        raise NotAnArticle("empty", where=url) from error
    if root is None:
        raise NotAnArticle("empty", where=url)
    return cast(HtmlElement, root)


def html_parser() -> etree.HTMLParser:
    """A parser for pages in UTF-8. Every element is an HtmlElement: lxml.html's own choice of classes (for forms,
    which no step needs) is a Python call each time an element is touched, a tenth of what a page costs."""
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, collect_ids=False)
    parser.set_element_class_lookup(_CLASSES)
    return parser


_PAGE_END = re.compile(rb"</[bBhH][oOtT][dDmM][yYlL]>")        # where more follows browsers read on, libxml2 does not
_MARKED = etree.XPath("descendant::*[(@itemprop or @property) and not(self::meta)]")
_CLASSES = etree.ElementDefaultClassLookup(element=HtmlElement)
_ASCII_BYTES = bytes(range(0x80))
_CONTROL_BYTES = bytes((*range(0x09), 0x0b, 0x0c, *range(0x0e, 0x20), 0x7f))
