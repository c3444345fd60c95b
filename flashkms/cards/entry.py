"""An entry: one item under `cards:` in a deck file, the thing a person writes and edits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NewType

EntryId = NewType("EntryId", str)


@dataclass(frozen=True, slots=True)
class WrongOption:
    """An option that is not the answer, and why not; *why* may be empty."""

    option: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """`question:` and `answer:`; the wrong options are told on the back. *reverse* asks both ways."""

    question: str
    answers: tuple[str, ...]
    wrong: tuple[WrongOption, ...] = ()
    reverse: bool = False


@dataclass(frozen=True, slots=True)
class Cloze:
    """`cloze:` text with `{{c1::answer::hint}}` blanks; each ordinal is one card."""

    text: str


@dataclass(frozen=True, slots=True)
class Choice:
    """`choice:` a question with its options; *answers* are picked among them and the wrong ones."""

    question: str
    answers: tuple[str, ...]
    wrong: tuple[WrongOption, ...]


@dataclass(frozen=True, slots=True)
class WhyNot:
    """`why_not:` an option that is wrong for a *need*; the reason is the answer, *instead* the right options."""

    option: str
    need: str
    reason: str
    instead: tuple[str, ...] = ()


Body = Question | Cloze | Choice | WhyNot

# What a key of a deck file holds: a text, a flag, or a tuple of texts, numbers, options, or keys with their values.
Value = str | bool | tuple[str, ...] | tuple[int, ...] | tuple[WrongOption, ...] | tuple[tuple[str, "Value"], ...]


@dataclass(frozen=True, slots=True)
class Source:
    """Where an entry came from, as its `source:` line keeps it for the merge.

    *key* names the point or scenario of the deck's note and the rule's slot in it, from its text alone, so that two
    machines write the same line and an inserted paragraph changes nothing. *fields* holds, per field, a short digest
    of what was last generated: a field of another digest was edited by a person.
    """

    key: str
    fields: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Entry:
    """One entry. Texts are Markdown as written; *line* is that of its first line in the deck file, from 1."""

    id: EntryId
    body: Body
    extra: str = ""
    context: tuple[str, ...] = ()  # what stands above the front: title, headings, parents
    cue: str = ""  # the short first view of a long question
    tags: tuple[str, ...] = ()  # its own; the deck's come on top
    images: tuple[str, ...] = ()  # media references beyond those in the texts
    source: Source | None = None
    also_in: tuple[str, ...] = ()  # further sources of the same text: `path#key`
    triage: str = ""  # why it waits for a verdict; empty when judged
    gone: bool = False  # its source vanished: kept, not studied
    suspended: bool = False  # by hand in the file
    retired: tuple[int, ...] = ()  # ordinals of removed blanks, never given again
    conflict: tuple[tuple[str, Value], ...] = ()  # what the note says now where a person wrote something else, by key
    lint_ignore: tuple[str, ...] = ()  # ids of lint rules that stay silent about this entry
    line: int = 0

    @classmethod
    def of(cls, name: str, body: Body, line: int, rest: dict[str, Any]) -> Entry:
        """As the class itself makes one from checked values; *rest* are its other fields.

        A frozen dataclass sets field after field through `object.__setattr__`, which is half the cost of reading a
        deck file; here the fields are set in one step, and the defaults stay on the class.
        """
        made = object.__new__(cls)
        made.__dict__.update(rest, id=name, body=body, line=line)
        return made
