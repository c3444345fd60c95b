from __future__ import annotations

import os
import random
from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from flashkms.cards.card import CardId, number
from flashkms.cards.entry import EntryId
from flashkms.config import Scheduling
from flashkms.schedule.day import StudyDays
from flashkms.schedule.event import (
    Bury,
    Drop,
    EventId,
    Flag,
    Forget,
    Made,
    Mark,
    Rating,
    Review,
    SetDue,
    Suspend,
    Unbury,
    Undo,
    Unknown,
    Unsuspend,
)
from flashkms.schedule.memory import Phase
from flashkms.schedule.replay import counting, memory_after, replay, undone
from flashkms.schedule.scheduler import Scheduler

DAYS = StudyDays(UTC, 4)
SCHEDULER = Scheduler(Scheduling(), DAYS)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
CARD = CardId("kms-1.1")
HISTORIES = 10_000 if os.environ.get("FLASHKMS_LONG") else 60


def state(events, now=NOON):
    return replay(events, lambda _: SCHEDULER, number, days=DAYS, now=now)


@st.composite
def logs(draw):
    """What three devices wrote: reviews, undos of anything seen so far, and the rest, at times that may clash."""
    events = []
    for place in range(draw(st.integers(1, 25))):
        device = draw(st.sampled_from("abc"))
        stamp = {
            "id": EventId(f"{device}{place}"),
            "at": NOON - timedelta(minutes=draw(st.integers(-3000, 60_000))),
            "zone_minutes": 0,
            "device": device,
            "seq": place,
        }
        card = CardId(f"kms-{draw(st.integers(1, 3))}.1")
        kind = draw(st.sampled_from((Review, Review, Review, Undo, Forget, Suspend, Unsuspend, Bury, SetDue, Flag)))
        events.append(made(kind, stamp, card, events, draw))
    return events


def made(kind, stamp, card, events, draw):
    if kind is Review:
        return Review(**stamp, card=card, rating=Rating(draw(st.integers(1, 4))), took_ms=1, cram=draw(st.booleans()))
    if kind is Undo:
        return Undo(**stamp, target=draw(st.sampled_from(events)).id if events else EventId("lost"))
    if kind is SetDue:
        return SetDue(**stamp, card=card, due=date(2026, 3, draw(st.integers(1, 28))))
    return Flag(**stamp, card=card, flag=draw(st.integers(0, 7))) if kind is Flag else kind(**stamp, card=card)


@settings(max_examples=HISTORIES)
@given(logs(), st.randoms(use_true_random=False))
def test_any_union_of_the_same_files_gives_the_same_state(events, rng):
    """Three machines, each missing some of the others' events and holding some twice, meet again."""
    held = {device: [event for event in events if event.device == device or rng.random() < 0.5] for device in "abc"}
    for mine in held.values():
        mine.extend(rng.sample(mine, len(mine) // 2))
        rng.shuffle(mine)
    there = held["c"] + held["a"] + held["b"]
    back = held["b"] + held["c"] + held["a"] + events

    assert state(events) == state(there) == state(back)


@settings(max_examples=HISTORIES)
@given(logs())
def test_undoing_everything_leaves_nothing(events):
    last = max(event.at for event in events) + timedelta(minutes=1)
    stamp = {"zone_minutes": 0, "device": "z", "at": min(last, NOON + timedelta(hours=24))}
    actions = [event for event in events if not isinstance(event, Undo)]
    undos = [Undo(**stamp, id=EventId(f"z{place}"), seq=place, target=event.id) for place, event in enumerate(actions)]

    assert state(actions + undos, now=NOON + timedelta(days=3)) == state([], now=NOON + timedelta(days=3))


def test_an_undo_takes_a_review_back(make_review, make_event):
    first, second = make_review(CARD, 3, days_ago=3), make_review(CARD, 1, days_ago=1)
    undo = make_event(Undo, target=second.id)

    assert state([first, second, undo]).memories == state([first]).memories


def test_an_undo_of_an_undo_brings_it_back(make_review, make_event):
    review = make_review(CARD, 3, days_ago=3)
    undo = make_event(Undo, target=review.id)
    redo = make_event(Undo, target=undo.id)

    assert state([review, undo, redo]).memories == state([review]).memories


def test_an_undo_may_come_before_what_it_takes_back(make_review, make_event):
    review = make_review(CARD, 3, days_ago=1)
    undo = make_event(Undo, at=NOON - timedelta(days=9), target=review.id)

    assert state([undo, review]).memories == {}


def test_two_machines_may_take_back_the_same_review(make_review, make_event):
    review = make_review(CARD, 3, days_ago=1)
    undos = [make_event(Undo, device=device, target=review.id) for device in "ab"]
    redo = make_event(Undo, target=undos[0].id)

    assert state([review, *undos]).memories == {}
    assert state([review, *undos, redo]).memories == {}


def test_undos_in_a_ring_take_nothing_back(make_event):
    first = make_event(Undo, id=EventId("x"), target=EventId("y"))
    second = make_event(Undo, id=EventId("y"), target=EventId("x"))

    assert undone([first, second]) == frozenset()


def test_a_long_chain_of_undos_is_settled(make_review, make_event):
    events = [make_review(CARD, 3)]
    for _ in range(5000):
        events.append(make_event(Undo, target=events[-1].id))

    assert events[0].id not in undone(events)
    assert events[0].id in undone(events[:-1])


def test_a_review_from_far_ahead_waits_for_its_time(make_review):
    review = make_review(CARD, 3, at=NOON + timedelta(hours=25))

    assert state([review]).memories == {}
    assert state([review]).waiting == (review,)
    assert CARD in state([review], now=NOON + timedelta(hours=2)).memories


def test_a_review_from_a_little_ahead_counts(make_review):
    assert CARD in state([make_review(CARD, 3, at=NOON + timedelta(hours=23))]).memories


def test_a_forgotten_card_is_new_and_learns_anew(make_review, make_event):
    old = [make_review(CARD, 4, days_ago=30), make_review(CARD, 1, days_ago=9)]
    forget = make_event(Forget, at=NOON - timedelta(days=8), card=CARD)
    again = make_review(CARD, 3, days_ago=2)

    assert state([*old, forget]).memories == {}
    assert state([*old, forget, again]).memories == state([again]).memories


def test_cramming_leaves_a_memory_alone(make_review):
    review, crammed = make_review(CARD, 3, days_ago=5), make_review(CARD, 1, days_ago=1, cram=True)

    assert state([review, crammed]).memories == state([review]).memories


def test_a_due_day_that_was_set_holds_until_the_next_answer(make_review, make_event):
    learnt = [make_review(CARD, 4, days_ago=30)]
    chosen = make_event(SetDue, at=NOON - timedelta(days=3), card=CARD, due=date(2026, 3, 20))
    again = make_review(CARD, 3, days_ago=1)
    without, within = state(learnt).memories[CARD], state([*learnt, chosen]).memories[CARD]

    assert within == replace(without, due=date(2026, 3, 20))
    assert state([*learnt, chosen, again]).memories == state([*learnt, again]).memories


def test_many_moved_cards_are_each_as_it_would_be_alone(make_review, make_event):
    histories = {}
    for place in range(20):
        card = CardId(f"iam-{place}.1")
        answers = [make_review(card, 1 + (place + days) % 4, days_ago=days) for days in (90, 80, 60, 30, 9, 2)]
        moved = make_event(SetDue, at=NOON - timedelta(days=40), card=card, due=date(2026, 2, 1), interval_days=place)
        forgotten = make_event(Forget, at=NOON - timedelta(days=70), card=card)
        histories[card] = [*answers[:2], forgotten, answers[2], moved, *answers[3:]]
    alone = {card: memory_after(history, SCHEDULER, number(card))[0] for card, history in histories.items()}

    assert state([event for history in histories.values() for event in history]).memories == alone


def test_a_card_on_its_steps_leaves_them_when_it_is_given_a_day(make_review, make_event):
    chosen = make_event(SetDue, card=CARD, due=date(2026, 3, 9))
    memory = state([make_review(CARD, 1, days_ago=0.1), chosen]).memories[CARD]

    assert (memory.phase, memory.due, memory.interval_days) == (Phase.REVIEW, date(2026, 3, 9), 7)


def test_a_new_card_that_is_given_a_day_stays_new(make_event):
    told = state([make_event(SetDue, card=CARD, due=date(2026, 3, 9))])

    assert (told.memories, told.dues) == ({}, {CARD: date(2026, 3, 9)})


def test_the_last_word_on_a_card_holds(make_event):
    told = state(
        [
            make_event(Suspend, card=CARD),
            make_event(Unsuspend, card=CARD),
            make_event(Suspend, card=CardId("b.1")),
            make_event(Bury, card=CardId("c.1")),
            make_event(Bury, card=CARD),
            make_event(Unbury, card=CARD),
            make_event(Flag, card=CARD, flag=3),
            make_event(Flag, card=CardId("b.1"), flag=2),
            make_event(Flag, card=CardId("b.1"), flag=0),
            make_event(Mark, entry=EntryId("kms-1"), marked=True),
            make_event(Made, entries=(EntryId("kms-1"), EntryId("kms-2"))),
            make_event(Drop, entry=EntryId("kms-2"), dropped=True),
            make_event(Unknown, kind="dream", line="{}"),
        ]
    )

    assert told.suspended == {"b.1"}
    assert told.buried == {"c.1": date(2026, 3, 2)}
    assert told.unburied == {CARD: NOON}
    assert told.flags == {CARD: 3}
    assert told.marks == {"kms-1"}
    assert (told.made, told.dropped) == ({"kms-1", "kms-2"}, {"kms-2"})


def test_a_card_answered_today_is_told_as_it_began_the_day(make_review):
    before = [make_review(CARD, 4, days_ago=20)]
    today = make_review(CARD, 1, at=NOON - timedelta(hours=2))
    new = make_review("b.1", 3, at=NOON - timedelta(hours=1))

    assert state([*before, today, new]).began == {CARD: state(before).memories[CARD], "b.1": None}


def test_a_card_forgotten_and_studied_again_began_the_day_new(make_review, make_event):
    """It takes a new card's place in the day's limits, as in Anki; one that is only forgotten took a review's."""
    before = [make_review(CARD, 4, days_ago=20)]
    answered = make_review(CARD, 1, at=NOON - timedelta(hours=3))
    forgotten = make_event(Forget, card=CARD, at=NOON - timedelta(hours=2))
    again = make_review(CARD, 3, at=NOON - timedelta(hours=1))

    assert state([*before, forgotten, again]).began == {CARD: None}
    assert state([*before, answered, forgotten, again]).began == {CARD: None}
    assert state([*before, answered, forgotten]).began == {CARD: state(before).memories[CARD]}


def test_a_card_given_a_day_began_with_what_it_was_then(make_review, make_event):
    learning = [make_review(CARD, 1, days_ago=1)]
    given_today = make_event(SetDue, card=CARD, due=NOON.date(), at=NOON - timedelta(hours=2))
    answered = make_review(CARD, 3, at=NOON - timedelta(hours=1))

    assert state([*learning, given_today, answered]).began[CARD].phase is Phase.REVIEW


def test_a_card_that_is_forgotten_or_given_a_day_is_not_buried_any_more(make_review, make_event):
    for event in (make_event(Forget, card=CARD), make_event(SetDue, card=CARD, due=NOON.date())):
        buried = make_event(Bury, card=CARD, at=NOON - timedelta(hours=1))

        assert state([buried]).buried == {CARD: NOON.date()}
        assert state([buried, event]).buried == {}


def test_what_counts_comes_in_one_order(make_review):
    events = [make_review(CARD, 3, days_ago=ago) for ago in (1, 5, 3, 3, 3)]
    shuffled = events[:]
    random.Random(1).shuffle(shuffled)

    assert counting(shuffled)[0] == counting(events)[0] == sorted(events, key=lambda event: (event.at, event.seq))
