"""The three-way merge of an entry with what its note says now, field by field.

The third side, what was generated last, is known by a digest of each field in the entry's `source:` line. A field
that only the note changed follows the note; one that a person changed stays; where both did, the person's stays and
the note's stands beside it under `conflict:`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator

from msgspec import Struct

from flashkms.cards import bodies
from flashkms.cards.alignment import aligned, canonical
from flashkms.cards.bodies import Values
from flashkms.cards.card import card_ordinals
from flashkms.cards.cloze import ordinals, renumbered, without_blanks
from flashkms.cards.deck import Deck
from flashkms.cards.draft import Draft
from flashkms.cards.entry import Cloze, Entry, EntryId, Question, Source, Value, WrongOption
from flashkms.cards.fields import CONTEXT_MARK, ENTRY_FIELDS
from flashkms.cards.kept import kept
from flashkms.errors import Problem

_NOT_GENERATED = {
    "id",
    "suspended",
    "triage",
    "gone",
    "retired",
    "conflict",
    "also_in",
    "source",
    "lint_ignore",
}
GENERATED = tuple(field.name for field in ENTRY_FIELDS if field.name not in _NOT_GENERATED and field.name != "answers")
_DIGITS = 6  # of a field's digest: one edit in sixteen million goes unnoticed


class Merge(Struct, frozen=True):
    """What a merge asks to be written: *fields* with their new values, an empty one to be removed.

    *changed* are the keys that follow the note, *conflicts* those where a person wrote something else, *retired* the
    numbers of blanks that are there no more, beyond those that the entry says so of.
    """

    fields: tuple[tuple[str, Value], ...]
    changed: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()
    retired: tuple[int, ...] = ()


def generated(draft: Draft) -> Values:
    """The fields that *draft* fills, in the order of a deck file."""
    said = bodies.body_values(draft.body)
    said |= {
        "extra": draft.extra,
        "cue": draft.cue,
        "context": CONTEXT_MARK.join(draft.context),
        "tags": draft.tags,
        "images": draft.images,
    }
    return {key: said[key] for key in GENERATED if said.get(key)}


def entry(draft: Draft, name: EntryId, *, triage: str) -> Entry:
    """The new entry of *draft* with the id *name*, waiting for a verdict when *triage* says why."""
    said = generated(draft)
    digests = tuple((key, digest(key, value)) for key, value in said.items())
    line = bodies.source_line(Source(draft.key, digests))
    return bodies.entry({"id": name, **said, "triage": triage, "source": line})


def merged(entry: Entry, draft: Draft, used: frozenset[int] = frozenset(), *, triage: str = "") -> Merge:
    """What *entry* needs to say what *draft* says, as far as no person wrote something else.

    *used* are ordinals that reviews speak of; a blank of its own gets none of them. Blanks that were studied, or set by
    a person, stay where only the rules of drafting would choose others now: the line in the note is the same. So do
    studied ones whose words still stand in a line that was reworded elsewhere. *triage* says why the cards of *draft*
    wait for a verdict, which they do where none of the former ones is left.
    """
    mine, theirs = bodies.values(entry), generated(draft)
    lost = _renumber(entry, theirs, used, steered=draft.steered)
    base = dict(entry.source.fields) if entry.source else {}
    conflict = dict(entry.conflict)
    wanted: Values = {}
    changed: list[str] = []
    conflicts: list[str] = []
    stays = _chosen_otherwise(entry, draft, used)
    for key in GENERATED:
        if key == "cloze" and stays:
            conflict.pop(key, None)
            base.setdefault(key, "")
            continue
        ours, said = mine.get(key), theirs.get(key)
        now, then = digest(key, said), base.get(key, "")
        if digest(key, ours) == now:
            conflict.pop(key, None)
        elif digest(key, ours) == then:
            wanted[key] = said if said is not None else ""
            changed.append(key)
        elif said is None:
            conflict.pop(key, None)  # the note says nothing there, and so nothing else
        elif now != then:
            conflict[key] = said
            conflicts.append(key)
        base[key] = now
    # A blank that a person took out by hand is known by its reviews.
    away = {*(lost if "cloze" in changed else ()), *_removed(entry, used)} - {*entry.retired}
    if away:
        wanted["retired"] = tuple(sorted({*entry.retired, *away}))
    if triage and "cloze" in changed and not {*ordinals(str(theirs["cloze"]))} & {*card_ordinals(entry)}:
        wanted["triage"] = entry.triage or triage
    source = bodies.source_line(Source(draft.key, tuple((key, base[key]) for key in GENERATED if base[key])))
    wanted |= {"gone": False, "conflict": tuple((key, conflict[key]) for key in GENERATED if key in conflict)}
    wanted["source"] = source
    fields = tuple((key, value) for key, value in wanted.items() if (mine.get(key) or "") != (value or ""))
    return Merge(fields, tuple(changed), tuple(conflicts), tuple(sorted(away)))


def owned(entry: Entry) -> bool:
    """Whether a person changed what *entry* asks since it was generated, so that its words tell no point any more."""
    (asked, said), *_ = bodies.body_values(entry.body).items()
    then = dict(entry.source.fields).get(asked, "") if entry.source else ""
    return bool(then) and digest(asked, said) != then


def stands_as(entry: Entry, draft: Draft) -> bool:
    """Whether *draft* stands below the very headings and parents below which *entry* was generated."""
    then = dict(entry.source.fields).get("context", "") if entry.source else ""
    return then == digest("context", CONTEXT_MARK.join(draft.context))


def succeeded(gone: Entry, successor: Entry, used: frozenset[int] = frozenset()) -> Values:
    """The fields of *gone* when it lives on with the words of *successor*: its id stays, and what a person set.

    Blanks keep their numbers as in a merge; the only blank of both is the same one, since a person says so.
    """
    said = bodies.values(successor) | {"id": gone.id}
    retired = {*gone.retired}
    if isinstance(gone.body, Cloze) and isinstance(successor.body, Cloze):
        old, new = card_ordinals(gone), card_ordinals(successor)
        text, lost = aligned(gone.body.text, successor.body.text, frozenset({*retired, *used, *old}))
        if lost == old and len(old) == len(new) == 1:
            text, lost = renumbered(successor.body.text, {new[0]: old[0]}), ()
        said["cloze"] = text
        retired |= {*lost}
    if isinstance(gone.body, Question) and isinstance(successor.body, Question):
        said["reverse"] = gone.body.reverse or successor.body.reverse
    said |= {"retired": tuple(sorted(retired)), "suspended": gone.suspended, "lint_ignore": gone.lint_ignore}
    return {key: value for key, value in said.items() if value and key not in {"gone", "conflict"}}


def settled(entry: Entry) -> Values:
    """The fields of *entry* that change when the note's words are taken where they are in conflict with a person's."""
    said: Values = {**dict(entry.conflict), "conflict": ""}
    text = said.get("cloze")
    if isinstance(entry.body, Cloze) and isinstance(text, str):
        lost = {*card_ordinals(entry)} - {*ordinals(text)}
        if lost:
            said["retired"] = tuple(sorted({*entry.retired, *lost}))
    return said


def conflicts(decks: Iterable[Deck]) -> Iterator[Problem]:
    """A problem for each entry of which the note says something else than a person wrote."""
    for deck in decks:
        for one in deck.entries:
            if one.conflict:
                keys = " and ".join(f"`{key}`" for key, _ in one.conflict)
                hint = f"`flashkms triage take {one.id}` takes the note's words, `… leave {one.id}` keeps yours"
                yield Problem(deck.path, one.line, f"the note says something else now for {keys}", hint)


def digest(key: str, value: Value | None) -> str:
    """Six hex digits of what a field says; empty for one that says nothing. Numbers of blanks make no difference."""
    if not value:
        return ""
    said = canonical(value) if key == "cloze" and isinstance(value, str) else value
    text = json.dumps(_plain(said), ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]


def _plain(value: object) -> object:
    if isinstance(value, WrongOption):
        return [value.option, value.why]
    return [_plain(one) for one in value] if isinstance(value, tuple) else value


def _chosen_otherwise(entry: Entry, draft: Draft, used: frozenset[int]) -> bool:
    """Whether *draft* has the line of *entry*, and hides other words of it for no reason of an author's."""
    if not (isinstance(entry.body, Cloze) and isinstance(draft.body, Cloze)) or draft.steered or not entry.source:
        return False
    ours = entry.body.text
    if digest("cloze", ours) == digest("cloze", draft.body.text):
        return False
    owned = digest("cloze", ours) != dict(entry.source.fields).get("cloze")
    studied = bool(used & {*card_ordinals(entry)})
    return (owned or studied) and without_blanks(ours) == without_blanks(draft.body.text)


def _removed(entry: Entry, used: frozenset[int]) -> frozenset[int]:
    return used - {*card_ordinals(entry)} if isinstance(entry.body, Cloze) else frozenset()


def _renumber(entry: Entry, theirs: Values, used: frozenset[int], *, steered: bool) -> tuple[int, ...]:
    """Give the blanks of *theirs* the ordinals of *entry*; the ordinals that are lost.

    A studied one is not, as long as its words stand, unless the author *steered* what is hidden.
    """
    text = theirs.get("cloze")
    if not isinstance(entry.body, Cloze) or not isinstance(text, str):
        return ()
    ours = entry.body.text
    text, lost = aligned(ours, text, frozenset({*entry.retired, *used, *card_ordinals(entry)}))
    theirs["cloze"], left = kept(ours, text, used.intersection(lost) if not steered else ())
    return tuple(one for one in lost if one not in left)
