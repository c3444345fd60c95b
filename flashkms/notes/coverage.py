"""Coverage: what became of every line of a note, so that nothing is dropped in silence."""

from __future__ import annotations

from collections.abc import Sequence

from flashkms.cards.draft import Draft
from flashkms.notes import kinds, pictures, rich, rules
from flashkms.notes.line import Line
from flashkms.notes.note import Fate, LineFate, Note, Point, Table
from flashkms.notes.rules.steps import is_steps

_Told = tuple[Fate, str]
_UNPLACED: _Told = ("not_understood", "the reader has no place for it")
_SAME: _Told = ("skipped", "says the same as another point")
_UNWANTED: _Told = ("skipped", kinds.UNWANTED)
_BLOCKS = {"image": "a picture of no card", "code": "code", "quote": "quotation"}


def coverage(note: Note, drafts: Sequence[Draft]) -> tuple[LineFate, ...]:
    """The fate of every line of *note*'s body that is not blank, in order; *drafts* are those made from it."""
    fates = _Fates(note, drafts)
    for remark in note.remarks:
        fates.settle(remark.line, remark.line_end, (remark.fate, remark.why))
    for point in note.points:
        fates.point(point)
    for block in note.pictures:
        fates.picture(block.line, block.line_end)
    for table in note.tables:
        fates.table(table)
    fates.cards()
    for scenario in note.scenarios:
        asked = scenario.line in fates.drafted
        fates.settle(scenario.line, scenario.line_end, ("card", "scenario") if asked else fates.unasked)
    return tuple(
        LineFate(line.number, line.text, *(fates.by_line.get(line.number) or _wordless(line)))
        for line in note.lines
        if line.kind not in ("blank", "head")
    )


def _wordless(line: Line) -> _Told:
    """What is said of a line that belongs to nothing: a bullet may stand empty."""
    if line.kind not in ("bullet", "text", "image") or rich.without_images(line.text).strip():
        return _UNPLACED
    return ("skipped", _BLOCKS["image"] if line.text.strip() else "an empty bullet")


class _Fates:
    """What is known of the lines of *note*, of which *drafts* were made; the first word on a line stands."""

    def __init__(self, note: Note, drafts: Sequence[Draft]) -> None:
        self.by_line: dict[int, _Told] = {}
        self.drafted: dict[int, str] = {}
        for draft in drafts:
            for line in range(draft.line, draft.line_end + 1):
                self.drafted.setdefault(line, draft.key.partition("@")[0])
        self.unasked = _UNWANTED if note.kinds else _SAME
        self._note = note
        self._pictured = pictures.shown(note, drafts)
        drafted = [point for point in note.points if point.line in self.drafted]
        self._above = {(point.headings, parent) for point in drafted for parent in point.parents}
        self._steps = {draft.line for draft in drafts if is_steps(draft)}

    def settle(self, line: int, end: int, told: _Told) -> None:
        for number in range(line, end + 1):
            self.by_line.setdefault(number, told)

    def cards(self) -> None:
        """All lines that drafts were made from are cards, but for what was left out or stands loose among them."""
        for line, kind in self.drafted.items():
            if self.by_line.get(line, _UNPLACED)[0] != "skipped":
                self.by_line[line] = ("card", kind)

    def point(self, point: Point) -> None:
        hit = point.line in self.drafted
        if not hit:
            told = self._told(point)
            hit = told[0] == "card"
            self.settle(point.line, point.line_end, told)
        for block in point.blocks:
            if block.kind == "table":
                continue
            if hit:
                self.settle(block.line, block.line_end, ("card", block.kind))
            elif block.kind == "image":
                self.picture(block.line, block.line_end)
            else:
                self.settle(block.line, block.line_end, ("skipped", _BLOCKS[block.kind]))

    def _told(self, point: Point) -> _Told:
        """Why nothing was drafted at *point*."""
        made = rules.outcome(self._note, point)
        if made.drafts:
            return _SAME if any(kinds.wanted(self._note, draft) for draft in made.drafts) else _UNWANTED
        if made.fate == "card" and not (point.steps and point.steps.line in self._steps):
            return self.unasked
        if made.fate == "skipped" and (point.headings, point.text) in self._above:
            return "context", "label of the points below it"
        return made.fate, made.why

    def picture(self, line: int, end: int) -> None:
        shown = line in self._pictured
        self.settle(line, end, ("card", "image") if shown else ("skipped", _BLOCKS["image"]))

    def table(self, table: Table) -> None:
        rows = [line for line, _ in table.rows]
        drafted = any(line in self.drafted for line in rows)
        for line in rows:
            if line not in self.drafted:
                unwanted = self._note.kinds and not drafted
                self.settle(line, line, _UNWANTED if unwanted else ("skipped", "a row with nothing to ask for"))
        self.settle(table.line, table.line_end, ("context", "table") if drafted else ("skipped", "table"))
