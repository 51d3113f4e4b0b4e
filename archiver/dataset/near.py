"""When two texts are nearly the same: words, five-word sequences, MinHash signatures and how alike two of them are.

Nothing here compares all with all; which pairs are looked at is `clusters.py`'s. The only door to rensa.
"""

from __future__ import annotations

import hashlib
import re
from array import array
from dataclasses import dataclass
from typing import Any

from archiver.errors import DatasetError

SHINGLE = 5                  # words in a sequence
PERMUTATIONS = 128
SIGNATURE = 4 * PERMUTATIONS  # bytes
BANDS, ROWS = 25, 5          # finds 99 of 100 pairs that are 0.7 alike, 1 of 10,000 that are 0.1 alike
THRESHOLD = 0.7
FEWEST = 20                  # words: captions and notices that are alike say nothing
SEED = 1
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_WORD = re.compile(f"[{_UNSPACED}]|[^\\W{_UNSPACED}]+")
METHOD = (f"MinHash over sequences of {SHINGLE} words (characters, where a script has no spaces), case folded, punctuation "
          f"left out; {PERMUTATIONS} permutations, seed {SEED}; candidates by locality-sensitive hashing in {BANDS} bands of "
          f"{ROWS}; two texts are near duplicates where the estimated Jaccard similarity is at least {THRESHOLD}; clusters are "
          f"what hangs together by such pairs. Texts of fewer than {FEWEST} words get no label.")


@dataclass(frozen=True, slots=True)
class Marks:
    """What of a text is compared: a digest of its words, its signature, its bands, and how many sequences it has."""

    exact: str
    signature: bytes
    bands: tuple[int, ...]
    sequences: int


def version() -> str:
    """The library that hashes, and its algorithm: another one gives other signatures."""
    from importlib.metadata import version as of
    return f"rensa {of('rensa')}, algorithm {_minhash().ALGORITHM_VERSION}"


def marks(text: str) -> Marks | None:
    """The marks of a text; None where it is too short to be compared."""
    words = _WORD.findall(text.casefold())
    if len(words) < FEWEST:
        return None
    sequences = {" ".join(words[at:at + SHINGLE]) for at in range(len(words) - SHINGLE + 1)}
    hashed = _minhash()(num_perm=PERMUTATIONS, seed=SEED)
    hashed.update(sorted(sequences))
    signature = array("I", hashed.digest()).tobytes()
    step = ROWS * 4
    bands = tuple(int.from_bytes(hashlib.blake2b(signature[at:at + step], digest_size=8).digest(), "big", signed=True)
                  for at in range(0, BANDS * step, step))
    return Marks(hashlib.sha256(" ".join(words).encode()).hexdigest(), signature, bands, len(sequences))


def jaccard(one: bytes, other: bytes) -> float:
    """How alike two texts are, estimated from their signatures: the share of sequences that both have, of all."""
    return sum(a == b for a, b in zip(array("I", one), array("I", other), strict=True)) / PERMUTATIONS


def overlap(one: tuple[bytes, int], other: tuple[bytes, int]) -> float:
    """The share of the shorter text's sequences that the longer has too, estimated from signatures and numbers."""
    alike = jaccard(one[0], other[0])
    both = alike * (one[1] + other[1]) / (1 + alike)
    return round(min(1.0, both / min(one[1], other[1])), 3)


def _minhash() -> Any:
    try:
        from rensa import RMinHash
    except ImportError as error:
        raise DatasetError("rensa is not installed", cure="pip install 'news-archiver[dataset]'") from error
    return RMinHash
