"""A collection's decks as `.apkg` files that stay safe to import for ever."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from flashkms.anki import write
from flashkms.anki.fields import Fields, Refusal, fields, tags
from flashkms.anki.html import plays, rendered
from flashkms.anki.rows import (
    QUEUE_DAY_LEARNING,
    QUEUE_NEW,
    QUEUE_SUSPENDED,
    CardRow,
    DeckRow,
    NoteRow,
    Package,
    ReviewRow,
)
from flashkms.anki.summary import checksum, plain
from flashkms.cards.card import card_id, card_ordinals, number
from flashkms.cards.deck import Deck
from flashkms.cards.entry import Entry, EntryId
from flashkms.errors import FlashkmsError, ProblemsError, UsageError
from flashkms.exchange import broken, history, names, numbers, sheets
from flashkms.exchange.content import content
from flashkms.exchange.gathered import Gathered, Skipped
from flashkms.exchange.knowledge import Knowledge, made
from flashkms.exchange.ledger import Ledger, digest, field_digests
from flashkms.exchange.pictures import DeckPictures, Pictures
from flashkms.exchange.settings import preset
from flashkms.schedule.day import StudyDays
from flashkms.store import durable, files
from flashkms.store.collection import Collection
from flashkms.store.decks import homes, taken_in
from flashkms.store.device import device_id

SUFFIX = ".apkg"
_TOGETHER = 1000  # entries whose histories are held at once
_KIND = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,5}")  # the ending of a kind of file; `v1.0` is a name
_HELD = 50_000  # notes and lines of the log that wait to be written


_Made = tuple[Path, Package, tuple[Skipped, ...]]  # a package to be written, and what is not in it


class ExportedFile(Struct, frozen=True):
    """One written package: how much is in it, *reviews* being the answers, and what is not.

    *foreign* are the notes that came from notes of other types: an Anki that has those leaves them as they are.
    """

    path: Path
    notes: int
    cards: int
    media: int
    reviews: int
    skipped: tuple[Skipped, ...]
    sounds: int = 0  # of the media
    foreign: int = 0


def export(
    collection: Collection,
    decks: Sequence[str] = (),
    *,
    out: Path | None = None,
    schedule: bool = True,
    only: Container[EntryId] | None = None,
) -> tuple[ExportedFile, ...]:
    """Write the packages of *decks*, each with the decks below it, or of all decks; one file for each deck.

    They go into the folder *out*, by default the collection's `decks`; an *out* that ends in `.apkg` is one file for
    all; one that ends in `.csv`, `.tsv`, `.md` or `.html` is a sheet of the cards and no package. Without *schedule*
    every card is new. An entry that could not be read is told with the first file. A package holds *only* these entries
    of the decks, where such are named; their new cards stand where they stand among all.

    Raises `UsageError` for a deck that is not there, and for another ending than these, unless there is such a folder;
    `ProblemsError` when none could be read.
    """
    if out is not None:
        _refuse(out)
    every = collection.decks()
    chosen = _chosen(every, decks)
    broken_ones = unread(collection, chosen, every=not decks)
    if broken_ones and not chosen:
        raise ProblemsError(collection.problems())
    if out is not None and out.suffix.lower() in sheets.WRITERS:
        return (_sheet(collection, chosen, out, broken_ones),)
    collection.sweep()
    exporter = _Exporter(collection, Knowledge(collection) if schedule else None, homes(every), only)
    exported: list[ExportedFile] = []
    for group in _together((path, *exporter.package(some)) for path, some in _files(collection, chosen, out)):
        exporter.save()
        for path, package, skipped in group:
            _write(package, path, first=not exported)
            exported.append(_counted(path, package, skipped if exported else broken_ones + skipped, exporter.foreign))
    return tuple(exported)


def _refuse(out: Path) -> None:
    """Raise `UsageError` where *out* asks for a file of a kind that is not written, and not for a folder."""
    known = (SUFFIX, *sheets.WRITERS)
    if _KIND.fullmatch(out.suffix) and out.suffix.lower() not in known and not out.is_dir():
        raise UsageError(
            f"{out}: no {out.suffix} file can be written, only {', '.join(known)}",
            "a folder has no ending, or is there already",
        )


def _together(made: Iterable[_Made]) -> Iterator[list[_Made]]:
    """What is *made* in groups of some megabytes: what is noted down of each group costs a sync of the disk."""
    group: list[_Made] = []
    held = 0
    for each in made:
        group.append(each)
        held += len(each[1].notes) + len(each[1].reviews)
        if held >= _HELD:
            yield group
            group, held = [], 0
    if group:
        yield group


def _write(package: Package, path: Path, *, first: bool) -> None:
    """Write *package* to *path*. The folder is swept for the *first*, and none below it: it may be a person's home."""
    try:
        if first:
            durable.make_folder(path.parent)
            files.sweep(path.parent, below=False)
        write.write(package, path, prefix=files.temporary_prefix(), put=_put)
    except OSError as error:
        raise FlashkmsError(f"{path}: not written: {error.strerror}", "what was there before is untouched") from error


def _counted(path: Path, package: Package, skipped: tuple[Skipped, ...], foreign: frozenset[str]) -> ExportedFile:
    answers = sum(line.rating > 0 for line in package.reviews)  # without a rating: a day that was set, or forgotten
    counts = (len(package.notes), len(package.cards), len(package.media), answers)
    theirs = sum(note.guid in foreign for note in package.notes)
    return ExportedFile(path, *counts, skipped, sum(map(plays, package.media)), theirs)


def unread(collection: Collection, chosen: Sequence[Deck], *, every: bool) -> tuple[Skipped, ...]:
    """What the files of the *chosen* decks, or *every* deck file, hold and no deck has."""
    paths = {deck.path for deck in chosen}
    problems = [one for one in collection.problems() if every or one.path in paths]
    found = broken.entries(collection.root, chosen, problems)
    return tuple(Skipped(EntryId(one.id), str(one.problem)) for one in found)


def _sheet(collection: Collection, decks: Sequence[Deck], path: Path, skipped: tuple[Skipped, ...]) -> ExportedFile:
    try:
        cards = sheets.write(decks, path, Pictures(collection).of)
    except OSError as error:
        raise FlashkmsError(f"{path}: not written: {error.strerror}", "what was there before is untouched") from error
    return ExportedFile(path, sum(len(deck.entries) for deck in decks), cards, 0, 0, skipped)


def _chosen(decks: Sequence[Deck], wanted: Sequence[str]) -> Sequence[Deck]:
    if not wanted:
        return decks
    below = {name: [deck for deck in decks if names.within(deck.name, name)] for name in wanted}
    for name, found in below.items():
        if not found:
            raise UsageError(
                f"no deck {name}", f"there is {', '.join(sorted({deck.name for deck in decks})) or 'none'}"
            )
    kept = {id(deck) for found in below.values() for deck in found}
    return [deck for deck in decks if id(deck) in kept]


def _files(collection: Collection, decks: Sequence[Deck], out: Path | None) -> Iterable[tuple[Path, list[Deck]]]:
    if out is not None and out.suffix.lower() == SUFFIX:
        yield out, list(decks)
        return
    groups: dict[str, list[Deck]] = defaultdict(list)
    for deck in decks:
        groups[deck.name].append(deck)
    folder = collection.root / "decks" if out is None else out
    for name, stem in names.stems(groups).items():
        yield folder / f"{stem}{SUFFIX}", groups[name]


def _put(temporary: Path, path: Path) -> None:
    temporary.replace(path)
    durable.sync_folder(path.parent)


class _Exporter:
    """What all files of one export share."""

    def __init__(
        self,
        collection: Collection,
        knowledge: Knowledge | None,
        homes_of: Mapping[EntryId, Deck],
        only: Container[EntryId] | None,
    ) -> None:
        self._collection = collection
        self._only = only
        self._days = StudyDays(collection.zone, collection.config.schedule.rollover)
        self._knowledge = knowledge
        self._ledger = Ledger(collection.root)
        self.foreign = frozenset(map(self._ledger.guid, self._ledger.imported))  # guids of entries that came from Anki
        self._pictures = Pictures(collection)
        self._made = made(collection)
        self._homes = homes_of

    def package(self, decks: Sequence[Deck]) -> tuple[Package, tuple[Skipped, ...]]:
        """The rows of *decks*, and the entries that have none."""
        rows = Gathered()
        for deck in decks:
            settings = preset(self._collection.config, deck.name)
            rows.presets.setdefault(settings.id, settings)
            said = rendered(deck.description, self._pictures.none).strip()
            home = rows.decks.setdefault(
                deck.name, DeckRow(numbers.deck_number(deck.name), deck.name, said, settings.id)
            )
            for begin in range(0, len(deck.entries), _TOGETHER):
                some = deck.entries[begin : begin + _TOGETHER]
                if self._knowledge:
                    self._knowledge.gather([card_id(one.id, ordinal) for one in some for ordinal in card_ordinals(one)])
                for entry in some:
                    if self._only is None or entry.id in self._only:
                        self._add(rows, deck, home, entry)
                    else:
                        rows.position += len(card_ordinals(entry))
        package = Package(
            tuple(rows.decks.values()),
            tuple(rows.notes),
            tuple(rows.cards),
            history.clock(self._days),
            history.unique(rows.reviews),
            tuple(rows.presets.values()),
            dict(rows.media),
        )
        return package, tuple(rows.skipped)

    def save(self) -> None:
        """Note down what was exported. A collection on a disk that takes nothing is exported all the same."""
        with suppress(OSError):
            device = self._collection.log.device or device_id(self._collection.own)
            self._ledger.save(device, now=int(self._collection.now.timestamp()))

    def _add(self, rows: Gathered, deck: Deck, home: DeckRow, entry: Entry) -> None:
        place = f"{deck.path}:{entry.line}: "
        studied_in = self._homes[entry.id]
        if studied_in.path != deck.path:
            rows.skipped.append(Skipped(entry.id, str(taken_in(deck, entry, studied_in))))
            return
        pictures = self._pictures.of(deck)
        filled = fields(entry, pictures.name, source=pictures.source(entry))
        if isinstance(filled, Refusal):
            rows.skipped.append(Skipped(entry.id, place + filled.why))
            return
        rows.media.update(pictures.used)
        first = self._ledger[entry.id] is None
        note = self._note(rows, deck, entry, filled, pictures)
        rows.notes.append(note)
        begin = len(rows.cards)
        self._add_cards(rows, home, deck, entry, note)
        for row in rows.cards[begin:] if first else ():
            if row.queue == QUEUE_SUSPENDED:
                card = card_id(entry.id, row.ordinal + 1)
                self._ledger.came_suspended(card, now=int(self._collection.now.timestamp()))

    def _note(self, rows: Gathered, deck: Deck, entry: Entry, filled: Fields, pictures: DeckPictures) -> NoteRow:
        names_of_tags = tags((*deck.tags, *entry.tags))
        modified = self._ledger.changed(
            entry.id,
            digest((*content(entry, names_of_tags), *sorted(pictures.used))),
            field_digests(filled.values),
            first=self._made.get(entry.id, names.FIRST),
            now=self._pictures.changed((deck.path, *pictures.used.values()), int(self._collection.now.timestamp())),
        )
        if self._knowledge:
            names_of_tags = tags((*names_of_tags, *self._knowledge.tags(entry)))
        first = plain(filled.values[0])
        return NoteRow(
            rows.number(numbers.note_number(entry.id), rows.note_numbers),
            self._ledger.went(entry.id),
            filled.kind.id,
            modified,
            f" {' '.join(names_of_tags)} " if names_of_tags else "",
            "\x1f".join(filled.values),
            first,
            checksum(first),
        )

    def _add_cards(self, rows: Gathered, home: DeckRow, deck: Deck, entry: Entry, note: NoteRow) -> None:
        for ordinal in card_ordinals(entry):
            card = card_id(entry.id, ordinal)
            identity = rows.number(number(card), rows.card_numbers)
            standing = history.Standing()
            reviews: list[ReviewRow] = []
            flag = 0
            rows.position += 1
            if self._knowledge:
                told, reviews, flag = self._knowledge.card(card, identity, deck.name)
                standing = told or standing
            queue = standing.queue
            if entry.held or (self._knowledge and self._knowledge.suspended(card)):
                queue = QUEUE_SUSPENDED
            due = rows.position if standing.queue == QUEUE_NEW else standing.due
            if queue == QUEUE_SUSPENDED and standing.queue == QUEUE_DAY_LEARNING:
                due = history.instant(due, self._days)
            rows.reviews += reviews
            rows.cards.append(
                CardRow(
                    identity,
                    note.id,
                    home.id,
                    ordinal - 1,
                    max(standing.modified, note.modified),
                    standing.type,
                    queue,
                    due,
                    standing.interval,
                    standing.factor,
                    standing.reps,
                    standing.lapses,
                    standing.left,
                    0,
                    0,
                    flag,
                    standing.data,
                )
            )
