"""Pictures and sounds of a package, on their way into the collection's `media` folder."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from html import escape, unescape
from pathlib import Path
from urllib.parse import unquote

from flashkms.anki.archive import Archive
from flashkms.anki.html import plays
from flashkms.anki.markdown import images
from flashkms.errors import FlashkmsError
from flashkms.store import files
from flashkms.store.media import FOLDER

_SOUND = re.compile(r"\[sound:([^\]]+)\]")


class Shelf:
    """The media that the fields of a package name."""

    def __init__(self, root: Path, opened: Archive, own: Path) -> None:
        self._root = root
        self._own = own
        self._archive = opened
        self._wanted: dict[str, None] = {}
        self._names: dict[str, str] = {}  # in the fields -> in the folder, of each file that was asked for

    @property
    def count(self) -> int:
        """How many files the added entries name and the package has."""
        return len(self._wanted)

    @property
    def sounds(self) -> int:
        """How many of them are played and not looked at."""
        return sum(map(plays, self._wanted))

    def address(self, name: str) -> str:
        """Under which reference a text here finds the file that fields call *name*.

        A name that another file of the collection has already is not given again. Raises `FlashkmsError` for a
        damaged package, and as the disk does.
        """
        known = self._known(name)
        if known not in self._archive.media:
            return name
        kept = self._name(known)
        return f"{FOLDER}/{kept.replace('%', '%25') if unquote(kept) != kept else kept}"

    def sounding(self, fields: tuple[str, ...]) -> tuple[str, ...]:
        """*fields*, each sound in them under the name that its file has here."""
        if not self._archive.media:
            return fields
        return tuple(_SOUND.sub(self._sound, html) if "[sound:" in html else html for html in fields)

    def _sound(self, match: re.Match[str]) -> str:
        name = unescape(match[1])
        return f"[sound:{escape(self._name(name), quote=False)}]" if name in self._archive.media else match[0]

    def want(self, fields: Iterable[str]) -> None:
        """Bring along whatever *fields* show or play."""
        for html in fields if self._archive.media else ():
            if "<" in html or "[sound:" in html:
                self.take(images(html))

    def take(self, names: Iterable[str]) -> None:
        """Bring along the files *names*, those that are there."""
        for name in map(self._known, names):
            if name in self._archive.media:
                self._wanted[name] = None

    def write(self) -> None:
        """Write what is wanted and not there yet. Raises `FlashkmsError` as the disk does."""
        folder = self._root / FOLDER
        for name in self._wanted:
            path = folder / self._name(name)
            if path.exists():
                continue
            with _written(path):
                files.make_folders(folder, within=self._root)
                files.replace(path, self._content(name), expected=None)

    def _known(self, name: str) -> str:
        """What the package calls the file *name*: Anki reads `%20` in a field as a space."""
        return name if name in self._archive.media else unquote(name)

    def _name(self, name: str) -> str:
        if name not in self._names:
            self._names[name] = self._free(name)
        return self._names[name]

    def _free(self, name: str) -> str:
        """*name*, or one that tells its content where a file of another content is called so."""
        path = self._root / FOLDER / name
        if not path.exists():
            return name
        with _written(path):
            content = self._content(name)
            if files.read(path, limit=2**26) == content:
                return name
        return f"{path.stem}-{hashlib.sha256(content).hexdigest()[:8]}{path.suffix}"

    def _content(self, name: str) -> bytes:
        with files.scratch(self._own) as scratch:
            copy = scratch / "media"
            self._archive.copy_media(name, copy)
            return copy.read_bytes()


@contextmanager
def _written(path: Path) -> Iterator[None]:
    """What a person is told when the disk refuses *path*."""
    try:
        yield
    except OSError as error:
        raise FlashkmsError(f"{path}: not written: {error.strerror}", "import again") from error
