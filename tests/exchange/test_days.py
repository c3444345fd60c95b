"""Due days of a collection from Anki, with whatever scheduler, zone, rollover and steps it was studied."""

import json
import os
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from flashkms.anki.guids import entry_id
from flashkms.cards.card import number
from flashkms.exchange import import_package
from flashkms.schedule.memory import Phase
from flashkms.schedule.replay import replay
from flashkms.store.collection import Collection, create
from flashkms.store.schedulers import Schedulers

REVIEW = 2
PHASES = {1: Phase.LEARNING, REVIEW: Phase.REVIEW, 3: Phase.RELEARNING}


def studied(folder, zone, rollover, *, fsrs=True, start="2025-02-01", days=50, seed=1, offset=True, steps=None):
    """What Anki says of its cards after weeks of study; the packages are in *folder*."""
    plan = {"zone": zone, "rollover": rollover, "fsrs": fsrs, "start": start, "days": days, "seed": seed}
    run = subprocess.run(
        [sys.executable, "-X", "utf8", str(Path(__file__).with_name("anki_history.py"))],
        input=json.dumps(plan | {"offset": offset, "steps": steps}),
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        env={**os.environ, "TZ": zone},
    )
    assert run.returncode == 0, run.stderr[-2000:]
    return json.loads(run.stdout)


def imported(folder, package, now, zone, rollover):
    """The memories and days after the import of *package*, and what a second import brings."""
    root = folder / f"of-{package}"
    create(root, text=f'[schedule]\ntimezone = "{zone}"\nrollover = {rollover}\n')
    with Collection.open(root, now=datetime.fromtimestamp(now, UTC), write=True) as held:
        import_package(held, folder / package)
        again = import_package(held, folder / package)
        events, problems = held.log.read()
        schedulers = Schedulers(held.config, held.zone)
    assert not problems
    assert (again.reviews, again.moved, again.states) == (0, 0, 0)
    state = replay(events, lambda _: schedulers.of(""), number, days=schedulers.days)
    return state.memories, schedulers.days


def stood(told, memories, days):
    """How every studied card stands in Anki, and how here: phase, day, and in review the interval."""
    for guid, kind, due, interval, _ in told["cards"]:
        if not kind:
            continue
        memory = memories[f"{entry_id(guid)}.1"]
        day = date.fromisoformat(due) if isinstance(due, str) else days.day(datetime.fromtimestamp(due, UTC))
        here = days.day(memory.due) if isinstance(memory.due, datetime) else memory.due
        there = (PHASES[kind], day, interval if kind == REVIEW else None)
        yield guid, there, (memory.phase, here, memory.interval_days if kind == REVIEW else None)


CASES = [
    ("UTC", 4, {}),
    ("UTC", 4, {"fsrs": False}),
    ("Asia/Seoul", 0, {"fsrs": False}),
    ("Asia/Seoul", 9, {}),
    ("America/St_Johns", 4, {"start": "2025-02-08"}),  # the clock goes forward on March 9th, back on November 2nd
    ("America/St_Johns", 9, {"start": "2025-10-05", "fsrs": False}),
    ("Asia/Seoul", 4, {"offset": False}),
    ("America/St_Johns", 4, {"offset": False, "fsrs": False}),
]


@pytest.mark.parametrize(("zone", "rollover", "more"), CASES)
def test_every_card_stands_as_in_anki(tmp_path, zone, rollover, more):
    told = studied(tmp_path, zone, rollover, **more)
    for package in ("new.apkg", "old.apkg", "all.colpkg"):
        memories, days = imported(tmp_path, package, told["now"], zone, rollover)

        cards = list(stood(told, memories, days))
        assert len(cards) > 15
        assert not [card for card in cards if card[1] != card[2]]


@pytest.mark.parametrize("more", [{}, {"fsrs": False}, {"steps": [[1, 10, 1440], [10, 2880]]}, {"steps": [[], []]}])
def test_under_other_settings_every_card_comes_on_ankis_day(tmp_path, more):
    """Another zone and rollover here, and steps that differ: a step cannot be told, its day can."""
    told = studied(tmp_path, "Asia/Seoul", 9, **more)

    memories, days = imported(tmp_path, "new.apkg", told["now"], "America/New_York", 2)

    cards = [(guid, there[1:], here[1:]) for guid, there, here in stood(told, memories, days)]
    assert len(cards) > 15
    assert not [card for card in cards if card[1] != card[2]]


def test_memories_of_a_collection_without_fsrs_are_those_that_anki_would_make(tmp_path):
    """As it does when FSRS is switched on; Anki counts days then on a grid of its own, hence the tolerance."""
    told = studied(tmp_path, "UTC", 4, fsrs=False)

    memories, _ = imported(tmp_path, "all.colpkg", told["now"], "UTC", 4)

    pairs = [
        (stability, memories[f"{entry_id(guid)}.1"].stability)
        for guid, _, _, _, stability in told["cards"]
        if stability
    ]
    assert len(pairs) > 15
    assert [here for _, here in pairs] == [pytest.approx(there, rel=0.02, abs=0.01) for there, _ in pairs]
