"""What lies ahead is told by the days on which cards are shown, whatever moves them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from flashkms.schedule.event import Rating
from flashkms.study import planning
from flashkms.study.figures import figures, overview
from tests.study.conftest import Desk

SATURDAY, SUNDAY = date(2026, 3, 14), date(2026, 3, 15)
DECK = "deck: A::B\ncards:\n" + "".join(
    f"\n- id: kms-{chr(97 + n // 26)}{chr(97 + n % 26)}xxxx\n  question: what is {n}?\n  answer: it is {n}\n"
    for n in range(90)
)
EASY = "[queue]\neasy_days = [1, 1, 1, 1, 1, 0, 0]\n"


@pytest.fixture
def desks(tmp_path: Path) -> Iterator[tuple[Desk, Desk]]:
    """The same cards, answered alike, without settings and with easy weekends."""
    made = []
    for name, settings in (("plain", ""), ("easy", EASY)):
        (tmp_path / name).mkdir()
        desk = Desk(tmp_path / name, settings, DECK)
        for index, card in enumerate(desk.collection.cards()):
            desk.study.answer(card, Rating.EASY, took=timedelta(seconds=4))
            desk.later(hours=4 if index % 3 == 0 else 0, seconds=20)
        made.append(desk)
    yield made[0], made[1]
    for desk in made:
        desk.collection.close()


def by_day(desk: Desk) -> dict[date, int]:
    return {load.day: load.total for load in planning.loads(desk.study)}


def test_no_load_is_told_of_days_that_are_to_stay_free(desks: tuple[Desk, Desk]) -> None:
    plain, easy = map(by_day, desks)

    assert plain[SATURDAY] > 0
    assert plain[SUNDAY] > 0
    assert easy[SATURDAY] == easy[SUNDAY] == 0
    assert sum(plain.values()) == sum(easy.values())


def test_every_page_tells_the_same_days(desks: tuple[Desk, Desk]) -> None:
    for desk in desks:
        loads = planning.loads(desk.study)
        assert figures(desk.study).loads == loads
        assert overview(desk.study).loads == loads[:10]


def test_what_is_told_of_tomorrow_is_what_tomorrow_shows(desks: tuple[Desk, Desk]) -> None:
    plain, easy = desks
    for _ in range(8):
        assert easy.study.due_tomorrow() == planning.loads(easy.study)[1].total
        overdue, tomorrow = planning.loads(plain.study)[:2]
        assert plain.study.due_tomorrow() == tomorrow.total
        for desk in desks:
            desk.later(days=1)
            desk.again()
        assert plain.study.left().due == overdue.total + tomorrow.total


def test_suspended_cards_and_those_of_other_decks_are_no_part_of_tomorrow(desks: tuple[Desk, Desk]) -> None:
    _, easy = desks
    easy.now = easy.now.replace(day=12)  # a Thursday: what would be due at the weekend may be due tomorrow
    study = easy.again()
    assert study.due_tomorrow() == study.due_tomorrow("A") > 0
    assert study.due_tomorrow("C") == 0

    for card in easy.collection.cards():
        study.suspend(card)
    assert study.due_tomorrow() == 0
