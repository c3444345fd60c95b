"""What a deck's entries refer to outside of their text: pictures, the place they came from, the file they stand in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path

from msgspec import Struct
from msgspec.structs import astuple

from flashkms.cards.deck import Deck
from flashkms.cards.entry import Entry
from flashkms.cards.lint import MISSING_PICTURE
from flashkms.cards.unsigned import addresses
from flashkms.errors import Problem
from flashkms.store.collection import Collection
from flashkms.store.media import Media, MediaError, References, elsewhere, spellings


class Pictures:
    """The pictures of one collection, each found and read once."""

    def __init__(self, collection: Collection) -> None:
        self._root = collection.root
        self._changed: dict[str | Path, int] = {}

    def of(self, deck: Deck) -> DeckPictures:
        """The pictures that the texts of *deck* name."""
        return DeckPictures(self._root, deck)

    def none(self, _: str) -> None:
        """No picture, whatever is asked for."""

    def changed(self, paths: Iterable[str | Path], now: int) -> int:
        """When one of *paths* was last written, in seconds since 1970, and *now* at the latest."""
        return min(max(map(self._written, paths), default=now), now)

    def _written(self, path: str | Path) -> int:
        if path not in self._changed:
            try:
                self._changed[path] = int((self._root / path).stat().st_mtime)
            except OSError:
                self._changed[path] = 0
        return self._changed[path]


def missing(root: Path, decks: Iterable[Deck]) -> Iterator[Problem]:
    """The pictures that entries of *decks* show and no file of the collection has; addresses are left alone."""
    for deck in decks:
        pictures = DeckPictures(root, deck)
        for entry in deck.entries:
            if entry.gone or MISSING_PICTURE in (*entry.lint_ignore, *deck.lint_ignore):
                continue
            for reference in dict.fromkeys((*entry.images, *_shown(entry))):
                if elsewhere(reference) or pictures.there(reference):
                    continue
                called = pictures.called(reference)
                said = f"there is no picture {reference}"
                hint = f"it is called {called}: capital letters count" if called else "put it beside the note"
                yield Problem(deck.path, entry.line, said, f"{hint}; rule {MISSING_PICTURE}", MISSING_PICTURE)


def _shown(entry: Entry) -> Iterator[str]:
    """The addresses of the pictures in the texts of *entry*."""
    for text in (entry.extra, entry.cue, *_texts(entry.body)):
        if "![" in text or "<img" in text:
            yield from addresses(text)


def _texts(value: object) -> Iterator[str]:
    """Every text in a body: its own, those in its tuples, those of its wrong options."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _texts(part)
    elif isinstance(value, Struct):
        yield from _texts(astuple(value))


class DeckPictures:
    """What one deck's texts refer to; *used* grows with every picture that is asked for."""

    def __init__(self, root: Path, deck: Deck) -> None:
        self._deck = deck
        self._references = References(root, deck.note, deck.path)
        self._names: dict[str, str | None] = {}
        self._listings: dict[Path, frozenset[str]] = {}
        self.used: dict[str, Path] = {}

    def name(self, reference: str) -> str | None:
        """The name in the package of the picture or sound *reference*; None when the collection has no such file.

        It is made of the content, so that no two pictures share a name, and an odd one harms nobody.
        """
        if reference not in self._names:
            media = self._media(reference)
            self._names[reference] = None
            if media is not None:
                self._names[reference] = media.name
                self.used[media.name] = media.path
        return self._names[reference]

    def there(self, reference: str) -> bool:
        """Whether the collection has a file for *reference*, in the same letters: not every machine forgives others."""
        path = self._path(reference)
        return path is not None and path.name in self._listed(path.parent)

    def called(self, reference: str) -> str:
        """What the file is called that *reference* names but for capital letters; empty where there is none."""
        for path in (folder / path for folder in self._references.folders for path in spellings(reference)):
            alike = [name for name in self._listed(path.parent) if name.casefold() == path.name.casefold()]
            if alike:
                return min(alike)
        return ""

    def source(self, entry: Entry) -> str:
        """HTML that says where *entry* came from: its note, a link where it came from the web, else its deck file."""
        for place in entry.also_in:
            if place.startswith(("https://", "http://")):
                return f'<a href="{escape(place)}">{escape(place)}</a>'
        return escape(self._deck.note or self._deck.path)

    def _media(self, reference: str) -> Media | None:
        try:
            return self._references.media(reference)
        except MediaError:
            return None

    def _path(self, reference: str) -> Path | None:
        try:
            path = self._references.path(reference)
        except MediaError:
            return None
        return path if path.is_file() else None

    def _listed(self, folder: Path) -> frozenset[str]:
        if folder not in self._listings:
            try:
                self._listings[folder] = frozenset(path.name for path in folder.iterdir())
            except OSError:
                self._listings[folder] = frozenset()
        return self._listings[folder]
