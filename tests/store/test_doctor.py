"""The doctor: each finding has its rule, a sound collection has none, and facts are told without being findings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from flashkms.cards.card import CardId
from flashkms.schedule.event import EventId, Rating, Review
from flashkms.store import doctor
from flashkms.store.backup import backup
from flashkms.store.collection import Collection, create
from flashkms.store.doctor.machine import file_system, synced
from flashkms.store.line import encode
from flashkms.store.lock import WriterLock

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
DECK = "deck: A\ncards:\n- id: aa-bbbbbb\n  question: a?\n  answer: b\n  images: [media/key.png]\n"


@pytest.fixture
def collection(tmp_path: Path) -> Iterator[Collection]:
    create(tmp_path / "c")
    (tmp_path / "c" / "cards" / "a.yaml").write_text(DECK)
    with Collection.open(tmp_path / "c", now=NOW, home=tmp_path / "home", write=True) as opened:
        backup(opened, NOW)
        yield opened


def rules(collection: Collection) -> list[str]:
    return [finding.rule for finding in doctor.findings(collection, NOW)]


def review(device: str, seq: int, *, at: datetime = NOW - timedelta(days=1), card: str = "aa-bbbbbb.1") -> Review:
    return Review(
        id=EventId(f"{device}-{seq}"), at=at, zone_minutes=0, device=device, seq=seq,
        card=CardId(card), rating=Rating.GOOD, took_ms=900,
    )  # fmt: skip


def write(collection: Collection, name: str, *events: Review) -> None:
    (collection.root / "reviews" / f"{name}.jsonl").write_bytes(b"".join(map(encode, events)))


def test_whole_logs_have_no_findings(collection: Collection) -> None:
    write(collection, "laptop", review("laptop", 4), review("laptop", 5))
    write(collection, "laptop.sync-conflict-20260101-101010-ABCDEFG", review("laptop", 4), review("laptop", 6))

    assert rules(collection) == []


def test_an_answer_that_two_machines_imported_is_one(collection: Collection) -> None:
    name = {"id": EventId("anki:aa-bbbbbb:0:1770000000000")}
    write(collection, "laptop", *(replace(review("laptop", seq), **(name if seq == 2 else {})) for seq in (1, 2, 3)))
    write(
        collection,
        "desk",
        *(replace(review("desk", seq), zone_minutes=540, **(name if seq == 1 else {})) for seq in (1, 2)),
    )

    assert rules(collection) == []


def test_two_answers_of_one_name_are_told(collection: Collection) -> None:
    write(collection, "laptop", review("laptop", 1))
    write(collection, "desk", replace(review("laptop", 1), device="desk", rating=Rating.EASY))

    assert rules(collection) == ["repeated-id"]


def test_a_gap_in_the_numbers_of_a_device_is_told(collection: Collection) -> None:
    write(collection, "laptop", *(review("laptop", seq) for seq in (1, 3, 4, 9)))
    (finding,) = doctor.findings(collection, NOW)

    assert (finding.rule, finding.where, finding.what) == ("sequence-gap", "laptop", "no event is numbered 2, 5 to 8")


def test_events_from_before_and_from_the_future_are_told(collection: Collection) -> None:
    early, late = datetime(2005, 12, 31, tzinfo=UTC), NOW + timedelta(days=9)
    write(collection, "laptop", review("laptop", 1, at=early), review("laptop", 2, at=late))

    assert rules(collection) == ["early-event", "future-event"]


def test_a_rating_out_of_its_range_is_a_damaged_line(collection: Collection) -> None:
    line = encode(review("laptop", 1)).replace(b'"rating":3', b'"rating":7')
    (collection.root / "reviews" / "laptop.jsonl").write_bytes(line)

    assert rules(collection) == ["damaged-line"]


def test_a_log_copied_under_another_name_is_told(collection: Collection) -> None:
    write(collection, "laptop", review("laptop", 1))
    write(collection, "laptop (1)", review("laptop", 1))
    (finding,) = doctor.findings(collection, NOW)

    assert (finding.rule, finding.where) == ("foreign-log", "reviews/laptop (1).jsonl")


def test_a_studied_card_whose_deck_file_is_gone_is_told(collection: Collection) -> None:
    write(collection, "laptop", review("laptop", 1))
    assert rules(collection) == []
    (collection.root / "cards" / "a.yaml").unlink()
    collection.refresh(NOW)

    assert rules(collection) == ["lost-card"]


def test_a_studied_card_whose_deck_file_is_gone_is_told_by_a_new_index_too(
    collection: Collection, tmp_path: Path
) -> None:
    (collection.root / "cards" / "b.yaml").write_text("deck: B\ncards:\n- id: bb-bbbbbb\n  question: q?\n  answer: r\n")
    write(collection, "laptop", review("laptop", 1))
    (collection.root / "cards" / "a.yaml").unlink()
    with Collection.open(collection.root, now=NOW, home=tmp_path / "another") as opened:
        assert "lost-card" in rules(opened)


def test_media_that_nothing_shows_is_told_and_the_rest_left_alone(collection: Collection) -> None:
    (collection.root / "media").mkdir()
    for name in ("key.png", "my lock.png", "old.png"):
        (collection.root / "media" / name).write_bytes(b"x")
    (collection.root / "notes" / "n.md").write_text("![](../media/my%20lock.png)\n")
    (finding,) = doctor.findings(collection, NOW)

    assert (finding.rule, finding.where) == ("unused-media", "media/old.png")


def test_media_names_that_collide_are_told(collection: Collection) -> None:
    (collection.root / "media").mkdir()
    (collection.root / "media" / "key.png").write_bytes(b"x")
    (collection.root / "media" / "Key.png").write_bytes(b"y")
    (collection.root / "notes" / "n.md").write_text("![](../media/Key.png)\n")

    assert rules(collection) == ["media-collision"]


def test_a_package_that_does_not_open_is_told(collection: Collection) -> None:
    (collection.root / "decks" / "a.apkg").write_bytes(b"PK half a package")

    assert rules(collection) == ["broken-package"]
    assert doctor.facts(collection, NOW)["packages"] == {}


def test_facts_tell_of_sqlite_and_of_who_writes(collection: Collection) -> None:
    facts = doctor.facts(collection, NOW)

    assert facts["journal_mode"] == "wal"
    assert facts["sqlite"].count(".") == 2
    assert facts["lock"] == ""


def test_facts_name_another_program_that_writes(tmp_path: Path) -> None:
    create(tmp_path / "c")
    with Collection.open(tmp_path / "c", now=NOW, home=tmp_path / "home") as reading:
        other = WriterLock(reading.own / "lock")
        other.acquire(NOW)

        assert "since 2026-03-02 12:00:00 UTC" in doctor.facts(reading, NOW)["lock"]
        other.release()


def test_an_index_that_cannot_be_kept_is_told(collection: Collection) -> None:
    collection.index.ask(lambda sql: sql.execute("PRAGMA journal_mode = DELETE"))

    assert rules(collection) == ["journal-mode"]


def test_a_folder_that_a_program_shares_is_known(tmp_path: Path) -> None:
    (tmp_path / "shared" / "deep").mkdir(parents=True)
    assert not synced(tmp_path / "shared" / "deep")
    (tmp_path / "shared" / ".stfolder").mkdir()

    assert synced(tmp_path / "shared" / "deep")
    assert synced(Path("/home/mia/Dropbox/cards"))
    assert not synced(Path("/home/mia/cards"))


def test_the_file_system_of_a_folder_is_that_of_the_nearest_mount() -> None:
    mounts = "disk / ext4 rw 0 0\nbox:/home /home nfs4 rw 0 0\nx /media/my\\040box cifs rw 0 0\nbroken\n"

    assert file_system(Path("/home/mia"), mounts) == "nfs4"
    assert file_system(Path("/media/my box/c"), mounts) == "cifs"
    assert file_system(Path("/homes"), mounts) == "ext4"


def test_every_rule_is_in_the_docs() -> None:
    program = Path(doctor.__file__).parents[1]
    sources = [*(program / "doctor").glob("*.py"), program / "strays.py"]
    code = "\n".join(path.read_text() for path in sources)
    found = set(re.findall(r'Finding\(\s*"([a-z-]+)"', code)) | set(re.findall(r'"([a-z]+-[a-z]+)"', code))
    page = (program.parents[1] / "docs" / "doctor.md").read_text()

    assert len(found) >= 22
    assert [rule for rule in sorted(found) if f"`{rule}`" not in page] == []
