"""A power cut at any write: what was not synced may be lost, torn, or named before it has its bytes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flashkms.cards.card import CardId
from flashkms.schedule.event import Event, Rating
from flashkms.store import durable, files
from flashkms.store.collection import Collection, create
from flashkms.store.device import device_id
from flashkms.store.log import ReviewLog
from flashkms.study import Study
from tests.faults.power import Disk, State

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
TRIES = 20  # states drawn at each call


@pytest.fixture
def disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Disk]:
    (tmp_path / "a.yaml").write_bytes(b"old card")
    made = Disk(tmp_path, tries=TRIES)
    made.watch(monkeypatch.setattr)
    yield made
    made.close()


def test_a_card_file_is_old_or_new_wherever_the_power_goes(disk: Disk) -> None:
    files.replace(disk.root / "a.yaml", b"new card", expected=b"old card")

    assert {cut.get("a.yaml") for cut in disk.cuts} == {b"old card", b"new card"}
    assert {disk.cut()["a.yaml"] for _ in range(TRIES)} == {b"new card"}


def test_a_new_deck_file_is_absent_or_whole(disk: Disk) -> None:
    files.replace(disk.root / "b.yaml", b"a card", expected=None)

    assert {cut.get("b.yaml") for cut in disk.cuts} == {None, b"a card"}
    assert {disk.cut().get("b.yaml") for _ in range(TRIES)} == {b"a card"}


def test_an_appended_line_is_there_whole_once_the_call_returned(disk: Disk) -> None:
    for count in range(1, 6):
        durable.append(disk.root / "x.jsonl", b"line\n")
        durable.sync_folder(disk.root)

        assert {disk.cut()["x.jsonl"] for _ in range(TRIES)} == {b"line\n" * count}


def test_an_answer_that_returned_and_no_half_of_another_is_there_after_a_cut(
    disk: Disk, tmp_path_factory: pytest.TempPathFactory
) -> None:
    create(disk.root)
    (disk.root / "cards" / "a.yaml").write_text("deck: A\ncards:\n- id: kms-aaaaaa\n  question: one?\n  answer: '1'\n")
    returned: list[Event] = []
    home = tmp_path_factory.mktemp("home")
    with Collection.open(disk.root, now=NOW, home=home, write=True) as collection:
        study = Study(collection, clock=lambda: NOW)
        for day in range(6):
            before = len(disk.cuts)
            at = NOW + timedelta(days=day)
            asked = study.answer(CardId("kms-aaaaaa.1"), Rating.GOOD, took=timedelta(seconds=3), at=at)
            for cut in disk.cuts[before:]:
                assert logged(cut, tmp_path_factory) in (returned, [*returned, asked])
            returned.append(asked)
            for _ in range(TRIES):
                assert logged(disk.cut(), tmp_path_factory) == returned


def test_a_machine_keeps_its_name(disk: Disk) -> None:
    name = device_id(disk.root)

    assert {disk.cut().get("device") for _ in range(TRIES)} == {f"{name}\n".encode()}
    assert {cut.get("device") for cut in disk.cuts} <= {None, f"{name}\n".encode()}


def logged(cut: State, folders: pytest.TempPathFactory) -> list[Event]:
    """What a log says that the power cut left so."""
    root = folders.mktemp("cut")
    for name, content in cut.items():
        if name.startswith("reviews/") and content is not None:
            (root / "reviews").mkdir(exist_ok=True)
            (root / name).write_bytes(content)
    return list(ReviewLog(root, "", UTC).read()[0])


def test_a_rename_without_a_sync_is_caught(disk: Disk) -> None:
    (disk.root / "draft").write_bytes(b"new card")
    os.replace(disk.root / "draft", disk.root / "a.yaml")  # noqa: PTH105  # what is watched

    assert {disk.cut()["a.yaml"] for _ in range(99)} - {b"old card", b"new card"}
