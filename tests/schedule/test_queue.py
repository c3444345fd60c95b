from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from flashkms.cards.card import CardId
from flashkms.config import Config, DeckSettings, Queueing
from flashkms.schedule.limits import below, lineage, nearest
from flashkms.schedule.memory import Memory, Phase
from flashkms.schedule.queue import Counts, build, interspersed
from flashkms.schedule.replay import State
from flashkms.schedule.twins import apart, traits

TODAY = date(2026, 3, 2)


@pytest.fixture
def review(noon):
    """A memory in review: `review(due_in=0)`."""

    def make(due_in=0, *, stability=20.0, interval=20, answered=None):
        last = answered or noon - timedelta(days=interval - due_in)
        return Memory(Phase.REVIEW, stability, 5.0, TODAY + timedelta(days=due_in), interval, 5, 0, 0, last)

    return make


@pytest.fixture
def step(noon):
    """A memory on a step that is due in some minutes."""

    def make(minutes, phase=Phase.LEARNING):
        return Memory(phase, 2.0, 5.0, noon + timedelta(minutes=minutes), 0, 1, 0, 1, noon - timedelta(minutes=1))

    return make


@pytest.fixture
def queue(noon, days):
    """The queue of cards, given as cards with their memories."""

    def make(cards, *, state=None, config=None, **more):
        known = {card.id: card for card, _ in cards}
        memories = {card.id: memory for card, memory in cards if memory is not None}
        given = replace(state or State(), memories=memories)
        return build(known, given, noon, config or Config(), days=days, **more)

    return make


def config(decks=(), **settings):
    return Config(queue=Queueing(**settings), decks=tuple(decks))


def named(queue):
    return [card.partition(".")[0] for card in queue.cards]


def test_steps_come_first_then_reviews_then_new_then_steps_ahead(queue, make_card, review, step):
    told = queue(
        [
            (make_card("new"), None),
            (make_card("due"), review()),
            (make_card("now"), step(-5)),
            (make_card("soon"), step(15)),
            (make_card("late"), step(45)),
            (make_card("tomorrow"), review(1)),
        ]
    )

    assert named(told) == ["now", "due", "new", "soon"]
    assert told.total == Counts(new=1, learning=2, due=1, cards=6)


def test_the_time_of_the_next_step_is_told(queue, make_card, step, noon):
    assert queue([(make_card("late"), step(45))]).next_learning == noon + timedelta(minutes=45)
    assert queue([(make_card("soon"), step(5))]).next_learning is None


def test_five_reviews_a_day_leave_room_for_two_new_cards_beside_three(queue, make_card, review):
    """Measured in Anki: 5 reviews a day, 3 due, 10 new."""
    cards = [(make_card(f"due{each}"), review()) for each in range(3)]
    cards += [(make_card(f"new{each}"), None) for each in range(10)]

    assert queue(cards, config=config(reviews_per_day=5)).total == Counts(2, 0, 3, 13)
    assert queue(cards, config=config(reviews_per_day=5, new_ignore_review_limit=True)).total == Counts(10, 0, 3, 13)


def test_cards_on_steps_are_shown_whatever_the_limits(queue, make_card, step):
    told = queue([(make_card("now"), step(-1))], config=config(reviews_per_day=0, new_per_day=0))

    assert named(told) == ["now"]


def test_a_card_on_a_step_of_days_is_learning_and_takes_a_review(queue, make_card, review):
    day_step = replace(review(), phase=Phase.RELEARNING, steps_left=1)
    told = queue([(make_card("a"), day_step), (make_card("b"), review())], config=config(reviews_per_day=1))

    assert named(told) == ["a"]
    assert told.total == Counts(0, 1, 0, 2)


def test_what_was_studied_today_is_taken_off_the_limits(queue, make_card, review, step):
    begun = State(began={CardId("a.1"): None, CardId("b.1"): review()})
    cards = [(make_card("a"), review(9)), (make_card("b"), review(9))]
    cards += [(make_card(f"new{each}"), None) for each in range(9)]
    cards += [(make_card(f"due{each}"), review()) for each in range(9)]

    assert queue(cards, state=begun, config=config(new_per_day=5, reviews_per_day=9)).total == Counts(0, 0, 7, 20)
    assert queue(cards, state=begun, config=config(new_per_day=5, reviews_per_day=99)).total == Counts(4, 0, 9, 20)


def test_a_deck_keeps_to_the_limits_above_it(queue, make_card):
    cards = [(make_card(f"{deck}{each}", deck=f"aws::{deck}"), None) for deck in ("kms", "iam") for each in range(9)]
    limits = config([("aws", DeckSettings(new_per_day=5)), ("aws::kms", DeckSettings(new_per_day=3))])

    assert [counts.new for _, counts in queue(cards, config=limits).decks] == [2, 3]
    assert queue(cards, config=limits, deck="aws::iam").total.new == 5


def test_a_deck_is_shown_with_those_below_it_and_no_others(queue, make_card):
    cards = [(make_card(str(place), deck=deck), None) for place, deck in enumerate(("aws", "aws::kms", "awsome"))]

    assert named(queue(cards, deck="aws")) == ["0", "1"]
    assert [deck for deck, _ in queue(cards, deck="aws").decks] == ["aws", "aws::kms"]


def test_siblings_wait_for_tomorrow(queue, make_card, review):
    cards = [(make_card("a", 1), review()), (make_card("a", 2), None), (make_card("a", 3), review())]

    assert queue(cards).total == Counts(0, 0, 1, 3)
    assert queue(cards, config=config(bury_siblings=False)).total == Counts(1, 0, 2, 3)


def test_siblings_of_a_card_answered_today_wait_unless_dug_out(queue, make_card, review, noon):
    answered = review(9, answered=noon - timedelta(hours=2))
    cards = [(make_card("a", 1), answered), (make_card("a", 2), review())]
    begun = State(began={CardId("a.1"): review()})
    early, late = (replace(begun, unburied={CardId("a.2"): noon - timedelta(hours=hours)}) for hours in (3, 1))

    assert queue(cards, state=begun).cards == ()
    assert queue(cards, state=early).cards == ()
    assert queue(cards, state=late).cards == ("a.2",)


def test_held_cards_are_left_out(queue, make_card, review):
    cards = [
        (make_card("suspended"), review()),
        (make_card("in-file", suspended=True), review()),
        (make_card("gone", gone=True), review()),
        (make_card("buried"), review()),
        (make_card("buried-long-ago"), review()),
        (make_card("waiting", triage="weak blank"), review()),
    ]
    state = State(
        suspended=frozenset({CardId("suspended.1")}),
        buried={CardId("buried.1"): TODAY, CardId("buried-long-ago.1"): TODAY - timedelta(days=1)},
    )

    assert set(named(queue(cards, state=state))) == {"buried-long-ago", "waiting"}
    assert named(queue(cards, state=state, config=config(study_untriaged=False))) == ["buried-long-ago"]


def test_a_new_card_that_was_given_a_day_comes_on_that_day_as_a_review(queue, make_card):
    cards = [(make_card("a"), None), (make_card("b"), None)]
    state = State(dues={CardId("a.1"): TODAY, CardId("b.1"): TODAY + timedelta(days=1)})

    assert queue(cards, state=state).total == Counts(0, 0, 1, 2)


def test_the_longest_due_come_first_and_one_day_is_shuffled_anew_each_day(queue, make_card, review, noon, days):
    cards = [(make_card(f"c{each}"), review(-each // 10)) for each in range(40)]
    order = queue(cards).cards
    memories = {card.id: memory for card, memory in cards}
    tomorrow = build(
        {card.id: card for card, _ in cards}, State(memories=memories), noon + timedelta(days=1), Config(), days=days
    )

    assert [memories[card].due for card in order] == sorted(memory.due for memory in memories.values())
    assert order == queue(cards).cards
    assert order != tomorrow.cards


def test_the_most_nearly_forgotten_come_first_when_asked_for(queue, make_card, review):
    cards = [(make_card(f"c{each}"), review(stability=each)) for each in (30.0, 10.0, 20.0)]
    told = queue(cards, config=config(review_order="retrievability"), recall=lambda _, memory: memory.stability)

    assert told.cards == ("c10.0.1", "c20.0.1", "c30.0.1")


def test_those_that_lose_most_come_first_when_asked_for(queue, make_card, review):
    cards = [(make_card(f"c{each}"), review(stability=each)) for each in (30.0, 10.0, 20.0)]
    told = queue(cards, config=config(review_order="loss"), loss=lambda _, memory: memory.stability)

    assert told.cards == ("c30.0.1", "c20.0.1", "c10.0.1")


def test_other_due_days_hold_in_place_of_the_memories_own(queue, make_card, review):
    cards = [(make_card("a"), review(5)), (make_card("b"), review())]

    assert queue(cards, dues={CardId("a.1"): TODAY, CardId("b.1"): TODAY + timedelta(days=2)}).cards == ("a.1",)


@pytest.mark.parametrize(("mix", "expected"), [("after", "rrrrnn"), ("before", "nnrrrr"), ("mixed", "rnrrnr")])
def test_new_cards_come_where_the_settings_want_them(queue, make_card, review, mix, expected):
    cards = [(make_card(f"n{each}"), None) for each in range(2)] + [
        (make_card(f"r{each}"), review()) for each in range(4)
    ]

    assert "".join(name[0] for name in named(queue(cards, config=config(new_mix=mix)))) == expected


def test_new_cards_keep_the_order_of_the_notes_unless_shuffled(queue, make_card):
    cards = [(make_card(f"n{each:02}"), None) for each in range(20)]

    assert named(queue(cards)) == [f"n{each:02}" for each in range(20)]
    assert sorted(named(queue(cards, config=config(new_order="random")))) == named(queue(cards))
    assert named(queue(cards, config=config(new_order="random"))) != named(queue(cards))


def test_cards_of_one_scenario_or_with_one_answer_are_kept_apart(queue, make_card):
    cards = [
        (make_card("a", source="scenario@77ab03de"), None),
        (make_card("b", source="scenario@77ab03de/choice"), None),
        (make_card("c", answer="**AWS KMS**."), None),
        (make_card("d", answer="aws kms"), None),
        (make_card("e"), None),
    ]

    assert named(queue(cards)) == ["a", "c", "b", "d", "e"]


def test_a_question_comes_before_the_cards_that_tell_its_answer(queue, make_card):
    fillers = [(make_card(name), None) for name in "wxyz"]
    family = [
        (make_card("a", source="scenario@77ab03de"), None),
        (make_card("b", source="scenario@77ab03de/choice"), None),
        (make_card("c", source="scenario@77ab03de/why-1"), None),
        (make_card("d", source="scenario@77ab03de/why-2"), None),
    ]

    assert named(queue(fillers + family)) == ["w", "a", "x", "b", "y", "c", "z", "d"]
    assert named(queue(family + fillers)) == ["a", "w", "b", "x", "c", "y", "d", "z"]


def test_a_step_that_is_not_due_yet_waits_for_every_other_card(queue, make_card, step):
    cards = [
        (make_card("a", source="scenario@77ab03de"), None),
        (make_card("b", source="scenario@77ab03de/choice"), None),
        (make_card("soon"), step(6)),
    ]

    assert named(queue(cards)) == ["a", "b", "soon"]
    assert named(queue(cards, last=CardId("a.1")))[-1] == "soon"


def test_the_card_just_answered_and_its_twins_are_not_next(queue, make_card, step):
    cards = [(make_card("a"), step(-2)), (make_card("b"), None)]

    assert queue(cards, last=CardId("a.1")).cards == ("b.1", "a.1")
    assert queue(cards[:1], last=CardId("a.1")).cards == ("a.1",)


@given(st.lists(st.integers(0, 6), max_size=40), st.none() | st.integers(0, 6))
def test_keeping_apart_loses_no_card_and_leaves_no_needless_pair(marks, before):
    cards = [CardId(f"c{place}.1") for place in range(len(marks))]
    last = CardId("last.1") if before is not None else None
    known = dict(zip(cards, ([str(mark)] for mark in marks), strict=True)) | {last: [str(before)]}
    order = apart(cards, known.get, last=last)
    pairs = sum(known[one] == known[other] for one, other in pairwise(order))

    assert sorted(order) == sorted(cards)
    if marks and 2 * max(marks.count(mark) for mark in marks) <= len(marks) and before is None:
        assert pairs == 0
    for mark in set(marks):
        assert [card for card in order if known[card] == [str(mark)]] == [
            card for card in cards if known[card] == [str(mark)]
        ]


@given(st.lists(st.integers(), max_size=30), st.lists(st.integers(), max_size=30))
def test_interspersing_keeps_both_orders(many, few):
    many, few = [("m", each) for each in many], [("f", each) for each in few]
    mixed = interspersed(many, few)

    assert [each for each in mixed if each[0] == "m"] == many
    assert [each for each in mixed if each[0] == "f"] == few


def test_an_empty_collection_has_an_empty_queue(queue):
    assert queue([]).total == Counts()


def test_decks_have_their_lineage():
    assert lineage("a::b::c") == ("a::b::c", "a::b", "a")
    assert below("a::b", "a")
    assert below("a", "")
    assert not below("ab", "a")


def test_a_deck_takes_each_setting_from_the_nearest_deck_that_has_it():
    known = config([("a", DeckSettings(new_per_day=5, retention=0.8)), ("a::b", DeckSettings(new_per_day=3))])

    assert nearest(known, "a::b::c") == DeckSettings(new_per_day=3, retention=0.8)
    assert nearest(known, "b") == DeckSettings()


def test_cards_with_other_answers_are_no_twins(make_card):
    assert not traits(make_card("a", answer="x")) & traits(make_card("b", answer="y"))
