"""Which kinds of cards a note wants, where its front matter names some: `flashcards: {kinds: […]}`."""

from __future__ import annotations

from flashkms.cards.draft import Draft
from flashkms.cards.entry import Choice, Cloze, Question, WhyNot
from flashkms.notes.note import Note

UNWANTED = "a card of a kind that the note does not ask for"
_NAMES = {Cloze: "cloze", Question: "question", Choice: "choice", WhyNot: "whynot"}


def wanted(note: Note, draft: Draft) -> bool:
    """Whether *note* asks for cards as *draft* is one; a note that names no kinds wants all."""
    return (
        not note.kinds
        or _NAMES[type(draft.body)] in note.kinds
        or ("scenario" in note.kinds and "scenario" in draft.tags)
    )


def may_ask(note: Note) -> bool:
    """Whether *note* lets its points become questions."""
    return not note.kinds or not {"question", "scenario"}.isdisjoint(note.kinds)
