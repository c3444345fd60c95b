from __future__ import annotations

from datetime import timedelta

import pytest

from flashkms.schedule.steps import Steps


def steps(*minutes):
    return Steps([timedelta(minutes=each) for each in minutes])


def test_again_begins_with_the_first_step():
    assert steps(1, 10).again() == 60


def test_good_takes_the_next_step_and_then_none():
    assert steps(1, 10).good(2) == 600
    assert steps(1, 10).good(1) is None
    assert steps(1, 10).left_after_good(2) == 1
    assert steps(1, 10).left_after_good(1) == 0


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [((1, 10), 330), ((10,), 900), ((1440,), 2 * 86_400), ((2000,), 2 * 86_400), ((1440, 2880), 2 * 86_400)],
)
def test_hard_stretches_the_first_step(minutes, expected):
    assert steps(*minutes).hard(len(minutes)) == expected


def test_hard_repeats_a_later_step():
    assert steps(1, 10, 60).hard(2) == 600


def test_more_steps_left_than_there_are_is_the_first_step():
    """The steps were shortened in the settings while the card was on them."""
    assert steps(1, 10).good(5) == 600


def test_without_steps_there_is_no_delay():
    none = steps()

    assert (none.again(), none.hard(0), none.good(0), none.left_after_good(0)) == (None, None, None, 0)
