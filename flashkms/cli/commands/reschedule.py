"""`flashkms reschedule`: a due day by hand."""

from __future__ import annotations

from datetime import datetime

import click

from flashkms.cli import completing
from flashkms.cli.command import command
from flashkms.cli.deeds import for_each
from flashkms.cli.invocation import Invocation


@command("reschedule", example="flashkms reschedule kms-4t7q2m.1 2026-12-01")
@click.argument("card", shell_complete=completing.cards)
@click.argument("day", metavar="DAY", type=click.DateTime(["%Y-%m-%d"]))
def reschedule(invocation: Invocation, card: str, day: datetime) -> None:
    """Make a card fall due on DAY, as 2026-12-01."""
    for_each(invocation, (card,), lambda study, id_: study.set_due(id_, day.date()), said=f"due {day:%Y-%m-%d}")
