"""What lies ahead of a deck: the load of the coming days, the way to an exam, and out of a backlog."""

from __future__ import annotations

from datetime import date, timedelta

from flashkms.cards.card import CardId, number
from flashkms.schedule import backlog, exam
from flashkms.schedule.backlog import WayBack
from flashkms.schedule.forecast import Load
from flashkms.study import ahead
from flashkms.study.members import members, suspended
from flashkms.study.selection import per_card
from flashkms.study.study import Study


def loads(study: Study, deck: str = "") -> tuple[Load, ...]:
    """The load of thirty days from today, of *deck* and the decks below it, suspended cards left out."""
    ids = _studied(study, deck)
    return ahead.loads(study, {id_: memory for id_, memory in study.state.memories.items() if id_ in ids})


def exam_day(study: Study, deck: str = "") -> date | None:
    """The next exam that the settings give to a card of *deck* or below; None when there is none."""
    cards, config = study.collection.cards(), study.collection.config
    days = (exam.exam_of(cards[id_], config, study.today) for id_ in members(study, deck))
    return min((day for day in days if day is not None), default=None)


def exam_plan(study: Study, deck: str, day: date) -> exam.Plan | None:
    """The plan for an exam on *day* of all of *deck* and the decks below it, suspended cards left out.

    None without a card, or once the day has come.
    """
    return _plan(study, _studied(study, deck), day)


def exam_plans(study: Study, deck: str = "", day: date | None = None) -> tuple[exam.Plan, ...]:
    """A plan for every exam that the settings give to cards of *deck* and below, or, with *day*, for that one alone."""
    if day is not None:
        plan = exam_plan(study, deck, day)
        return (plan,) if plan else ()
    cards, ids = study.collection.cards(), _studied(study, deck)
    found = exam.exams({id_: cards[id_] for id_ in ids}, study.collection.config, study.today)
    plans = (_plan(study, set(known), day) for day, known in found.items())
    return tuple(plan for plan in plans if plan is not None)


def way_back(study: Study, deck: str, daily: timedelta) -> WayBack:
    """How the backlog of *deck* and the decks below it shrinks with *daily* of study and no new cards."""
    ids = _studied(study, deck)
    known = [memory for id_, memory in study.state.memories.items() if id_ in ids]
    scheduler = study.scheduler(min(ids, default=CardId("")))
    return backlog.way_back(known, study.clock(), scheduler, daily=daily, per_card=per_card(study))


def _plan(study: Study, ids: set[CardId], day: date) -> exam.Plan | None:
    known = [(id_, number(id_), study.memory(id_)) for id_ in sorted(ids)]
    scheduler = study.scheduler(known[0][0] if known else CardId(""))
    return exam.plan(known, day, study.clock(), scheduler, window=study.collection.config.queue.exam_days)


def _studied(study: Study, deck: str) -> set[CardId]:
    ids = members(study, deck)
    return ids - suspended(study, ids)
