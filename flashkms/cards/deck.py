"""A deck file's content: a named group of entries that came from one note, or from a person's hand."""

from __future__ import annotations

from msgspec import Struct

from flashkms.cards.entry import Entry


class Unnamed(Struct, frozen=True):
    """An entry that a person wrote without an id, at *line* of its file. *key* is made from what it asks."""

    line: int
    key: str


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
