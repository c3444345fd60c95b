"""`flashkms simulate`: what another retention would cost and bring."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from flashkms.cli import completing
from flashkms.cli.command import command
from flashkms.cli.decks import deck_named
from flashkms.cli.invocation import Invocation
from flashkms.cli.output import narrate, report_damage, say, say_json, table
from flashkms.cli.plainly import plainly
from flashkms.counting import counted

if TYPE_CHECKING:
    from flashkms.schedule.simulate import Point

_BAR = 16  # cells of the longest bar


@command("simulate", example="flashkms simulate\nflashkms simulate aws::kms --days 180 --json")
@click.argument("deck", default="", shell_complete=completing.decks)
@click.option("--days", type=click.IntRange(1, 3650), default=365, show_default=True, help="How far ahead.")
def simulate(invocation: Invocation, deck: str, days: int) -> None:
    """Show what each retention would cost a day, and how many cards it would keep in memory.

    Ratings and times are your own where there are a hundred answers to judge by, and the day's limits hold. It shows
    the curve and recommends no number: what a card is worth to you, you know.
    """
    from flashkms.study.simulating import simulation  # noqa: PLC0415  # help needs none

    with invocation.study() as study:
        name = deck_named(deck, (each.deck for each in study.counts()))
        told = simulation(study, name, days)
        report_damage(study.collection.damage())
    points = tuple(curve.point for curve in told.curves)
    if invocation.as_json:
        say_json({"deck": name, "days": days, "cards": told.cards, "points": plainly(points)})
        return
    for line in table(_rows(points), right="rrlrrl"):
        say(line)
    narrate(f"of {counted(told.cards, 'card')}, in memory at the end of {counted(days, 'day')}")


def _rows(points: tuple[Point, ...]) -> list[tuple[str, ...]]:
    minutes, memorised = max(each.minutes for each in points), max(each.memorised for each in points)
    return [
        ("retention", "minutes a day", "", "reviews a day", "in memory", ""),
        *(
            (
                f"{point.retention:.0%}",
                f"{point.minutes:.1f}",
                _bar(point.minutes, minutes),
                f"{point.reviews:.1f}",
                f"{point.memorised:.0f}",
                _bar(point.memorised, memorised),
            )
            for point in points
        ),
    ]


def _bar(value: float, most: float) -> str:
    return "▪" * max(1, round(_BAR * value / most)) if value > 0 else ""
