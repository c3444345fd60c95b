"""Tables: a card a row, its label in view; without labels, each cell is the cue of the other."""

from __future__ import annotations

import re

from flashkms.cards.draft import Draft
from flashkms.cards.entry import Cloze
from flashkms.cards.lint.words import content_words
from flashkms.notes import context, key, rich
from flashkms.notes.blanks.hint import spelled
from flashkms.notes.markdown import Hole, markdown
from flashkms.notes.note import Note, Table
from flashkms.notes.rich import Rich
from flashkms.notes.rules import making

_LABELS = re.compile(
    r"|-|#|no\.?|item|items|features?|name|type|types|category|aspect|property|criteria|topic|구분|항목|분류|종류|기능|특징",
    re.IGNORECASE,
)
_EMPTY = re.compile(r"[-–—xXoO✓✔✗×?.]*|n/?a|none|yes|no|없음", re.IGNORECASE)
_WHETHER = frozenset(("available", "enabled", "no", "non", "not", "possible", "supported", "yes"))
LONGEST = 90  # characters of a cell that can be asked for as a whole
MOST = 4  # cells of one row that are asked for


def drafts(note: Note, table: Table) -> tuple[Draft, ...]:
    """A cloze of every row of *table* that holds something to ask for."""
    labelled = _labelled(table)
    made = (_row(note, table, line, cells, labelled=labelled) for line, cells in table.rows)
    return tuple(draft for draft in made if draft)


def _labelled(table: Table) -> bool:
    """Whether the first column names what each row is about."""
    if len(table.header) > 2 or _LABELS.fullmatch(rich.read(table.header[0]).plain.strip()):
        return True
    first = [rich.read(cells[0]).plain for _, cells in table.rows if cells]
    return bool(first) and sum(len(cell.split()) for cell in first) <= 3 * len(first) and len(set(first)) == len(first)


def _row(note: Note, table: Table, line: int, cells: tuple[str, ...], *, labelled: bool) -> Draft | None:
    parts: list[Rich] = []
    runs: list[rich.Run] = []
    holes: list[Hole] = []
    plain = ""
    shown = [rich.read(cell) for cell in cells[: len(table.header)]]
    heads = [rich.read(head).plain.strip(" :") for head in table.header]
    numbers: dict[str, int] = {}
    most = making.most(note, MOST)
    for at, cell in enumerate(shown):
        lead = "" if labelled and at == 0 else f"{heads[at]}: " if heads[at] else ""
        plain += (" — " if labelled and at == 1 else "; " if at else "") + lead
        offset = len(plain)
        plain += cell.plain
        runs += [run.moved(offset) for run in cell.runs]
        parts.append(cell)
        others = [other.plain for place, other in enumerate(shown) if place != at]
        if (at or not labelled) and _askable(cell.plain) and _led_to(cell.plain, others) and len(numbers) < most:
            number = numbers.setdefault(key.folded(cell.plain), len(numbers) + 1)
            # Without a label of the row, much could stand beside the other cells.
            hint = "" if labelled else spelled(cell.plain)
            holes.append(Hole(offset, offset + len(cell.plain), number, hint))
    if not holes or (labelled and not parts[0].plain):
        return None
    source = key.of("table", plain, (*table.headings, *table.parents, *heads))
    text = markdown(Rich(plain, tuple(sorted(runs))), holes)
    reasons = tuple(f"{plain[hole.start : hole.end]}: cell of {heads[0] or 'the table'}" for hole in holes)
    above = context.line(note, table.headings, table.parents)
    return Draft(source, Cloze(text), line, line, context=above, tags=("table",), score=2.0, reasons=reasons)


def _led_to(cell: str, others: list[str]) -> bool:
    """Whether the *others* of its row lead to *cell*: they say more than whether, and do not say it themselves."""
    telling = [word for other in others for word in content_words(other) if word not in _WHETHER]
    return bool(telling) and not set(content_words(cell)) <= set(telling)


def _askable(cell: str) -> bool:
    return bool(cell) and len(cell) <= LONGEST and not _EMPTY.fullmatch(cell)
