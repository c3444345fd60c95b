"""`flashkms due`: today's counts by deck, and the queue."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from flashkms.cli import completing
from flashkms.cli.command import command
from flashkms.cli.decks import deck_named
from flashkms.cli.invocation import Invocation
from flashkms.cli.output import report_damage_and_end, say, say_json, table
from flashkms.cli.shapes import moment
from flashkms.safe import safe_line
from flashkms.schedule.limits import below

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flashkms.study import DeckCounts


@command("due", example="flashkms due\nflashkms due aws::kms --json")
@click.argument("deck", default="", shell_complete=completing.decks)
def due(invocation: Invocation, deck: str) -> None:
    """Count by deck, and list the queue in order."""
    with invocation.study() as study:
        counts = study.counts()
        name = deck_named(deck, (each.deck for each in counts))
        counts = tuple(each for each in counts if below(each.deck, name))
        queue = study.queue(name)
        day = study.today
        damage = study.collection.damage()
        if invocation.as_json:
            say_json(
                {
                    "now": moment(invocation.clock()),
                    "day": moment(day),
                    "decks": counts_json(counts),
                    "queue": list(queue),
                }
            )
        else:
            say_counts(counts, day)
            if queue:
                say()
                say("\n".join(map(safe_line, queue)))
    report_damage_and_end(damage)


def counts_json(counts: Sequence[DeckCounts]) -> list[dict[str, str | int]]:
    """The deck table as the contract spells it."""
    return [
        {"deck": each.deck, "new": each.new, "learning": each.learning, "due": each.due, "cards": each.cards}
        for each in counts
    ]


def say_counts(counts: Sequence[DeckCounts], day: date) -> None:
    """Write the deck table: a line a deck, indented by its level."""
    say(f"{day:%A} {day.day} {day:%B %Y}")
    rows = [("deck", "new", "learning", "due", "cards")]
    listed = frozenset(each.deck for each in counts)
    rows += [
        (_indented(each.deck, listed), str(each.new), str(each.learning), str(each.due), str(each.cards))
        for each in counts
    ]
    say("\n".join(table(rows, right="lrrrr")))


def _indented(deck: str, listed: frozenset[str]) -> str:
    """The name of *deck* below its nearest listed ancestor."""
    parts = deck.split("::")
    above = [depth for depth in range(1, len(parts)) if "::".join(parts[:depth]) in listed]
    return "  " * len(above) + "::".join(parts[above[-1] if above else 0 :])
