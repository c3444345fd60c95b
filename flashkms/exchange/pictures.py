"""What a deck's entries refer to outside of their text: pictures, the place they came from, the file they stand in."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path
from urllib.parse import unquote

from msgspec import Struct
from msgspec.structs import astuple

from flashkms.cards.deck import Deck
from flashkms.cards.entry import Entry
from flashkms.cards.lint import MISSING_PICTURE
from flashkms.cards.unsigned import addresses
from flashkms.errors import FlashkmsError, Problem
from flashkms.store import files
from flashkms.store.collection import Collection

LARGEST = 32 * 2**20  # bytes of one picture

_MAGIC = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpg", b"GIF87a": "gif", b"GIF89a": "gif"}


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
                if ":" in reference or reference.startswith("/") or pictures.there(reference):
                    continue
                called = pictures.called(reference)
                said = f"there is no picture {reference}"
                hint = f"it is called {called}: capital letters count" if called else "put it beside the note"
                yield Problem(deck.path, entry.line, said, f"{hint}; rule {MISSING_PICTURE}", MISSING_PICTURE)


def _shown(entry: Entry) -> Iterator[str]:
    """The addresses of the pictures in the texts of *entry*."""
    for text in (entry.extra, entry.cue, *_texts(entry.body)):
        if "![" in text:
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
        self._root = root
        self._deck = deck
        self._names: dict[str, str | None] = {}
        self._listings: dict[Path, frozenset[str]] = {}
        self.used: dict[str, Path] = {}

    def name(self, reference: str) -> str | None:
        """The name in the package of the picture *reference*; None when the collection has no such picture.

        It is made of the content, so that no two pictures share a name, and an odd one harms nobody.
        """
        if reference not in self._names:
            path = self._path(reference)
            content = None if path is None else _read(path)
            ending = None if content is None else _ending(content)
            self._names[reference] = None
            if path is not None and content is not None and ending:
                named = f"{hashlib.sha256(content).hexdigest()[:16]}.{ending}"
                self._names[reference] = named
                self.used[named] = path
        return self._names[reference]

    def there(self, reference: str) -> bool:
        """Whether the collection has a file for *reference*, in the same letters: not every machine forgives others."""
        path = self._path(reference)
        return path is not None and path.name in self._listed(path.parent)

    def called(self, reference: str) -> str:
        """What the file is called that *reference* names but for capital letters; empty where there is none."""
        for folder in self._folders():
            path = self._root / folder / unquote(reference)
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

    def _path(self, reference: str) -> Path | None:
        """The file that *reference* names, beside the note, the deck file, or from the collection's root."""
        relative = unquote(reference)
        if not relative or relative.startswith(("/", "~")) or any(sign in relative for sign in ":\\\0"):
            return None
        for folder in self._folders():
            path = os.path.realpath(self._root / folder / relative)
            if Path(path).is_relative_to(os.path.realpath(self._root)) and os.path.isfile(path):  # noqa: PTH113  # it never raises
                return Path(path)
        return None

    def _listed(self, folder: Path) -> frozenset[str]:
        if folder not in self._listings:
            try:
                self._listings[folder] = frozenset(path.name for path in folder.iterdir())
            except OSError:
                self._listings[folder] = frozenset()
        return self._listings[folder]

    def _folders(self) -> tuple[Path, ...]:
        return tuple(dict.fromkeys((Path(self._deck.note).parent, Path(self._deck.path).parent, Path())))


def _read(path: Path) -> bytes | None:
    try:
        return files.read(path, limit=LARGEST)
    except (FlashkmsError, OSError):
        return None


def _ending(content: bytes) -> str:
    """The ending that fits *content*, by its first bytes and not by its name; empty for what is no picture."""
    for begin, ending in _MAGIC.items():
        if content.startswith(begin):
            return ending
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "webp"
    if content[4:12] in {b"ftypavif", b"ftypavis"}:
        return "avif"
    return "svg" if b"<svg" in content[:1024] else ""
