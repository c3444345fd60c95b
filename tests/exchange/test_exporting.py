import os
import shutil
import sqlite3
import zipfile
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import pytest

from flashkms.cards.unsigned import addresses
from flashkms.errors import ProblemsError, UsageError
from flashkms.exchange import export, import_package
from flashkms.study.pictures import pictures

from .conftest import NOW


def exported(opened, root, out, *, now=NOW, **more):
    with opened(root, now) as collection:
        return export(collection, out=out, **more)


def test_anki_takes_the_deck_once(collection, opened, anki, tmp_path):
    (file,) = exported(opened, collection, tmp_path / "out")

    first, second = anki.take(file.path), anki.take(file.path)

    assert (3, 4) == (file.notes, file.cards) == (anki.col.note_count(), anki.col.card_count())
    assert first == {"new": 3, "updated": 0, "duplicate": 0, "conflicting": 0}
    assert second == {"new": 0, "updated": 0, "duplicate": 3, "conflicting": 0}
    assert anki.healthy()


@pytest.mark.parametrize("name", ["Default", "Default::AWS", "default"])
def test_a_deck_called_as_ankis_own_keeps_its_name(collection, opened, anki, tmp_path, name):
    path = collection / "cards" / "aws" / "kms.yaml"
    path.write_text(path.read_text().replace("deck: AWS::KMS", f"deck: {name}\ndescription: For **all**"))
    with opened(collection) as held:
        (file,) = export(held, out=tmp_path / "out.apkg")

    anki.take(file.path)

    home = anki.col.decks.name(anki.card("kms-zz2345").did)
    assert home.casefold() == name.casefold()
    assert {one.name for one in anki.col.decks.all_names_and_ids()} <= {"Default", home}
    assert anki.healthy()


def test_the_same_collection_gives_the_same_bytes(collection, opened, tmp_path):
    (one,) = exported(opened, collection, tmp_path / "one")
    (two,) = exported(opened, collection, tmp_path / "two", now=NOW + timedelta(days=40))

    assert one.path.read_bytes() == two.path.read_bytes()


def test_a_deck_goes_to_the_folder_of_decks(collection, opened):
    (file,) = exported(opened, collection, None)

    assert collection / "decks" / "AWS--KMS.apkg" == file.path
    assert [path.name for path in file.path.parent.iterdir() if path != file.path] == []


def test_what_a_killed_export_left_goes_and_no_folder_beside_it_is_entered(collection, opened, tmp_path):
    left, other = tmp_path / ".flashkms-999999999-left", tmp_path / "mine" / ".flashkms-999999999-other"
    other.parent.mkdir()
    for path in (left, other):
        path.write_text("half a package")

    exported(opened, collection, tmp_path / "kms.apkg")

    assert (left.exists(), other.exists()) == (False, True)


def test_a_folder_whose_name_is_not_utf8_is_exported_to_and_imported_from(collection, opened, tmp_path):
    folder = tmp_path / os.fsdecode(b"\xff\xfe")
    path = exported(opened, collection, folder)[0].path
    with opened(collection) as again:
        report = import_package(again, path, dry_run=True)

    assert report.cards == 0


def test_an_unknown_deck_is_named(collection, opened):
    with opened(collection) as held, pytest.raises(UsageError, match=r"no deck GCP \(there is AWS::KMS\)"):
        export(held, ["GCP"])


def test_a_deck_is_found_by_the_one_above_it(collection, opened, tmp_path):
    with opened(collection) as held:
        (file,) = export(held, ["aws"], out=tmp_path / "all.apkg")

    assert file.notes == 3


def test_a_corrected_card_updates_anki_and_keeps_its_schedule(collection, opened, anki, tmp_path):
    (file,) = exported(opened, collection, tmp_path)
    anki.take(file.path)
    anki.answer("kms-zz2345", 4)
    deck = collection / "cards" / "aws" / "kms.yaml"
    deck.write_text(deck.read_text().replace("answer: 7 days", "answer: seven days"))

    (file,) = exported(opened, collection, tmp_path, now=NOW + timedelta(days=300))
    log = anki.take(file.path)

    assert log == {"new": 0, "updated": 1, "duplicate": 2, "conflicting": 0}
    assert anki.note("kms-zz2345")["Answer"] == "<p>seven days</p>"
    assert anki.card("kms-zz2345").type == 2


def test_an_edit_made_in_anki_outlives_every_export_of_the_same_card(collection, opened, anki, tmp_path):
    (file,) = exported(opened, collection, tmp_path)
    anki.take(file.path)
    note = anki.note("kms-zz2345")
    note["Answer"] = "mine"
    anki.col.update_note(note)
    deck = collection / "cards" / "aws" / "kms.yaml"
    deck.write_text(deck.read_text().replace("**before** it", "*before* it"))

    (file,) = exported(opened, collection, tmp_path, now=NOW + timedelta(days=300))
    anki.take(file.path)

    assert anki.note("kms-zz2345")["Answer"] == "mine"
    assert "<em>before</em>" in anki.note("kms-9d2mx7")["Question"]


def test_bold_before_a_particle_is_bold_in_anki_and_comes_back_as_it_was(collection, opened, anki, tmp_path):
    text = "요금은 **{{c1::개수::몇 개}}**와 **(API)**를"
    deck = collection / "cards" / "aws" / "kms.yaml"
    deck.write_text(deck.read_text() + f'\n- id: kms-bold22\n  cloze: "{text}"\n')

    exported(opened, collection, tmp_path / "a.apkg")
    anki.take(tmp_path / "a.apkg")

    card = anki.card("kms-bold22")
    assert "요금은 <strong><span" in card.question()
    assert "**" not in card.question() + card.answer()
    with opened(collection) as held:
        assert import_package(held, anki.give(tmp_path / "back.apkg"), dry_run=True).edits == ()
    deck.unlink()
    shutil.rmtree(collection / "exports")  # else it was deleted here, and stays away
    with opened(collection) as held:
        import_package(held, tmp_path / "a.apkg")
        held.refresh()
        (found,) = (entry for deck in held.decks() for entry in deck.entries if entry.id == "kms-bold22")
    assert found.body.text == text


def test_what_anki_would_drop_is_named_with_its_line(collection, opened, tmp_path):
    deck = collection / "cards" / "aws" / "kms.yaml"
    deck.write_text(deck.read_text() + "\n- id: kms-empty2\n  cloze: see [the page](https://e.org/{{c1::x}})\n")

    (file,) = exported(opened, collection, tmp_path)

    (skipped,) = file.skipped
    assert skipped.entry == "kms-empty2"
    assert skipped.why == "cards/aws/kms.yaml:27: blank c1 stands where Anki hides nothing, such as an address"
    assert file.notes == 3


def test_the_members_of_the_file_know_no_wall_clock(collection, opened, tmp_path):
    (file,) = exported(opened, collection, tmp_path)

    with zipfile.ZipFile(file.path) as archive:
        members = archive.infolist()
    assert [member.filename for member in members] == ["collection.anki2", "media"]
    assert {(1980, 1, 1, 0, 0, 0)} == {member.date_time for member in members}
    assert {zipfile.ZIP_DEFLATED} == {member.compress_type for member in members}


def test_the_package_names_the_scheduler_of_its_ratings(collection, opened, tmp_path):
    """Without it Anki takes ratings 2 and 3 of the log for 3 and 4."""
    (file,) = exported(opened, collection, tmp_path)

    connection = sqlite3.connect(":memory:")
    connection.deserialize(zipfile.ZipFile(file.path).read("collection.anki2"))
    (settings,) = connection.execute("select conf from col").fetchone()
    connection.close()
    assert '"schedVer": 2' in settings


BROKEN = """
- id: kms-noblank
  cloze: nothing is asked here

- id: kms-zz2345
  question: The same id again?
  answer: yes

- question: "Who sits \\x1f between?"
  answer: nobody
"""


@pytest.mark.parametrize("name", ["all.apkg", "all.csv"])
def test_an_entry_that_could_not_be_read_is_named_with_its_line(collection, opened, tmp_path, name):
    deck = collection / "cards" / "aws" / "kms.yaml"
    deck.write_text(deck.read_text() + BROKEN)

    (file,) = exported(opened, collection, tmp_path / name)

    assert [skipped.entry for skipped in file.skipped] == ["kms-noblank", "kms-zz2345", ""]
    assert [skipped.why.split(": ")[0] for skipped in file.skipped] == [
        f"cards/aws/kms.yaml:{line}" for line in (28, 30, 34)
    ]
    assert file.notes == 3


TWICE = """\
deck: GCP
cards:

- id: kms-zz2345
  question: The same id in another deck?
  answer: yes
"""


@pytest.mark.parametrize("decks", [[], ["GCP"]])
def test_an_id_that_two_decks_have_goes_into_one_package(collection, opened, tmp_path, decks):
    """Into that of the file whose entry is studied, whichever decks are exported: Anki would make two notes of them."""
    (collection / "cards" / "gcp.copy.yaml").write_text(TWICE)

    with opened(collection) as held:
        *whole, copy = export(held, decks, out=tmp_path)

    assert [(file.notes, file.skipped) for file in whole] == ([] if decks else [(3, ())])
    assert copy.notes == 0
    assert copy.skipped[0].why == (
        "cards/gcp.copy.yaml:4: the id kms-zz2345 is taken by cards/aws/kms.yaml:23 "
        "(that one is studied; give this one an id of its own, or delete it)"
    )


def test_a_word_about_a_sound_entry_leaves_it_in_the_deck(collection, opened, tmp_path):
    deck = collection / "cards" / "aws" / "kms.yaml"
    deck.write_text(deck.read_text() + "  colour: red\n")

    (file,) = exported(opened, collection, tmp_path)

    assert (file.notes, file.skipped) == (3, ())


def test_a_collection_of_which_nothing_can_be_read_says_so(collection, opened, tmp_path):
    (collection / "cards" / "aws" / "kms.yaml").write_text("cards: {{{")

    with pytest.raises(ProblemsError, match=r"cards/aws/kms\.yaml:2: "):
        exported(opened, collection, tmp_path)


def test_a_changed_picture_updates_the_note_that_shows_it(collection, opened, anki, tmp_path):
    png = b"\x89PNG\r\n\x1a\n"
    (collection / "key.png").write_bytes(png + b"one")
    deck = collection / "cards" / "aws" / "kms.yaml"
    deck.write_text(deck.read_text() + "  extra: '![a key](key.png)'\n")
    (file,) = exported(opened, collection, tmp_path)
    anki.take(file.path)
    (collection / "key.png").write_bytes(png + b"two")

    (file,) = exported(opened, collection, tmp_path, now=NOW + timedelta(days=1))
    log = anki.take(file.path)

    assert log == {"new": 0, "updated": 1, "duplicate": 2, "conflicting": 0}
    assert list(anki.col.media.check().missing) == []


@pytest.mark.parametrize("file", ["key.png", "media/key.png", "cards/aws/key.png", "cards/aws/a key.png"])
def test_a_package_brings_every_picture_that_a_screen_shows(collection, opened, tmp_path, file):
    (collection / file).parent.mkdir(exist_ok=True)
    (collection / file).write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(20))
    deck = collection / "cards" / "aws" / "kms.yaml"
    deck.write_text(deck.read_text() + f"  extra: '![a key]({quote(Path(file).name)})'\n")

    (exported_file,) = exported(opened, collection, tmp_path)

    with opened(collection) as held:
        card = next(card for card in held.cards().values() if "![" in card.entry.extra)
        (shown,) = pictures(held, card, addresses(card.entry.extra))
    assert exported_file.media == 1
    assert shown.path == collection / file


def test_no_hidden_file_goes_out(collection, opened, tmp_path):
    (collection / ".git").mkdir()
    (collection / ".git" / "key.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(20))
    deck = collection / "cards" / "aws" / "kms.yaml"
    deck.write_text(deck.read_text() + "  extra: '![a key](.git/key.png)'\n")

    (file,) = exported(opened, collection, tmp_path)

    assert file.media == 0


@pytest.mark.parametrize(
    "line",
    [
        '{"at":"2026-01-01T00:00:00Z","entries":[]}',
        '{"at":"2026-01-01T00:00:00Z","suspended":{"kms-4t7q2m.1":1}}',
        '{"at":"9999-12-31T23:59:59Z","entries":{"kms-4t7q2m":"0123456789"}}',
        '{"at":"0001-01-01T00:00:00+23:59","entries":{"kms-4t7q2m":"0123456789"}}',
        '{"at":"2026-01-01T00:00:00Z","entries":{"kms-4t7q2m":7}}',
        "[" * 100_000,
    ],
    ids=["list", "suspended", "far", "first", "number", "deep"],
)
def test_a_damaged_line_of_the_ledger_is_passed_over(collection, opened, tmp_path, line):
    (clean,) = exported(opened, collection, tmp_path / "clean")
    for path in (collection / "exports").iterdir():
        path.write_text(line + "\n")

    (file,) = exported(opened, collection, tmp_path / "damaged")

    assert file.path.read_bytes() == clean.path.read_bytes()


def test_the_database_names_no_version_of_sqlite(collection, opened, tmp_path):
    (file,) = exported(opened, collection, tmp_path)

    assert zipfile.ZipFile(file.path).read("collection.anki2")[96:100] == (3_040_001).to_bytes(4, "big")
