"""Coverage: what became of every line of a note, so that nothing is dropped in silence."""

from __future__ import annotations

from collections.abc import Iterable

from flashkms.cards.draft import Draft
from flashkms.notes import rich, rules
from flashkms.notes.line import Line
from flashkms.notes.note import Fate, LineFate, Note, Point

_UNPLACED: tuple[Fate, str] = ("not_understood", "the reader has no place for it")


def coverage(note: Note, drafts: Iterable[Draft]) -> tuple[LineFate, ...]:
    """The fate of every line of *note*'s body that is not blank, in order; *drafts* are those made from it."""
    fates: dict[int, tuple[Fate, str]] = {}
    for remark in note.remarks:
        _settle(fates, remark.line, remark.line_end, remark.fate, remark.why)
    drafted = _drafted(drafts)
    for point in note.points:
        _settle_point(fates, note, point, drafted)
    for table in note.tables:
        why = "table" if note.enabled else note.why_not
        _settle(
            fates,
            table.line,
            table.line_end,
            "context" if drafted.keys() & set(range(table.line, table.line_end + 1)) else "skipped",
            why,
        )
    for line, kind in drafted.items():
        fates[line] = ("card", kind)
    for scenario in note.scenarios:
        if scenario.line in drafted:
            _settle(fates, scenario.line, scenario.line_end, "card", "scenario")
    return tuple(
        LineFate(line.number, line.text, *(fates.get(line.number) or _wordless(line)))
        for line in note.lines
        if line.kind not in ("blank", "head")
    )


def _wordless(line: Line) -> tuple[Fate, str]:
    """What is said of a line that belongs to nothing: a bullet may stand empty, or hold no more than a picture."""
    if line.kind not in ("bullet", "text", "image") or rich.without_images(line.text).strip():
        return _UNPLACED
    return ("context", "image") if line.text.strip() else ("skipped", "an empty bullet")


def _drafted(drafts: Iterable[Draft]) -> dict[int, str]:
    lines: dict[int, str] = {}
    for draft in drafts:
        for line in range(draft.line, draft.line_end + 1):
            lines.setdefault(line, draft.key.partition("@")[0])
    return lines


def _settle(fates: dict[int, tuple[Fate, str]], line: int, end: int, fate: Fate, why: str) -> None:
    for number in range(line, end + 1):
        fates.setdefault(number, (fate, why))


def _settle_point(fates: dict[int, tuple[Fate, str]], note: Note, point: Point, drafted: dict[int, str]) -> None:
    hit = point.line in drafted
    if not hit:
        made = rules.outcome(note, point)
        _settle(
            fates,
            point.line,
            point.line_end,
            made.fate if not made.drafts else "skipped",
            made.why or "says the same as another point",
        )
    for block in point.blocks:
        if block.kind == "table":
            continue
        fate: Fate = "card" if hit else "context" if block.kind == "image" else "skipped"
        _settle(fates, block.line, block.line_end, fate, block.kind)
