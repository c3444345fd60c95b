"""Exams, lighter days, backlogs, custom study, mock exams, simulation and fitting: what lies beyond the daily queue."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from flashkms.cards.card import CardId, number
from flashkms.cards.entry import Choice, WrongOption
from flashkms.config import DEFAULT_PARAMETERS, Config, DeckSettings, Queueing, Scheduling
from flashkms.errors import FlashkmsError
from flashkms.schedule import backlog, custom, exam, mock, optimize
from flashkms.schedule.dues import dues
from flashkms.schedule.event import Rating
from flashkms.schedule.memory import Memory, Phase
from flashkms.schedule.replay import State
from flashkms.schedule.simulate import Habits, Point, curves, habits
from flashkms.schedule.stats import Gathered
from flashkms.schedule.walk import Answered

TODAY = date(2026, 3, 2)
EXAM = TODAY + timedelta(days=30)


@pytest.fixture
def review(noon):
    def make(due_in, *, interval=20, stability=20.0):
        interval = max(interval, due_in)
        last = noon - timedelta(days=interval - due_in)
        return Memory(Phase.REVIEW, stability, 5.0, TODAY + timedelta(days=due_in), interval, 5, 0, 0, last)

    return make


# Exams


def test_a_card_has_the_next_exam_of_its_deck_or_tags(make_card):
    config = Config(
        decks=(("aws", DeckSettings(exam=EXAM)),), exams=(("saa", TODAY + timedelta(days=9)), ("old", TODAY))
    )

    assert exam.exam_of(make_card("a"), config, TODAY) == EXAM
    assert exam.exam_of(make_card("a", tags=("saa",)), config, TODAY) == TODAY + timedelta(days=9)
    assert exam.exam_of(make_card("a", deck="x", tags=("old",)), config, TODAY) is None
    assert exam.exams({CardId("a.1"): make_card("a")}, config, TODAY) == {EXAM: ["a.1"]}


def test_a_card_due_after_the_exam_is_shown_in_its_last_days(review, days):
    shown = {exam.exam_due(review(300), number, EXAM, days=days, window=7) for number in range(50)}

    assert shown == {EXAM - timedelta(days=back) for back in range(1, 8)}


def test_a_card_due_before_the_exam_keeps_its_day(review, days):
    for due_in in (0, 12, 29):
        memory = review(due_in)
        assert exam.exam_due(memory, 5, EXAM, days=days, window=7) == memory.due


def test_a_card_seen_in_the_last_days_is_not_shown_again(review, days, noon):
    seen = replace(review(300), last_review=noon + timedelta(days=25))

    assert exam.exam_due(seen, 5, EXAM, days=days, window=7) == seen.due


def test_a_plan_recalls_more_than_idling_and_tells_the_pace(review, noon, scheduler):
    cards = [(CardId(f"c{each}.1"), each, review(each % 90)) for each in range(200)]
    cards += [(CardId(f"n{each}.1"), each, None) for each in range(50)]
    told = exam.plan(cards, EXAM, noon, scheduler, window=7)

    assert (told.days_left, told.cards, told.new, told.new_per_day) == (30, 250, 50, 3)
    assert 0.5 < told.idle < told.expected < 1
    assert [day for day, _ in told.last_days] == [EXAM - timedelta(days=back) for back in range(7, 0, -1)]
    assert sum(count for _, count in told.last_days) > 100


def test_without_cards_or_after_the_day_there_is_no_plan(noon, scheduler, review):
    assert exam.plan([], EXAM, noon, scheduler, window=7) is None
    assert exam.plan([(CardId("a.1"), 1, review(3))], TODAY, noon, scheduler, window=7) is None


def test_an_exam_tomorrow_shows_everything_today(noon, scheduler, review, days):
    tomorrow = TODAY + timedelta(days=1)
    cards = [(CardId("a.1"), 1, review(300, interval=310)), (CardId("b.1"), 2, None)]
    told = exam.plan(cards, tomorrow, noon, scheduler, window=7)

    assert (told.days_left, told.new_per_day) == (1, 1)
    assert told.last_days == ((TODAY, 1),)
    assert exam.exam_due(review(300, interval=310), 3, tomorrow, days=days, window=7) <= TODAY


# Lighter days


@pytest.fixture
def moved(noon, days, scheduler):
    def make(cards, config):
        known = {card.id: card for card, _ in cards}
        memories = {card.id: memory for card, memory in cards}
        return dues(
            known, memories, noon, config, days=days, interval=lambda _, memory: scheduler.interval(memory.stability)
        )

    return make


def crowd(make_card, review, many=60):
    return [(make_card(f"c{each}"), review(10)) for each in range(many)]


def test_nothing_is_moved_unless_asked_for(moved, make_card, review):
    assert moved(crowd(make_card, review), Config()) == {}


def test_a_crowded_day_is_spread_within_the_reach_of_fuzz(moved, make_card, review):
    cards = crowd(make_card, review)
    told = moved(cards, Config(queue=Queueing(load_balance=True)))
    days = Counter(told.get(card.id, memory.due) for card, memory in cards)

    assert max(days.values()) < 20
    assert TODAY + timedelta(days=7) <= min(days)
    assert max(days) <= TODAY + timedelta(days=13)
    assert told == moved(cards, Config(queue=Queueing(load_balance=True)))


def test_an_easy_day_gets_nothing_that_can_go_elsewhere(moved, make_card, review):
    easy = tuple(0.0 if weekday == (TODAY + timedelta(days=10)).weekday() else 1.0 for weekday in range(7))
    cards = crowd(make_card, review)
    told = moved(cards, Config(queue=Queueing(easy_days=easy)))

    assert len(told) == len(cards)
    assert TODAY + timedelta(days=10) not in told.values()


def test_overdue_and_long_intervals_are_left_alone(moved, make_card, review):
    cards = [(make_card("a"), review(-3)), (make_card("b"), review(50, interval=200, stability=200.0))]

    assert moved(cards, Config(queue=Queueing(load_balance=True, easy_days=(0.0,) * 7))) == {}


def test_an_exam_brings_a_card_forward(moved, make_card, review):
    cards = [(make_card("a"), review(300, interval=300, stability=300.0)), (make_card("b"), review(3))]
    told = moved(cards, Config(decks=(("aws", DeckSettings(exam=EXAM)),)))

    assert list(told) == ["a.1"]
    assert EXAM - timedelta(days=7) <= told[CardId("a.1")] < EXAM


# Backlogs


def test_the_card_that_fades_fastest_is_first(noon, scheduler, review):
    memories = {
        CardId("steady.1"): review(-1, stability=400.0),
        CardId("falling.1"): review(-1, interval=3, stability=3.0),
        CardId("lost.1"): review(-900, interval=1, stability=0.5),
        CardId("tomorrow.1"): review(1),
    }

    assert backlog.first(memories, noon, scheduler) == ("falling.1", "steady.1", "lost.1")
    assert backlog.first(memories, noon, scheduler, cards=1) == ("falling.1",)


def test_a_quarter_of_an_hour_a_day_leads_back(noon, scheduler, review):
    memories = [review(-each % 50 - 50) for each in range(600)]
    told = backlog.way_back(memories, noon, scheduler, daily=timedelta(minutes=15), per_card=timedelta(seconds=12))

    assert told.per_day == 75
    assert told.left[0] == 525
    assert told.left[-1] == 0
    assert told.clear == TODAY + timedelta(days=len(told.left) - 1)


def test_too_little_time_never_leads_back(noon, scheduler, review):
    memories = [review(-50, stability=2.0) for each in range(500)]
    told = backlog.way_back(
        memories, noon, scheduler, daily=timedelta(minutes=1), per_card=timedelta(minutes=1), horizon=50
    )

    assert (told.per_day, told.clear, len(told.left)) == (1, None, 50)


def test_without_a_backlog_today_is_clear(noon, scheduler):
    told = backlog.way_back([], noon, scheduler, daily=timedelta(minutes=15), per_card=timedelta(seconds=12))

    assert (told.left, told.clear) == ((0,), TODAY)


# Custom study


def test_cramming_takes_every_card_that_is_not_held(make_card, review):
    cards = [make_card("a"), make_card("b"), make_card("c", suspended=True), make_card("d")]
    state = State(memories={CardId("a.1"): review(300)}, suspended=frozenset({CardId("d.1")}))

    assert set(custom.cram(cards, state, TODAY)) == {"a.1", "b.1"}
    assert custom.cram(cards, state, TODAY) == custom.cram(cards[::-1], state, TODAY)
    assert custom.cram(cards, state, TODAY, order="file") == ("a.1", "b.1")


def test_cramming_can_go_by_due_day_or_recall(make_card, review):
    cards = [make_card(name) for name in "abc"]
    state = State(memories={CardId("a.1"): review(9, stability=1.0), CardId("b.1"): review(2)})

    assert custom.cram(cards, state, TODAY, order="due") == ("b.1", "a.1", "c.1")
    told = custom.cram(cards, state, TODAY, order="recall", recall=lambda _, memory: memory.stability)
    assert told == ("a.1", "b.1", "c.1")


def test_studying_ahead_takes_the_coming_days(review, noon, days):
    memories = {CardId(f"c{due_in}.1"): review(due_in) for due_in in (5, 0, 2, 3)}

    assert custom.ahead(memories, noon, days, within=3) == ("c2.1", "c3.1")


def test_forgotten_cards_are_those_answered_again(make_review, noon, days):
    events = [make_review("a.1", 1, days_ago=0.1), make_review("b.1", 3), make_review("c.1", 1, days_ago=1)]

    assert custom.forgotten(events, noon, days) == ("a.1",)
    assert custom.forgotten([*events, make_review("a.1", 1)], noon, days, within=2) == ("a.1", "c.1")


def test_untouched_cards_are_the_new_ones_in_order(make_card, review):
    cards = [make_card("b"), make_card("a"), make_card("c", gone=True)]

    assert custom.untouched(cards, State(memories={CardId("a.1"): review(3)})) == ("b.1",)


# Mock exams


def choice(make_card, name, **more):
    body = Choice(f"which of {name}?", (f"right {name}",), (WrongOption("wrong"),))
    return make_card(name, body=body, tags=("scenario", *more.pop("tags", ())), **more)


def test_a_mock_exam_asks_choices_and_scenarios_that_are_not_held(make_card):
    cards = [
        choice(make_card, "a"),
        make_card("b", tags=("scenario",)),
        make_card("c"),
        choice(make_card, "d", gone=True),
        choice(make_card, "e", triage="weak blank"),
    ]

    assert [card.id for card in mock.questions(cards)] == ["a.1", "b.1"]


def test_a_mock_exam_draws_from_every_deck_in_proportion_and_no_twins(make_card):
    cards = [
        choice(make_card, f"{deck}{each}", deck=deck, source=f"scenario@{deck}{each // 2}/choice")
        for deck, many in (("kms", 60), ("iam", 30))
        for each in range(many)
    ]
    drawn = mock.draw(cards, 15, seed=7)
    points = {int(card.partition(".")[0][3:]) // 2 for card in drawn if card.startswith("kms")}

    assert len(drawn) == len(set(drawn)) == 15
    assert 8 <= sum(card.startswith("kms") for card in drawn) <= 12
    assert len(points) == sum(card.startswith("kms") for card in drawn)
    assert drawn == mock.draw(cards, 15, seed=7)
    assert drawn != mock.draw(cards, 15, seed=8)
    assert len(mock.draw(cards, 999, seed=7)) == 45


def test_a_choice_is_drawn_before_its_twins(make_card):
    cards = [make_card("a", source="scenario@1"), choice(make_card, "b", source="scenario@1/choice")]

    assert mock.draw(cards, 5, seed=1) == ("b.1",)


def test_a_score_is_told_by_tag_the_weakest_first(make_card):
    kms, iam = choice(make_card, "a", tags=("kms",)), choice(make_card, "b", tags=("iam",))
    told = mock.score([(kms, True), (kms, True), (iam, False), (iam, True)], took=timedelta(minutes=9))

    assert (told.right, told.questions, told.share, told.passed) == (3, 4, 0.75, True)
    assert told.by_tag == (("iam", 1, 2), ("kms", 2, 2))
    assert not mock.score([], took=timedelta()).passed
    assert mock.score([], took=timedelta()).share == 0


# Simulation and fitting


def simulate(*given, **settings) -> tuple[Point, ...]:
    return tuple(curve.point for curve in curves(*given, **settings))


def test_more_retention_costs_more_time_and_is_the_same_every_time():
    points = simulate([(10.0, 5.0, 3, 5)] * 100, 300, Scheduling(), horizon=90, retentions=(0.8, 0.9, 0.97))

    assert [point.minutes for point in points] == sorted(point.minutes for point in points)
    assert [point.memorised for point in points] == sorted(point.memorised for point in points)
    assert {point.begun for point in points} == {300}
    assert points == simulate([(10.0, 5.0, 3, 5)] * 100, 300, Scheduling(), horizon=90, retentions=(0.8, 0.9, 0.97))


def test_limits_hold_in_a_simulation():
    (point,) = simulate(
        [(1.0, 5.0, 9, 0)] * 500, 90, Scheduling(), new_per_day=2, reviews_per_day=5, horizon=10, retentions=(0.9,)
    )

    assert (point.reviews, point.begun) == (5, 20)


def test_habits_are_the_persons_own_where_there_are_enough_answers(noon):
    def one(phase, rating, seconds, recall=None):
        return Answered("a.1", noon, TODAY, Rating(rating), timedelta(seconds=seconds), phase, 5, 3, recall)

    learnt = [one(None, 3, 30.0)] * 150
    told = habits(Gathered([*learnt, *[one(Phase.REVIEW, 3, 4.0, 0.9)] * 120, one(Phase.REVIEW, 1, 9.0, 0.9)]))

    assert told.first == (0, 0, 1, 0)
    assert told.first_seconds[2] == 30
    assert (told.seconds[2], told.seconds[0]) == (4, Habits().seconds[0])
    assert habits(Gathered([])) == Habits()


def test_too_few_reviews_are_said_to_be_too_few(days):
    fitted = optimize.fit([[(1.7e9, 3), (1.7e9 + 3 * 86_400, 3)]], days)

    assert (fitted.reviews, fitted.enough, fitted.before) == (1, False, None)
    assert optimize.fit([], days).parameters == DEFAULT_PARAMETERS


def test_fitting_learns_from_reviews_a_day_or_more_apart(days):
    items = optimize.training_items([[(1.7e9, 3), (1.7e9 + 60, 3), (1.7e9 + 3 * 86_400, 1)], [(1.6e9, 3)]], days)

    assert [told for _, _, told in items] == [((3, 0), (3, 0), (1, 3))]


def test_fitting_judges_itself_on_reviews_it_has_not_seen(days):
    rng = random.Random(2)
    histories = [
        [(1.7e9 + card * 9000 + 86_400 * 3 * each, 3 if rng.random() < 0.7 else 1) for each in range(6)]
        for card in range(200)
    ]
    fitted = optimize.fit(histories, days)

    assert fitted.enough
    assert fitted.after.log_loss < fitted.before.log_loss
    assert len(fitted.parameters) == 21


def test_without_the_engine_the_command_that_helps_is_named(days, monkeypatch):
    def missing(name):
        raise ImportError(name)

    monkeypatch.setattr(optimize.importlib, "import_module", missing)

    with pytest.raises(FlashkmsError, match=r"fitting needs the engine that Anki uses \(pip install"):
        optimize.fit([], days)


def test_card_numbers_spread_the_last_days_evenly():
    shown = Counter(exam.last_day(number(CardId(f"c{each}.1")), EXAM, 7) for each in range(700))

    assert min(shown.values()) > 60
