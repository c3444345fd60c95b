from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashkms.schedule.day import StudyDays, dated, number

BERLIN = ZoneInfo("Europe/Berlin")
instants = st.datetimes(datetime(1975, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
zones = st.sampled_from(sorted(available_timezones())).map(ZoneInfo)


def test_the_night_belongs_to_the_day_before():
    days = StudyDays(BERLIN, 4)

    assert days.day(datetime(2026, 3, 2, 3, 59, tzinfo=BERLIN)) == date(2026, 3, 1)
    assert days.day(datetime(2026, 3, 2, 4, 0, tzinfo=BERLIN)) == date(2026, 3, 2)


def test_a_day_starts_at_the_rollover_of_the_clock_in_force():
    days = StudyDays(BERLIN, 4)

    assert days.start(date(2026, 3, 28)) == datetime(2026, 3, 28, 3, tzinfo=UTC)
    assert days.start(date(2026, 3, 29)) == datetime(2026, 3, 29, 2, tzinfo=UTC)


def test_a_leap_day_is_a_day_of_its_own():
    days = StudyDays(UTC, 4)
    leap = datetime(2028, 2, 29, 12, tzinfo=UTC)

    assert days.day(leap) == date(2028, 2, 29)
    assert days.elapsed(leap.timestamp(), (leap + timedelta(days=1)).timestamp()) == 1


@pytest.mark.parametrize(("hour", "expected"), [(3, 0), (5, 1)])
def test_one_rollover_between_two_answers_is_one_day(hour, expected):
    days = StudyDays(UTC, 4)
    evening = datetime(2026, 3, 1, 23, tzinfo=UTC)

    assert days.elapsed(evening.timestamp(), datetime(2026, 3, 2, hour, tzinfo=UTC).timestamp()) == expected


def test_an_answer_before_the_last_one_is_on_the_same_day():
    assert StudyDays(UTC, 4).elapsed(2e9, 1e9) == 0


@given(instants, zones, st.integers(0, 23))
def test_an_instant_lies_between_the_starts_of_its_day_and_the_next(instant, zone, rollover):
    days = StudyDays(zone, rollover)
    day = days.day(instant)
    skew = timedelta(hours=2) if zone.utcoffset(instant) != zone.utcoffset(instant - timedelta(days=1)) else timedelta()
    skew = skew or (
        timedelta(days=1) if zone.utcoffset(instant) != zone.utcoffset(instant + timedelta(days=1)) else skew
    )

    assert days.start(day) - skew - timedelta(days=bool(skew)) <= instant < days.start(day + timedelta(days=1)) + skew


@given(instants, zones, st.integers(0, 23), st.integers(0, 4000))
def test_whole_days_later_is_that_many_days(instant, zone, rollover, ahead):
    """By the clock on the wall, so that it holds across changes of it, but beside the rollover."""
    days = StudyDays(zone, rollover)
    local = instant.astimezone(zone).replace(hour=(rollover + 12) % 24, fold=0)
    later = (local + timedelta(days=ahead)).astimezone(UTC)

    assert days.elapsed(local.timestamp(), later.timestamp()) == pytest.approx(ahead, abs=1)
    assert (days.day(later) - days.day(local)).days == pytest.approx(ahead, abs=1)


def test_no_due_day_lies_beyond_what_dates_can_say():
    assert dated(10**7) == date(9998, 12, 31)
    assert dated(number(date(2026, 3, 2))) == date(2026, 3, 2)


def test_the_last_days_there_are_can_be_asked_for():
    days = StudyDays(ZoneInfo("Pacific/Kiritimati"), 4)

    assert days.day(datetime(9998, 12, 30, tzinfo=UTC)) == date(9998, 12, 30)
    assert days.start(date(9998, 12, 31)) < days.start(date(9999, 12, 31))
