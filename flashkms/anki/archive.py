"""The outer shell of a package: a zip that somebody else made, read without trusting any of its sizes or names.

Nothing is ever extracted under a name of the archive's choosing. Only what a package needs is read: `meta`, the one
collection that `meta` announces, the list of media, and the members that this list numbers; each is streamed, and the
bytes that come out are counted, since a megabyte of zip can hold a gigabyte of nothing.
"""

from __future__ import annotations

import io
import json
import os
import stat
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Any, BinaryIO

from msgspec import Struct

from flashkms.anki import protobuf
from flashkms.errors import FlashkmsError

COLLECTION_BYTES = 128 * 2**20
MAP_BYTES = 8 * 2**20
FILE_BYTES = 32 * 2**20
ALL_BYTES = 256 * 2**20
MEMBERS = 100_000
_WINDOW_LOG = 27  # zstd: 128 MiB, as much as its own command accepts
_NEWEST = 3  # version of the package format
_CHUNK = 1 << 18
_COLLECTIONS = {1: "collection.anki2", 2: "collection.anki21", 3: "collection.anki21b"}
_NEWEST_HINT = "made by a newer Anki; export it there with `Support older Anki versions`"


class PackageError(FlashkmsError):
    """A file that is no package, or one that cannot be read to its end."""


class Archive(Struct):
    """An open package. *version* is 1 to 3; *media* maps names in fields to member names."""

    name: str
    version: int
    media: Mapping[str, str]
    _zip: zipfile.ZipFile
    _left: int = ALL_BYTES

    def copy_collection(self, target: Path) -> None:
        """Write the SQLite file to *target*. Raises `PackageError`."""
        with target.open("wb") as file:
            for chunk in self._member(_COLLECTIONS[self.version], COLLECTION_BYTES, packed=self.version == _NEWEST):
                file.write(chunk)

    def copy_media(self, name: str, target: Path) -> None:
        """Write the media file that fields call *name* to *target*. Raises `PackageError`."""
        with target.open("wb") as file:
            for chunk in self._member(self.media[name], FILE_BYTES, packed=self.version == _NEWEST):
                file.write(chunk)

    def _member(self, member: str, limit: int, *, packed: bool) -> Iterator[bytes]:
        with _reading(self.name), self._zip.open(member) as file:
            for chunk in _unpacked(file) if packed else iter(lambda: file.read(_CHUNK), b""):
                limit -= len(chunk)
                self._left -= len(chunk)
                if min(limit, self._left) < 0:
                    raise PackageError(f"{self.name}: {member} is larger than a package of this kind may be")
                yield chunk


@contextmanager
def archive(path: Path) -> Iterator[Archive]:
    """The package at *path*, open. Raises `PackageError` when it is none."""
    name = path.name
    try:
        with ExitStack() as stack:
            with _reading(name):  # what is done with it may fail of itself
                opened = stack.enter_context(zipfile.ZipFile(stack.enter_context(_regular(path))))
                package = _package(opened, name)
            yield package
    except OSError as error:
        raise PackageError(f"{path}: cannot be read: {error.strerror or error}") from error


def _package(opened: zipfile.ZipFile, name: str) -> Archive:
    members = [member.filename for member in opened.infolist()]
    if len(members) > MEMBERS or len(members) != len(set(members)):
        raise PackageError(f"{name}: the archive has too many members, or two of one name")
    version = _version(opened, set(members), name)
    if _COLLECTIONS[version] not in members:
        raise PackageError(f"{name}: there is no collection in it", "is it an Anki package?")
    return Archive(name, version, _media(opened, version, set(members), name), opened)


def _regular(path: Path) -> BinaryIO:
    """The file *path*, open. Raises `OSError` for a device, which may have no end, and for a pipe, which may wait."""
    file = os.fdopen(os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK), "rb")
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        file.close()
        raise OSError("it is no regular file")
    return file


@contextmanager
def _reading(name: str) -> Iterator[None]:
    """What a damaged archive raises, as one kind of failure."""
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, UnicodeDecodeError) as error:
        raise PackageError(f"{name}: is damaged: {error}", "export or download it again") from error
    except RuntimeError as error:  # zipfile's word for a member that wants a password
        raise PackageError(f"{name}: {error}") from error
    except ValueError as error:
        raise PackageError(f"{name}: is damaged: {error}", "export or download it again") from error


def _version(opened: zipfile.ZipFile, members: set[str], name: str) -> int:
    if "meta" not in members:
        return 2 if _COLLECTIONS[2] in members else 1
    version = protobuf.integer(_small(opened, "meta", 1024, name), 1)
    if version > _NEWEST:
        raise PackageError(f"{name}: package version {version} is newer than this program", _NEWEST_HINT)
    if version < 1:
        raise PackageError(f"{name}: package version {version} does not exist")
    return version


def _small(opened: zipfile.ZipFile, member: str, limit: int, name: str) -> bytes:
    with opened.open(member) as file:
        data = file.read(limit + 1)
    if len(data) > limit:
        raise PackageError(f"{name}: {member} is larger than {limit} bytes")
    return data


def _media(opened: zipfile.ZipFile, version: int, members: set[str], name: str) -> dict[str, str]:
    """Name in the fields -> member; a member that is not there is left out, a strange name too."""
    if "media" not in members:
        return {}
    data = _small(opened, "media", MAP_BYTES, name)
    named = _listed(data, name) if version == _NEWEST else _mapped(data)
    return {said: member for member, said in named if member in members and plain_name(said)}


def plain_name(name: str) -> bool:
    """Whether *name* is a file name and nothing more: no folder, no drive, no hidden file, no control character.

    Nor is it longer than a disk takes, 255 bytes, with room for a digest and an ending.
    """
    return (
        bool(name)
        and not name.startswith((".", "~"))
        and len(name.encode("utf-8", "surrogatepass")) <= 200
        and not any(sign in "/\\:\x7f" or sign < " " for sign in name)
    )


def _mapped(data: bytes) -> Iterator[tuple[str, str]]:
    if not data:
        return
    said: Any = json.loads(data)
    if not isinstance(said, dict):
        raise PackageError("the list of media is no list")
    for member, named in said.items():
        if isinstance(named, str) and member.isascii() and member.isdecimal():
            yield member, named


def _listed(data: bytes, name: str) -> Iterator[tuple[str, str]]:
    unpacked = b""
    for chunk in _unpacked(io.BytesIO(data)):
        unpacked += chunk
        if len(unpacked) > MAP_BYTES:
            raise PackageError(f"{name}: the list of media is too long")
    entries = [value for number, value in protobuf.messages(unpacked) if number == 1 and isinstance(value, bytes)]
    for place, entry in enumerate(entries):
        yield str(place), protobuf.text(entry, 1)


def _unpacked(file: IO[bytes]) -> Iterator[bytes]:
    """The bytes behind zstd, at most a chunk at a time, whatever the frame promises. Raises `ValueError`."""
    decompressor, failure = _decompressor()
    while not decompressor.eof:
        data = file.read(_CHUNK) if decompressor.needs_input else b""
        if decompressor.needs_input and not data:
            raise EOFError("the compressed data end too early")
        try:
            chunk = decompressor.decompress(data, _CHUNK)
        except failure as error:
            raise ValueError(str(error)) from error
        if chunk:
            yield chunk


def _decompressor() -> tuple[Any, type[Exception]]:
    """What unpacks zstd, and the failure it raises."""
    try:
        from compression import zstd  # noqa: PLC0415  # Python 3.14 has it
    except ImportError:
        try:
            from backports import zstd  # noqa: PLC0415  # optional: only Anki's newer packages need it
        except ImportError:
            raise PackageError(
                "this package is compressed with zstd, which is not installed",
                "pip install 'flashkms[zstd]', or export it with `Support older Anki versions`",
            ) from None
    options = {zstd.DecompressionParameter.window_log_max: _WINDOW_LOG}
    return zstd.ZstdDecompressor(options=options), zstd.ZstdError
