"""What lies among the deck files and is none: it is named, never followed, opened or written through."""

from __future__ import annotations

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from flashkms import build
from flashkms.build import sources
from flashkms.errors import FlashkmsError
from flashkms.store import strays
from flashkms.store.backup import backup, restore
from flashkms.store.collection import Collection, create

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
DECK = "deck: A\ncards:\n- id: aa-bbbbbb\n  question: a?\n  answer: b\n"
SECRET = "deck: Secret\ncards:\n- id: cc-dddddd\n  question: mine?\n  answer: yes it is\n"
NOTE = "---\nflashcards: true\n---\n# Vaults\n\n- **KMS**: a service that keeps keys.\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    create(tmp_path / "c")
    (tmp_path / "c" / "cards" / "a.yaml").write_text(DECK)
    (tmp_path / "private").mkdir()
    (tmp_path / "private" / "secret.yaml").write_text(SECRET)
    return tmp_path / "c"


def opened(root: Path, *, write: bool = False) -> Collection:
    return Collection.open(root, now=NOW, home=root.parent / "home", write=write)


def deck_names(root: Path) -> list[str]:
    with opened(root) as collection:
        return [deck.name for deck in collection.decks()]


def said(root: Path) -> dict[str, str]:
    return {problem.path: problem.rule for problem in strays.find(root)}


@pytest.mark.parametrize("target", ["../../private/secret.yaml", "a.yaml", "/dev/zero", "nowhere"])
def test_a_linked_deck_file_is_named_and_not_followed(root: Path, target: str) -> None:
    (root / "cards" / "link.yaml").symlink_to(target)

    assert deck_names(root) == ["A"]
    assert said(root) == {"cards/link.yaml": "symbolic-link"}


def test_a_file_that_became_a_link_is_no_longer_read(root: Path) -> None:
    assert deck_names(root) == ["A"]
    (root / "cards" / "a.yaml").unlink()
    (root / "cards" / "a.yaml").symlink_to(root.parent / "private" / "secret.yaml")

    assert deck_names(root) == []


def test_a_linked_folder_is_named_and_not_entered(root: Path) -> None:
    (root / "cards" / "more").symlink_to(root.parent / "private")

    assert deck_names(root) == ["A"]
    assert said(root) == {"cards/more": "symbolic-link"}


def test_a_folder_of_cards_outside_of_the_collection_is_not_read(root: Path) -> None:
    (root / "cards" / "a.yaml").unlink()
    (root / "cards").rmdir()
    (root / "cards").symlink_to(root.parent / "private")

    assert deck_names(root) == []
    assert said(root) == {"cards": "symbolic-link"}


@pytest.mark.parametrize("target", ["cards", "nowhere"])
def test_a_folder_of_cards_that_leads_nowhere_is_named(root: Path, target: str) -> None:
    (root / "cards" / "a.yaml").unlink()
    (root / "cards").rmdir()
    (root / "cards").symlink_to(target)

    assert deck_names(root) == []
    assert [str(problem) for problem in strays.find(root)] == [
        "cards: is a symbolic link, and not followed (put the folder itself in its place)"
    ]


def test_a_deck_file_is_one_in_capital_letters_too(root: Path) -> None:
    (root / "cards" / "a.yaml").rename(root / "cards" / "A.YAML")

    assert deck_names(root) == ["A"]


def test_a_pipe_is_named_and_not_opened(root: Path) -> None:
    os.mkfifo(root / "cards" / "pipe.yaml")

    assert deck_names(root) == ["A"]
    assert said(root) == {"cards/pipe.yaml": "special-file"}


@pytest.mark.parametrize(
    "name",
    [
        "a.sync-conflict-20260101-101010-ABCDEFG.yaml",
        "a (conflicted copy 2026-01-01 101010).yaml",
        "a (Mia's conflicted copy 2026-01-01).yaml",
        "a_conflict-20260101-101010.yaml",
    ],
)
def test_a_conflict_copy_is_named_and_not_read(root: Path, name: str) -> None:
    (root / "cards" / name).write_text(SECRET)

    assert deck_names(root) == ["A"]
    assert said(root) == {f"cards/{name}": "conflict-copy"}


def test_names_that_differ_in_capital_letters_alone_are_named(root: Path) -> None:
    (root / "cards" / "A.yaml").write_text(SECRET)

    assert said(root) == {"cards/a.yaml": "name-collision"}
    assert deck_names(root) == ["Secret", "A"]


NO_TEXT = os.fsdecode(b"\xff\x1b[31m")


def test_a_name_that_is_no_text_is_named_and_not_read(root: Path) -> None:
    for path in (f"cards/{NO_TEXT}.yaml", f"cards/{NO_TEXT}/a.yaml", f"reviews/{NO_TEXT}.jsonl", f"notes/{NO_TEXT}.md"):
        (root / path).parent.mkdir(exist_ok=True)
        (root / path).write_text("cards:\n- id: kms-zzzzzz\n  question: q\n  answer: a\n", encoding="utf-8")
    with opened(root) as collection:
        assert "kms-zzzzzz.1" not in collection.cards()
        _, problems = sources.read(root, ["notes"])

    assert [str(problem) for problem in problems] == [
        f"notes/{NO_TEXT}.md: its name is not UTF-8, and it is not read (rename it)"
    ]
    assert said(root) == {
        f"{folder}/{NO_TEXT}{ending}": "file-name"
        for folder, ending in (("cards", ".yaml"), ("cards", ""), ("reviews", ".jsonl"), ("notes", ".md"))
    }


def test_names_in_any_script_are_read(root: Path) -> None:
    (root / "cards" / "개념 é.yaml").write_text(
        "cards:\n- id: kms-zzzzzz\n  question: q\n  answer: a\n", encoding="utf-8"
    )
    with opened(root) as collection:
        assert "kms-zzzzzz.1" in collection.cards()
    assert said(root) == {}


@pytest.mark.parametrize("folder", ["cards", "reviews"])
def test_a_file_in_the_place_of_a_folder_is_named(root: Path, folder: str) -> None:
    shutil.rmtree(root / folder)
    (root / folder).write_text("x")

    assert said(root) == {folder: "folder"}


def test_a_collection_without_its_cards_is_named_and_one_without_a_log_is_left_alone(root: Path) -> None:
    shutil.rmtree(root / "reviews")
    assert said(root) == {}
    shutil.rmtree(root / "cards")

    assert [str(problem) for problem in strays.find(root)] == [
        "cards: there is no such folder, and so no card (fetch it, or make it)"
    ]


def test_plain_files_are_left_alone(root: Path) -> None:
    for name in ("merge-conflict.yaml", "original.yaml", "b.yml", "a.yaml.orig", ".hidden.yaml"):
        (root / "cards" / name).write_text("deck: B\ncards: []\n")
    (root / "cards" / "picture.png").symlink_to("nowhere")
    (root / "reviews" / "mine.sync-conflict-20260101-101010-ABCDEFG.jsonl").write_text("")

    assert said(root) == {}


def test_a_build_does_not_write_through_a_linked_folder(root: Path) -> None:
    (root / "notes" / "more").mkdir()
    (root / "notes" / "more" / "vaults.md").write_text(NOTE)
    (root / "cards" / "more").symlink_to(root.parent / "private")
    with opened(root, write=True) as collection:
        planned = build.plan(collection)
        with pytest.raises(FlashkmsError, match="leads out of the collection"):
            build.apply(collection, planned)

    assert [path.name for path in (root.parent / "private").iterdir()] == ["secret.yaml"]


def test_a_restore_does_not_write_through_a_linked_folder(root: Path) -> None:
    (root / "cards" / "more").mkdir()
    (root / "cards" / "more" / "secret.yaml").write_text(DECK)
    with opened(root, write=True) as collection:
        made = backup(collection, NOW)
        (root / "cards" / "more" / "secret.yaml").unlink()
        (root / "cards" / "more").rmdir()
        (root / "cards" / "more").symlink_to(root.parent / "private")
        assert made is not None
        with pytest.raises(FlashkmsError, match="leads out of the collection"):
            restore(collection, made, NOW)

    assert (root.parent / "private" / "secret.yaml").read_text() == SECRET


def test_a_linked_log_is_not_read(root: Path) -> None:
    (root / "reviews" / "other.jsonl").symlink_to("/dev/zero")

    with opened(root) as collection:
        assert collection.log.paths() == ()
    assert said(root) == {"reviews/other.jsonl": "symbolic-link"}


@pytest.mark.parametrize(("name", "sign"), [("a\x1b[31m", "1b"), ("a\nb", "0a"), ("a\x9b", "9b"), ("b\x7f/c", "7f")])
def test_a_note_whose_name_no_deck_file_can_hold_is_named_and_not_read(root: Path, name: str, sign: str) -> None:
    path = root / f"notes/{name}.md"
    path.parent.mkdir(exist_ok=True)
    path.write_text(NOTE)
    read, problems = sources.read(root, ["notes"])

    assert read == ()
    assert [str(problem) for problem in problems] == [
        f"notes/{name}.md: its name holds the control character \\x{sign}, and it is not read (rename it)"
    ]
