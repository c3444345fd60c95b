"""What the commands say of files that are there and cannot be read."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from .conftest import Ended

Call = Callable[..., Ended]
Unprivileged = Callable[[], AbstractContextManager[None]]


@pytest.mark.parametrize(
    "command", [["due"], ["due", "--json"], ["cards"], ["cards", "--json"], ["export"], [], ["check"]]
)
def test_a_deck_file_that_cannot_be_read_is_told_and_its_cards_stay(
    flashkms: Call, collection: Path, unprivileged: Unprivileged, command: list[str]
) -> None:
    before = flashkms(*command)
    (collection / "cards/aws/kms.yaml").chmod(0)
    with unprivileged():
        ended = flashkms(*command)

    said = "cards/aws/kms.yaml: cannot be read: Permission denied (let this user read it)\n"
    assert (ended.code, ended.out) == (1, before.out)
    assert said in ended.err


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (["due"], 3),
        (["answer", "kms-zz2345", "good"], 3),
        (["build"], 3),
        (["export"], 3),
        (["undo"], 3),
        (["check"], 1),
    ],
)
def test_no_command_goes_on_without_a_log(
    flashkms: Call, collection: Path, unprivileged: Unprivileged, command: list[str], code: int
) -> None:
    flashkms("answer", "kms-zz2345", "good")
    (log,) = (collection / "reviews").iterdir()
    before = log.read_bytes()
    log.chmod(0)
    with unprivileged():
        ended = flashkms(*command)
    log.chmod(0o644)

    said = "cannot be read: Permission denied (let this user read it: nothing goes on without its answers)\n"
    assert (ended.code, ended.out) == (code, "")
    assert f"reviews/{log.name}: {said}" in ended.err
    assert log.read_bytes() == before
    assert flashkms("show", "kms-zz2345", "--json").json["memory"]["reps"] == 1


def test_a_folder_of_notes_that_cannot_be_read_is_named(
    flashkms: Call, collection: Path, unprivileged: Unprivileged
) -> None:
    flashkms("build")
    (collection / "notes/aws").chmod(0)
    with unprivileged():
        checked, built = flashkms("check", "--no-lint"), flashkms("build")
    (collection / "notes/aws").chmod(0o755)

    assert (checked.code, built.code) == (1, 1)
    assert "notes/aws: cannot be listed: Permission denied (let this user read it; " in checked.err
    assert "notes/aws: cannot be listed: Permission denied" in built.err
    assert "gone" not in built.out
