"""What the commands say of deck files that give not all of their cards."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import Ended

Call = Callable[..., Ended]

HAND = """\
deck: Hand
cards:
- id: hand-aaaaaa
  question: Which number comes first?
  answer: one
- id: hand-bbbbbb
  question: Which number comes second?
  answer: two
"""
SAID = "cards/hand.yaml:7: `question` has no `answer` (add `answer:`; 1 card of this file is left out)\n"


@pytest.fixture
def hand(collection: Path) -> Path:
    path = collection / "cards/hand.yaml"
    path.write_text(HAND)
    return path


@pytest.mark.parametrize(
    "command",
    [
        ["due"],
        ["due", "--json"],
        ["cards"],
        ["cards", "deck:hand", "--json"],
        [],
        ["build"],
        ["build", "--dry-run"],
        ["stats"],
        ["stats", "--json"],
        ["show", "hand-aaaaaa"],
        ["show", "hand-aaaaaa", "--json"],
        ["review", "--plain"],
        ["cram", "--plain"],
    ],
    ids=" ".join,
)
def test_a_broken_entry_is_told_once_by_every_command_that_uses_cards(
    flashkms: Call, hand: Path, command: list[str]
) -> None:
    flashkms("build")
    assert (flashkms(*command).code, SAID in flashkms(*command).err) == (0, False)
    hand.write_text(HAND.replace("  answer: two\n", ""))
    for _ in range(2):
        ended = flashkms(*command)

        assert (ended.code, ended.err.count(SAID)) == (1, 1)


def test_an_export_tells_each_broken_entry_by_its_name(flashkms: Call, hand: Path) -> None:
    hand.write_text(HAND.replace("  answer: two\n", ""))
    ended = flashkms("export")

    said = "cards/hand.yaml:7: `question` has no `answer` (add `answer:`) (hand-bbbbbb is not in the deck)\n"
    assert (ended.code, ended.err.count("hand.yaml"), said in ended.err) == (1, 1, True)


def test_an_export_names_a_deck_file_that_lost_its_end(flashkms: Call, hand: Path) -> None:
    flashkms("answer", "hand-bbbbbb", "good")
    hand.write_text(HAND[: HAND.index("- id: hand-bbbbbb")])

    assert "cards/hand.yaml:3: hand-bbbbbb, which stood at its end, is gone (is it cut? " in flashkms("export").err


def test_a_card_that_is_left_out_is_not_found_with_the_reason(flashkms: Call, hand: Path) -> None:
    hand.write_text(HAND.replace("  answer: two\n", ""))
    for command in (["show"], ["suspend"], ["flag"]):
        ended = flashkms(*command, "hand-bbbbbb", *(["1"] if command == ["flag"] else []))

        assert (ended.code, ended.err) == (
            2,
            f"{SAID}flashkms: no card is called hand-bbbbbb (`flashkms cards` lists them)\n",
        )


def test_a_build_does_not_complain_of_the_ids_that_it_gives(flashkms: Call, hand: Path) -> None:
    flashkms("due")
    hand.write_text(HAND.replace("- id: hand-bbbbbb\n ", "-"))
    said = "cards/hand.yaml:6: the entry has no `id` (`flashkms build` gives it one; 1 card of this file is left out)\n"

    assert said in flashkms("due").err
    assert "no `id`" not in flashkms("build").err
    assert flashkms("due").err == ""


def test_of_many_damaged_files_ten_are_named(flashkms: Call, collection: Path) -> None:
    for number in range(13):
        (collection / f"cards/{number:02}.yaml").write_text("cards:\n- id: a-1\n  question: why?\n")
    told = flashkms("due").err.splitlines()

    assert [line.partition(":")[0] for line in told[:10]] == [f"cards/{number:02}.yaml" for number in range(10)]
    assert told[10:] == ["… and 3 damaged deck files more (flashkms check names them)"]


def test_what_a_file_lost_with_its_end_can_be_dropped(flashkms: Call, hand: Path) -> None:
    flashkms("due")
    hand.write_text(HAND[: HAND.index("- id: hand-bbbbbb")].rstrip())
    assert "hand-bbbbbb, which stood at its end, is gone" in flashkms("check", "--no-lint").err
    flashkms("drop", "hand-bbbbbb", "--yes")

    assert (flashkms("due").err, flashkms("check", "--no-lint").err) == ("", "")


def test_a_build_tells_once_of_a_deck_file_that_it_has_to_leave_alone(flashkms: Call, collection: Path) -> None:
    flashkms("build")
    path = collection / "cards/aws/kms.yaml"
    broken = path.read_text().replace("cards:\n", "cards:\n- id: [\n", 1)
    path.write_text(broken)
    note = collection / "notes/aws/kms.md"
    note.write_text(note.read_text().replace("- ", "- indeed ", 2))
    for command in (["build", "--dry-run"], ["build"]):
        ended = flashkms(*command)
        lines = [line for line in ended.err.splitlines() if line.startswith("cards/")]

        assert ended.code == 1
        assert len(lines) == len(set(lines))
        assert any(line.endswith("left out)") for line in lines)
    assert path.read_text() == broken


def test_an_entry_that_lost_its_whole_first_line_is_told_as_two(flashkms: Call, hand: Path) -> None:
    hand.write_text(HAND.replace("- id: hand-bbbbbb\n", ""))
    said = (
        "cards/hand.yaml:6: `question` stands here a second time (the first is in line 4; where another entry begins, "
        "its `- id:` is missing; 2 cards of this file are left out)\n"
    )

    assert flashkms("due").err == said


def test_a_deck_file_cut_within_its_last_text_is_named_by_every_command(flashkms: Call, hand: Path) -> None:
    flashkms("due")
    hand.write_text(HAND.rstrip()[:-1])
    said = "cards/hand.yaml:6: hand-bbbbbb is shorter than it was, and the last line of the file has no end "

    for command in (("due",), ("cards",), ("export",), ("check", "--no-lint"), ("build",)):
        ended = flashkms(*command)
        assert (ended.code, ended.err.count(said)) == (1, 1), command
