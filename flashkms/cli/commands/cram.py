"""`flashkms cram`: study outside of the schedule, which is not touched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import click

from flashkms.cli.command import command
from flashkms.cli.invocation import Invocation
from flashkms.cli.output import narrate, say_json
from flashkms.errors import UsageError

if TYPE_CHECKING:
    from flashkms.study.selection import Kind


@command(
    "cram", example="flashkms cram deck:aws tag:s3 --limit 30\nflashkms cram --ahead 3\nflashkms cram --forgotten 1"
)
@click.argument("query", nargs=-1)
@click.option("--ahead", metavar="DAYS", type=click.IntRange(1, 3650), help="Only what falls due within so many days.")
@click.option("--forgotten", metavar="DAYS", type=click.IntRange(1, 3650), help="Only what was lately answered Again.")
@click.option("--new", is_flag=True, help="Only cards that were never answered, to look at them.")
@click.option("--order", type=click.Choice(["random", "file", "due", "recall"]), default="random", help="Of all cards.")
@click.option("--limit", metavar="CARDS", type=click.IntRange(1, 9999), help="No more than so many.")
@click.option("--plain", is_flag=True, help="By lines: for screen readers, pipes and dumb terminals.")
def cram(  # noqa: PLR0913, PLR0917  # one for each option
    invocation: Invocation,
    query: tuple[str, ...],
    ahead: int | None,
    forgotten: int | None,
    order: Literal["random", "file", "due", "recall"],
    limit: int | None,
    *,
    new: bool,
    plain: bool,
) -> None:
    """Study the cards that a query finds, due or not, without rescheduling any. Again brings a card back at the end.

    The answers stand in the log as cram: they count in the statistics of the day and move no card. With --json the
    cards are listed and not studied.
    """
    from flashkms.cli.reviewing import reviewed  # noqa: PLC0415  # help needs no reviewer
    from flashkms.study import Selection  # noqa: PLC0415  # as above
    from flashkms.study.selection import crammed  # noqa: PLC0415  # as above

    kind, within = _kind(ahead, forgotten, new=new)
    with invocation.study(write=not invocation.as_json) as study:
        found = crammed(study, " ".join(query), kind=kind, within=within, order=order).cards[:limit]
        if invocation.as_json:
            say_json({"cards": list(found)})
            return
        if not found:
            narrate("no card is left to cram; suspended cards are not shown")
            return
        code = reviewed(study, study.session("", Selection(found, cram=True)), plain=plain)
    click.get_current_context().exit(code)


def _kind(ahead: int | None, forgotten: int | None, *, new: bool) -> tuple[Kind, int]:
    """Which cards are wanted, and within how many days. Raises `UsageError` where the options contradict."""
    wanted: list[tuple[Kind, int]] = []
    if ahead is not None:
        wanted.append(("ahead", ahead))
    if forgotten is not None:
        wanted.append(("forgotten", forgotten))
    if new:
        wanted.append(("new", 1))
    if len(wanted) > 1:
        raise UsageError("--ahead, --forgotten and --new exclude each other", "name one of them")
    return wanted[0] if wanted else ("all", 1)
