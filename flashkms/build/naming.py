"""What a note's deck is called, and where its file goes.

Folders, titles and people write one word in several ways (`aws`, `AWS`). A deck takes the spelling that is there, so
that no tree of decks is split in two by its capitals.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate

from flashkms.build.sources import Source
from flashkms.cards.identity import file_name, slug

Spellings = Mapping[str, str]  # how the last part of a path of decks is written, by the path in lower case


def deck_path(source: Source) -> str:
    """Where the cards of a note go that has no deck file yet."""
    return "/".join(("cards", *source.folders, f"{file_name(source.note.path)}.yaml"))


def deck_name(source: Source, spellings: Spellings) -> str:
    """The deck's name: the author's own, or the folders and the title, each part written as *spellings* have it."""
    if source.note.deck:
        return source.note.deck
    parts, title = _placed(source)
    return "::".join(
        spellings.get(path, part) for part, path in zip((*parts, title), _paths((*parts, title)), strict=True)
    )


def spellings(decks: Iterable[str], sources: Iterable[Source]) -> Spellings:
    """The spellings in use: those of the *decks* that are there first, then authors' own names, then titles."""
    found: dict[str, str] = {}
    read = tuple(sources)
    named = (source.note.deck for source in read if source.note.deck)
    for name in (*decks, *named):
        words = name.split("::")
        for word, path in zip(words, _paths(words), strict=True):
            found.setdefault(path, word)
    for source in read:
        parts, _ = _placed(source)
        for part, folder, path in zip(parts, source.folders, _paths(parts), strict=True):
            if part != folder:
                found.setdefault(path, part)
    return found


def _placed(source: Source) -> tuple[tuple[str, ...], str]:
    """The folders of a note, written as its title does, and what remains of the title."""
    title = " ".join(source.note.title.replace("::", " ").split()) or slug(source.note.path)
    parts = []
    for folder in source.folders:
        word = re.search(rf"(?<!\w){re.escape(folder)}(?!\w)", title, re.IGNORECASE)
        parts.append(word[0] if word else folder)
        title = (title[: word.start()] + title[word.end() :]).strip(" -–:") or title if word else title
    return tuple(parts), " ".join(title.split())


def _paths(parts: Iterable[str]) -> Iterator[str]:
    return accumulate((part.casefold() for part in parts), lambda above, part: f"{above}::{part}")
