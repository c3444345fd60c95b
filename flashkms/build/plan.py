"""What a build would do: changes note by note, and the bytes of every file that it would write."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from flashkms.cards.entry import EntryId, Value, WrongOption
from flashkms.errors import Problem
from flashkms.notes import LineFate

ChangeKind = Literal["added", "changed", "gone", "back", "conflict", "duplicate"]
_LOST = 3  # ids that are offered by name
SIGNS: dict[ChangeKind, str] = {
    "added": "+",
    "changed": "~",
    "gone": "-",
    "back": "^",
    "conflict": "!",
    "duplicate": "=",
}


class FieldChange(Struct, frozen=True):
    """One field of an entry, *old* and *new*; None where it says nothing."""

    key: str
    old: Value | None
    new: Value | None


class Retired(Struct, frozen=True):
    """The number *ordinal* of a blank that is asked no more, with the *reviews* behind it."""

    ordinal: int
    reviews: int = 0


class Change(Struct, frozen=True):
    """What happens to one entry; *reviews* stand behind it. *line* is that of its source in the note, 0 without one.

    *path* is that of the deck file in which it stands, or will; a person may have moved it out of the note's own.
    """

    kind: ChangeKind
    entry: EntryId
    line: int = 0
    fields: tuple[FieldChange, ...] = ()
    reviews: int = 0
    retired: tuple[Retired, ...] = ()
    path: str = ""


class Offer(Struct, frozen=True):
    """The entry *gone* vanished from the note, and *successor* is like it, 0..1."""

    gone: EntryId
    successor: EntryId
    likeness: float


class NotePlan(Struct, frozen=True):
    """What a build does for one note. *lines* tells what became of every line that is not blank."""

    path: str
    deck_path: str
    changes: tuple[Change, ...] = ()
    unchanged: int = 0
    lines: tuple[LineFate, ...] = ()
    offers: tuple[Offer, ...] = ()

    def done(self) -> NotePlan:
        """What a build right after this one would have to do: nothing, to as many entries."""
        known = len(self.changes) - self.count("duplicate")
        return replace(self, changes=(), offers=(), unchanged=self.unchanged + known)

    def placed(self, homes: Mapping[EntryId, str]) -> NotePlan:
        """The same, each change with the deck file that *homes* tells of its entry."""
        return replace(self, changes=tuple(replace(one, path=homes[one.entry]) for one in self.changes))

    def by_file(self) -> Iterator[NotePlan]:
        """The plan of each deck file that changes, the note's own first: with what happens there, and no offers."""
        paths = {change.path or self.deck_path for change in self.changes}
        for path in sorted(paths, key=lambda one: (one != self.deck_path, one)):
            changes = tuple(change for change in self.changes if (change.path or self.deck_path) == path)
            unchanged = self.unchanged if path == self.deck_path else 0
            yield replace(self, deck_path=path, changes=changes, unchanged=unchanged, offers=())

    def count(self, *kinds: ChangeKind) -> int:
        """How many entries change in one of these ways."""
        return sum(change.kind in kinds for change in self.changes)

    def without(self, refused: frozenset[EntryId]) -> NotePlan:
        """The plan when the changes of the entries *refused* cannot be written."""
        left = tuple(change for change in self.changes if change.entry not in refused)
        kept = sum(change.kind != "added" for change in self.changes if change.entry in refused)
        offers = tuple(offer for offer in self.offers if not refused & {offer.gone, offer.successor})
        return replace(self, changes=left, unchanged=self.unchanged + kept, offers=offers)


class Named(Struct, frozen=True):
    """An entry without an id gets one: in the deck file *path*, at *line*.

    *back* says that it had that id before. Else *lost* are studied entries that no file holds: it may be one of them.
    """

    path: str
    line: int
    entry: EntryId
    back: bool = False
    lost: tuple[EntryId, ...] = ()


class FileEdit(Struct, frozen=True):
    """The file *path*, relative to the collection: its bytes as they are, None for a new one, and as they will be."""

    path: str
    before: bytes | None
    after: bytes


class Plan(Struct, frozen=True):
    """A whole build, nothing of it done yet. *made* are ids that no later build may give again.

    *settled* says that a build right after it would find nothing to do.
    """

    notes: tuple[NotePlan, ...] = ()
    files: tuple[FileEdit, ...] = ()
    made: tuple[EntryId, ...] = ()
    problems: tuple[Problem, ...] = ()
    settled: bool = True
    named: tuple[Named, ...] = ()


def lines(plan: Plan) -> Iterator[str]:
    """*plan* as a person reads it: a line a note, below it a line an entry, below that the fields like a diff."""
    for note in plan.notes:
        for part in note.by_file():
            yield f"{note.path} -> {part.deck_path}: {summary(part)}"
            for change in part.changes:
                yield from _change_lines(change)
        for offer in note.offers:
            yield offered(offer)
    for one in plan.named:
        yield told_name(one)


def told_name(named: Named) -> str:
    """*named* as a person reads it."""
    place = f"{named.path}:{named.line}: the entry gets"
    if named.back:
        return f"{place} its id {named.entry} back"
    if not named.lost:
        return f"{place} the id {named.entry}"
    lost, more = ", ".join(named.lost[:_LOST]), "…" if len(named.lost) > _LOST else ""
    hint = f"if it is {lost}{more}, whose history no entry has any more, write that id instead"
    return f"{place} the id {named.entry} ({hint})"


def offered(offer: Offer) -> str:
    """*offer* as a person reads it, with the command that accepts it."""
    said = f"  ? {offer.gone} may live on as {offer.successor}"
    return f"{said} (flashkms build --accept {offer.gone}={offer.successor}, or a in flashkms triage)"


def summary(note: NotePlan) -> str:
    """How many entries of *note* change in which way: `14 added, 2 changed, 1 gone`."""
    kinds: tuple[tuple[ChangeKind, str], ...] = (
        ("added", "added"),
        ("changed", "changed"),
        ("conflict", "in conflict"),
        ("gone", "gone"),
        ("back", "back"),
        ("duplicate", "in another note too"),
    )
    said = [f"{note.count(kind)} {word}" for kind, word in kinds if note.count(kind)]
    return ", ".join([*said, f"{note.unchanged} unchanged"] if note.unchanged or not said else said)


def _change_lines(change: Change) -> Iterator[str]:
    place = f" (line {change.line})" if change.line else ""
    yield f"  {SIGNS[change.kind]} {change.entry}{place}{_behind(change.reviews)}"
    for field in change.fields:
        yield from (f"      - {field.key}: {line}" for line in _said(field.old))
        yield from (f"      + {field.key}: {line}" for line in _said(field.new))

    for blank in change.retired:
        yield f"      - c{blank.ordinal} is retired{_behind(blank.reviews)}"


def _behind(reviews: int) -> str:
    return f", {reviews} review{'s' if reviews != 1 else ''} behind it" if reviews else ""


def _said(value: object) -> list[str]:
    if not value:
        return []
    if isinstance(value, WrongOption):
        return [f"{value.option}: {value.why}" if value.why else value.option]
    if isinstance(value, tuple):
        return [line for one in value for line in _said(one)]
    return str(value).split("\n")
