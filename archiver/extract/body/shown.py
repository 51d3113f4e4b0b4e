"""What the engine is shown of a page: a copy of the story's element, without what it would throw away or what names speak
against. Its time goes by the number of elements, and most of those of a long page are links to other pages.
"""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from typing import TYPE_CHECKING

from lxml import etree
from lxml.html import HtmlElement

from archiver.extract.body.known import AROUND
from archiver.extract.lines import BLOCKS, SKIPPED
from archiver.extract.page import html_parser

if TYPE_CHECKING:
    from archiver.extract.lines import Line
    from archiver.extract.page import Page
    from archiver.extract.region import Region

_LEAST = 500        # letters of running text from which on the engine does not go by how much links there are
_NAMED = 0.2        # share of the running text up to which lines that are named as something else are not shown
_FARM_TAGS = frozenset(("ul", "ol", "dl", "div"))       # what the engine takes out where it is nothing but links
_FARM_LINES, _FARM_SHARE, _FARM_LINK = 5, 0.9, 100      # lines from which on, share of links, letters a line up to which


def of(page: Page, region: Region, element: HtmlElement) -> HtmlElement:
    """A page that holds only a copy of the story's element, without the blocks that hold no line in question."""
    copy = deepcopy(element)
    copy.tail = None
    needed = _needed(page, region, element)
    blocks = [(own, other) for own, other in zip(element.iter(), copy.iter(), strict=True) if own.tag in BLOCKS or own.tag in SKIPPED]
    for own, other in blocks:
        if own not in needed and own.getparent() in needed:
            other.drop_tree()
    if copy.tag == "body":
        copy.tag = "div"
    tree: HtmlElement = html_parser().makeelement("html")
    etree.SubElement(etree.SubElement(tree, "body"), "article").append(copy)
    return tree


def _needed(page: Page, region: Region, element: HtmlElement) -> set[HtmlElement]:
    """The elements around the lines of the region that may be text: not those that the names around them speak against,
    unless they hold much of it, nor link farms."""
    lines = page.lines[region.start:region.stop]
    left = {line.index for line in lines if not region.weights[line.index] and region.zones[line.index] & AROUND}
    if sum(len(line.text) for line in lines if line.index in left and line.linked < 0.5) > _NAMED * sum(region.weights):
        left = set()
    if sum(region.weights[region.start:region.stop]) >= _LEAST:
        left |= _farms(lines, element)
    needed = {element}
    for line in lines:
        node: HtmlElement | None = line.element if line.index not in left else None
        while node is not None and node not in needed:
            needed.add(node)
            node = node.getparent()
    return needed


def _farms(lines: Iterable[Line], top: HtmlElement) -> set[int]:
    """The lines in lists and divs below `top` that are nothing but links of the length of headlines. The engine takes these out
    by the same measure, after it has looked at each of their elements a dozen times."""
    held: dict[HtmlElement, list[Line]] = {}
    for line in lines:
        node: HtmlElement | None = line.element
        while node is not None and node is not top:
            if node.tag in _FARM_TAGS:
                held.setdefault(node, []).append(line)
            node = node.getparent()
    return {line.index for inside in held.values() if _is_farm(inside) for line in inside}


def _is_farm(lines: list[Line]) -> bool:
    if len(lines) < _FARM_LINES or all(line.tag == "p" for line in lines):       # a link a paragraph is a list of papers
        return False
    linked = sum(line.link_chars for line in lines)
    return _FARM_SHARE * sum(len(line.text) for line in lines) < linked < _FARM_LINK * len(lines)
