"""What a feed, sitemap or page says of URLs, before anything is checked: the plain hand-over between reader and gate.

Nothing here parses, and nothing here decides which URL is wanted.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

from archiver.model import LinkKind

HINT_LENGTH = 300


@dataclass(frozen=True, slots=True)
class Told:
    """One URL as it was announced; `minor` marks what its source sets no store by (rel=nofollow, an archive page)."""

    url: str
    hint: str = ""
    published: str = ""
    kind: LinkKind = "page"
    minor: bool = False


@dataclass(slots=True)
class Reading:
    """Everything one source announced, what could not be read of it, and what was left out, counted by reason."""

    told: list[Told] = field(default_factory=list)
    problem: str = ""
    left_out: dict[str, int] = field(default_factory=dict)


def one_line(text: str) -> str:
    """Text on one line, single spaces, cut at 300 characters: a hint, not a document."""
    return " ".join(text[:HINT_LENGTH * 10].split())[:HINT_LENGTH]


def without_doctype(xml: bytes) -> bytes:
    """The XML without its document type: no entity that it declares is ever defined, so that none can be expanded."""
    start = xml[:100_000].upper().find(b"<!DOCTYPE")
    if start < 0:
        return xml
    subset, end = xml.find(b"[", start), xml.find(b">", start)
    if 0 <= subset < end:
        closing = xml.find(b"]", subset)
        end = xml.find(b">", closing) if closing >= 0 else -1
    return xml[:start] + xml[end + 1:] if end >= 0 else xml[:start]


def iso_date(text: str) -> str:
    """An ISO 8601 date or time as it was written, checked; empty where it is none. No zone is made up."""
    text = text.strip()
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return ""
    return moment.date().isoformat() if len(text) <= len("2026-11-23") else moment.isoformat(timespec="seconds")


def age_in_days(published: str, captured: datetime) -> float | None:
    """Days from an ISO date to the capture; None where there is no date. No zone is read as UTC: enough to sort."""
    try:
        moment = datetime.fromisoformat(published)
        zoned = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return (captured - zoned).total_seconds() / 86_400
    except (ValueError, OverflowError):
        return None
