"""What a person does with cards, and what follows."""

from __future__ import annotations

import errno
import os
from datetime import date, timedelta
from pathlib import Path

import pytest

from flashkms.cards.card import CardId, number
from flashkms.cards.entry import EntryId
from flashkms.errors import FlashkmsError, UsageError
from flashkms.schedule.event import Bury, EventId, Forget, Rating, Review, Suspend, Undo
from flashkms.schedule.queue import build
from flashkms.schedule.replay import replay
from flashkms.schedule.tally import tallied
from flashkms.store.line import encode
from flashkms.store.lock import LockedError
from flashkms.store.log import event_id
from tests.study.conftest import NOW, Desk

ONE, TWO, PLAIN, KOREAN = (
    CardId("kms-aaaaaa.1"), CardId("kms-aaaaaa.2"), CardId("kms-bbbbbb.1"), CardId("kms-cccccc.1"),
)  # fmt: skip
TOOK = timedelta(seconds=4)


def test_a_new_collection_shows_new_cards_in_note_order_siblings_apart(desk: Desk) -> None:
    assert desk.study.queue() == (ONE, PLAIN, KOREAN)
    assert [(each.deck, each.new, each.cards) for each in desk.study.counts()] == [("AWS", 3, 4), ("AWS::KMS", 3, 4)]


def test_an_answer_is_in_the_log_when_the_call_returns(desk: Desk) -> None:
    review = desk.study.answer(ONE, Rating.GOOD, took=TOOK)

    assert desk.collection.log.read()[0] == (review,)
    assert review.took_ms == 4000
    assert review.parameters


def test_the_outcome_of_an_answer_is_what_the_button_said(desk: Desk) -> None:
    for rating in (Rating.GOOD, Rating.GOOD, Rating.HARD, Rating.AGAIN, Rating.EASY):
        promised = desk.study.preview(ONE)[rating]
        desk.study.answer(ONE, rating, took=TOOK)
        memory = desk.study.memory(ONE)

        assert memory is not None
        assert memory.due == promised.due
        desk.later(days=2)


def test_buttons_of_steps_name_the_step_and_not_its_fuzz(desk: Desk) -> None:
    labels = [outcome.label for outcome in desk.study.preview(ONE).values()]

    assert labels[:3] == ["<1m", "<6m", "<10m"]
    assert labels[3].endswith("d")


def test_the_queue_goes_on_after_a_restart(desk: Desk) -> None:
    desk.study.answer(ONE, Rating.EASY, took=TOOK)
    before = desk.study.queue(), desk.study.counts(), desk.study.memory(ONE)
    study = desk.again()

    assert (study.queue(), study.counts(), study.memory(ONE)) == before


def test_undo_works_after_a_restart_and_goes_back_to_the_beginning(desk: Desk) -> None:
    desk.study.answer(ONE, Rating.GOOD, took=TOOK)
    desk.later(minutes=1)
    desk.study.suspend(PLAIN)
    desk.later(minutes=1)
    desk.study.flag(KOREAN, 3)
    study = desk.again()

    undone = [study.undo() for _ in range(4)]
    assert [type(event).__name__ for event in undone] == ["Flag", "Suspend", "Review", "NoneType"]
    assert study.memory(ONE) is None
    assert not study.suspended(PLAIN)
    assert study.state.flags == {}


def test_a_long_chain_of_undos_is_followed_to_its_end(desk: Desk) -> None:
    """Undos of undos, three thousand of them, as a stranger's log may hold: an even number takes nothing back."""
    review = desk.study.answer(PLAIN, Rating.GOOD, took=timedelta(seconds=3))
    target = review.id
    lines = []
    for place in range(3000):
        stamp = {"at": NOW, "zone_minutes": 0, "device": "other", "seq": place + 1}
        lines.append(encode(Undo(id=EventId(f"undo-{place}"), target=target, **stamp)))
        target = EventId(f"undo-{place}")
    (desk.root / "reviews" / "other.jsonl").write_bytes(b"".join(lines))
    study = desk.again()

    assert study.memory(PLAIN) is not None
    assert study.undo() == review


def test_what_was_undone_can_be_done_anew(desk: Desk) -> None:
    desk.study.answer(ONE, Rating.AGAIN, took=TOOK)
    desk.study.undo()
    desk.study.answer(ONE, Rating.EASY, took=TOOK)
    memory = desk.study.memory(ONE)

    assert memory is not None
    assert (memory.reps, memory.lapses) == (1, 0)


def test_imported_reviews_are_not_undone(desk: Desk) -> None:
    stamp = desk.collection.log.stamp(desk.now)
    stamp["id"] = type(stamp["id"])("anki:guid:0:1700000000000")
    desk.collection.append([Review(**stamp, card=ONE, rating=Rating.GOOD, took_ms=1)], desk.now)

    assert desk.study.undo() is None
    assert desk.study.memory(ONE) is not None


def test_what_was_done_before_a_long_import_can_still_be_undone(desk: Desk) -> None:
    """A package's reviews are older than what was done before it came, and stand behind that in the log."""
    done = [desk.study.answer(ONE, Rating.GOOD, took=TOOK), desk.study.flag(PLAIN, 2)]
    log, long_ago = desk.collection.log, desk.now - timedelta(days=400)
    old = [
        Review(**log.named(EventId(f"anki:guid:0:{n}"), long_ago + timedelta(minutes=n)), card=KOREAN, rating=Rating.GOOD,
               took_ms=1)
        for n in range(3000)
    ]  # fmt: skip
    desk.collection.append(old, desk.now)
    later = desk.study.bury(TWO)
    study = desk.again()

    assert [study.undo() for _ in range(4)] == [later, *reversed(done), None]
    assert study.memory(ONE) is None
    assert study.memory(KOREAN) is not None


def test_suspended_buried_and_forgotten(desk: Desk) -> None:
    study = desk.study
    study.suspend(ONE)
    study.bury(PLAIN)
    assert study.queue() == (TWO, KOREAN)

    study.unsuspend(ONE)
    study.unbury(PLAIN)
    assert study.queue() == (ONE, PLAIN, KOREAN)

    study.answer(PLAIN, Rating.EASY, took=TOOK)
    study.forget(PLAIN)
    assert study.memory(PLAIN) is None


def test_a_day_given_to_a_buried_card_holds(desk: Desk) -> None:
    desk.study.bury(PLAIN)
    desk.study.set_due(PLAIN, desk.study.today)

    assert PLAIN in desk.study.queue()


@pytest.mark.parametrize("renew", ["forget", "set_due"])
def test_a_suspended_card_that_is_forgotten_or_given_today_is_shown_and_one_undo_takes_that_back(
    desk: Desk, renew: str
) -> None:
    study = desk.study
    study.suspend(PLAIN)
    done = study.forget(PLAIN) if renew == "forget" else study.set_due(PLAIN, study.today)
    assert not study.suspended(PLAIN)
    assert PLAIN in study.queue()

    assert desk.again().undo() == done
    assert desk.study.suspended(PLAIN)
    assert PLAIN not in desk.study.queue()


@pytest.mark.parametrize("renew", ["forget", "set_due"])
def test_a_card_that_is_forgotten_or_given_today_does_not_wait_for_a_sibling_answered_before(
    desk: Desk, renew: str
) -> None:
    study = desk.study
    study.answer(ONE, Rating.EASY, took=TOOK)
    assert TWO not in study.queue()
    desk.later(minutes=1)
    done = study.forget(TWO) if renew == "forget" else study.set_due(TWO, study.today)
    assert TWO in study.queue()

    assert study.undo() == done
    assert TWO not in study.queue()


def test_a_sibling_that_is_answered_after_a_card_was_given_today_keeps_it_waiting(desk: Desk) -> None:
    study = desk.study
    study.set_due(TWO, study.today)
    desk.later(minutes=1)
    study.answer(ONE, Rating.EASY, took=TOOK)

    assert TWO not in study.queue()


def test_a_card_that_waits_for_nothing_is_forgotten_and_nothing_more(desk: Desk) -> None:
    desk.study.answer(KOREAN, Rating.EASY, took=TOOK)
    desk.study.forget(KOREAN)

    assert [type(event) for event in desk.collection.log.read()[0]] == [Review, Forget]


def test_a_card_that_its_file_suspends_stays_so_when_it_is_forgotten(desk: Desk) -> None:
    desk.deck.write_text(desk.deck.read_text().replace("  tags: [policy]\n", "  suspended: true\n"))
    study = desk.again()
    study.forget(PLAIN)

    assert study.suspended(PLAIN)
    assert PLAIN not in study.queue()


def test_a_forget_from_elsewhere_leaves_a_suspension_alone(desk: Desk) -> None:
    desk.study.suspend(PLAIN)
    log = desk.collection.log
    desk.collection.append((Forget(**log.named(EventId("anki:x"), desk.now + timedelta(minutes=1)), card=PLAIN),), NOW)

    assert desk.study.suspended(PLAIN)


def test_what_was_done_to_many_cards_at_once_is_undone_with_all_that_came_with_it(desk: Desk) -> None:
    study = desk.study
    for card in (PLAIN, KOREAN):
        study.suspend(card)
    desk.later(minutes=1)
    study.each((PLAIN, KOREAN), study.forget)
    assert not study.suspended(PLAIN)

    study.undo()
    assert study.suspended(PLAIN)
    assert study.suspended(KOREAN)


@pytest.mark.parametrize("restarted", [False, True])
def test_what_was_done_to_many_cards_at_once_is_undone_at_once_after_a_restart(desk: Desk, *, restarted: bool) -> None:
    before = desk.study.flag(ONE, 2)
    desk.later(minutes=1)
    desk.study.each((PLAIN, KOREAN, ONE), desk.study.suspend)
    study = desk.again() if restarted else desk.study

    assert [event.card for event in study.undo_deed() if isinstance(event, Suspend)] == [ONE, KOREAN, PLAIN]
    assert not study.state.suspended
    assert study.undo() == before


def test_a_deed_on_another_machine_is_undone_here_at_once_and_nothing_beside_it(desk: Desk) -> None:
    """Here a flag was set while the other machine buried: it is later than the first and earlier than the last."""
    log = desk.collection.log
    first = Bury(id=event_id(NOW, 1), at=NOW, zone_minutes=0, device="other", seq=1, card=PLAIN)
    at = NOW + timedelta(seconds=2)
    last = Bury(id=event_id(at, 2), at=at, zone_minutes=0, device="other", seq=2, card=KOREAN, deed=first.id)
    (log.folder / "other.jsonl").write_bytes(encode(first) + encode(last))
    desk.later(seconds=1)
    desk.study.flag(ONE, 3)
    study = desk.again()

    assert study.undo_deed() == (last, first)
    assert study.state.buried == {}
    assert study.state.flags == {ONE: 3}
    assert [event.device for event in desk.collection.log.read()[0] if isinstance(event, Undo)] == [log.device] * 2


def test_what_was_done_one_after_the_other_is_undone_one_by_one(desk: Desk) -> None:
    for card in (PLAIN, KOREAN):
        desk.study.suspend(card)
    study = desk.again()
    study.undo()

    assert study.state.suspended == {PLAIN}


def test_one_card_done_at_once_leaves_a_line_like_any_other(desk: Desk) -> None:
    desk.study.each((PLAIN,), desk.study.suspend)

    assert b"deed" not in desk.collection.log.path.read_bytes()


def test_a_buried_card_comes_back_the_next_day(desk: Desk) -> None:
    desk.study.bury(ONE)
    desk.later(days=1)

    assert ONE in desk.again().queue()


def test_a_given_day_holds(desk: Desk) -> None:
    desk.study.set_due(KOREAN, date(2026, 3, 4))
    assert KOREAN not in desk.study.queue()

    desk.later(days=2)
    assert KOREAN in desk.again().queue()


def test_flags_are_0_to_7(desk: Desk) -> None:
    with pytest.raises(UsageError, match="there is no flag 8"):
        desk.study.flag(ONE, 8)
    assert desk.study.history(ONE) == ()


def test_a_history_has_what_counts_of_the_card_and_of_its_entry(desk: Desk) -> None:
    review = desk.study.answer(ONE, Rating.GOOD, took=TOOK)
    mark = desk.study.mark(EntryId("kms-aaaaaa"), marked=True)
    desk.study.answer(PLAIN, Rating.GOOD, took=TOOK)
    desk.study.answer(ONE, Rating.GOOD, took=TOOK)
    desk.study.undo()

    assert desk.study.history(ONE) == (review, mark)


def test_cards_are_found_by_id_or_by_the_entry_with_one_card(desk: Desk) -> None:
    assert desk.study.find("kms-bbbbbb") == PLAIN
    assert desk.study.find(ONE) == ONE
    with pytest.raises(UsageError, match=r"kms-aaaaaa has 2 cards \(name one of kms-aaaaaa.1, kms-aaaaaa.2\)"):
        desk.study.find("kms-aaaaaa")
    with pytest.raises(UsageError, match="no card is called nonsense"):
        desk.study.find("nonsense")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", (ONE, TWO, PLAIN, KOREAN)),
        ("tag:policy", (PLAIN,)),
        ("서울", (KOREAN,)),
        ("deck:aws kind:cloze", (ONE, TWO)),
        ("is:new -hardware", (PLAIN, KOREAN)),
        ("is:suspended or is:marked", (PLAIN, KOREAN)),
        ("is:learning", ()),
    ],
)
def test_searching(desk: Desk, query: str, found: tuple[CardId, ...]) -> None:
    desk.study.suspend(PLAIN)
    desk.study.mark(EntryId("kms-cccccc"), marked=True)

    assert desk.study.search(query) == found


def test_a_search_sees_what_was_edited(desk: Desk) -> None:
    assert desk.study.search("부산") == ()
    desk.deck.write_text(desk.deck.read_text(encoding="utf-8").replace("서울", "부산"), encoding="utf-8")
    desk.study.refresh()

    assert desk.study.search("부산") == (KOREAN,)
    assert desk.study.search("서울") == ()


def test_an_edited_and_moved_card_keeps_its_history(desk: Desk) -> None:
    desk.study.answer(PLAIN, Rating.GOOD, took=TOOK)
    memory = desk.study.memory(PLAIN)
    text = desk.deck.read_text(encoding="utf-8").replace("deck: AWS::KMS", "deck: Other")
    desk.deck.unlink()
    desk.deck.with_name("moved.yaml").write_text(text.replace("Who may", "Who else may"), encoding="utf-8")
    study = desk.again()

    assert study.memory(PLAIN) == memory
    assert study.card(PLAIN).deck == "Other"


def test_a_leech_is_suspended_with_the_answer_and_both_are_undone_together(tmp_path: Path) -> None:
    desk = Desk(tmp_path, 'leech_threshold = 1\nleech_action = "suspend"\nrelearning_steps = []\n')
    desk.study.answer(ONE, Rating.EASY, took=TOOK)
    desk.later(days=30)
    review = desk.study.answer(ONE, Rating.AGAIN, took=TOOK)
    assert desk.study.suspended(ONE)
    assert isinstance(desk.collection.log.read()[0][-1], Suspend)

    assert desk.study.undo() == review
    assert not desk.study.suspended(ONE)
    desk.collection.close()


def test_a_failed_write_changes_nothing_and_the_answer_can_be_repeated(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = desk.study.queue()
    with monkeypatch.context() as full:

        def fail(*_: object) -> int:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        full.setattr(os, "write", fail)
        with pytest.raises(FlashkmsError, match="not saved"):
            desk.study.answer(ONE, Rating.GOOD, took=TOOK)

    assert (desk.study.queue(), desk.study.memory(ONE)) == (before, None)
    desk.study.answer(ONE, Rating.GOOD, took=TOOK)
    memory = desk.again().memory(ONE)
    assert memory is not None
    assert memory.reps == 1


def test_a_second_study_is_told_and_may_read(desk: Desk) -> None:
    with pytest.raises(LockedError, match="another flashkms is at work in this collection: process"):
        Desk.open(_twin(desk))
    reader = _twin(desk).open(write=False)

    assert reader.queue() == desk.study.queue()
    with pytest.raises(FlashkmsError, match="opened for reading only"):
        reader.answer(ONE, Rating.GOOD, took=TOOK)
    reader.collection.close()


def _twin(desk: Desk) -> Desk:
    twin = object.__new__(Desk)
    twin.root, twin.home, twin.now = desk.root, desk.home, desk.now
    return twin


@pytest.mark.parametrize("back", [timedelta(minutes=10), timedelta(days=400), timedelta(days=20_000)])
def test_a_clock_set_back_never_moves_a_memory_back(desk: Desk, back: timedelta) -> None:
    desk.study.answer(ONE, Rating.GOOD, took=TOOK)
    before = desk.study.memory(ONE)
    desk.now -= back
    desk.study.answer(ONE, Rating.GOOD, took=TOOK)
    desk.now += back
    after = desk.again().memory(ONE)

    assert before is not None
    assert after is not None
    assert after.last_review >= before.last_review
    assert after.reps == 2


def test_the_agenda_is_the_queue_of_all_cards(tmp_path: Path) -> None:
    """What the index picks makes the same queue and counts as all cards do, with small limits, every deck on its own."""
    entries = "".join(
        f"\n- id: kms-{chr(97 + n // 26)}{chr(97 + n % 26)}xxxx\n  cloze: '{{{{c1::a{n}}}}} and {{{{c2::b{n}}}}}'\n"
        for n in range(120)
    )
    desk = Desk(tmp_path, "[queue]\nnew_per_day = 3\nreviews_per_day = 5\n", f"deck: A::B\ncards:\n{entries}")
    (desk.root / "cards" / "more.yaml").write_text(f"deck: C\ncards:\n{entries.replace('kms', 'iam')}")
    desk.again()
    for index, card in enumerate(desk.collection.cards()):
        if index % 3:
            desk.study.answer(card, Rating(1 + index % 4), took=TOOK)
            desk.later(seconds=20 + index * 40)
    for _ in range(6):
        for deck in ("", "A", "A::B", "C"):
            collection, study = desk.collection, desk.again()
            collection = desk.collection
            state = replay(
                collection.log.read()[0], study.scheduler, number, days=collection.schedulers.days, now=desk.now
            )
            whole = build(
                collection.cards(), state, desk.now, collection.config, days=collection.schedulers.days, deck=deck
            )
            total = whole.total
            lines = {each.deck: (each.new, each.learning, each.due) for each in study.counts()}
            assert study.queue(deck) == whole.cards
            assert lines.get(deck, (total.new, total.learning, total.due)) == (total.new, total.learning, total.due)
            told = tallied(collection.cards(), state, desk.now, collection.config, days=collection.schedulers.days)
            assert [(each.deck, each.cards) for each in study.counts()] == [(name, c.cards) for name, c in told]
            assert lines == {name: (c.new, c.learning, c.due) for name, c in told}
        desk.later(days=3, hours=5)
    desk.collection.close()


@pytest.mark.parametrize("more", ["", "review_order = 'random'", "load_balance = true", "study_untriaged = false"])
def test_new_cards_that_ignore_the_review_limit_are_counted_as_they_are_queued(tmp_path: Path, more: str) -> None:
    """A backlog leaves siblings of new cards out of the day: these are shown, in the deck and in those above it."""
    entries = "".join(
        f"\n- id: kms-{chr(97 + n)}xxxxx\n  cloze: '{{{{c1::a{n}}}}} and {{{{c2::b{n}}}}}'\n" for n in range(20)
    )
    settings = f"[queue]\nnew_per_day = 8\nreviews_per_day = 5\nnew_ignore_review_limit = true\n{more}\n"
    desk = Desk(tmp_path, settings, f"deck: A::B\ncards:\n{entries}")
    (desk.root / "cards" / "more.yaml").write_text(f"deck: A::C\ncards:\n{entries.replace('kms', 'iam')}")
    desk.again()
    for card in desk.collection.cards():
        if card.endswith(".1"):
            desk.study.answer(card, Rating.EASY, took=TOOK)
    for _ in range(3):
        desk.later(days=20)
        study = desk.again()
        lines = {each.deck: (each.new, each.due) for each in study.counts()}
        assert lines == {deck: (study.left(deck).new, study.left(deck).due) for deck in ("A", "A::B", "A::C")}
        assert lines["A"] == (8, 5)
        for card in study.queue("A::B"):
            study.answer(card, Rating.EASY, took=TOOK)
        desk.later(minutes=1)
        lines = {each.deck: (each.new, each.due) for each in study.counts()}
        assert lines == {deck: (study.left(deck).new, study.left(deck).due) for deck in ("A", "A::B", "A::C")}
    desk.collection.close()
