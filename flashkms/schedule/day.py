"""Study days: which date an instant belongs to, when the night's rollover and the zone are taken into account.

The rule is Anki's, in every zone and across changes of the clock: the day turns at the rollover hour as shown by the
clock that is in force at the instant asked about. Days between two answers are whole 24-hour periods from the first
answer to the rollover that ends the day of the second; only within an hour of a rollover, across a change of the
clock, is that not the difference of the dates.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, tzinfo

DAY = 86_400
EPOCH = date(1970, 1, 1)
_ORDINAL = EPOCH.toordinal()
LAST = date(9998, 12, 31).toordinal() - _ORDINAL  # nothing falls due after it


def number(day: date) -> int:
    """Days from 1970-01-01 to *day*."""
    return day.toordinal() - _ORDINAL


def dated(days: int) -> date:
    """The date *days* after 1970-01-01; 9998-12-31 at most."""
    return date.fromordinal(min(days, LAST) + _ORDINAL)


class StudyDays:
    """The study days of one *zone*, each from *rollover* o'clock (0..23) to the next."""

    __slots__ = ("_late", "_offsets", "rollover", "zone")

    def __init__(self, zone: tzinfo = UTC, rollover: int = 4) -> None:
        self.zone = zone
        self.rollover = rollover
        self._late = rollover * 3600
        self._offsets: dict[int, int] = {}  # of the UTC days on which the clock does not change

    def day(self, instant: datetime) -> date:
        """The study day of *instant*, an aware datetime."""
        return dated(self.day_number(instant.timestamp()))

    def start(self, day: date) -> datetime:
        """The instant, in UTC, at which *day* begins: the rollover hour by the clock then in force."""
        local = datetime(day.year, day.month, day.day, self.rollover, tzinfo=self.zone)
        try:
            return local.astimezone(UTC)
        except OverflowError:
            return local.replace(tzinfo=UTC)

    def end(self, instant: datetime) -> datetime:
        """The next rollover after *instant*, in UTC, by the clock in force at *instant*."""
        return datetime.fromtimestamp(self.end_seconds(instant.timestamp()), UTC)

    def offset(self, seconds: float) -> int:
        """Seconds that the local clock is ahead of UTC at *seconds* since 1970."""
        utc_day = int(seconds // DAY)
        known = self._offsets.get(utc_day)
        if known is not None:
            return known
        offset = self._asked(seconds)
        if self._asked(utc_day * DAY) == offset == self._asked((utc_day + 1) * DAY):
            self._offsets[utc_day] = offset
        return offset

    def day_number(self, seconds: float) -> int:
        """The study day, in days since 1970-01-01, of *seconds* since 1970."""
        return int((seconds + self.offset(seconds) - self._late) // DAY)

    def end_seconds(self, seconds: float) -> int:
        """When the study day of *seconds* ends, in seconds since 1970."""
        offset = self.offset(seconds)
        return (int((seconds + offset - self._late) // DAY) + 1) * DAY + self._late - offset

    def elapsed(self, last: float, seconds: float) -> int:
        """Whole days between answers at *last* and at *seconds*, both since 1970; never below zero."""
        whole = int(seconds)
        offset = self._offsets.get(whole // DAY)
        if offset is None:
            offset = self.offset(seconds)
        days = (whole - (whole + offset - self._late) % DAY + DAY - int(last)) // DAY
        return days if days > 0 else 0  # noqa: FURB136 - max() costs as much as the rest

    def _asked(self, seconds: float) -> int:
        try:
            offset = (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)).astimezone(self.zone).utcoffset()
        except OverflowError:
            return 0
        return int(offset.total_seconds()) if offset is not None else 0
