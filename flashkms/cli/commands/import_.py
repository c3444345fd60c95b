"""`flashkms import`: cards and reviews out of an Anki package."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from flashkms.cli import completing
from flashkms.cli.command import command
from flashkms.cli.invocation import Invocation
from flashkms.cli.output import narrate, problem_json, say, say_json
from flashkms.cli.plainly import plainly
from flashkms.counting import counted, counted_files
from flashkms.errors import Problem
from flashkms.safe import safe_line

if TYPE_CHECKING:
    from flashkms.exchange import Edit, ImportReport

_NAMED = 5  # entries that stay away
_ONE = {  # of what was left out
    "notes": "note",
    "cards": "card",
    "reviews": "review",
    "reviews of deleted cards": "review of a deleted card",
    "notes that ask nothing": "note that asks nothing",
    "notes with a text over 64 KiB": "note with a text over 64 KiB",
    "cards that ask nothing": "card that asks nothing",
    "cards that are new in Anki": "card that is new in Anki",
    "fields that no card shows": "field that no card shows",
}


@command(
    "import",
    example="flashkms import phone.apkg --dry-run\nflashkms import phone.apkg\nflashkms import deck.apkg --take all",
)
@click.argument("package", shell_complete=completing.files)
@click.option(
    "--take",
    multiple=True,
    metavar="ENTRY",
    help="Take over what Anki says of this entry of a deck that is not from here; `all` for every one.",
)
@click.option("--dry-run", is_flag=True, help="Only say what would come.")
def import_(invocation: Invocation, package: str, *, take: tuple[str, ...], dry_run: bool) -> None:
    """Take in an Anki package, .apkg or .colpkg: new entries, and reviews merged into the log.

    Running it again adds nothing twice. Texts that were changed in Anki are shown, and taken over only with --take.
    What was dropped or deleted here stays away until it is restored.
    """
    from flashkms.exchange import import_package  # noqa: PLC0415  # help needs none

    with invocation.open(write=not dry_run) as collection:
        report = import_package(collection, Path(package), take=take, dry_run=dry_run)
    if invocation.as_json:
        say_json({**plainly(report), "problems": [problem_json(problem) for problem in _problems(report)]})
        return
    tell(report, str(report.path))


def _problems(report: ImportReport) -> list[Problem]:
    """What of the package was damaged or empty."""
    left_out = (counted(count, _ONE.get(what, what), what) for what, count in report.left_out.items())
    return [Problem(str(report.path), 0, f"left out: {said}") for said in left_out]


def _differ(edit: Edit) -> None:
    """Print what stands on either side, line by line, and who moved away from what was last exported."""
    who = "in Anki" if edit.changed == "anki" else "here and in Anki: a conflict"
    narrate(f"{edit.entry}: {edit.field} was changed {who}; yours stays")
    sides = ("here", edit.here), ("Anki", edit.there)
    for side, text in sides:
        for line in text.splitlines() or [""]:
            narrate(safe_line(f"  {side}  {line}"))


def tell(report: ImportReport, source: str) -> None:
    """Print what *report* says; *source* names where it came from."""
    would = "would bring " if report.dry_run else ""
    parts = [
        f"{counted(len(report.added), 'new entry', 'new entries')} with {counted(report.cards, 'card')}",
        f"{counted(report.reviews, 'review')} ({report.known_reviews} known before)",
    ]
    parts += counted_files(report.media - report.sounds, report.sounds)
    parts += [f"{report.forgotten} forgotten"] if report.forgotten else []
    parts += [f"{report.moved} moved"] if report.moved else []
    parts += (
        [counted(report.states, "flag, mark or suspension", "flags, marks and suspensions")] if report.states else []
    )
    say(f"{source}: {would}{', '.join(parts)}")
    for deck in report.decks:
        say(deck)
    for entry in report.taken:
        say(f"{entry}: {'would be ' if report.dry_run else ''}taken over as Anki has it")
    for edit in report.edits:
        _differ(edit)
    if report.removed:
        names = ", ".join(report.removed[:_NAMED]) + (" …" if len(report.removed) > _NAMED else "")
        away = counted(len(report.removed), "entry removed here stays away", "entries removed here stay away")
        narrate(f"{away}: {names} (flashkms restore ENTRY, then import again)")
    for problem in _problems(report):
        narrate(problem.message)
    for sentence in report.advice:
        narrate(sentence)
