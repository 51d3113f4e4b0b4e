"""Many alternatives of a regular expression as one question about a line: only those are tried that its first letter allows.

Python's own engine tries one alternative after the other; of the 1,500 openings of boilerplate one letter leaves a twentieth.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_FIRST = re.compile(r"\w")
_PIECE = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]|[()|]|[^\\\[()|]", re.DOTALL)
_RUN = re.compile(_PIECE.pattern + "+", re.DOTALL)      # the same, plain characters in a row as one
_PLAIN = re.compile(r"\w(?![?*{])")
_REPEATED = "?*{"


class Openings:
    """Whether a line opens with one of the alternatives of `pattern`, behind what `lead` matches (no letters or digits)."""

    def __init__(self, pattern: str, lead: str) -> None:
        self._lead = re.compile(lead)
        self._by_letter: dict[str, list[str]] = {}
        for part in alternatives(pattern):
            for letter in sorted(firsts(part) or ("",)):
                self._by_letter.setdefault(letter, []).append(part)
        self._others = re.compile(f"{lead}(?:{'|'.join(self._by_letter.pop('', ('(?!)',)))})")     # any first letter
        self._compiled: dict[str, re.Pattern[str]] = {}

    def match(self, line: str) -> bool:
        """Whether a line, case folded, opens so."""
        first = _FIRST.search(line)
        if first and (parts := self._by_letter.get(first[0])):
            pattern = self._compiled.get(first[0]) or self._compiled.setdefault(first[0], re.compile("|".join(parts)))
            if pattern.match(line, first.start()) and self._lead.fullmatch(line, 0, first.start()):
                return True
        return self._others.match(line) is not None


def alternatives(pattern: str) -> Iterator[str]:
    """The parts of a regular expression between bars that stand in no bracket."""
    depth, part = 0, ""
    for piece in _RUN.findall(pattern):
        if piece == "|" and not depth:
            yield part
            part = ""
            continue
        depth += (piece == "(") - (piece == ")")
        part += piece
    yield part


def firsts(part: str) -> frozenset[str] | None:
    """The letters and digits that a match of an alternative can begin with; None where that cannot be told simply."""
    if _PLAIN.match(part):              # nearly all
        return frozenset(part[0])
    found: set[str] = set()
    pieces = _PIECE.findall(part)
    at = 0
    while at < len(pieces):
        piece, own = pieces[at], frozenset[str]()
        if piece == "(":
            end = _closing(pieces, at)
            inner = "".join(pieces[at + 1:end]).removeprefix("?:")
            sets = [firsts(one) for one in alternatives(inner)]
            if inner.startswith("?") or None in sets:
                return None
            own, at = frozenset(letter for one in sets for letter in one or ()), end
        elif piece[0] == "[":
            if set(piece[1:-1]) & set("^-\\"):
                return None
            own = frozenset(piece[1:-1])
        elif piece not in ".^$":
            own = frozenset(piece)
        if not own or not all(map(_FIRST.match, own)) or piece[0] == "\\":
            return None
        found |= own
        following = pieces[at + 1] if at + 1 < len(pieces) else " "
        if following not in _REPEATED:
            return frozenset(found)
        if following == "{":
            return None
        at += 2
    return None


def _closing(pieces: list[str], at: int) -> int:
    """Where the bracket that opens at a place is closed."""
    depth = 0
    for index in range(at, len(pieces)):
        depth += (pieces[index] == "(") - (pieces[index] == ")")
        if not depth:
            return index
    return len(pieces)
