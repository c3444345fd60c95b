"""From notes, decks and history to a plan. Nothing is written here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from flashkms import notes
from flashkms.build import across, adding, housing, minting
from flashkms.build.match import Matches, match, moved, point
from flashkms.build.plan import Change, ChangeKind, FieldChange, NotePlan, Offer, Retired
from flashkms.build.sources import Source
from flashkms.build.state import State, left_alone
from flashkms.cards import bodies, merge, splice
from flashkms.cards.deck import Deck
from flashkms.cards.draft import Draft
from flashkms.cards.entry import Choice, Entry, Value, WhyNot
from flashkms.cards.likeness import key_of, likeness


class _Read(Struct, frozen=True):
    """A note whose entries were matched with its drafts; what vanished from it may be a point of another note.

    Without a *deck* nothing is done to it. *changes* has None for a pair that stays as it is.
    """

    source: Source
    plan: NotePlan
    deck: Deck | None = None
    matches: Matches = Matches((), (), (), ())
    changes: tuple[Change | None, ...] = ()
    added: dict[str, Change] = field(default_factory=dict)

    @property
    def points(self) -> frozenset[tuple[str, ...]]:
        """Those of the entries that are still told by a draft."""
        return frozenset(point(one.key, one.body) for entry, one in self.matches.pairs if not moved(entry, one))

    @property
    def passed_over(self) -> frozenset[str]:
        """The keys of the points that no rule makes a card of any more."""
        return notes.passed_over(self.source.note, self.source.drafts) if self.deck else frozenset()


def _told(entry: Entry, points: frozenset[str]) -> bool:
    """Whether the point that *entry* came from is one of *points*; of a scenario that is its question."""
    key = entry.source.key if entry.source else ""
    return key in points or (not isinstance(entry.body, Choice | WhyNot) and key.partition("/")[0] in points)


class Making(Struct):
    """One planning, from notes to changes; what it comes to is in its *state*."""

    state: State

    def notes(self, sources: Sequence[Source]) -> tuple[NotePlan, ...]:
        """The plans for all notes; the edits are kept for the end."""
        matched = self._across([self._matched(source) for source in sources])
        made = [self._completed(one) for one in matched]
        return self._offered([self._whole(one) for one in made], made)

    def deleted(self) -> tuple[NotePlan, ...]:
        """The plans for the notes that are there no more; refused when that would be every note."""
        lost = [(deck, entries) for deck in self._noteless() if (entries := self._left(deck))]
        if (
            lost
            and not any(deck.note in self.state.belonging.notes for deck in self.state.decks.values())
            and not self.state.force
        ):
            for deck, entries in lost:
                self.state.refuse(deck.note, f"the note is gone, and every other too, where {left_alone(len(entries))}")
            return ()
        return tuple(
            NotePlan(deck.note, deck.path, tuple(self._gone(entry) for entry in entries)) for deck, entries in lost
        )

    def _matched(self, source: Source) -> _Read:
        """The entries of one note that are told by its drafts, merged."""
        plan = NotePlan(source.note.path, "", lines=source.lines)
        deck = housing.deck(self.state, source)
        if deck is None:
            return _Read(source, plan)
        plan = replace(plan, deck_path=deck.path)
        entries = [
            entry
            for entry in self.state.belonging.entries(source.note.path, deck)
            if entry.id not in self.state.claimed
        ]
        matches = match(entries, source.drafts, minting.keys_by_id(source))
        if matches.vanished and not source.drafts and not self.state.force:
            self.state.refuse(source.note.path, f"nothing was found here, where {left_alone(len(entries))}")
            return _Read(source, replace(plan, unchanged=len(entries)))
        changes = tuple(self._merged(entry, draft, source) for entry, draft in matches.pairs)
        return _Read(source, plan, deck, matches, changes)

    def _across(self, read: list[_Read]) -> list[_Read]:
        """*read*, with the entries of the points that were moved from one note to another."""
        lost = [entry for one in read for entry in self._lost_to(one)]
        lost += [entry for deck in self._noteless() for entry in self._left(deck)]
        new = [(at, draft) for at, one in enumerate(read) for draft in one.matches.new]
        for entry, (at, draft) in across.moved(lost, new):
            one = read[at]
            left = tuple(other for other in one.matches.new if other is not draft)
            matches = replace(one.matches, pairs=(*one.matches.pairs, (entry, draft)), new=left)
            read[at] = replace(one, matches=matches, changes=(*one.changes, self._merged(entry, draft, one.source)))
        return read

    def _lost_to(self, read: _Read) -> list[Entry]:
        """The entries of a note whose points are nowhere in it, and are told by no copy of theirs."""
        if not read.matches.vanished:
            return []
        points = read.points
        vanished = [entry for entry in read.matches.vanished if entry.id not in self.state.claimed]
        vanished = [entry for entry in vanished if point(key_of(entry), entry.body) not in points]
        return [entry for entry in vanished if not self._kept(entry, read)]

    def _completed(self, read: _Read) -> _Read:
        """*read* with its new entries."""
        if read.deck is None:
            return read
        added = adding.added(self.state, read.deck, read.matches, read.source)
        told = tuple(change for change in (*read.changes, *added.values()) if change is not None)
        plan = replace(read.plan, changes=told, unchanged=sum(change is None for change in read.changes))
        return replace(read, plan=plan, added=added)

    def _whole(self, read: _Read) -> NotePlan:
        """The plan of a note with what vanished from it, as no other note took it over."""
        vanished = [entry for entry in read.matches.vanished if entry.id not in self.state.claimed]
        # A copy that a person made of an entry says the same point: it has not vanished.
        lost = self._lost_to(read)
        gone = tuple(self._gone(entry) for entry in lost if self._vanished(entry))
        offers = self._offers(read.matches.offers, read.added) if gone else ()
        unchanged = read.plan.unchanged + len(vanished) - len(gone)
        return replace(read.plan, changes=(*gone, *read.plan.changes), unchanged=unchanged, offers=offers)

    def _offered(self, plans: list[NotePlan], read: list[_Read]) -> tuple[NotePlan, ...]:
        """*plans* of all notes, with an offer of another note for what nothing in its own is like."""
        added = {key: change for one in read for key, change in one.added.items()}
        new = [draft for one in read for draft in one.matches.new if draft.key in one.added]
        for at, plan in enumerate(plans):
            open_ = {one.entry for one in plan.changes if one.kind == "gone"} - {one.gone for one in plan.offers}
            if open_ and new:
                offers = self._offers(across.like([self.state.ids[name] for name in sorted(open_)], new), added)
                plans[at] = replace(plan, offers=(*plan.offers, *offers))
        return tuple(plans)

    def _vanished(self, entry: Entry) -> bool:
        """Whether *entry*, whose point is not where it was, stands nowhere else, and nothing says so yet."""
        return not entry.gone and not any(
            self.state.belonging.stands(place) for place in self.state.ids[entry.id].also_in
        )

    def _kept(self, entry: Entry, read: _Read) -> bool:
        """Whether *entry* was studied, and its line stands, which only the rules of drafting pass over now."""
        return self.state.history.behind(entry.id) > 0 and _told(entry, read.passed_over)

    def _gone(self, entry: Entry) -> Change:
        self.state.edit(entry.id, splice.SetField(entry.id, "gone", value=True))
        return Change("gone", entry.id, reviews=self.state.history.behind(entry.id))

    def _left(self, deck: Deck) -> list[Entry]:
        """The entries of a deck without a note that no other note took over."""
        return [one for one in deck.entries if one.source and one.id not in self.state.claimed and self._vanished(one)]

    def _noteless(self) -> list[Deck]:
        """The decks whose note is there no more, under no name."""
        there = self.state.belonging.notes.union(self.state.renamed.values())
        return [deck for deck in self.state.decks.values() if deck.note and deck.note not in there]

    def _merged(self, entry: Entry, draft: Draft, source: Source) -> Change | None:
        self.state.claimed.add(entry.id)
        used = frozenset(self.state.history.reviews.get(entry.id, {}))
        found = merge.merged(entry, draft, used, triage=self.state.verdict_on(draft))
        # It goes by the id that this point would get as well: deleted later, it stays away, and lost, it is missed.
        self.state.made.append(minting.first(source.note.path, draft.key))
        places = self._places(entry, draft, source.note.path)
        moved_on = places != entry.also_in
        if not found.fields and not moved_on:
            return None
        self.state.ids[entry.id] = replace(entry, also_in=places)
        for key, value in (*found.fields, *([("also_in", places)] if moved_on else [])):
            self.state.edit(entry.id, splice.SetField(entry.id, key, value))
        before = bodies.values(entry)
        said = dict(found.fields)
        told = tuple(FieldChange(key, before.get(key), said.get(key)) for key in found.changed)
        told += tuple(FieldChange(key, before.get(key), dict(_conflict(said)).get(key)) for key in found.conflicts)
        behind = self.state.history.reviews.get(entry.id, {})
        retired = tuple(Retired(one, behind.get(one, 0)) for one in found.retired)
        kind: ChangeKind = "conflict" if found.conflicts else "back" if entry.gone else "changed"
        if not told and not retired and kind == "changed":
            return None  # only the link was brought up to date
        return Change(kind, entry.id, draft.line, told, self.state.history.behind(entry.id), retired)

    def _places(self, entry: Entry, draft: Draft, path: str) -> tuple[str, ...]:
        """The further places of *entry*, which is about *draft* of the note *path*: that one where it is another's."""
        old, new = f"{path}#{key_of(entry)}", f"{path}#{draft.key}"
        stands = self.state.belonging.stands
        left = {place for place in entry.also_in if place.endswith(f"#{key_of(entry)}") and not stands(place)}
        places = tuple(place for place in entry.also_in if place not in {old, new, *left})
        note = self.state.decks[self.state.homes[entry.id]].note
        at_home = not note or path == note or self.state.renamed.get(path) == note
        return places if at_home else (*places, new)

    def _offers(self, found: Iterable[tuple[Entry, Draft]], added: dict[str, Change]) -> tuple[Offer, ...]:
        return tuple(
            Offer(entry.id, added[draft.key].entry, round(likeness(entry.body, draft.body), 2))
            for entry, draft in found
            if draft.key in added and added[draft.key].kind == "added"
        )


def _conflict(said: dict[str, Value]) -> list[tuple[str, Value]]:
    value = said.get("conflict", ())
    return [one for one in value if isinstance(one, tuple)] if isinstance(value, tuple) else []
