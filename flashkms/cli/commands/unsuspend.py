"""`flashkms unsuspend`: a suspended card comes back."""

from __future__ import annotations

import click

from flashkms.cli import completing
from flashkms.cli.command import command
from flashkms.cli.deeds import for_each
from flashkms.cli.invocation import Invocation


@command("unsuspend", example="flashkms unsuspend kms-4t7q2m.1")
@click.argument("cards", nargs=-1, required=True, metavar="CARD...", shell_complete=completing.cards)
def unsuspend(invocation: Invocation, cards: tuple[str, ...]) -> None:
    """Show a suspended card again."""
    from flashkms.study.members import unsuspend as unsuspended  # noqa: PLC0415  # help needs none

    for_each(invocation, cards, unsuspended, said="unsuspended")
