"""Verdicts: all of one is done, or nothing, and what is kept of them has an end."""

from __future__ import annotations

import resource

import pytest

from flashkms.cards.entry import EntryId
from flashkms.errors import FlashkmsError
from flashkms.study import judged, verdicts

from .conftest import Desk

GONE = """\
deck: AWS
cards:
- id: aws-aaaaaa
  question: What keeps keys?
  answer: KMS
  gone: true
"""
SUCCESSOR = """\
deck: AWS::S3
cards:
- id: aws-bbbbbb
  question: What keeps all keys?
  answer: KMS
"""


def stretch(size: int) -> judged.Stretch:
    return judged.Stretch("cards/a.yaml", 0, bytes(size), b"", "")


def test_a_verdict_on_two_files_changes_both_or_none(desk: Desk) -> None:
    """The disk takes the first file and not the second, which is larger."""
    first, second = desk.root / "cards" / "a.yaml", desk.root / "cards" / "b.yaml"
    first.write_text(GONE)
    second.write_text(SUCCESSOR + "# a comment\n" * 2000)
    study = desk.again()
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (8192, limits[1]))
    try:
        with pytest.raises(OSError, match="File too large"):
            verdicts.accept(study, EntryId("aws-aaaaaa"), EntryId("aws-bbbbbb"))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)

    assert first.read_text() == GONE
    verdicts.accept(study, EntryId("aws-aaaaaa"), EntryId("aws-bbbbbb"))
    assert "What keeps all keys?" in first.read_text()
    assert "aws-bbbbbb" not in second.read_text()


def test_a_verdict_that_cannot_be_kept_for_undo_is_not_given(desk: Desk) -> None:
    path = desk.root / "cards" / "a.yaml"
    path.write_text(SUCCESSOR)
    study = desk.again()
    (study.collection.own / "verdicts").mkdir()  # in the place of the file that keeps them
    events = study.collection.log.read()
    (deck,) = (deck for deck in study.collection.decks() if deck.path == "cards/a.yaml")
    with pytest.raises(FlashkmsError, match="verdicts: is no regular file"):
        verdicts.drop(study, verdicts.Waiting(deck, deck.entries[0]))

    assert path.read_text() == SUCCESSOR
    assert study.collection.log.read() == events
    (study.collection.own / "verdicts").rmdir()
    verdicts.drop(study, verdicts.Waiting(deck, deck.entries[0]))
    assert "aws-bbbbbb" not in path.read_text()


def test_a_file_that_the_disk_does_not_take_is_named(desk: Desk) -> None:
    path = desk.root / "cards" / "b.yaml"
    path.write_text(SUCCESSOR + "  triage: weak\n" + "# a comment\n" * 2000)
    study = desk.again()
    (deck,) = (deck for deck in study.collection.decks() if deck.path == "cards/b.yaml")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (8192, limits[1]))
    try:
        with pytest.raises(OSError, match="File too large") as told:
            verdicts.keep(study, verdicts.Waiting(deck, deck.entries[0]))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)

    assert told.value.filename == str(path)


def test_what_is_remembered_stays_small_enough_to_be_read(desk: Desk) -> None:
    many = [judged.Verdict(str(n), EntryId("aa-bbbbbb"), (stretch(2**20),)) for n in range(40)]
    judged.remember(desk.collection.own, many)
    judged.remember(desk.collection.own, [*many, *many])

    kept = judged.remembered(desk.collection.own)
    assert [verdict.word for verdict in kept] == [verdict.word for verdict in many[-len(kept) :]]
    assert len(kept) == 8
