"""Pictures that hang at no card: those of a heading, and of a bullet that is only shown above others.

Each stands on the back of one card below the same heading: the first one under the picture, else the last one above.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from flashkms.cards.draft import Draft
from flashkms.notes.note import Note
from flashkms.notes.outline import Block
from flashkms.notes.rules.steps import is_steps


def placed(note: Note, drafts: Sequence[Draft]) -> tuple[Draft, ...]:
    """*drafts*, in note order, with the loose pictures of *note* on their backs."""
    told: dict[str, list[str]] = defaultdict(list)
    for block, host in _hosts(note, drafts):
        told[host.key].append(block.text)
    return tuple(
        replace(one, extra="\n\n".join((*filter(None, [one.extra]), *told[one.key]))) if one.key in told else one
        for one in drafts
    )


def shown(note: Note, drafts: Iterable[Draft]) -> frozenset[int]:
    """The lines of the loose pictures of *note* that stand on the back of one of *drafts*."""
    return frozenset(block.line for block, _ in _hosts(note, sorted(drafts, key=lambda draft: draft.line)))


def _hosts(note: Note, drafts: Sequence[Draft]) -> Iterator[tuple[Block, Draft]]:
    """Each loose picture with its draft; *drafts* are in note order."""
    loose = _loose(note, drafts) if note.enabled else []
    if not loose:
        return
    parts = [line.number for line in note.lines if line.kind == "heading"]
    asked = [draft for draft in drafts if "scenario" not in draft.tags]
    for block in loose:
        place = bisect_right(parts, block.line)
        start, end = (parts[place - 1] if place else 0), (parts[place] if place < len(parts) else len(note.lines) + 1)
        near = [draft for draft in asked if start <= draft.line < end]
        below = next((draft for draft in near if draft.line > block.line), None)
        if below or near:
            yield block, below or near[-1]


def _loose(note: Note, drafts: Sequence[Draft]) -> list[Block]:
    found = list(note.pictures)
    pictured = [one for one in note.points if any(block.kind == "image" for block in one.blocks)]
    if pictured:
        drafted = {line for draft in drafts for line in range(draft.line, draft.line_end + 1)}
        steps = {draft.line for draft in drafts if is_steps(draft)}
        for point in pictured:
            asked = point.line in drafted or (point.steps and point.steps.line in steps) or point.steering.skip
            found += () if asked else (block for block in point.blocks if block.kind == "image")
    return sorted(found, key=lambda block: block.line)
