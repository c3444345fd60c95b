"""Decks of a package, in both schemas: what they are called and how they are described."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence

from msgspec import Struct

from flashkms.anki import protobuf

_LONGEST = 10_000  # characters of a description
_CONTROLS = bytes({*range(0x20), 0x7F} - {*b"\t\n\r\x1f"})  # the last stands between fields, and levels of decks
_CONTROL = re.compile(b"\xc2[\x80-\x9f]")


class Described(Struct, frozen=True):
    """A deck: its *name* with `::`, its *description*, and whether that is *written* in Markdown, and not in HTML."""

    name: str
    description: str
    written: bool


def from_rows(rows: Iterable[Sequence[object]]) -> dict[int, Described]:
    """The decks in *rows* of id, name and kind. Raises `ValueError` for what Anki never writes."""
    return {int(str(deck)): _from_row(name, kind) for deck, name, kind in rows}


def from_json(text: str) -> dict[int, Described]:
    """The decks in the *text* of an older package. Raises as what it holds does, for what Anki never writes."""
    return {
        int(deck): Described(legible(str(said["name"]).encode()), _said(said.get("desc")), bool(said.get("md")))
        for deck, said in json.loads(text or "{}").items()
    }


def legible(value: object) -> str:
    """*value* without the control characters that a text may hold in Anki, seen by nobody, and none may here.

    Raises `ValueError` for what is no UTF-8.
    """
    if not isinstance(value, bytes):
        raise ValueError(f"{value!r} is neither text nor bytes")  # noqa: TRY004  # a value of the package, and no bug
    text = value.translate(None, _CONTROLS)
    return (text if text.isascii() else _CONTROL.sub(b"", text)).decode()


def _from_row(name: object, kind: object) -> Described:
    # A filtered deck has another number, and no description.
    normal = protobuf.content(kind, 1) if isinstance(kind, bytes) else b""
    shown = legible(name).replace("\x1f", "::")
    return Described(shown, _said(protobuf.text(normal, 4)), protobuf.integer(normal, 5) == 1)


def _said(description: object) -> str:
    return legible(str(description or "").encode())[:_LONGEST].strip()
