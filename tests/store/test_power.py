"""A power cut at any write: what was not synced may be lost, torn, or named before it has its bytes."""

from __future__ import annotations

import os
import random
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

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
CALLS = ("write", "fsync", "replace", "rename", "link", "unlink", "mkdir")
TRIES = 20  # states drawn at each call


class Disk:
    """What of *root* is surely on the disk, and the states that a cut may leave."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.names = self.now()
        self.bytes = {inode: self.read(path) for path, inode in self.names.items()}
        self.held: dict[int, int] = {}  # open descriptors, so that no inode is given out twice
        self.cuts: list[dict[str, bytes]] = []
        self.random = random.Random(1)

    def now(self) -> dict[str, int]:
        return {
            path.relative_to(self.root).as_posix(): path.stat().st_ino
            for path in self.root.rglob("*")
            if path.is_file()
        }

    def read(self, name: str) -> bytes:
        return (self.root / name).read_bytes()

    def synced(self, descriptor: int) -> None:
        path = Path(f"/proc/self/fd/{descriptor}").resolve()
        if not path.is_relative_to(self.root):
            return
        if path.is_dir():
            folder = path.relative_to(self.root).as_posix()
            inside = {n: i for n, i in self.now().items() if Path(n).parent.as_posix() == folder}
            self.names = {n: i for n, i in self.names.items() if Path(n).parent.as_posix() != folder} | inside
        else:
            self.bytes[os.fstat(descriptor).st_ino] = path.read_bytes()

    def cut(self) -> dict[str, bytes]:
        """One state, drawn at random, that the disk may be in."""
        present = self.now()
        content = {inode: self.read(name) for name, inode in present.items()}
        state = {}
        for name in present.keys() | self.names.keys():
            inode = self.random.choice((present.get(name), self.names.get(name)))
            if inode is not None:
                state[name] = self.torn(self.bytes.get(inode, b""), content.get(inode, self.bytes.get(inode, b"")))
        return state

    def torn(self, sure: bytes, last: bytes) -> bytes:
        if sure == last:
            return sure
        begin = len(sure) if last.startswith(sure) else 0  # of an append, what was synced before stays
        return self.random.choice((sure, last, last[: self.random.randint(begin, len(last))]))


@pytest.fixture
def disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Disk]:
    (tmp_path / "a.yaml").write_bytes(b"old card")
    made = Disk(tmp_path)
    for name in CALLS:
        monkeypatch.setattr(os, name, watched(made, name, getattr(os, name)))
    yield made
    for descriptor in made.held.values():
        os.close(descriptor)


def watched(disk: Disk, name: str, real):  # any function of os
    def call(*args, **more):
        for path, inode in disk.now().items():
            if inode not in disk.held:
                disk.held[inode] = os.open(disk.root / path, os.O_RDONLY)
        disk.cuts += [disk.cut() for _ in range(TRIES)]
        done = real(*args, **more)
        if name == "fsync":
            disk.synced(args[0])
        return done

    return call


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


def logged(cut: dict[str, bytes], folders: pytest.TempPathFactory) -> list[Event]:
    """What a log says that the power cut left so."""
    root = folders.mktemp("cut")
    for name, content in cut.items():
        if name.startswith("reviews/"):
            (root / "reviews").mkdir(exist_ok=True)
            (root / name).write_bytes(content)
    return list(ReviewLog(root, "", UTC).read()[0])


def test_a_rename_without_a_sync_is_caught(disk: Disk) -> None:
    (disk.root / "draft").write_bytes(b"new card")
    os.replace(disk.root / "draft", disk.root / "a.yaml")  # noqa: PTH105  # what is watched

    assert {disk.cut()["a.yaml"] for _ in range(99)} - {b"old card", b"new card"}
