"""Where on a page an article's fields were read: the words of the evidence, found in the page and set in marks.

Nothing here reads a field; what the evidence is, the article says.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml import etree
from lxml.html import HtmlElement

from archiver.extract.lines import Line, fold
from archiver.extract.page import Page
from archiver.model import Article

FIELDS = {"title": "title", "byline": "byline", "published": "date", "modified": "changed", "section": "section",
          "description": "standfirst"}
MOST_LINE = 600             # a longer line is a paragraph, not the place of a byline


def evidence_words(article: Article) -> Iterator[tuple[str, str]]:
    """The label of a field, and the words it was read from; the most telling first."""
    for name, label in FIELDS.items():
        value, evidence = getattr(article, name), article.evidence.get(name)
        if value:
            yield label, fold((evidence.text if evidence and evidence.text else value)[:MOST_LINE])
            if evidence and evidence.text and evidence.text != value:
                yield label, fold(str(value)[:MOST_LINE])
    for number, image in enumerate(article.images):
        evidence = article.evidence.get(f"images.{number}")
        for words in (evidence.text if evidence else None, image.credit_raw, image.credit):
            if image.credit and words:
                yield "credit", fold(words[:MOST_LINE])


def mark_evidence(page: Page, article: Article) -> Mapping[str, int]:
    """Sets marks around the evidence in the page's tree; how many lines each label has."""
    found: dict[str, int] = {}
    marks = [line for line in page.lines if len(line.text) <= MOST_LINE]
    taken: set[int] = set()
    for label, words in evidence_words(article):
        if label != "credit" and label in found:
            continue
        if label in ("date", "changed") and _mark_time(page, words, label):
            found[label] = 1
            continue
        line = _line(marks, words, taken)
        if line is not None and _mark(line.element, words, label):
            taken.add(line.index)
            found[label] = found.get(label, 0) + 1
    return found


def _mark_time(page: Page, words: str, label: str) -> bool:
    """A time that the page states for machines in a `<time>` is marked where it prints it."""
    times = [e for e in page.root.iter("time") if fold(e.get("datetime", "")) == words and fold(e.text or "")]
    return bool(times) and _mark(times[0], fold(times[0].text or ""), label)


def _line(lines: list[Line], words: str, taken: set[int]) -> Line | None:
    """The line that says just that, else the first that says it among other words."""
    free = [line for line in lines if line.index not in taken and words]
    return next((line for line in free if line.text == words), None) or next(
        (line for line in free if words in line.text), None)


def _mark(element: HtmlElement, words: str, label: str) -> bool:
    """Wraps the pieces of text in an element that are the words, or parts of them in a row."""
    done = False
    for holder, is_tail, text in list(_pieces(element)):
        flat = fold(text)
        if not flat or flat not in words and words not in flat:
            continue
        start, end = _where(text, words) if words in flat else (0, len(text))
        if start >= 0 and (len(flat) > 2 or done):
            _wrap(holder, (text, start, end), label if not done else "", tail=is_tail)
            done = True
    return done


def _pieces(element: HtmlElement) -> Iterator[tuple[HtmlElement, bool, str]]:
    """The pieces of text inside an element in their order: who holds it, whether behind its end, and the text."""
    for node in element.iter():
        if node.text and isinstance(node.tag, str) and node.tag not in ("script", "style", "title"):
            yield node, False, node.text
        if node is not element and node.tail:
            yield node, True, node.tail


def _where(text: str, words: str) -> tuple[int, int]:
    """Where the words stand in a text whose white space is not folded; -1 where they do not."""
    at = text.find(words)
    if at >= 0:
        return at, at + len(words)
    return (0, len(text)) if words in fold(text) else (-1, -1)


def _wrap(holder: HtmlElement, piece: tuple[str, int, int], label: str, *, tail: bool) -> None:
    text, start, end = piece
    mark: HtmlElement = etree.SubElement(holder, "mark") if not tail else holder.makeelement("mark", {})
    mark.set("data-archiver" if label else "class", label or "archiver")
    mark.text, mark.tail = text[start:end], text[end:]
    parent = holder.getparent() if tail else None
    if parent is not None:
        holder.tail = text[:start]
        parent.insert(parent.index(holder) + 1, mark)
        return
    holder.remove(mark)
    holder.text = text[:start]
    holder.insert(0, mark)
