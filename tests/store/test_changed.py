"""The doctor tells of entries whose words became others under an old history, and leaves edits alone."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flashkms.cards.card import CardId
from flashkms.schedule.event import EventId, Rating, Review
from flashkms.store import doctor
from flashkms.store.backup import backup, backups
from flashkms.store.collection import Collection, create
from flashkms.store.line import encode

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
EDITED = NOW - timedelta(hours=1)
BEFORE = "How long does KMS wait before it deletes a key?"
SMALL = "How many days does KMS wait before it deletes a key for good?"
OTHER = "Which bakery sells rye loaves on Sundays?"


def told(
    tmp_path: Path, after: str, *, studied: datetime | None, name: str = "a.yaml", damage: bool = False
) -> list[str]:
    """The rules of what the doctor finds once a card was studied, backed up, and edited to ask *after*."""
    create(tmp_path / "c")
    deck = tmp_path / "c" / "cards" / "a.yaml"
    deck.write_text(f"deck: A\ncards:\n- id: aa-bbbbbb\n  question: {BEFORE}\n  answer: 7 to 30 days\n")
    if studied:
        review = Review(
            id=EventId("e"), at=studied, zone_minutes=0, device="laptop", seq=1, card=CardId("aa-bbbbbb.1"),
            rating=Rating.GOOD, took_ms=900,
        )  # fmt: skip
        (tmp_path / "c" / "reviews" / "laptop.jsonl").write_bytes(encode(review))
    with Collection.open(tmp_path / "c", now=NOW, home=tmp_path / "home", write=True) as opened:
        backup(opened, NOW - timedelta(hours=2))
        if damage:
            backups(opened)[0].path.write_bytes(backups(opened)[0].path.read_bytes()[:80])
    text = deck.read_text().replace(BEFORE, after)
    deck.unlink()
    edited = deck.with_name(name)
    edited.write_text(text)
    os.utime(edited, (EDITED.timestamp(), EDITED.timestamp()))
    with Collection.open(tmp_path / "c", now=NOW, home=tmp_path / "home") as opened:
        return [finding.rule for finding in doctor.findings(opened, NOW) if "backup" not in finding.rule]


@pytest.mark.parametrize("name", ["a.yaml", "moved.yaml"])
def test_other_words_under_a_studied_id_are_told(tmp_path: Path, name: str) -> None:
    assert told(tmp_path, OTHER, studied=NOW - timedelta(days=1), name=name) == ["changed-text"]


@pytest.mark.parametrize("after", [BEFORE, SMALL, BEFORE.upper()])
def test_a_card_that_still_asks_the_same_is_left_alone(tmp_path: Path, after: str) -> None:
    assert told(tmp_path, after, studied=NOW - timedelta(days=1)) == []


def test_a_card_that_was_studied_with_its_new_words_is_left_alone(tmp_path: Path) -> None:
    assert told(tmp_path, OTHER, studied=EDITED + timedelta(minutes=5)) == []


def test_a_card_that_was_never_studied_is_left_alone(tmp_path: Path) -> None:
    assert told(tmp_path, OTHER, studied=None) == []


def test_a_backup_that_cannot_be_read_tells_nothing_of_texts(tmp_path: Path) -> None:
    assert told(tmp_path, OTHER, studied=NOW - timedelta(days=1), damage=True) == []
