from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta

import pytest
from msgspec.structs import replace

from flashkms.config import Scheduling
from flashkms.schedule.event import Rating
from flashkms.schedule.leeches import became_leech, is_leech, strikes
from flashkms.schedule.memory import Phase
from flashkms.schedule.scheduler import Scheduler

SEED = 1_500_000_000_000


def answered(scheduler, at, *ratings, gap=timedelta(minutes=15)):
    """The memory after *ratings*, one every *gap*."""
    memory = None
    for rating in ratings:
        memory = scheduler.after(memory, Rating(rating), at, seed=SEED)
        at += gap
    return memory


def histories(many, seed=5):
    rng = random.Random(seed)
    for card in range(many):
        seconds, answers = 1.7e9 + rng.random() * 1e7, []
        for index in range(rng.randrange(0, 14)):
            answers.append((round(seconds, 3), rng.choices((1, 2, 3, 4), (2, 2, 6, 1))[0]))
            seconds += rng.choice((1, 60, 700, 86_400 * (1 + rng.random() * 2**index)))
        yield SEED + card, answers


@pytest.mark.parametrize(
    "settings",
    [
        Scheduling(),
        Scheduling(fuzz=False),
        Scheduling(learning_steps=(), relearning_steps=(), retention=0.95),
        Scheduling(maximum_interval=30, retention=0.75),
        Scheduling(retention=0.97, relearning_steps=(timedelta(days=2),)),
    ],
)
def test_histories_together_end_where_they_end_one_answer_at_a_time(settings, days):
    scheduler = Scheduler(settings, days)
    made = list(histories(300))
    singly = []
    for seed, answers in made:
        memory = None
        for seconds, rating in answers:
            memory = scheduler.after(memory, Rating(rating), datetime.fromtimestamp(seconds, UTC), seed=seed)
        singly.append(memory)

    assert scheduler.memories(made) == singly


def test_a_preview_is_what_comes_true(scheduler, noon):
    memory = answered(scheduler, noon, 3, 3)
    later = noon + timedelta(days=3)
    preview = scheduler.preview(memory, later, SEED)

    assert preview == {rating: scheduler.after(memory, rating, later, seed=SEED) for rating in Rating}


def test_the_first_good_answers_lead_through_the_steps(scheduler, noon):
    first = answered(scheduler, noon, 3)
    second = answered(scheduler, noon, 3, 3)

    assert (first.phase, first.steps_left) == (Phase.LEARNING, 1)
    assert noon + timedelta(minutes=10) <= first.due <= noon + timedelta(minutes=12.5)
    assert (second.phase, second.steps_left) == (Phase.REVIEW, 0)
    assert second.due == date(2026, 3, 2) + timedelta(days=second.interval_days)


def test_forgetting_counts_a_lapse_and_keeps_an_interval_for_later(scheduler, noon):
    memory = answered(scheduler, noon, 4)
    lapsed = scheduler.after(memory, Rating.AGAIN, noon + timedelta(days=9), seed=SEED)

    assert (lapsed.phase, lapsed.lapses, lapsed.steps_left) == (Phase.RELEARNING, 1, 1)
    assert lapsed.interval_days >= 1
    assert isinstance(lapsed.due, datetime)


def test_a_step_over_the_rollover_becomes_a_day(days, noon):
    scheduler = Scheduler(Scheduling(learning_steps=(timedelta(hours=20),)), days)

    assert answered(scheduler, noon, 1).due == date(2026, 3, 3)


def test_better_buttons_never_come_back_sooner(scheduler, noon):
    for _, answers in histories(60):
        memory = scheduler.memories([(SEED, answers)])[0]
        if memory is None or memory.phase is not Phase.REVIEW:
            continue
        preview = scheduler.preview(memory, memory.last_review + timedelta(days=memory.interval_days), SEED)
        assert (
            preview[Rating.HARD].interval_days < preview[Rating.GOOD].interval_days < preview[Rating.EASY].interval_days
        )


def test_a_clock_set_back_counts_as_the_time_of_the_last_answer(scheduler, noon):
    memory = answered(scheduler, noon, 3, 3)
    early = scheduler.after(memory, Rating.GOOD, noon - timedelta(days=4000), seed=SEED)
    at_once = scheduler.after(memory, Rating.GOOD, memory.last_review, seed=SEED)

    assert early == at_once


def test_no_answer_is_due_beyond_the_last_date(days):
    scheduler = Scheduler(Scheduling(), days)
    memory = scheduler.after(None, Rating.EASY, datetime(9998, 12, 20, tzinfo=UTC), seed=SEED)

    assert memory.due <= date(9998, 12, 31)


def test_recall_is_certain_on_the_day_and_what_was_wanted_when_due(scheduler, noon):
    memory = replace(answered(scheduler, noon, 4), stability=30.0)

    assert scheduler.retrievability(memory, noon) == 1
    assert scheduler.retrievability(memory, noon + timedelta(days=30)) == pytest.approx(0.9, abs=1e-3)


def test_a_higher_retention_asks_for_shorter_intervals(days):
    intervals = [Scheduler(Scheduling(retention=wanted), days).interval(100.0) for wanted in (0.8, 0.9, 0.97)]

    assert intervals == sorted(intervals, reverse=True)
    assert intervals[1] == pytest.approx(100, rel=1e-4)


def test_a_leech_strikes_at_the_threshold_and_at_every_half_of_it_after():
    assert [lapses for lapses in range(30) if strikes(lapses, 8)] == [8, 12, 16, 20, 24, 28]
    assert [lapses for lapses in range(6) if strikes(lapses, 1)] == [1, 2, 3, 4, 5]


def test_only_a_lapse_makes_a_leech(scheduler, noon):
    memory = replace(answered(scheduler, noon, 4), lapses=7)
    lapsed = scheduler.after(memory, Rating.AGAIN, noon + timedelta(days=9), seed=SEED)
    relearnt = scheduler.after(lapsed, Rating.GOOD, noon + timedelta(days=9, minutes=10), seed=SEED)

    assert became_leech(memory, lapsed, 8)
    assert not became_leech(lapsed, relearnt, 8)
    assert is_leech(relearnt, 8)
    assert not is_leech(memory, 8)
    assert not is_leech(None, 8)
