"""States that the log knows and no deck file has, as commands tell them: leeches, days that were set."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from .conftest import Ended

Call = Callable[..., Ended]
CARD = "kms-zz2345.1"


@pytest.fixture(params=["tag", "suspend"])
def leech(flashkms: Call, collection: Path, request: pytest.FixtureRequest) -> Path:
    """A collection in which one card is a leech."""
    settings = collection / "flashkms.toml"
    action = f'leech_threshold = 1\nleech_action = "{request.param}"\nrelearning_steps = []\n'
    settings.write_text(settings.read_text() + action)
    flashkms("answer", CARD, "easy", now="2026-01-02T09:00:00Z")
    flashkms("answer", CARD, "again", now="2026-02-20T09:00:00Z")
    return collection


def tags(flashkms: Call, card: str) -> list[str]:
    (found,) = (each for each in flashkms("cards", "--json").json if each["id"] == card)
    assert found["tags"] == flashkms("show", card, "--json").json["card"]["tags"]
    return list(found["tags"])


def test_a_leech_carries_the_tag_of_one_and_no_other_card_does(flashkms: Call, leech: Path) -> None:
    before = (leech / "cards/aws/kms.yaml").read_bytes()

    assert tags(flashkms, CARD) == ["aws", "leech"]
    assert tags(flashkms, "kms-9d2mx7.1") == ["aws", "scenario"]
    assert [line.split("\t")[0] for line in flashkms("cards", "tag:leech").lines] == [CARD]
    assert len(flashkms("cards", "deck:aws -tag:leech").lines) == 3
    assert "tags" in flashkms("show", CARD).out
    assert "aws leech" in flashkms("show", CARD).out
    assert (leech / "cards/aws/kms.yaml").read_bytes() == before


def test_a_forgotten_leech_is_none(flashkms: Call, leech: Path) -> None:
    assert leech
    flashkms("forget", CARD)

    assert tags(flashkms, CARD) == ["aws"]
    assert flashkms("cards", "tag:leech").lines == []


def test_the_day_that_a_new_card_was_given_is_told(flashkms: Call) -> None:
    assert flashkms("show", CARD, "--json").json["due"] is None
    flashkms("reschedule", CARD, "2026-03-09")

    told = flashkms("show", CARD)
    assert "none: this card is new" in told.out
    assert "2026-03-09, as it was set" in told.out
    assert flashkms("show", CARD, "--json").json["due"] == "2026-03-09"
    flashkms("answer", CARD, "easy")
    assert "as it was set" not in flashkms("show", CARD).out


def test_a_file_that_cannot_be_replaced_is_named_and_no_other(
    flashkms: Call, collection: Path, unprivileged: Callable[[], AbstractContextManager[None]]
) -> None:
    folder = collection / "cards/aws"
    folder.chmod(0o555)
    with unprivileged():
        ended = flashkms("drop", "kms-zz2345", "--yes")
    folder.chmod(0o755)

    assert (ended.code, ended.out) == (3, "")
    assert ended.err == f"flashkms: {folder}/kms.yaml: permission denied\n"
