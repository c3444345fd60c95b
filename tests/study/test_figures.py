"""What figures and plans count: cards that are never shown are no load."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from flashkms.cards.card import CardId
from flashkms.schedule.event import Rating
from flashkms.study.figures import figures, overview
from flashkms.study.planning import loads, way_back
from tests.study.conftest import Desk

PLAIN = CardId("kms-bbbbbb.1")
KOREAN = CardId("kms-cccccc.1")


def answered(desk: Desk) -> None:
    for card in (PLAIN, KOREAN):
        desk.study.answer(card, Rating.EASY, took=timedelta(seconds=3))
    desk.later(days=40)
    desk.again()


def suspended_in_the_log(desk: Desk) -> None:
    desk.study.suspend(PLAIN)


def suspended_in_its_file(desk: Desk) -> None:
    text = desk.deck.read_text(encoding="utf-8")
    desk.deck.write_text(text.replace("  tags: [policy]\n", "  tags: [policy]\n  suspended: true\n"), encoding="utf-8")


def gone_from_its_note(desk: Desk) -> None:
    text = desk.deck.read_text(encoding="utf-8")
    desk.deck.write_text(text.replace("  tags: [policy]\n", "  tags: [policy]\n  gone: true\n"), encoding="utf-8")


@pytest.mark.parametrize("rest", [suspended_in_the_log, suspended_in_its_file, gone_from_its_note])
def test_a_card_that_is_never_shown_is_no_load(desk: Desk, rest: Callable[[Desk], None]) -> None:
    answered(desk)
    rest(desk)
    study = desk.again()

    told = figures(study)
    assert [load.total for load in overview(study).loads[:2]] == [1, 0]
    assert [load.total for load in told.loads[:2]] == [1, 0]
    assert [load.total for load in loads(study)[:2]] == [1, 0]
    assert (told.maturity.young, told.maturity.suspended) == (1, 1)
    assert [card for card, _ in overview(study).weak] == [KOREAN]
    assert way_back(study, "", timedelta(seconds=1)).left[0] == 0


def test_every_other_card_is_counted(desk: Desk) -> None:
    answered(desk)

    told = figures(desk.study)
    assert told.loads[0].total == overview(desk.study).loads[0].total == loads(desk.study)[0].total == 2
    assert (told.maturity.new, told.maturity.young, told.maturity.suspended) == (2, 2, 0)
    assert {card for card, _ in overview(desk.study).weak} == {PLAIN, KOREAN}
    assert way_back(desk.study, "", timedelta(seconds=1)).left[0] == 1
