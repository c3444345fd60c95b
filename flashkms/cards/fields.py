"""Every key of a deck file, said once: its reader, its writer, its JSON Schema and its manual page all follow this."""

from __future__ import annotations

from enum import Enum, auto

from msgspec import Struct


class Shape(Enum):
    """What may stand after a key."""

    TEXT = auto()  # Markdown, several lines if need be
    LINE = auto()  # one line
    TEXTS = auto()  # one text, or a list of them
    TAGS = auto()  # a list of words; in one line they are parted by commas or spaces
    FLAG = auto()  # true or false
    NUMBERS = auto()  # whole numbers
    OPTIONS = auto()  # a list of `option:` and `why:`
    FIELDS = auto()  # generated values beside a person's, by key


class Field(Struct, frozen=True):
    """One key: its *name*, the *shape* of its value, and one sentence of *help*."""

    name: str
    shape: Shape
    help: str


DECK_FIELDS = (
    Field("deck", Shape.LINE, "The deck's name; `::` makes a tree. Without it, the file's path names the deck."),
    Field("note", Shape.LINE, "The study note that this file is built from, relative to the collection."),
    Field("tags", Shape.TAGS, "Tags of every card in this file."),
    Field("description", Shape.TEXT, "What the deck is about, in Markdown."),
    Field("lint_ignore", Shape.TAGS, "Lint rules that stay silent about this file."),
)

KINDS = (
    Field("question", Shape.TEXT, "A question in Markdown; it wants `answer`."),
    Field("cloze", Shape.TEXT, "Text with `{{c1::answer::hint}}` blanks; each number is one card."),
    Field("choice", Shape.TEXT, "A question with options; it wants `answer` and `wrong`."),
    Field("why_not", Shape.TEXT, "An option that is wrong for a `need`; `answer` says why."),
)

ENTRY_FIELDS = (
    Field("id", Shape.LINE, "Given once, then only read: the reviews hang on it."),
    *KINDS,
    Field("need", Shape.TEXT, "What the option of `why_not` does not meet."),
    Field("answer", Shape.TEXTS, "The answer, or a list of answers."),
    Field("answers", Shape.TEXTS, "The same as `answer`, for several."),
    Field("wrong", Shape.OPTIONS, "Options that are not the answer, each with its reason."),
    Field("instead", Shape.TEXTS, "The right options, told after a `why_not`."),
    Field("reverse", Shape.FLAG, "Ask from the answer to the question too."),
    Field("extra", Shape.TEXT, "What is told after the answer."),
    Field("cue", Shape.TEXT, "The short first view of a long question."),
    Field("context", Shape.LINE, "What stands above the front: headings, parted by ` › `."),
    Field("tags", Shape.TAGS, "Tags of this entry, beside the deck's."),
    Field("images", Shape.TEXTS, "Pictures beyond those in the texts, relative to the note or the media folder."),
    Field("lint_ignore", Shape.TAGS, "Lint rules that stay silent about this entry."),
    Field("suspended", Shape.FLAG, "Do not study."),
    Field("triage", Shape.LINE, "Why the entry waits for a verdict; without this line it is accepted."),
    Field("gone", Shape.FLAG, "Its source vanished from the note: kept with its history, not studied."),
    Field("retired", Shape.NUMBERS, "Numbers of removed blanks, never given again."),
    Field("conflict", Shape.FIELDS, "What the note says now, by key, where a person wrote something else."),
    Field("also_in", Shape.TEXTS, "Further places of the same text: `note path#key`."),
    Field("source", Shape.LINE, "The place in the note, and digests of what was generated; deleting it cuts the link."),
)

OPTION_FIELDS = (
    Field("option", Shape.TEXT, "The option."),
    Field("why", Shape.TEXT, "Why it is not the answer."),
)

DECK_KEYS = {field.name: field for field in DECK_FIELDS}
ENTRY_KEYS = {field.name: field for field in ENTRY_FIELDS}
OPTION_KEYS = {field.name: field for field in OPTION_FIELDS}
ENTRY_ORDER = {field.name: place for place, field in enumerate(ENTRY_FIELDS)}
DECK_ORDER = {name: place for place, name in enumerate((*DECK_KEYS, "cards"))}
KIND_KEYS = tuple(field.name for field in KINDS)
CONTEXT_MARK = " › "  # between the parts of `context`
