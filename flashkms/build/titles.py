"""Notes of one title: the context of their cards does not tell which subject is meant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from flashkms.build.sources import Source
from flashkms.cards.deck import Deck
from flashkms.cards.lint import DUPLICATE_TITLE
from flashkms.cards.lint.words import spelt
from flashkms.errors import Problem
from flashkms.notes.note import Note


def duplicates(sources: Iterable[Source], decks: Iterable[Deck]) -> Iterator[Problem]:
    """Each note whose title another note has, which was read before it; only notes that make cards are looked at.

    `lint_ignore` in the deck file of a note silences it.
    """
    silent = {deck.note for deck in decks if DUPLICATE_TITLE in deck.lint_ignore}
    first: dict[Sequence[str], Note] = {}
    for source in sources:
        note = source.note
        title = spelt(note.title)
        if not source.drafts or not title or note.path in silent:
            continue
        known = first.setdefault(title, note)
        if known is not note:
            said = f"`{note.title}` is the title of {known.path} too"
            hint = f"give one of them a title of its own; rule {DUPLICATE_TITLE}"
            yield Problem(note.path, _line(note), said, hint, DUPLICATE_TITLE)


def _line(note: Note) -> int:
    """The line of the heading that is the title; the first, where front matter has it."""
    return next((line.number for line in note.lines if line.text == note.title), 1)
