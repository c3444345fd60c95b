"""`flashkms flag`: a colour from 1 to 7 on a card."""

from __future__ import annotations

import click

from flashkms.cli import completing
from flashkms.cli.command import command
from flashkms.cli.deeds import for_each
from flashkms.cli.invocation import Invocation


@command("flag", example="flashkms flag kms-4t7q2m.1 2\nflashkms flag kms-4t7q2m.1 0")
@click.argument("card", shell_complete=completing.cards)
@click.argument("number", type=click.IntRange(0, 7))
def flag(invocation: Invocation, card: str, number: int) -> None:
    """Give a card a flag from 1 to 7, or 0 for none."""
    said = f"flag {number}" if number else "no flag"
    for_each(invocation, (card,), lambda study, id_: study.flag(id_, number), said=said)
