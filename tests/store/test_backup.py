"""Backups, and the way back."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flashkms.cards.card import CardId
from flashkms.errors import FlashkmsError, UsageError
from flashkms.schedule.event import Rating, Review
from flashkms.store import doctor
from flashkms.store.backup import LAST, Backup, backup, backups, find, outdated, restore
from flashkms.store.collection import Collection, create

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def collection(tmp_path: Path) -> Iterator[Collection]:
    create(tmp_path / "c")
    (tmp_path / "c" / "cards" / "a.yaml").write_text("deck: A\ncards:\n- id: aa-bbbbbb\n  question: a?\n  answer: b\n")
    (tmp_path / "c" / "reviews" / "other.jsonl").write_text("")
    with Collection.open(tmp_path / "c", now=NOW, home=tmp_path / "home", write=True) as opened:
        yield opened


def test_what_was_backed_up_comes_back_and_the_present_is_kept(collection: Collection) -> None:
    path = collection.root / "cards" / "a.yaml"
    good = path.read_text()
    made = backup(collection, NOW)
    assert made is not None
    path.write_text("ruined")
    restored = restore(collection, made, NOW + timedelta(hours=1))

    assert path.read_text() == good
    assert restored.written == ("cards/a.yaml",)
    assert [each.path for each in backups(collection)] == [made.path, restored.aside]


def test_a_log_that_went_on_is_left(collection: Collection) -> None:
    log = collection.root / "reviews" / "other.jsonl"
    made = backup(collection, NOW)
    assert made is not None
    log.write_text("more\n")

    assert "reviews/other.jsonl" in restore(collection, made, NOW).left
    assert log.read_text() == "more\n"


def test_a_damaged_log_is_restored_and_keeps_what_came_after_the_backup(collection: Collection) -> None:
    def answered(minutes: int) -> Review:
        stamp = collection.log.stamp(NOW + timedelta(minutes=minutes))
        return Review(**stamp, card=CardId("aa-bbbbbb.1"), rating=Rating.GOOD, took_ms=900)

    events = [answered(minutes) for minutes in range(3)]
    collection.append(events, NOW)
    made = backup(collection, NOW)
    assert made is not None
    later = [answered(minutes) for minutes in range(10, 12)]
    collection.append(later, NOW)
    path = collection.log.path
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([lines[0], b"\0" * 40 + b"\n", *lines[2:]]) + b'{"id": "torn')

    assert f"reviews/{path.name}" in restore(collection, made, NOW + timedelta(hours=1)).written
    assert path.read_bytes() == b"".join(lines)
    assert collection.log.read() == ((*events, *later), ())


def test_nothing_is_backed_up_twice(collection: Collection) -> None:
    assert backup(collection, NOW) is not None
    assert backup(collection, NOW + timedelta(days=1)) is None


def test_a_damaged_backup_restores_nothing(collection: Collection) -> None:
    made = backup(collection, NOW)
    assert made is not None
    data = bytearray(made.path.read_bytes())
    data[60:70] = b"0123456789"
    made.path.write_bytes(data)

    with pytest.raises(FlashkmsError, match="choose another backup"):
        restore(collection, made, NOW)


def test_a_backup_is_named_by_its_time(collection: Collection) -> None:
    made = backup(collection, NOW)

    assert find(collection, "20260302T120000Z") == made
    with pytest.raises(UsageError, match="no backup is called yesterday"):
        find(collection, "yesterday")


def test_backups_of_one_second_stand_in_the_order_of_their_making(collection: Collection) -> None:
    made = [backup(collection, NOW, always=True) for _ in range(LAST)]
    assert backups(collection) == tuple(made)
    made += [backup(collection, NOW, always=True) for _ in range(12 - LAST)]

    assert backups(collection) == tuple(made[-LAST:])


def test_old_backups_thin_out() -> None:
    known = [Backup(NOW + timedelta(hours=6 * n), Path(str(n)), 1, "") for n in range(4 * 800)]
    gone = {each.path for each in outdated(known)}
    kept = [each for each in known if each.path not in gone]

    assert len(kept) <= 3 + 12 + 10 + 9
    assert kept[-3:] == known[-3:]
    assert (kept[-1].at - kept[0].at).days > 200


def test_a_sound_collection_with_a_backup_has_no_findings(collection: Collection) -> None:
    backup(collection, NOW)

    assert doctor.findings(collection, NOW) == ()


def test_the_doctor_mends_after_a_backup_and_finds_nothing_the_second_time(collection: Collection) -> None:
    left = collection.root / "cards" / ".flashkms-x1"
    left.write_text("half")
    os.utime(left, (0, 0))
    collection.index._sql.execute("INSERT INTO card (id, key, logged, flag) VALUES ('zz.1', 'zz', 1, 3)")
    found = doctor.mend(collection, NOW)

    assert [finding.mend for finding in found] == ["rebuild the index", "delete it"]
    assert len(backups(collection)) == 1
    assert doctor.mend(collection, NOW) == ()
    assert not left.exists()


def test_looking_mends_nothing(collection: Collection) -> None:
    before = sorted(path.name for path in collection.root.rglob("*"))
    findings = doctor.findings(collection, NOW)

    assert [finding.what for finding in findings] == ["there is no backup"]
    assert sorted(path.name for path in collection.root.rglob("*")) == before


def test_the_backup_that_is_restored_outlives_the_one_made_before(collection: Collection) -> None:
    path = collection.root / "cards" / "a.yaml"
    oldest = path.read_text()
    for hours in range(LAST):
        path.write_text(f"{oldest}# {hours}\n" if hours else oldest)
        backup(collection, NOW + timedelta(hours=hours))
    path.write_text(f"{oldest}# not backed up\n")
    chosen = backups(collection)[0]

    assert restore(collection, chosen, NOW + timedelta(hours=5)).written == ("cards/a.yaml",)
    assert path.read_text() == oldest
    assert chosen in backups(collection)


def test_a_file_that_is_as_it_was_is_neither_written_nor_left(collection: Collection) -> None:
    made = backup(collection, NOW)
    assert made is not None
    restored = restore(collection, made, NOW + timedelta(hours=1))

    assert (restored.written, restored.left) == ((), ())


def test_a_backup_that_cannot_be_opened_is_told_and_the_others_are_listed(collection: Collection) -> None:
    first = backup(collection, NOW)
    second = backup(collection, NOW + timedelta(hours=1), always=True)
    assert first is not None
    assert second is not None
    first.path.write_bytes(first.path.read_bytes()[:100])

    assert [each.path for each in backups(collection)] == [second.path]
    told = [each for each in doctor.findings(collection, NOW + timedelta(hours=2)) if each.rule == "broken-backup"]
    assert [each.where for each in told] == [str(first.path)]
