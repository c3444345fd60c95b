"""Makes a big collection: deck files, and a log whose reviews come due as a real person's would.

python benchmarks/make_collection.py FOLDER --cards 100000 --files 1000 --reviews 1000000
"""

from __future__ import annotations

import argparse
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

START = datetime(2023, 1, 1, 8, tzinfo=UTC)
DEVICE = "bench-222222"


def entry_id(number: int) -> str:
    return f"bench-{number:06d}"


def make(root: Path, *, cards: int, files: int, reviews: int, seed: int = 1) -> datetime:
    """Writes the collection; returns an instant after the last review."""
    (root / "notes").mkdir(parents=True, exist_ok=True)
    (root / "flashkms.toml").write_text(
        '[collection]\nid = "0d2f9e44-6f0e-4c3b-9a53-0d5f7c5a4b11"\n[schedule]\ntimezone = "UTC"\n'
    )
    _decks(root, cards, files)
    return _log(root, cards, reviews, random.Random(seed))


def _decks(root: Path, cards: int, files: int) -> None:
    for file in range(files):
        path = root / "cards" / f"part{file % 20:02d}" / f"deck{file:04d}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = [f"deck: Bench::Part{file % 20:02d}::Deck{file:04d}", "cards:"]
        for number in range(file, cards, files):
            lines += [
                "",
                f"- id: {entry_id(number)}",
                f"  question: What does service number {number} keep apart from the others?",
                f"  answer: The keys of group {number * 7919 % cards}",
                "  tags: [bench]",
            ]
        path.write_text("\n".join(lines) + "\n")


def _log(root: Path, cards: int, reviews: int, rng: random.Random) -> datetime:
    """Cards are introduced evenly; each comes back after a gap that grows with every pass."""
    (root / "reviews").mkdir(exist_ok=True)
    events: list[tuple[float, int, int]] = []
    passes = -(-reviews // cards)
    for number in range(cards):
        at, gap = rng.random() * 500 * 86400, 86400.0
        left = min(passes, reviews - number * passes)
        while left > 0:
            first = gap == 86400.0
            rating = rng.choices((1, 2, 3, 4), (8, 7, 75, 10))[0] if left > 1 and not first else 3
            events.append((at, number, rating))
            left -= 1
            if (rating == 1 or (first and gap == 86400.0)) and left > 0:
                at += 640
                events.append((at, number, 3))
                left -= 1
            gap = 90000.0 if rating == 1 else min(gap * rng.uniform(1.6, 2.6), 200 * 86400)
            at += gap + rng.uniform(-3000, 3000)
    events.sort()
    with (root / "reviews" / f"{DEVICE}.jsonl").open("w") as file:
        for seq, (at, number, rating) in enumerate(events, 1):
            when = START + timedelta(seconds=round(at, 3))
            file.write(
                f'{{"id":"{int(when.timestamp() * 1000):012x}-{seq:08x}","kind":"review",'
                f'"at":"{when.isoformat(timespec="milliseconds").replace("+00:00", "Z")}","zone":0,"device":"{DEVICE}",'
                f'"seq":{seq},"card":"{entry_id(number)}.1","rating":{rating},"took_ms":6400,"scheduler":"fsrs-6"}}\n'
            )
    return START + timedelta(seconds=events[-1][0] + 60) if events else START


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    for name, default in (("cards", 100_000), ("files", 1000), ("reviews", 1_000_000)):
        parser.add_argument(f"--{name}", type=int, default=default)
    options = parser.parse_args()
    print(make(options.folder, cards=options.cards, files=options.files, reviews=options.reviews).isoformat())
