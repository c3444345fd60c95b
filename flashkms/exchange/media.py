"""Pictures and sounds of a package, on their way into the collection's `media` folder."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from flashkms.anki.archive import Archive
from flashkms.anki.markdown import images
from flashkms.errors import FlashkmsError
from flashkms.store import files

FOLDER = "media"


class Shelf:
    """The media that the fields of a package name."""

    def __init__(self, root: Path, opened: Archive, own: Path) -> None:
        self._root = root
        self._own = own
        self._archive = opened
        self._wanted: dict[str, None] = {}

    @property
    def count(self) -> int:
        """How many files the added entries name and the package has."""
        return len(self._wanted)

    def address(self, name: str) -> str:
        """Under which reference a text here finds the file that fields call *name*."""
        return f"{FOLDER}/{name}" if name in self._archive.media else name

    def want(self, fields: Iterable[str]) -> None:
        """Bring along whatever *fields* show or play."""
        for html in fields if self._archive.media else ():
            if "<" in html or "[sound:" in html:
                self._wanted.update(dict.fromkeys(name for name in images(html) if name in self._archive.media))

    def write(self) -> None:
        """Write what is wanted and not there yet; a file of the same name and another content is kept aside.

        Raises `FlashkmsError` as the disk does.
        """
        folder = self._root / FOLDER
        for name in self._wanted:
            try:
                files.make_folders(folder, within=self._root)
                with files.scratch(self._own) as scratch:
                    copy = scratch / "media"
                    self._archive.copy_media(name, copy)
                    _place(folder / name, copy.read_bytes())
            except OSError as error:
                raise FlashkmsError(f"{folder / name}: not written: {error.strerror}", "import again") from error


def _place(path: Path, content: bytes) -> None:
    if not path.exists():
        files.replace(path, content, expected=None)
    elif files.read(path, limit=2**26) != content:
        aside = path.with_name(f"{path.stem}-{hashlib.sha256(content).hexdigest()[:8]}{path.suffix}")
        if not aside.exists():
            files.replace(aside, content, expected=None)
