"""What a site repeats on its pages, learned from its captures: blocks of text that leave the body, each with its count.

A block is a line with its markup; place and markup must repeat, not only the words, so that reporting that quotes
itself stays. Nothing here reads files or fetches; storing a profile is the archive's work.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from archiver.errors import NotAnArticle
from archiver.extract import zones
from archiver.extract.lines import Line
from archiver.extract.page import Page
from archiver.extract.region import Region, letters, sentence

MINIMUM = 15            # pages from which on something is learned
MAX_BLOCKS = 2_000
MAX_TEXT = 800          # characters of a block; a longer paragraph is never one
MAX_CONTEXT = 240
_FORMAT = 1
_PAGES = 3              # different stories a block must stand in
_FEW, _MANY = 2, 0.3    # ... or so few, where these are such a share of them
_SHARE = 0.05           # ... and share of them, for markup that paragraphs of the story do not have
_SHARE_PLAIN = 0.15     # ... for lines that look like any paragraph
_SHARE_LABEL = 0.3      # ... for short labels at any place
_STEADY = 0.8           # share of a block's occurrences that must stand at its place
_CHANCE = 0.001         # ... and how likely that may be for a paragraph that stands anywhere
_MOSTLY = 0.6           # ... unless such a share of the stories has it
_SLACK = 1              # lines by which a place may shift
_EDGES = {"end": _SLACK, "start": _SLACK, "middle": 2 * _SLACK}    # ... with their slack; a line shifts the middle by half
_MOST = 0.2             # share of a story's text a block may be
_ALL = 0.4              # share of a story's text that blocks may take together
_DIGITS = re.compile(r"\d+")
_WORDS = re.compile(r"[a-z]{2,}")
_PLACE = re.compile(r"(start|end|middle)([+-]\d{1,6})")


@dataclass(frozen=True, slots=True)
class Block:
    """Something a site repeats."""

    text: str               # folded, lower case, digits as 0
    context: str            # tags and class words around it, innermost first
    place: str              # 'any', or lines from the story's start, end or middle: 'start+3', 'end-1', 'middle-2'
    count: int              # stories it stood in
    share: float            # the same as a share of the stories learned from, 0 to 1
    example: str            # as printed once
    dropped: bool = True    # whether it leaves the body; a person can set it

    @property
    def id(self) -> str:
        """8 hexadecimal digits that name the block in commands and files."""
        return hashlib.sha256(f"{self.text}\n{self.context}\n{self.place}".encode()).hexdigest()[:8]


@dataclass(frozen=True)
class Profile:
    """What was learned of one site; frozen, named by its content."""

    blocks: tuple[Block, ...] = ()
    pages: int = 0                      # different stories it was learned from
    _index: dict[tuple[str, str], list[Block]] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        for block in self.blocks:
            self._index.setdefault((block.text, block.context), []).append(block)

    @property
    def version(self) -> str:
        """16 hexadecimal digits of SHA-256 over what is dropped; the same rules have the same version."""
        rows = sorted((b.text, b.context, b.place) for b in self.blocks if b.dropped)
        return hashlib.sha256(json.dumps([_FORMAT, rows], ensure_ascii=False).encode()).hexdigest()[:16]

    def set(self, block_id: str, *, dropped: bool) -> Profile:
        """A profile in which this block is dropped or kept. Raises KeyError for an unknown id."""
        if all(block.id != block_id for block in self.blocks):
            raise KeyError(block_id)
        return replace(self, _index={}, blocks=tuple(
            replace(block, dropped=dropped) if block.id == block_id else block for block in self.blocks))

    def drops(self, page: Page, region: Region) -> dict[int, str]:
        """Lines of a page that are blocks of this site: line index -> id of the block. Never a large share of it."""
        if not self.blocks:
            return {}
        start, stop = _bounds(page, region)
        total = sum(letters(line.text) for line in page.lines[start:stop])
        found: dict[int, str] = {}
        for line in page.lines[start:stop]:
            block = self._match(line, region, start, stop)
            if block is not None and letters(line.text) <= max(_MOST * total, _LABEL):
                found[line.index] = block.id
        found = {i: block for i, block in found.items() if not _heads(page.lines[i], region, found)}
        taken = sum(letters(page.lines[i].text) for i in found)
        return found if taken <= _ALL * total else {}

    def _match(self, line: Line, region: Region, start: int, stop: int) -> Block | None:
        if len(line.text) > MAX_TEXT:
            return None
        for block in self._index.get((_fold(line.text), _context(line, region)), ()):
            if block.dropped and _stands(block.place, line.index, start, stop):
                return block
        return None

    def to_dict(self) -> dict[str, Any]:
        """The form that is stored: plain values only."""
        rows = [{"id": b.id, "text": b.text, "context": b.context, "place": b.place, "count": b.count,
                 "share": round(b.share, 4), "example": b.example, "dropped": b.dropped} for b in self.blocks]
        return {"format": _FORMAT, "version": self.version, "pages": self.pages, "blocks": rows}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Profile:
        """The profile a stored form says. Raises ValueError where it is not one, or is over the bounds."""
        rows = data.get("blocks", ())
        if data.get("format") != _FORMAT or not isinstance(rows, list) or len(rows) > MAX_BLOCKS:
            raise ValueError(f"not a profile of format {_FORMAT} with at most {MAX_BLOCKS} blocks")
        return cls(tuple(_block(row) for row in rows), int(data.get("pages", 0)))


_LABEL = 60             # letters up to which a line is a label


def _block(row: Any) -> Block:
    texts = [row.get(key) for key in ("text", "context", "place", "example")] if isinstance(row, Mapping) else [None]
    if any(not isinstance(text, str) or len(text) > 2 * MAX_TEXT for text in texts):
        raise ValueError("a block of a profile must have text, context, place and example")
    return Block(row["text"], row["context"], row["place"], int(row.get("count", 0)), float(row.get("share", 0.0)),
                 row["example"], bool(row.get("dropped", True)))


def learn(pages: Iterable[Page | tuple[bytes | str, str] | str], minimum: int = MINIMUM) -> Profile:
    """What a site repeats. A page is a Page, (html, url), or a plain text as str. Captures of the same story count once;
    with fewer than `minimum` stories nothing is learned."""
    seen = _Seen()
    for page in _opened(pages):
        seen.add(page)
    if seen.stories < minimum:
        return Profile((), seen.stories)
    blocks = sorted((b for b in seen.blocks()), key=lambda b: (-b.count, b.context, b.text, b.place))
    return Profile(tuple(blocks[:MAX_BLOCKS]), seen.stories)


def _opened(pages: Iterable[Page | tuple[bytes | str, str] | str]) -> Iterator[Page]:
    for item in pages:
        try:
            yield item if isinstance(item, Page) else Page.from_text(item) if isinstance(item, str) else Page(*item)
        except NotAnArticle:
            continue


@dataclass
class _Sight:
    """A line's words and markup, and where they stood."""

    example: str
    usual: bool                                         # whether it looks like any paragraph of the story
    pages: int = 0
    spots: dict[str, Counter[int]] = field(default_factory=lambda: {edge: Counter() for edge in _EDGES})
    room: float = 0.0                                   # sum of the shares of their stories that are within a place's slack
    large: int = 0                                      # pages of which it is a large share


class _Seen:
    """What has been seen on a site so far."""

    def __init__(self) -> None:
        self.stories = 0
        self._sights: dict[tuple[str, str], _Sight] = {}
        self._prose: dict[int, set[int]] = {}           # hash of a paragraph -> stories it stood in

    def add(self, page: Page) -> None:
        region = page.story
        if self._known(page, region):
            return
        self.stories += 1
        start, stop = _bounds(page, region)
        total = sum(letters(line.text) for line in page.lines[start:stop])
        usual = _usual(page, region)
        near = min(1.0, (2 * _SLACK + 1) / max(1, sum(map(bool, region.weights))))
        counted: set[tuple[str, str]] = set()
        for line in page.lines[start:stop]:
            if len(line.text) > MAX_TEXT:
                continue
            key = _fold(line.text), _context(line, region)
            sight = self._sights.setdefault(key, _Sight(line.text, key[1] in usual))
            sight.usual |= key[1] in usual
            sight.room += near
            for edge, spot in _spots(line.index, start, stop).items():
                sight.spots[edge][spot] += 1
            if key not in counted:
                counted.add(key)
                sight.pages += 1
                sight.large += letters(line.text) > max(_MOST * total, _LABEL)

    def _known(self, page: Page, region: Region) -> bool:
        """Whether half of the story's paragraphs stood together in one story before: another capture of it."""
        own = {hash_of(line.text) for line in page.lines if region.weights[line.index]}
        near = Counter(story for paragraph in own for story in self._prose.get(paragraph, ()))
        if near and near.most_common(1)[0][1] * 2 >= len(own):
            return True
        for paragraph in own:
            self._prose.setdefault(paragraph, set()).add(self.stories)
        return False

    def blocks(self) -> Iterator[Block]:
        for (text, context), sight in self._sights.items():
            place = self._place(sight)
            if place and sight.large * 2 < sight.pages:
                yield Block(text, context, place, sight.pages, sight.pages / self.stories, sight.example)

    def _place(self, sight: _Sight) -> str:
        """Where a block stands if it is one; empty if it is none."""
        share = sight.pages / self.stories
        if sight.pages < (_PAGES if share < _MANY else _FEW) or share < _SHARE:
            return ""
        label = letters(sight.example) <= _LABEL and not sentence(sight.example)
        if not sight.usual or (label and share >= _SHARE_LABEL):
            return "any"
        if share < _SHARE_PLAIN:
            return ""
        for edge, spots in sight.spots.items():
            spot = max(sorted(spots), key=lambda at: _around(spots, at, edge))
            there, all_of_them = _around(spots, spot, edge), spots.total()
            if there >= _STEADY * all_of_them and (
                    share >= _MOSTLY or _chance(there, all_of_them, sight.room / all_of_them) < _CHANCE):
                return f"{edge}{spot:+d}"
        return ""


def _spots(index: int, start: int, stop: int) -> dict[str, int]:
    """A line's place from each edge; from the middle, in half lines."""
    return {"end": index - stop, "start": index - start, "middle": 2 * index - start - stop}


def _around(spots: Counter[int], at: int, edge: str) -> int:
    return sum(spots[n] for n in range(at - _EDGES[edge], at + _EDGES[edge] + 1))


def _chance(there: int, of: int, near: float) -> float:
    """How likely so many of a paragraph's occurrences are near the first by chance, where each is with `near`; by the
    binomial tail."""
    return sum(math.comb(of - 1, n) * near ** n * (1 - near) ** (of - 1 - n) for n in range(there - 1, of))


def _stands(place: str, index: int, start: int, stop: int) -> bool:
    """Whether a line stands at a block's place."""
    if place == "any":
        return True
    match = _PLACE.fullmatch(place)
    return match is not None and abs(_spots(index, start, stop)[match[1]] - int(match[2])) <= _EDGES[match[1]]


def _heads(line: Line, region: Region, dropped: Mapping[int, str]) -> bool:
    """Whether a line is a heading over prose that stays, such as "Background", which many stories may have."""
    below = line.index + 1
    return bool(line.zones & zones.HEADING) and below < region.stop and bool(region.weights[below]) and below not in dropped


def _bounds(page: Page, region: Region) -> tuple[int, int]:
    """The lines in question: from the headline to the end of the story's element; all of a page without either."""
    if region.element is None or page.plain:
        return 0, len(page.lines)
    return (region.headline if 0 <= region.headline < region.start else region.start), region.stop


def _usual(page: Page, region: Region) -> set[str]:
    """The markup that holds most of the story's paragraphs."""
    held: Counter[str] = Counter()
    for line in page.lines:
        if region.weights[line.index]:
            held[_context(line, region)] += region.weights[line.index]
    total = held.total()
    return {context for context, size in held.items() if size > 0.15 * total}


def _context(line: Line, region: Region) -> str:
    """Tags and class words of the line's element and what is around it, up to the story's element, innermost first."""
    steps: list[str] = []
    node = line.element
    while node is not None and node is not region.element and len(steps) < 4:
        words = sorted(set(_WORDS.findall((node.get("class") or "")[:200].lower())))[:6]
        steps.append(".".join([str(node.tag), *words]))
        node = node.getparent()
    return " < ".join(steps)[:MAX_CONTEXT]


def _fold(text: str) -> str:
    return _DIGITS.sub("0", text.casefold())


def hash_of(text: str) -> int:
    """A paragraph's name that is the same in every process."""
    return int.from_bytes(hashlib.blake2b(_fold(text).encode(), digest_size=8).digest(), "big")
