"""Log lines: an event as one line of JSON, and back.

The events are the only declaration: a line has their fields under their names, and its `kind`. Decoding
goes through msgspec structs made from them, which check every type while they read.
"""

from __future__ import annotations

import re
from datetime import MAXYEAR, MINYEAR, UTC, datetime
from sys import intern
from typing import Annotated, Any, Union, cast, get_args, get_type_hints

import msgspec
from msgspec import NODEFAULT
from msgspec.structs import fields

from flashkms.cards.card import CardId
from flashkms.errors import Problem
from flashkms.schedule import event as events
from flashkms.schedule.event import Event, Review, Unknown

LONGEST = 16 * 2**20  # bytes of a line; a build of 100,000 entries writes 1.3 MB
_RENAMED = {"zone_minutes": "zone"}  # field -> name in the line
_MARKERS = (b"<<<<<<<", b"=======", b">>>>>>>", b"|||||||")
_DAY = 24 * 60  # minutes; no zone is further from UTC


class LineError(ValueError):
    """A line that is no event; its text says why."""


def _kind(event: type[Event]) -> str:
    """`SetDue` -> `set-due`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", event.__name__).lower()


KINDS: dict[str, type[Event]] = {_kind(event): event for event in get_args(Event) if event is not Unknown}
_NAMES: dict[type[Event], str] = {event: kind for kind, event in KINDS.items()}

# The fields that follow `id`, `kind` and `at`: their names in the event and in the line, and the value left unsaid.
_WRITTEN: dict[type[Event], tuple[tuple[str, str, object], ...]] = {
    event: tuple(
        (
            field.name,
            _RENAMED.get(field.name, field.name),
            NODEFAULT if field.name == "scheduler" else field.default,
        )
        for field in fields(event)
        if field.name not in ("id", "at")
    )
    for event in KINDS.values()
}
_encode = msgspec.json.Encoder().encode


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
    return msgspec.defstruct(event.__name__, shape, tag_field="kind", tag=kind, rename=_RENAMED, kw_only=True)


_STRUCTS = tuple(_struct(kind, event) for kind, event in KINDS.items())
_EVENT_OF: dict[type, type[Event]] = dict(zip(_STRUCTS, KINDS.values(), strict=True))
_decoder: msgspec.json.Decoder[Any] = msgspec.json.Decoder(Union[_STRUCTS])  # noqa: UP007  # made at run time


_Head = msgspec.defstruct(
    "_Head",
    [("kind", str), *((name, _BOUNDS.get(name, str)) for name in ("id", "at", "zone_minutes", "device", "seq"))],
    rename=_RENAMED,
)
_head_decoder: msgspec.json.Decoder[Any] = msgspec.json.Decoder(_Head)
REVIEW: Any = _STRUCTS[list(KINDS.values()).index(Review)]


class _Answer(msgspec.Struct, omit_defaults=True, rename=_RENAMED, gc=False):
    """The line of a `Review`, its fields in their order."""

    id: str
    kind: str
    at: str
    zone_minutes: int
    device: str
    seq: int
    card: str
    rating: int
    took_ms: int
    scheduler: str
    parameters: str = ""
    cram: bool = False


def encode(event: Event) -> bytes:
    """*event* as one line of compact JSON, line feed included; an `Unknown` as the line it came from."""
    if isinstance(event, Unknown):
        return event.line.encode() + b"\n"
    kind = type(event)
    if isinstance(event, Review):
        return _review(event)
    line: dict[str, object] = {"id": event.id, "kind": _NAMES[kind], "at": _instant(event.at)}
    for field, name, default in _WRITTEN[kind]:
        value = getattr(event, field)
        if value != default:
            line[name] = value
    return _encode(line) + b"\n"


def _review(event: Review) -> bytes:
    """As `encode`: of a hundred lines ninety-nine are answers, and a package brings them by the hundred thousand."""
    line = _Answer(
        event.id,
        "review",
        _instant(event.at),
        event.zone_minutes,
        event.device,
        event.seq,
        event.card,
        event.rating,
        event.took_ms,
        event.scheduler,
        event.parameters,
        event.cram,
    )
    return _encode(line) + b"\n"


def decode(line: bytes) -> Event:
    """The event of one line, of a kind this program knows or not. Raises `LineError`."""
    return event(raw(line))


def raw(line: bytes) -> Any:
    """What `event` makes an event of: checked as strictly, and made in a third of the time. Raises `LineError`."""
    if len(line) > LONGEST:
        raise LineError(f"the line is longer than {LONGEST // 2**20} MiB")
    try:
        struct = _decoder.decode(line)
    except msgspec.ValidationError as error:
        struct = _unknown(line, error)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as error:
        raise LineError(str(error)) from None
    if not MINYEAR < struct.at.year < MAXYEAR:
        raise LineError("`at` lies beyond the calendar")
    return struct


raw_fast = (
    _decoder.decode
)  # as `raw`, of a line of a known kind, its length and year unchecked; raises as the decoder does


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
        raise LineError(str(failure)) from None
    if head.kind in KINDS:
        raise LineError(str(error)) from None
    stamp = {name: getattr(head, name) for name in ("id", "zone_minutes", "device", "seq")}
    at = head.at.astimezone(UTC) if MINYEAR < head.at.year < MAXYEAR else head.at
    return Unknown(**stamp, at=at, kind=head.kind, line=text)


def problem(line: bytes, error: LineError, path: str, number: int) -> Problem:
    """What is said about the damaged *line*, the *number*th of the log *path*."""
    if line.startswith(_MARKERS):
        return Problem(path, number, "a conflict marker of git", "delete this line; the events around it all count")
    return Problem(path, number, f"no event: {error}", "the line is kept and does not count")


def _instant(at: datetime) -> str:
    """ISO 8601 to the millisecond, in UTC: `2026-11-24T15:56:08.123Z`."""
    at = at if at.tzinfo is UTC else at.astimezone(UTC)
    text = _encode(at).decode()  # in quotes, with microseconds where there are any; a tenth of the time of `isoformat`
    return f"{text[1:-5]}Z" if at.microsecond else f"{text[1:-2]}.000Z"
