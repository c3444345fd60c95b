"""The forecast: how many cards fall due on each of the coming days, if all are answered on time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from msgspec import Struct

from flashkms.schedule.day import StudyDays
from flashkms.schedule.memory import Memory
from flashkms.schedule.walk import MATURE


class Load(Struct, frozen=True):
    """What falls due on a study day; on the first day, everything that is overdue as well."""

    day: date
    learning: int
    young: int
    mature: int

    @property
    def total(self) -> int:
        """All cards that fall due."""
        return self.learning + self.young + self.mature


def forecast(
    memories: Iterable[Memory], now: datetime, days: StudyDays, *, horizon: int = 30
) -> tuple[tuple[Load, ...], int]:
    """The load of *horizon* days from today, each once, and how many cards of today's are overdue."""
    today = days.day(now)
    tally: Counter[tuple[date, str]] = Counter()
    overdue = 0
    for memory in memories:
        on_step = isinstance(memory.due, datetime)
        due = days.day(memory.due) if isinstance(memory.due, datetime) else memory.due
        overdue += due < today
        kind = "learning" if on_step or not memory.interval_days else "young"
        if kind == "young" and memory.interval_days >= MATURE:
            kind = "mature"
        tally[max(due, today), kind] += 1
    dates = [today + timedelta(days=ahead) for ahead in range(horizon)]
    return tuple(Load(day, *(tally[day, kind] for kind in ("learning", "young", "mature"))) for day in dates), overdue
