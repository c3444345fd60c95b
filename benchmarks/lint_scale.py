"""How long lint takes on 1,000, 10,000 and 100,000 entries: the time for one entry should stay the same.

python benchmarks/lint_scale.py [MOST]
"""

from __future__ import annotations

import random
import sys
import time
from itertools import accumulate

from flashkms.cards.deck import Deck
from flashkms.cards.entry import Choice, Cloze, Entry, EntryId, Question, WrongOption
from flashkms.cards.lint import lint

VOCABULARY = [f"word{number}" for number in range(20_000)]
WEIGHTS = list(accumulate(1 / rank for rank in range(1, len(VOCABULARY) + 1)))  # Zipf: as words are spread in text


def sentence(dice: random.Random, size: int) -> str:
    return " ".join(dice.choices(VOCABULARY, cum_weights=WEIGHTS, k=size))


def entry(dice: random.Random, number: int) -> Entry:
    wrong = tuple(WrongOption(sentence(dice, 4), sentence(dice, 10)) for _ in range(3))
    long = f"{sentence(dice, 50)}. {sentence(dice, 10)}?"
    bodies = (
        Cloze(f"{sentence(dice, 6)} **{{{{c1::{sentence(dice, 2)}}}}}** {sentence(dice, 6)}"),
        Cloze(f"{sentence(dice, 9)} {{{{c1::{sentence(dice, 1)}}}}} {{{{c2::{sentence(dice, 2)}}}}}"),
        Question(long, (sentence(dice, 12),), wrong),
        Choice(long, (sentence(dice, 12),), wrong),
    )
    return Entry(EntryId(f"x-{number:06}"), bodies[number % 4], context=(sentence(dice, 3),), line=number)


def decks(size: int) -> list[Deck]:
    dice = random.Random(1)
    return [
        Deck(f"cards/{at}.yaml", str(at), entries=tuple(entry(dice, n) for n in range(size // 10))) for at in range(10)
    ]


def main() -> None:
    most = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    for size in (1_000, 10_000, 100_000):
        if size <= most:
            made = decks(size)
            started = time.perf_counter()
            problems = lint(made)
            took = time.perf_counter() - started
            print(f"{size:>7} entries  {took:6.2f} s  {took / size * 1e6:4.0f} us an entry  {len(problems)} problems")


if __name__ == "__main__":
    main()
