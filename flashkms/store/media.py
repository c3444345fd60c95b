"""Pictures and sounds that cards refer to: one way from a reference in a text to a file that may be used.

A reference in a cloned collection is a stranger's text. What it names is used only inside the collection's note and
media folders, as a regular file of a sensible size, of a type that its first bytes show.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
from pathlib import Path

from msgspec import Struct

from flashkms.errors import FlashkmsError

LARGEST = 32 * 2**20  # bytes
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_TYPES = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpg"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"ID3", "mp3"),
    (b"\xff\xfb", "mp3"),
    (b"OggS", "ogg"),
    (b"fLaC", "flac"),
)
# A comment ends where it first may: else a run of them can be divided in more ways than a life has seconds.
_SVG = re.compile(rb"(?s)\s*(?:<\?xml.{0,200}?\?>)?\s*(?:(?><!--.{0,2000}?-->)\s*)*<svg[\s>]")


class MediaError(FlashkmsError):
    """A reference that no file answers, or none that may be used."""


class Media(Struct, frozen=True):
    """A file that may be shown and exported. *name* follows from its content: two files never share one by accident."""

    path: Path
    content: bytes
    type: str  # png, jpg, gif, webp, avif, svg, mp3, ogg, flac or wav

    @property
    def name(self) -> str:
        """`<first 16 hex digits of its SHA-256>.<type>`."""
        return f"{hashlib.sha256(self.content).hexdigest()[:16]}.{self.type}"


def resolve_media(reference: str, root: Path, folder: Path) -> Media:
    """The file that *reference*, written in a text that lies in *folder*, names inside the collection *root*.

    It is looked for in *folder*, then in *root* and its `media`. Raises `MediaError` for anything else than a picture
    or sound of at most `LARGEST` bytes in there: an address, an absolute path, a way out, a link, a device.
    """
    _refuse(reference)
    top = root.resolve()
    for base in (folder, root, root / "media"):
        path = base / reference
        real = Path(os.path.realpath(path))  # `Path.resolve` raises for links in a ring
        if not real.is_relative_to(top) or any(part.startswith(".") for part in real.relative_to(top).parts):
            raise MediaError(f"{reference}: lies outside of the collection", "copy it beside the note")
        if os.path.lexists(path):  # a name too long for the disk is none, and no error
            content = _content(real, reference)
            return Media(real, content, _type(content, reference))
    raise MediaError(f"{reference}: there is no such file", "paths are relative to the note or the collection")


def _refuse(reference: str) -> None:
    """Raise `MediaError` for a *reference* that no file of the collection can have."""
    if not reference or not reference.isprintable() or "\\" in reference or reference.startswith(("/", "~")):
        raise MediaError(f"{reference!r}: is no path inside the collection", "write it relative to the note")
    if _SCHEME.match(reference):
        raise MediaError(f"{reference}: is an address; nothing is fetched", "save the picture beside the note")
    if ".." in reference.split("/"):
        raise MediaError(f"{reference}: leads out of its folder", "copy it beside the note")


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
    if _SVG.match(content[:4096]):
        return "svg"
    raise MediaError(f"{reference}: is no picture or sound that this program knows", "PNG, JPEG, GIF, WebP, AVIF, SVG")
