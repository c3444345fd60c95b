"""A deck file's content: a named group of entries that came from one note, or from a person's hand."""

from __future__ import annotations

from msgspec import Struct

from flashkms.cards.entry import Entry, EntryId
from flashkms.errors import Problem


class Unnamed(Struct, frozen=True):
    """An entry that a person wrote without an id, or whose id was lost, at *line* of its file.

    *key* is made from what it asks, *source* is that of its `source` line. *before* is the id that the same words had
    in this file when it was read last; empty when they had none. *text* is what it asks, without blanks.
    """

    line: int
    key: str
    source: str = ""
    before: str = ""
    text: str = ""


class Remark(Struct, frozen=True):
    """What stands at *entry* in the file and says nothing: a YAML comment behind a text, with its `#`, or a key.

    *line* is that of the comment or key.
    """

    entry: EntryId
    text: str
    line: int


class Broken(Struct, frozen=True, array_like=True):
    """An entry that could not be read: the *id* that stands there, empty where none does, and its first *problem*.

    *cards* is how many it seems to make, at least 1.
    """

    id: str
    problem: Problem
    cards: int = 1


class Deck(Struct, frozen=True):
    """The entries of one deck file, in file order.

    *name* has `::` between levels; *path* is relative to the collection.
    """

    path: str
    name: str
    note: str = ""  # path of the note it is built from, relative to the collection; empty when hand-made
    tags: tuple[str, ...] = ()
    description: str = ""
    entries: tuple[Entry, ...] = ()
    lint_ignore: tuple[str, ...] = ()  # ids of lint rules that stay silent about the whole deck
    unnamed: tuple[Unnamed, ...] = ()  # entries that are not studied until a build gives them an id
    remarks: tuple[Remark, ...] = ()
