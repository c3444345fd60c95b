"""`flashkms doctor`: the health of a collection and of the machine around it."""

from __future__ import annotations

import click

from flashkms.cli.command import command
from flashkms.cli.invocation import Invocation
from flashkms.cli.output import narrate, say, say_json
from flashkms.cli.plainly import plainly
from flashkms.errors import Exit
from flashkms.safe import safe_message


@command("doctor", example="flashkms doctor\nflashkms doctor --fix")
@click.option("--fix", is_flag=True, help="Mend what can be mended, after a backup.")
def doctor(invocation: Invocation, *, fix: bool) -> None:
    """Check the health of the collection: index, logs, backups, disk; what `flashkms check` finds is not repeated."""
    from flashkms.store import doctor as store  # noqa: PLC0415  # help needs none

    with invocation.open(write=fix) as collection:
        mended = store.mend(collection, invocation.clock()) if fix else ()
        found = store.findings(collection, invocation.clock())
        facts = store.facts(collection, invocation.clock()) if invocation.as_json else {}
    if invocation.as_json:
        say_json({"mended": plainly(mended), "findings": plainly(found), "machine": facts})
    for finding in () if invocation.as_json else mended:
        say(f"mended: {safe_message(str(finding))}")
    for finding in () if invocation.as_json else found:
        narrate(safe_message(str(finding)))
    if found:
        click.get_current_context().exit(Exit.PROBLEMS)
