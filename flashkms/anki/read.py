"""What an Anki package holds, as plain values; both schemas, every row judged by itself.

One damaged note, card or line of the log is left out and counted; the sound ones are taken. Anki itself refuses the
whole package instead.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta, tzinfo
from itertools import islice
from operator import eq
from pathlib import Path
from typing import Any, cast

from msgspec import Struct, field
from msgspec.structs import replace

from flashkms.anki import decks, protobuf
from flashkms.anki.archive import Archive, PackageError
from flashkms.anki.database import Reader, database
from flashkms.anki.decks import Described, legible
from flashkms.anki.options import Options, from_bytes, from_json

NEWEST_SCHEMA = 18
_SPLIT_SCHEMA = 15  # from here on, note types, decks and settings have tables of their own
_EARLIEST_REVIEW = 1_136_073_600_000  # 2006-01-01, the year of Anki's first release
_MOST_ORDINAL = 499
_LAST_SECOND = 2**32  # 2106
_FEWEST_SECONDS = 1_000_000  # a card due at less is due by days
_WHOLE = frozenset({int})
_LINE = "id, cid, ease, ivl, factor, time, type"
_SOUND = " AND ".join([f"typeof({column}) = 'integer'" for column in _LINE.split(", ")])
_SOUND += f" AND id > {_EARLIEST_REVIEW} AND ease BETWEEN 0 AND 4 AND type BETWEEN 0 AND 5"

# One line of the review log: its instant in milliseconds, card, rating (0 is no answer), interval, factor, milliseconds
# that it took, kind. A plain tuple, since there are hundreds of thousands.
LogLine = tuple[int, int, int, int, int, int, int]


class Template(Struct, frozen=True):
    """The two sides of one kind of card, in Anki's template language."""

    name: str
    front: str
    back: str


class Kind(Struct, frozen=True):
    """A note type."""

    id: int
    name: str
    cloze: bool
    fields: tuple[str, ...]
    templates: tuple[Template, ...]


class Note(Struct, frozen=True):
    """One note. *modified* is in seconds since 1970; 0 where the package says no instant."""

    id: int
    guid: str
    kind: Kind
    modified: int
    tags: tuple[str, ...]
    fields: tuple[str, ...]


class CardState(Struct, frozen=True):
    """One card, in its home deck. *due* is None for a new one; *modified* as in `Note`.

    *flag* is 0 for none, and None where it is not told.
    """

    id: int
    note: int
    deck: str
    ordinal: int
    modified: int
    type: int
    queue: int
    due: date | datetime | None  # an instant, in UTC, of a card on a step of minutes
    interval: int
    flag: int | None
    position: int  # of a new card


class Content(Struct, frozen=True):
    """Everything that was read. *left_out* counts damaged rows by what they were.

    No two *reviews* share an instant; they are in its order.
    """

    notes: tuple[Note, ...]
    cards: tuple[CardState, ...]
    reviews: tuple[LogLine, ...]
    left_out: Mapping[str, int] = field(default_factory=dict)
    options: Options | None = None  # those of most cards
    rollover: int | None = None  # the hour at which its days turn, 0..23, where it says so
    decks: tuple[Described, ...] = ()


def content(opened: Archive, scratch: Path, *, now: datetime, zone: tzinfo = UTC) -> Content:
    """What the package *opened* holds; *scratch* is a private path for its database. Raises `PackageError`.

    Lines of the log from more than a day after *now* are left out. Days are counted in *zone* where the package does
    not say in which.
    """
    with reading(opened, scratch, now=now, zone=zone) as (_, whole):
        return whole()


@contextmanager
def reading(
    opened: Archive, scratch: Path, *, now: datetime, zone: tzinfo = UTC
) -> Iterator[tuple[Content, Callable[[], Content]]]:
    """As `content`: first what the package holds but for its reviews, then all of it, when that is asked for.

    Half of the time goes into the reviews, and something else can be done meanwhile.
    """
    opened.copy_collection(scratch)
    with database(scratch, opened.name) as reader:
        with _as_anki_writes(opened.name):
            collection = _Collection(reader, opened.name, zone)
            unreviewed = collection.content()

        def whole() -> Content:
            with _as_anki_writes(opened.name):
                return collection.whole(unreviewed, now)

        yield unreviewed, whole


@contextmanager
def _as_anki_writes(name: str) -> Iterator[None]:
    """What a collection of another shape raises, as one kind of failure."""
    try:
        yield
    except (TypeError, KeyError, AttributeError, RecursionError, ValueError, OverflowError) as error:
        raise PackageError(f"{name}: the collection in it is not as Anki writes it: {error!r}") from error


class _Collection:
    """One database while it is read."""

    def __init__(self, reader: Reader, name: str, zone: tzinfo) -> None:
        self._reader = reader
        self._zone = zone
        self._left_out: Counter[str] = Counter()
        self._used: Counter[int] = Counter()  # cards by deck
        tables = reader.tables()
        if not {"col", "notes", "cards", "revlog"} <= tables:
            raise PackageError(f"{name}: the collection in it lacks a table")
        row = next(reader.rows("SELECT crt, ver, conf, models, decks, dconf FROM col LIMIT 1"), None)
        if row is None:
            raise PackageError(f"{name}: the collection in it has no settings")
        self._created, version = _integer(row[0]), _integer(row[1])
        if version > NEWEST_SCHEMA:
            raise PackageError(f"{name}: schema {version} is newer than this program", "export it for older versions")
        self._split = version >= _SPLIT_SCHEMA
        self._texts = [_text(value) for value in row[2:]]

    def content(self) -> Content:
        """Everything but the reviews."""
        kinds, named = self._kinds(), self._decks()
        notes = tuple(self._notes(kinds))
        cards = tuple(self._cards({note.id for note in notes}, {number: deck.name for number, deck in named.items()}))
        rollover = self._setting("rollover")
        rollover = rollover if isinstance(rollover, int) and 0 <= rollover < 24 else None
        left_out, every = dict(self._left_out), tuple(named.values())
        return Content(notes, cards, (), left_out, self._options(), rollover, every)

    def whole(self, unreviewed: Content, now: datetime) -> Content:
        """What is *unreviewed*, with its reviews."""
        reviews = self._reviews({card.id for card in unreviewed.cards}, now)
        return replace(unreviewed, reviews=reviews, left_out=dict(self._left_out))

    def _notes(self, kinds: Mapping[int, Kind]) -> Iterator[Note]:
        guids: set[str] = set()
        for row in self._reader.rows("SELECT id, guid, mid, mod, tags, flds FROM notes ORDER BY id"):
            try:
                kind = kinds[_integer(row[2])]
                fields = tuple(legible(row[5]).split("\x1f"))
                guid = _text(row[1])
                _insist(len(fields) == len(kind.fields) and guid and guid not in guids)
                guids.add(guid)
                yield Note(
                    _integer(row[0]), guid, kind, _seconds(_integer(row[3])), tuple(legible(row[4]).split()), fields
                )
            except (KeyError, ValueError):
                self._left_out["notes"] += 1

    def _cards(self, notes: set[int], homes: Mapping[int, str]) -> Iterator[CardState]:
        sql = "SELECT id, nid, did, ord, mod, type, queue, due, ivl, odue, odid, flags FROM cards ORDER BY due, id"
        first = self._first_day()
        for row in self._reader.rows(sql):
            try:
                _insist(_WHOLE.issuperset(map(type, row)))
                number = cast("tuple[int, ...]", row)
                identity, note, deck, ordinal, modified, kind, queue, due, interval, original, home, flags = number
                _insist(note in notes and 0 <= ordinal < _MOST_ORDINAL and 0 <= kind < 4)
                due, deck = (original or due, home) if home else (due, deck)
                name = homes.get(deck, "Default")
                self._used[deck] += 1
                yield CardState(
                    identity,
                    note,
                    name,
                    ordinal,
                    _seconds(modified),
                    kind,
                    queue,
                    _when(due, first) if kind else None,
                    interval,
                    flags & 7,
                    0 if kind else due,
                )
            except (ValueError, OverflowError):
                self._left_out["cards"] += 1

    def _reviews(self, cards: set[int], now: datetime) -> tuple[LogLine, ...]:
        sound = f"{_SOUND} AND id <= {round((now.timestamp() + 86_400) * 1000)}"
        batches = self._reader.batches(f"SELECT {_LINE} FROM revlog WHERE {sound} ORDER BY id")  # noqa: S608  # numbers
        lines: list[LogLine] = []
        count = 0
        for batch in cast("Iterator[list[LogLine]]", batches):  # every value was looked at
            count += len(batch)
            lines += [line for line in batch if line[1] in cards]
        ((every,),) = self._reader.rows("SELECT count(*) FROM revlog")
        instants = [line[0] for line in lines]
        twice = sum(map(eq, instants, islice(instants, 1, None)))  # Anki has no two of one instant
        damaged = {"reviews": _integer(every) - count + twice, "reviews of deleted cards": count - len(lines)}
        self._left_out.update({what: number for what, number in damaged.items() if number})
        return tuple({line[0]: line for line in reversed(lines)}.values())[::-1] if twice else tuple(lines)

    def _first_day(self) -> date:
        """The date that is day 0: `crt` is the rollover hour of it, in the zone of that time."""
        created = datetime.fromtimestamp(self._created, UTC)
        west = self._setting("creationOffset")  # minutes; an older Anki had none
        return (created - timedelta(minutes=west) if isinstance(west, int) else created.astimezone(self._zone)).date()

    def _setting(self, key: str) -> Any:
        if not self._split:
            return json.loads(self._texts[0] or "{}").get(key)
        for name, value in self._reader.rows("SELECT key, val FROM config"):
            if _text(name) == key:
                return json.loads(_text(value))
        return None

    def _kinds(self) -> dict[int, Kind]:
        return dict(self._split_kinds() if self._split else _json_kinds(self._texts[1]))

    def _split_kinds(self) -> Iterator[tuple[int, Kind]]:
        fields: dict[int, list[str]] = {}
        for kind, name in self._reader.rows("SELECT ntid, name FROM fields ORDER BY ntid, ord"):
            fields.setdefault(_integer(kind), []).append(_text(name))
        templates: dict[int, list[Template]] = {}
        for kind, name, said in self._reader.rows("SELECT ntid, name, config FROM templates ORDER BY ntid, ord"):
            settings = _bytes(said)
            template = Template(_text(name), protobuf.text(settings, 1), protobuf.text(settings, 2))
            templates.setdefault(_integer(kind), []).append(template)
        for kind, name, said in self._reader.rows("SELECT id, name, config FROM notetypes"):
            number = _integer(kind)
            cloze = protobuf.integer(_bytes(said), 1) == 1
            made = Kind(number, _text(name), cloze, tuple(fields.get(number, ())), tuple(templates.get(number, ())))
            yield number, made

    def _decks(self) -> dict[int, Described]:
        if self._split:
            return decks.from_rows(self._reader.rows("SELECT id, name, kind FROM decks"))
        return decks.from_json(self._texts[2])

    def _options(self) -> Options | None:
        """The deck options that hold for most cards; None where those are not in the package."""
        presets = self._presets()
        used: Counter[int] = Counter()
        for deck, count in self._used.items():
            used[presets.get(deck, 0)] += count
        if not used:
            return None
        (preset, _), *_ = used.most_common(1)
        if self._split:
            rows = self._reader.rows("SELECT id, config FROM deck_config")
            return next((from_bytes(_bytes(said)) for number, said in rows if number == preset), None)
        said = json.loads(self._texts[3] or "{}").get(str(preset))
        return from_json(said) if said else None

    def _presets(self) -> dict[int, int]:
        """The preset of each deck."""
        if self._split:
            rows = self._reader.rows("SELECT id, kind FROM decks")
            return {_integer(deck): protobuf.integer(protobuf.content(_bytes(kind), 1), 1) for deck, kind in rows}
        homes = json.loads(self._texts[2] or "{}")
        return {int(deck): int(said.get("conf") or 0) for deck, said in homes.items()}


def _json_kinds(text: str) -> Iterator[tuple[int, Kind]]:
    for number, said in json.loads(text or "{}").items():
        fields = tuple(str(one["name"]) for one in said["flds"])
        templates = tuple(Template(str(one["name"]), str(one["qfmt"]), str(one["afmt"])) for one in said["tmpls"])
        yield int(number), Kind(int(number), str(said["name"]), said.get("type") == 1, fields, templates)


def _when(due: int, first: date) -> date | datetime | None:
    """The day or instant of a card due *due* days after *first*, or seconds after 1970; None for neither."""
    if abs(due) < _FEWEST_SECONDS:
        return first + timedelta(days=due)
    return datetime.fromtimestamp(due, UTC) if 0 < due < _LAST_SECOND else None


class RowError(ValueError):
    """A value that Anki never writes in its place."""


def _insist(sound: object) -> None:
    if not sound:
        raise RowError


def _seconds(modified: int) -> int:
    """*modified* where an instant has so many seconds since 1970, else 0: a note is not worth less for an odd time."""
    return modified if 0 <= modified < _LAST_SECOND else 0


def _integer(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise RowError(f"{value!r} is no whole number")
    return value


def _bytes(value: object) -> bytes:
    if not isinstance(value, bytes):
        raise RowError(f"{value!r} is neither text nor bytes")
    return value


def _text(value: object) -> str:
    return _bytes(value).decode()
