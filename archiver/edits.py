"""The shortest way from one sequence to another, as stretches that stay, go and come.

Pure, and of bounded time, whatever the two sequences are.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

MOST = 800                      # edits that are sought; where there are more, all is replaced
Op = Literal["same", "gone", "new"]


def edits(a: Sequence[str], b: Sequence[str]) -> list[tuple[Op, int, int, int, int]]:
    """The shortest way from one sequence to the other, as stretches: what goes stands before what comes in its place.

    By Myers (1986), whose time grows with the number of edits only: a text of one word a thousand times over took
    difflib minutes. With more than MOST edits, all between the common beginning and end is replaced.
    """
    first = _common(a, b)
    last = _common(a[first:][::-1], b[first:][::-1])
    ways = _ways(a[first:len(a) - last], b[first:len(b) - last])
    x, y, steps_back = len(a) - last, len(b) - last, [("same", len(a) - last, len(b) - last, last)]
    for op, number in ways:
        x, y = x - (op != "new") * number, y - (op != "gone") * number
        steps_back.append((op, x, y, number))
    steps_back.append(("same", 0, 0, first))
    return _stretches(steps_back[::-1])


def _common(a: Sequence[str], b: Sequence[str]) -> int:
    return next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))


def _ways(a: Sequence[str], b: Sequence[str]) -> list[tuple[str, int]]:
    """The edits from the end to the beginning, one element each."""
    reach, trail = {1: 0}, []
    for depth in range(min(len(a) + len(b), MOST) + 1):
        trail.append(dict(reach))
        for k in range(-depth, depth + 1, 2):
            down = k == -depth or (k != depth and reach[k - 1] < reach[k + 1])
            x = reach[k + 1] if down else reach[k - 1] + 1
            while x < len(a) and x - k < len(b) and a[x] == b[x - k]:
                x += 1
            reach[k] = x
            if x >= len(a) and x - k >= len(b):
                return _back(trail, len(a), len(b))
    return [("new", len(b)), ("gone", len(a))]


def _back(trail: list[dict[int, int]], x: int, y: int) -> list[tuple[str, int]]:
    found: list[tuple[str, int]] = []
    for depth in range(len(trail) - 1, -1, -1):
        reach, k = trail[depth], x - y
        down = k == -depth or (k != depth and reach[k - 1] < reach[k + 1])
        from_x = reach[k + 1] if down else reach[k - 1]
        from_y = from_x - (k + 1 if down else k - 1)
        kept = min(x - from_x, y - from_y) if depth else x
        found.append(("same", kept))
        if depth:
            found.append(("new" if down else "gone", 1))
        x, y = from_x, from_y
    return found


def _stretches(steps_on: Sequence[tuple[str, int, int, int]]) -> list[tuple[Op, int, int, int, int]]:
    """Steps put together: between two things kept, all that goes and then all that comes."""
    found: list[tuple[Op, int, int, int, int]] = []
    gone, new, x, y = 0, 0, 0, 0
    for op, at_x, at_y, number in (*steps_on, ("same", -1, -1, -1)):
        if op != "same":
            gone, new = gone + (op == "gone") * number, new + (op == "new") * number
        elif number:
            found += [("gone", x, x + gone, y, y)] if gone else []
            found += [("new", x + gone, x + gone, y, y + new)] if new else []
            gone = new = 0
            x, y = at_x + number, at_y + number
            found += [("same", at_x, x, at_y, y)] if number > 0 else []
    return found
