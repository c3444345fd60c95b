"""`flashkms restore`: a dropped entry is welcome again."""

from __future__ import annotations

import click

from flashkms.cards.entry import EntryId
from flashkms.cli import completing
from flashkms.cli.command import command
from flashkms.cli.invocation import Invocation
from flashkms.cli.output import narrate, say, say_json
from flashkms.cli.shapes import event_json
from flashkms.errors import UsageError


@command("restore", example="flashkms restore kms-4t7q2m")
@click.argument("entry", shell_complete=completing.entries)
def restore(invocation: Invocation, entry: str) -> None:
    """Welcome a dropped or deleted entry again: a build or an import may bring it back, with the history it had."""
    from flashkms.exchange.ledger import Ledger  # noqa: PLC0415  # help needs none
    from flashkms.schedule.event import Drop  # noqa: PLC0415  # help needs none

    with invocation.study(write=True) as study:
        dropped, name = study.state.dropped, EntryId(entry)
        for deck in study.collection.decks() if name not in dropped else ():
            if here := next((one for one in deck.entries if one.id == name), None):
                raise UsageError(f"{entry} was not dropped", f"it stands in {deck.path}:{here.line}")
        ledger = Ledger(study.collection.root)
        if name not in {*dropped, *study.state.made, *ledger.imported} and ledger[name] is None:
            raise UsageError(f"no entry called {entry} was dropped", "an import names the entries that stay away")
        log = study.collection.log
        event = Drop(**log.stamp(invocation.clock()), entry=EntryId(entry), dropped=False)
        log.append((event,))
    if invocation.as_json:
        say_json({"event": event_json(event)})
        return
    say(f"{entry}: welcome again")
    narrate("next: flashkms build, or import its package again")
