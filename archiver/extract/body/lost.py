"""What the engine lost of a story, given back where the evidence is good: siblings, the standfirst, tables, folded text.

Nothing here takes a line away.
"""

from __future__ import annotations

from collections import Counter
from itertools import islice

from lxml.html import HtmlElement

from archiver.extract import zones
from archiver.extract.body import boilerplate
from archiver.extract.body.known import AROUND, CREDIT, Choice, Known, box_around, longer, pictured, shape
from archiver.extract.lines import Line
from archiver.extract.region import letters, likeness, sentence, words_of

_BY_NAME = frozenset(("related", "promotion", "share", "tags"))
_LARGE = 0.25       # share of the text that names of elements alone must not take away
_NOT_STANDFIRST = AROUND & ~zones.HIDDEN & ~zones.PROMO | zones.BYLINE | zones.DATE | zones.CAPTION | zones.FIGURE | zones.TABLE
_LIKE = 100         # letters from which on running text without a vote may be the story's, where several lines are alike
_SEVERAL = 3
_NOT_LIKE = AROUND | zones.ASIDE | zones.FORM | zones.EMBED | zones.FIGURE | zones.CAPTION | zones.CREDIT | zones.BYLINE
_SET = frozenset(("pre", "td", "th"))
_NOT_SET = AROUND | zones.ASIDE | zones.FORM | zones.CAPTION
_CELL = 120         # letters a cell of a table of data has at most, on average
_ROWS = 200


def spare(known: Known, choice: Choice) -> None:
    """Take back what only its surroundings' names spoke against, where that is a large share of the text."""
    named = [i for i, reason in choice.removed.items() if reason in _BY_NAME and known.lines[i].linked < 0.5]
    _take_back(named, named, known, choice)
    _unfold(known, choice)


def _unfold(known: Known, choice: Choice) -> None:
    """Take back text that is folded in and so hidden, from its first paragraph to its last; not a copy of what is shown."""
    region = known.region
    hidden = [line for line in known.lines if line.linked < 0.5 and (choice.removed.get(line.index) == "hidden" or (
                  region.start <= line.index < region.stop and region.zones[line.index] & AROUND == zones.HIDDEN
                  and line.index not in choice.kept and line.index not in known.claimed))]
    long = [line.index for line in hidden if letters(line.text) >= _LIKE and line.linked < 0.3 and sentence(line.text)]
    shown = {known.lines[i].text for i in choice.kept}
    if not any(known.lines[i].text in shown for i in long):
        _take_back([line.index for line in hidden if long and long[0] <= line.index <= long[-1]], long, known, choice)


def _take_back(named: list[int], counted: list[int], known: Known, choice: Choice) -> None:
    size = sum(letters(known.lines[i].text) for i in counted)
    if size > _LARGE * (size + sum(letters(known.lines[i].text) for i in choice.kept)):
        for i in named:
            choice.removed.pop(i, None)
            choice.kept.add(i)


def mend(known: Known, choice: Choice) -> None:
    """Paragraphs the engine lost: running text in the story's element whose siblings or likes it has kept."""
    shapes = Counter(shape(known.lines[i]) for i in choice.kept if known.region.weights[i])
    holders = {_holder(known.lines[i]) for i in choice.kept if known.region.weights[i]}
    region, end = known.region, max(choice.kept, default=-1)
    for line in known.lines[max(0, region.first):region.last + 1]:
        i = line.index
        if i in choice.kept or i in choice.removed or i in known.claimed:
            continue
        if region.weights[i] and shapes[shape(line)] and not region.zones[i] & (zones.EMBED | zones.FIGURE) and (
                i < end or _holder(line) in holders):       # past the last kept line what only looks alike is a footer, too
            choice.kept.add(i)
    for i in (*_likes(known, choice), *_set(known, choice)):
        choice.kept.add(i)


def _likes(known: Known, choice: Choice) -> list[int]:
    """Running text between kept lines that looks alike: one such line may be a teaser, several are the story's own form."""
    found: dict[tuple[str, str, str], list[int]] = {}
    for line in known.lines[max(0, known.region.first):known.region.last + 1]:
        i = line.index
        if (known.region.weights[i] >= _LIKE and line.linked < 0.3 and not known.region.zones[i] & _NOT_LIKE
                and i not in choice.removed and i not in known.claimed and line.element.get("class")
                and _between(i, choice.kept) and i not in choice.kept and box_around(line.element, known.region.element) is None):
            found.setdefault(shape(line), []).append(i)
    return [i for alike in found.values() if len(alike) >= _SEVERAL for i in alike]


def _between(index: int, kept: set[int]) -> bool:
    """Whether lines near by on both sides are kept."""
    return any(index - n in kept for n in (1, 2, 3)) and any(index + n in kept for n in (1, 2, 3))


def _set(known: Known, choice: Choice) -> list[int]:
    """What is set apart by its type: code, and the cells of tables of data, between the story's first and last line."""
    inside = [line for line in known.lines[max(0, known.region.first):known.region.last + 1]
              if line.tag in _SET and line.index not in choice.removed and line.index not in known.claimed
              and not known.region.zones[line.index] & _NOT_SET and line.linked <= 0.5]
    tables: dict[HtmlElement, bool] = {}
    found = []
    for line in inside:
        if line.tag != "pre":
            table = next(line.element.iterancestors("table"), None)
            if table is not None and table not in tables:
                tables[table] = _of_data(table)
            if table is None or not tables[table]:
                continue
        found.append(line.index)
    return found


def _of_data(table: HtmlElement) -> bool:
    """Whether a table holds data: rows of the same number of short cells, more than one of each."""
    rows = [sum(1 for cell in row if cell.tag in ("td", "th")) for row in islice(table.iter("tr"), _ROWS)]
    if len(rows) < 2 or max(rows) < 2 or sum(n == max(rows) for n in rows) * 2 < len(rows):
        return False
    return not longer(table, _CELL * sum(rows)) or len(rows) == _ROWS


def _holder(line: Line) -> tuple[str, str]:
    """What holds a paragraph: its parent's tag and class."""
    parent = line.element.getparent()
    return (str(parent.tag), parent.get("class") or "") if parent is not None else ("", "")


def standfirst(known: Known, choice: Choice) -> None:
    """The standfirst between headline and story, which engines take for head matter: readers see it as the first
    paragraph (without it the segments of 531 hand-checked pages fall from 93.4 to 92.5)."""
    region, lines = known.region, known.lines
    start = min((i for i in choice.kept if region.weights[i]), default=-1)
    if start < 0 or region.headline < 0 or not region.headline < start <= region.headline + 40:
        return
    summary = set(words_of(known.description))
    for i in range(region.headline + 1, start):
        if i in choice.kept or i in known.claimed or region.zones[i] & _NOT_STANDFIRST:
            continue
        if pictured(lines[i].element, known, CREDIT):
            continue
        text = lines[i].text
        words = set(words_of(text))
        stated = len(words) >= 4 and len(words & summary) >= 0.7 * len(words)
        named = bool(region.zones[i] & zones.STANDFIRST)
        if letters(text) < 40 or lines[i].linked > 0.3 or likeness(words, set(words_of(known.title))) > 0.7:
            continue
        if any(text in lines[n].text for n in choice.kept):     # a quote pulled out of the story, or its opening words
            continue
        if (stated or named or region.weights[i]) and not boilerplate.kind(text, lines[i].linked):
            choice.removed.pop(i, None)
            choice.kept.add(i)
            choice.standfirst.add(i)
