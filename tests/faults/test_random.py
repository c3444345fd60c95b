"""kill -9 at random moments, of commands and of the real screen in a terminal."""

from __future__ import annotations

import os
import random
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from .bench import Bench, Command, Run, whole, wrong
from .commands import COMMANDS, acknowledged, collection
from .test_kill import pytestmark

__all__ = ["pytestmark"]  # without strace there is nothing to run
KILLS = int(os.environ.get("FLASHKMS_KILLS", "1000" if os.environ.get("FLASHKMS_LONG") else "5"))
SCREEN = Command(argv=("review",), again=False)
CARDS = 40


@pytest.mark.parametrize("bench", COMMANDS, indirect=True)
def test_a_kill_at_any_moment_loses_nothing(bench: Bench) -> None:
    dice = random.Random(bench.command.argv[0] if bench.command.argv else "edit")
    well = whole(bench)
    took = bench.run().took
    found = []
    for kill in range(KILLS):
        bench.reset()
        moment = dice.uniform(0, took * 1.1)
        ran = bench.run(kill_after=moment)
        found += [f"{kill} after {moment:.4f} s: {each}" for each in wrong(bench, ran, well, acknowledged)]

    assert found == []


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[Bench]:
    """A collection of many cards, whose fronts name them, and the reviewer in a terminal."""
    collection(tmp_path)
    lines = [
        f"- id: kms-q{number:05d}\n  question: Kanone{number:03d}x?\n  answer: '{number}'\n" for number in range(CARDS)
    ]
    (tmp_path / "fresh" / "c" / "cards" / "a.yaml").write_text("deck: A\ncards:\n" + "".join(lines))
    made = Bench(tmp_path, Command(argv=("due",), again=False))
    made.command = SCREEN
    yield made
    made.close()


def shown(ran: Run) -> list[str]:
    """The cards that the screen showed, in the order in which each appeared first."""
    return list(dict.fromkeys(re.findall(r"Kanone(\d\d\d)x", ran.out)))


def lost(bench: Bench, ran: Run) -> Iterator[str]:
    """What is wrong after the screen was killed: every card but the last one shown was answered."""
    log = bench.log()
    answered = Counter(f"review kms-q00{number}.1 3 []" for number in shown(ran)[:-1])
    if missing := answered - log:
        yield f"shown as answered and not in the log: {missing}"
    if many := [event for event, count in log.items() if count > 1]:
        yield f"more than once in the log: {many}"
    if sick := bench.sick():
        yield sick
    if left := bench.left():
        yield f"left over after the next start: {left}"


def test_a_killed_screen_has_saved_every_card_it_left(screen: Bench) -> None:
    dice = random.Random(1)
    found, answers = [], 0
    for kill in range(KILLS):
        screen.reset()
        ran = screen.run(keys=" 3", ready="Kanone000x", every=0.1, kill_after=dice.uniform(0.1, 3.0))
        answers += screen.log().total()
        found += [f"{kill}: {each}" for each in lost(screen, ran)]

    assert found == []
    assert answers > 0
