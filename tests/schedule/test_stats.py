from __future__ import annotations

import csv
import json
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from flashkms.config import Scheduling
from flashkms.schedule import optimize, stats
from flashkms.schedule.day import StudyDays
from flashkms.schedule.event import Forget, Rating, SetDue
from flashkms.schedule.forecast import forecast
from flashkms.schedule.memory import Memory, Phase
from flashkms.schedule.scheduler import Scheduler
from flashkms.schedule.walk import LONGEST, Answered, time_taken, walk

TODAY = date(2026, 3, 2)


def answered(
    noon, *, days_ago=0, rating=3, recall=0.9, interval=5, phase=Phase.REVIEW, took=5.0, card="a.1", cram=False
):
    at = noon - timedelta(days=days_ago)
    return Answered(
        card, at, at.date(), Rating(rating), timedelta(seconds=took), phase, interval, 3 if recall else 0, recall, cram
    )


def test_a_walk_tells_what_was_believed_before_each_answer(scheduler, make_review):
    reviews = [make_review("a.1", rating, days_ago=ago) for rating, ago in ((4, 30), (1, 20), (3, 19.99), (3, 2))]
    walked = list(walk("a.1", reviews, scheduler))

    assert [one.phase for one in walked] == [None, Phase.REVIEW, Phase.RELEARNING, Phase.REVIEW]
    assert [one.elapsed for one in walked] == [0, 10, 0, 18]
    assert [one.counts for one in walked] == [False, True, False, True]
    assert walked[1].recall == pytest.approx(0.88, abs=0.02)
    assert walked[1].interval == 8


@pytest.mark.parametrize("milliseconds", [60_001, 10**18, 9.2e18])
def test_an_absurd_time_counts_as_the_longest(milliseconds):
    assert time_taken(milliseconds) == LONGEST
    assert time_taken(59_999) == timedelta(seconds=59.999)


def test_a_walk_begins_anew_after_forgetting_on_purpose(scheduler, make_review, make_event, noon):
    history = [make_review("a.1", 4, days_ago=30), make_event(Forget, at=noon, card="a.1"), make_review("a.1", 3)]

    assert [one.phase for one in walk("a.1", history, scheduler)] == [None, None]


def test_a_crammed_answer_is_told_and_moves_no_belief(scheduler, make_review):
    plain = [make_review("a.1", 4, days_ago=30), make_review("a.1", 3, days_ago=2)]
    crammed = make_review("a.1", 1, days_ago=10, cram=True)
    walked = list(walk("a.1", [plain[0], crammed, plain[1]], scheduler))

    assert [one for one in walked if not one.cram] == list(walk("a.1", plain, scheduler))
    assert [(one.rating, one.counts) for one in walked if one.cram] == [(Rating.AGAIN, False)]


def test_crammed_answers_are_of_the_day_and_no_habit(noon):
    told = stats.Gathered([answered(noon, rating=1, recall=None, cram=True), answered(noon, rating=3)])

    assert stats.heatmap(told) == {TODAY: 2}
    assert told.ratings() == {Rating.AGAIN: 1, Rating.GOOD: 1}
    assert told.ratings(("first", "step")) == {}
    assert stats.retentions(told, TODAY)[0].total == stats.Share(1, 1)


def test_a_card_that_was_given_a_day_is_in_review(scheduler, make_review, make_event, noon):
    given = make_event(SetDue, at=noon - timedelta(days=5), card="a.1", due=TODAY)
    history = [make_review("a.1", 3, days_ago=6), given, make_review("a.1", 3)]

    assert [one.phase for one in walk("a.1", history, scheduler)] == [None, Phase.REVIEW]


@pytest.mark.parametrize("took", [60_000, 10**7, 2**63 - 1])
def test_a_pause_counts_as_a_minute(scheduler, make_review, took):
    assert next(walk("a.1", [make_review("a.1", took_ms=took)], scheduler)).took == timedelta(minutes=1)


def test_true_retention_is_told_by_maturity_and_period(noon):
    given = [
        answered(noon, rating=1),
        answered(noon, rating=2, interval=21),
        answered(noon, days_ago=6),
        answered(noon, days_ago=7),
        answered(noon, days_ago=400, rating=1, interval=90),
        answered(noon, recall=None),
        answered(noon, phase=None, recall=None),
    ]
    told = stats.retentions(stats.Gathered(given), TODAY)

    assert [(each.period, each.total) for each in told] == [
        ("today", stats.Share(1, 2)),
        ("week", stats.Share(2, 3)),
        ("month", stats.Share(3, 4)),
        ("year", stats.Share(3, 4)),
        ("all", stats.Share(3, 5)),
    ]
    assert told[-1].mature == stats.Share(1, 2)
    assert told[-1].young.rate == pytest.approx(2 / 3)
    assert stats.Share().rate is None


def test_a_streak_lives_until_the_day_is_over():
    day = timedelta(days=1)
    studied = [TODAY - 9 * day, TODAY - 8 * day, TODAY - 7 * day, TODAY - 2 * day, TODAY - day]

    assert stats.streak(studied, TODAY) == stats.Streak(2, 3, 5)
    assert stats.streak([*studied, TODAY, TODAY], TODAY) == stats.Streak(3, 3, 6)
    assert stats.streak(studied, TODAY + day) == stats.Streak(0, 3, 5)
    assert stats.streak([], TODAY) == stats.Streak(0, 0, 0)


def test_a_heatmap_counts_answers_by_study_day(noon):
    told = stats.heatmap(stats.Gathered(answered(noon, days_ago=ago) for ago in (0, 3, 0)))

    assert list(told.items()) == [(TODAY - timedelta(days=3), 1), (TODAY, 2)]


def test_calibration_holds_prediction_against_what_happened(noon):
    right = [answered(noon, recall=0.8, rating=1 if each % 5 == 0 else 3) for each in range(100)]
    told = stats.calibration(stats.Gathered([*right, answered(noon, recall=None)]))

    assert (told.count, len(told.bins)) == (100, 1)
    assert (told.bins[0].predicted, told.bins[0].observed) == pytest.approx((0.8, 0.8))
    assert told.rmse == pytest.approx(0, abs=1e-9)
    assert told.log_loss == pytest.approx(0.5004, abs=1e-3)
    assert stats.calibration(stats.Gathered([])) == stats.Calibration((), None, None, 0)


def test_hours_are_those_of_the_local_clock(noon):
    given = [answered(noon), answered(noon, rating=1), answered(noon, recall=None)]
    told = stats.hourly(stats.Gathered(given, ZoneInfo("Asia/Seoul")))

    assert [(each.hour, each.answers) for each in told if each.answers] == [(21, 3)]
    assert told[21].recalled == stats.Share(1, 2)
    assert len(told) == 24


def test_answer_times_have_a_median_by_rating(noon):
    given = [answered(noon, took=2), answered(noon, took=4), answered(noon, took=30, rating=1)]
    told = stats.times(stats.Gathered(given))

    assert (told.answers, told.total, told.median) == (3, timedelta(seconds=36), timedelta(seconds=4))
    assert told.by_rating == ((Rating.AGAIN, timedelta(seconds=30)), (Rating.GOOD, timedelta(seconds=3)))
    assert stats.times(stats.Gathered([])) is None


def test_buttons_are_counted_by_what_the_answer_was(noon):
    first = answered(noon, phase=None, recall=None, rating=4)
    told = stats.Gathered([answered(noon), first, answered(noon, recall=None, rating=1), answered(noon, rating=1)])

    assert told.ratings() == {Rating.AGAIN: 2, Rating.GOOD: 1, Rating.EASY: 1}
    assert list(told.ratings()) == [Rating.AGAIN, Rating.GOOD, Rating.EASY]
    assert told.ratings(("first",)) == {Rating.EASY: 1}
    assert told.ratings(("step",)) == {Rating.AGAIN: 1}


def memory(due, interval=5, phase=Phase.REVIEW):
    return Memory(phase, 5.0, 5.0, due, interval, 3, 0, 0, datetime(2026, 2, 20, 12, tzinfo=UTC))


def test_cards_stand_by_the_length_of_their_interval(noon):
    cards = [None, memory(noon, 0, Phase.LEARNING), memory(TODAY), memory(TODAY, 21), memory(TODAY, 20)]

    assert stats.maturity(cards, suspended=4) == stats.Maturity(new=1, learning=1, young=2, mature=1, suspended=4)


def test_a_forecast_puts_what_is_overdue_on_today(noon, days):
    cards = [memory(TODAY - timedelta(days=9)), memory(TODAY, 30), memory(noon, 0, Phase.LEARNING)]
    loads, overdue = forecast(
        [*cards, memory(TODAY + timedelta(days=2)), memory(date(2999, 1, 1))], noon, days, horizon=3
    )

    assert overdue == 1
    assert [(load.day, load.learning, load.young, load.mature) for load in loads] == [
        (TODAY, 1, 1, 1),
        (TODAY + timedelta(days=1), 0, 0, 0),
        (TODAY + timedelta(days=2), 0, 1, 0),
    ]
    assert loads[0].total == 3


@pytest.fixture
def real_log(shared):
    """One person's 12,580 reviews by card, each an instant and a rating."""
    reviews = defaultdict(list)
    with (shared / "data" / "review_logs_josh_1711744352250_to_1728234780857.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            seconds = datetime.fromisoformat(row["review_time"]).timestamp()
            reviews[int(row["card_id"])].append((seconds, int(row["review_rating"])))
    return {card: sorted(answers) for card, answers in reviews.items()}


@pytest.mark.shared
def test_a_real_log_ends_where_anki_ended_it(real_log, shared):
    """Every field of all 1,205 cards, which Anki answered at the same times."""
    scheduler = Scheduler(Scheduling(), StudyDays(UTC, 4))
    replayed = dict(zip(real_log, scheduler.memories(real_log.items()), strict=True))
    golden = json.loads((shared / "data" / "josh_anki_expected_cards.json").read_text(encoding="utf-8"))
    ours = {
        card: (told.stability, told.difficulty, told.interval_days, told.lapses, told.reps, told.steps_left)
        for card, told in replayed.items()
    }

    assert ours == {
        card["id"]: (
            card["memory_state"]["stability"], card["memory_state"]["difficulty"], card["interval"],
            card["lapses"], card["reps"], card["left"],
        )
        for card in golden
    }  # fmt: skip


@pytest.mark.shared
def test_a_real_log_is_fitted_as_anki_fits_it(real_log):
    """Anki 26.9.3 takes 6,276 items from this log and finds these parameters."""
    fitted = optimize.fit(real_log.values(), StudyDays(UTC, 4))

    assert (fitted.reviews, fitted.enough) == (6276, True)
    assert fitted.parameters == (
        0.155, 0.7309, 2.1474, 5.3781, 6.6072, 0.5568, 2.9969, 0.0186, 1.6839, 0.1755, 0.6325, 1.5914, 0.0266, 0.3971,
        1.8139, 0.6025, 1.8729, 0.7111, 0.0806, 0.1796, 0.375,
    )  # fmt: skip
    assert fitted.after.log_loss < fitted.before.log_loss
    assert fitted.after.rmse < fitted.before.rmse
