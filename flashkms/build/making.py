"""From notes, decks and history to a plan. Nothing is written here."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from flashkms import notes
from flashkms.build import minting
from flashkms.build.belonging import Belonging
from flashkms.build.history import History
from flashkms.build.match import Matches, match, moved, point
from flashkms.build.naming import Spellings, deck_name, deck_path
from flashkms.build.plan import Change, ChangeKind, FieldChange, Named, NotePlan, Offer, Retired
from flashkms.build.sources import Source
from flashkms.cards import bodies, identity, merge, splice
from flashkms.cards.deck import Deck
from flashkms.cards.draft import Draft
from flashkms.cards.entry import Choice, Entry, EntryId, Value, WhyNot
from flashkms.cards.likeness import likeness, same_text
from flashkms.errors import Problem


class _Read(Struct, frozen=True):
    """A note that was planned, but for the entries whose source vanished: another note may have their points."""

    plan: NotePlan
    matches: Matches
    added: dict[str, Change]
    points: frozenset[tuple[str, ...]]  # of the entries that are still told by a draft
    passed_over: frozenset[str] = frozenset()  # of the points that no rule makes a card of any more


def _told(entry: Entry, points: frozenset[str]) -> bool:
    """Whether the point that *entry* came from is one of *points*; of a scenario that is its question."""
    key = entry.source.key if entry.source else ""
    return key in points or (not isinstance(entry.body, Choice | WhyNot) and key.partition("/")[0] in points)


class Making(Struct):
    """The state of one planning: what stands in the files, and what is to be done to each."""

    decks: dict[str, Deck]
    history: History
    triage: str  # which new entries wait for a verdict: weak, all, none
    belonging: Belonging
    blocked: frozenset[str]  # deck files with problems: nothing can be said of what is not in them
    force: bool
    spellings: Spellings = field(default_factory=dict)
    edits: dict[str, list[splice.Edit]] = field(default_factory=dict)
    fresh: dict[str, Deck] = field(default_factory=dict)
    made: list[EntryId] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    ids: dict[EntryId, Entry] = field(default_factory=dict)
    spelt: set[str] = field(default_factory=set)  # ids in the files, without case: two that differ in it are one
    homes: dict[EntryId, str] = field(default_factory=dict)
    texts: dict[str, EntryId] = field(default_factory=dict)
    claimed: set[EntryId] = field(default_factory=set)
    renamed: dict[str, str] = field(default_factory=dict)  # what notes were called before, by their path

    def __post_init__(self) -> None:
        for deck in self.decks.values():
            for entry in deck.entries:
                self.ids.setdefault(entry.id, entry)
                self.spelt.add(entry.id.casefold())
                self.homes.setdefault(entry.id, deck.path)
                self.texts.setdefault(same_text(entry.body), entry.id)

    def notes(self, sources: Sequence[Source]) -> tuple[NotePlan, ...]:
        """The plans for all notes; the edits are kept for the end."""
        return tuple(self._whole(one) for one in [self._note(source) for source in sources])

    def named(self) -> tuple[Named, ...]:
        """An id for each entry that a person wrote without one."""
        found: list[Named] = []
        given: set[EntryId] = set()
        for deck in self.decks.values():
            for one in deck.unnamed:
                ids = identity.minted(deck.note or deck.path, one.key)
                free = (name for name in ids if name not in self.spelt and name not in given)
                name = next(name for name in free if not self.history.known(name))
                given.add(name)
                self.edits.setdefault(deck.path, []).append(splice.NameEntry(one.line, name))
                found.append(Named(deck.path, one.line, name))
        return tuple(found)

    def deleted(self) -> tuple[NotePlan, ...]:
        """The plans for the notes that are there no more; refused when that would be every note."""
        there = self.belonging.notes.union(self.renamed.values())
        lost = [(deck, self._left(deck)) for deck in self.decks.values() if deck.note and deck.note not in there]
        lost = [(deck, entries) for deck, entries in lost if entries]
        if lost and not any(deck.note in self.belonging.notes for deck in self.decks.values()) and not self.force:
            for deck, entries in lost:
                self._refuse(deck.note, f"the note is gone, and every other too, where {_left_alone(len(entries))}")
            return ()
        return tuple(
            NotePlan(deck.note, deck.path, tuple(self._gone(entry) for entry in entries)) for deck, entries in lost
        )

    def _note(self, source: Source) -> _Read:
        """The plan for one note, but for what vanished from it."""
        plan = NotePlan(source.note.path, "", lines=source.lines)
        deck = self._deck(source)
        if deck is None:
            return _Read(plan, Matches((), (), (), ()), {}, frozenset())
        plan = replace(plan, deck_path=deck.path)
        entries = [entry for entry in self.belonging.entries(source.note.path, deck) if entry.id not in self.claimed]
        matches = match(entries, source.drafts, minting.keys_by_id(source))
        if matches.vanished and not source.drafts and not self.force:
            self._refuse(source.note.path, f"nothing was found here, where {_left_alone(len(entries))}")
            return _Read(replace(plan, unchanged=len(entries)), Matches((), (), (), ()), {}, frozenset())
        changes = [self._merged(entry, draft, source) for entry, draft in matches.pairs]
        added = self._added(deck, matches, source)
        told = tuple(change for change in (*changes, *added.values()) if change is not None)
        plan = replace(plan, changes=told, unchanged=sum(change is None for change in changes))
        points = frozenset(point(one.key, one.body) for entry, one in matches.pairs if not moved(entry, one))
        return _Read(plan, matches, added, points, notes.passed_over(source.note, source.drafts))

    def _whole(self, read: _Read) -> NotePlan:
        """The plan of a note with what vanished from it, as no other note took it over."""
        vanished = [entry for entry in read.matches.vanished if entry.id not in self.claimed]
        # A copy that a person made of an entry says the same point: it has not vanished.
        away = [entry for entry in vanished if self._vanished(entry, read.points) and not self._kept(entry, read)]
        gone = tuple(self._gone(entry) for entry in away)
        offers = self._offers(read.matches, read.added) if gone else ()
        unchanged = read.plan.unchanged + len(vanished) - len(away)
        return replace(read.plan, changes=(*gone, *read.plan.changes), unchanged=unchanged, offers=offers)

    def _vanished(self, entry: Entry, told: frozenset[tuple[str, ...]]) -> bool:
        if entry.gone or (entry.source and point(entry.source.key, entry.body) in told):
            return False
        return not any(self.belonging.stands(place) for place in self.ids[entry.id].also_in)

    def _kept(self, entry: Entry, read: _Read) -> bool:
        """Whether *entry* was studied, and its line stands, which only the rules of drafting pass over now."""
        return self.history.behind(entry.id) > 0 and _told(entry, read.passed_over)

    def _gone(self, entry: Entry) -> Change:
        self._edit(entry.id, splice.SetField(entry.id, "gone", value=True))
        return Change("gone", entry.id, reviews=self.history.behind(entry.id))

    def _left(self, deck: Deck) -> list[Entry]:
        """The entries of a deck without a note that no other note took over."""
        return [
            entry
            for entry in deck.entries
            if entry.source and entry.id not in self.claimed and self._vanished(entry, frozenset())
        ]

    def _refuse(self, path: str, said: str) -> None:
        self.problems.append(Problem(path, 0, said, "look at the note; `flashkms build --yes` marks them as gone"))

    def _deck(self, source: Source) -> Deck | None:
        """The deck of a note: the one that names it, one whose note was renamed to it, or a new one.

        None where the file that it would have cannot be read: what stands in it would be made a second time.
        """
        path = source.note.path
        own = next((deck for deck in self.decks.values() if deck.note == path), None)
        return own or self._renamed(path) or (None if self._lost(source) else self._new_deck(source))

    def _lost(self, source: Source) -> bool:
        """Whether the deck file of a note was lost, and not its entries dropped; then that is told."""
        path = source.note.path
        ids = minting.ids(source).items()
        missing = {key for key, name in ids if name not in self.ids and self.history.missing(name)}
        lost = len(missing - self._keys()) if missing else 0
        if lost and not self.force:
            said = f"its deck file is gone, where {_left_alone(lost)}"
            hint = "restore it from git or a backup; `flashkms build --yes` begins another"
            self.problems.append(Problem(path, 0, said, hint))
        return bool(lost) and not self.force

    def _renamed(self, path: str) -> Deck | None:
        """The deck whose note is there no more, and had most of the points of the note *path*."""
        keys = self.belonging.keys[path]
        for deck in self.decks.values():
            if not deck.note or deck.note in self.belonging.notes or deck.note in self.renamed.values():
                continue
            theirs = {entry.source.key for entry in deck.entries if entry.source}
            if theirs and 2 * len(keys & theirs) >= len(theirs):
                self.edits.setdefault(deck.path, []).append(splice.SetField("", "note", path))
                self.renamed[path] = deck.note
                return deck
        return None

    def _new_deck(self, source: Source) -> Deck | None:
        wanted = deck_path(source)
        if any(f"{wanted}/".startswith(f"{one}/") for one in self.blocked):  # it, or a folder above it
            said = f"left alone: {wanted} has problems, and may hold its cards"
            self.problems.append(Problem(source.note.path, 0, said, "mend that file, then build again"))
            return None
        path, number = wanted, 2
        while path in self.decks or path in self.fresh:
            path, number = f"{wanted.removesuffix('.yaml')}-{number}.yaml", number + 1
        deck = Deck(path, deck_name(source, self.spellings), note=source.note.path, tags=source.note.tags)
        self.fresh[path] = deck
        return deck

    def _merged(self, entry: Entry, draft: Draft, source: Source) -> Change | None:
        self.claimed.add(entry.id)
        used = frozenset(self.history.reviews.get(entry.id, {}))
        found = merge.merged(entry, draft, used)
        # It goes by the id that this point would get as well: deleted later, it stays away, and lost, it is missed.
        self.made.append(minting.first(source.note.path, draft.key))
        if not found.fields:
            return None
        for key, value in found.fields:
            self._edit(entry.id, splice.SetField(entry.id, key, value))
        before = bodies.values(entry)
        said = dict(found.fields)
        told = tuple(FieldChange(key, before.get(key), said.get(key)) for key in found.changed)
        told += tuple(FieldChange(key, before.get(key), dict(_conflict(said)).get(key)) for key in found.conflicts)
        behind = self.history.reviews.get(entry.id, {})
        retired = tuple(Retired(one, behind.get(one, 0)) for one in found.retired)
        kind: ChangeKind = "conflict" if found.conflicts else "back" if entry.gone else "changed"
        if not told and not retired and kind == "changed":
            return None  # only the link was brought up to date
        return Change(kind, entry.id, draft.line, told, self.history.behind(entry.id), retired)

    def _added(self, deck: Deck, matches: Matches, source: Source) -> dict[str, Change]:
        """The changes for new drafts, by key, each entry after that of the draft before it."""
        paired = {draft.key: entry.id for entry, draft in matches.pairs if self.homes[entry.id] == deck.path}
        new = {draft.key for draft in matches.new}
        changes: dict[str, Change] = {}
        after = EntryId("")
        if new and self._may_hold_more(deck, source):
            said = "no new point is added: an entry that was made for this note may stand in what cannot be read"
            self.problems.append(Problem(deck.path, 0, said, "mend the file, then build again"))
            return changes
        for draft in source.drafts:
            if draft.key in new and (change := self._new(deck, draft, source, after)):
                changes[draft.key] = change
                after = change.entry if change.kind == "added" else after
            after = paired.get(draft.key, after)
        return changes

    def _may_hold_more(self, deck: Deck, source: Source) -> bool:
        """Whether entries of a note are missing, and its deck file has problems that may hide them."""
        if deck.path not in self.blocked:
            return False
        prefix = f"{identity.slug(source.note.path)}-"
        there = self.ids.keys() | {minting.first(source.note.path, key) for key in self._keys()}
        made = (name for name in self.history.made if name.startswith(prefix) and name not in there)
        return any(self.history.missing(name) for name in made)

    def _keys(self) -> set[str]:
        """The keys of all points that an entry stands for."""
        return {entry.source.key for entry in self.ids.values() if entry.source}

    def _new(self, deck: Deck, draft: Draft, source: Source, after: EntryId) -> Change | None:
        name = self._id(draft, source)
        if name is None:
            return None
        twin = self.texts.get(same_text(draft.body))
        if twin is not None and self.homes[twin] != deck.path:
            return self._twin(twin, draft, source)
        entry = merge.entry(draft, name, triage=self._triage(draft))
        self.ids[name] = entry
        self.homes[name] = deck.path
        self.texts.setdefault(same_text(entry.body), name)
        self.claimed.add(name)
        self.made.append(name)
        if deck.path in self.fresh:
            fresh = self.fresh[deck.path]
            self.fresh[deck.path] = replace(fresh, entries=(*fresh.entries, entry))
        else:
            self._edit(name, splice.AddEntry(tuple(bodies.values(entry).items()), after))
        return Change("added", name, draft.line, tuple(FieldChange(*one) for one in _front(entry)))

    def _twin(self, twin: EntryId, draft: Draft, source: Source) -> Change | None:
        """The same text stands in another note: its entry says so, and is asked once."""
        entry = self.ids[twin]
        place = f"{source.note.path}#{draft.key}"
        if place in entry.also_in:
            return None
        self.ids[twin] = replace(entry, also_in=(*entry.also_in, place))
        if fresh := self.fresh.get(self.homes[twin]):
            entries = tuple(self.ids[twin] if one.id == twin else one for one in fresh.entries)
            self.fresh[fresh.path] = replace(fresh, entries=entries)
        else:
            self._edit(twin, splice.SetField(twin, "also_in", self.ids[twin].also_in))
        return Change("duplicate", twin, draft.line, reviews=self.history.behind(twin))

    def _id(self, draft: Draft, source: Source) -> EntryId | None:
        """The id for a new entry; None when a person removed it, or cut its link."""
        for name in identity.minted(source.note.path, draft.key, draft.id_hint):
            present = self.ids.get(name)
            if present is None and name in self.spelt:
                continue
            if present is None:
                return None if self._removed(name, draft, source) else name
            if present.source is None:
                return None
        return None

    def _removed(self, name: EntryId, draft: Draft, source: Source) -> bool:
        """Whether a person removed the entry of *draft*, which is *name* now, or went by what its note was called."""
        former = self.renamed.get(source.note.path)
        before = minting.first(former, draft.key) if former else name
        if before in self.ids or not self.history.removed(before):
            return self.history.removed(name)
        self.made.append(name)
        return True

    def _triage(self, draft: Draft) -> str:
        if self.triage == "none":
            return ""
        return draft.triage or ("new" if self.triage == "all" else "")

    def _offers(self, matches: Matches, added: dict[str, Change]) -> tuple[Offer, ...]:
        return tuple(
            Offer(entry.id, added[draft.key].entry, round(likeness(entry.body, draft.body), 2))
            for entry, draft in matches.offers
            if draft.key in added and added[draft.key].kind == "added"
        )

    def _edit(self, entry: EntryId, edit: splice.Edit) -> None:
        self.edits.setdefault(self.homes[entry], []).append(edit)


def _left_alone(count: int) -> str:
    return f"{count} entr{'y' if count == 1 else 'ies'} came from; they are left as they are"


def _conflict(said: dict[str, Value]) -> list[tuple[str, Value]]:
    value = said.get("conflict", ())
    return [one for one in value if isinstance(one, tuple)] if isinstance(value, tuple) else []


def _front(entry: Entry) -> list[tuple[str, None, Value]]:
    """What a diff shows of a new entry: the question and its answer."""
    return [(key, None, value) for key, value in bodies.body_values(entry.body).items() if key != "wrong"]
