"""Side by side, in one run: our export, the floor (bulk insert and zip), genanki's plain write, Anki's own export.

    python benchmarks/anki_export.py [CARDS ...]        default 10000 100000

Each contender runs in a process of its own on the same rows, which lie ready in memory; best of three. Peak memory is
that of the process, rows included. Anki's export starts from its own open collection.
"""

# ruff: noqa: PLC0415  # each contender imports what it needs in a process of its own
from __future__ import annotations

import json
import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
import warnings
import zipfile
from pathlib import Path

WORDS = [
    "key",
    "policy",
    "grant",
    "region",
    "envelope",
    "rotation",
    "alias",
    "secret",
    "bucket",
    "object",
    "role",
    "token",
    "session",
    "audit",
]


def package(count):
    from flashkms.anki.notetypes import QUESTION
    from flashkms.anki.rows import CardRow, Clock, DeckRow, NoteRow, Package
    from flashkms.anki.summary import checksum

    notes, cards = [], []
    for n in range(count):
        text = " ".join(WORDS[(n * 7 + k * k) % len(WORDS)] for k in range(18))
        fields = (f"<p>{n} {text}?</p>", f"<p><strong>{text[:40]}</strong> {n}</p>", "", f"<p>{text} {text}</p>")
        fields += ("AWS › KMS", "", "notes/aws/kms.md", "", f"kms-{n}", "", "", "")
        first = fields[0][3:-4]
        notes.append(
            NoteRow(
                10**12 + n, f"kms-{n}", QUESTION.id, 1_700_000_000, " aws ", "\x1f".join(fields), first, checksum(first)
            )
        )
        cards.append(CardRow(10**12 + n, 10**12 + n, 77, 0, 1_700_000_000, 0, 0, n, 0, 0, 0, 0, 0, 0, 0, 0, "{}"))
    return Package((DeckRow(77, "AWS::KMS"),), tuple(notes), tuple(cards), Clock(1_420_084_800, 0, 4))


def floor(made, path):
    from genanki.apkg_col import APKG_COL
    from genanki.apkg_schema import APKG_SCHEMA

    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.executescript(APKG_SCHEMA)
    connection.executescript(APKG_COL)
    connection.execute("BEGIN")
    connection.executemany("INSERT INTO notes VALUES(?,?,?,?,-1,?,?,?,?,0,'')", made.notes)
    connection.executemany("INSERT INTO cards VALUES(?,?,?,?,?,-1,?,?,?,?,?,?,?,?,?,?,?,?)", made.cards)
    connection.execute("COMMIT")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        archive.writestr("collection.anki2", connection.serialize())
        archive.writestr("media", "{}")


def ours(made, path):
    from flashkms.anki.write import write

    write(made, path, prefix=".made-", put=os.replace)


def plain(made, path):
    """genanki as its manual shows it: uncompressed, unverified."""
    import genanki

    from flashkms.anki.notetypes import QUESTION
    from flashkms.anki.write import _model

    model, deck = _model(QUESTION), genanki.Deck(77, "AWS::KMS")
    for row in made.notes:
        deck.add_note(genanki.Note(model, row.fields.split("\x1f"), guid=row.guid, tags=["aws"]))
    started = time.perf_counter()
    genanki.Package(deck).write_to_file(str(path))
    return time.perf_counter() - started


def anki(made, path):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from anki.collection import (
            Collection,
            ExportAnkiPackageOptions,
            ImportAnkiPackageOptions,
            ImportAnkiPackageRequest,
        )
    source = path.with_name("source.apkg")
    ours(made, source)
    collection = Collection(str(path.with_name("collection.anki2")))
    options = ImportAnkiPackageOptions(with_scheduling=True)
    collection.import_anki_package(ImportAnkiPackageRequest(package_path=str(source), options=options))
    options = ExportAnkiPackageOptions(with_scheduling=True, with_deck_configs=True, with_media=True, legacy=False)
    started = time.perf_counter()
    collection.export_anki_package(out_path=str(path), limit=None, options=options)
    return time.perf_counter() - started


CONTENDERS = {"floor": floor, "ours": ours, "genanki": plain, "anki": anki}


def one(name, count):
    made = package(count)
    times = []
    for _ in range(3):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "deck.apkg")
            started = time.perf_counter()
            times.append(CONTENDERS[name](made, path) or time.perf_counter() - started)
            size = path.stat().st_size
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": min(times), "megabytes": size / 1e6, "peak": memory}))


def main():
    for count in [int(said) for said in sys.argv[1:]] or [10_000, 100_000]:
        print(f"{count} cards")
        base = None
        for name in CONTENDERS:
            said = subprocess.run(
                [sys.executable, __file__, "--one", name, str(count)], check=True, capture_output=True, text=True
            )
            told = json.loads(said.stdout)
            base = base or told["seconds"]
            print(
                f"  {name:8} {told['seconds']:6.2f} s  {told['seconds'] / base:5.2f} x floor"
                f"  {told['megabytes']:6.1f} MB  peak {told['peak']:4.0f} MB"
            )


if __name__ == "__main__":
    if "--one" in sys.argv:
        one(sys.argv[2], int(sys.argv[3]))
    else:
        main()
