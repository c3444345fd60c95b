"""What an answer would bring: the next due time, and how it reads on a button."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from msgspec import Struct

from flashkms.schedule.day import StudyDays
from flashkms.schedule.memory import Memory

# Lengths of the units in seconds; a month is a twelfth of 365 days, as on Anki's buttons.
_MINUTE, _HOUR, _DAY = 60.0, 3600.0, 86_400.0
_MONTH, _YEAR = 365 * _DAY / 12, 365 * _DAY


class Outcome(Struct, frozen=True):
    """One of the four answers, looked at beforehand. *interval* counts from the answer, in whole days for a day."""

    due: datetime | date
    interval: timedelta
    label: str  # `<10m`, `2d`, `1.5mo`


def outcome(memory: Memory, at: datetime, days: StudyDays, *, step: timedelta, learn_ahead: timedelta) -> Outcome:
    """What *memory*, made by an answer at *at*, means for the next time the card is shown.

    *step* is the delay that the settings name, without fuzz: a button says `<10m`, not the 11 minutes it will be.
    """
    if isinstance(memory.due, datetime):
        return Outcome(memory.due, max(memory.due - at, timedelta()), label(step, learn_ahead=learn_ahead))
    interval = max(memory.due - days.day(at), timedelta())
    return Outcome(memory.due, interval, label(interval))


def label(interval: timedelta, *, learn_ahead: timedelta = timedelta()) -> str:
    """*interval* in its natural unit: whole seconds, minutes and days; hours, months and years to one decimal.

    An interval below *learn_ahead* carries a `<`: the card comes back earlier when nothing else is left.
    """
    sign = "<" if interval < learn_ahead else ""
    return f"{sign}{_amount(interval.total_seconds())}"


def _amount(seconds: float) -> str:
    if seconds < _MINUTE:
        return f"{_whole(seconds)}s"
    if seconds < _HOUR:
        return f"{_whole(seconds / _MINUTE)}m"
    if seconds < _DAY:
        return f"{_decimal(seconds / _HOUR)}h"
    if seconds < _MONTH:
        return f"{_whole(seconds / _DAY)}d"
    if seconds < _YEAR:
        return f"{_decimal(seconds / _MONTH)}mo"
    return f"{_decimal(seconds / _YEAR)}y"


def _whole(number: float) -> int:
    """*number* rounded, a half upwards."""
    return int(number + 0.5)


def _decimal(number: float) -> str:
    """*number* to one decimal, a half upwards as in Anki: 5.95 reads 6, and 6.05 reads 6.1."""
    return f"{_whole(number * 10) / 10:.1f}".removesuffix(".0")
