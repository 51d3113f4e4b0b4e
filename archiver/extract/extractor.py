"""A capture in, an article out: the steps in their order, the evidence for each field, and the provenance.

Pure: nothing here fetches, reads a file or asks a clock, and the same capture gives the same bytes in any order.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from archiver import content
from archiver.errors import NotAnArticle
from archiver.extract import about, body, byline, classify, credits, dates, headline, imported, rules
from archiver.extract.body import Removed
from archiver.extract.page import Page, decode_text
from archiver.extract.rules import Told, overrule
from archiver.model import Article, Capture, Provenance, Site, article_id

if TYPE_CHECKING:
    from archiver.extract.profile import Profile


@dataclass(frozen=True, slots=True)
class Result:
    """An article, what was taken out of its text, and why it may be none."""

    article: Article
    removed: tuple[Removed, ...]
    reason: str | None                  # why the page is no article; null: it is one
    claimed: Mapping[int, str] = field(default_factory=dict)    # lines that other fields than the body have taken


class Extractor:
    """What is known of one site, frozen; called with a capture it gives the article."""

    def __init__(self, site: Site | None = None, profile: Profile | None = None) -> None:
        self.site, self.profile = site, profile

    def __call__(self, capture: Capture, page: Page | None = None) -> Article:
        """The article of a capture, or of its page where that was made already. Raises NotAnArticle, and
        content.TooLarge or BadCoding for a body that cannot be unpacked."""
        if page is None and imported.is_told(capture):
            article = imported.told(capture, self.site.name if self.site else "")
            article = replace(article, word_count=count_words(article.body))
        else:
            article = self.article(page or page_of(capture))
        return replace(article, provenance=replace(
            article.provenance, extractor=software(), warc=capture.warc, offset=capture.offset, length=capture.length,
            record_id=capture.record_id, payload_digest=capture.payload_digest, imported=capture.imported or None))

    def article(self, page: Page) -> Article:
        """The article of a page. Raises NotAnArticle."""
        result = self.read(page)
        if result.reason and not page.plain or not result.article.body and page.plain:
            raise NotAnArticle(result.reason or "empty", where=page.url)
        return result.article

    def read(self, page: Page) -> Result:
        """All that a page says, also where it may be no article."""
        told = rules.told(page, self.site.rules) if self.site and self.site.rules else rules.NOTHING
        zone = self.site.timezone if self.site else ""
        head = overrule.title(page, told, headline.find(page))
        title = head.title
        when = overrule.dates(page, told, dates.find(page, zone))
        by = overrule.byline(page, told, title, byline.find(page, title))
        pictures = overrule.credits(page, told, credits.find(page, title, by.authors))
        claimed = {**dict.fromkeys(head.lines, "headline"), **dict.fromkeys(when.lines, "date"),
                   **dict.fromkeys(pictures.lines, "credit"), **dict.fromkeys(by.lines, "byline"), **_told_lines(told)}
        story = overrule.body(page, told, claimed) or body.find(page, claimed, self.profile, told)
        text = "\n\n".join(story.paragraphs)
        facts = overrule.about(told, about.find(page))
        evidence = {"title": head.evidence, "body": story.evidence, **facts.evidence, **when.evidence, **by.evidence,
                    **pictures.evidence}
        name = self.site.name if self.site else ""
        article = Article(
            id=article_id(name, facts.canonical_url), url=page.url, canonical_url=facts.canonical_url, site=name,
            title=title, byline=by.printed, authors=by.authors, organisations=by.organisations,
            published=when.published, modified=when.modified, section=facts.section, tags=facts.tags,
            language=facts.language or (self.site.language if self.site else "") or None,
            description=facts.description, body=text, corrections=facts.corrections, images=pictures.images, free_access=facts.free_access,
            word_count=count_words(text), evidence=dict(sorted(evidence.items())),
            provenance=Provenance(captured=page.captured, extractor=software(),
                                  profile=getattr(self.profile, "version", None)))
        return Result(article, story.removed, classify.reason(page, article), claimed)


def page_of(capture: Capture) -> Page:
    """The page of a capture. Raises as `Extractor` does."""
    exchange = capture.exchange
    if not exchange.head and not capture.rendered:
        return imported.page_of(capture)
    html = content.decode(exchange.payload, exchange.header("Content-Encoding"))
    captured = exchange.started.astimezone(UTC).isoformat(timespec="seconds")
    return Page(html, exchange.url, charset=charset_of(exchange.header("Content-Type")), captured=captured)


def extract(html: bytes | str, url: str, *, captured: str | datetime | None = None,
            profile: Profile | None = None) -> Article:
    """The article of a page. `captured` (ISO 8601 or datetime) bounds its dates; raises NotAnArticle."""
    return Extractor(None, profile).article(Page(html, url, captured=_stamp(captured)))


def clean(source: bytes | str, url: str = "", *, captured: str | datetime | None = None,
          profile: Profile | None = None) -> tuple[Article, tuple[Removed, ...]]:
    """The article of HTML or of already scraped plain text, and the lines that were taken out, with the reason.

    Raises NotAnArticle where nothing is left.
    """
    page = imported.page_of_text(source if isinstance(source, str) else decode_text(source), url, _stamp(captured))
    result = Extractor(None, profile).read(page)
    if result.reason and not page.plain or not result.article.body:
        raise NotAnArticle(result.reason or "empty", where=url)
    return result.article, result.removed


_CHARSET = re.compile(r"""charset\s{0,5}=\s{0,5}["']?([\w.:-]{2,40})""", re.IGNORECASE)


def charset_of(content_type: str) -> str:
    """The charset of a Content-Type header; empty where none is named."""
    match = _CHARSET.search(content_type)
    return match.group(1) if match else ""


def _stamp(moment: str | datetime | None) -> str | None:
    return moment.isoformat() if isinstance(moment, datetime) else moment


def _told_lines(told: Told) -> dict[int, str]:
    """Lines that a person's rules take out of the body."""
    lines = {index: name for name, found in told.lines.items() if name != "body" for index in found}
    return {**lines, **dict.fromkeys(told.dropped, "rule")}


_WIDE = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")


def count_words(text: str) -> int:
    """Words of a text; characters count where a script has no spaces."""
    if text.isascii() or not _WIDE.search(text):
        return len(text.split())
    wide = len(_WIDE.findall(text))
    return wide + len(_WIDE.sub(" ", text).split())


@lru_cache(maxsize=1)
def software() -> str:
    """Name and version of what reads, and of the engine in it."""
    return f"news-archiver {_version('news-archiver')}, trafilatura {_version('trafilatura')}"


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "unknown"


__all__ = ["Extractor", "Removed", "Result", "clean", "extract", "page_of", "software"]
