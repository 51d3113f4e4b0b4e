"""One picture's caption and credit: from its markup, from the words beside it, from the line after it, from attributes.

Nothing here chooses pictures or looks beyond a picture's own place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from archiver.extract import zones
from archiver.extract.credits import images
from archiver.extract.credits.addresses import keys
from archiver.extract.credits.beside import Beside, Text, beside, texts_of
from archiver.extract.credits.text import CAPTION, CREDIT, Reading, by_shape, read
from archiver.extract.page import Page

MAX_PLAIN = 300  # characters of a caption that only its place tells


@dataclass
class Pictured:
    """A picture and what was read for it; the steps add to it until all have been asked."""

    url: str
    line: int
    named: bool  # the page's own data name it as its picture
    caption: str = ""
    reading: Reading = Reading()
    source: str = ""


def read_picture(
    page: Page, picture: images.Picture, wanted: frozenset[str], claimed: set[int], title: str
) -> Pictured:
    """What stands with a picture; the lines used are added to `claimed`."""
    one = Pictured(picture.url, picture.line, bool(keys(picture.url) & wanted))
    texts = beside(picture) if picture.scope is not None and picture.lines else Beside()
    used = _from_markup(one, texts) or _from_lines(one, picture, texts)
    if not one.reading and not used:
        _from_next(one, page, claimed)
    if used or (picture.figure and _only_captions(page, picture)):
        claimed.update(_printed(page, picture) if picture.figure else _near(page, picture, one))
    if not one.reading:
        _from_attributes(one, picture)
    if one.caption.strip() == title:
        one.caption = ""
    return one


def _only_captions(page: Page, picture: images.Picture) -> bool:
    return sum(len(page.lines[i].text) for i in picture.lines) < 700


def _printed(page: Page, picture: images.Picture) -> Iterator[int]:
    """A figure's lines; a long paragraph in what only its class calls a figure is the story's."""
    named = picture.scope is not None and picture.scope.tag == "figure"
    for index in picture.lines:
        if named or len(page.lines[index].text) < MAX_PLAIN or page.story.zones[index] & zones.CAPTION:
            yield index


def _near(page: Page, picture: images.Picture, one: Pictured) -> Iterator[int]:
    """The lines of a wrapper that were read as caption or credit."""
    for index in picture.lines:
        text = page.lines[index].text
        if text in one.caption or (one.reading and (one.reading.raw in text or text in one.reading.raw)):
            yield index


def _from_markup(one: Pictured, texts: Beside) -> bool:
    """A credit that an element of its own says to be one."""
    if not texts.credits:
        one.caption = " ".join(texts.captions)
        return False
    parts = [read(text, CREDIT) for text in dict.fromkeys(texts.credits)]
    parts = [part for part in parts if part]
    if not parts:
        one.caption = " ".join(texts.captions)
        return False
    credit = " / ".join(dict.fromkeys(part.credit for part in parts))
    one.reading = Reading("", " / ".join(dict.fromkeys(part.raw for part in parts)), credit, True)
    one.caption = " ".join([*texts.captions, *(part.caption for part in parts if part.caption)])
    one.source = "markup:credit"
    return True


def _from_lines(one: Pictured, picture: images.Picture, texts: Beside) -> bool:
    """A credit inside the caption's text, or in a line of its own in the picture's wrapper."""
    for text in reversed(texts.lines):
        reading = _of_text(text)
        if reading and (reading.sure or text.caption or picture.figure):
            one.reading, one.source = reading, "text:caption"
            rest = [
                t.text for t in texts.lines if t is not text and (t.caption or picture.figure or len(texts.lines) <= 2)
            ]
            one.caption = " ".join([*rest, reading.caption] if reading.caption else rest)
            return True
    captions = [t.text for t in texts.lines if t.caption or picture.figure]
    plain = [t.text for t in texts.lines if not t.linked]
    if captions or len(plain) == 2:
        one.reading = by_shape([t for t in captions if t in plain] if captions else plain)
    one.caption, one.source = one.reading.caption or " ".join(captions), "text:shape" if one.reading else ""
    return bool(captions or one.reading)


def _from_next(one: Pictured, page: Page, claimed: set[int]) -> None:
    """A caption that stands right after the picture without a wrapper for both, known by the credit at its end."""
    if one.line >= len(page.lines):
        return
    line = page.lines[one.line]
    bits = page.story.zones[line.index]
    if (
        len(line.text) > (250 if line.tag == "p" else 450)
        or line.linked > 0.5
        or bits & (zones.HEADING | zones.BYLINE | zones.DATE | zones.AROUND & ~zones.HIDDEN)
    ):
        return
    for text in texts_of(line.element)[-1:]:
        reading = _of_text(text)
        if (
            reading.sure
            and not _SOURCED.match(reading.raw)
            and (line.tag != "p" or not reading.caption or len(reading.caption) < 200 and reading.raw[:1] in "(©F")
        ):
            one.reading, one.source, one.caption = reading, "text:next line", reading.caption
            claimed.add(line.index)


_SOURCED = re.compile(
    r"\(?(?:sources?|quellen?|fuentes?|fonti?e?|bron|by|von|autor(?:in|en|a|es)?|authors?|auteurs?|autori?e?)\b", re.IGNORECASE
)


def _of_text(text: Text) -> Reading:
    """The credit of one text: its last inline element if that is one by itself, else by its words."""
    whole = read(text.text, CAPTION)
    if len(text.pieces) > 1:
        last = read(text.pieces[-1], CAPTION)
        if last and last.sure and not last.caption and text.pieces[-1] not in whole.raw:
            return Reading(text.text[: text.text.rfind(text.pieces[-1])].strip(" |/"), last.raw, last.credit, True)
    return whole


_GIVEN = ("data-credit", "data-copyright", "data-photographer", "data-image-credit", "data-photo-credit")
_GIVEN_HERE = ("data-source", "data-author", "data-byline")  # further out these are the article's
_TOLD = (
    "data-caption",
    "data-image-caption",
    "data-image-description",
    "data-image-title",
    "title",
    "alt",
    "data-title",
    "data-sub-html",
)


def _from_attributes(one: Pictured, picture: images.Picture) -> None:
    """A credit that stands only in attributes of the picture, or of the element that holds it."""
    for holder in (picture.element, *images.around(picture.element, 3)):
        given = dict(holder.attrib)
        for name in (*_GIVEN, *_GIVEN_HERE) if holder is picture.element else _GIVEN:
            if name in given and (reading := read(_plain(given[name]), CREDIT)):
                one.reading, one.source = reading, f"attribute:{name}"
                break
        for name in _TOLD if given.keys() & _TOLD_SET else ():
            text = _plain(given.get(name, ""))
            if name.startswith("data-") and text:
                one.caption = one.caption or read(text, CAPTION).caption
            if (
                len(text) > 3
                and not one.reading
                and (reading := read(text, CAPTION))
                and reading.sure
                and reading.caption
            ):
                one.reading, one.source = reading, f"attribute:{name}"
                one.caption = one.caption or reading.caption
        if one.reading:
            return


_TOLD_SET = frozenset(_TOLD)


def _plain(text: str) -> str:
    """An attribute's text without the tags that some put into it; 600 characters at most."""
    return (_TAG.sub(" ", text[:1500]) if "<" in text else text)[:600].strip()


_TAG = re.compile(r"<[^>]{0,300}>")
