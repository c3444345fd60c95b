"""Log lines read back: one line of JSON as an event.

Decoding goes through msgspec structs made from the events, which check every type while they read. They take a few
milliseconds to make, so this module is imported where there is a line to read.
"""

from __future__ import annotations

from codecs import BOM_UTF8
from datetime import MAXYEAR, MINYEAR, UTC, datetime
from sys import intern
from typing import Annotated, Any, Union, cast, get_type_hints

import msgspec
from msgspec import NODEFAULT
from msgspec.structs import fields

from flashkms.cards.card import CardId
from flashkms.schedule import event as events
from flashkms.schedule.event import Event, Review, Unknown
from flashkms.store.faults import said
from flashkms.store.line import KINDS, LONGEST, RENAMED, LineError

_DAY = 24 * 60  # minutes; no zone is further from UTC


# What no type says: a named zone for every instant, and numbers that stay in their range.
_BOUNDS: dict[str, Any] = {
    "id": Annotated[str, msgspec.Meta(min_length=1)],
    "at": Annotated[datetime, msgspec.Meta(tz=True)],
    "zone_minutes": Annotated[int, msgspec.Meta(ge=-_DAY, le=_DAY)],
    "seq": Annotated[int, msgspec.Meta(ge=0)],
    "took_ms": Annotated[int, msgspec.Meta(ge=0)],
    "flag": Annotated[int, msgspec.Meta(ge=0, le=7)],
}


def _struct(kind: str, event: type[Event]) -> type[msgspec.Struct]:
    """The msgspec struct with the fields of *event*, tagged with its *kind*."""
    hints = get_type_hints(event, vars(events)) | _BOUNDS
    shape: list[tuple[str, Any] | tuple[str, Any, Any]] = [
        (field.name, hints[field.name])
        if field.default is NODEFAULT
        else (field.name, hints[field.name], field.default)
        for field in fields(event)
    ]
    return msgspec.defstruct(event.__name__, shape, tag_field="kind", tag=kind, rename=RENAMED, kw_only=True)


_STRUCTS = tuple(_struct(kind, event) for kind, event in KINDS.items())
_EVENT_OF: dict[type, type[Event]] = dict(zip(_STRUCTS, KINDS.values(), strict=True))
_decoder: msgspec.json.Decoder[Any] = msgspec.json.Decoder(Union[_STRUCTS])  # noqa: UP007  # made at run time


_Head = msgspec.defstruct(
    "_Head",
    [("kind", str), *((name, _BOUNDS.get(name, str)) for name in ("id", "at", "zone_minutes", "device", "seq"))],
    rename=RENAMED,
)
_head_decoder: msgspec.json.Decoder[Any] = msgspec.json.Decoder(_Head)
REVIEW: Any = _STRUCTS[list(KINDS.values()).index(Review)]


def decode(line: bytes) -> Event:
    """The event of one line, of a kind this program knows or not. Raises `LineError`."""
    return event(raw(line))


def raw(line: bytes) -> Any:
    """What `event` makes an event of: checked as strictly, and made in a third of the time. Raises `LineError`."""
    if len(line) > LONGEST:
        raise LineError(f"the line is longer than {LONGEST // 2**20} MiB")
    line = line.removeprefix(BOM_UTF8)  # an editor may have put one before the first
    try:
        struct = _decoder.decode(line)
    except msgspec.ValidationError as error:
        struct = _unknown(line, error)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as error:
        raise LineError(said(str(error))) from None
    if not MINYEAR < struct.at.year < MAXYEAR:
        raise LineError("`at` lies beyond the calendar")
    return struct


# As `raw`, of all lines of known kinds at once, their lengths and years unchecked; raises as the decoder does.
raw_lines = _decoder.decode_lines


def event(raw: Any) -> Event:
    """The event of a `raw` one, its instant in UTC; one that is an event already, as it is."""
    made = _EVENT_OF.get(type(raw))
    if made is None:
        return cast("Event", raw)  # `raw` gives structs, and events of unknown kinds
    at = raw.at if raw.at.tzinfo is UTC else raw.at.astimezone(UTC)
    if made is Review:  # nearly every line: named one by one, and what repeats is held once
        return Review(
            id=raw.id,
            at=at,
            zone_minutes=raw.zone_minutes,
            device=intern(raw.device),
            seq=raw.seq,
            card=CardId(intern(raw.card)),
            rating=raw.rating,
            took_ms=raw.took_ms,
            scheduler=intern(raw.scheduler),
            parameters=intern(raw.parameters),
            cram=raw.cram,
        )
    fields = {name: getattr(raw, name) for name in raw.__struct_fields__}
    fields["at"] = at
    return made(**fields)


def _unknown(line: bytes, error: msgspec.ValidationError) -> Unknown:
    """The event of a kind that a later program wrote; raises `LineError` from *error* for a known kind."""
    try:
        head, text = _head_decoder.decode(line), line.decode()
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as failure:
        raise LineError(said(str(failure))) from None
    if head.kind in KINDS:
        raise LineError(said(str(error))) from None
    stamp = {name: getattr(head, name) for name in ("id", "zone_minutes", "device", "seq")}
    at = head.at.astimezone(UTC) if MINYEAR < head.at.year < MAXYEAR else head.at
    return Unknown(**stamp, at=at, kind=head.kind, line=text)
