"""A full rebuild of the index (read, parse, replay, write) against py-fsrs replaying the same answers in memory.

python benchmarks/store_rebuild.py [CARDS]      ten reviews a card; run for a tenth too: it grows linearly
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import defaultdict
from datetime import datetime
from pathlib import Path

from fsrs import Card, Rating
from fsrs import Scheduler as PyFsrs
from make_collection import make

from flashkms.schedule.event import Review
from flashkms.store.collection import Collection


def measured(folder: Path, cards: int) -> tuple[float, float, float]:
    """Microseconds a review: the index's log side, py-fsrs, and seconds of the whole index with its deck files."""
    now = make(folder / "c", cards=cards, files=max(10, cards // 100), reviews=cards * 10)
    with Collection.open(folder / "c", now=now, home=folder / "h") as collection:
        started = time.perf_counter()
        index = collection.index
        whole = time.perf_counter() - started
        started = time.perf_counter()
        index.rebuild_log(now)
        ours = time.perf_counter() - started
        answers: dict[str, list[tuple[Rating, datetime]]] = defaultdict(list)
        for event in collection.log.read()[0][: min(cards * 10, 100_000)]:
            if isinstance(event, Review):
                answers[event.card].append((Rating(int(event.rating)), event.at))
    scheduler = PyFsrs(enable_fuzzing=False)
    made = [Card(card_id=number) for number in range(len(answers))]
    started = time.perf_counter()
    for card, given in zip(made, answers.values(), strict=True):
        for rating, at in given:
            card, _ = scheduler.review_card(card, rating, at)  # noqa: PLW2901
    theirs = (time.perf_counter() - started) / sum(map(len, answers.values()))
    return ours / cards / 10 * 1e6, theirs * 1e6, whole


def main() -> None:
    cards = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    for many in (cards // 10, cards):
        with tempfile.TemporaryDirectory() as folder:
            ours, theirs, whole = measured(Path(folder), many)
        print(f"{many * 10:>9,} reviews")
        print(f"{'':9} rebuild {ours:5.2f} us each, py-fsrs {theirs:5.2f} us each: {ours / theirs:.2f}")
        print(f"{'':19} with deck files from nothing: {whole:.1f} s")


if __name__ == "__main__":
    main()
