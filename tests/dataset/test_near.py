"""Near duplicates: estimates against the truth, what is found, and what is never called alike."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.dataset import near
from archiver.dataset.clusters import Marked, _join, _roots


def words(seed: int, number: int = 300) -> list[str]:
    chance = random.Random(seed)
    return [f"w{chance.randrange(4000)}" for _ in range(number)]


def sequences(text: list[str]) -> set[tuple[str, ...]]:
    return {tuple(text[at:at + near.SHINGLE]) for at in range(len(text) - near.SHINGLE + 1)}


@pytest.mark.parametrize("changed", [0, 3, 10, 40, 299])
def test_estimates_are_near_the_truth(changed: int) -> None:
    """The mean error of the estimated Jaccard similarity over 30 pairs is under 0.04, and equal texts are 1."""
    errors = []
    for seed in range(30):
        one = words(seed)
        other = list(one)
        for at in random.Random(seed).sample(range(300), changed):
            other[at] = "other"
        a, b = near.marks(" ".join(one)), near.marks(" ".join(other))
        assert a and b
        true = len(sequences(one) & sequences(other)) / len(sequences(one) | sequences(other))
        errors.append(abs(near.jaccard(a.signature, b.signature) - true))
    assert sum(errors) / len(errors) < (0.04 if changed else 1e-9)


def test_alike_texts_share_a_band_and_others_do_not() -> None:
    """Of 100 pairs that are 0.8 alike, every one shares a band; of 100 that have little in common, none."""
    alike = apart = 0
    for seed in range(100):
        one, third = words(seed), words(seed + 1000)
        other = [*one[:285], *third[:15]]
        a, b, c = (near.marks(" ".join(text)) for text in (one, other, third))
        assert a and b and c
        alike += any(x == y for x, y in zip(a.bands, b.bands, strict=True))
        apart += any(x == y for x, y in zip(a.bands, c.bands, strict=True))
    assert (alike, apart) == (100, 0)


def test_what_a_text_is_compared_by() -> None:
    """Case, punctuation and white space do not count; characters do where a script has no spaces; short texts are not
    compared; a text that is cut in half overlaps the whole by its all."""
    text = "The ferry to the northern islands was cancelled on Monday, after the harbour office measured high waves of four metres."
    assert near.marks(text) == near.marks(text.upper().replace(",", " --\n")) is not None
    assert near.marks("only five words in here") is None and near.marks("") is None
    japanese = near.marks("港湾局は月曜日に北の島へのフェリーを欠航にした。桟橋で四メートルの波を観測したためだ。")
    assert japanese is not None and japanese.sequences > 30
    long = words(1, 600)
    a, b = near.marks(" ".join(long)), near.marks(" ".join(long[:300]))
    assert a and b and near.overlap((a.signature, a.sequences), (b.signature, b.sequences)) > 0.85


@given(st.text(max_size=400))
def test_any_text_has_marks_or_none(text: str) -> None:
    """Whatever the text, marking it is no error and always gives the same."""
    assert near.marks(text) == near.marks(text)


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=40), st.randoms())
def test_the_order_of_pairs_does_not_matter(pairs: list[tuple[int, int]], chance: random.Random) -> None:
    """Clusters are what hangs together, the same in whatever order the pairs come."""
    from array import array

    def clusters(given: list[tuple[int, int]]) -> list[dict[str, list[int]]]:
        parents = array("i", [-1]) * 31
        for one, other in given:
            _join(parents, one, other)
        return list(_roots(parents))
    shuffled = list(pairs)
    chance.shuffle(shuffled)
    assert clusters(pairs) == clusters(shuffled)


def test_rows_have_one_number_in_the_whole(tmp_path: Path) -> None:
    """The rows of a site come after those of the sites before it."""
    assert Marked(tmp_path, (("a", 3), ("b", 0), ("c", 2))).total == 5
