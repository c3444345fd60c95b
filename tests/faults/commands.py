"""The commands that are killed, fail and lose their power, and the collection that they are run on."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path

from flashkms.exchange import export
from flashkms.store.collection import Collection, create

from .bench import NOW, Command, Run

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


def acknowledged(ran: Run) -> Counter[str]:
    """The answers that a run said were saved: by JSON, or by going on to the next card."""
    if ran.out.startswith("{"):
        said = [event for event in json.loads(ran.out)["events"] if event["kind"] == "review"]
        return Counter(f"review {event.get('card', 'kms-aaaaaa.1')} {event['rating']} []" for event in said)
    fronts = {"kms-aaaaaa.1": "Is it one?", "kms-bbbbbb.1": "Salt is", "kms-cccccc.1": "Is it three?"}
    shown = [card for card, front in fronts.items() if front in ran.out]
    return Counter([f"review {card} 3 []" for card in shown[:-1]])
