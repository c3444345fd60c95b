"""`flashkms cards`: every card that a query finds, a line each."""

from __future__ import annotations

import click

from flashkms.cli.command import command
from flashkms.cli.invocation import Invocation
from flashkms.cli.output import clipped, report_damage_and_end, say_fields, say_json_list
from flashkms.cli.shapes import card_json

_FRONT = 100  # terminal cells of a front in the list


@command("cards", example="flashkms cards\nflashkms cards 'deck:aws is:due -tag:scenario' --json", dashes=True)
@click.argument("query", nargs=-1)
def cards(invocation: Invocation, query: tuple[str, ...]) -> None:
    """List the cards that a query finds, all of them without one.

    `flashkms help query` explains the search language. Each line has the card's id, its deck and its front, separated
    by tabs.
    """
    with invocation.study() as study:
        found = study.found(" ".join(query))
        if invocation.as_json:
            say_json_list(card_json(card, suspended=suspended, places=study.places) for card, suspended in found)
        else:
            from flashkms.cards import face  # noqa: PLC0415  # the faces are drawn only where they are shown

            for card, _ in found:
                say_fields(card.id, card.deck, clipped(face.plain(face.front(card)), _FRONT))
        damage = study.collection.damage()
    report_damage_and_end(damage)
