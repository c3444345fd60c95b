"""Answer for answer: what Anki's own backend makes of a card is what the scheduler makes of it, fuzz included."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from flashkms.config import Config, DeckSettings, Scheduling
from flashkms.schedule.day import StudyDays
from flashkms.schedule.event import Rating
from flashkms.schedule.memory import Memory, Phase
from flashkms.schedule.queue import build
from flashkms.schedule.replay import State
from flashkms.schedule.scheduler import Scheduler
from flashkms.schedule.tally import tallied

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the backend's clock can be moved on Linux only")

# Parameters that an optimizer found for one person's 12,580 reviews.
FITTED = (
    0.4197, 1.1869, 3.0412, 15.2441, 7.1434, 0.6477, 1.0007, 0.0674, 1.6597, 0.1712, 1.1178,
    2.0225, 0.0904, 0.3025, 2.1214, 0.2498, 2.9466, 0.4891, 0.6468, 0.1, 0.1835,
)  # fmt: skip
SHORT_BLIND = (*FITTED[:17], 0.0, 0.0, 0.0, 0.5)  # of an older version: knows nothing of the same day


def minutes(*steps: float) -> tuple[timedelta, ...]:
    return tuple(timedelta(minutes=step) for step in steps)


SETTINGS = (
    Scheduling(),
    Scheduling(parameters=FITTED, learning_steps=minutes(1, 10, 1440), relearning_steps=minutes(10, 2880)),
    Scheduling(learning_steps=minutes(15), relearning_steps=minutes(30), retention=0.8, maximum_interval=60),
    Scheduling(parameters=FITTED, learning_steps=(), relearning_steps=(), retention=0.95),
    Scheduling(
        parameters=SHORT_BLIND, learning_steps=minutes(5, 60, 600), relearning_steps=minutes(20, 400), retention=0.85
    ),
    Scheduling(learning_steps=(), relearning_steps=minutes(1440), maximum_interval=365),
    Scheduling(parameters=SHORT_BLIND, learning_steps=minutes(2000), relearning_steps=(), retention=0.97),
)
ZONES = ("Europe/Berlin", "America/New_York")
ANSWERS = 21_000 if os.environ.get("FLASHKMS_LONG") else 1_680
LAST = 2_147_000_000  # the backend's due seconds have 31 bits
START = datetime(2023, 9, 1, tzinfo=UTC).timestamp()


def gap(memory: Memory, days: StudyDays, rng: random.Random) -> float:
    """Seconds from the last answer to the next: soon, on the day, early, late, or beside a rollover."""
    last = memory.last_review.timestamp()
    if isinstance(memory.due, datetime) and rng.random() < 0.75:
        return memory.due.timestamp() - last + rng.choice((0, 1, 60, 900)) * rng.random()
    interval = memory.interval_days or 1
    ahead = rng.choice((0, 0, 1, interval, interval, interval, interval * rng.uniform(0.2, 3), rng.randrange(60)))
    if rng.random() < 0.3:
        end = days.end(memory.last_review + timedelta(days=ahead)).timestamp()
        return max(end + rng.uniform(-4000, 4000) - last, 1)
    return ahead * 86_400 + rng.uniform(1, 50_000)


def history(card: int, scheduler: Scheduler, rng: random.Random, length: int):
    """Random answers to one card, each with the memory that follows from it."""
    memory, seconds = None, round(START + rng.uniform(0, 30) * 86_400, 3)
    for _ in range(length):
        rating = rng.choices((1, 2, 3, 4), (2, 2, 6, 1))[0]
        memory = scheduler.after(memory, Rating(rating), datetime.fromtimestamp(seconds, UTC), seed=card)
        yield (seconds, card, rating), memory
        seconds = round(seconds + gap(memory, scheduler.days, rng), 3)
        if seconds > LAST:
            return


def shown(memory: Memory, days: StudyDays, seconds: float, reps_before: int) -> list[object]:
    """*memory* as the backend tells it: type, queue, due, interval, lapses, reps, steps left, stability, difficulty."""
    kind = {Phase.LEARNING: 1, Phase.REVIEW: 2, Phase.RELEARNING: 3}[memory.phase]
    if isinstance(memory.due, datetime):
        queue, due = 1, int(memory.due.timestamp())
    else:
        queue = 2 if memory.phase is Phase.REVIEW else 3
        due = (memory.due - days.day(datetime.fromtimestamp(seconds, UTC))).days
    assert isinstance(memory.due, datetime | date)
    assert memory.reps == reps_before + 1
    return [
        kind, queue, due, memory.interval_days, memory.lapses, memory.reps, memory.steps_left,
        memory.stability, memory.difficulty,
    ]  # fmt: skip


@pytest.mark.parametrize("rollover", [0, 4])
@pytest.mark.parametrize("zone", ZONES)
def test_every_answer_leaves_the_card_as_anki_leaves_it(zone, rollover, tmp_path):
    rng = random.Random(f"{zone} {rollover}")
    days = StudyDays(ZoneInfo(zone), rollover)
    presets, expected = [], []
    each, length = ANSWERS // 4 // len(SETTINGS), 12
    for number, settings in enumerate(SETTINGS):
        scheduler = Scheduler(settings, days)
        cards = [
            1_500_000_000_000 + number * 10**9 + rng.randrange(10**6) * 1000 + index for index in range(each // length)
        ]
        presets.append({"cards": cards, "settings": preset(settings)})
        for card in cards:
            expected += [
                (answer, shown(memory, days, answer[0], reps))
                for reps, (answer, memory) in enumerate(history(card, scheduler, rng, length))
            ]
    expected.sort()
    plan = {"rollover": rollover, "presets": presets, "answers": [answer for answer, _ in expected]}

    told = backend(plan, zone, tmp_path)

    differences = [
        (answer, ours, theirs) for (answer, ours), theirs in zip(expected, told, strict=True) if ours != theirs
    ]
    assert not differences, f"{len(differences)} of {len(told)}: {differences[:5]}"


def preset(settings: Scheduling) -> dict[str, object]:
    """*settings* as a preset of Anki."""
    return {
        "desiredRetention": settings.retention,
        "fsrsParams6": list(settings.parameters),
        "new": {"delays": [step / timedelta(minutes=1) for step in settings.learning_steps]},
        "lapse": {"delays": [step / timedelta(minutes=1) for step in settings.relearning_steps], "leechAction": 1},
        "rev": {"maxIvl": settings.maximum_interval},
    }


def backend(plan: dict[str, object], zone: str, folder: Path) -> list[list[object]]:
    """What Anki's backend tells after each answer of *plan*."""
    run = subprocess.run(
        [sys.executable, "-X", "utf8", str(Path(__file__).with_name("anki_backend.py"))],
        input=json.dumps(plan),
        capture_output=True,
        text=True,
        check=False,
        timeout=1200,
        cwd=folder,
        env={**os.environ, "TZ": zone},
    )
    assert run.returncode == 0, run.stderr[-2000:]
    return json.loads(run.stdout)


QUEUES = 120 if os.environ.get("FLASHKMS_LONG") else 12


def decks_at_random(rng):
    """A tree of four decks, each with limits and cards of all kinds."""
    kinds = ["new"] * 4 + ["review"] * 4 + ["day", "-100", "600", "3000"]
    return {
        deck: (rng.randrange(12), rng.randrange(16), rng.choices(kinds, k=rng.randrange(25)))
        for deck in ("A", "A::B", "A::B::C", "A::D")
    }


def test_the_day_has_ankis_kinds_of_cards_in_its_order_and_its_counts_of_every_deck(tmp_path, make_card, noon):
    """Limits within limits, what is mixed into what, what comes first, and what each deck of the tree would show."""
    rng = random.Random(11)
    trees = [decks_at_random(rng) for _ in range(QUEUES)]
    cases = [{"now": int(noon.timestamp()), "deck": "A", "decks": tree} for tree in trees]

    assert backend({"queues": cases}, "UTC", tmp_path) == [our_queue(tree, make_card, noon) for tree in trees]


def our_queue(tree, make_card, noon):
    days = StudyDays(UTC, 4)
    today, cards, memories = days.day(noon), {}, {}
    for deck, (_, _, kinds) in tree.items():
        for number, kind in enumerate(kinds):
            card = make_card(f"{deck}-{number}", deck=deck)
            cards[card.id] = card
            if kind == "review":
                memories[card.id] = Memory(Phase.REVIEW, 10.0, 5.0, today, 10, 3, 0, 0, noon - timedelta(days=10))
            elif kind != "new":
                due = today if kind == "day" else noon + timedelta(seconds=int(kind))
                memories[card.id] = Memory(Phase.LEARNING, 2.0, 5.0, due, 0, 1, 0, 1, noon - timedelta(days=1))
    limits = tuple((deck, DeckSettings(new, reviews)) for deck, (new, reviews, _) in tree.items())
    state, config = State(memories=memories), Config(decks=limits)
    queue = build(cards, state, noon, config, days=days, deck="A")
    kinds = "".join("n" if card in queue.new else "l" if card in queue.learning else "r" for card in queue.cards)
    lines = tallied(cards, state, noon, config, days=days)
    return [kinds, {name: [counts.new, counts.due] for name, counts in lines}]
