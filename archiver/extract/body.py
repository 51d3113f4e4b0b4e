"""The body of a story, paragraph by paragraph: trafilatura on a pruned copy of the tree, checked and mended line by line.

The only door to trafilatura. It decides no other field; lines claimed by other steps (byline, credits, ...) leave the body.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import trafilatura  # type: ignore[import-untyped]

from archiver.model import Evidence

if TYPE_CHECKING:
    from archiver.extract.page import Page
    from archiver.extract.profile import Profile

Claimed = Mapping[int, str]      # line index -> why it is no body text: byline, credit, headline, date, ...


@dataclass(frozen=True, slots=True)
class Removed:
    """A line that does not belong to the body."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Body:
    """The story's text, and what was taken out of it."""

    paragraphs: tuple[str, ...]
    removed: tuple[Removed, ...]
    evidence: Evidence


def find(page: Page, claimed: Claimed, profile: Profile | None = None, rules: Any = None) -> Body:
    """The body of a page; no paragraphs where there is none. `claimed` holds the lines other steps have taken."""
    text = trafilatura.extract(deepcopy(page.root), include_comments=False, with_metadata=False) or ""
    drop = {page.lines[i].text: reason for i, reason in claimed.items()}
    kept, removed = [], []
    for line in text.splitlines():
        if line in drop:
            removed.append(Removed(line, drop[line]))
        elif line.strip():
            kept.append(line.strip())
    return Body(tuple(kept), tuple(removed), Evidence("trafilatura"))


