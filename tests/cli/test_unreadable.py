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
    "command",
    [
        ["due"],
        ["due", "--json"],
        ["cards"],
        ["cards", "--json"],
        ["export"],
        [],
        ["check"],
        ["stats"],
        ["review", "--plain"],
    ],
)
def test_a_deck_file_that_cannot_be_read_is_told_and_its_cards_stay(
    flashkms: Call, collection: Path, unprivileged: Unprivileged, command: list[str]
) -> None:
    before = flashkms(*command)
    (collection / "cards/aws/kms.yaml").chmod(0)
    with unprivileged():
        ended = flashkms(*command)

    said = "cards/aws/kms.yaml:1: cannot be read: Permission denied (let this user read it; what was read of it before stays in use)\n"
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


def _emptied(path: Path) -> None:
    path.write_bytes(b"")


def _in_utf_16(path: Path) -> None:
    path.write_bytes(path.read_text().encode("utf-16"))


def _in_latin_1(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"AWS KMS", b"caf\xe9"))


def _zeroed(path: Path) -> None:
    path.write_bytes(bytes(path.stat().st_size))


def _a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _cut(path: Path) -> None:
    path.write_text(path.read_text()[:20])


@pytest.mark.parametrize(
    ("damage", "line", "said"),
    [
        (_emptied, 1, "the file is empty (restore it from git or a backup, or delete it; "),
        (_in_utf_16, 1, "the text is UTF-16 (save it as UTF-8; "),
        (_in_latin_1, 8, "byte 113 is not UTF-8 (save it as UTF-8; "),
        (_zeroed, 1, "a NUL byte stands here (the file may be damaged or not UTF-8: restore it, or remove the byte; "),
        (_a_folder, 1, "cannot be read: Is a directory (put the file itself in its place; "),
        (_cut, 1, "the file has no `cards:` (is it cut? restore it, or add `cards:`; "),
    ],
)
def test_a_deck_file_that_gives_no_entry_is_told_wherever_its_cards_are_used(
    flashkms: Call, collection: Path, damage: Callable[[Path], None], line: int, said: str
) -> None:
    flashkms("answer", "kms-zz2345", "good")
    commands = [["due"], ["due", "--json"], ["cards"], ["cards", "kms"], ["export"], [], ["check", "--no-lint"]]
    commands += [["stats", "--json"], ["show", "kms-zz2345"], ["review", "--plain"]]
    flashkms("build")
    before = {tuple(command): flashkms(*command) for command in commands}
    place = collection / "cards/aws/kms.yaml"
    kept = place.read_bytes()
    damage(place)
    broken = None if place.is_dir() else place.read_bytes()
    told = f"cards/aws/kms.yaml:{line}: {said}what was read of it before stays in use)\n"
    for command in commands:
        ended = flashkms(*command)

        assert (ended.code, ended.out) == (1, before[tuple(command)].out)
        assert told in ended.err
    for command in (["build", "--dry-run"], ["build"], ["build"]):
        ended = flashkms(*command)

        assert (ended.code, ended.err.count(told)) == (1, 1)
        assert "gone" not in ended.out
    assert broken is None or place.read_bytes() == broken
    if place.is_dir():
        place.rmdir()
    place.write_bytes(kept)

    assert flashkms("check", "--no-lint").code == 0
    assert flashkms("show", "kms-zz2345", "--json").json["memory"]["reps"] == 1


@pytest.mark.parametrize("place", ["notes/x.md", "cards/x.yaml", "reviews/x.jsonl"])
def test_a_folder_called_as_a_file_is_named(flashkms: Call, collection: Path, place: str) -> None:
    (collection / place).mkdir(parents=True)

    assert f"{place}: is a folder, and called as a file is (rename it, " in flashkms("check", "--no-lint").err


def test_a_conflict_copy_of_the_settings_is_named(flashkms: Call, collection: Path) -> None:
    (collection / "flashkms.sync-conflict-20260102-030405-ABCDEFG.toml").write_text("")

    assert "-ABCDEFG.toml: a conflict copy; it is not read (take over" in flashkms("check", "--no-lint").err
