"""`flashkms drop`: an entry goes, and no build brings it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from flashkms.cards.entry import EntryId
from flashkms.cli import completing
from flashkms.cli.command import command
from flashkms.cli.invocation import Invocation
from flashkms.cli.output import narrate, say, say_json
from flashkms.counting import counted
from flashkms.errors import UsageError

if TYPE_CHECKING:
    from flashkms.study import Study


@command("drop", example="flashkms drop kms-4t7q2m\nflashkms drop --yes kms-4t7q2m")
@click.argument("entry", shell_complete=completing.entries)
@click.option("--yes", is_flag=True, help="Do it; without this, only say what would be done.")
def drop(invocation: Invocation, entry: str, *, yes: bool) -> None:
    """Remove an entry's lines from its deck file; no build brings it back. The log keeps its history."""
    from flashkms.cli.entries import entry_named  # noqa: PLC0415  # help needs none
    from flashkms.store import lost  # noqa: PLC0415  # as above
    from flashkms.study import verdicts  # noqa: PLC0415  # as above

    with invocation.study(write=yes) as study:
        if entry in lost.entries(study.collection):
            _forgo(invocation, study, EntryId(entry), yes=yes)
            return
        card = entry_named(study.collection, entry)
        decks = [deck for deck in study.collection.decks() if deck.path == card.path]
        if not decks:
            raise UsageError(f"{card.path} is gone")
        reviews = sum(
            len(study.history(id_)) for id_, each in study.collection.cards().items() if each.entry == card.entry
        )
        if yes:
            verdicts.drop(study, verdicts.Waiting(decks[0], card.entry))
    if invocation.as_json:
        say_json({"entry": card.entry.id, "path": card.path, "line": card.entry.line, "dropped": yes})
        return
    deed = "dropped" if yes else "would be dropped"
    say(f"{card.path}:{card.entry.line}: {card.entry.id} {deed}, {counted(reviews, 'event')} behind it")
    if not yes:
        narrate("--yes does it")


def _forgo(invocation: Invocation, study: Study, entry: EntryId, *, yes: bool) -> None:
    """Drop an entry that is in no deck file any more: its history stays, and `check` asks for it no longer."""
    from flashkms.schedule.event import Drop  # noqa: PLC0415  # help needs none

    if yes:
        stamp = study.collection.log.stamp(invocation.clock())
        study.collection.append((Drop(**stamp, entry=entry, dropped=True),), invocation.clock())
    if invocation.as_json:
        say_json({"entry": entry, "path": None, "line": None, "dropped": yes})
        return
    say(f"{entry} {'dropped' if yes else 'would be dropped'}: it is in no deck file")
    if not yes:
        narrate("--yes does it")
