"""The shortest way from one sequence to another."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from archiver.edits import MOST, edits

LETTERS = st.text(alphabet="abc", max_size=14)


@given(LETTERS, LETTERS)
def test_both_sequences_come_back(a: str, b: str) -> None:
    """What stays and goes is the old sequence, what stays and comes is the new one, and what stays is in both."""
    found = edits(a, b)
    assert "".join(a[x1:x2] for op, x1, x2, _, _ in found if op != "new") == a
    assert "".join(b[y1:y2] for op, _, _, y1, y2 in found if op != "gone") == b
    assert all(a[x1:x2] == b[y1:y2] for op, x1, x2, y1, y2 in found if op == "same")


@given(LETTERS, LETTERS)
def test_no_shorter_way_exists(a: str, b: str) -> None:
    """No more goes and comes than must: as much stays as the longest common part has elements."""
    longest = [[0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            longest[i + 1][j + 1] = longest[i][j] + 1 if x == y else max(longest[i][j + 1], longest[i + 1][j])
    assert sum(x2 - x1 for op, x1, x2, _, _ in edits(a, b) if op == "same") == longest[-1][-1]


def test_a_hostile_pair_is_bounded() -> None:
    """Two long sequences that share little are replaced as a whole, with their common beginning and end kept."""
    a, b = ["x", *["a"] * 30_000, "z"], ["x", *["b"] * 30_000, "z"]
    assert edits(a, b) == [("same", 0, 1, 0, 1), ("gone", 1, 30_001, 1, 1), ("new", 30_001, 30_001, 1, 30_001),
                           ("same", 30_001, 30_002, 30_001, 30_002)]
    assert len(a) > MOST
