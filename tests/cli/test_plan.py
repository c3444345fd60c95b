"""What lies ahead, and studying beside the schedule, from the command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import Ended

Call = Callable[..., Ended]
LATER = "2026-05-02T09:00:00+00:00"


def test_a_plan_tells_the_load_and_the_way_back(flashkms: Call) -> None:
    flashkms("answer", "kms-zz2345", "easy", "--took", "30")
    told = flashkms("plan", "--minutes", "15", "--json", now=LATER).json

    assert told["loads"][0] == {"day": "2026-05-02", "learning": 0, "young": 1, "mature": 0}
    assert told["exams"] == []
    assert told["way_back"] == {"per_day": 30, "left": [0], "clear": "2026-05-02", "today": ["kms-zz2345.1"]}


def test_a_plan_for_an_exam_tells_recall_with_and_without_study(flashkms: Call) -> None:
    flashkms("answer", "kms-zz2345", "easy")
    (plan,) = flashkms("plan", "--exam", "2026-04-02", "--json").json["exams"]

    assert (plan["exam"], plan["days_left"], plan["cards"], plan["new"]) == ("2026-04-02", 31, 4, 3)
    assert plan["new_per_day"] == 1
    assert 0 < plan["idle"] < plan["expected"] < 1
    assert len(plan["last_days"]) == 7


def test_an_exam_tomorrow_is_in_one_day_and_no_day_before_today_is_told(flashkms: Call) -> None:
    told = flashkms("plan", "--exam", "2026-03-03").lines

    assert "exam                 Tue 03 Mar 2026, in 1 day" in told
    assert [line for line in told if line.startswith("once more")] == ["once more            Mon 02 0"]


def test_exams_of_the_settings_are_planned_each_with_its_cards(flashkms: Call, collection: Path) -> None:
    with (collection / "flashkms.toml").open("a", encoding="utf-8") as settings:
        settings.write('[queue]\nexam_days = 3\n[exams]\nscenario = 2026-04-02\n[decks."AWS"]\nexam = 2026-06-01\n')
    plans = flashkms("plan", "--json").json["exams"]

    assert [(plan["exam"], plan["cards"], len(plan["last_days"])) for plan in plans] == [
        ("2026-04-02", 1, 3),
        ("2026-06-01", 3, 3),
    ]
    assert "in 31 days" in flashkms("plan").out


def test_an_exam_at_the_end_of_the_calendar_has_a_plan(flashkms: Call) -> None:
    flashkms("answer", "kms-zz2345", "easy")
    (plan,) = flashkms("plan", "--exam", "9999-12-31", "--json").json["exams"]

    assert plan["exam"] == "9999-12-31"
    assert 0 < plan["expected"] <= 1


def test_an_exam_that_has_come_has_no_plan(flashkms: Call) -> None:
    ended = flashkms("plan", "--exam", "2026-03-02")

    assert "no plan: the day has come" in ended.err


def test_cramming_lists_or_asks_and_moves_nothing(flashkms: Call) -> None:
    flashkms("answer", "kms-zz2345", "easy")
    before = flashkms("show", "kms-zz2345", "--json").json["memory"]
    listed = flashkms("cram", "waiting", "--json").json
    asked = flashkms("cram", "waiting", stdin="\n1\n\n3\n")

    assert listed == {"cards": ["kms-zz2345.1"]}
    assert "1 Again later   2 Hard done" in asked.out
    assert "2 answers: 1 again, 1 good" in asked.out
    assert flashkms("show", "kms-zz2345", "--json").json["memory"] == before
    assert [event.get("cram", False) for event in flashkms("show", "kms-zz2345", "--json").json["events"]] == [
        False,
        True,
        True,
    ]


def test_cramming_nothing_is_said(flashkms: Call) -> None:
    assert "no card is left to cram" in flashkms("cram", "nonesuch").err


def test_ways_of_cramming_exclude_each_other(flashkms: Call) -> None:
    ended = flashkms("cram", "--new", "--ahead", "3")

    assert ended.code == 2
    assert "--ahead, --forgotten and --new exclude each other (name one of them)" in ended.err


@pytest.mark.parametrize(("minutes", "asked"), [("1", 1), ("15", 2)])
def test_a_review_of_some_minutes_asks_no_more_than_fits(flashkms: Call, minutes: str, asked: int) -> None:
    for card in ("kms-zz2345", "kms-9d2mx7"):
        flashkms("answer", card, "easy", "--took", "50")
    told = flashkms("review", "--minutes", minutes, stdin="\n3\n" * 5, now=LATER)

    assert f"\n{asked} answer" in told.out


def test_a_simulation_draws_both_prices(flashkms: Call) -> None:
    head, *rows = flashkms("simulate", "--days", "30").lines

    assert head.split("  ")[0] == "retention"
    assert len(rows) == 8
    assert all(row.count("▪") > 1 for row in rows)
