"""`flashkms triage`: what waits for a person's verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from flashkms.cli import completing
from flashkms.cli.command import command
from flashkms.cli.invocation import Invocation, on_terminal
from flashkms.cli.output import clipped, report_damage, say, say_fields, say_json
from flashkms.cli.shapes import kind
from flashkms.errors import UsageError

if TYPE_CHECKING:
    from flashkms.study import Study
    from flashkms.study.verdicts import Waiting

_WORDS = ("keep", "drop", "take", "leave", "accept", "undo")
_CELLS = 80  # of a front, and of a line of a note


@command("triage", example="flashkms triage\nflashkms triage keep kms-4t7q2m\nflashkms triage undo")
@click.argument("verdict", type=click.Choice(_WORDS), required=False)
@click.argument("entries", nargs=-1, metavar="[ENTRY]...", shell_complete=completing.entries)
def triage(invocation: Invocation, verdict: str | None, entries: tuple[str, ...]) -> None:
    """Judge what waits for you: keep or drop a new entry, take or leave a note's words, accept a successor.

    `take` puts the note's new words in the place of yours, `leave` lets them go. `accept` lets an entry whose source
    is gone live on with the words of the one like it. `undo` takes back the last verdict. Alone it opens the screen,
    or lists what waits where there is no terminal, each with its line in the note.
    """
    if verdict is None and on_terminal() and not invocation.as_json:
        from flashkms.cli.screens import open_screen  # noqa: PLC0415  # Textual is heavy

        open_screen(invocation, "triage")
    elif verdict is None:
        _say_waiting(invocation)
    elif verdict == "undo":
        _undo(invocation, entries)
    else:
        _judge(invocation, verdict, entries)


def _say_waiting(invocation: Invocation) -> None:
    from flashkms.study import verdicts  # noqa: PLC0415  # help needs none

    with invocation.study() as study:
        waiting = [_waiting(study, one) for one in verdicts.waiting(study)]
        damage = study.collection.damage()
    report_damage(damage)
    if invocation.as_json:
        say_json(waiting)
        return
    for one in waiting:
        said = one["source"]
        place = f"{said['path']}:{said['line']}" if said else ""
        fields = (clipped(one["why"], _CELLS), clipped(one["front"], _CELLS), place)
        say_fields(f"{one['path']}:{one['line']}", one["entry"], *fields, clipped(said["text"], _CELLS) if said else "")


def _waiting(study: Study, one: Waiting) -> dict[str, Any]:
    from flashkms.cards import face  # noqa: PLC0415  # help needs none
    from flashkms.cards.card import cards  # noqa: PLC0415  # as above
    from flashkms.study import verdicts  # noqa: PLC0415  # as above

    card = next(card for card in cards(one.deck) if card.entry.id == one.entry.id)
    source = verdicts.source(study, one)
    return {
        "entry": one.entry.id,
        "path": one.deck.path,
        "line": one.entry.line,
        "kind": kind(one.entry),
        "why": one.why,
        "front": face.plain(face.front(card)),
        "back": face.plain(face.back(card)),
        "conflict": dict(one.entry.conflict),
        "successor": one.successor.id if one.successor else None,
        "source": {"path": source[0].path, "line": source[0].line, "text": source[1]} if source else None,
    }


def _judge(invocation: Invocation, verdict: str, entries: tuple[str, ...]) -> None:
    from flashkms.study import verdicts  # noqa: PLC0415  # help needs none

    if not entries:
        raise UsageError(f"{verdict} what?", "name entries; flashkms triage --json lists them")
    deeds = {"keep": verdicts.keep, "drop": verdicts.drop, "take": verdicts.take, "leave": verdicts.leave}
    with invocation.study(write=True) as study:
        waiting = {str(one.entry.id): one for one in verdicts.waiting(study)}
        unknown = [entry for entry in entries if entry not in waiting]
        if unknown:
            raise UsageError(f"{unknown[0]} does not wait for a verdict", "flashkms triage --json lists what does")
        for entry in dict.fromkeys(entries):
            one = next(one for one in verdicts.waiting(study) if one.entry.id == entry)
            deeds.get(verdict, _accept)(study, one)
    if invocation.as_json:
        say_json({"verdict": verdict, "entries": list(entries)})
        return
    for entry in entries:
        say_fields(entry, verdict)


def _accept(study: Study, one: Waiting) -> None:
    from flashkms.study import verdicts  # noqa: PLC0415  # help needs none

    if one.successor is None:
        raise UsageError(f"nothing is offered as the successor of {one.entry.id}")
    verdicts.accept(study, one.entry.id, one.successor.id)


def _undo(invocation: Invocation, entries: tuple[str, ...]) -> None:
    from flashkms.study import verdicts  # noqa: PLC0415  # help needs none

    if entries:
        raise UsageError("undo takes no entry", "it takes back the last verdict; say it again for the one before")
    with invocation.study(write=True) as study:
        undone = verdicts.undo(study)
    if undone is None:
        raise UsageError("no verdict of this machine is left to take back")
    if invocation.as_json:
        say_json({"verdict": "undo", "entries": undone.entries})
        return
    for entry in undone.entries:
        say(f"{entry}: {undone.word} taken back")
