"""What a build says that it changed: the deck files that it writes to, wherever a person put their entries."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from flashkms import build
from tests.build.test_build import Desk, desk

__all__ = ["desk"]

_SAID = ("1 changed", "1 in another note too", "1 gone")


def moved_out(desk: Desk) -> None:
    """A person moves an entry into a deck file of its own."""
    text = desk.deck.read_text()
    begin = text.index(f"- id: {desk.find('7 to 30 days').id}")
    end = text.index("\n- id: ", begin) + 1
    (desk.root / "cards/other.yaml").write_text(f"deck: Other\ncards:\n{text[begin:end]}")
    desk.deck.write_text(text[:begin] + text[end:])


def reworded(desk: Desk) -> None:
    desk.edit_note("A key is deleted after a waiting", "A key is only deleted after a waiting")


def copied(desk: Desk) -> None:
    (desk.root / "notes/copy.md").write_text(desk.note.read_text())


def removed(desk: Desk) -> None:
    desk.edit_note("- A key is deleted after a waiting period of **7 to 30 days**\n", "")


@pytest.mark.parametrize("deed", [reworded, copied, removed])
def test_a_build_names_exactly_the_deck_files_that_it_touches(desk: Desk, deed: Callable[[Desk], None]) -> None:
    moved_out(desk)
    desk.build()
    deed(desk)
    plan = desk.build()
    named = {part.deck_path for note in plan.notes for part in note.by_file()}

    assert named == {edit.path for edit in plan.files}
    assert any(line.endswith(f"-> cards/other.yaml: {said}") for line in build.lines(plan) for said in _SAID)
