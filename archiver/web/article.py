"""The page of one article: its text beside the page it was read from, the evidence, the record, its versions, its copies.

Nothing here extracts anything: what is shown is what is stored.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from archiver.errors import ArchiverError, NotFound
from archiver.extract.lines import fold
from archiver.model import Article
from archiver.urls import link_key
from archiver.versions import compare, steps
from archiver.web.marks import evidence_words
from archiver.web.memento import Lookup
from archiver.web.pages import page, replay_path, stamp_of
from archiver.web.reader import Reader

FIELDS = ("title", "byline", "authors", "organisations", "published", "modified", "section", "tags", "language", "description",
          "corrections", "free_access")


def versions(reader: Reader, number: str) -> list[Article]:
    """All versions of an article, the oldest first. Raises NotFound."""
    if not number.isalnum() or len(number) > 16:
        raise NotFound("this is no article's id", where=number[:40], cure="sixteen digits, as the search gives them")
    site = reader.index().site_of(number) if len(number) == 16 else None
    return reader.archive().history(number, site or "")


def chosen(found: list[Article], said: str) -> Article:
    """The version that is asked for, else the latest. Raises NotFound."""
    if not said:
        return found[-1]
    match = next((one for one in found if str(one.version) == said), None)
    if match is None:
        raise NotFound(f"there is no version {said[:20]!r}", where=found[-1].url, cure=f"1 to {found[-1].version}")
    return match


def other(found: list[Article], article: Article, said: str) -> Article | None:
    """The version that one is compared with: the one asked for, else the one before; None for the first."""
    if said:
        return chosen(found, said)
    return next((one for one in reversed(found) if one.version < article.version), None)


def article_page(request: Request) -> Response:
    """`GET /article/<id>`."""
    reader: Reader = request.app.state.reader
    found = versions(reader, request.path_params["id"])
    article = chosen(found, request.query_params.get("v", ""))
    if article.id != request.path_params["id"]:
        return RedirectResponse(f"/article/{article.id}")
    lookup = Lookup(reader, article.site, stamp_of(article.provenance.captured))
    where = article.provenance
    archived = replay_path(article.url, where.captured) if where.warc else ""
    older = other(found, article, request.query_params.get("than", ""))
    return page(request, "article.html", article=article, versions=found, title=article.title,
                archived=archived, framed=f"{archived}%23marks={article.id}.{article.version}" if archived else "",
                pictures=[(image, lookup(image.url) if image.url else None, article.evidence.get(f"images.{number}"))
                          for number, image in enumerate(article.images)],
                fields=list(fields(article)), paragraphs=paragraphs(article),
                steps=steps(found), older=older, difference=compare(older, article) if older else None,
                copies=reader.index().copies(article) if article is found[-1] else [],
                verified=verified(reader, article) if request.query_params.get("verify") else None)


@dataclass(frozen=True)
class Read:
    """A field as it was read: name, value, where, the words, how often such evidence is right."""

    name: str
    value: str
    source: str = ""
    words: str = ""
    confidence: str = ""


def fields(article: Article) -> Iterator[Read]:
    """The fields that have a value, each with its evidence."""
    for name in FIELDS:
        value: Any = getattr(article, name)
        if value is None or value == ():
            continue
        said = _said(value)
        evidence = article.evidence.get(name)
        read = (evidence.source, evidence.text or "", f"{evidence.confidence:.0%}") if evidence else ("", "", "")
        yield Read(name.replace("_", " "), said, *read)


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "free" if value else "gated"
    return ", ".join(str(getattr(item, "name", item)) for item in value) if isinstance(value, tuple) else str(value)


def paragraphs(article: Article) -> list[tuple[str, str]]:
    """The paragraphs of the body; one that says what a field was read from names the field."""
    labels = {words: label for label, words in evidence_words(article)}
    return [(labels.get(fold(text), ""), text) for text in article.body.split("\n\n") if text]


def verified(reader: Reader, article: Article) -> tuple[bool, str]:
    """The record of an article read again, now: whether it is what its digests say, and what was seen."""
    from archiver.store.verify import verify_record
    where = article.provenance
    if where.warc is None or where.offset is None:
        return False, "this article was read outside an archive"
    try:
        findings = verify_record(reader.output, where.warc, where.offset)
        capture = reader.archive().read(where.warc, where.offset)
    except ArchiverError as error:
        return False, str(error)
    if findings:
        return False, "; ".join(f"{finding.code}: {finding.text}" for finding in findings)
    if capture.record_id != where.record_id or link_key(capture.url) != link_key(article.url):
        return False, "another record lies at this place"
    if capture.payload_digest != where.payload_digest:
        return False, f"the payload's digest is {capture.payload_digest}, the article says {where.payload_digest}"
    return True, f"read again: {len(capture.exchange.payload):,} bytes, {capture.payload_digest}, as on the day of capture"
