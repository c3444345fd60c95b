"""`flashkms plan`: the coming days, the way to an exam, and the way out of a backlog."""

from __future__ import annotations

from datetime import datetime, timedelta
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
    from flashkms.schedule.backlog import WayBack
    from flashkms.schedule.exam import Plan
    from flashkms.schedule.forecast import Load

_BAR = 40  # cells of the longest bar
_SHOWN = 14  # days of the load that are written out


@command("plan", example="flashkms plan\nflashkms plan aws --exam 2026-12-24\nflashkms plan --minutes 15 --json")
@click.argument("deck", default="", shell_complete=completing.decks)
@click.option("--exam", metavar="DAY", type=click.DateTime(["%Y-%m-%d"]), help="Plan for this day, as 2026-12-24.")
@click.option("--minutes", type=click.IntRange(1, 1440), help="How long the way back is with so much time a day.")
def plan(invocation: Invocation, deck: str, exam: datetime | None, minutes: int | None) -> None:
    """Tell what falls due, what an exam asks for, and how a backlog shrinks. Nothing is changed by looking.

    Exams are those of the settings, `exam` of a deck and `[exams]` of a tag, or the one of --exam. With --minutes the
    cards that lose most by waiting come first, as in `flashkms review --minutes`.
    """
    from flashkms.study import planning  # noqa: PLC0415  # help needs none
    from flashkms.study.selection import backlog  # noqa: PLC0415  # as above

    with invocation.study() as study:
        name = deck_named(deck, (each.deck for each in study.counts()))
        loads = planning.loads(study, name)
        plans = planning.exam_plans(study, name, exam.date() if exam else None)
        daily = timedelta(minutes=minutes or 0)
        back = planning.way_back(study, name, daily) if minutes else None
        first = backlog(study, name, daily).cards if minutes else ()
    if invocation.as_json:
        told = {**plainly(back), "today": list(first)} if back else None
        say_json({"deck": name, "loads": plainly(loads), "exams": plainly(plans), "way_back": told})
        return
    _say_loads(loads[:_SHOWN])
    for each in plans:
        _say_exam(each)
    if exam and not plans:
        narrate("no plan: the day has come, or there is no card")
    if back is not None and minutes is not None:
        _say_way_back(back, minutes)


def _say_loads(loads: tuple[Load, ...]) -> None:
    most = max((load.total for load in loads), default=0) or 1
    rows = [
        (f"{load.day:%a %d %b}", str(load.total), "▪" * (-(-_BAR * load.total // most) if load.total else 0))
        for load in loads
    ]
    for line in table([("day", "due", ""), *rows], right="lrl"):
        say(line)


def _say_exam(plan: Plan) -> None:
    say()
    rows = (
        ("exam", f"{plan.exam:%a %d %b %Y}, in {counted(plan.days_left, 'day')}"),
        ("cards", f"{plan.cards}, {plan.new} of them new"),
        ("new cards a day", f"{plan.new_per_day} begin them all before the last days"),
        ("recalled on the day", f"{plan.expected:.0%} by this plan, {plan.idle:.0%} without any more study"),
        ("once more", ", ".join(f"{day:%a %d} {many}" for day, many in plan.last_days)),
    )
    for line in table(rows):
        say(line)


def _say_way_back(back: WayBack, minutes: int) -> None:
    say()
    end = "nothing is left at the end of today"
    if back.clear is None:
        end = (
            f"after {counted(len(back.left), 'day')} {counted(back.left[-1], 'card')} are still due: it takes more time"
        )
    elif len(back.left) > 1:
        end = f"nothing is left at the end of {back.clear:%a %d %b %Y}, in {counted(len(back.left), 'day')}"
    rows = (
        ("time", f"{minutes} minutes a day, enough for {counted(back.per_day, 'card')}, no new ones among them"),
        ("way back", end),
        ("left at night", ", ".join(map(str, back.left[:_SHOWN])) + (" …" if len(back.left) > _SHOWN else "")),
    )
    for line in table(rows):
        say(line)
