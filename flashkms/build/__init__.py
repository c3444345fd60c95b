"""Notes to cards: `plan` says what would be done, `apply` does exactly that.

A person's words are never overwritten and a person's deletions never undone; see `cards.merge` for the rules.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from flashkms.build import naming, sources, unnamed
from flashkms.build.belonging import Belonging
from flashkms.build.history import History
from flashkms.build.making import Making
from flashkms.build.plan import (
    Change,
    FieldChange,
    FileEdit,
    Named,
    NotePlan,
    Offer,
    Plan,
    lines,
    offered,
    summary,
    told_name,
)
from flashkms.build.state import State
from flashkms.cards import deckfile, splice
from flashkms.cards.card import CardId, entry_of, ordinal_of
from flashkms.cards.entry import EntryId
from flashkms.cards.schema import json_schema
from flashkms.errors import ConfigError, FlashkmsError, Problem
from flashkms.schedule.event import Drop, Made
from flashkms.schedule.replay import order
from flashkms.store import files, notefiles
from flashkms.store.decks import rank
from flashkms.store.index.damage import UNNAMED

if TYPE_CHECKING:
    from pathlib import Path

    from flashkms.build.sources import Source
    from flashkms.cards.deck import Deck
    from flashkms.notes.note import Note
    from flashkms.store.collection import Collection

__all__ = [
    "Change",
    "FieldChange",
    "FileEdit",
    "NotePlan",
    "Offer",
    "Plan",
    "apply",
    "lines",
    "offered",
    "plan",
    "summary",
    "told_name",
]


def plan(
    collection: Collection,
    note_paths: Sequence[str] = (),
    *,
    force: bool = False,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> Plan:
    """What a build of *note_paths*, or of all notes, would do. Nothing is written.

    With *force* a note that yields nothing, where entries came from, has them marked as gone. *progress* is told how
    many notes are read and how many there are. Raises `UsageError` for a path that is not there, `ConfigError` where
    the settings name it.
    """
    if not note_paths and (unfit := notefiles.unfit(collection.root, collection.config.note_paths)):
        raise ConfigError(unfit)
    found, problems = sources.read(collection.root, note_paths or collection.config.note_paths, progress)
    problems += tuple(one for one in collection.damage() if note_paths or one.rule != UNNAMED)  # they get their ids
    decks = {deck.path: deck for deck in sorted(collection.decks(), key=lambda one: rank(one.path))}
    history = _history(collection)
    named = _named(
        collection, decks, {source.note.path: source.note for source in found}, history, whole=not note_paths
    )
    making = _making(collection, found, decks, history, force=force)
    making.state.problems += problems
    plans = making.notes(found)
    # A note that is not there may lie in a folder that cannot be looked into.
    plans += () if note_paths or any(one.rule == sources.UNLISTED for one in problems) else making.deleted()
    edits, refused = _files(collection, making, named)
    progress(len(found), len(found))
    unlogged = {entry.id for entry in making.state.ids.values() if entry.source} - making.state.history.made - refused
    made = dict.fromkeys((*making.state.made, *sorted(unlogged)))
    return Plan(
        tuple(plan.without(refused).placed(making.state.homes) for plan in plans),
        edits,
        tuple(one for one in made if one not in making.state.history.made and one not in refused),
        tuple(making.state.problems),
        settled=len(making.state.problems) == len(problems),
        named=named,
    )


def apply(collection: Collection, plan: Plan) -> Plan:
    """Do what *plan* says; the plan again, with what could not be written among its problems.

    Raises `ChangedError` when a file was changed since the plan was made: what was written until then is whole.
    """
    if plan.files:
        for edit in plan.files:
            path = collection.root / edit.path
            files.make_folders(path.parent, within=collection.root)
            files.replace(path, edit.after, expected=edit.before)
    if plan.made:
        # After the files: an entry that is known to be made and is not there counts as deleted by a person.
        log = collection.log
        log.append((Made(**log.stamp(collection.now), entries=plan.made),))
    collection.refresh()
    return plan


def _history(collection: Collection) -> History:
    state = collection.index.snapshot(collection.now)
    reviews: dict[EntryId, dict[int, int]] = defaultdict(dict)
    for card, memory in state.memories.items():
        reviews[entry_of(card)][ordinal_of(card)] = memory.reps
    present = {entry.id for deck in collection.decks() for entry in deck.entries}
    absent = state.made - present - state.dropped
    restored = frozenset(entry for entry in absent if _restored(collection, entry))
    return History(state.made, state.dropped, restored, reviews)


def _restored(collection: Collection, entry: EntryId) -> bool:
    """Whether the last word on a missing entry is that it is welcome."""
    events = collection.index.history(CardId(f"{entry}.1"), entry)
    drops = [event for event in events if isinstance(event, Drop) and event.entry == entry]
    return bool(drops) and not max(drops, key=order).dropped


def _named(
    collection: Collection, decks: dict[str, Deck], notes: Mapping[str, Note], history: History, *, whole: bool
) -> tuple[Named, ...]:
    """An id for each entry that has none, in *decks*, which have it then: in those of *notes*, or, *whole*, in all."""
    spelt = {entry.id.casefold() for deck in decks.values() for entry in deck.entries}
    wanted = [deck for deck in decks.values() if deck.unnamed and (whole or deck.note in notes)]
    found = tuple(unnamed.named(wanted, notes, history, spelt))
    given: list[Named] = []
    for deck in wanted:
        with suppress(FlashkmsError, OSError, UnicodeDecodeError):  # the problems of a build tell what cannot be read
            text = files.read(collection.root / deck.path).decode()
            decks[deck.path], names = unnamed.with_names(deck, text, found)
            given += names
    return tuple(given)


def _making(
    collection: Collection, found: Sequence[Source], decks: dict[str, Deck], history: History, *, force: bool
) -> Making:
    """Where a planning begins: what stands in the files, and what the log knows of it."""
    there = {deck.note for deck in decks.values() if deck.note and _there(collection.root / deck.note)}
    keys = {source.note.path: frozenset(draft.key for draft in source.drafts) for source in found}
    belonging = Belonging(keys, {*keys, *there}, decks.values())
    nameless = {(deck.path, one.line) for deck in collection.decks() for one in deck.unnamed}  # they hide nothing
    problems = collection.index.shelf.problems()
    blocked = {one.path: one.line for one in problems if (one.path, one.line) not in nameless}
    spelt = naming.spellings((deck.name for deck in decks.values()), found)
    return Making(State(decks, history, collection.config.triage, belonging, blocked, force, spelt))


def _there(path: Path) -> bool:
    """Whether *path* is there, as far as the system lets one look."""
    try:
        path.lstat()
    except PermissionError:
        return True
    except (OSError, ValueError):
        return False
    return True


def _files(
    collection: Collection, making: Making, named: Sequence[Named]
) -> tuple[tuple[FileEdit, ...], frozenset[EntryId]]:
    """Every file that changes, with its bytes before and after, and the entries whose edits are refused.

    What is refused becomes a problem. The schema is first: a build that is cut short after the deck files would not
    see that it is missing.
    """
    edits = list(_schema(collection, making))
    refused: set[EntryId] = set()
    for path in sorted({*making.state.edits, *(one.path for one in named)}):
        names = tuple(splice.NameEntry(one.line, one.entry) for one in named if one.path == path)
        wanted = tuple(making.state.edits.get(path, ()))
        before, after, dropped = _spliced(collection.root / path, names, wanted)
        refused |= {EntryId(splice.entry_of(one.edit)) for one in dropped}
        making.state.problems += dict.fromkeys(
            Problem(path, one.line or 1, f"left as it is: {one.message}", "change it by hand, then build again")
            for one in dropped
        )
        if after != before:
            edits.append(FileEdit(path, before, after))
    for path, deck in sorted(making.state.fresh.items()):
        if deck.entries:
            edits.append(FileEdit(path, None, deckfile.render(deck).encode()))
    return tuple(edits), frozenset(refused)


def _spliced(
    path: Path, names: tuple[splice.Edit, ...], wanted: tuple[splice.Edit, ...]
) -> tuple[bytes, bytes, tuple[splice.Refusal, ...]]:
    """The bytes of the deck file *path* before and after what is *wanted* of it with *names*, and what is refused."""
    try:
        before = files.read(path)
        after, refused = splice.apply(splice.apply(before.decode(), names)[0], wanted)
    except (FlashkmsError, OSError, UnicodeDecodeError):
        said = "the file cannot be read; `flashkms check` says why"
        return b"", b"", tuple(splice.Refusal(edit, 0, said) for edit in wanted)
    return before, after.encode(), refused


def _schema(collection: Collection, making: Making) -> Iterator[FileEdit]:
    """The JSON Schema that editors read, where it is missing or another version's."""
    path = f"cards/{deckfile.SCHEMA_FILE}"
    wanted = (json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n").encode()
    try:
        before = files.read(collection.root / path)
    except FileNotFoundError:
        before = None
    if before != wanted and (making.state.edits or any(deck.entries for deck in making.state.fresh.values())):
        yield FileEdit(path, before, wanted)
