"""Why a page is no article: empty, an index, a gallery without text, a consent, error, login or video page.

Nothing here decides a field; where it is not sure, the page is an article.
"""

from __future__ import annotations

from archiver.extract.page import Page


def reason(page: Page, title: str, body: str) -> str | None:
    """Why the page is no article, in a word or two; None where it is one."""
    if not body and not title:
        return "empty"
    return None
