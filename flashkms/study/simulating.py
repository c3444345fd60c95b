"""The price of memory for a deck, from where its cards stand and how the person answers."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from flashkms.cards.card import CardId
from flashkms.schedule.limits import nearest, per_day
from flashkms.schedule.simulate import RETENTIONS, Curve, Standing, curves, habits
from flashkms.study.figures import gathered
from flashkms.study.members import members, suspended
from flashkms.study.study import Study


class Simulation(Struct, frozen=True):
    """What each desired retention would cost and bring *cards* cards; *target* is the one in force now."""

    target: float
    cards: int
    curves: tuple[Curve, ...]  # by retention, the lowest first


def simulation(study: Study, deck: str, days: int, *, own: bool = False) -> Simulation:
    """The next *days* of *deck* and the decks below it, suspended cards left out, for each of `RETENTIONS`.

    With *own* the retention in force has a curve too, whatever it is.
    """
    config = study.collection.config
    target = nearest(config, deck).retention or config.schedule.retention
    standing, new = _standing(study, deck)
    new_per_day, reviews_per_day = per_day(config, deck)
    found = curves(
        standing,
        new,
        config.schedule,
        person=habits(gathered(study, deck)),
        new_per_day=new_per_day,
        reviews_per_day=reviews_per_day,
        horizon=days,
        retentions=sorted({*RETENTIONS, target}) if own else RETENTIONS,
    )
    return Simulation(target, len(standing) + new, found)


def _standing(study: Study, deck: str) -> tuple[list[Standing], int]:
    """Where every card of *deck* and below that is not suspended stands today, and how many are new."""
    today, days, standing, new = study.today, study.scheduler(CardId("")).days, [], 0
    ids = members(study, deck)
    shown, memories = ids - suspended(study, ids), dict(study.state.memories.items())
    for id_ in filter(shown.__contains__, study.collection.cards()):  # in file order: the curve depends on it
        memory = memories.get(id_)
        if memory is None:
            new += 1
            continue
        due = days.day(memory.due) if isinstance(memory.due, datetime) else memory.due
        since = (today - days.day(memory.last_review)).days
        standing.append((memory.stability, memory.difficulty, since, (due - today).days))
    return standing, new
