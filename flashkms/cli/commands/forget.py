"""`flashkms forget`: a card starts anew."""

from __future__ import annotations

import click

from flashkms.cli import completing
from flashkms.cli.command import command
from flashkms.cli.deeds import for_each
from flashkms.cli.invocation import Invocation


@command("forget", example="flashkms forget kms-4t7q2m.1")
@click.argument("cards", nargs=-1, required=True, metavar="CARD...", shell_complete=completing.cards)
def forget(invocation: Invocation, cards: tuple[str, ...]) -> None:
    """Make a card new again; its history stays in the log."""
    for_each(invocation, cards, lambda study, id_: study.forget(id_), said="forgotten, new again")
