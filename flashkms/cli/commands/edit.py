"""`flashkms edit`: a card's entry in your editor."""

from __future__ import annotations

import click

from flashkms.cli import completing
from flashkms.cli.command import command
from flashkms.cli.invocation import Invocation
from flashkms.cli.output import problem_json, report, say_json
from flashkms.errors import Exit


@command("edit", example="flashkms edit kms-4t7q2m\nEDITOR='code --wait' flashkms edit kms-4t7q2m.1")
@click.argument("card", shell_complete=completing.cards)
def edit(invocation: Invocation, card: str) -> None:
    """Open a card's entry in your editor, at its line; what is wrong with the file afterwards is told."""
    invocation.allow_writing()
    from flashkms.cli.editor import edit as edit_file  # noqa: PLC0415  # help needs none
    from flashkms.cli.entries import entry_named  # noqa: PLC0415  # as above

    with invocation.open() as collection:
        found = entry_named(collection, card)
        path = collection.root / found.path
        edit_file(path, found.entry.line)
        collection.refresh()
        problems = [problem for problem in collection.problems() if problem.path == found.path]
    if invocation.as_json:
        say_json({"path": found.path, "line": found.entry.line, "problems": [problem_json(one) for one in problems]})
    else:
        report(problems)
    if problems:
        click.get_current_context().exit(Exit.PROBLEMS)
