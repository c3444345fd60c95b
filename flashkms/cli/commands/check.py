"""`flashkms check`: everything that is wrong in notes, cards and logs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from flashkms.cli.command import command
from flashkms.cli.invocation import Invocation
from flashkms.cli.output import problem_json, report, say_json
from flashkms.errors import Exit

if TYPE_CHECKING:
    from flashkms.errors import Problem
    from flashkms.store.collection import Collection


@command("check", example="flashkms check\nflashkms check --json")
@click.option("--no-lint", is_flag=True, help="Only what is broken; nothing on style.")
def check(invocation: Invocation, *, no_lint: bool) -> None:
    """Look for problems in notes, cards and logs, each `path:line: message (hint)`; silent when all is well."""
    with invocation.open() as collection:
        problems = _problems(collection, lint=not no_lint)
    if invocation.as_json:
        say_json({"problems": [problem_json(problem) for problem in problems]})
    else:
        report(problems)
    if problems:
        click.get_current_context().exit(Exit.PROBLEMS)


def _problems(collection: Collection, *, lint: bool) -> list[Problem]:
    from flashkms.build import sources, titles  # noqa: PLC0415  # help needs none
    from flashkms.cards.lint import lint as linted  # noqa: PLC0415  # as above
    from flashkms.cards.merge import conflicts  # noqa: PLC0415  # as above
    from flashkms.exchange.pictures import missing  # noqa: PLC0415  # as above
    from flashkms.store import dangling, lost, notefiles, strays  # noqa: PLC0415  # as above

    root, paths = collection.root, collection.config.note_paths
    notes, problems_of_notes = sources.read(root, notefiles.fit(root, paths))
    problems_of_notes += notefiles.unfit(root, paths)
    if unread := collection.log.unreadable():  # no word can be had of the cards then
        return sorted({*problems_of_notes, *unread, *strays.find(root)})
    decks = collection.decks()
    problems = [*problems_of_notes, *collection.problems()]
    told = {problem.path for problem in problems}
    problems += (one for one in strays.find(root) if one.path not in told)
    problems += (*lost.problems(collection), *conflicts(decks), *dangling.problems(collection, decks))
    if lint:
        problems += linted(decks, {source.note.path: source.note.verbatim for source in notes})
        problems += titles.duplicates(notes, decks)
        problems += missing(root, decks)
    return sorted(dict.fromkeys(problems))
