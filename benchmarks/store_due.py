"""A warm `flashkms due` against a bare start of the program, and the look-up of the next due card.

python benchmarks/store_due.py [CARDS]          ten reviews a card
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from make_collection import make

from flashkms.store.collection import Collection


def started(*arguments: str, home: Path) -> float:
    """Milliseconds of a run of the program, the median of nine."""
    environment = os.environ | {"FLASHKMS_HOME": str(home)}
    found = []
    for _ in range(9):
        begin = time.perf_counter()
        subprocess.run([sys.executable, "-m", "flashkms", *arguments], env=environment, check=True, capture_output=True)
        found.append((time.perf_counter() - begin) * 1000)
    return statistics.median(found)


def next_due(root: Path, home: Path, now: object) -> float:
    """Microseconds to find the card that is due first."""
    with Collection.open(root, now=now, home=home) as collection:  # type: ignore[arg-type]
        query = "SELECT id FROM card WHERE day_due IS NOT NULL AND phase = 1 ORDER BY day_due LIMIT 1"
        begin = time.perf_counter()
        for _ in range(1000):
            collection.index.ask(lambda sql: sql.execute(query).fetchone())
        return (time.perf_counter() - begin) * 1000


def main() -> None:
    cards = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as scratch:
        for many, files in ((100, 1), (cards, 20), (cards, cards // 100)):
            folder = Path(scratch) / f"{many}-{files}"
            now = make(folder / "c", cards=many, files=files, reviews=many * 10)
            where = ("-C", str(folder / "c"), "--now", now.isoformat())
            started(*where, "due", home=folder / "h")
            bare, help_ = started("--version", home=folder / "h"), started("due", "--help", home=folder / "h")
            due = started(*where, "due", home=folder / "h")
            print(f"{many:>7,} cards in {files:,} files, {many * 10:>9,} reviews")
            print(f"{'':8} due {due:.0f} ms, --version {bare:.0f} ms, due --help {help_:.0f} ms")
            print(f"{'':8} due / --version {due / bare:.2f}, due / due --help {due / help_:.2f}")
            print(f"{'':8} next due card {next_due(folder / 'c', folder / 'h', now):.1f} us")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(f"largest memory of a run {peak / 1024:.0f} MB (the first, which makes the index, included)")


if __name__ == "__main__":
    main()
