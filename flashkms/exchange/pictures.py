"""What a deck's entries refer to outside of their text: pictures, the place they came from, the file they stand in."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path
from urllib.parse import unquote

from flashkms.cards.deck import Deck
from flashkms.cards.entry import Entry
from flashkms.cards.lint import MISSING_PICTURE
from flashkms.errors import FlashkmsError, Problem
from flashkms.store import files
from flashkms.store.collection import Collection

LARGEST = 32 * 2**20  # bytes of one picture
_SHOWN = re.compile(r"!\[[^\]\n]{0,300}\]\(([^()\s]{1,600})\)")

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
            for reference in dict.fromkeys((*entry.images, *_SHOWN.findall(entry.extra))):
                if ":" not in reference and not reference.startswith("/") and not pictures.there(reference):
                    said = f"there is no picture {reference}"
                    yield Problem(
                        deck.path, entry.line, said, f"put it beside the note; rule {MISSING_PICTURE}", MISSING_PICTURE
                    )


class DeckPictures:
    """What one deck's texts refer to; *used* grows with every picture that is asked for."""

    def __init__(self, root: Path, deck: Deck) -> None:
        self._root = root
        self._deck = deck
        self._names: dict[str, str | None] = {}
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
        """Whether the collection has a file for *reference*."""
        return self._path(reference) is not None

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
        for folder in dict.fromkeys((Path(self._deck.note).parent, Path(self._deck.path).parent, Path())):
            path = (self._root / folder / relative).resolve()
            if path.is_relative_to(self._root.resolve()) and path.is_file():
                return path
        return None


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
