"""What an extractor should find on an article page: the fields as the page states them, no more.

Nothing here renders; each markup says what it prints, because each prints bylines, dates and credits in its own way.
"""

from __future__ import annotations

from dataclasses import dataclass

from archiver.model import Image, Outcome


@dataclass(frozen=True, slots=True)
class Printed:
    """The fields that depend on a page's markup; None and empty where it prints nothing of the kind."""

    byline: str | None = None
    credit_raw: str | None = None
    caption: str | None = None
    published: str | None = None
    modified: str | None = None
    section: str | None = None
    tags: tuple[str, ...] = ()
    description: str | None = None
    free_access: bool | None = None
    body: tuple[str, ...] | None = None
    gated: bool = False
    outcomes: tuple[Outcome, ...] = (Outcome.NEW,)


@dataclass(frozen=True, slots=True)
class Truth:
    """The expected fields of one article; None and empty where the page states nothing.

    `gated` says that only an opening is served, and `body` is then that opening; `outcomes` are the ends that are right
    for a first crawl of the page, the expected one first.
    """

    url: str
    outlet: str
    title: str
    byline: str | None
    authors: tuple[str, ...]
    published: str | None
    modified: str | None
    body: tuple[str, ...]
    images: tuple[Image, ...]
    section: str | None
    tags: tuple[str, ...]
    free_access: bool | None
    language: str
    description: str | None = None
    corrections: tuple[str, ...] = ()
    gated: bool = False
    outcomes: tuple[Outcome, ...] = (Outcome.NEW,)
