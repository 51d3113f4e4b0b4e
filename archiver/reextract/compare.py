"""Two readings of one capture compared, field by field: what differs, and whether it is better, worse or unclear, and why.

Pure; there is no truth to compare with, only evidence: which of two values has the better source, whether words moved
from the text into the field they belong to, whether a paragraph repeats over the site's pages.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from archiver.model import Article, Evidence, Image
from archiver.store.proposals import Change

BETTER, WORSE, UNCLEAR, SAME = "better", "worse", "unclear", "same"
REPEATS = 3                  # articles a paragraph must leave, or come into, to be no part of any story
_SURER = 0.02                # of confidence, from which on one evidence is better than another
_SHOWN = 200                 # characters of a value that are kept for the report
_SINGLE = ("title", "byline", "published", "modified", "section", "language", "description", "free_access")
_LISTS = ("authors", "organisations", "tags", "corrections")


@dataclass(frozen=True, slots=True)
class Compared:
    """What differs; `lost` and `gained` name paragraphs whose verdict depends on the other pages of the site."""

    changes: tuple[Change, ...]
    lost: tuple[int, ...] = ()
    gained: tuple[int, ...] = ()


def compare(old: Article, new: Article) -> Compared:
    """What differs in the fields of two readings, old and new; nothing where only their evidence does."""
    lost, gained = (_paragraphs(old, new), _paragraphs(new, old)) if old.body != new.body else ([], [])
    changes = [*_singles(old, new), *_lists(old, new), *_pictures(old, new), *_body(old, new, lost, gained)]
    if old.canonical_url != new.canonical_url:
        changes.append(Change("canonical_url", UNCLEAR, "another address is called the page's own",
                              old.canonical_url[:_SHOWN], new.canonical_url[:_SHOWN]))
    return Compared(tuple(changes), tuple(map(name_of, lost)), tuple(map(name_of, gained)))


def verdict(changes: tuple[Change, ...]) -> str:
    """One word for all changes: worse where any is, better where all are."""
    said = {change.verdict for change in changes}
    return next((word for word in (WORSE, UNCLEAR, BETTER) if word in said), SAME)


def settled(compared: Compared, lost_on: Callable[[int], int], gained_on: Callable[[int], int]) -> tuple[Change, ...]:
    """The changes, when it is known on how many of the site's articles each paragraph went and came."""
    changes = []
    for change in compared.changes:
        names, counted = (compared.lost, lost_on) if change.field == "body-" else (compared.gained, gained_on)
        if change.field in ("body-", "body+") and names:
            repeats = all(counted(name) >= REPEATS for name in names)
            changes.append(_settled_body(change, repeats))
        else:
            changes.append(change)
    return tuple(changes)


def _settled_body(change: Change, repeats: bool) -> Change:
    if not repeats:
        return Change("body", change.verdict, change.reason, change.before, change.after)
    word, what = (BETTER, "left") if change.field == "body-" else (WORSE, "came into")
    return Change("body", word, f"what repeats on {REPEATS} or more of the site's articles {what} the text",
                  change.before, change.after)


def name_of(paragraph: str) -> int:
    """A number for a paragraph, whatever its white space."""
    flat = " ".join(paragraph.split()).encode("utf-8", "replace")
    return int.from_bytes(hashlib.blake2b(flat, digest_size=6).digest(), "big")


def _singles(old: Article, new: Article) -> Iterator[Change]:
    for name in _SINGLE:
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            word, reason = _single(name, before, after, (old.evidence.get(name), new.evidence.get(name)))
            yield Change(name, word, reason, _short(before), _short(after))


def _single(name: str, before: Any, after: Any, evidence: tuple[Evidence | None, Evidence | None]) -> tuple[str, str]:
    if not before and before is not False:
        return BETTER, f"is read now, from {evidence[1].source}" if evidence[1] else "is read now"
    if not after and after is not False:
        return WORSE, "is read no more"
    if name in ("published", "modified"):
        finer = _finer(before, after)
        if finer:
            return finer
    return _by_evidence(*evidence)


def _finer(before: str, after: str) -> tuple[str, str] | None:
    """Of two ISO times that agree, one may say more: the hour, or the zone."""
    if after.startswith(before[:10]) and len(after) != len(before) and (len(before) == 10 or len(after) == 10):
        return (BETTER, "says the time of the day too") if len(after) > len(before) else (WORSE, "says only the day")
    try:
        first, second = datetime.fromisoformat(before), datetime.fromisoformat(after)
    except ValueError:
        return None
    if (first.tzinfo is None) != (second.tzinfo is None):
        return (BETTER, "says its zone") if second.tzinfo else (WORSE, "says no zone any more")
    return (UNCLEAR, "the same moment in another zone") if first.tzinfo and first == second else None


def _by_evidence(before: Evidence | None, after: Evidence | None) -> tuple[str, str]:
    if not before or not after:
        return UNCLEAR, "another value"
    places = f"from {after.source} ({after.confidence:.2f}) instead of {before.source} ({before.confidence:.2f})"
    if after.confidence > before.confidence + _SURER:
        return BETTER, f"better evidence: {places}"
    if after.confidence < before.confidence - _SURER:
        return WORSE, f"weaker evidence: {places}"
    return UNCLEAR, f"another value, {places}"


def _lists(old: Article, new: Article) -> Iterator[Change]:
    for name in _LISTS:
        before, after = _words(getattr(old, name)), _words(getattr(new, name))
        if before != after:
            word, reason = _list(before, after, (old.evidence.get(name), new.evidence.get(name)))
            yield Change(name, word, reason, _short(", ".join(before)), _short(", ".join(after)))


def _words(values: tuple[Any, ...]) -> list[str]:
    return [getattr(value, "name", value) for value in values]


def _list(before: list[str], after: list[str], evidence: tuple[Evidence | None, Evidence | None]) -> tuple[str, str]:
    gone, come = [v for v in before if v not in after], [v for v in after if v not in before]
    if not gone and come:
        return BETTER, f"{len(come)} more: {', '.join(come)[:80]}"
    if gone and not come:
        return WORSE, f"{len(gone)} fewer: {', '.join(gone)[:80]}"
    return _by_evidence(*evidence) if gone else (UNCLEAR, "in another order, or with another address")


def _pictures(old: Article, new: Article) -> Iterator[Change]:
    before, after = {i.url: i for i in old.images}, {i.url: i for i in new.images}
    gone, come = before.keys() - after.keys(), after.keys() - before.keys()
    if gone or come:
        word = UNCLEAR if gone and come else WORSE if gone else BETTER
        yield Change("images", word, f"{len(come)} pictures came, {len(gone)} went",
                     _short(" ".join(sorted(gone))), _short(" ".join(sorted(come))))
    for url in sorted(before.keys() & after.keys()):
        yield from _picture(before[url], after[url])


def _picture(old: Image, new: Image) -> Iterator[Change]:
    for name in ("credit", "caption", "photographer", "agency"):
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            word, reason = ((BETTER, "is read now") if not before else (WORSE, "is read no more") if not after else
                            (UNCLEAR, "another value"))
            yield Change(f"images.{name}", word, reason, _short(before), _short(after))


def _paragraphs(of: Article, other: Article) -> list[str]:
    """The paragraphs of one text that are neither in the other nor part of one there."""
    there = {" ".join(p.split()) for p in other.body.split("\n\n")}
    flat = " ".join(other.body.split())
    mine = (" ".join(p.split()) for p in of.body.split("\n\n"))
    return [p for p in mine if p and p not in there and p not in flat]


def _body(old: Article, new: Article, lost: list[str], gained: list[str]) -> Iterator[Change]:
    """`body-` and `body+` await the site's other pages; see `settled`."""
    if old.body == new.body:
        return
    if not lost and not gained:
        yield Change("body", UNCLEAR, "the same paragraphs, otherwise parted or ordered")
    if lost:
        elsewhere = all(_stands_in(p, new) for p in lost)
        reason = ("words that stand in another field left the text" if elsewhere else
                  f"{sum(len(p.split()) for p in lost)} words in {len(lost)} paragraphs are gone")
        yield Change("body" if elsewhere else "body-", BETTER if elsewhere else WORSE, reason, _short(lost[0]))
    if gained:
        elsewhere = all(_stands_in(p, new) or _stands_in(p, old) for p in gained)
        reason = ("words of another field came into the text" if elsewhere else
                  f"{sum(len(p.split()) for p in gained)} words in {len(gained)} paragraphs more")
        yield Change("body" if elsewhere else "body+", WORSE if elsewhere else BETTER, reason, "", _short(gained[0]))


def _stands_in(paragraph: str, article: Article) -> bool:
    """Whether a paragraph is what another field says, as captions, credits and bylines are."""
    fields = [article.title, article.byline, article.description, *article.corrections,
              *(text for i in article.images for text in (i.caption, i.credit, i.credit_raw))]
    return any(text and (paragraph in text or text in paragraph and len(text) * 2 > len(paragraph)) for text in
               (" ".join((text or "").split()) for text in fields))


def _short(value: Any) -> str:
    return "" if value is None else str(value)[:_SHOWN]
