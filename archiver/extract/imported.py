"""Captures without HTTP: a saved page or text is read like any other, JSON of news-please as what it says itself.

Pure. Nothing is read from such JSON but its fields, and each names them as its evidence: who made them is not us.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from archiver.errors import NotAnArticle
from archiver.extract.page import Page, decode_text, is_html
from archiver.model import Article, Author, Evidence, Image, Provenance, article_id
from archiver.urls import without_tracking

if TYPE_CHECKING:
    from archiver.model import Capture

SURE = 0.5                   # of fields that others have read: how often they are right is not known here
_MOST = 20_000_000           # characters of a text
_BINARY = tuple(map(chr, range(9))) + ("\x0e", "\x0f", "\x1a", "\x1b", "\ufffd")       # what no text has many of


def is_told(capture: Capture) -> bool:
    """Whether a capture without HTTP is JSON, which says the fields itself."""
    return not capture.exchange.head and not capture.rendered and capture.exchange.payload.lstrip()[:1] == b"{"


def told(capture: Capture, site: str) -> Article:
    """The article that a JSON of news-please says. Raises NotAnArticle where it says no text."""
    said = _object(capture)
    body = "\n\n".join(" ".join(line.split()) for line in _text(said, "maintext", "text").splitlines() if line.strip())
    title = " ".join(_text(said, "title", "title_page").split())
    if not body:
        raise NotAnArticle("no text in the JSON", where=capture.url)
    url = capture.url
    picture = _text(said, "image_url")
    fields: dict[str, Any] = {
        "title": title, "body": body, "published": _date(said.get("date_publish")), "modified": _date(said.get("date_modify")),
        "description": " ".join(_text(said, "description").split()) or None, "language": _text(said, "language")[:35] or None,
        "authors": tuple(Author(" ".join(name.split())) for name in _names(said.get("authors"))),
        "images": (Image(picture, lead=True),) if picture.startswith(("http://", "https://")) else (),
    }
    evidence = {name: Evidence("news-please", None, SURE) for name, value in fields.items() if value}
    canonical = without_tracking(url)
    return Article(id=article_id(site, canonical), url=url, canonical_url=canonical, site=site, evidence=evidence,
                   provenance=Provenance(captured=_captured(capture)), **fields)


def page_of(capture: Capture) -> Page:
    """The page of a file that came without HTTP. Raises NotAnArticle."""
    return page_of_text(decode_text(capture.exchange.payload), capture.url, _captured(capture))


def page_of_text(text: str, url: str, captured: str | None) -> Page:
    """Markup or plain text by the look of it. Raises NotAnArticle where it is neither, but a picture, a packed file or noise."""
    if sum(map(text.count, _BINARY)) * 50 > len(text):
        raise NotAnArticle("neither text nor a page", where=url)
    return Page(text, url, captured=captured) if is_html(text) else Page.from_text(text, url, captured=captured)


def _captured(capture: Capture) -> str:
    return capture.exchange.started.astimezone(UTC).isoformat(timespec="seconds")


def _object(capture: Capture) -> dict[str, Any]:
    try:
        said = json.loads(capture.exchange.payload)
    except (ValueError, RecursionError) as error:
        raise NotAnArticle("JSON that cannot be read", where=capture.url) from error
    return said if isinstance(said, dict) else {}


def _text(said: dict[str, Any], *names: str) -> str:
    return next((value[:_MOST] for name in names if isinstance(value := said.get(name), str) and value.strip()), "")


def _names(value: Any) -> list[str]:
    return [name for name in value[:100] if isinstance(name, str) and name.strip()] if isinstance(value, list) else []


def _date(value: Any) -> str | None:
    """`2017-07-17 17:03:00` as ISO 8601; null where it is no date."""
    try:
        return datetime.fromisoformat(value).isoformat() if isinstance(value, str) else None
    except ValueError:
        return None
