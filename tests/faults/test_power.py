"""A power cut at any call of a command: what it saves is old or new, and the next run makes up for it."""

from __future__ import annotations

import io
import json
import os
import pickle
import random
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from . import power
from .bench import REPOSITORY, Bench, Command, Run, whole, wrong
from .commands import COMMANDS, IN_PLACE
from .power import State

LONG = bool(os.environ.get("FLASHKMS_LONG"))
TRIES = 10 if LONG else 3  # states drawn at each call
AGAIN = 500 if LONG else 15  # states after which the command is run once more

pytestmark = pytest.mark.processes

UNSYNCED = Command(
    code="import os; from pathlib import Path; deck = Path.cwd() / 'cards/a.yaml'; draft = deck.with_suffix('.draft'); "
    "draft.write_text(deck.read_text().replace('one', 'two')); os.replace(draft, deck)"
)


def cuts(bench: Bench) -> tuple[list[State], list[State]]:
    """The states that the disk may be in while the command of *bench* runs, and when it is done."""
    bench.reset()
    request = bench.request() | {"root": str(bench.work), "tries": TRIES}
    ran = subprocess.run(
        [sys.executable, "-m", "tests.faults.power"],
        cwd=REPOSITORY,
        input=json.dumps(request).encode(),
        capture_output=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr.decode()
    code, during, after = pickle.loads(ran.stdout)
    assert code in {0, 1}
    return different(during), different(after)


def put(bench: Bench, state: State) -> None:
    shutil.rmtree(bench.work)
    power.restore(state, bench.work)


def different(states: list[State]) -> list[State]:
    return list({repr(sorted(state.items())): state for state in states}.values())


def unsound(state: State) -> list[str]:
    """Zip files under their own names that no program can read."""
    return [name for name, content in state.items() if content and is_zip(name) and not sound(content)]


def is_zip(name: str) -> bool:
    return name.endswith((".zip", ".apkg")) and not Path(name).name.startswith(".")


def sound(content: bytes) -> bool:
    if content == b"an older export":
        return True
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return archive.testzip() is None
    except (zipfile.BadZipFile, EOFError):
        return False


def failures(bench: Bench) -> list[str]:
    """What is wrong after a cut, at any call or once the command returned."""
    well = whole(bench)
    during, after = cuts(bench)
    found = [f"{name} is neither as before nor whole" for state in (*during, *after) for name in unsound(state)]
    dice = random.Random(1)
    for state in dice.sample(during, min(AGAIN, len(during))):
        put(bench, state)
        found += wrong(bench, Run(0, 0, "", ""), well, None)
    for state in after:
        put(bench, state)
        if bench.files() != well.after or bench.log() != well.log:
            found.append("something is lost that the command said is done")
    return found


@pytest.mark.parametrize("bench", COMMANDS, indirect=True)
def test_a_power_cut_leaves_old_or_new_and_the_next_run_makes_up_for_it(bench: Bench) -> None:
    assert sorted(set(failures(bench))) == []


@pytest.mark.parametrize("bench", [IN_PLACE, UNSYNCED], indirect=True, ids=["in place", "unsynced"])
def test_a_careless_writer_is_caught(bench: Bench) -> None:
    assert failures(bench) != []
