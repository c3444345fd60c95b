"""Ids that were lost while the note was reworded: the history stays, and it is the same with and without the index."""

from __future__ import annotations

import re

import pytest

from flashkms import build
from flashkms.cards.entry import Cloze
from tests.build.test_build import Desk, answered, desk, kinds, without_id

__all__ = ["desk"]

INDEX = pytest.mark.parametrize("index", ["warm", "made anew"])


def forget(desk: Desk, index: str) -> None:
    if index != "warm":
        for path in desk.home.rglob("index.db*"):
            path.unlink()


def lost(desk: Desk, words: str) -> str:
    """The entry of *words* is studied, and loses its id; what it was called."""
    name = desk.find(words).id
    answered(desk, name)
    without_id(desk, name)
    return name


@INDEX
def test_an_entry_that_lost_its_id_is_followed_by_its_reworded_note(desk: Desk, index: str) -> None:
    name = lost(desk, "7 to 30 days")
    desk.edit_note("A key is deleted after a waiting period of", "A key is only deleted after a waiting time of")
    forget(desk, index)
    plan = desk.build()

    assert [(one.entry, one.back) for one in plan.named] == [(name, True)]
    assert kinds(plan) == ["changed"]
    assert desk.entries()[name].body == Cloze("A key is only deleted after a waiting time of **{{c1::7 to 30 days}}**")
    assert kinds(desk.build()) == []


@INDEX
def test_an_entry_that_lost_its_id_keeps_the_words_of_a_person(desk: Desk, index: str) -> None:
    name = lost(desk, "7 to 30 days")
    desk.edit_deck("A key is deleted after", "Keys go after")
    desk.edit_note("A key is deleted after a waiting period of", "A key is only deleted after a waiting time of")
    forget(desk, index)
    plan = desk.build()

    assert kinds(plan) == ["conflict"]
    assert desk.entries()[name].body == Cloze("Keys go after a waiting period of **{{c1::7 to 30 days}}**")


@INDEX
@pytest.mark.parametrize(
    ("words", "reworded"),
    [
        ("7 to 30 days", ("A key is deleted after a waiting period of", "Keys wait for a period of")),
        ("Which service does that", ("before** it reaches the disk. Which", "before** it lies on a disk. Which")),
    ],
)
def test_an_id_comes_back_to_the_words_of_its_point_without_a_source_line(
    desk: Desk, index: str, words: str, reworded: tuple[str, str]
) -> None:
    name = lost(desk, words)
    entry = re.search(rf"- (?:(?!\n- ).)*{words}.*?(?=\n\n- |\Z)", desk.deck.read_text(), re.DOTALL)
    assert entry is not None
    desk.edit_deck(entry[0], re.sub(r"\n  source: .*", "", entry[0]))
    before = len(desk.deck.read_text())
    desk.edit_note(*reworded)
    forget(desk, index)
    plan = desk.build()

    assert [(one.entry, one.back) for one in plan.named] == [(name, True)]
    assert desk.entries()[name].source is None
    assert len(desk.deck.read_text()) > before


@INDEX
def test_a_new_entry_by_hand_is_not_taken_for_one_that_was_lost(desk: Desk, index: str) -> None:
    name = lost(desk, "7 to 30 days")
    text = desk.deck.read_text()
    at = text.index("A key is deleted after")
    begin, end = text.rindex("\n- ", 0, at), text.index("\n- ", at)
    desk.deck.write_text(f"{text[:begin]}\n- question: What is new?\n  answer: this\n{text[end:]}")
    forget(desk, index)
    (named,) = desk.build().named

    assert (named.back, named.lost) == (False, (name,))


def test_a_build_of_one_note_gives_back_the_ids_of_its_own_deck_file_alone(desk: Desk) -> None:
    name = lost(desk, "7 to 30 days")
    hand = desk.root / "cards/hand.yaml"
    hand.write_text("deck: Hand\ncards:\n- question: who?\n  answer: me\n")
    with desk.open() as collection:
        plan = build.apply(collection, build.plan(collection, ("notes/aws/kms.md",)))

    assert [one.entry for one in plan.named] == [name]
    assert "id:" not in hand.read_text()
