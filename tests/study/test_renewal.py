"""What shows a card again: deed for deed, as Anki's own backend shows the two cards of one note."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from flashkms.cards.card import CardId
from flashkms.schedule.event import Rating
from tests.study.conftest import Desk

DEEDS = """\
suspend 0
suspend 0, forget 0
suspend 0, due 0
suspend 0, suspend 1, forget 1
bury 0, forget 0
bury 0, bury 1, due 1
easy 0
easy 0, due 1
easy 0, forget 1
easy 0, due 1, easy 1
easy 0, due 1, due 0
easy 0, unbury 1
easy 0, unbury 1, due 0
easy 0, bury 1, forget 1
easy 0, suspend 1, forget 1
easy 0, suspend 1, unsuspend 1
easy 0, suspend 1, due 1, suspend 1
suspend 1, easy 0, unsuspend 1
suspend 1, easy 0, bury 0
due 1, easy 1
due 1, easy 1, due 0
again 0
again 0, unbury 1
again 0, due 1
bury 0, suspend 0
bury 0, suspend 0, unsuspend 0
suspend 0, bury 0, unsuspend 0
bury 0, bury 1, suspend 0, unsuspend 0
bury 1, easy 0, suspend 1, unsuspend 1
easy 0, forget 0
easy 0, forget 0, suspend 0
easy 0, forget 0, forget 1
easy 0, forget 0, easy 1, forget 1, suspend 1
unbury 1, easy 0, forget 0, suspend 0
"""
BACKEND = Path(__file__).parents[1] / "schedule" / "anki_backend.py"


@pytest.mark.skipif(sys.platform != "linux", reason="the backend's clock can be moved on Linux only")
def test_a_note_shows_a_card_after_whatever_was_done_where_anki_shows_one(tmp_path: Path) -> None:
    """Which of two new ones comes first is another matter: this backend is not asked to restore positions."""
    plans = [[(deed, int(card)) for deed, card in map(str.split, line.split(", "))] for line in DEEDS.splitlines()]
    told = subprocess.run(
        [sys.executable, str(BACKEND)],
        input=json.dumps({"deeds": plans}),
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
    ).stdout
    ours = [shown_after(plan, tmp_path / str(place)) for place, plan in enumerate(plans)]

    theirs = [len(queue) for queue in json.loads(told)]
    assert dict(zip(DEEDS.splitlines(), theirs, strict=True)) == dict(zip(DEEDS.splitlines(), ours, strict=True))


def shown_after(deeds: list[tuple[str, int]], folder: Path) -> int:
    """How many of the two cards of an entry, 0 and 1, the queue has after *deeds*, half a minute apart."""
    folder.mkdir()
    desk = Desk(folder, deck="deck: A\ncards:\n- id: kms-aaaaaa\n  cloze: '{{c1::a}} and {{c2::b}}'\n")
    study = desk.study
    deed_of = {
        "suspend": study.suspend,
        "unsuspend": study.unsuspend,
        "bury": study.bury,
        "unbury": study.unbury,
        "forget": study.forget,
        "due": lambda card: study.set_due(card, study.today),
        "easy": lambda card: study.answer(card, Rating.EASY, took=timedelta(seconds=3)),
        "again": lambda card: study.answer(card, Rating.AGAIN, took=timedelta(seconds=3)),
    }
    for deed, card in deeds:
        desk.later(seconds=30)
        deed_of[deed](CardId(f"kms-aaaaaa.{card + 1}"))
    shown = len(study.queue())
    assert shown == sum(each.new + each.learning + each.due for each in study.counts())
    desk.collection.close()
    return shown
