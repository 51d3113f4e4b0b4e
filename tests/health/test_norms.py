"""The statistics of health, held against what must be true of them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.health.norms import at_least, at_most, middle, rate_of, silent, turn_of
from tests.health.made_up import START

DAYS = [START.date() + timedelta(days=number) for number in range(56)]


@given(st.floats(0.1, 60), st.floats(0.2, 10))
def test_chances_are_chances(mean: float, dispersion: float) -> None:
    """From 0 to 1, growing with the number, and all together certain."""
    chances = [at_most(number, mean, dispersion) for number in range(0, 40)]
    assert all(0 <= a <= b + 1e-9 <= 1 + 2e-9 for a, b in zip(chances, chances[1:], strict=False))
    assert at_most(2_000, mean, dispersion) == pytest.approx(1, abs=1e-6)


def test_known_values() -> None:
    """Poisson and binomial as tables have them."""
    assert at_most(0, 5.0, 1.0) == pytest.approx(0.006738, rel=1e-3)
    assert at_most(2, 5.0, 1.0) == pytest.approx(0.124652, rel=1e-3)
    assert at_least(8, 10, 0.5) == pytest.approx(0.0546875)


def test_weekends_have_their_own_norm() -> None:
    """A weekday's norm is that of its own days; an election day changes nothing."""
    counts = {day: 10 if day.weekday() < 5 else 2 for day in DAYS}
    counts[DAYS[16]] = 90
    rate = rate_of(counts)
    assert rate is not None
    assert rate.expected == (10.0,) * 5 + (2.0, 2.0)


def test_a_few_days_are_enough_for_a_guess() -> None:
    """After seven days there is a norm, of working days and weekends; before, none."""
    assert rate_of(dict.fromkeys(DAYS[:6], 4)) is None
    rate = rate_of({day: 6 if day.weekday() < 5 else 1 for day in DAYS[:10]})
    assert rate is not None
    assert rate.expected[0] == 6.0


def test_silence() -> None:
    """Nothing where five are expected is chance, where thirty are it is none; half is a lull."""
    assert not silent(0, 5.0, 1.0)
    assert silent(0, 12.0, 1.0)
    assert not silent(15, 30.0, 1.0)


def test_the_place_of_a_turn() -> None:
    """Since when a thing happens is found to the place; what has stopped, or was always so, is no turn."""
    row = [False] * 60 + [True] * 9
    turn = turn_of(row)
    assert turn is not None and (turn.place, turn.since, turn.after) == (60, 9, 1.0)
    assert turn_of([*row, False, False, False, False]) is None
    assert turn_of([True] * 50) is None
    assert turn_of([False] * 60 + [True]) is None


@given(st.lists(st.booleans(), max_size=200))
def test_any_row(row: list[bool]) -> None:
    """Any row has a turn within itself, or none."""
    turn = turn_of(row)
    assert turn is None or (0 < turn.place < len(row) and turn.after > turn.before)


def test_the_middle_half() -> None:
    """The mean of the middle half does not see what is far off."""
    assert middle([1, 10, 10, 1000]) == 10
    assert middle([7]) == 7
