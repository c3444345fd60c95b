from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta

import fsrs_rs_python
import pytest
from fsrs import Card as PyCard
from fsrs import Rating as PyRating
from fsrs import Scheduler as PyFsrs
from hypothesis import given
from hypothesis import strategies as st

from flashkms.config import DEFAULT_PARAMETERS
from flashkms.errors import UsageError
from flashkms.schedule.fsrs import HIGHEST, LOWEST, Fsrs, converted, stored_stability
from flashkms.schedule.single import places, power, single

BUTTONS = ("again", "hard", "good", "easy")
FSRS_5 = (
    0.40255, 1.18385, 3.173, 15.69105, 7.1949, 0.5345, 1.4604, 0.0046, 1.54575, 0.1192, 1.01925, 1.9395, 0.11,
    0.29605, 2.2698, 0.2315, 2.9898, 0.51655, 0.6621,
)  # fmt: skip
parameter_sets = st.tuples(
    *(
        st.floats(max(value * 0.8, low), min(value * 1.2, high))
        for value, low, high in zip(DEFAULT_PARAMETERS, LOWEST, HIGHEST, strict=True)
    )
)
stabilities = st.floats(math.log(0.001), math.log(36500)).map(lambda power: round(math.exp(power), 4))
difficulties = st.integers(1000, 10_000).map(lambda thousandths: thousandths / 1000)


@given(parameter_sets | st.just(DEFAULT_PARAMETERS), stabilities, difficulties, st.integers(0, 1500))
def test_every_button_gives_what_the_crate_gives_to_the_last_bit(parameters, stability, difficulty, elapsed):
    """Against fsrs-rs, the engine inside Anki, from a stored state."""
    crate = fsrs_rs_python.FSRS(list(parameters))
    ours = Fsrs(parameters)
    memory = fsrs_rs_python.MemoryState(single(stability), single(difficulty))
    states = crate.next_states(memory, 0.9, elapsed)

    for rating, button in enumerate(BUTTONS, 1):
        theirs = getattr(states, button)
        raw, stored, after = ours.after(stability, difficulty, elapsed, rating)
        assert raw == theirs.memory.stability
        assert after == places(theirs.memory.difficulty, 3)
        assert stored == pytest.approx(raw, abs=1e-4, rel=1e-7)
        assert ours.interval(raw, ours.interval_factor(0.9)) == theirs.interval


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(1, 4)), min_size=1, max_size=12))
def test_histories_end_where_py_fsrs_ends_them(history):
    """py-fsrs counts 24-hour periods, so it is given noon on a grid of days, and computes in double precision."""
    theirs, at = PyCard(card_id=1), datetime(2020, 1, 1, 12, tzinfo=UTC)
    scheduler = PyFsrs(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    ours = Fsrs()
    stability = difficulty = 0.0
    for place, (elapsed, rating) in enumerate(history):
        at += timedelta(days=elapsed if place else 0)
        theirs, _ = scheduler.review_card(theirs, PyRating(rating), at)
        _, stability, difficulty = ours.after(stability, difficulty, elapsed, rating) if place else ours.first(rating)

    assert stability == pytest.approx(min(theirs.stability, 36500), rel=2e-2, abs=2e-3)
    assert difficulty == pytest.approx(theirs.difficulty, abs=2e-2)


@pytest.mark.parametrize("count", [17, 19])
def test_older_parameters_are_converted_as_the_crate_converts_them(count):
    expected = fsrs_rs_python.check_and_fill_parameters(list(FSRS_5[:count]))

    assert converted(FSRS_5[:count]) == pytest.approx(expected, rel=1e-6)


def test_no_parameters_are_the_defaults():
    assert converted(()) == DEFAULT_PARAMETERS


def test_parameters_out_of_range_are_brought_into_it():
    assert converted((500.0, *DEFAULT_PARAMETERS[1:]))[0] == 100.0


@pytest.mark.parametrize("parameters", [(1.0,) * 20, (1.0,) * 35])
def test_a_wrong_number_of_parameters_is_refused(parameters):
    with pytest.raises(UsageError, match=f"{len(parameters)} scheduling parameters, wanted 17, 19 or 21"):
        converted(parameters)


def test_a_parameter_that_is_no_number_is_refused():
    with pytest.raises(UsageError, match="a scheduling parameter is not a number"):
        converted((math.nan, *DEFAULT_PARAMETERS[1:]))


@given(stabilities, difficulties, st.integers(1, 1000))
def test_a_better_answer_never_leaves_less_stability(stability, difficulty, elapsed):
    left = [Fsrs().after(stability, difficulty, elapsed, rating)[0] for rating in (1, 2, 3, 4)]

    assert left == sorted(left)


@given(stabilities, st.integers(0, 10_000))
def test_recall_falls_from_one_and_is_nine_tenths_at_the_stability(stability, elapsed):
    ours = Fsrs()

    assert ours.recall(stability, 0) == 1
    assert ours.recall(stability, elapsed + 1) <= ours.recall(stability, elapsed)
    assert ours.recall(stability, stability) == pytest.approx(0.9, abs=1e-6)


def test_stabilities_are_stored_with_the_digits_that_anki_writes():
    assert stored_stability(single(13.835_849)) == 13.8358
    assert stored_stability(single(1144.215_9)) == 1144.216
    assert stored_stability(36500.0) == 36500


@given(st.floats(1e-3, 1e4), st.floats(-3, 3))
def test_a_power_is_a_single_and_next_to_the_true_value(base, exponent):
    base, exponent = single(base), single(exponent)
    told = power(base, exponent)

    assert told == single(told)
    assert told == pytest.approx(base**exponent, rel=7e-8)
