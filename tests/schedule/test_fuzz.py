from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashkms.schedule.fuzz import NO_FUZZ, Dice, bounds, delayed, scattered, throw, throws


def test_many_throws_are_the_single_throws():
    seeds = [0, 1, 2**63, 2**64 - 1, *range(1_700_000_000_000, 1_700_000_001_200)]

    assert [throw(seed) for seed in seeds] == throws(seeds)
    assert [throw(seed) for seed in seeds[:3]] == throws(seeds[:3])


def test_no_seeds_throw_nothing():
    assert throws([]) == []


def test_dice_know_the_throws_of_their_seeds_and_of_any_other():
    dice = Dice.of(range(2**64 - 20, 2**64 + 20))
    assert dict(dice) == {seed: throw(seed) for seed in range(2**64 - 20, 2**64 + 20)}
    assert dice[7] == throw(7)


def test_throws_are_spread_evenly():
    thrown = throws(range(20_000))
    tenths = [sum(dice * 10 >> 32 == tenth for dice in thrown) for tenth in range(10)]

    assert min(tenths) > 1800
    assert max(tenths) < 2200


@pytest.mark.parametrize(
    ("interval", "expected"),
    [(1.0, (1, 1)), (2.4, (2, 2)), (2.5, (2, 4)), (7.0, (5, 9)), (10.0, (8, 12)), (20.0, (17, 23)), (100.0, (93, 107))],
)
def test_longer_intervals_are_moved_further(interval, expected):
    assert bounds(interval, 1, 36500) == expected


def test_bounds_keep_within_what_is_allowed():
    assert bounds(100.0, 101, 36500)[0] == 101
    assert bounds(100.0, 1, 90)[1] == 90


def test_without_fuzz_an_interval_is_rounded():
    assert scattered(10.5, NO_FUZZ, 1, 36500) == 11
    assert scattered(10.5, NO_FUZZ, 12, 36500) == 12
    assert delayed(600, NO_FUZZ) == 600


@given(st.floats(1, 40_000), st.integers(0, 2**32 - 2**14), st.integers(1, 300), st.integers(300, 36500))
def test_a_scattered_interval_lies_within_its_bounds(interval, thrown, least, most):
    """The very highest throws are left out: in single precision they round up to one day beyond, in Anki too."""
    low, high = bounds(interval, least, most)

    assert low <= scattered(interval, thrown, least, most) <= high


@given(st.integers(1, 10**6), st.integers(0, 2**32 - 1))
def test_a_step_is_delayed_by_a_quarter_and_five_minutes_at_most(seconds, thrown):
    assert seconds <= delayed(seconds, thrown) <= seconds + min(seconds // 4, 300)
