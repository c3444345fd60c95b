"""The log of this device as the index follows it: what this process has just written is not read back."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from msgspec import Struct

from flashkms.cards.card import CardId
from flashkms.schedule.event import Event, EventId, Review
from flashkms.store.index import answer, lines
from flashkms.store.index.answer import Step
from flashkms.store.index.database import transaction
from flashkms.store.index.journal import Journal
from flashkms.store.index.lines import Added, Known
from flashkms.store.index.rows import CardState
from flashkms.store.log import Written


class Late(Struct, frozen=True):
    """*events* that are *written*, and not yet taken in; *now* is when the last of them was."""

    events: tuple[Event, ...]
    written: Written
    now: datetime


def joined(before: Late | None, late: Late) -> Late:
    """What was late *before* and what is late now, as one."""
    if before is None:
        return late
    both = Written(before.written.begin, before.written.lines + late.written.lines)
    return Late(before.events + late.events, both, late.now)


class Own:
    """The own log of *journal*, whose tables are reached by *connection*."""

    def __init__(self, connection: sqlite3.Connection, journal: Journal) -> None:
        self._sql = connection
        self._journal = journal
        self._log = journal.log
        self._known: Known | None = None  # the log as it was when something was taken in last
        self._steps: dict[EventId, Step] = {}  # what was told already of answers that are late

    def take(self, late: Late) -> bool:
        """Take in what is *late*, in one transaction; False when there is more to it than that."""
        own, self._known = self._known, None
        with transaction(self._sql):
            added = self._answers(own or self._kept(), late) or self._rest(self._kept(), late)
        self._steps.clear()
        self._known = added.known if added and not added.problems else None
        return added is not None

    def state(self, card: CardId, late: Late) -> CardState | None:
        """What the log says of *card* once what is *late* is taken in, which it need not be yet; None if it must be."""
        answers = _answers(late)
        if answers is None:
            return None
        event = answers.get(card)
        if event is None:
            return self._journal.state(card)[0]
        step = answer.step(self._sql, self._journal.schedulers, event, late.now)
        if step is None:
            return None
        self._steps[event.id] = step
        return step.state

    def _kept(self) -> Known | None:
        return self._journal.known_one(self._log.path.name)

    def _answers(self, known: Known | None, late: Late) -> Added | None:
        """What is *late*, taken in, if it is answers on top of what is *known* of the log and of their cards."""
        answers = _answers(late)
        added = answers and known and lines.written(self._log.path, known, late.events, late.written)
        if not answers or not added:
            return None
        steps: list[Step] = []
        for event in answers.values():
            step = answer.step(self._sql, self._journal.schedulers, event, late.now, self._steps.get(event.id))
            if step is None:
                return None
            steps.append(step)
        return added if answer.take(self._sql, added, steps) else None

    def _rest(self, known: Known | None, late: Late) -> Added | None:
        """Whatever stands behind what is *known* of the log, taken in; None where that cannot be told."""
        if known is None:
            return None
        path = self._log.path
        added = lines.written(path, known, late.events, late.written) or lines.added(path, known, self._log.shown(path))
        if added is not None:
            self._journal.take(added, late.now)
        return added


def _answers(late: Late) -> dict[CardId, Review] | None:
    """What is *late*, by card, if it is answers and nothing else, one of each card."""
    answers = {event.card: event for event in late.events if type(event) is Review}
    return answers if len(answers) == len(late.events) else None
