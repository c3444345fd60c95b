"""What changed here, brought into a running Anki: new notes as a package, changed ones in place.

AnkiConnect imports a package with *Merge note types* on and with the package's word for the later one. So it is given
nothing that a person edited in Anki, and no note that Anki may hold as one of another type.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct, field

from flashkms.anki.fields import Fields, fields, tags
from flashkms.cards.deck import Deck
from flashkms.cards.entry import Entry, EntryId
from flashkms.exchange import own
from flashkms.exchange.connect import Ask, There, notes
from flashkms.exchange.exporting import export, unread
from flashkms.exchange.ledger import Ledger, field_digests
from flashkms.exchange.names import within
from flashkms.exchange.pictures import DeckPictures, Pictures
from flashkms.store.collection import Collection
from flashkms.store.decks import homes, taken_in
from flashkms.store.files import scratch


class Pushed(Struct, frozen=True):
    """What a push did: notes *added* and *updated*, and those *kept* because they were edited in Anki.

    *skipped* says why an entry stays out of Anki, with its place; *foreign* are those that came from Anki.
    """

    added: int
    updated: int
    kept: tuple[EntryId, ...]
    skipped: tuple[str, ...] = ()
    foreign: int = 0


def push(collection: Collection, ask: Ask, decks: Sequence[str] = ()) -> Pushed:
    """Bring *decks*, or all, into the running Anki: new notes as a package, changed ones in place.

    A note that was edited in Anki since it was last exported is left alone, and named. Raises `ConnectError`.
    """
    before = _by_guid(ask)
    every = collection.decks()
    chosen = [deck for deck in every if not decks or any(within(deck.name, name) for name in decks)]
    plan = _Plan(before, Ledger(collection.root))
    pictures, home = Pictures(collection), homes(every)
    for deck in chosen:
        look = pictures.of(deck)
        for entry in deck.entries:
            if home[entry.id] is deck:
                plan.take(deck, entry, look)
            else:
                plan.skipped.append(str(taken_in(deck, entry, home[entry.id])))
    if plan.carried:
        after = _imported(collection, ask, decks, plan)
    else:
        after = before
        plan.skipped += [one.why for one in unread(collection, chosen, every=not decks)]
    for change in plan.changed:
        if not change.done(after.get(change.note.guid)):
            ask("updateNote", note={"id": change.note.id, "fields": dict(change.fields), "tags": list(change.tags)})
    updated = sum(change.news for change in plan.changed)
    skipped = tuple(dict.fromkeys(plan.skipped))  # the export tells a second place too, where it meets one
    return Pushed(len(after.keys() - before.keys()), updated, tuple(plan.kept), skipped, plan.foreign)


class _Change(Struct, frozen=True):
    """What *note* shall say. No tag that it has is lost. Not *news*, where it reads so and only the ledger lacks it."""

    note: There
    fields: Mapping[str, str]
    tags: tuple[str, ...]
    news: bool = True

    def done(self, there: There | None) -> bool:
        """Whether the note, as it is *there* now, says it already."""
        return there is not None and {**there.fields, **self.fields} == there.fields and {*there.tags} == {*self.tags}


class _Plan(Struct):
    """What a push will do, going by the notes that Anki had *before* and by what the *ledger* says was sent.

    The package carries what is new and what changed: by it a blank that was added comes with its card and schedule.
    """

    before: Mapping[EntryId, There]
    ledger: Ledger
    carried: set[EntryId] = field(default_factory=set)
    changed: list[_Change] = field(default_factory=list)
    kept: list[EntryId] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    foreign: int = 0

    def take(self, deck: Deck, entry: Entry, look: DeckPictures) -> None:
        """Decide on *entry* of *deck*."""
        note = self.before.get(entry.id)
        if note is None and entry.id in self.ledger.imported:
            self.foreign += 1
            return
        filled = fields(entry, look.name, source=look.source(entry)) if note else None
        if note is None or not isinstance(filled, Fields):
            self.carried.add(entry.id)
        elif why := _unlike(note, filled):
            self.skipped.append(f"{deck.path}:{entry.line}: {why}")
        else:
            self._compare(note, filled, tags((*deck.tags, *entry.tags)))

    def _compare(self, note: There, filled: Fields, names: Sequence[str]) -> None:
        every = tuple(dict.fromkeys((*note.tags, *names)))
        theirs = tuple(note.fields[name] for name in filled.kind.fields)
        known = self.ledger[note.guid]
        same = filled.values == theirs
        news = not same or every != note.tags
        if not news and known is not None and known.fields == field_digests(theirs):
            return
        if not same and (known is None or any(own.edited(filled.kind.fields, filled.values, theirs, known))):
            self.kept.append(note.guid)
            return
        self.carried.add(note.guid)
        self.changed.append(_Change(note, dict(zip(filled.kind.fields, filled.values, strict=True)), every, news))


def _unlike(note: There, filled: Fields) -> str:
    """Why *note* cannot say what is *filled* in here; empty where it can."""
    if note.kind != filled.kind.name:
        said = f"{note.guid} is a {note.kind} in Anki and a {filled.kind.name} here"
        return f"{said} (delete the note there, and push again)"
    lost = [name for name in filled.kind.fields if name not in note.fields]
    return f"the type {note.kind} lost its field {lost[0]} in Anki (give it a field of that name)" if lost else ""


def _imported(collection: Collection, ask: Ask, decks: Sequence[str], plan: _Plan) -> dict[EntryId, There]:
    """Have Anki import what *plan* carries; the notes that it holds then."""
    with scratch(collection.own) as folder:
        files = export(collection, decks, out=folder / "push.apkg", only=plan.carried)
        if any(file.notes for file in files):
            ask("importPackage", path=str(files[0].path))
    plan.skipped += [one.why for file in files for one in file.skipped]
    return _by_guid(ask)


def _by_guid(ask: Ask) -> dict[EntryId, There]:
    return {note.guid: note for note in notes(ask)}
