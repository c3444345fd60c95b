"""Notes as people write them, each with what becomes of it: `tests/data/notes/*.txt`, a case after the other.

A case is its name behind `####`, the note as it stands, `>>>>`, and what is told of it: every draft with its lines,
every line that makes no card with its reason, and every problem.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from flashkms import notes
from flashkms.cards import cloze
from flashkms.cards.draft import Draft
from flashkms.cards.entry import Choice, Cloze, Question, WhyNot, WrongOption

DATA = Path(__file__).parents[1] / "data" / "notes"


def cases() -> Iterator[tuple[str, str, str]]:
    for path in sorted(DATA.glob("*.txt")):
        for case in path.read_text(encoding="utf-8").split("\n#### ")[1:]:
            name, _, rest = case.partition("\n")
            note, _, told = rest.partition("\n>>>>\n")
            yield f"{path.stem}: {name}", note, told.strip("\n")


CASES = {name: (note, told) for name, note, told in cases()}


def told(text: str) -> Iterator[str]:
    """What becomes of the note *text*, a line each."""
    note, problems = notes.parse(text, "note.md")
    drafts = notes.drafts(note)
    for draft in drafts:
        yield from (f"{draft.line}-{draft.line_end} {line}" if not at else f"    {line}"
                    for at, line in enumerate(lines(draft)))  # fmt: skip
    for line in notes.coverage(note, drafts):
        if line.fate != "card":
            yield f"{line.line} {line.fate}: {line.why}"
    for problem in problems:
        yield f"! {problem}"


def lines(draft: Draft) -> Iterator[str]:
    match draft.body:
        case Question():
            yield f"question: {draft.body.question}"
            yield from (f"answer: {answer}" for answer in draft.body.answers)
            yield from options(draft.body.wrong)
            yield from ["both ways"] if draft.body.reverse else []
        case Choice():
            yield f"choice: {' | '.join(draft.body.answers)}"
            yield from options(draft.body.wrong)
            return
        case WhyNot():
            yield f"why not: {draft.body.option}: {draft.body.reason}"
            return
        case Cloze():
            yield f"cloze: {draft.body.text if asked_for(draft) else cloze.without_blanks(draft.body.text)}"
    yield f"below: {' > '.join(draft.context)}"
    yield from [f"extra: {draft.extra}"] if draft.extra else []
    yield from [f"id: {draft.id_hint}"] if draft.id_hint else []


def asked_for(draft: Draft) -> bool:
    """Whether the author set the blanks; which ones the score picks is for other tests to say."""
    return any("author" in reason or "comment" in reason for reason in draft.reasons)


def options(wrong: tuple[WrongOption, ...]) -> Iterator[str]:
    return (f"wrong: {one.option}: {one.why}" if one.why else f"wrong: {one.option}" for one in wrong)


@pytest.mark.parametrize("name", CASES)
def test_a_note_becomes_what_its_author_meant(name: str) -> None:
    note, expected = CASES[name]

    assert "\n".join(told(note)) == expected


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("change", ["\r\n", "\ufeff", "tabs", "no line end"])
def test_how_a_file_was_saved_makes_no_difference(name: str, change: str) -> None:
    note, expected = CASES[name]
    saved = {
        "\r\n": note.replace("\n", "\r\n"),
        "\ufeff": "\ufeff" + note,
        "tabs": "\n".join(
            line.replace("    ", "\t", 1) if line.startswith("    ") else line for line in note.split("\n")
        ),
        "no line end": note.rstrip("\n"),
    }[change]

    assert "\n".join(told(saved)).replace("\r", "") == expected
