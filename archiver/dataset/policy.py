"""The policies of an export: which statements about the use of a page each of them heeds.

Nothing here judges what the law says: a policy is a list of statements, and who exports names one.

    all          leaves nothing out, and does not look
    research     leaves out pages that say `noarchive`; what reserves text and data mining is written into the row
    respect-tdm  leaves out these too: TDMRep, ai.txt, robots groups for AI agents, Content-Signal and -Usage, `noai`
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Literal

from archiver.errors import WarcError
from archiver.model import Article
from archiver.rights import AGENTS, Rights, Signal, Stated

Policy = Literal["research", "respect-tdm", "all"]
POLICIES: tuple[Policy, ...] = ("research", "respect-tdm", "all")
UNREADABLE = "its record cannot be read: what it says of its use is not known"
_AGENTS = {agent.lower() for agent in AGENTS}
_NO_TRAINING = re.compile(r"\b(?:ai-train|train-ai|ai-input|tdm)\s*=\s*n(?:o)?\b", re.IGNORECASE)
_ALL_TEXT = re.compile(r"^\s*disallow\s*:\s*(?:/|\*|/\*|\*\.(?:txt|html?))\s*$", re.IGNORECASE | re.MULTILINE)
_WORD = re.compile(r"[a-z]+")


def stated(rights: Rights, article: Article) -> tuple[list[str], list[str]]:
    """What was in force for an article when it was fetched, word for word: what says no archive, and what reserves mining."""
    try:
        found = rights.of_article(article)
    except WarcError:
        return [UNREADABLE], []
    return list(_no_archive(found)), list(_reserved(found))


def left_out(policy: Policy, no_archive: list[str], reserved: list[str]) -> bool:
    """Whether the policy leaves the article out."""
    return policy != "all" and bool(no_archive or (policy == "respect-tdm" and reserved))


def _no_archive(found: Stated) -> Iterator[str]:
    for signal in found.signals:
        if signal.kind in ("header", "meta") and signal.name in ("robots", "x-robots-tag") and "noarchive" in _words(signal.value):
            yield _said(signal)


def _reserved(found: Stated) -> Iterator[str]:
    entry = next((signal for signal in found.signals if signal.kind == "tdmrep" and signal.rule), None)
    for signal in found.signals:
        if signal is entry and _reserves(signal.value) or signal.kind != "tdmrep" and _READ[signal.kind](signal):
            yield _said(signal)


def _reserves(entry: str) -> bool:
    try:
        return str(json.loads(entry).get("tdm-reservation")) == "1"
    except ValueError:
        return False


def _robots(signal: Signal) -> bool:
    if signal.name.lower() in ("content-signal", "content-usage"):
        return bool(_NO_TRAINING.search(signal.value))
    return signal.name.lower() in _AGENTS and signal.rule.lower().startswith("disallow")


def _page(signal: Signal) -> bool:
    name, words = signal.name.lower(), _words(signal.value)
    if name == "tdm-reservation":
        return signal.value.strip() == "1"
    if name in ("content-signal", "content-usage"):
        return bool(_NO_TRAINING.search(signal.value))
    return "noai" in words or (name in _AGENTS and bool(words & {"noindex", "none"}))


_READ: dict[str, Callable[[Signal], bool]] = {
    "robots": _robots, "header": _page, "meta": _page,
    "ai.txt": lambda signal: bool(_ALL_TEXT.search(signal.value))}


def _words(value: str) -> set[str]:
    return set(_WORD.findall(value.lower()))


def _said(signal: Signal) -> str:
    """Place, name and the words that are about the page."""
    said = signal.value if signal.kind == "tdmrep" else "Disallow" if signal.kind == "ai.txt" else signal.rule or signal.value
    return f"{signal.kind} {signal.name}: {' '.join(said.split())[:300]}"
