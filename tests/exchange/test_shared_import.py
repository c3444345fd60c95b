"""A large package is taken in by two processes, and comes to the same as if one had done it."""

import re
import threading
from datetime import UTC, datetime, timedelta

import pytest
from anki.collection import AddNoteRequest

from flashkms.anki.guids import entry_id
from flashkms.exchange import import_package
from flashkms.store.collection import Collection, create

from .conftest import NOW

pytestmark = pytest.mark.processes

LATER = NOW.replace(year=2030)
ENOUGH = 2200  # notes, for a second process to be worth it
OF_THE_MACHINE = re.compile(r'"device":"[^"]*"|"id":"[0-9a-f-]{36}"')


@pytest.fixture
def package(anki, tmp_path):
    kinds = [anki.col.models.by_name(name) for name in ("Basic (and reversed card)", "Cloze")]
    picture = anki.col.media.write_data("map.png", b"\x89PNG" + bytes(99))
    home = anki.col.decks.id("Geo")
    notes = []
    for number in range(ENOUGH):
        note = anki.col.new_note(kinds[number % 2])
        note.fields[0] = f"<b>{number}</b> {{{{c1::Rhine}}}} &amp; {{{{c2::Elbe::a river}}}} * 2"
        note.fields[1] = f'<div>flows</div><img src="{picture}">'
        notes.append(AddNoteRequest(note, home))
    anki.col.add_notes(notes)
    lines = [
        (1_700_000_000_000 + place * 1000, card, -1, 1 + place % 4, 1, 0, 2500, 4000, 0)
        for place, (card,) in enumerate(anki.rows("SELECT id FROM cards ORDER BY id"))
        if place % 50  # some were given a day and never answered
    ]
    lines += [(line[0] + 10**9, line[1], -1, 0, 0, 0, 0, 0, 4) for line in lines[::31]]  # and some were forgotten
    anki.col.db.executemany("INSERT INTO revlog VALUES (?,?,?,?,?,?,?,?,?)", lines)
    anki.col.db.execute("UPDATE cards SET type = 2, queue = 2, due = 700 + id % 90, ivl = 30, reps = 1")
    return anki.give(tmp_path / "geo.apkg")


@pytest.fixture
def days(anki, package):
    """The day on which each card of the package falls due in Anki."""
    first = datetime.fromtimestamp(anki.col.crt, UTC).date()
    found = anki.rows("SELECT guid, ord, due FROM cards c JOIN notes n ON n.id = c.nid")
    return {f"{entry_id(guid)}.{place + 1}": str(first + timedelta(due)) for guid, place, due in found}


def imported(root, package, taken):
    create(root)
    for name in taken:
        (root / "media").mkdir()
        (root / "media" / name).write_bytes(b"another picture")
    with Collection.open(root, now=LATER, home=root / "home", write=True) as held:
        report = import_package(held, package)
    files = {path.name: path.read_text() for path in root.glob("cards/**/*.yaml")}
    (log,) = (OF_THE_MACHINE.sub("", path.read_text()) for path in root.glob("reviews/*.jsonl"))
    return report, files, log, sorted(path.name for path in root.glob("media/*"))


@pytest.mark.parametrize("taken", [[], ["map.png"]], ids=["new pictures", "a name that is taken"])
def test_two_processes_bring_what_one_brings(tmp_path, package, monkeypatch, taken):
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    shared = imported(tmp_path / "shared", package, taken)
    monkeypatch.setattr(threading, "active_count", lambda: 2)
    alone = imported(tmp_path / "alone", package, taken)

    assert shared == alone
    assert len(shared[0].added) == ENOUGH
    assert shared[0].reviews > ENOUGH
    assert shared[0].moved > ENOUGH


def test_each_card_gets_the_day_of_its_own(tmp_path, package, days, monkeypatch):
    """Where the cards stand comes from the second process, in order; some of those between were never asked for."""
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    _, _, log, _ = imported(tmp_path / "shared", package, [])

    assert dict(re.findall(r'"kind":"set-due".*"card":"([^"]*)","due":"([^"]*)"', log)) == days
