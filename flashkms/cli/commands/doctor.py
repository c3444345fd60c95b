"""`flashkms doctor`: the health of a collection and of the machine around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from flashkms.cli.command import command
from flashkms.cli.invocation import Invocation
from flashkms.cli.output import narrate, problem_json, say, say_json
from flashkms.cli.plainly import plainly
from flashkms.errors import Exit, Problem
from flashkms.safe import safe_message

if TYPE_CHECKING:
    from flashkms.store.doctor import Finding


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
        problems = [problem_json(_problem(finding)) for finding in found]
        say_json({"mended": plainly(mended), "findings": plainly(found), "problems": problems, "machine": facts})
    for finding in () if invocation.as_json else mended:
        say(f"mended: {safe_message(str(finding))}")
    for finding in () if invocation.as_json else found:
        narrate(safe_message(str(finding)))
    if found:
        click.get_current_context().exit(Exit.PROBLEMS)


def _problem(finding: Finding) -> Problem:
    """*finding* as every other command tells one; a place may end with its line."""
    path, colon, line = finding.where.rpartition(":")
    placed = bool(colon) and line.isdecimal()
    where, at = (path, int(line)) if placed else (finding.where, 0)
    return Problem(where, at, finding.what, finding.mend or finding.hint, finding.rule)
