"""What one review costs to replay, against py-fsrs answering the same reviews in the same run.

python benchmarks/schedule_replay.py [CARDS]
"""

from __future__ import annotations

import random
import sys
import time
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from fsrs import Card, Rating
from fsrs import Scheduler as PyFsrs

from flashkms.config import Scheduling
from flashkms.schedule.day import StudyDays
from flashkms.schedule.scheduler import Scheduler


def histories(cards: int, reviews: int) -> list[tuple[int, list[tuple[float, int]]]]:
    """Made-up answers to *cards* cards: two on the first day, then at growing gaps."""
    rng = random.Random(1)
    made = []
    for card in range(cards):
        seconds = 1_600_000_000 + rng.random() * 3e7
        answers = []
        for index in range(reviews):
            answers.append((seconds, rng.choices((1, 2, 3, 4), (1, 1, 7, 1))[0]))
            seconds += 600 if index == 0 else 86_400 * rng.uniform(0.8, 1.4) * 2.2**index
        made.append((1_600_000_000_000 + card, answers))
    return made


def main() -> None:
    cards, reviews = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000, 10
    made = histories(cards, reviews)
    print(f"{cards * reviews:,} reviews of {cards:,} cards")

    started = time.perf_counter()
    Scheduler(Scheduling(), StudyDays(ZoneInfo("Europe/Berlin"), 4)).memories(made)
    print(
        f"flashkms   {(time.perf_counter() - started) / cards / reviews * 1e6:5.2f} us a review, with fuzz and due days"
    )

    some = [
        [(Rating(rating), datetime.fromtimestamp(seconds, UTC)) for seconds, rating in answers]
        for _, answers in made[: cards // 4]
    ]
    scheduler = PyFsrs(enable_fuzzing=False)
    started = time.perf_counter()
    for answers in some:
        card = Card(card_id=1)
        for rating, at in answers:
            card, _ = scheduler.review_card(card, rating, at)
    print(f"py-fsrs    {(time.perf_counter() - started) / len(some) / reviews * 1e6:5.2f} us a review, without fuzz")


if __name__ == "__main__":
    main()
