"""What lies ahead: the load of the coming days, on the days on which the cards are shown."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from flashkms.cards.card import CardId
from flashkms.schedule.forecast import Load, forecast
from flashkms.schedule.memory import Memory
from flashkms.study.agenda import moved_days
from flashkms.study.study import Study


def loads(study: Study, known: Mapping[CardId, Memory], *, horizon: int = 30) -> tuple[Load, ...]:
    """The load of *horizon* days from today of the cards *known*, easy days, load balancing and exams included."""
    now = study.clock()
    moved = moved_days(study.collection, now)
    shown = (replace(memory, due=moved[id_]) if id_ in moved else memory for id_, memory in known.items())
    return forecast(shown, now, study.collection.schedulers.days, horizon=horizon)[0]
