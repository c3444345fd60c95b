"""Log lines: an event as one line of JSON; `decoding` reads it back.

The events are the only declaration: a line has their fields under their names, and its `kind`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import get_args

import msgspec
from msgspec import NODEFAULT

from flashkms.errors import Problem
from flashkms.schedule.event import Event, Review, Unknown

LONGEST = 16 * 2**20  # bytes of a line; a build of 100,000 entries writes 1.3 MB
RENAMED = {"zone_minutes": "zone"}  # field -> name in the line
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECONDS = tuple(f"{number:02}." for number in range(60))
_MILLISECONDS = tuple(f"{number:03}" for number in range(1000))
_MARKERS = (b"<<<<<<<", b"=======", b">>>>>>>", b"|||||||")


class LineError(ValueError):
    """A line that is no event; its text says why."""


def _kind(event: type[Event]) -> str:
    """`SetDue` -> `set-due`."""
    return "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in event.__name__)[1:]


KINDS: dict[str, type[Event]] = {_kind(event): event for event in get_args(Event) if event is not Unknown}
_NAMES: dict[type[Event], str] = {event: kind for kind, event in KINDS.items()}


def _fields(event: type[Event]) -> Iterator[tuple[str, object]]:
    """The fields of *event* with their defaults; `msgspec.structs.fields` reads the types too, which takes longer."""
    names, defaults = event.__struct_fields__, event.__struct_defaults__
    return zip(names, (NODEFAULT,) * (len(names) - len(defaults)) + defaults, strict=True)


# The fields that follow `id`, `kind` and `at`: their names in the event and in the line, and the value left unsaid.
_WRITTEN: dict[type[Event], tuple[tuple[str, str, object], ...]] = {
    event: tuple(
        (name, RENAMED.get(name, name), NODEFAULT if name == "scheduler" else default)
        for name, default in _fields(event)
        if name not in ("id", "at")
    )
    for event in KINDS.values()
}
_encode = msgspec.json.Encoder().encode


class _Answer(msgspec.Struct, omit_defaults=True, rename=RENAMED, gc=False):
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


Spelled = tuple[str, str]  # what the lines of one card's answers have in common
Numbered = tuple[Spelled, int, int, int]  # the card; milliseconds since 1970, with which the id ends; rating; took_ms


def spelled(ids: str, card: str) -> Spelled:
    """What `answer_lines` needs of *card*, the answers of which have ids that begin with *ids*."""
    return f'{{"id":{_text(ids)[:-1]}', f',"card":{_text(card)},"rating":'


def answer_lines(
    answers: Iterable[Numbered], minutes: Callable[[datetime], int], device: str, first: int
) -> Iterator[str]:
    """The lines of *answers* made in Anki, as `encode` writes the events that they are, without making those.

    They are numbered from *first* on. *minutes* is how far the local clock is ahead of UTC at an instant.
    """
    times: dict[int, tuple[str, str]] = {}
    for seq, ((begin, card), instant, rating, took_ms) in enumerate(answers, first):
        minute, past = divmod(instant, 60_000)
        time = times.get(minute)
        if time is None:
            at = _EPOCH + timedelta(minutes=minute)
            time = times[minute] = (f"{at:%Y-%m-%dT%H:%M}:", f'Z","zone":{minutes(at)},"device":{_text(device)},"seq":')
        yield (
            f'{begin}{instant}","kind":"review","at":"{time[0]}{_SECONDS[past // 1000]}{_MILLISECONDS[past % 1000]}'
            f'{time[1]}{seq}{card}{rating},"took_ms":{took_ms},"scheduler":"anki"}}\n'
        )


def _text(value: str) -> str:
    return _encode(value).decode()


def is_event(made: object) -> bool:
    """Whether *made* is an event, and not a line that `decoding.raw` has read and `decoding.event` makes one of."""
    return type(made) in _NAMES or isinstance(made, Unknown)


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
