"""How a rule makes a draft of a point: key, context, images and the author's steering are the same for all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flashkms.cards.draft import Draft
from flashkms.cards.entry import Body, Cloze
from flashkms.notes import context, key
from flashkms.notes.blanks.choose import Blank
from flashkms.notes.markdown import Hole, markdown
from flashkms.notes.note import Note, Point
from flashkms.notes.outline import Block
from flashkms.notes.rich import Rich

SURE = 6.0  # the score of what an author asked for in so many words


def draft(  # noqa: PLR0913  # a draft has that many parts
    note: Note, point: Point, body: Body, *, tags: Sequence[str] = (), points: float = SURE,
    reasons: Sequence[str] = (), sure: bool = True, slot: str = "", extra: str = "",
) -> Draft:  # fmt: skip
    """A draft of *point*; *slot* tells several of one point apart, *points* is its score."""
    source = key.of("feature", point.text, (*point.headings, *point.parents))
    return Draft(
        f"{source}/{slot}" if slot else source,
        body,
        point.line,
        point.line_end,
        extra=extra or below(point),
        context=context.of(note, point),
        tags=(*tags, *point.steering.tags),
        score=points,
        triage="" if sure or point.steering.force else "weak blank",
        reasons=tuple(reasons),
        id_hint="" if slot else point.steering.id,
    )


def cloze(  # noqa: PLR0913  # a draft has that many parts
    note: Note,
    point: Point,
    shown: Rich,
    blanks: Sequence[Blank],
    *,
    tags: Sequence[str] = (),
    slot: str = "",
    extra: str = "",
) -> Draft:
    """A cloze draft of *shown*, a text of *point*: its *blanks* numbered from 1, best first."""
    holes = [Hole(blank.start, blank.end, at, point.steering.hint or blank.hint) for at, blank in enumerate(blanks, 1)]
    reasons = [f"{shown.plain[blank.start : blank.end]}: {blank.reason}" for blank in blanks]
    body = Cloze(markdown(shown, holes))
    sure = blanks[0].sure
    return draft(
        note, point, body, tags=tags, points=blanks[0].score, reasons=reasons, sure=sure, slot=slot, extra=extra
    )


def most(note: Note, usual: int) -> int:
    """How many blanks of one point are wanted: *usual*, or fewer where *note* says so."""
    return min(note.max_blanks or usual, usual)


def below(point: Point) -> str:
    """What hangs at *point*, for the back: its images, code and quotations."""
    return hanging(point.blocks)


def hanging(blocks: Iterable[Block]) -> str:
    """*blocks* as they stand on a back; a table makes cards of its own."""
    return "\n\n".join(block.text for block in blocks if block.kind != "table")
