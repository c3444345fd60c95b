"""What a build says, in words and as a document: the same whether notes were read or nothing was touched since."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from flashkms.cli.output import clipped, narrate, problem_json, say, say_json
from flashkms.counting import counted
from flashkms.errors import Problem
from flashkms.safe import safe_line

if TYPE_CHECKING:
    from pathlib import Path

    from flashkms.build import NotePlan, Plan

_FATES = {"card": "card", "context": "context", "skipped": "skipped", "not_understood": "not understood"}
_ONLY_ASKED = "the note says neither"  # of most lines of a note, and told once
_SILENT = 10  # notes without a card that are named one by one
_REASON = 40  # cells of a reason in the margin of a note


def document(planned: Plan, *, every_line: bool = False) -> dict[str, Any]:
    """The JSON document of a build; with *every_line* each note tells all of its lines."""
    return {
        "notes": [_note(note, every_line=every_line) for note in planned.notes],
        "named": [{"path": one.path, "line": one.line, "entry": one.entry} for one in planned.named],
        "problems": [problem_json(problem) for problem in planned.problems],
    }


def _note(note: NotePlan, *, every_line: bool) -> dict[str, Any]:
    fates = Counter[str](line.fate for line in note.lines)
    told = [{"line": line.line, "text": line.text, "why": line.why, "fate": line.fate} for line in note.lines]
    return {
        "path": note.path,
        "deck": note.deck_path,
        "added": note.count("added"),
        "changed": note.count("changed", "back"),
        "unchanged": note.unchanged,
        "gone": note.count("gone"),
        "conflicts": note.count("conflict"),
        "duplicates": note.count("duplicate"),
        "lines": {fate: fates[fate] for fate in _FATES},
        "offers": [{"gone": one.gone, "successor": one.successor, "likeness": one.likeness} for one in note.offers],
        "skipped": [line for line in told if line["fate"] in {"skipped", "not_understood"}],
    } | ({"coverage": told} if every_line else {})


def problems(document: Mapping[str, Any]) -> tuple[Problem, ...]:
    """The problems of a build's *document*."""
    return tuple(
        Problem(one["path"], one["line"] or 0, one["message"], one["hint"] or "", one["rule"] or "", one["column"] or 0)
        for one in document["problems"]
    )


def say_again(document: Mapping[str, Any], *, as_json: bool) -> None:
    """Say the *document* of a build that had nothing to do."""
    if as_json:
        say_json(document)
    else:
        sum_up(document)


def sum_up(document: Mapping[str, Any], *, added: str = "added") -> None:
    """Narrate which lines made no card and why, how many entries there are, and what became of how many lines.

    Lines that were skipped are told of notes in which something changed; those not understood are told each time.
    """
    notes = document["notes"]
    silent = [note for note in notes if _silent(note)]
    for note in notes:
        changed = any(note[key] for key in ("added", "changed", "gone", "conflicts"))
        left = [line for line in note["skipped"] if line["why"].startswith(_ONLY_ASKED)]
        if changed and left:
            narrate(f"{note['path']}: {counted(len(left), 'line')} skipped: {left[0]['why']}")
        for line in note["skipped"]:
            if line["why"].startswith(_ONLY_ASKED):
                continue
            if line["fate"] == "not_understood" or (changed and note not in silent):
                place, fate = f"{note['path']}:{line['line']}", _FATES[line["fate"]]
                narrate(f"{place}: {fate}: {clipped(line['text'], 60)} ({line['why']})")
    for note in silent[:_SILENT]:
        (why, _), *_ = Counter[str](line["why"] for line in note["skipped"]).most_common(1) or [(_nothing(note), 0)]
        narrate(f"{note['path']}: no card: {why}")
    if len(silent) > _SILENT:
        narrate(f"… and {counted(len(silent) - _SILENT, 'note')} more without a card (--coverage shows each line)")
    new, unchanged = (sum(note[key] for note in notes) for key in ("added", "unchanged"))
    narrate(f"{counted(len(notes), 'note')}: {counted(new, 'entry', 'entries')} {added}, {unchanged} unchanged")
    if notes:
        narrate(_fates(note["lines"] for note in notes))


def _silent(note: Mapping[str, Any]) -> bool:
    """Whether nothing of *note*, which is there, became a card."""
    gone = any(note[key] for key in ("added", "changed", "unchanged", "gone", "conflicts", "duplicates"))
    return bool(note["skipped"] or not gone) and not (note["lines"]["card"] or note["unchanged"])


def _nothing(note: Mapping[str, Any]) -> str:
    """What is said of a *note* without a line that could be a card."""
    return "nothing stands below its headings" if note["lines"]["context"] else "the note is empty"


def _fates(counts: Iterable[Mapping[str, int]]) -> str:
    """How many lines met which fate: `42 lines: 30 card, 9 context, 3 skipped, 0 not understood`."""
    total = Counter[str]()
    for count in counts:
        total.update(count)
    return f"{counted(total.total(), 'line')}: " + ", ".join(f"{total[fate]} {word}" for fate, word in _FATES.items())


def say_coverage(planned: Plan, root: Path) -> None:
    """Say each note as it is written, with the fate of every line and its reason in the margin."""
    from flashkms.store import files  # noqa: PLC0415  # a build that has nothing to do needs none

    for note in planned.notes:
        if not (root / note.path).exists():  # its entries are all that is left of it
            continue
        fates = {line.line: line for line in note.lines}
        count = Counter[str](line.fate for line in note.lines)
        say(f"{note.path}: {_fates([count])}")
        wide = max((len(line.why) for line in note.lines), default=0)
        text = files.read(root / note.path).decode("utf-8-sig", "replace")
        for number, line in enumerate(text.removesuffix("\n").split("\n"), 1):
            said = fates.get(number)
            fate, why = (_FATES[said.fate], clipped(said.why, _REASON)) if said else ("", "")
            margin = f"{number:4} {fate:<14} {why:<{min(wide, _REASON)}} "
            shown = line.expandtabs(4).rstrip()
            indent = " " * (len(shown) - len(shown.lstrip(" ")))
            say(f"{margin}| {indent}{safe_line(shown)}".rstrip())
