"""`flashkms drop`: entries go, and no build brings them back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from flashkms.cli import completing
from flashkms.cli.command import command
from flashkms.cli.invocation import Invocation
from flashkms.cli.output import narrate, say, say_json
from flashkms.counting import counted
from flashkms.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from flashkms.cards.card import Card
    from flashkms.cards.deck import Deck
    from flashkms.cards.entry import EntryId
    from flashkms.study import Study


@command("drop", example="flashkms drop kms-4t7q2m\nflashkms drop --yes kms-4t7q2m kms-9d2mx7")
@click.argument("entries", nargs=-1, required=True, metavar="ENTRY...", shell_complete=completing.entries)
@click.option("--yes", is_flag=True, help="Do it; without this, only say what would be done.")
def drop(invocation: Invocation, entries: tuple[str, ...], *, yes: bool) -> None:
    """Remove entries' lines from their deck files, all or none; no build brings them back. The log keeps their history.

    `flashkms triage undo` takes it back, as long as the files stay as they are.
    """
    from flashkms.study import verdicts  # noqa: PLC0415  # help needs none

    with invocation.study(write=yes) as study:
        named = _named(study, entries)
        events = _events(study, named)
        if yes:
            decks = {deck.path: deck for deck in study.collection.decks()}
            standing = [verdicts.Waiting(_deck(decks, card), card.entry) for card in named.values() if card]
            verdicts.drop_all(study, standing, [entry for entry, card in named.items() if card is None])
    if invocation.as_json:
        told = [_shape(entry, card, yes=yes) for entry, card in named.items()]
        say_json({**told[0], "entries": told})
        return
    deed = "dropped" if yes else "would be dropped"
    for entry, card in named.items():
        if card is None:
            say(f"{entry} {deed}: it is in no deck file")
        else:
            say(f"{card.path}:{card.entry.line}: {entry} {deed}, {counted(events[entry], 'event')} behind it")
    if not yes:
        narrate("--yes does it")


def _named(study: Study, entries: Iterable[str]) -> dict[EntryId, Card | None]:
    """The *entries* of that name, each once, with the first card of it; None for one that is in no deck file any more.

    Raises `UsageError` when there is none of a name.
    """
    from flashkms.cards.entry import EntryId  # noqa: PLC0415  # help needs none
    from flashkms.cli.entries import entry_named  # noqa: PLC0415  # as above
    from flashkms.store import lost  # noqa: PLC0415  # as above

    gone = lost.entries(study.collection)
    cards = ((name, None if name in gone else entry_named(study.collection, name)) for name in entries)
    return {card.entry.id if card else EntryId(name): card for name, card in cards}


def _events(study: Study, named: Mapping[EntryId, Card | None]) -> dict[EntryId, int]:
    """How many events each of the *named* entries that stand in a file has behind it."""
    events = dict.fromkeys(named, 0)
    for id_, card in study.collection.cards().items():
        meant = named.get(card.entry.id)
        if meant is not None and card.entry == meant.entry:
            events[card.entry.id] += len(study.history(id_))
    return events


def _deck(decks: Mapping[str, Deck], card: Card) -> Deck:
    if card.path not in decks:
        raise UsageError(f"{card.path} is gone")
    return decks[card.path]


def _shape(entry: EntryId, card: Card | None, *, yes: bool) -> dict[str, object]:
    return {
        "entry": entry,
        "path": card.path if card else None,
        "line": card.entry.line if card else None,
        "dropped": yes,
    }
