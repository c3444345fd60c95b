"""Points that move: to another note or heading, with and without other words, and what goes with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from flashkms.cards.card import CardId
from flashkms.cards.entry import Cloze
from flashkms.study import Study, verdicts
from tests.build.test_build import GROUPS, NOTE, ROLES, Desk, add_note, desk, kinds

__all__ = ["desk"]

POINT = "Automatic rotation replaces the key material every **365 days**"


def moved(desk: Desk, *, corrected: str = POINT, path: str = "aws/vault.md") -> Path:
    """Cut the point out of its note, and paste it, *corrected*, into another one."""
    desk.edit_note(f"- {POINT}\n", "")
    return add_note(desk, path, corrected, ROLES)


@pytest.mark.parametrize("path", ["aws/vault.md", "aws/a.md"])
def test_a_bullet_that_moved_to_another_note_takes_its_entry_along(desk: Desk, path: str) -> None:
    name = desk.find("365 days").id
    moved(desk, path=path)
    plan = desk.build()
    entry = desk.entries()[name]

    assert sorted(kinds(plan)) == ["added", "changed"]
    assert entry.context == ("Other",)
    with desk.open() as collection:
        study = Study(collection, clock=lambda: desk.now)
        card = study.card(CardId(f"{name}.1"))
        place = study.places.of(card)
        assert place is not None
        assert (place.path, place.line) == (f"notes/{path}", 8)
        assert study.places.others(card) == ()
    assert kinds(desk.build()) == []


@pytest.mark.parametrize("path", ["aws/vault.md", "aws/a.md"])
def test_a_bullet_that_moved_to_another_note_is_followed_there(desk: Desk, path: str) -> None:
    name = desk.find("365 days").id
    note = moved(desk, path=path)
    desk.build()
    note.write_text(note.read_text().replace("the key material every", "its key material each"))
    plan = desk.build()

    assert kinds(plan) == ["changed"]
    assert "its key material each" in repr(desk.entries()[name].body)
    note.write_text(note.read_text().replace("- Automatic rotation", "- On its own, a rotation"))
    assert kinds(desk.build()) == ["changed"]
    note.unlink()
    desk.edit_note("## Feature\n", f"## Feature\n- {GROUPS}\n")
    desk.build()
    assert desk.entries()[name].gone


def test_a_bullet_that_moved_home_again_is_at_home(desk: Desk) -> None:
    before, deck = desk.note.read_text(), desk.deck.read_text()
    note = moved(desk)
    desk.build()
    note.unlink()
    desk.note.write_text(before)
    desk.build()

    assert deck == desk.deck.read_text()


def test_a_scenario_that_moved_is_followed_in_its_new_note(desk: Desk) -> None:
    names = {entry.id for entry in desk.entries().values() if "encrypt" in repr(entry.body)}
    start = NOTE.index("## Scenario")
    desk.note.write_text(NOTE[:start])
    note = add_note(desk, "aws/vault.md", ROLES)
    note.write_text(note.read_text() + "\n" + NOTE[start:])
    desk.build()
    note.write_text(note.read_text().replace("reaches the disk", "reaches any disk"))
    plan = desk.build()

    assert {*kinds(plan)} == {"changed"}
    assert not any(desk.entries()[name].gone for name in names)


def test_a_bullet_that_moved_and_was_reworded_at_once_is_offered(desk: Desk) -> None:
    name = desk.find("365 days").id
    moved(desk, corrected=POINT.replace("the key material every", "its key material each"))
    plan = desk.build()
    offers = [offer for note in plan.notes for offer in note.offers]

    assert [name] == [offer.gone for offer in offers]
    with desk.open() as collection:
        verdicts.accept(Study(collection, clock=lambda: desk.now), name, offers[0].successor)
    assert "its key material each" in repr(desk.entries()[name].body)
    assert not desk.entries()[name].gone


def test_another_point_of_another_note_is_not_offered(desk: Desk) -> None:
    desk.edit_note(f"- {POINT}\n", "")
    add_note(desk, "aws/vault.md", "Manual rotation leaves the key itself alone for **90 days**", ROLES)

    assert not [offer for note in desk.build().notes for offer in note.offers]


def test_a_text_that_stands_in_both_notes_stays_with_the_first(desk: Desk) -> None:
    name = desk.find("365 days").id
    add_note(desk, "aws/vault.md", POINT, ROLES)
    desk.build()
    entry = desk.entries()[name]

    assert entry.context == ("AWS KMS",)
    assert [place.partition("#")[0] for place in entry.also_in] == ["notes/aws/vault.md"]
    desk.edit_note(f"- {POINT}\n", "")
    desk.build()
    assert desk.entries()[name].context == ("Other",)


def test_a_bullet_below_another_heading_and_then_corrected_keeps_its_entry(desk: Desk) -> None:
    name = desk.find("365 days").id
    desk.edit_note(f"- {POINT}\n", "")
    desk.edit_note("## Scenario\n", f"## Rotation\n\n- {POINT}\n\n## Scenario\n")
    desk.build()
    desk.edit_note("the key material every", "its key material each")
    desk.build()
    body = desk.entries()[name].body

    assert isinstance(body, Cloze)
    assert "its key material each" in body.text
    assert desk.entries()[name].context == ("AWS KMS", "Rotation")
