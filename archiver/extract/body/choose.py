"""Which lines of a page are the body: the engine's votes, the story's place, and what a line is, weighed line by line.

Nothing here runs the engine or builds text; every line that was in question and left out has a reason.
"""

from __future__ import annotations

import re

from archiver.extract import zones
from archiver.extract.body import foreign, lost
from archiver.extract.body.known import AROUND, Choice, Known
from archiver.extract.lines import Line
from archiver.extract.region import letters, likeness, words_of

_NAMED = ((zones.CONSENT, "consent"), (zones.COMMENTS, "comments"), (zones.RELATED, "related"), (zones.SHARE, "share"),
          (zones.NAV, "navigation"), (zones.FOOTER, "footer"), (zones.PROMO, "promotion"), (zones.BIO, "about the author"),
          (zones.TAGS, "tags"), (zones.HIDDEN, "hidden"), (zones.BREADCRUMB, "navigation"))
_DATED = re.compile(r"\b\d{1,2}[:.]\d\d\b|\b(19|20)\d\d\b|[年日]")
_LONG = 240         # letters of running text from which on a line is not believed to be a byline, date or credit


def choose(known: Known) -> Choice:
    """The lines of the body."""
    choice = Choice()
    for line in known.lines:
        if known.votes.get(line.index, 0.0) >= 0.5:
            reason = _reason(line, known)
            if reason:
                choice.removed[line.index] = reason
            else:
                choice.kept.add(line.index)
    lost.spare(known, choice)
    lost.mend(known, choice)
    lost.standfirst(known, choice)
    foreign.boxes(known, choice)
    foreign.captions(known, choice)
    foreign.appeal(known, choice)
    foreign.furniture(known, choice)
    foreign.tail(known, choice)
    foreign.repeats(known, choice)
    foreign.stream(known, choice)
    for i in choice.kept & known.site.keys():
        choice.drop(i, f"site profile {known.site[i]}")
    foreign.loose_headings(known, choice)
    _rest(known, choice)
    return choice


def _reason(line: Line, known: Known) -> str:
    """Why a line the engine gives back is no body text all the same; empty where it is."""
    index, bits = line.index, known.region.zones[line.index]
    if index in known.claimed and (known.region.weights[index] < _LONG or known.claimed[index] == "rule"):
        return known.claimed[index]
    if index == known.region.headline or bits & zones.H1 and _is_title(line.text, known.title):
        return "headline"
    weight = known.region.weights[index]
    if bits & AROUND and not weight:
        return next((name for bit, name in _NAMED if bits & bit), "around the story")
    if bits & (zones.BYLINE | zones.DATE) and letters(line.text) < 160:
        return "byline" if bits & zones.BYLINE else "date"
    if bits & zones.CAPTION and bits & zones.FIGURE:
        return "caption"
    if index < known.region.first and not weight and index <= known.region.headline:
        return "head matter"
    if known.region.headline < index < known.region.first and not weight and len(line.text) < 60 and _DATED.search(line.text):
        return "date"
    return ""


def _rest(known: Known, choice: Choice) -> None:
    """A reason for the other lines in the story's place, which the engine did not take for text."""
    region = known.region
    first = region.headline if 0 <= region.headline < region.start else region.start
    for line in known.lines[first:region.stop]:
        i, bits = line.index, region.zones[line.index]
        if i in choice.kept or i in choice.removed:
            continue
        named = next((name for bit, name in (*_NAMED, (zones.CAPTION, "caption")) if bits & bit), "")
        choice.removed[i] = known.claimed.get(i) or named or ("link" if line.linked > 0.8 else "no running text")


def _is_title(text: str, title: str) -> bool:
    return bool(title) and likeness(set(words_of(text)), set(words_of(title))) >= 0.8
