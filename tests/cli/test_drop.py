"""Entries that a person drops by name: all of them or none, and all of them back with one word."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

OTHER = """\
deck: Queues
cards:
- id: sqs-aaaaaa
  question: How long is a message kept by default?
  answer: 4 days
- id: sqs-bbbbbb
  question: How large may a message be?
  answer: 256 KB
"""
Call = Callable[..., Any]
KMS, SQS = ("kms-4t7q2m", "kms-9d2mx7", "kms-zz2345"), ("sqs-aaaaaa", "sqs-bbbbbb")


@pytest.fixture
def decks(collection: Path) -> tuple[Path, Path]:
    other = collection / "cards" / "aws" / "sqs.yaml"
    other.write_text(OTHER)
    return collection / "cards" / "aws" / "kms.yaml", other


def entries(flashkms: Call) -> set[str]:
    return {card["entry"] for card in flashkms("cards", "--json").json}


def drops(collection: Path) -> list[tuple[str, bool]]:
    lines = [line for path in (collection / "reviews").glob("*.jsonl") for line in path.read_text().splitlines()]
    events = (json.loads(line) for line in lines)
    return [(event["entry"], event["dropped"]) for event in events if event["kind"] == "drop"]


def test_several_entries_go_from_their_files_and_come_back_to_the_byte(
    flashkms: Call, collection: Path, decks: tuple[Path, Path]
) -> None:
    before = [deck.read_bytes() for deck in decks]
    ended = flashkms("drop", "--yes", KMS[0], SQS[1], KMS[2])

    assert [line.partition(":")[0].rpartition("/")[2] for line in ended.lines] == ["kms.yaml", "sqs.yaml", "kms.yaml"]
    assert entries(flashkms) == {KMS[1], SQS[0]}
    assert drops(collection) == [(KMS[0], True), (SQS[1], True), (KMS[2], True)]

    undone = flashkms("triage", "undo")
    assert undone.lines == [f"{entry}: drop taken back" for entry in (KMS[0], SQS[1], KMS[2])]
    assert [deck.read_bytes() for deck in decks] == before
    assert drops(collection)[3:] == [(KMS[0], False), (SQS[1], False), (KMS[2], False)]


def test_all_entries_of_a_file_can_go_at_once(flashkms: Call, decks: tuple[Path, Path]) -> None:
    assert flashkms("drop", "--yes", *SQS).code == 0
    assert entries(flashkms) == set(KMS)


def test_without_yes_nothing_goes_and_each_is_told(flashkms: Call, collection: Path, decks: tuple[Path, Path]) -> None:
    ended = flashkms("drop", *SQS)

    assert ended.out == (
        "cards/aws/sqs.yaml:3: sqs-aaaaaa would be dropped, 0 events behind it\n"
        "cards/aws/sqs.yaml:6: sqs-bbbbbb would be dropped, 0 events behind it\n"
    )
    assert decks[1].read_text() == OTHER
    assert drops(collection) == []


def test_a_name_that_nothing_has_leaves_all_of_them_alone(
    flashkms: Call, collection: Path, decks: tuple[Path, Path]
) -> None:
    ended = flashkms("drop", "--yes", SQS[0], "sqs-zzzzzz", SQS[1])

    assert (ended.code, ended.out) == (2, "")
    assert "no entry is called sqs-zzzzzz" in ended.err
    assert decks[1].read_text() == OTHER
    assert drops(collection) == []


def test_a_file_that_cannot_be_changed_keeps_the_others_as_they_are(
    flashkms: Call, collection: Path, decks: tuple[Path, Path]
) -> None:
    decks[1].write_text(OTHER.replace("- id: sqs-bbbbbb", "- id: sqs-bbbbbb\n  id: sqs-bbbbbb"))
    before = [deck.read_bytes() for deck in decks]
    ended = flashkms("drop", "--yes", KMS[0], SQS[0])

    assert ended.code == 3
    assert "Traceback" not in ended.err
    assert [deck.read_bytes() for deck in decks] == before
    assert drops(collection) == []


def test_the_cards_of_one_entry_are_one_entry(flashkms: Call, collection: Path, decks: tuple[Path, Path]) -> None:
    flashkms("drop", "--yes", f"{KMS[0]}.1", f"{KMS[0]}.2", KMS[0])

    assert drops(collection) == [(KMS[0], True)]


def test_an_entry_in_no_file_any_more_goes_with_others_and_comes_back_with_them(
    flashkms: Call, collection: Path, decks: tuple[Path, Path]
) -> None:
    flashkms("answer", f"{SQS[1]}.1", "good")
    decks[1].write_text(OTHER[: OTHER.index("- id: sqs-bbbbbb")])
    ended = flashkms("drop", "--yes", SQS[1], KMS[0])

    assert ended.lines[0] == "sqs-bbbbbb dropped: it is in no deck file"
    assert sorted(drops(collection)) == [(KMS[0], True), (SQS[1], True)]
    flashkms("triage", "undo")
    assert sorted(drops(collection)[2:]) == [(KMS[0], False), (SQS[1], False)]


def test_with_json_the_first_is_told_as_alone_and_each_in_order(flashkms: Call, decks: tuple[Path, Path]) -> None:
    told = flashkms("drop", "--json", *SQS).json

    assert told["entry"] == SQS[0]
    assert [(one["entry"], one["line"], one["dropped"]) for one in told["entries"]] == [
        (SQS[0], 3, False),
        (SQS[1], 6, False),
    ]
