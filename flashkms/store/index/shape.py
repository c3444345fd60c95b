"""Entries as bytes in the index, and back: MessagePack, checked by type when it is read.

The shape follows the fields of `Entry`; `FINGERPRINT` changes with them, and with it the version of the index.
"""

from __future__ import annotations

import hashlib
from operator import attrgetter
from typing import Any, get_args, get_type_hints

import msgspec
from msgspec.structs import replace

from flashkms.cards import deck as decks
from flashkms.cards import entry as entries
from flashkms.cards.deck import Deck, Remark, Unnamed
from flashkms.cards.entry import Body, Entry, Source, Value, WrongOption

KINDS: dict[str, type[Body]] = {body.__name__.lower(): body for body in get_args(Body)}

_hints = get_type_hints(Entry, vars(entries)) | {"conflict": tuple[tuple[str, Any], ...]}
_rest = tuple(name for name in Entry.__struct_fields__ if name != "body")
_Rest = msgspec.defstruct("_Rest", [(name, _hints[name]) for name in _rest], array_like=True)
_behind_body = attrgetter(*(name for name in _rest if name != "id"))  # the body stands second
_encoder = msgspec.msgpack.Encoder()
_decoders: dict[str, msgspec.msgpack.Decoder[Any]] = {
    kind: msgspec.msgpack.Decoder(tuple[body, _Rest])  # type: ignore[valid-type]  # both are made at run time
    for kind, body in KINDS.items()
}

_head = tuple(name for name in Deck.__struct_fields__ if name != "entries")
_deck_hints = get_type_hints(Deck, vars(decks))
_Head = msgspec.defstruct("_Head", [(name, _deck_hints[name]) for name in _head], array_like=True)
_head_decoder: msgspec.msgpack.Decoder[Any] = msgspec.msgpack.Decoder(_Head)

_SHAPES = (*get_args(Body), WrongOption, Source, Entry, Unnamed, Remark, Deck)
FINGERPRINT = hashlib.sha256(
    repr([(shape.__struct_fields__, shape.__annotations__) for shape in _SHAPES]).encode()
).hexdigest()[:16]


def kind(entry: Entry) -> str:
    """The kind of *entry*: `question`, `cloze`, `choice` or `whynot`."""
    return type(entry.body).__name__.lower()


def packed(entry: Entry) -> bytes:
    """*entry* as bytes; `unpacked` needs its kind too."""
    return _encoder.encode((entry.body, _Rest(*(getattr(entry, name) for name in _rest))))


def unpacked(kind: str, data: bytes) -> Entry:
    """The entry of that *kind* in *data*. Raises `msgspec.MsgspecError` for bytes that are none."""
    body, rest = _decoders[kind].decode(data)
    entry = Entry(rest.id, body, *_behind_body(rest))
    if entry.conflict:
        return replace(entry, conflict=tuple((key, _value(value)) for key, value in entry.conflict))
    return entry


def packed_deck(deck: Deck) -> bytes:
    """*deck* as bytes, without its entries."""
    return _encoder.encode(_Head(*(getattr(deck, name) for name in _head)))


def named(data: bytes) -> tuple[str, tuple[str, ...], str]:
    """Name, tags and note of the deck in *data*, where nothing else of it is wanted."""
    head = _head_decoder.decode(data)
    return head.name, head.tags, head.note


def unpacked_deck(data: bytes, entries: tuple[Entry, ...] = ()) -> Deck:
    """The deck in *data*, with *entries*."""
    head = _head_decoder.decode(data)
    return Deck(entries=entries, **{name: getattr(head, name) for name in _head})


def _value(stored: Any) -> Value:
    """A value of a deck-file key: lists are tuples again, and maps wrong options."""
    if isinstance(stored, dict):
        return WrongOption(**stored)  # type: ignore[return-value]  # within a tuple, which `Value` has
    if isinstance(stored, list):
        return tuple(_value(part) for part in stored)  # type: ignore[return-value]  # of one type, as it was written
    return stored  # type: ignore[no-any-return]  # a text or a flag
