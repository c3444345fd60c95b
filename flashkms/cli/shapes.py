"""Cards, memories and events as the JSON of the contract spells them: null where there is none."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flashkms.cards.card import Card, number
from flashkms.cards.entry import Choice, Cloze, Entry, EntryId, Question, WhyNot, WrongOption
from flashkms.schedule.event import Event, Rating
from flashkms.schedule.memory import Memory

if TYPE_CHECKING:
    from flashkms.cards.card import CardId
    from flashkms.study import Study
    from flashkms.study.places import Place, Places

RATINGS = {"again": Rating.AGAIN, "hard": Rating.HARD, "good": Rating.GOOD, "easy": Rating.EASY}


def kind(entry: Entry) -> str:
    """The word for the entry's kind: `question`, `cloze`, `choice` or `whynot`."""
    match entry.body:
        case Question():
            return "question"
        case Cloze():
            return "cloze"
        case Choice():
            return "choice"
        case WhyNot():
            return "whynot"


def _guid(entry: EntryId, places: Places) -> str:
    """The guid of the note of *entry* in Anki: the id itself, unless it stands for a guid that can be none."""
    from flashkms.anki.guids import MADE  # noqa: PLC0415  # counting what is due asks for no guid

    return _guids(places.root).get(entry, entry) if entry.startswith(MADE) else entry


@lru_cache(maxsize=1)
def _guids(root: Path) -> dict[EntryId, str]:
    from flashkms.exchange.ledger import Ledger  # noqa: PLC0415  # few collections hold what came from Anki

    ledger = Ledger(root)
    return {entry: ledger.guid(entry) for entry in ledger.imported}


def card_json(card: Card, *, suspended: bool, places: Places) -> dict[str, Any]:
    """*card* field by field, its texts as a person sees them; *places* knows where in the notes they stand."""
    from flashkms.cards import face  # noqa: PLC0415  # the faces are drawn only where they are shown

    entry = card.entry
    return {
        "id": card.id,
        "entry": entry.id,
        "deck": card.deck,
        "kind": kind(entry),
        "front": face.plain(face.front(card)),
        "back": face.plain(face.back(card)),
        "text": entry.body.text if isinstance(entry.body, Cloze) else None,
        "answers": [face.plain(answer) for answer in face.answers(card)],
        "options": _options(entry),
        "extra": entry.extra or None,
        "cue": entry.cue or None,
        "tags": list(card.tags),
        "suspended": suspended or entry.suspended,
        "gone": entry.gone,
        "triage": entry.triage or None,
        "source": _source(card, places.of(card)),
        "also_in": [_place(one) for one in places.others(card)],
        "context": list(entry.context),
        "images": list(face.images(card)),
        "path": card.path,
        "line": entry.line or None,
        "anki": {"guid": _guid(entry.id, places), "ord": card.ordinal - 1, "card_id": number(card.id)},
    }


def show_json(study: Study, id_: CardId) -> dict[str, Any]:
    """All about the card *id_*: what it asks, what the scheduler believes, and what an answer would bring."""
    from flashkms.study.members import as_tagged, given_day  # noqa: PLC0415  # only where a card is shown

    memory, given = study.memory(id_), given_day(study, id_)
    return {
        "id": id_,
        "card": card_json(as_tagged(study, study.card(id_)), suspended=study.suspended(id_), places=study.places),
        "memory": memory and memory_json(memory),
        "due": moment(memory.due) if memory else given and moment(given),
        "retrievability": study.retrievability(id_),
        "next": {
            rating.name.lower(): {
                "due": moment(outcome.due),
                "interval_seconds": round(outcome.interval.total_seconds()),
                "label": outcome.label,
            }
            for rating, outcome in study.preview(id_).items()
        },
        "events": [event_json(event) for event in study.history(id_)],
    }


def memory_json(memory: Memory) -> dict[str, Any]:
    """What the scheduler believes, with the digits that are kept."""
    return {
        "phase": memory.phase.value,
        "stability": memory.stability,
        "difficulty": memory.difficulty,
        "due": moment(memory.due),
        "interval_days": memory.interval_days,
        "reps": memory.reps,
        "lapses": memory.lapses,
        "steps_left": memory.steps_left,
        "last_review": moment(memory.last_review),
    }


def event_json(event: Event) -> dict[str, Any]:
    """*event* as its line in the log has it."""
    import json  # noqa: PLC0415  # only where events are shown

    from flashkms.store.line import encode  # noqa: PLC0415  # as above

    line: dict[str, Any] = json.loads(encode(event))
    return line


def moment(at: datetime | date) -> str:
    """An instant with its `Z`, or a study day."""
    if isinstance(at, datetime):
        return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return at.isoformat()


def _options(entry: Entry) -> list[dict[str, Any]]:
    match entry.body:
        case Question(answers=answers, wrong=wrong) | Choice(answers=answers, wrong=wrong):
            if not wrong:
                return []
            return [_option(WrongOption(text), correct=True) for text in answers] + [
                _option(each, correct=False) for each in wrong
            ]
        case WhyNot(option, reason=reason):
            return [_option(WrongOption(option, reason), correct=False)]
        case Cloze():
            return []


def _option(option: WrongOption, *, correct: bool) -> dict[str, Any]:
    return {"text": option.option, "correct": correct, "why": option.why or None}


def _place(place: Place) -> dict[str, Any]:
    return {"path": place.path, "line": place.line or None, "heading": list(place.headings)}


def _source(card: Card, place: Place | None) -> dict[str, Any] | None:
    if place is not None:
        return _place(place)
    if card.entry.source is None and not card.note:
        return None
    return {"path": card.note or None, "line": None, "heading": list(card.entry.context)}
