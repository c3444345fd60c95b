"""Pictures and sounds that cards refer to: one way from a reference in a text to a file that may be used.

A reference in a cloned collection is a stranger's text. What it names is used only inside the collection's note and
media folders, as a regular file of a sensible size, of a type that its first bytes show.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote

from msgspec import Struct

from flashkms.errors import FlashkmsError

FOLDER = "media"
LARGEST = 32 * 2**20  # bytes
_ENDINGS = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg", ".mp3", ".ogg", ".flac", ".wav")
_LISTED = 200_000  # files of a collection that is no collection
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_TYPES = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpg"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"ID3", "mp3"),
    *((bytes((0xFF, second)), "mp3") for second in (0xFB, 0xFA, 0xF3, 0xF2)),  # a frame, protected or not
    (b"\x1aE\xdf\xa3", "webm"),
    (b"OggS", "ogg"),
    (b"fLaC", "flac"),
)
# A comment ends where it first may: else a run of them can be divided in more ways than a life has seconds.
_DOCTYPE = rb"<!DOCTYPE\s+svg[^>\[]{0,500}(?:\[[^\]]{0,2000}\]\s*)?>"
_SVG = re.compile(
    rb"(?s)(?:\xef\xbb\xbf)?\s*(?:<\?xml.{0,200}?\?>)?\s*(?:(?><!--.{0,2000}?-->|" + _DOCTYPE + rb")\s*)*<svg[\s>]"
)


class MediaError(FlashkmsError):
    """A reference that no file answers, or none that may be used."""


class Media(Struct, frozen=True):
    """A file that may be shown and exported. *name* follows from its content: two files never share one by accident."""

    path: Path
    content: bytes
    type: str  # png, jpg, gif, webp, avif, svg, mp3, ogg, flac, wav, m4a, mp4 or webm

    @property
    def name(self) -> str:
        """`<first 16 hex digits of its SHA-256>.<type>`."""
        return f"{hashlib.sha256(self.content).hexdigest()[:16]}.{self.type}"


class References:
    """What the texts of one deck refer to, each found by one rule, wherever it is shown or sent.

    A reference is looked for beside the note, beside the deck file, in the collection's root and in its `media`, as it
    is written and then with `%20` as a space. A name alone may lie in any folder, as Obsidian's attachments do.
    """

    def __init__(self, root: Path, note: str, deck: str) -> None:
        """Of the deck file *deck*, made of *note* where that is not empty; both are relative to *root*."""
        self._top = os.path.realpath(root)
        folders = ((root / note).parent if note else root, (root / deck).parent, root, root / FOLDER)
        self.folders = tuple(dict.fromkeys(folders))

    def path(self, reference: str) -> Path:
        """The file that *reference* names, links resolved. Raises `MediaError` for none, and for one that lies outside.

        It is not opened: it may be a pipe, or no picture.
        """
        _refuse(reference)
        outside = False
        for written in spellings(reference):
            for folder in self.folders:
                path = f"{folder}/{written}"
                real = Path(os.path.realpath(path))  # `Path.resolve` raises for links in a ring
                if not real.is_relative_to(self._top) or _hidden(real.relative_to(self._top)):
                    outside = True
                elif os.path.lexists(path):  # a name too long for the disk is none, and no error
                    return real
        for written in () if outside else spellings(reference):
            for path in anywhere(self._top).get(written, ()):
                if (real := Path(os.path.realpath(path))).is_relative_to(self._top):
                    return real
        if outside:
            raise MediaError(f"{reference}: lies outside of the collection", "copy it beside the note")
        raise MediaError(f"{reference}: there is no such file", "paths are relative to the note or the collection")

    def media(self, reference: str) -> Media:
        """The picture or sound that *reference* names, of at most `LARGEST` bytes. Raises `MediaError` for all else."""
        path = self.path(reference)
        content = _content(path, reference)
        return Media(path, content, _type(content, reference))


@lru_cache(maxsize=1)
def anywhere(top: str) -> Mapping[str, tuple[str, ...]]:
    """The paths of the files below the folder *top* that may be pictures, by name, the nearest to *top* first.

    They are listed once for a process. No hidden folder is looked into, and not more than `_LISTED` names.
    """
    found: dict[str, list[str]] = {}
    left = _LISTED
    for folder, below, names in os.walk(top):
        below[:] = sorted(name for name in below if not name.startswith("."))
        left -= len(names)
        if left < 0:
            break
        for name in names:
            if name.lower().endswith(_ENDINGS):
                found.setdefault(name, []).append(f"{folder}/{name}")
    return {name: tuple(sorted(paths, key=lambda path: (path.count("/"), path))) for name, paths in found.items()}


def spellings(reference: str) -> tuple[str, ...]:
    """The paths that *reference* may spell, the likeliest first: as it is written, and with `%20` as a space."""
    return tuple(path for path in dict.fromkeys((reference, unquote(reference))) if path.isprintable())


def elsewhere(reference: str) -> bool:
    """Whether *reference* is an address, or a path from the top of a disk or a site: nothing of the collection."""
    return reference.startswith("/") or _SCHEME.match(reference) is not None


def _refuse(reference: str) -> None:
    """Raise `MediaError` for a *reference* that no file of the collection can have."""
    if not reference or not reference.isprintable() or "\\" in reference or reference.startswith(("/", "~")):
        raise MediaError(f"{reference!r}: is no path inside the collection", "write it relative to the note")
    if elsewhere(reference):
        raise MediaError(f"{reference}: is an address; nothing is fetched", "save the picture beside the note")


def _hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def _content(path: Path, reference: str) -> bytes:
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise MediaError(f"{reference}: cannot be read: {error.strerror}") from error
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise MediaError(f"{reference}: is no regular file")
    with os.fdopen(descriptor, "rb") as file:
        content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise MediaError(f"{reference}: is larger than {LARGEST // 2**20} MiB", "make it smaller")
    return content


def _type(content: bytes, reference: str) -> str:
    """The type that the first bytes of *content* show."""
    for start, name in _TYPES:
        if content.startswith(start):
            return name
    if content[:4] == b"RIFF" and content[8:12] in (b"WEBP", b"WAVE"):
        return "webp" if content[8:12] == b"WEBP" else "wav"
    if content[4:8] == b"ftyp" and content[8:12] in (b"avif", b"avis"):
        return "avif"
    if content[4:8] == b"ftyp":
        return "m4a" if content[8:11] == b"M4A" else "mp4"
    if _SVG.match(content[:4096]):
        return "svg"
    raise MediaError(f"{reference}: is no picture or sound that this program knows", "PNG, JPEG, GIF, WebP, AVIF, SVG")
