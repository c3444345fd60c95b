"""`flashkms suspend`: a card stays out of the queue."""

from __future__ import annotations

import click

from flashkms.cli import completing
from flashkms.cli.command import command
from flashkms.cli.deeds import for_each
from flashkms.cli.invocation import Invocation


@command("suspend", example="flashkms suspend kms-4t7q2m.1")
@click.argument("cards", nargs=-1, required=True, metavar="CARD...", shell_complete=completing.cards)
def suspend(invocation: Invocation, cards: tuple[str, ...]) -> None:
    """Keep a card out of the queue until it is unsuspended."""
    for_each(invocation, cards, lambda study, id_: study.suspend(id_), said="suspended")
