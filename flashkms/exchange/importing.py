"""A package from Anki into the collection: entries, media, and the whole history; nothing twice, nothing half.

The order makes it repeatable: pictures first, then deck files, then one append to the log. An import that is killed
is run again, finds what it wrote, and adds the rest.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Collection as Names
from contextlib import suppress
from pathlib import Path

from msgspec.structs import replace

from flashkms.anki.archive import Archive, archive
from flashkms.anki.fields import Fields, fields, tags, too_long
from flashkms.anki.guids import entry_id
from flashkms.anki.markdown import markdown
from flashkms.anki.read import CardState, Content, Note, reading
from flashkms.cards.card import CardId, card_id, card_ordinals, entry_of
from flashkms.cards.entry import Entry, EntryId
from flashkms.errors import FlashkmsError
from flashkms.exchange import arrivals, foreign, own, settings, shelf, states
from flashkms.exchange.arrivals import Arrived, Place
from flashkms.exchange.content import content as content_of
from flashkms.exchange.ledger import Ledger, digest
from flashkms.exchange.media import Shelf
from flashkms.exchange.moves import Replay, Stood
from flashkms.exchange.own import Edit
from flashkms.exchange.pictures import Pictures
from flashkms.exchange.report import ImportReport
from flashkms.exchange.revisions import Revisions, imported, standing
from flashkms.exchange.states import Marked, Suspended
from flashkms.schedule.event import Event, Forget, Made, Review, SetDue
from flashkms.store.collection import Collection
from flashkms.store.device import device_id
from flashkms.store.files import scratch
from flashkms.store.garbage import uncollected
from flashkms.store.shared import Shared

_WORTH = 2000  # notes below which a second process costs more than it saves


def import_package(collection: Collection, path: Path, *, take: Names[str] = (), dry_run: bool = False) -> ImportReport:
    """Bring the package at *path* into *collection*, which is open for writing unless it is a *dry_run*.

    Running it again changes nothing more. Of somebody else's notes that were changed in Anki since they came, those of
    the entries in *take* are taken over, or, where it holds `all`, every one. *collection* itself shows the new entries
    after `refresh`.

    Raises `PackageError` for a file that is no package of Anki's, `UsageError` for an entry in *take* that is not
    somebody else's or not in it, and `FlashkmsError` when the disk refuses, or a deck file what is to be taken over.
    """
    if not dry_run and not collection.writable:
        raise FlashkmsError("opened for reading only", "start again without --read-only")
    with (
        uncollected(),
        archive(path) as opened,
        scratch(collection.own) as folder,
        reading(opened, folder / "collection", now=collection.now, zone=collection.zone) as (arrived, whole),
    ):
        return _Import(collection, opened, arrived, take).run(path, whole, dry_run=dry_run)


class _Import:
    """One package on its way in."""

    def __init__(self, collection: Collection, opened: Archive, arrived: Content, take: Names[str]) -> None:
        self._collection = collection
        self._arrived = arrived
        self._cards: dict[int, list[CardState]] = defaultdict(list)  # by note
        self._positions: dict[int, int] = {}  # of the notes with new cards, where the first of those stands
        for card in arrived.cards:
            self._cards[card.note].append(card)
            if not card.type:
                self._positions[card.note] = min(card.position, self._positions.get(card.note, card.position))
        self._shelf = Shelf(collection.root, opened, collection.own)
        self._entries = {entry.id: (deck, entry) for deck in collection.decks() for entry in deck.entries}
        self._names = {entry.casefold() for entry in self._entries}
        self._left_out: Counter[str] = Counter()
        self._new: list[tuple[str, Entry]] = []
        self._places: dict[int, Place] = {}
        self._edits: list[Edit] = []
        self._marked: list[Marked] = []
        self._ledger = Ledger(collection.root)
        self._pictures = Pictures(collection)
        self._revisions = Revisions(self._entries, self._ledger, take)
        self._events, _ = collection.log.read()
        self._before = arrivals.known(self._events)
        self._removed: list[EntryId] = []
        self._came: dict[EntryId, None] = {}  # entries that are from a package
        self._own: set[EntryId] = set()  # entries in the package that are from here
        self._foreign: set[EntryId] = set()  # those that are somebody else's

    def run(self, path: Path, whole: Callable[[], Content], *, dry_run: bool) -> ImportReport:
        """Judge every note, then write, unless it is a *dry_run*; *whole* reads what else arrived."""
        # As its new cards come, and before all such where it has none.
        notes = sorted(self._arrived.notes, key=lambda note: self._positions.get(note.id, -1))
        with Shared(self._arrivals, notes, least=_WORTH) as judged:
            self._arrived = whole()
            for note, arrival in zip(notes, judged.results(), strict=True):
                self._note(note, self._cards[note.id], arrival)
        self._revisions.refuse_unknown(self._own, self._foreign)
        arrived = arrivals.sorted_out(self._arrived.reviews, self._places, self._before)
        replay = Replay(self._collection, self._places.values())
        with replay.standings(arrived.histories) as standings:
            new, changes = shelf.by_deck(self._new), self._revisions.changes
            files = shelf.deck_files(self._collection, new, changes, self._described)
            lines = self._collection.log.answers(arrived.rows(), arrived.count)
            found = self._found(arrived, replay, zip(arrived.histories, standings.results(), strict=True))
        if not dry_run:
            self._write(files, found, lines)
        counted = _counted(found, arrived, self._places)
        return self._report(path, [one.path for one in files], counted, dry_run=dry_run)

    def _write(self, files: Sequence[shelf.DeckFile], found: Sequence[Event], lines: tuple[bytes, ...]) -> None:
        log, now = self._collection.log, self._collection.now
        self._shelf.write()
        shelf.write(self._collection.root, files)
        # After the files: an entry that is known to be made and is not there counts as deleted by a person. Those of an
        # import that was cut short are made now.
        new = tuple(entry for entry in self._came if entry not in self._before.made)
        made = [Made(**log.stamp(now), entries=new)] if new else []
        if found or lines or made:
            log.append([*found, *made], after=lines)
        with suppress(OSError):  # what it does not know is only shown once more
            self._ledger.save(log.device or device_id(self._collection.own), now=int(now.timestamp()))

    def _arrivals(self, notes: Sequence[Note]) -> list[foreign.Arrival]:
        """What each of *notes* is here.

        A second process that has to look into the package, for a picture whose name is taken, cannot, and is lost.
        """
        return [self._arrival(note, self._cards[note.id], known=self._known(note)) for note in notes]

    def _known(self, note: Note) -> bool:
        """Whether *note* is here, by any of its entries."""
        ids = (entry_id(note.guid),) if own.own(note) else foreign.ids(note)
        return not self._entries.keys().isdisjoint(ids)

    def _note(self, note: Note, cards: Sequence[CardState], arrival: foreign.Arrival) -> None:
        """Judge *note*, which is here as *arrival* says."""
        name = entry_id(note.guid)
        known = self._known(note)
        ids = [entry.id for entry in arrival.entries]
        (self._own if own.own(note) else self._foreign).update(ids)
        here = dict(arrival.cards)
        if not here:
            self._left_out["notes that ask nothing"] += 1
            return
        if not known and any(map(too_long, arrival.entries)):
            self._left_out["notes with a text over 64 KiB"] += 1
            return
        removed = set(filter(self._gone, ids))
        self._removed += sorted(removed)
        if removed and not known:
            return
        away = {at for at, card in here.items() if entry_of(card) in removed} if removed else ()
        waiting = self._revised(note, cards) if known and not own.own(note) else frozenset()
        places = {at: self._standing(name, at, card) for at, card in here.items()}
        self._place(note, [card for card in cards if card.ordinal not in away], places, waiting)
        marked = "marked" in map(str.casefold, note.tags)
        if marked or known:
            self._marked.append(Marked(note.guid, entry_of(next(iter(here.values()))), note.modified, marked))
        if known and own.own(note):
            self._compare(note)
        elif not known:
            self._add(note, cards, arrival)
        if self._ledger[name] is None:
            self._came.update((entry, None) for entry in ids if entry.casefold() in self._names)

    def _gone(self, entry: EntryId) -> bool:
        """Whether a person removed *entry* here."""
        if entry in self._entries:
            return False
        exported = self._ledger[entry] is not None or entry in self._ledger.imported
        return self._before.removed(entry, exported=exported)

    def _standing(self, entry: EntryId, ordinal: int, card: CardId) -> CardId:
        """*card*, or that of *entry*, where an earlier version made one entry of the whole note."""
        whole = self._entries.get(entry)
        if whole and entry_of(card).casefold() not in self._names and ordinal + 1 in card_ordinals(whole[1]):
            return card_id(entry, ordinal + 1)
        return card

    def _place(
        self, note: Note, cards: Sequence[CardState], here: Mapping[int, CardId], waiting: frozenset[CardId]
    ) -> None:
        """Note down which card is which of those that are *here*, but for those that are *waiting*."""
        for card in cards:
            if card.ordinal not in here:
                self._left_out["cards that ask nothing"] += 1
            elif here[card.ordinal] in waiting:
                self._left_out["cards that are new in Anki"] += 1
            else:
                self._places[card.id] = Place(card, note.guid, here[card.ordinal])

    def _add(self, note: Note, cards: Sequence[CardState], arrival: foreign.Arrival) -> None:
        """Take in the entries of a *note* that is not here."""
        deck = cards[0].deck if cards else "Default"
        theirs, stands = not own.own(note), ""
        for entry in arrival.entries:
            if entry.id.casefold() not in self._names:
                self._bring(note, deck, entry)
                if theirs or entry.id != note.guid:
                    stands = stands or standing(note, [card.ordinal for card in cards])
                    self._ledger.came(entry.id, imported(note, stands, entry))
        if unseen := foreign.unseen(note) if theirs else 0:
            self._left_out["fields that no card shows"] += unseen

    def _bring(self, note: Note, deck: str, entry: Entry) -> None:
        self._names.add(entry.id.casefold())
        self._new.append((deck, entry))
        self._shelf.want(note.fields)
        self._shelf.take(foreign.drawn(note.kind))

    def _revised(self, note: Note, cards: Sequence[CardState]) -> frozenset[CardId]:
        """Show what was changed in Anki of a foreign *note*, or take it over; the cards that wait for a word."""
        ordinals = [card.ordinal for card in cards]
        if not self._revisions.changed(note, ordinals):
            return frozenset()
        arrival = self._arrival(note, cards, known=False)
        left = tuple(entry for entry in arrival.entries if not self._gone(entry.id))
        taken = len(self._revisions.taken)
        deck = cards[0].deck if cards else "Default"
        waiting = self._revisions.of(note, replace(arrival, entries=left), deck, ordinals)
        if len(self._revisions.taken) > taken:
            self._shelf.want(note.fields)
        for home, entry in self._revisions.added:
            self._bring(note, home, entry)
        self._revisions.added.clear()
        return waiting

    def _arrival(self, note: Note, cards: Sequence[CardState], *, known: bool) -> foreign.Arrival:
        ordinals = [card.ordinal for card in cards]
        # What is known already keeps its text, and its pictures are not looked at.
        address = str if known else self._shelf.address
        if not known:
            sounding = self._shelf.sounding(note.fields)
            note = note if sounding is note.fields else replace(note, fields=sounding)
        if own.own(note):
            entry = own.entry(note, address)
            if entry is None:
                return foreign.Arrival((), ())
            return foreign.Arrival(
                (entry,), tuple((ordinal, card_id(entry.id, ordinal + 1)) for ordinal in sorted(ordinals))
            )
        return foreign.arrival(note, ordinals, address, cards[0].deck if cards else "Default")

    def _compare(self, note: Note) -> None:
        deck, entry = self._entries[entry_id(note.guid)]
        pictures = self._pictures.of(deck)
        filled = fields(entry, pictures.name, source=pictures.source(entry))
        if isinstance(filled, Fields) and filled.kind.name == note.kind.name:
            known = self._ledger[entry.id]
            self._edits += own.edits(note, filled.values, known)
            names = tags((*deck.tags, *entry.tags))
            if known is None or note.modified in (known.since, *known.times):  # with the tags that it was given
                return
            if known.digest == digest((*content_of(entry, names), *sorted(pictures.used))):
                self._edits += own.tagged(note, names)

    def _found(self, arrived: Arrived, replay: Replay, standings: Iterable[Stood]) -> list[Event]:
        """What the log lacks beside the rows that *arrived*, in the order of sequence numbers: the last stands last.

        *standings* are those of the histories that *arrived*, by *replay*.
        """
        log, places, whole = self._collection.log, self._places, bool(self._arrived.reviews)
        before = self._before
        found: list[Event] = list(arrivals.reviews(arrived.others, places, log, before))
        held = frozenset(
            place.card
            for place in places.values()
            if (known := self._entries.get(entry_of(place.card)))
            and known[1].held  # an export suspends it, nobody in Anki did
        )
        found += replay.moves(arrived, [*self._events, *found], before, standings)
        came = states.came_suspended(self._ledger.suspended, places.values(), self._arrived.reviews, before)
        found += states.states(places.values(), log, before, Suspended(came, held), whole=whole)
        found += states.marks(self._marked, log, before, whole=whole)
        return found

    def _described(self, name: str) -> str:
        """What the package says of the deck *name*, in Markdown."""
        said = next((deck for deck in self._arrived.decks if deck.name == name), None)
        return (said.description if said.written else markdown(said.description)) if said else ""

    def _report(
        self, path: Path, files: Sequence[Path], counted: tuple[int, int, int, int, int], *, dry_run: bool
    ) -> ImportReport:
        reviews, known, forgotten, moved, others = counted
        return ImportReport(
            path,
            len(self._arrived.notes),
            tuple(entry.id for _, entry in self._new),
            tuple(file.relative_to(self._collection.root).as_posix() for file in files),
            sum(1 for place in self._places.values() if entry_of(place.card) not in self._entries),
            reviews,
            known,
            forgotten,
            moved,
            others,
            self._shelf.count,
            (*self._edits, *self._revisions.edits),
            tuple(sorted(self._revisions.taken)),
            tuple(self._removed),
            dict(Counter(self._arrived.left_out) + self._left_out),
            self._advice(),
            dry_run,
            self._shelf.sounds,
        )

    def _advice(self) -> tuple[str, ...]:
        return settings.advice(self._collection.config, self._arrived.options, self._arrived.rollover)


def _counted(found: Sequence[Event], arrived: Arrived, places: Names[int]) -> tuple[int, int, int, int, int]:
    """How many answers that *arrived* are new and how many known, and how many forgets, moves and states are *found*.

    Only what happened to the cards at *places* counts.
    """
    kinds = Counter(map(type, found))
    reviews, forgotten, moved = kinds[Review], kinds[Forget], kinds[SetDue]
    answers = sum(1 for line in arrived.others if line[2] and line[1] in places)
    return reviews + arrived.count, answers - reviews, forgotten, moved, len(found) - reviews - forgotten - moved
