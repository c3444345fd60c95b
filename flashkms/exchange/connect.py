"""A running Anki, by way of its AnkiConnect add-on: on this machine only, and only what the person asked for.

Notes are updated in place where their text here is newer, new ones come in as a package, and reviews are fetched
line by line, under the same event ids that a package would give them.
"""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from flashkms.anki.fields import Fields, fields, tags
from flashkms.anki.notetypes import NOTE_TYPES
from flashkms.anki.read import CardState, LogLine
from flashkms.cards.card import CardId, card_id, entry_of
from flashkms.cards.deck import Deck
from flashkms.cards.entry import EntryId
from flashkms.errors import FlashkmsError
from flashkms.exchange import arrivals, states
from flashkms.exchange.arrivals import Arrived
from flashkms.exchange.exporting import export
from flashkms.exchange.ledger import Ledger, field_digests
from flashkms.exchange.moves import Replay
from flashkms.exchange.names import within
from flashkms.exchange.pictures import Pictures
from flashkms.exchange.states import Suspended
from flashkms.schedule.day import StudyDays
from flashkms.schedule.event import Event, Forget, Review
from flashkms.store.collection import Collection
from flashkms.store.files import scratch

ADDRESS = "http://127.0.0.1:8765"
_VERSION = 6  # of AnkiConnect's protocol
_PATIENCE = 30  # seconds for one answer
_LARGEST = 256 * 2**20  # bytes of one answer
_AT_ONCE = 500  # notes or cards in one question
_STATE = ("mod", "type", "queue", "interval")  # what a card's description tells of its schedule

Ask = Callable[..., Any]  # an action by its name, its parameters by theirs


class ConnectError(FlashkmsError):
    """Anki does not answer, or answers that it cannot."""


class Status(Struct, frozen=True):
    """What a running Anki has of the collection."""

    version: int
    notes: int  # of flashkms's types, in Anki
    known: int  # of them, entries of this collection
    missing: int  # entries that Anki lacks


class Pushed(Struct, frozen=True):
    """What a push did: notes *added* and *updated*, and those *kept* because they were edited in Anki.

    *skipped* says why an entry stays out of Anki, with its place.
    """

    added: int
    updated: int
    kept: tuple[EntryId, ...]
    skipped: tuple[str, ...] = ()


class Pulled(Struct, frozen=True):
    """What a pull brought: answers and forgets that the log lacked, cards *moved* to another day, suspensions."""

    reviews: int
    forgotten: int
    moved: int
    suspensions: int


def client(address: str = ADDRESS) -> Ask:
    """Speaks with AnkiConnect at *address*, which must be on this machine. Raises `ConnectError` when asked."""
    if not address.startswith(("http://127.0.0.1:", "http://localhost:", "http://[::1]:")):
        raise ConnectError(f"{address} is not on this machine", "AnkiConnect is spoken with over loopback only")
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirect)

    def ask(action: str, **parameters: object) -> Any:
        said = json.dumps({"action": action, "version": _VERSION, "params": parameters}).encode()
        request = urllib.request.Request(address, said, {"Content-Type": "application/json"})  # noqa: S310  # loopback, checked above
        try:
            with opener.open(request, timeout=_PATIENCE) as answer:
                told = json.loads(answer.read(_LARGEST))
        except (OSError, urllib.error.URLError, ValueError) as error:
            raise ConnectError(
                f"Anki does not answer at {address}: {error}", "start Anki with the AnkiConnect add-on"
            ) from error
        if not isinstance(told, dict) or told.get("error") is not None or "result" not in told:
            raise ConnectError(f"Anki cannot {action}: {told.get('error') if isinstance(told, dict) else told}")
        return told["result"]

    return ask


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A redirection would lead away from this machine."""

    def redirect_request(self, *_: object) -> None:
        """Follow none."""


def status(collection: Collection, ask: Ask) -> Status:
    """How *collection* and the running Anki compare. Raises `ConnectError`."""
    version = ask("version")
    there = {note.guid for note in _notes(ask)}
    here = {entry.id for deck in collection.decks() for entry in deck.entries}
    return Status(int(version), len(there), len(there & here), len(here - there))


def push(collection: Collection, ask: Ask, decks: Sequence[str] = ()) -> Pushed:
    """Bring *decks*, or all, into the running Anki: new notes as a package, changed ones in place.

    A note that was edited in Anki since it was last exported is left alone, and named. Raises `ConnectError`.
    """
    before = {note.guid: note for note in _notes(ask)}
    chosen = [deck for deck in collection.decks() if not decks or any(within(deck.name, name) for name in decks)]
    changed, kept = _changes(collection, chosen, before)
    for note, values, names in changed:
        said = dict(zip(note.names, values, strict=True))
        ask("updateNote", note={"id": note.id, "fields": said, "tags": list(names)})
    with scratch(collection.own) as folder:
        files = export(collection, decks, out=folder / "push.apkg")
        skipped = tuple(one for file in files for one in file.skipped)
        out = {one.entry for one in skipped} | before.keys()
        if any(entry.id not in out for deck in chosen for entry in deck.entries) or any(file.media for file in files):
            ask("importPackage", path=str(files[0].path))
    after = {note.guid for note in _notes(ask)}
    return Pushed(len(after - before.keys()), len(changed), tuple(kept), tuple(one.why for one in skipped))


def pull(collection: Collection, ask: Ask) -> Pulled:
    """Fetch what the log lacks into it: answers, forgets, the days that follow from them in Anki, suspensions.

    Raises `ConnectError`, `FlashkmsError` when the disk refuses.
    """
    events, _ = collection.log.read()
    before, log = arrivals.known(events), collection.log
    entries = {entry.id: entry for deck in collection.decks() for entry in deck.entries}
    places = {place.state.id: place for place in _places(ask, entries)}
    lines = sorted(_lines(ask, sorted(places)))
    found: list[Event] = list(arrivals.reviews(lines, places, log, before))
    dated = list(_dated(collection, places, lines))
    moved = Replay(collection, dated).moves(Arrived(others=lines), [*events, *found], before)
    held = frozenset(place.card for place in dated if entries[entry_of(place.card)].held)
    came = states.came_suspended(Ledger(collection.root).suspended, dated, lines, before)
    told = list(states.states(dated, log, before, Suspended(came, held), whole=True))
    found = sorted([*found, *moved, *told], key=lambda event: (event.at, event.seq))
    if found:
        log.append(found)
    reviews = sum(isinstance(event, Review) for event in found)
    return Pulled(reviews, sum(isinstance(event, Forget) for event in found), len(moved), len(told))


def _dated(
    collection: Collection, places: Mapping[int, arrivals.Place], lines: Iterable[LogLine]
) -> Iterator[arrivals.Place]:
    """The *places*, each with the day that its last line led to; AnkiConnect tells days by a count of its own."""
    days = StudyDays(collection.zone, collection.config.schedule.rollover)
    latest = {card: (instant, interval) for instant, card, _, interval, *_ in lines}
    for number, place in places.items():
        instant, interval = latest.get(number, (0, 0))
        day = None
        if interval == place.state.interval > 0:
            day = days.day(datetime.fromtimestamp(instant / 1000, UTC)) + timedelta(days=interval)
        yield replace(place, state=replace(place.state, due=day))


class _There(Struct, frozen=True):
    """A note in the running Anki; its guid is what its field `ID` says."""

    id: int
    guid: EntryId
    names: tuple[str, ...]
    values: tuple[str, ...]
    cards: tuple[int, ...]
    tags: tuple[str, ...]


def _notes(ask: Ask) -> list[_There]:
    query = " or ".join(f'"note:{kind.name}"' for kind in NOTE_TYPES.values())
    numbers = ask("findNotes", query=query)
    return [note for group in _groups(numbers) for note in map(_there, ask("notesInfo", notes=group)) if note]


def _there(said: Any) -> _There | None:
    """The note that AnkiConnect describes; None for one that is not understood."""
    if not isinstance(said, dict) or not isinstance(said.get("fields"), dict):
        return None
    ordered = sorted(said["fields"].items(), key=lambda pair: int(pair[1].get("order", 0)))
    values = {str(name): str(field.get("value", "")) for name, field in ordered}
    guid = values.get("ID", "").strip()
    cards = tuple(int(card) for card in said.get("cards", ()))
    names = tuple(str(tag) for tag in said.get("tags", ()))
    return (
        _There(int(said["noteId"]), EntryId(guid), tuple(values), tuple(values.values()), cards, names)
        if guid
        else None
    )


def _changes(
    collection: Collection, decks: Iterable[Deck], before: Mapping[EntryId, _There]
) -> tuple[list[tuple[_There, tuple[str, ...], tuple[str, ...]]], list[EntryId]]:
    """The notes to update with their fields and tags, and those that were edited in Anki. No tag there is lost."""
    pictures, ledger = Pictures(collection), Ledger(collection.root)
    changed: list[tuple[_There, tuple[str, ...], tuple[str, ...]]] = []
    kept: list[EntryId] = []
    for deck in decks:
        look = pictures.of(deck)
        for entry in deck.entries:
            note = before.get(entry.id)
            filled = fields(entry, look.name, source=look.source(entry)) if note else None
            if note is None or not isinstance(filled, Fields):
                continue
            names = tuple(dict.fromkeys((*note.tags, *tags((*deck.tags, *entry.tags)))))
            if filled.values == note.values and names == note.tags:
                continue
            known = ledger[entry.id]
            if filled.values == note.values or (known is not None and known.fields == field_digests(note.values)):
                changed.append((note, filled.values, names))
            else:
                kept.append(entry.id)
    return changed, kept


def _places(ask: Ask, here: Iterable[EntryId]) -> Iterator[arrivals.Place]:
    known = set(here)
    notes = {card: note.guid for note in _notes(ask) if note.guid in known for card in note.cards}
    for group in _groups(sorted(notes)):
        for said in ask("cardsInfo", cards=group):
            if isinstance(said, dict) and said.get("cardId") in notes:
                guid, ordinal = notes[said["cardId"]], int(said.get("ord", 0))
                modified, kind, queue, interval = (int(said.get(name, 0)) for name in _STATE)
                state = CardState(int(said["cardId"]), 0, "", ordinal, modified, kind, queue, None, interval, None, 0)
                card: CardId = card_id(guid, ordinal + 1)
                yield arrivals.Place(state, guid, card)


def _lines(ask: Ask, cards: Sequence[int]) -> Iterator[LogLine]:
    for group in _groups(cards):
        told = ask("getReviewsOfCards", cards=[str(card) for card in group])
        for card, rows in told.items():
            for row in rows:
                yield (
                    int(row["id"]), int(card), int(row["ease"]), int(row["ivl"]), int(row["factor"]), int(row["time"]),
                    int(row["type"]),
                )  # fmt: skip


def _groups(numbers: Sequence[int]) -> Iterator[list[int]]:
    for begin in range(0, len(numbers), _AT_ONCE):
        yield list(numbers[begin : begin + _AT_ONCE])
