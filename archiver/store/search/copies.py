"""When two texts are copies of one: which rows of words to look for, and how much of the shorter stands in the other.

Nothing here looks anything up.
"""

from __future__ import annotations

import re

from archiver.store.search.fulltext import GAP, parted

LEAST = 0.4                 # share of the shorter text's rows of five words from which on another is a copy
ROWS = 8                    # rows of words that are looked for, spread over the text
_WORD = re.compile(r"\w+")
_SPAN, _SPAN_OF_LETTERS = 5, 15


def words_of(text: str) -> list[str]:
    """The words of a text, letters where a script has no spaces; marks and case do not count."""
    return _WORD.findall(parted(text).replace(GAP, " ").lower())


def rows_to_find(text: str) -> list[str]:
    """A few rows of words of a text, spread over it: one that another text has too was hardly written twice."""
    words = words_of(text)
    size = 24 if _letters(words) else 8
    if len(words) < 3 * size:
        return []
    step = max(1, (len(words) - size) // ROWS)
    return [" ".join(words[at:at + size]) for at in range(0, len(words) - size, step)][:ROWS]


def shared(one: str, other: str) -> float:
    """How much of the shorter text stands in the other, from 0 to 1, by rows of five words."""
    a, b = _spans(one), _spans(other)
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0


def _spans(text: str) -> set[tuple[str, ...]]:
    words = words_of(text)
    size = _SPAN_OF_LETTERS if _letters(words) else _SPAN
    return {tuple(words[at:at + size]) for at in range(len(words) - size + 1)}


def _letters(words: list[str]) -> bool:
    """Whether most words are letters of a script without spaces."""
    return sum(map(len, words)) < 2 * len(words)
