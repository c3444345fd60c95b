"""An entry: one item under `cards:` in a deck file, the thing a person writes and edits."""

from __future__ import annotations

from typing import NewType

from msgspec import Struct

EntryId = NewType("EntryId", str)


class WrongOption(Struct, frozen=True):
    """An option that is not the answer, and why not; *why* may be empty."""

    option: str
    why: str = ""


class Question(Struct, frozen=True):
    """`question:` and `answer:`; the wrong options are told on the back. *reverse* asks both ways."""

    question: str
    answers: tuple[str, ...]
    wrong: tuple[WrongOption, ...] = ()
    reverse: bool = False


class Cloze(Struct, frozen=True):
    """`cloze:` text with `{{c1::answer::hint}}` blanks; each ordinal is one card."""

    text: str


class Choice(Struct, frozen=True):
    """`choice:` a question with its options; *answers* are picked among them and the wrong ones."""

    question: str
    answers: tuple[str, ...]
    wrong: tuple[WrongOption, ...]


class WhyNot(Struct, frozen=True):
    """`why_not:` an option that is wrong for a *need*; the reason is the answer, *instead* the right options."""

    option: str
    need: str
    reason: str
    instead: tuple[str, ...] = ()


Body = Question | Cloze | Choice | WhyNot

# What a key of a deck file holds: a text, a flag, or a tuple of texts, numbers, options, or keys with their values.
Value = str | bool | tuple[str, ...] | tuple[int, ...] | tuple[WrongOption, ...] | tuple[tuple[str, "Value"], ...]


class Source(Struct, frozen=True):
    """Where an entry came from, as its `source:` line keeps it for the merge.

    *key* names the point or scenario of the deck's note and the rule's slot in it, from its text alone, so that two
    machines write the same line and an inserted paragraph changes nothing. *fields* holds, per field, a short digest
    of what was last generated: a field of another digest was edited by a person.
    """

    key: str
    fields: tuple[tuple[str, str], ...] = ()


class Entry(Struct, frozen=True):
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

    @property
    def held(self) -> bool:
        """Whether the deck file keeps all its cards back: suspended there by hand, or gone from the note."""
        return self.suspended or self.gone
