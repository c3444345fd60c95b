"""Packages that mean harm, or were damaged on the way."""

import io
import json
import os
import random
import sqlite3
import zipfile
from contextlib import suppress

import pytest

from flashkms.anki import archive as shell
from flashkms.anki.archive import PackageError
from flashkms.errors import FlashkmsError
from flashkms.exchange import export, import_package

from .conftest import NOW


@pytest.fixture
def sound(collection, opened, tmp_path):
    """The bytes of a sound collection."""
    with opened(collection) as held:
        (file,) = export(held, out=tmp_path / "sound")
    with zipfile.ZipFile(file.path) as opened_zip:
        return opened_zip.read("collection.anki2")


def package(path, database, media="{}", **members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("collection.anki2", database)
        made.writestr("media", media)
        for name, content in members.items():
            made.writestr(name.lstrip("_"), content)
    return path


def changed(database, *statements):
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.deserialize(database)
    for statement in statements:
        connection.execute(statement)
    content = connection.serialize()
    connection.close()
    return content


def brought(opened, root, path):
    with opened(root, NOW) as held:
        return import_package(held, path)


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER t AFTER INSERT ON notes BEGIN DELETE FROM notes; END",
        "CREATE VIEW v AS SELECT 1",
        "CREATE TABLE g (a, b GENERATED ALWAYS AS (a || a))",
        "CREATE VIRTUAL TABLE f USING fts5(a)",
    ],
)
def test_a_database_with_more_than_tables_is_refused(collection, opened, tmp_path, sound, statement):
    path = package(tmp_path / "x.apkg", changed(sound, statement))

    with pytest.raises(PackageError, match="refused"):
        brought(opened, collection, path)


@pytest.mark.parametrize("statement", ["DROP TABLE revlog", "DELETE FROM col", "UPDATE col SET ver=19"])
def test_a_database_of_another_shape_is_refused(collection, opened, tmp_path, sound, statement):
    path = package(tmp_path / "x.apkg", changed(sound, statement))

    with pytest.raises(PackageError):
        brought(opened, collection, path)


def test_of_two_lines_of_one_instant_the_first_counts(collection, opened, tmp_path, sound):
    """Anki's table cannot hold them; another one's can."""
    lines = [f"(1700000000000, {card}, -1, {ease}, 1, 1, 500, 9, 1)" for card, ease in ((7, 3), (7, 1), (8, 2))]
    statements = [
        "DROP TABLE revlog",
        "CREATE TABLE revlog (id, cid, usn, ease, ivl, lastIvl, factor, time, type)",
        "UPDATE cards SET id = 7 WHERE nid = (SELECT id FROM notes WHERE guid = 'kms-zz2345')",
        f"INSERT INTO revlog VALUES {', '.join(lines)}",
    ]
    path = package(tmp_path / "x.apkg", changed(sound, *statements))

    report = brought(opened, collection, path)

    assert (report.reviews, dict(report.left_out)) == (1, {"reviews": 1, "reviews of deleted cards": 1})


@pytest.mark.parametrize(
    "column", ["conf='[]'", "models='{'", "models='[1]'", "decks='{\"1\":3}'", "crt='x'", "crt=9e15"]
)
def test_settings_that_anki_never_writes_are_refused(collection, opened, tmp_path, sound, column):
    path = package(tmp_path / "x.apkg", changed(sound, f"UPDATE col SET {column}"))

    with pytest.raises(PackageError):
        brought(opened, collection, path)


def test_characters_that_nobody_sees_cost_no_card(collection, opened, tmp_path, sound):
    """Texts that were pasted into Anki hold them; a deck file may not."""
    odd = "char(11, 1, 127, 133, 9, 10)"
    database = changed(
        sound,
        f"UPDATE notes SET guid='other-' || guid, flds=replace(flds, '7 days', 'se' || {odd} || 'ven')",
        f"UPDATE notes SET tags=' a' || {odd} || 'b '",
    )

    report = brought(opened, collection, package(tmp_path / "x.apkg", database))

    with opened(collection) as held:
        entries = {entry.id: entry for deck in held.decks() for entry in deck.entries}
        assert not held.problems()
    assert (len(report.added), report.left_out) == (3, {})
    assert entries["other-kms-zz2345"].body.answers == ("se ven",)


def test_a_text_that_no_deck_file_may_hold_is_left_out_and_counted(collection, opened, tmp_path, sound):
    longer = "replace(hex(zeroblob(33000)), '0', 'a')"
    database = changed(
        sound, f"UPDATE notes SET guid='other-' || guid, flds=replace(flds, '7 days', {longer} || '7 days')"
    )

    report = brought(opened, collection, package(tmp_path / "x.apkg", database))

    assert (len(report.added), report.left_out) == (2, {"notes with a text over 64 KiB": 1})
    with opened(collection) as held:
        assert not held.problems()


def test_one_bad_row_costs_no_good_one(collection, opened, tmp_path, sound):
    database = changed(
        sound,
        "UPDATE notes SET guid='other-' || guid",
        "INSERT INTO notes SELECT 7, 'bad', mid, mod, usn, tags, 'too few', sfld, csum, flags, data FROM notes LIMIT 1",
        "INSERT INTO notes SELECT 8, x'ff', mid, mod, usn, tags, flds, sfld, csum, flags, data FROM notes LIMIT 1",
        "INSERT INTO cards SELECT 9, nid, did, 69999, mod, usn, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, '' FROM cards LIMIT 1",
        "INSERT INTO revlog SELECT 1700000000000, id, 0, 9, 1, 1, 1, 1, 0 FROM cards ORDER BY id DESC LIMIT 1",
        "INSERT INTO revlog SELECT 1700000000001, id, 0, 3, 1, 1, 1, 1, 0 FROM cards ORDER BY id DESC LIMIT 1",
    )

    report = brought(opened, collection, package(tmp_path / "x.apkg", database))

    assert len(report.added) == 3
    assert report.reviews == 1
    assert report.left_out == {"notes": 2, "cards": 1, "reviews": 1}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE cards SET mod=1 << 60, queue=-1",
        "UPDATE notes SET mod=1 << 60, tags=' marked '",
        "UPDATE cards SET mod=-5, ivl=1 << 60, type=2, queue=2",
        """UPDATE col SET dconf='{"1":{"new":{"delays":[1e999,NaN]},"desiredRetention":NaN}}',
           decks=(SELECT replace(decks, '"conf"', '"conf":1,"was"') FROM col)""",
    ],
)
def test_a_number_that_nobody_meant_ends_in_no_traceback(collection, opened, tmp_path, sound, statement):
    report = brought(opened, collection, package(tmp_path / "x.apkg", changed(sound, statement)))

    assert report.notes == 3
    assert not {"nan", "inf"} & set("".join(report.advice).split())


def test_a_package_is_not_blamed_for_a_deck_file_that_is_no_text(collection, opened, tmp_path, sound):
    path = package(tmp_path / "x.apkg", changed(sound, "UPDATE notes SET guid='other-' || guid"))
    with opened(collection) as held:
        (collection / "cards" / "aws" / "kms.yaml").write_bytes(b"deck: caf\xe9\n")

        with pytest.raises(FlashkmsError, match=r"kms\.yaml:1: byte 9 is not UTF-8"):
            import_package(held, path)


def test_a_media_name_that_no_disk_takes_is_left_out(collection, opened, tmp_path, sound):
    name = f"{'열' * 100}.png"
    database = changed(
        sound,
        "UPDATE notes SET guid='other-' || guid",
        f"UPDATE notes SET flds=replace(flds, '<p>', '<p><img src=\"{name}\">')",
    )

    report = brought(opened, collection, package(tmp_path / "x.apkg", database, json.dumps({"0": name}), _0=b"x"))

    assert (len(report.added), report.media) == (3, 0)


def test_reviews_from_the_future_are_left_out(collection, opened, tmp_path, sound):
    later = round(NOW.timestamp() * 1000) + 2 * 86_400_000
    database = changed(
        sound, f"INSERT INTO revlog SELECT {later}, id, 0, 3, 1, 1, 1, 1, 0 FROM cards ORDER BY id DESC LIMIT 1"
    )

    report = brought(opened, collection, package(tmp_path / "x.apkg", database))

    assert report.left_out == {"reviews": 1}


@pytest.mark.parametrize(
    "name", ["../../x.png", "/etc/x.png", "a/b.png", ".hidden.png", "c:x.png", "a\\b.png", "", ".."]
)
def test_a_strange_media_name_is_never_written(collection, opened, tmp_path, sound, name):
    database = changed(
        sound,
        "UPDATE notes SET guid='other-' || guid",
        f"UPDATE notes SET flds=replace(flds, '<p>', '<p><img src=\"{name}\">')",
    )
    before = set(tmp_path.rglob("*.png"))

    report = brought(opened, collection, package(tmp_path / "x.apkg", database, json.dumps({"0": name}), _0=b"x"))

    assert report.media == 0
    assert before == set(tmp_path.rglob("*.png"))


def test_a_bomb_is_stopped_by_what_comes_out_of_it(collection, opened, tmp_path, monkeypatch, sound):
    monkeypatch.setattr(shell, "COLLECTION_BYTES", 1 << 20)
    path = package(tmp_path / "x.apkg", sound + bytes(1 << 22))

    with pytest.raises(PackageError, match="is larger than a package of this kind may be"):
        brought(opened, collection, path)


def test_two_members_of_one_name_are_refused(collection, opened, tmp_path, sound):
    path = package(tmp_path / "x.apkg", sound)
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(path, "a") as made:
        made.writestr("collection.anki2", sound)

    with pytest.raises(PackageError, match="two of one name"):
        brought(opened, collection, path)


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/tty", "/dev/null", "pipe"])
def test_a_device_without_end_and_a_pipe_that_waits_are_no_package(collection, opened, tmp_path, device):
    os.mkfifo(tmp_path / "pipe")
    with opened(collection) as held, pytest.raises(PackageError):
        import_package(held, tmp_path / device)


def test_damaged_bytes_never_end_in_a_traceback(collection, opened, tmp_path, sound):
    dice = random.Random(7)
    whole = io.BytesIO()
    package(whole, sound)
    for _ in range(60):
        content = bytearray(whole.getvalue() if dice.random() < 0.5 else sound)
        for _ in range(dice.randrange(1, 30)):
            content[dice.randrange(len(content))] = dice.randrange(256)
        path = tmp_path / "x.apkg"
        if content[:2] == b"PK":
            path.write_bytes(content)
        else:
            package(path, bytes(content))
        with suppress(PackageError):
            brought(opened, collection, path)


def test_a_script_in_a_field_never_arrives(collection, opened, tmp_path, sound):
    database = changed(
        sound,
        "UPDATE notes SET guid='other-' || guid, flds=replace(flds, '<p>', '<p><script>alert(1)</script><svg onload=x>')",
    )

    report = brought(opened, collection, package(tmp_path / "x.apkg", database))

    text = "".join((collection / deck).read_text() for deck in report.decks)
    assert "alert" not in text
    assert "onload" not in text
