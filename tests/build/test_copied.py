"""A copy of a deck file beside it, as a browser, a file manager or a sync makes it: the file itself goes on."""

from __future__ import annotations

import pytest

from tests.build.test_build import Desk, desk

__all__ = ["desk"]


@pytest.mark.parametrize("name", ["kms (1).yaml", "kms - Copy.yaml", "kms.sync-conflict-20260102-030405-ABC.yaml"])
def test_a_build_follows_its_note_in_the_file_and_leaves_the_copy_alone(desk: Desk, name: str) -> None:
    copy = desk.deck.with_name(name)
    copy.write_text(desk.deck.read_text())
    before = copy.read_bytes()
    desk.edit_note("A key is deleted after", "A key is only deleted after")
    desk.edit_note("- Automatic", "- Every key has an owner in **one account** alone\n- Automatic")
    plan = desk.build()

    assert [edit.path for edit in plan.files] == ["cards/aws/kms.yaml"]
    assert copy.read_bytes() == before
    assert "only deleted" in desk.deck.read_text()
    assert any(problem.path == f"cards/aws/{name}" for problem in plan.problems)
    copy.unlink()
    assert desk.build().files == ()
