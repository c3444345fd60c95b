"""The note types that flashkms gives to Anki: fields, templates, style, and the ids that identify them.

All of it is frozen. A field that is added, renamed or moved makes Anki copy the whole note type ("flashkms Cloze+")
and stop updating the old notes; therefore each type carries spare fields, and the ids are numbers written down here.
The text of a template and the style may change: raise `REVISION`, and Anki takes the newer ones.
"""

from __future__ import annotations

from enum import IntEnum
from functools import cache
from pathlib import Path

from msgspec import Struct

# Seconds since 1970 of the last change to a template or to the style: Anki updates a note type that is older.
REVISION = 1795872897

_SPARES = ("Spare 1", "Spare 2", "Spare 3")
_TEMPLATES = Path(__file__).with_name("templates")


class NoteTypeId(IntEnum):
    """The ids of the note types in Anki, for ever."""

    QUESTION = 1763900000101
    CLOZE = 1763900000202
    CHOICE = 1763900000303


class NoteType(Struct, frozen=True):
    """One note type: *fields* in order, *templates* by the names of their files, *cloze* whether blanks make cards."""

    id: NoteTypeId
    name: str
    fields: tuple[str, ...]
    templates: tuple[tuple[str, str], ...]  # name shown in Anki, file stem
    cloze: bool = False

    def field_id(self, ordinal: int) -> int:
        """The id by which Anki knows the field, whatever it is called."""
        return self.id * 100 + ordinal + 1

    def template_id(self, ordinal: int) -> int:
        """The id by which Anki knows the template."""
        return self.id * 100 + 51 + ordinal


QUESTION = NoteType(
    NoteTypeId.QUESTION,
    "flashkms Question",
    ("Question", "Answer", "Wrong", "Extra", "Context", "Cue", "Source", "Reverse", "ID", *_SPARES),
    (("Question", "question"), ("Reverse", "reverse")),
)
CLOZE = NoteType(
    NoteTypeId.CLOZE,
    "flashkms Cloze",
    ("Text", "Extra", "Context", "Cue", "Source", "ID", *_SPARES),
    (("Cloze", "cloze"),),
    cloze=True,
)
CHOICE = NoteType(
    NoteTypeId.CHOICE,
    "flashkms Choice",
    ("Question", "Options", "Answer", "Reasons", "Right", "Extra", "Context", "Cue", "Source", "ID", *_SPARES),
    (("Choice", "choice"),),
)
NOTE_TYPES: dict[int, NoteType] = {kind.id: kind for kind in (QUESTION, CLOZE, CHOICE)}


@cache
def template(stem: str, side: str) -> str:
    """The HTML of one *side*, `front` or `back`, of the template in the files *stem*."""
    return (_TEMPLATES / f"{stem}.{side}.html").read_text(encoding="utf-8")


@cache
def style() -> str:
    """The style sheet that all note types share."""
    return (_TEMPLATES / "card.css").read_text(encoding="utf-8")
