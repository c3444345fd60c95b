"""Decks of other hands that come again: what was changed in Anki since, what a person removed here, and what goes back."""

import json
import re
import sqlite3
import tempfile
import zipfile
from contextlib import closing
from datetime import timedelta

import pytest

from flashkms.anki.guids import entry_id
from flashkms.cards.card import card_ordinals
from flashkms.errors import UsageError
from flashkms.exchange import export, import_package
from flashkms.schedule.event import Drop
from flashkms.store.collection import Collection

from .conftest import NOW

LATER = NOW + timedelta(days=400)
GUID = "k~A:x)9[Bq"  # as most of Anki's are: it can be no id


def foreign(anki, kind, guid=GUID, **fields):
    note = anki.col.new_note(anki.col.models.by_name(kind))
    for name, value in fields.items():
        note[name.replace("_", " ")] = value
    note.guid = guid
    anki.col.add_note(note, anki.col.decks.id("Languages"))
    return note


class Here:
    def __init__(self, root, opened, folder):
        self.root, self._opened, self._folder, self._count = root, opened, folder, 0

    def import_(self, anki, **more):
        self._count += 1
        package = anki.give(self._folder / f"p{self._count}.apkg")
        with self._opened(self.root, LATER) as held:
            return import_package(held, package, **more)

    def exported(self, *decks):
        with self._opened(self.root, LATER) as held:
            (file,) = export(held, decks, out=self._folder / "out.apkg")
        return file.path

    def opened(self):
        return self._opened(self.root, LATER)

    def entry(self, guid=GUID):
        with Collection.open(self.root, now=LATER) as held:
            found = [one for deck in held.decks() for one in deck.entries if one.id == entry_id(guid)]
        return found[0] if found else None

    def happens(self, kind, **more):
        with self._opened(self.root, LATER) as held:
            held.log.append([kind(**held.log.stamp(LATER), **more)])

    def edit(self, before, after):
        path = self.root / "cards" / "languages.yaml"
        text = path.read_text()
        assert before in text
        path.write_text(text.replace(before, after))

    def delete(self, guid=GUID):
        path = next(path for path in self.root.rglob("*.yaml") if f"id: {entry_id(guid)}\n" in path.read_text())
        kept = re.sub(rf"\n- id: {entry_id(guid)}\n(?:[^-\n].*\n|\n(?!- ))*", "", path.read_text() + "\n")
        path.write_text(kept)
        assert self.entry(guid) is None


@pytest.fixture
def here(collection, opened, tmp_path):
    return Here(collection, opened, tmp_path)


def changed(anki, note, **fields):
    for name, value in fields.items():
        note[name] = value
    anki.col.update_note(note)


def test_a_deck_that_goes_back_makes_no_second_note(here, anki):
    for guid in (GUID, "plain", "pl-1_n"):
        foreign(anki, "Basic", guid, Front=f"front {guid}", Back="b")
    here.import_(anki)

    log = anki.take(here.exported("Languages"))

    assert (log["new"], log["conflicting"], anki.col.note_count()) == (0, 3, 3)


def test_a_note_that_went_to_another_anki_comes_back_as_itself(here, anki, new_anki):
    foreign(anki, "Basic", Front="a", Back="b")
    here.import_(anki)
    peer = new_anki("peer")
    peer.take(here.exported("Languages"))
    peer.answer(GUID, 3)

    report = here.import_(peer)

    assert (report.added, report.edits, report.reviews) == ((), (), 1)


def earlier(here, line):
    """Let the ledger be as a version wrote it that knew of no guids: *line* and no more."""
    (path,) = (here.root / "exports").glob("*.jsonl")
    path.write_text(line + "\n" if line else "")


def guids(path):
    with zipfile.ZipFile(path) as archive, tempfile.NamedTemporaryFile() as file:
        file.write(archive.read("collection.anki2"))
        file.flush()
        with closing(sqlite3.connect(file.name)) as sql:
            return [guid for (guid,) in sql.execute("SELECT guid FROM notes")]


WENT = f'{{"at":"2020-01-01T00:00:00Z","entries":{{"{entry_id(GUID)}":"0123456789{"abcde" * 12}"}}}}'


def test_an_entry_that_went_out_under_its_id_keeps_it(here, anki, new_anki):
    """An earlier version exported it so; the package that brings its guid comes later."""
    foreign(anki, "Basic", Front="a", Back="b")
    here.import_(anki)
    earlier(here, WENT)
    before = guids(here.exported("Languages"))

    here.import_(anki)
    after = [guids(here.exported("Languages")) for _ in range(2)]

    assert [before, *after] == [[entry_id(GUID)]] * 3


def test_an_entry_that_was_known_before_it_went_out_keeps_its_guid(here, anki):
    foreign(anki, "Basic", Front="a", Back="b")
    here.import_(anki)
    earlier(here, "")
    here.import_(anki)  # of which an earlier version had noted nothing down

    first = guids(here.exported("Languages"))
    here.edit("answer: b", "answer: c")
    here.import_(anki)

    assert [first, guids(here.exported("Languages"))] == [[GUID], [GUID]]


@pytest.mark.parametrize(
    ("mine", "theirs", "guid"),
    [
        (WENT, "2021-01-01", entry_id(GUID)),
        (WENT, "2020-01-01", GUID),
        (WENT.replace("2020", "2022"), "2021-01-01", GUID),
    ],
)
def test_of_two_devices_the_earlier_line_tells_whether_the_guid_was_known(here, anki, mine, theirs, guid):
    foreign(anki, "Basic", Front="a", Back="b")
    here.import_(anki)
    (path,) = (here.root / "exports").glob("*.jsonl")
    line = json.loads(path.read_text().splitlines()[0])
    path.write_text(mine + "\n")
    other = json.dumps({**line, "at": f"{theirs}T00:00:00Z"}) + "\n"
    (here.root / "exports" / "other.jsonl").write_text(other)

    assert guids(here.exported("Languages")) == [guid]


def test_an_older_package_tells_of_no_edits(here, anki):
    note = foreign(anki, "Basic", Front="a", Back="b")
    old = anki.give(here.root / "old.apkg")
    changed(anki, note, Back="c")
    anki.col.db.execute("update notes set mod = mod + 60")
    here.import_(anki)

    with here.opened() as held:
        report = import_package(held, old, take=("all",))

    assert (report.edits, report.taken, here.entry().body.answers) == ((), (), ("c",))


def test_what_an_earlier_version_imported_is_no_edit_for_its_signs(here, anki):
    note = foreign(anki, "Basic", Front="<ol><li>x</li></ol><ol><li>y</li></ol>", Back="<u>a</u><br><br>b")
    here.import_(anki)
    earlier(here, "")
    here.edit("    1) y\n", "    1. y\n")
    here.edit("    <u>a</u>\n\n", "    a\\\n")

    quiet = here.import_(anki)
    changed(anki, note, Back="c")
    report = here.import_(anki)

    assert quiet.edits == ()
    assert [(edit.field, edit.there) for edit in report.edits] == [("answer", "c")]


def test_a_note_as_some_export_wrote_it_tells_of_no_edits(here, anki, collection):
    """The package is an older one: the tags were changed here since, and went out."""
    anki.take(here.exported("AWS"))
    old = anki.give(collection / "old.apkg")
    path = collection / "cards" / "aws" / "kms.yaml"
    path.write_text(path.read_text().replace("tags: [aws]", "tags: [cloud]"))
    anki.take(here.exported("AWS"))

    with here.opened() as held:
        report = import_package(held, old)

    assert report.edits == ()


def test_an_export_counts_what_an_anki_will_not_update(here, anki, new_anki):
    foreign(anki, "Basic", Front="a", Back="b")
    here.import_(anki)
    with here.opened() as held:
        (theirs,) = export(held, ["Languages"], out=here.root / "theirs.apkg")
        (mine,) = export(held, ["AWS"], out=here.root / "mine.apkg")

    assert (theirs.foreign, mine.foreign) == (1, 0)
    assert anki.take(theirs.path) == {"new": 0, "updated": 0, "duplicate": 0, "conflicting": 1}
    assert new_anki("peer").take(theirs.path)["new"] == 1


def test_merging_note_types_would_empty_the_notes_that_are_there(here, anki):
    """Why the guide says never to: Anki matches no field of one type with a field of the other."""
    foreign(anki, "Basic", Front="a", Back="b")
    here.import_(anki)
    package = here.exported("Languages")
    anki.col.db.execute("update notes set mod = 4000000000")  # so that it is not updated at once

    anki.take(package, merge=True)

    assert anki.note(GUID).note_type()["name"] == "flashkms Question"
    assert anki.note(GUID).fields[:2] == ["", ""]
    assert not anki.healthy()


def test_a_text_changed_in_anki_is_shown_and_taken_when_asked_for(here, anki):
    note = foreign(anki, "Basic", Front="a", Back="b")
    here.import_(anki)
    changed(anki, note, Back="<b>c</b>")

    shown, again = here.import_(anki), here.import_(anki)
    before = here.entry().body.answers
    taken, after = here.import_(anki, take=(entry_id(GUID),)), here.import_(anki)

    (edit,) = shown.edits
    assert (edit.entry, edit.field, edit.here, edit.there, edit.changed) == (
        entry_id(GUID), "answer", "b", "**c**", "anki",
    )  # fmt: skip
    assert again.edits == shown.edits
    assert before == ("b",)
    assert (taken.taken, taken.edits, here.entry().body.answers) == ((entry_id(GUID),), (), ("**c**",))
    assert (after.taken, after.edits, after.decks) == ((), (), ())


def test_what_both_sides_changed_is_a_conflict_and_what_only_one_did_is_none(here, anki):
    note = foreign(anki, "Basic", Front="a word", Back="an answer")
    here.import_(anki)
    here.edit("    a word\n", "    my word\n")
    here.edit("answer: an answer", "answer: my answer")

    quiet = here.import_(anki)
    changed(anki, note, Back="theirs")
    report = here.import_(anki)

    assert quiet.edits == ()
    assert [(edit.field, edit.changed) for edit in report.edits] == [("answer", "both")]


def test_a_blank_added_in_anki_waits_with_its_reviews(here, anki):
    note = foreign(anki, "Cloze", Text="{{c1::a}} b")
    here.import_(anki)
    changed(anki, note, Text="{{c1::a}} {{c2::b}}")
    anki.answer(GUID, 3, ordinal=1)

    waiting = here.import_(anki)
    taken = here.import_(anki, take=(entry_id(GUID),))

    assert (waiting.reviews, dict(waiting.left_out)) == (0, {"cards that are new in Anki": 1})
    assert [edit.field for edit in waiting.edits] == ["cloze"]
    assert (taken.reviews, card_ordinals(here.entry())) == (1, (1, 2))


def test_a_card_that_a_template_adds_waits_too(here, anki):
    note = foreign(anki, "Basic (optional reversed card)", Front="a", Back="b")
    here.import_(anki)
    changed(anki, note, **{"Add Reverse": "y"})

    waiting = here.import_(anki)
    here.import_(anki, take=(entry_id(GUID),))

    assert [(edit.field, edit.there) for edit in waiting.edits] == [("reverse", "yes")]
    assert here.entry().body.reverse


def test_what_is_to_be_taken_over_and_is_not_there_is_named_with_what_waits(here, anki):
    note = foreign(anki, "Basic", Front="a", Back="b")
    here.import_(anki)
    changed(anki, note, Back="c")

    with pytest.raises(UsageError, match="no entry nonsense is in the package") as refused:
        here.import_(anki, take=("nonsense", entry_id(GUID)))

    assert refused.value.hint == f"all, or what waits: {entry_id(GUID)}"
    assert here.entry().body.answers == ("b",)


def test_taking_over_what_stands_as_in_anki_is_no_mistake(here, anki):
    foreign(anki, "Basic", Front="a", Back="b")
    here.import_(anki)

    assert here.import_(anki, take=(entry_id(GUID),)).taken == ()


def test_a_dry_run_takes_nothing(here, anki):
    note = foreign(anki, "Basic", Front="a", Back="b")
    here.import_(anki)
    changed(anki, note, Back="c")

    here.import_(anki, take=(entry_id(GUID),), dry_run=True)

    assert here.entry().body.answers == ("b",)


def test_what_was_dropped_stays_away_until_it_is_restored(here, anki):
    foreign(anki, "Basic", Front="a", Back="b")
    here.import_(anki)
    here.delete()
    here.happens(Drop, entry=entry_id(GUID), dropped=True)

    away = here.import_(anki)
    here.happens(Drop, entry=entry_id(GUID), dropped=False)
    back = here.import_(anki)

    assert (away.added, away.removed) == ((), (entry_id(GUID),))
    assert (back.added, back.removed) == ((entry_id(GUID),), ())


def test_what_was_deleted_by_hand_stays_away(here, anki):
    foreign(anki, "Basic", Front="a", Back="b")
    foreign(anki, "Basic", "other", Front="c", Back="d")
    here.import_(anki)
    here.delete()

    report = here.import_(anki)

    assert (report.added, report.removed, report.decks) == ((), (entry_id(GUID),), ())


def test_an_entry_of_ones_own_that_was_deleted_after_its_export_stays_away(here, anki):
    anki.take(here.exported("AWS"))
    here.delete("kms-zz2345")

    report = here.import_(anki)

    assert (report.added, report.removed) == ((), ("kms-zz2345",))


def test_what_only_changed_here_is_no_edit_of_ankis(here, anki, collection):
    anki.take(here.exported("AWS"))
    note = anki.note("kms-zz2345")
    note["Extra"] = "from the phone"
    anki.col.update_note(note)
    path = collection / "cards" / "aws" / "kms.yaml"
    path.write_text(path.read_text().replace("answer: 7 days", "answer: a week"))
    anki.take(here.exported("AWS"))  # refused: the note there is newer

    report = here.import_(anki)

    assert [(edit.field, edit.changed) for edit in report.edits] == [("Extra", "anki")]


def test_a_sound_whose_name_is_taken_is_the_one_that_its_card_plays(here, anki, collection):
    name = anki.col.media.write_data("a.mp3", b"theirs")
    foreign(anki, "Basic", Front=f"[sound:{name}]", Back="b")
    (collection / "media").mkdir()
    (collection / "media" / name).write_bytes(b"mine")

    here.import_(anki)

    (played,) = re.findall(r"sound:([^\]\\]+\.mp3)", here.entry().body.question)
    assert (collection / "media" / played).read_bytes() == b"theirs"
    assert (collection / "media" / name).read_bytes() == b"mine"
