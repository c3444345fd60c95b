"""`flashkms export`: decks that Anki takes, once and again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from flashkms.cli import completing
from flashkms.cli.command import command
from flashkms.cli.decks import deck_named
from flashkms.cli.invocation import Invocation
from flashkms.cli.output import narrate, report_damage_and_end, say, say_json
from flashkms.counting import counted, counted_files
from flashkms.errors import Exit
from flashkms.safe import safe_message

if TYPE_CHECKING:
    from flashkms.exchange import ExportedFile


@command("export", example="flashkms export\nflashkms export aws::kms -o kms.apkg --no-schedule")
@click.argument("decks", nargs=-1, metavar="[DECK]...", shell_complete=completing.decks)
@click.option(
    "-o",
    "out",
    metavar="PATH",
    shell_complete=completing.files,
    help="A folder, or one file: .apkg, .html (to print), .md, .csv or .tsv; default: decks/.",
)
@click.option("--no-schedule", is_flag=True, help="Every card new: to give away.")
def export(invocation: Invocation, decks: tuple[str, ...], out: str | None, *, no_schedule: bool) -> None:
    """Write Anki decks: all of them, or those named and the decks below them.

    Importing one again updates what changed and leaves the schedule in Anki alone.
    """
    invocation.allow_writing()
    from flashkms.exchange import export as exported  # noqa: PLC0415  # help needs none

    with invocation.open() as collection:
        known = [deck.name for deck in collection.decks()]
        named = tuple(deck_named(deck, known) for deck in decks)
        files = exported(collection, named, out=Path(out) if out else None, schedule=not no_schedule)
        root, damage = collection.root, collection.damage()
    if invocation.as_json:
        say_json({"files": [_as_json(file) for file in files]})
    else:
        for file in files:
            say(f"{_shown(file.path, root)}: {_content(file)}")
    if foreign := sum(file.foreign for file in files):
        what = counted(foreign, "entry came from a note of another type", "entries came from notes of other types")
        narrate(
            f"{what}: an Anki that has {'it' if foreign == 1 else 'them'} updates nothing there (flashkms help anki)"
        )
    for file in files:
        for skipped in file.skipped:
            which = skipped.entry or "what stands there"
            narrate(safe_message(f"{skipped.why} ({which} is not in the deck)"))
    told = {skipped.why.partition(": ")[0].rstrip("0123456789") for file in files for skipped in file.skipped}
    report_damage_and_end([problem for problem in damage if f"{problem.path}:" not in told])
    if told:
        click.get_current_context().exit(Exit.PROBLEMS)


def _content(file: ExportedFile) -> str:
    parts = [counted(file.notes, "note"), counted(file.cards, "card")]
    parts += counted_files(file.media - file.sounds, file.sounds)
    parts += [counted(file.reviews, "review")] if file.reviews else []
    return ", ".join(parts)


def _shown(path: Path, root: Path) -> str:
    return str(path.relative_to(root) if path.is_relative_to(root) else path)


def _as_json(file: ExportedFile) -> dict[str, Any]:
    return {
        "path": str(file.path),
        "notes": file.notes,
        "cards": file.cards,
        "media": file.media,
        "sounds": file.sounds,
        "foreign": file.foreign,
        "reviews": file.reviews,
        "skipped": [{"entry": skipped.entry, "why": skipped.why} for skipped in file.skipped],
    }
