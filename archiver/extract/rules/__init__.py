"""What a person has told about a site's pages: the rules of the site file that hold on the day of a capture.

Nothing here proposes a rule or reads a site file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from lxml import etree
from lxml.cssselect import CSSSelector
from lxml.html import HtmlElement

from archiver.extract.lines import fold, text_of
from archiver.extract.page import Page
from archiver.model import Rule

FIELDS = ("title", "byline", "credit", "published", "modified", "section", "description", "body")


@dataclass(frozen=True)
class Told:
    """What the rules in force say of one page."""

    values: dict[str, str] = field(default_factory=dict)            # field -> text, folded
    elements: dict[str, tuple[HtmlElement, ...]] = field(default_factory=dict)  # field -> what its selector found
    lines: dict[str, frozenset[int]] = field(default_factory=dict)  # field -> the lines it stands in
    dropped: frozenset[int] = frozenset()                           # lines that are not part of the article


NOTHING = Told()


def told(page: Page, rules: tuple[Rule, ...]) -> Told:
    """What the rules say of a page, the later rule first; a selector that cannot be read says nothing."""
    values: dict[str, str] = {}
    elements: dict[str, tuple[HtmlElement, ...]] = {}
    lines: dict[str, frozenset[int]] = {}
    dropped: set[int] = set()
    for rule in reversed([rule for rule in rules if in_force(rule, page.captured)]):
        for name, selector in rule.select.items():
            found = tuple(select(page.root, selector)) if name not in values else ()
            text = fold(" ".join(_text(item) for item in found))
            if text:
                elements[name] = tuple(item for item in found if isinstance(item, HtmlElement))
                values[name], lines[name] = text, frozenset(lines_of(page, found))
        for selector in rule.drop:
            dropped.update(lines_of(page, tuple(select(page.root, selector))))
        words = {fold(text) for text in rule.drop_lines}
        dropped.update(line.index for line in page.lines if line.text in words)
    return Told(values, elements, lines, frozenset(dropped))


def in_force(rule: Rule, captured: str | None) -> bool:
    """Whether a rule holds on the day of a capture; all rules without `until` hold where the day is unknown."""
    day = (captured or "")[:10]
    if not day:
        return not rule.until
    return (not rule.since or rule.since <= day) and (not rule.until or day <= rule.until)


def select(root: HtmlElement, selector: str) -> Iterator[HtmlElement | str]:
    """What a CSS selector or an XPath (it holds a slash, or opens with a bracket) finds, at most 1,000."""
    find = _compiled(selector)
    if find is None:
        return
    try:
        result = find(root)
    except etree.XPathError:
        return
    for item in result[:1000] if isinstance(result, list) else [result]:
        if isinstance(item, (HtmlElement, str)):
            yield item


_XPATH = re.compile(r"^\(*\.{0,2}/|^(?:descendant|ancestor|child|self|string|normalize-space)\b.*[(:]")


@lru_cache(maxsize=1000)
def _compiled(selector: str) -> etree.XPath | CSSSelector | None:
    try:
        return etree.XPath(selector) if _XPATH.search(selector) else CSSSelector(selector, translator="html")
    except (etree.XPathError, ValueError, SyntaxError, RuntimeError):     # cssselect: a pseudo-class it does not know
        return None


def _text(item: HtmlElement | str) -> str:
    if isinstance(item, str):
        return item
    if item.tag == "meta":
        return item.get("content") or ""
    return item.get("datetime") or text_of(item) if item.tag == "time" else text_of(item)


def lines_of(page: Page, found: tuple[HtmlElement | str, ...]) -> Iterator[int]:
    """The lines that what a selector found stands in; a text that an XPath found is the line that says the same."""
    yield from _lines_in(page, tuple(item for item in found if isinstance(item, HtmlElement)))
    texts = {fold(item) for item in found if not isinstance(item, HtmlElement)}
    if texts:
        yield from (line.index for line in page.lines if line.text in texts)


def _lines_in(page: Page, elements: tuple[HtmlElement, ...]) -> Iterator[int]:
    """The lines inside any of these elements; an inline element's line where it is all of that line."""
    if not elements:
        return
    wanted = set(elements)
    for line in page.lines:
        if line.element in wanted or any(node in wanted for node in line.element.iterancestors()):
            yield line.index
    inline = {e.getparent(): text_of(e) for e in elements if e.tag in ("span", "a", "b", "strong", "em", "i", "time")}
    for line in page.lines:
        if inline and inline.get(line.element) == line.text:
            yield line.index
