"""`flashkms simulate`: what another retention would cost and bring."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from flashkms.cli import completing
from flashkms.cli.command import command
from flashkms.cli.decks import deck_named
from flashkms.cli.invocation import Invocation
from flashkms.cli.output import narrate, say, say_json, table
from flashkms.cli.plainly import plainly
from flashkms.counting import counted

if TYPE_CHECKING:
    from flashkms.schedule.simulate import Point, Standing
    from flashkms.study import Study

_BAR = 16  # cells of the longest bar


@command("simulate", example="flashkms simulate\nflashkms simulate aws::kms --days 180 --json")
@click.argument("deck", default="", shell_complete=completing.decks)
@click.option("--days", type=click.IntRange(1, 3650), default=365, show_default=True, help="How far ahead.")
def simulate(invocation: Invocation, deck: str, days: int) -> None:
    """Show what each retention would cost a day, and how many cards it would keep in memory.

    Ratings and times are your own where there are a hundred answers to judge by, and the day's limits hold. It shows
    the curve and recommends no number: what a card is worth to you, you know.
    """
    from flashkms.schedule.limits import per_day  # noqa: PLC0415  # help needs none
    from flashkms.schedule.simulate import habits  # noqa: PLC0415  # as above
    from flashkms.schedule.simulate import simulate as simulated  # noqa: PLC0415  # as above
    from flashkms.study.figures import gathered  # noqa: PLC0415  # as above

    with invocation.study() as study:
        config = study.collection.config
        name = deck_named(deck, (each.deck for each in study.counts()))
        standing, new = _standing(study, name)
        new_per_day, reviews_per_day = per_day(config, name)
        points = simulated(
            standing,
            new,
            config.schedule,
            person=habits(gathered(study, name)),
            new_per_day=new_per_day,
            reviews_per_day=reviews_per_day,
            horizon=days,
        )
    if invocation.as_json:
        say_json({"deck": name, "days": days, "cards": len(standing) + new, "points": plainly(points)})
        return
    for line in table(_rows(points), right="rrlrrl"):
        say(line)
    narrate(f"of {counted(len(standing) + new, 'card')}, in memory at the end of {counted(days, 'day')}")


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


def _standing(study: Study, deck: str) -> tuple[list[Standing], int]:
    """Where every card of *deck* and below that is not suspended stands today, and how many are new."""
    from datetime import datetime  # noqa: PLC0415  # help needs none

    from flashkms.cards.card import CardId  # noqa: PLC0415  # as above
    from flashkms.study.members import members, suspended  # noqa: PLC0415  # as above

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
