"""Notes of somebody else's deck that were changed in Anki after they came: shown, and taken over only when asked for.

The ledger knows how each note stood when it came, and what every key of its entry said. So what Anki changed is told
from what was changed here, as it is for notes that were exported.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Literal

from msgspec.structs import replace

from flashkms.anki.read import Note
from flashkms.cards import splice
from flashkms.cards.bodies import values
from flashkms.cards.card import CardId, card_id, card_ordinals
from flashkms.cards.deck import Deck
from flashkms.cards.entry import Entry, EntryId, Value, WrongOption
from flashkms.cards.face import plain
from flashkms.errors import UsageError
from flashkms.exchange import foreign
from flashkms.exchange.foreign import Arrival
from flashkms.exchange.ledger import Imported, Ledger, digest
from flashkms.exchange.own import Edit

_OF_PLACE = {"id", "source", "also_in", "triage", "gone", "suspended", "retired", "conflict", "lint_ignore"}
_NOTHING: Value = ""
_ALL = "all"  # every entry
_NAMED = 5  # entries that wait
_WORD = re.compile(r"\w+")

Here = Mapping[EntryId, tuple[Deck, Entry]]


def standing(note: Note, ordinals: Sequence[int]) -> str:
    """A digest of *note*, of which Anki has the cards *ordinals*: another one when anything in it was changed."""
    asked = map(str, sorted(ordinals))
    return digest((note.kind.name, *asked, "fields", *note.fields, "tags", *foreign.tags(note)))


def imported(note: Note, stands: str, entry: Entry) -> Imported:
    """What the ledger notes down of *entry*, which is as *note*, whose `standing` is *stands*, has it."""
    said = {key: _digest(value) for key, value in _said(entry).items()}
    return Imported(note.guid, stands, said, note.modified)


class Revisions:
    """What foreign notes say otherwise than the entries that are *here*; those *wanted*, or `all`, are taken over.

    *edits* were not taken; *changes* are those that were, by deck file, and *added* new entries with them.
    """

    def __init__(self, here: Here, ledger: Ledger, wanted: Collection[str]) -> None:
        self._here = here
        self._ledger = ledger
        self._wanted = wanted
        self.edits: list[Edit] = []
        self.changes: dict[str, list[splice.Edit]] = defaultdict(list)
        self.added: list[tuple[str, Entry]] = []
        self.taken: set[EntryId] = set()

    def refuse_unknown(self, own: Collection[EntryId], foreign: Collection[EntryId]) -> None:
        """Raise `UsageError` for what is wanted and is no *foreign* entry of the package; *own* ones never are."""
        for name in sorted(set(self._wanted) - {_ALL} - set(foreign)):
            if name in own:
                hint = f"change it here: flashkms edit {name}"
                raise UsageError(f"{name} is not taken over: the entry is from here", hint)
            waiting = list(dict.fromkeys((*(edit.entry for edit in self.edits), *sorted(self.taken))))
            named = ", ".join(waiting[:_NAMED]) + (" …" if len(waiting) > _NAMED else "")
            hint = f"{_ALL}, or what waits: {named}" if waiting else "nothing in it waits to be taken over"
            raise UsageError(f"no entry {name} is in the package", hint)

    def changed(self, note: Note, ordinals: Sequence[int]) -> bool:
        """Whether *note* is other than it was when it came, or when that is not known.

        As Anki had it before that it is not changed: the package is an older one.
        """
        known = next(filter(None, map(self._ledger.imported.get, foreign.ids(note))), None)
        if known is None:
            return True
        older = 0 < note.modified < known.modified
        return not older and known.note != standing(note, ordinals)

    def of(self, note: Note, arrival: Arrival, home: str, ordinals: Sequence[int]) -> frozenset[CardId]:
        """Take in a *note* that was `changed`, whose entries are now as in *arrival*, new ones in the deck *home*.

        The cards that wait for a word, since they are not here.
        """
        told = {entry.id: tuple(self._edits(entry)) for entry in arrival.entries}
        left = [edit for name, some in told.items() if not self._wants(name) for edit in some]
        for entry in arrival.entries:
            if told[entry.id] and self._wants(entry.id):
                self._take(entry, home)
        if not left:
            for entry in arrival.entries:
                self._ledger.came(entry.id, imported(note, standing(note, ordinals), entry))
        self.edits += left
        here = {card for entry in arrival.entries for card in self._cards(entry)}
        return frozenset(card for _, card in arrival.cards if card not in here) if left else frozenset()

    def _wants(self, entry: EntryId) -> bool:
        return entry in self._wanted or _ALL in self._wanted

    def _cards(self, there: Entry) -> Iterable[CardId]:
        place = self._here.get(there.id)
        entry = there if there.id in self.taken else place and place[1]
        return [card_id(entry.id, ordinal) for ordinal in card_ordinals(entry)] if entry else []

    def _edits(self, there: Entry) -> Iterator[Edit]:
        known = self._ledger.imported.get(there.id)
        for key, here, said in self._differences(there):
            base = known.fields.get(key, "") if known else None
            if base is not None and base == (_digest(said) if said else ""):
                continue  # as it came: it was changed here alone
            if base is None and there.id in self._here and _words(here) == _words(said):
                continue  # it came with an earlier version, which wrote its Markdown otherwise
            mine = base is not None and base != (_digest(here) if here else "")
            moved: Literal["anki", "both"] = "both" if mine and there.id in self._here else "anki"
            yield Edit(there.id, key, _shown(here), _shown(said), moved)

    def _differences(self, there: Entry) -> Iterator[tuple[str, Value, Value]]:
        """Each key of the entry *there* that says something else here: what it says here, and in Anki."""
        deck, here = self._here.get(there.id, (None, None))
        inherited = deck.tags if deck else ()
        said = _said(replace(there, tags=tuple(tag for tag in there.tags if tag not in inherited)))
        before = _said(here) if here else {}
        for key in dict.fromkeys((*said, *before)):
            if before.get(key) != said.get(key):
                yield key, before.get(key, _NOTHING), said.get(key, _NOTHING)

    def _take(self, there: Entry, home: str) -> None:
        self.taken.add(there.id)
        if there.id not in self._here:
            self.added.append((home, there))
            return
        keys = {edit.field for edit in self._edits(there)}
        changes = [splice.SetField(there.id, key, said) for key, _, said in self._differences(there) if key in keys]
        self.changes[self._here[there.id][0].path] += changes


def _said(entry: Entry) -> dict[str, Value]:
    return {key: value for key, value in values(entry).items() if key not in _OF_PLACE}


def _digest(value: Value) -> str:
    return digest([_shown(value)])[:8]


def _words(value: Value) -> list[str]:
    """The words of *value*, without signs and spaces, small figures as large ones; its signs where it has none."""
    seen = unicodedata.normalize("NFKC", plain(_shown(value)))
    return _WORD.findall(seen) or [seen]


def _shown(value: object) -> str:
    if isinstance(value, WrongOption):
        return f"{value.option}: {value.why}" if value.why else value.option
    if isinstance(value, tuple):
        return "\n".join(map(_shown, value))
    return "yes" if value is True else str(value)
