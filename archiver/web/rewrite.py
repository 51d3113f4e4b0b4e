"""An archived page made fit to be shown: nothing in it runs, nothing in it asks for anything that is not in the archive.

Nothing here looks anything up; it is told where things are. What is written here is a second wall, for people who look: the
first is the policy in the header (`guard.THEIR_POLICY`), which lets no script run and no request out whatever the page says.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from urllib.parse import urljoin

from lxml import etree
from lxml.html import HtmlElement

from archiver.urls import absolute

Kept = Callable[[str], str | None]
"""From the URL of a picture, style sheet or font to its address here; None where it is not in the archive."""
_GONE = frozenset("script iframe frame frameset object embed applet base meta template xmp plaintext noembed noframes portal "
                  "animate set animatemotion animatetransform fencedframe".split())
_NAME = re.compile(r"[a-z][a-z0-9-]{0,40}")
_ATTRIBUTE = re.compile(r"[a-z_][a-z0-9_.:-]{0,60}")
_DROPPED = frozenset("srcdoc ping formaction action integrity nonce crossorigin target download manifest autofocus http-equiv "
                     "sizes background codebase classid data longdesc usemap cite lowsrc dynsrc attributionsrc imagesrcset "
                     "autoplay".split())
_LATER = ("data-src", "data-original", "data-lazy-src", "data-lazy", "data-srcset", "data-lazy-srcset")
_URL = re.compile(r"""url\(\s*(?:"([^"]*)"|'([^']*)'|([^)"']*))\s*\)""", re.IGNORECASE)
_IMPORT = re.compile(r"""@import\s+(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_CANDIDATE = re.compile(r"\s*,?\s*(\S*[^\s,])(?:\s+[\d.]+[wxh])*\s*(?:,|$)")
MOST_CANDIDATES = 40
OURS = """<meta charset="utf-8"><meta name="viewport" content="width=device-width"><style>
mark[data-archiver]{background:#fde68a;color:#1f1300;outline:2px solid #b45309;outline-offset:1px;border-radius:2px}
mark[data-archiver]::before{content:attr(data-archiver);font:600 11px/1.2 system-ui,sans-serif;letter-spacing:.02em;
background:#92400e;color:#fff;border-radius:2px;padding:1px 4px;margin-inline-end:4px;vertical-align:2px}
img[data-archiver-missing]{display:inline-block;min-width:4em;min-height:2em;padding:.4em;border:1px dashed #888;color:#555;
background:#f4f4f4;font:12px/1.3 system-ui,sans-serif}
</style>"""


def page_source(root: HtmlElement, base: str, link: Callable[[str], str], kept: Kept) -> bytes:
    """The page as it is sent; the tree is changed. `link` gives the address here of a page's URL."""
    base = _base(root, base)
    _unscripted(root)
    _joined(root)
    for element in list(root.iter()):
        if not isinstance(element.tag, str) or element.tag in _GONE or not _NAME.fullmatch(element.tag):
            _remove(element)
        elif element.tag == "link":
            _style_sheet(element, base, kept)
        elif element.tag == "style":
            element.text = style_source(element.text or "", base, kept)
        else:
            _element(element, base, link, kept)
    text = etree.tostring(root, encoding="unicode", method="html")
    head = re.search(r"<head\b[^>]*>", text)
    at = head.end() if head else 0
    kind = "<!DOCTYPE html>" if root.getroottree().docinfo.doctype else ""
    return f"{kind}{text[:at]}{OURS}{text[at:]}".encode("utf-8", "replace")


def style_source(text: str, base: str, kept: Kept) -> str:
    """A style sheet whose addresses lead into the archive; it cannot end the element it stands in."""
    def address(match: re.Match[str]) -> str:
        said = next((part for part in match.groups() if part is not None), "").strip()
        if said.startswith(("data:", "#")):
            return match.group()
        found = kept(url) if (url := absolute(base, said)) else None
        return f'url("{found}")' if found else 'url("data:,")'

    def imported(match: re.Match[str]) -> str:
        return f'@import url("{next(part for part in match.groups() if part is not None)}")'
    return _URL.sub(address, _IMPORT.sub(imported, text)).replace("<", "\\3c ")


def _base(root: HtmlElement, url: str) -> str:
    said = next((element.get("href", "") for element in root.iter("base")), "")
    return absolute(url, said) or url if said else url


def _unscripted(root: HtmlElement) -> None:
    """What a page shows to those without scripts is what is shown; where it doubles a picture that stands there, it goes."""
    for element in list(root.iter("noscript")):
        before = element.getprevious()
        if before is not None and before.tag in ("img", "picture") and next(element.iter("img"), None) is not None:
            _remove(element)
        elif element.getparent() is not None:
            element.drop_tag()


def _joined(root: HtmlElement) -> None:
    """A picture's own element gets the addresses of its other forms, which the parser may have put around it."""
    for picture in root.iter("picture"):
        sets = [source.get(name, "") for source in picture.iter("source") for name in ("srcset", "data-srcset")]
        for image in picture.iter("img"):
            image.set("data-srcset", ", ".join(filter(None, (image.get("data-srcset"), *sets))))
    for hollow in list(root.iter("source", "track", "embed", "frame")):     # the parser takes what follows for their content
        hollow.drop_tag()


def _remove(element: HtmlElement) -> None:
    if element.getparent() is not None:
        element.drop_tree()


def _style_sheet(element: HtmlElement, base: str, kept: Kept) -> None:
    """A style sheet of the archive stays; other links of a head go, as some make a browser connect somewhere."""
    url = absolute(base, element.get("href", ""))
    found = kept(url) if url and "stylesheet" in (element.get("rel") or "").lower().split() else None
    media = element.get("media")
    element.attrib.clear()
    if found is None:
        _remove(element)
        return
    element.set("rel", "stylesheet")
    element.set("href", found)
    if media:
        element.set("media", media)


def _element(element: HtmlElement, base: str, link: Callable[[str], str], kept: Kept) -> None:
    if element.tag == "img":
        _picture(element, base, kept)
    for name in list(element.attrib):
        low = name.lower()
        if low.startswith("on") or low in _DROPPED or low in _LATER or not _ATTRIBUTE.fullmatch(low):
            del element.attrib[name]
        elif low == "style":
            element.set(name, style_source(element.get(name, ""), base, kept))
        elif low == "href" or low.endswith(":href"):
            _reference(element, name, base, link, kept)
        elif low in ("src", "poster", "srcset") and element.tag != "img":
            _resource(element, name, base, kept)


def _reference(element: HtmlElement, name: str, base: str, link: Callable[[str], str], kept: Kept) -> None:
    """A link leads to the archive's page of its URL; a place on the page stays as it is."""
    said = element.get(name, "").strip()
    if said.startswith("#"):
        return
    url = absolute(base, said)
    if element.tag in ("a", "area") and url:
        element.set(name, link(url))
    else:
        _resource(element, name, base, kept)


def _resource(element: HtmlElement, name: str, base: str, kept: Kept) -> None:
    said = element.get(name, "")
    found = kept(url) if name != "srcset" and (url := absolute(base, said)) else None
    if found:
        element.set(name, found)
    elif not said.startswith("data:image/"):
        del element.attrib[name]


def _picture(element: HtmlElement, base: str, kept: Kept) -> None:
    """A picture shows the first of its addresses that is in the archive; without one, what it is called."""
    found = next((address for url in _addresses(element, base) if (address := kept(url))), None)
    said = element.get("src", "")
    for name in ("src", "srcset", "loading"):
        element.attrib.pop(name, None)
    if found:
        element.set("src", found)
    elif said.startswith("data:image/"):
        element.set("src", said)
    else:
        element.set("data-archiver-missing", "")
        if not element.get("alt"):
            element.set("alt", "picture that is not in the archive")


def _addresses(element: HtmlElement, base: str) -> Iterator[str]:
    """The URLs a picture can have: its own, those it has for later, those of other sizes."""
    said = [element.get("src", ""), *(element.get(name, "") for name in _LATER if not name.endswith("set"))]
    for name in ("srcset", "data-srcset", "data-lazy-srcset"):
        said += [m[1] for m in _CANDIDATE.finditer(element.get(name, "")[:20_000])]
    seen = [urljoin(base, text) for text in said[:MOST_CANDIDATES] if text and not text.startswith("data:")]
    yield from (url for text in dict.fromkeys(seen) if (url := absolute(base, text)))
