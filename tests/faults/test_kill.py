"""kill -9, and every failing call, wherever a command changes something: nothing is lost, broken or left over.

Every state-changing system call on a file of the collection, its home, its exports or its temporary folder is tried.
The same bench is shown to catch writers that save in place, rename without care, or answer before they save.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from flashkms.exchange import export
from flashkms.store.collection import Collection, create

from .bench import NOW, Bench, Command, Run, tried

LONG = bool(os.environ.get("FLASHKMS_LONG"))
PAGES = 1 if LONG else 8
ERRORS = ("ENOSPC", "EIO", "EACCES", "EROFS") if LONG else ("ENOSPC",)

pytestmark = [
    pytest.mark.processes,
    pytest.mark.skipif(
        shutil.which("strace") is None or not sys.platform.startswith("linux"), reason="strace is not installed"
    ),
]

DECK = """\
deck: A
note: notes/a.md
cards:

- id: kms-aaaaaa
  question: Is it one?   # by hand
  answer: '1'

- id: kms-bbbbbb
  cloze: 'Salt is {{c1::white}} ![s](../media/salt.png)'
  triage: two blanks are alike

- id: kms-cccccc
  question: Is it three?
  answer: '3'
"""
NOTE = """\
---
title: Salt
---

## Feature

- **Salt** dissolves in water within **two minutes**
- Pepper : a dried berry

## Scenario

- A cook wants it hot. Which spice helps?
  - **A) Pepper**
  - Salt : is incorrect because it is not hot
"""
PNG = b"\x89PNG\r\n\x1a\n" + bytes(60)
SETUP = """
from datetime import UTC, datetime, timedelta
from pathlib import Path
from flashkms.schedule.event import Rating
from flashkms.store.collection import Collection
from flashkms.study import Study
now = datetime(2026, 3, 2, 12, tzinfo=UTC)
"""
EDIT = """
from flashkms.errors import FlashkmsError
from flashkms.study.wording import reword, wording
import sys
try:
    with Collection.open(Path.cwd(), now=now, write=True) as held:
        taken = wording(held, held.cards()["kms-aaaaaa.1"])
        assert not reword(held, taken, taken.text.replace("Is it one?", "Is it the first?"))
except (FlashkmsError, OSError) as error:
    print("flashkms:", error, file=sys.stderr)
    sys.exit(3)
"""
COMMANDS = {
    "answer": Command(argv=("answer", "kms-aaaaaa", "3", "--json"), again=False),
    "review": Command(argv=("review", "--plain"), stdin="\n3\n\n3\n\n3\nq\n", again=False),
    "judge": Command(argv=("triage", "keep", "kms-bbbbbb"), again=False),
    "edit": Command(code=SETUP + EDIT),
    "build": Command(argv=("build",)),
    "export": Command(argv=("export", "A", "-o", "{out}")),
    "import": Command(argv=("import", "../in.apkg")),
    "backup": Command(argv=("backup",)),
}
HERE = "import os; from pathlib import Path; here = Path.cwd(); "
IN_PLACE = Command(code=HERE + 'deck = here / "cards/a.yaml"; deck.write_text(deck.read_text().replace("one", "two"))')
UNSAVED = Command(
    code=HERE + 'print(\'{"events": [{"kind": "review", "card": "x", "rating": 3}]}\', flush=True); '
    '(here / "reviews/x.jsonl").write_text(\'{"kind":"review","card":"x","rating":3}\\n\')',
    again=False,
)
UNSWEPT = Command(
    code=HERE
    + 'draft = here / f"cards/.flashkms-{os.getpid()}"; draft.write_text("x"); draft.rename(here / "cards/b.yaml")'
)


def collection(folder: Path) -> None:
    """`fresh`: a collection to work on, an old export, and a package with an entry that the collection lacks."""
    fresh = folder / "fresh"
    other = folder / "other"
    for root, deck in ((fresh / "c", DECK), (other, DECK.replace("deck: A", "deck: B").replace("kms-", "far-"))):
        create(root, text='[schedule]\ntimezone = "UTC"\n')
        (root / "media").mkdir()
        (root / "media" / "salt.png").write_bytes(PNG + deck[6:7].encode())
        (root / "cards" / "a.yaml").write_text(deck)
    (fresh / "c" / "notes" / "a.md").write_text(NOTE)
    (fresh / "c" / "cards" / "notes").mkdir()
    (fresh / "out").mkdir()
    (fresh / "out" / "A.apkg").write_text("an older export")
    with Collection.open(other, now=NOW, home=folder / "far", write=True) as held:
        export(held, out=fresh / "in.apkg")
    shutil.rmtree(other)


@pytest.fixture
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Bench]:
    collection(tmp_path)
    made = Bench(tmp_path, COMMANDS.get(request.param, request.param))
    yield made
    made.close()


def acknowledged(ran: Run) -> Counter[str]:
    """The answers that a run said were saved: by JSON, or by going on to the next card."""
    if ran.out.startswith("{"):
        said = [event for event in json.loads(ran.out)["events"] if event["kind"] == "review"]
        return Counter(f"review {event.get('card', 'kms-aaaaaa.1')} {event['rating']} []" for event in said)
    fronts = {"kms-aaaaaa.1": "Is it one?", "kms-bbbbbb.1": "Salt is", "kms-cccccc.1": "Is it three?"}
    shown = [card for card, front in fronts.items() if front in ran.out]
    return Counter([f"review {card} 3 []" for card in shown[:-1]])


every = pytest.mark.parametrize("bench", COMMANDS, indirect=True)


@every
def test_a_kill_at_any_call_loses_nothing_and_leaves_nothing(bench: Bench) -> None:
    points = bench.points(pages=PAGES)

    assert len(points) >= 5
    assert tried(bench, points, "signal=SIGKILL", acknowledged) == []


@pytest.mark.parametrize("error", ERRORS)
@every
def test_a_failing_call_is_one_message_and_loses_nothing(bench: Bench, error: str) -> None:
    assert tried(bench, bench.points(pages=PAGES), f"error={error}", acknowledged) == []


@pytest.mark.parametrize("bench", [IN_PLACE, UNSAVED, UNSWEPT], indirect=True, ids=["in place", "unsaved", "unswept"])
def test_a_careless_writer_is_caught(bench: Bench) -> None:
    assert tried(bench, bench.points(pages=PAGES), "signal=SIGKILL", acknowledged) != []
