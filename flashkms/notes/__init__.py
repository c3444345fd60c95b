"""Study notes: Markdown as people write it into points and scenarios, and those into drafts. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flashkms.cards.draft import Draft
from flashkms.notes import exam, key, kinds, likefronts, pictures, rules
from flashkms.notes.coverage import coverage
from flashkms.notes.line import conflict
from flashkms.notes.note import LineFate, Note
from flashkms.notes.reader import parse
from flashkms.notes.rules import table

__all__ = ["LineFate", "Note", "conflict", "coverage", "drafts", "parse", "passed_over"]


def drafts(note: Note) -> tuple[Draft, ...]:
    """What the drafting rules propose for *note*, in note order; empty when the note is not enabled.

    Two points of the same text under the same headings make one draft, at the first of them.
    """
    found: dict[str, Draft] = {}
    for draft in sorted(_all(note), key=lambda draft: draft.line):
        if kinds.wanted(note, draft):
            found.setdefault(draft.key, draft)
    return pictures.placed(note, likefronts.told(found.values()))


def passed_over(note: Note, drafts: Iterable[Draft]) -> frozenset[str]:
    """The keys of the points of *note* that rules alone, and no word of its author's, leave without one of *drafts*.

    So are those of the questions that are asked by a choice alone.
    """
    if not note.enabled or note.only_written or note.kinds:
        return frozenset()
    keys = {key.of("feature", one.text, (*one.headings, *one.parents)) for one in note.points if not one.steering.skip}
    keys -= {draft.key.partition("/")[0] for draft in drafts}
    return frozenset(keys | {exam.source_of(one) for one in note.scenarios if exam.asks_by_choice(note, one)})


def keys_of(note: Note, text: str) -> Iterator[str]:
    """The keys that a point, and a question, of the words *text* has, wherever in *note* it stands."""
    for path in dict.fromkeys((*one.headings, *one.parents) for one in note.points):
        yield key.of("feature", text, path)
    for path in dict.fromkeys(one.headings[1:] for one in note.scenarios):
        yield key.of("scenario", text, path)


def _all(note: Note) -> Iterator[Draft]:
    for point in note.points:
        yield from rules.drafts_of(note, point)
    for found in note.tables:
        yield from table.drafts(note, found)
    for scenario in note.scenarios:
        yield from exam.drafts(note, scenario)
