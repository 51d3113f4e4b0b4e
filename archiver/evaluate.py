"""How well pages are read: fields against expectations, and the adapter for the public benchmark.

Nothing here extracts.
"""

from __future__ import annotations

from typing import Any

from archiver.errors import NotAnArticle
from archiver.extract.extractor import Extractor
from archiver.extract.page import Page


def bench(html: bytes, url: str) -> dict[str, Any]:
    """The fields a benchmark of extractors asks for; all pages are taken for articles, empty for nothing to read."""
    try:
        article = Extractor().read(Page(html, url)).article
    except NotAnArticle:
        return {}
    return {
        "title": article.title,
        "authors": [author.name for author in article.authors] + list(article.organisations),
        "date": article.published,
        "body": article.body.replace("\n\n", "\n"),
        "photo_credits": [image.credit for image in article.images if image.credit],
        "lead_image": next((image.url for image in article.images if image.lead), None),
        "language": article.language,
    }
