"""`flashkms unbury`: a buried card comes back today."""

from __future__ import annotations

import click

from flashkms.cli import completing
from flashkms.cli.command import command
from flashkms.cli.deeds import for_each
from flashkms.cli.invocation import Invocation


@command("unbury", example="flashkms unbury kms-4t7q2m.1")
@click.argument("cards", nargs=-1, required=True, metavar="CARD...", shell_complete=completing.cards)
def unbury(invocation: Invocation, cards: tuple[str, ...]) -> None:
    """Show a buried card again today."""
    for_each(invocation, cards, lambda study, id_: study.unbury(id_), said="unburied")
