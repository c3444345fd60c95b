"""Verdicts on what a build proposed: keep or drop a new entry, take or leave a note's new words, accept a successor.

Each can be taken back, the last one first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from flashkms.cards import merge, splice
from flashkms.cards.bodies import Values, values
from flashkms.cards.card import CardId, card_id, card_ordinals, cards
from flashkms.cards.deck import Deck
from flashkms.cards.entry import Entry, EntryId
from flashkms.cards.likeness import successor
from flashkms.errors import FlashkmsError, UsageError
from flashkms.schedule.event import Drop
from flashkms.store import files
from flashkms.study import judged
from flashkms.study.places import Place
from flashkms.study.study import Study

_STAYS = frozenset({"id", "suspended", "lint_ignore"})  # what an entry keeps when it takes another's words


class Waiting(Struct, frozen=True):
    """An entry that waits for a person, and the deck that holds it; *successor* is offered for one that is gone."""

    deck: Deck
    entry: Entry
    successor: Entry | None = None

    @property
    def why(self) -> str:
        """Why it waits, in a few words."""
        if self.successor:
            return f"gone; {self.successor.id} is like it"
        return "conflict" if self.entry.conflict else self.entry.triage


def waiting(study: Study) -> tuple[Waiting, ...]:
    """Every entry that waits: those in conflict, those without a verdict, then those gone that have a successor."""
    decks = study.collection.decks()
    every = [Waiting(deck, entry) for deck in decks for entry in deck.entries]
    conflicts = [one for one in every if one.entry.conflict]
    untriaged = [one for one in every if one.entry.triage and not one.entry.conflict and not one.entry.gone]
    return (*conflicts, *untriaged, *(offer for deck in decks for offer in _offers(study, deck)))


def source(study: Study, one: Waiting) -> tuple[Place, str] | None:
    """Where in its note the entry came from, and what that line says; None for one that came from no note."""
    card = next((card for card in cards(one.deck) if card.entry.id == (one.successor or one.entry).id), None)
    place = study.place(card.id) if card else None
    if place is None:
        return None
    try:
        lines = files.read_text(study.collection.root / place.path).split("\n")  # as notes count them
    except (OSError, FlashkmsError):
        return None
    return place, lines[place.line - 1].strip() if place.line <= len(lines) else ""


def keep(study: Study, one: Waiting) -> None:
    """The entry is good as it is: it waits no longer."""
    _judge(study, {one.deck.path: (splice.SetField(one.entry.id, "triage", ""),)}, _said("keep", one))


def drop(study: Study, one: Waiting) -> None:
    """Take the entry out of its file; no build brings it back."""
    drop_all(study, (one,))


def drop_all(study: Study, ones: Sequence[Waiting], lost: Sequence[EntryId] = ()) -> None:
    """Drop the entries of *ones*, and the *lost* that stand in no file, as one verdict: all of them or none."""
    edits: dict[str, tuple[splice.Edit, ...]] = {}
    for one in ones:
        edits[one.deck.path] = (*edits.get(one.deck.path, ()), splice.RemoveEntry(one.entry.id))
    first, *more = (*(one.entry.id for one in ones), *lost)
    _judge(study, edits, judged.Verdict("drop", first, (), dropped=first, more=tuple(more)))


def take(study: Study, one: Waiting) -> None:
    """The note's new words replace the person's, field by field."""
    _judge(study, {one.deck.path: _fields(one.entry, merge.settled(one.entry))}, _said("take", one))


def leave(study: Study, one: Waiting) -> None:
    """The person's words stay; the note's are let go."""
    _judge(study, {one.deck.path: (splice.SetField(one.entry.id, "conflict", ""),)}, _said("leave", one))


def accept(study: Study, gone: EntryId, successor: EntryId) -> None:
    """The entry *gone* lives on with the words of *successor*, keeping its id and history; *successor* is removed.

    Raises `UsageError` when one of them is missing, is not what it should be, or the successor was reviewed.
    """
    homes = {entry.id: Waiting(deck, entry) for deck in study.collection.decks() for entry in deck.entries}
    for name in (gone, successor):
        if name not in homes:
            raise UsageError(f"no entry {name}")
    old, new = homes[gone], homes[successor]
    if not old.entry.gone:
        raise UsageError(f"{gone} is not gone: its source is in the note")
    if _reviewed(study, new.entry):
        raise UsageError(f"{successor} was reviewed: it cannot be given up for {gone}")
    used = frozenset(ordinal for ordinal in old.entry.retired) | frozenset(
        ordinal for ordinal in card_ordinals(old.entry) if study.memory(card_id(gone, ordinal))
    )
    taken = merge.succeeded(old.entry, new.entry, used)
    edits: dict[str, tuple[splice.Edit, ...]] = {old.deck.path: _fields(old.entry, _all(old.entry, taken))}
    edits[new.deck.path] = (*edits.get(new.deck.path, ()), splice.RemoveEntry(successor))
    _judge(study, edits, judged.Verdict("accept", gone, (), dropped=successor))


def undo(study: Study) -> judged.Verdict | None:
    """Take back this machine's last verdict; it, or None when there is none.

    Raises `UsageError` when its file was changed since; then nothing is.
    """
    verdicts = judged.remembered(study.collection.own)
    if not verdicts:
        return None
    last = verdicts[-1]
    root = study.collection.root
    now = {one.path: files.read(root / one.path) for one in last.stretches}
    before = {one.path: judged.back(now[one.path], one) for one in last.stretches}
    _put(root, now, before)
    _log_drops(study, last.gone, dropped=False)
    judged.remember(study.collection.own, verdicts[:-1])
    study.refresh()
    return last


def _offers(study: Study, deck: Deck) -> Iterator[Waiting]:
    """The entries of *deck* whose source vanished, with what they may live on as; nobody reviewed that yet."""
    gone = [entry for entry in deck.entries if entry.gone and entry.source]
    if not gone:
        return
    candidates = [entry for entry in deck.entries if entry.source and not entry.gone and not _reviewed(study, entry)]
    for entry in gone:
        found = successor(entry, candidates)
        if found is not None:
            yield Waiting(deck, entry, found)


def _reviewed(study: Study, entry: Entry) -> bool:
    return any(study.memory(CardId(f"{entry.id}.{ordinal}")) for ordinal in card_ordinals(entry))


def _all(entry: Entry, taken: Values) -> Values:
    """*taken* with every other field of *entry* emptied, but for what stays."""
    return {key: taken.get(key, "") for key in dict.fromkeys((*values(entry), *taken)) if key not in _STAYS}


def _fields(entry: Entry, said: Values) -> tuple[splice.Edit, ...]:
    return tuple(splice.SetField(entry.id, key, value) for key, value in said.items())


def _said(word: str, one: Waiting) -> judged.Verdict:
    return judged.Verdict(word, one.entry.id, ())


def _judge(study: Study, edits: Mapping[str, tuple[splice.Edit, ...]], verdict: judged.Verdict) -> None:
    """Make all *edits*, by deck file, or none; the *verdict* is kept with what they change.

    Raises `FlashkmsError` when it cannot be done.
    """
    root = study.collection.root
    before = {path: files.read(root / path) for path in edits}
    after: dict[str, bytes] = {}
    for path, wanted in edits.items():
        try:
            text, refused = splice.apply(before[path].decode(), wanted)
        except UnicodeDecodeError as error:
            raise FlashkmsError(f"{path}: cannot be read: it is not UTF-8") from error
        if refused:
            raise FlashkmsError(f"{path}:{refused[0].line}: {refused[0].message}")
        after[path] = text.encode()
    changed = tuple(judged.stretch(path, before[path], content) for path, content in after.items())
    _put(root, before, after)
    with _or_else(lambda: _put(root, after, before)):
        _keep(study, replace(verdict, stretches=changed))
    study.refresh()


def _keep(study: Study, verdict: judged.Verdict) -> None:
    """Keep the *verdict* for `undo`, and log what it dropped; neither where one of them cannot be."""
    own = study.collection.own
    kept = judged.remembered(own)
    judged.remember(own, [*kept, verdict])
    with _or_else(lambda: judged.remember(own, kept)):
        _log_drops(study, verdict.gone, dropped=True)


@contextmanager
def _or_else(back: Callable[[], None]) -> Iterator[None]:
    """Go *back* where the disk refuses what is done inside."""
    try:
        yield
    except (FlashkmsError, OSError):
        with suppress(FlashkmsError, OSError):
            back()
        raise


def _put(root: Path, before: Mapping[str, bytes], after: Mapping[str, bytes]) -> None:
    """Put all of *after*, by path, in the place of *before*, or none of it. Raises as `files.replace` does."""
    done: list[str] = []
    try:
        for path, content in after.items():
            files.replace(root / path, content, expected=before[path])
            done.append(path)
    except (FlashkmsError, OSError):
        for path in done:
            with suppress(FlashkmsError, OSError):  # who changed it since then wins
                files.replace(root / path, before[path], expected=after[path])
        raise


def _log_drops(study: Study, entries: Sequence[EntryId], *, dropped: bool) -> None:
    log, now = study.collection.log, study.clock()
    if entries:
        study.collection.append([Drop(**log.stamp(now), entry=entry, dropped=dropped) for entry in entries], now)
