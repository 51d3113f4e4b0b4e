"""first"""
from __future__ import annotations
from dataclasses import dataclass, field
from archiver.extract.page import Page
from archiver.extract.structured import as_text
from archiver.model import Evidence

@dataclass(frozen=True)
class Dates:
    published: str | None = None
    modified: str | None = None
    evidence: dict[str, Evidence] = field(default_factory=dict)
    lines: frozenset[int] = frozenset()

def find(page: Page, timezone: str = "") -> Dates:
    d = page.structured
    pub = as_text(d.article.get("datePublished")) or d.first("article:published_time", "datepublished")
    return Dates(pub or None)
