"""What an author wrote as a card: native blanks, `Q::A`, `==marks==`, and steering comments."""

from __future__ import annotations

import re

from msgspec.structs import replace

from flashkms.cards import cloze as native
from flashkms.cards.draft import Draft
from flashkms.cards.entry import Cloze, Question
from flashkms.notes import pair, rich
from flashkms.notes.blanks import choose
from flashkms.notes.blanks.choose import Blank
from flashkms.notes.markdown import markdown
from flashkms.notes.note import Note, Point
from flashkms.notes.outline import TAG
from flashkms.notes.rules import making
from flashkms.notes.rules.outcome import Outcome, skipped
from flashkms.notes.steering import SKIPPED

_CODE = re.compile(r"(`+)(?:(?!\1).)*\1")
_OPENING = re.compile(r"\{\{c(\d{1,3})::")
SHORT = 6  # words: what stands before `::` is a term, and asks both ways


def outcome(note: Note, point: Point) -> Outcome | None:  # noqa: PLR0911  # a return a reason
    """The cards that the author of *point* asked for; None when nothing is asked."""
    asked = point.steering
    if asked.skip:
        return skipped(SKIPPED)
    if asked.question or asked.answer:
        text = markdown(point.rich, links=True)
        body = Question(asked.question or text, (asked.answer or text,))
        return Outcome((making.draft(note, point, body, reasons=("asked for in a comment",)),))
    if asked.blanks:
        return _forced(note, point)
    if point.answer:
        front = Question(markdown(point.rich), (point.answer,), reverse=point.both)
        return Outcome((making.draft(note, point, front, reasons=("written as a card by the author",)),))
    if "{{c" in point.source and (made := _native(note, point)):
        return Outcome((made,))
    if broken(point):
        return skipped("its blank is empty or never closed")
    if made := _both(note, point):
        return Outcome((made,))
    marks = choose.marked(point.rich)
    return Outcome((replace(making.cloze(note, point, point.rich, marks), steered=True),)) if marks else None


def missing(point: Point) -> tuple[str, ...]:
    """The blanks that a comment asks for and *point* does not hold."""
    return tuple(part for part in point.steering.blanks if rich.read(part).plain not in point.text)


def _forced(note: Note, point: Point) -> Outcome:
    blanks: list[Blank] = []
    for part in (rich.read(asked).plain for asked in point.steering.blanks):
        start = point.text.find(part)
        if start >= 0 and not any(start < blank.end and blank.start < start + len(part) for blank in blanks):
            blanks.append(Blank(start, start + len(part), making.SURE, "asked for in a comment", sure=True))
    if not blanks:
        return skipped("the comment's blank is not in the line")
    return Outcome((replace(making.cloze(note, point, point.rich, blanks), steered=True),))


def _native(note: Note, point: Point) -> Draft | None:
    """A cloze whose author set the blanks; numbers, hints and nesting stay."""
    text = rich.without_images(point.source)
    code = [match.span() for match in _CODE.finditer(text)]
    found = [blank for blank in native.blanks(text) if not any(start <= blank.start < end for start, end in code)]
    if not found:
        return None
    parts: list[str] = []
    at = 0
    for blank in found:
        parts += [
            markdown(rich.read(text[at : blank.start] + "\ue010")).removesuffix("\ue010"),
            text[blank.start : blank.end],
        ]
        at = blank.end
    parts.append(_tail(text[at:]))
    body = Cloze(_spaced(text, parts, found))
    return replace(making.draft(note, point, body, reasons=("blanks set by the author",)), steered=True)


def _tail(text: str) -> str:
    return markdown(rich.read("\ue010" + text)).removeprefix("\ue010")


def _spaced(text: str, parts: list[str], found: list[native.Blank]) -> str:
    """*parts* joined with the spaces that stood around the blanks of *text*."""
    out = parts[0]
    for at, blank in enumerate(found):
        before = " " if text[blank.start - 1 : blank.start].isspace() and out and not out.endswith(" ") else ""
        after = parts[2 * at + 2]
        gap = " " if text[blank.end : blank.end + 1].isspace() and after and not after.startswith(" ") else ""
        out += before + parts[2 * at + 1] + gap + after
    return out


def _in_a_name(point: Point, found: re.Match[str]) -> bool:
    """Whether `::` is glued into something that is stressed or linked as a whole: `**fe80::1**` is one name."""
    if not pair.glued(found):
        return False
    before = point.source.count("::", 0, found.start("sign"))
    at = [match.start() for match in re.finditer("::", point.text)][before : before + 1]
    return any(run.start <= at[0] and at[0] + 2 <= run.end for run in point.rich.runs) if at else False


def broken(point: Point) -> bool:
    """Whether the author of *point* opened a blank, outside of code, and wrote none that can be read."""
    if "{{c" not in point.source:
        return False
    text = _CODE.sub("", point.source)
    return bool(_OPENING.search(text)) and not native.blanks(text)


def _both(note: Note, point: Point) -> Draft | None:
    """`question :: answer`; with three colons, and for a term, both ways."""
    found = pair.find(point.source)
    if not found or _in_a_name(point, found):
        return None
    left = rich.read(TAG.sub("", point.source[: found.start("sign")]))
    right = rich.read(TAG.sub("", point.source[found.start("right") :]))
    if not left.plain or not right.plain:
        return None
    term = not left.plain.endswith(("?", "？")) and len(left.plain.split()) <= SHORT
    body = Question(markdown(left), (markdown(right, links=True),), reverse=":::" in found["sign"] or term)
    return making.draft(
        note, point, body, tags=("definition",) if term else (), reasons=("written as a card by the author",)
    )
