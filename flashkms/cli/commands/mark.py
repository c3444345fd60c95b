"""`flashkms mark`: an entry that a person wants to find again."""

from __future__ import annotations

import click

from flashkms.cards.card import entry_of
from flashkms.cli import completing
from flashkms.cli.command import command
from flashkms.cli.deeds import for_each
from flashkms.cli.invocation import Invocation


@command("mark", example="flashkms mark kms-4t7q2m.1\nflashkms mark --off kms-4t7q2m.1")
@click.argument("cards", nargs=-1, required=True, metavar="CARD...", shell_complete=completing.cards)
@click.option("--off", is_flag=True, help="Take the mark away.")
def mark(invocation: Invocation, cards: tuple[str, ...], *, off: bool) -> None:
    """Mark a card's entry, or take the mark away."""
    said = "no longer marked" if off else "marked"
    for_each(invocation, cards, lambda study, id_: study.mark(entry_of(id_), marked=not off), said=said)
