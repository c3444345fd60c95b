"""`flashkms build`: notes become cards."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec.structs import replace

from flashkms.cli import built, completing
from flashkms.cli.command import command
from flashkms.cli.invocation import Invocation
from flashkms.cli.output import report, say, say_json
from flashkms.errors import Exit, Problem, UsageError

if TYPE_CHECKING:
    from flashkms.build import Plan
    from flashkms.store.collection import Collection

_BAR = 30  # cells
_LONG = 20  # notes, from which on a bar is drawn


@command(
    "build",
    example="flashkms build\nflashkms build notes/aws/kms.md --dry-run\nflashkms build --coverage notes/aws/kms.md",
)
@click.argument("notes", nargs=-1, metavar="[NOTE]...", shell_complete=completing.files)
@click.option("--dry-run", is_flag=True, help="Only show what would be added, changed, gone or in conflict.")
@click.option("--coverage", is_flag=True, help="Show the notes with what becomes of each line; nothing is written.")
@click.option("--explain", is_flag=True, help="Say why each blank was chosen; nothing is written.")
@click.option(
    "--accept", "accepted", multiple=True, metavar="GONE=NEW", help="Let a vanished entry live on as a new one."
)
@click.option("--yes", "force", is_flag=True, help="Mark as gone what came from a note that suddenly yields nothing.")
def build(  # noqa: PLR0913  # its options are the command's
    invocation: Invocation,
    notes: tuple[str, ...],
    *,
    dry_run: bool,
    coverage: bool,
    explain: bool,
    accepted: tuple[str, ...],
    force: bool,
) -> None:
    """Turn notes into cards: new ones are added, changed notes are followed, and no word of yours is overwritten.

    Without a NOTE, all that the settings name. Lines that are not understood are listed with their place.
    """
    looking = dry_run or coverage or explain
    if not looking:
        invocation.allow_writing()
    if not (looking or accepted or force or notes) and _said_again(invocation):
        return
    with invocation.open(write=not looking) as collection:
        paths = tuple(_named(note, collection.root) for note in notes)
        if accepted:
            _accept(invocation, collection, accepted)
            return
        planned = partial(_planned, collection, paths, force=force, quiet=invocation.as_json)
        plan = planned() if looking else _built(collection, planned, whole=not notes)
        reasons = _reasons(collection, plan) if explain else []
        root = collection.root
    document = built.document(plan, every_line=coverage)
    if invocation.as_json:
        say_json(document)
    elif coverage:
        built.say_coverage(plan, root)
    elif explain:
        for line in reasons:
            say(line)
    else:
        _say_plan(plan, document, dry_run=dry_run)
    _end(plan.problems, as_json=invocation.as_json)


def _end(problems: Iterable[Problem], *, as_json: bool) -> None:
    """Say the *problems*, unless they are in the JSON document, and end with the code that there are some."""
    problems = tuple(problems)
    if not as_json:
        report(problems)
    if problems:
        click.get_current_context().exit(Exit.PROBLEMS)


def _said_again(invocation: Invocation) -> bool:
    """Whether no file was touched since the last build; then what it left to say is said, and no file is read."""
    from flashkms.store import root, seen  # noqa: PLC0415  # help needs none

    known = seen.answer(root.find(invocation.start))
    if known is None:
        return False
    built.say_again(known, as_json=invocation.as_json)
    _end(built.problems(known), as_json=invocation.as_json)
    return True


def _named(note: str, root: Path) -> str:
    """The path of *note*, as a person typed it, relative to the collection where it lies inside."""
    absolute = Path(os.path.abspath(note))  # noqa: PTH100  # a link is not followed: the note keeps its name
    if absolute.is_relative_to(root) and (absolute.exists() or not (root / note).exists()):
        return str(absolute.relative_to(root))
    return note if not absolute.exists() and (root / note).exists() else str(absolute)


def _planned(collection: Collection, paths: tuple[str, ...], *, force: bool, quiet: bool) -> Plan:
    from flashkms.build import plan  # noqa: PLC0415  # help needs none

    drawn = not quiet and sys.stderr is not None and sys.stderr.isatty()
    planned = plan(collection, paths, force=force, progress=_draw if drawn else _draw_nothing)
    if drawn:
        sys.stderr.write("\r\x1b[K")
    return planned


def _built(collection: Collection, planned: Callable[[], Plan], *, whole: bool) -> Plan:
    """What is *planned*, done; where that is the *whole* collection, the next build is spared the reading."""
    from flashkms import build  # noqa: PLC0415  # help needs none
    from flashkms.store import seen  # noqa: PLC0415  # as above

    paths = collection.config.note_paths
    before: seen.Facts | None = None
    with contextlib.suppress(OSError, UsageError):
        before = seen.look(collection.root, paths)
    done = build.apply(collection, planned())
    if whole and before is not None and done.settled:
        written: dict[str, bytes | None] = {edit.path: edit.after for edit in done.files}
        written |= {collection.log.shown(collection.log.path): None} if done.made else {}
        left = replace(done, notes=tuple(note.done() for note in done.notes), named=())
        seen.keep(collection.root, paths, before, written, built.document(left))
    return done


def _draw(done: int, every: int) -> None:
    if every >= _LONG:
        full = _BAR * done // every
        sys.stderr.write(f"\r{'#' * full}{'.' * (_BAR - full)} {done} of {every} notes")
        sys.stderr.flush()


def _draw_nothing(done: int, every: int) -> None:
    """Nothing is drawn where nobody looks."""


def _accept(invocation: Invocation, collection: Collection, accepted: tuple[str, ...]) -> None:
    from flashkms.cards.entry import EntryId  # noqa: PLC0415  # help needs none
    from flashkms.study import Study, verdicts  # noqa: PLC0415  # as above

    study = Study(collection, clock=invocation.clock)

    for pair in accepted:
        gone, sign, successor = pair.partition("=")
        if not sign:
            raise UsageError(f"--accept: {pair} is no pair", "write it as GONE=NEW")
        verdicts.accept(study, EntryId(gone), EntryId(successor))
        say(f"{gone}: lives on with the text of {successor}")


def _say_plan(planned: Plan, document: Mapping[str, Any], *, dry_run: bool) -> None:
    from flashkms.build import lines, offered, summary, told_name  # noqa: PLC0415  # help needs none

    if dry_run:
        for line in lines(planned):
            say(line)
    else:
        for note in planned.notes:
            for part in note.by_file():
                say(f"{part.deck_path}: {summary(part)}")
            for offer in note.offers:
                say(offered(offer))
        for named in planned.named:
            say(told_name(named))
    built.sum_up(document, added="would be added" if dry_run else "added")


def _reasons(collection: Collection, planned: Plan) -> list[str]:
    """For every draft of the planned notes, its line and why each blank was chosen."""
    from flashkms import notes  # noqa: PLC0415  # help needs none
    from flashkms.store import files  # noqa: PLC0415  # as above

    told: list[str] = []
    for planned_note in planned.notes:
        if not planned_note.lines:  # it is empty, or deleted
            continue
        text = files.read(collection.root / planned_note.path).decode("utf-8-sig", "replace")
        note, _ = notes.parse(text, planned_note.path)
        for draft in notes.drafts(note):
            told.append(f"{planned_note.path}:{draft.line}: {draft.key}, score {draft.score:.1f}")
            told += [f"    {reason}" for reason in draft.reasons]
    return told
