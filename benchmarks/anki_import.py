"""Side by side: our import of 20,000 cards with 200,000 reviews, and Anki's own of the same package.

    python benchmarks/anki_import.py [CARDS]        ten reviews each

Each in a process of its own, the median of three after one that nobody counts. Ours writes deck files and the log,
fsynced, and replays every card; Anki writes its database.
"""

# ruff: noqa: PLC0415  # each contender imports what it needs in a process of its own
from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
import warnings
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

FIRST = 1_600_000_000_000  # milliseconds
ROUNDS = 3
GAPS = (0, 1, 3, 8, 20, 45, 90, 150, 220, 300)  # days


def make(count, path):
    sys.path.insert(0, str(Path(__file__).parent))
    import anki_export

    from flashkms.anki.rows import Package, ReviewRow
    from flashkms.anki.write import write

    package = anki_export.package(count)
    names = [f"made-{n}" for n in range(count)]
    notes = tuple(note._replace(guid=name) for note, name in zip(package.notes, names, strict=True))
    reviews = tuple(
        ReviewRow(FIRST + day * 86_400_000 + n * 13, 10**12 + n, 3, max(day, 1), 1, 500, 4000, 1 if day else 0)
        for day in GAPS
        for n in range(count)
    )
    cards = tuple(card._replace(type=2, queue=2, due=2400, interval=80, reps=10) for card in package.cards)
    write(Package(package.decks, notes, cards, package.clock, reviews), path, prefix=".made-", put=os.replace)


def ours(package, folder):
    from flashkms.exchange import import_package
    from flashkms.store.collection import Collection, create

    create(folder / "collection")
    with Collection.open(
        folder / "collection", now=datetime(2026, 1, 1, tzinfo=UTC), home=folder / "home", write=True
    ) as collection:
        started = time.perf_counter()
        report = import_package(collection, package)
        assert report.reviews
        return time.perf_counter() - started


def anki(package, folder):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest
    collection = Collection(str(folder / "collection.anki2"))
    options = ImportAnkiPackageOptions(with_scheduling=True)
    started = time.perf_counter()
    collection.import_anki_package(ImportAnkiPackageRequest(package_path=str(package), options=options))
    return time.perf_counter() - started


def main():
    count = int(sys.argv[1]) if sys.argv[1:] else 20_000
    with tempfile.TemporaryDirectory() as folder:
        package = Path(folder, "made.apkg")
        make(count, package)
        print(f"{count} cards, {count * len(GAPS)} reviews, {package.stat().st_size / 1e6:.1f} MB")
        told = {name: [one(name, package) for _ in range(1 + ROUNDS)][1:] for name in ("anki", "ours")}
        base = median(said["seconds"] for said in told["anki"])
        for name, rounds in told.items():
            seconds = median(said["seconds"] for said in rounds)
            peak = max(said["peak MB"] for said in rounds)
            print(f"  {name:6} {seconds:6.2f} s  {seconds / base:5.2f} x Anki's own  peak {peak:4} MB")


def one(name, package):
    environment = {**os.environ}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program has its bytecode beside it
    command = [sys.executable, __file__, "--one", name, str(package)]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stdout)


if __name__ == "__main__":
    if "--one" in sys.argv:
        with tempfile.TemporaryDirectory() as scratch:
            seconds = {"ours": ours, "anki": anki}[sys.argv[2]](Path(sys.argv[3]), Path(scratch))
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({"seconds": round(seconds, 2), "peak MB": round(memory)}))
    else:
        main()
