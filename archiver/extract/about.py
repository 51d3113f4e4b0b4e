"""first"""
from __future__ import annotations
from dataclasses import dataclass, field
from archiver.extract.page import Page
from archiver.model import Evidence
from archiver.urls import without_tracking

@dataclass(frozen=True)
class About:
    canonical_url: str
    section: str | None = None
    tags: tuple[str, ...] = ()
    language: str | None = None
    description: str | None = None
    free_access: bool | None = None
    evidence: dict[str, Evidence] = field(default_factory=dict)

def find(page: Page, title: str, body: str) -> About:
    return About(without_tracking(page.url), language=page.language_tag.split("-")[0] or None)
