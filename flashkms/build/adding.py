"""New entries: what they are called, where they stand, and which a person does not want back."""

from __future__ import annotations

from msgspec.structs import replace

from flashkms.build import minting
from flashkms.build.match import Matches
from flashkms.build.plan import Change, FieldChange
from flashkms.build.sources import Source
from flashkms.build.state import State
from flashkms.cards import bodies, identity, merge, splice
from flashkms.cards.deck import Deck
from flashkms.cards.draft import Draft
from flashkms.cards.entry import Entry, EntryId, Value
from flashkms.cards.likeness import same_text
from flashkms.errors import Problem


def added(state: State, deck: Deck, matches: Matches, source: Source) -> dict[str, Change]:
    """The changes for new drafts, by key, each entry after that of the draft before it."""
    paired = {draft.key: entry.id for entry, draft in matches.pairs if state.homes[entry.id] == deck.path}
    new = {draft.key for draft in matches.new}
    changes: dict[str, Change] = {}
    after = EntryId("")
    if new and _may_hold_more(state, deck, source):
        said = "no new point is added: an entry that was made for this note may stand in what cannot be read"
        state.problems.append(Problem(deck.path, state.blocked[deck.path], said, "mend the file, then build again"))
        return changes
    for draft in source.drafts:
        if draft.key in new and (change := _new(state, deck, draft, source, after)):
            changes[draft.key] = change
            after = change.entry if change.kind == "added" else after
        after = paired.get(draft.key, after)
    return changes


def _may_hold_more(state: State, deck: Deck, source: Source) -> bool:
    """Whether entries of a note are missing, and its deck file has problems that may hide them."""
    if deck.path not in state.blocked:
        return False
    prefix = f"{identity.slug(source.note.path)}-"
    there = state.ids.keys() | {minting.first(source.note.path, key) for key in state.points()}
    made = (name for name in state.history.made if name.startswith(prefix) and name not in there)
    return any(state.history.missing(name) for name in made)


def _new(state: State, deck: Deck, draft: Draft, source: Source, after: EntryId) -> Change | None:
    name = _id(state, draft, source)
    if name is None:
        return None
    twin = state.texts.get(same_text(draft.body))
    if twin is not None and state.homes[twin] != deck.path:
        return _twin(state, twin, draft, source)
    entry = merge.entry(draft, name, triage=state.verdict_on(draft))
    state.ids[name] = entry
    state.homes[name] = deck.path
    state.texts.setdefault(same_text(entry.body), name)
    state.claimed.add(name)
    state.made.append(name)
    if deck.path in state.fresh:
        fresh = state.fresh[deck.path]
        state.fresh[deck.path] = replace(fresh, entries=(*fresh.entries, entry))
    else:
        state.edit(name, splice.AddEntry(tuple(bodies.values(entry).items()), after))
    return Change("added", name, draft.line, tuple(FieldChange(*one) for one in _front(entry)))


def _twin(state: State, twin: EntryId, draft: Draft, source: Source) -> Change | None:
    """The same text stands in another note: its entry says so, and is asked once."""
    entry = state.ids[twin]
    place = f"{source.note.path}#{draft.key}"
    if place in entry.also_in:
        return None
    state.ids[twin] = replace(entry, also_in=(*entry.also_in, place))
    if fresh := state.fresh.get(state.homes[twin]):
        entries = tuple(state.ids[twin] if one.id == twin else one for one in fresh.entries)
        state.fresh[fresh.path] = replace(fresh, entries=entries)
    else:
        state.edit(twin, splice.SetField(twin, "also_in", state.ids[twin].also_in))
    return Change("duplicate", twin, draft.line, reviews=state.history.behind(twin))


def _id(state: State, draft: Draft, source: Source) -> EntryId | None:
    """The id for a new entry; None when a person removed it, or cut its link."""
    for name in identity.minted(source.note.path, draft.key, draft.id_hint):
        present = state.ids.get(name)
        if present is None and name in state.spelt:
            continue
        if present is None:
            return None if _removed(state, name, draft, source) else name
        if present.source is None:
            return None
    return None


def _removed(state: State, name: EntryId, draft: Draft, source: Source) -> bool:
    """Whether a person removed the entry of *draft*, which is *name* now, or went by what its note was called."""
    former = state.renamed.get(source.note.path)
    before = minting.first(former, draft.key) if former else name
    if before in state.ids or not state.history.removed(before):
        return state.history.removed(name)
    state.made.append(name)
    return True


def _front(entry: Entry) -> list[tuple[str, None, Value]]:
    """What a diff shows of a new entry: the question and its answer."""
    return [(key, None, value) for key, value in bodies.body_values(entry.body).items() if key != "wrong"]
