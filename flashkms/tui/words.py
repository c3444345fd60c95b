"""What the study says about a card, in the few words that a screen has room for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import PurePath
from typing import TYPE_CHECKING

from flashkms.cards.card import Card, CardId
from flashkms.counting import counted
from flashkms.schedule.event import Event, Rating, Review
from flashkms.schedule.leeches import is_leech
from flashkms.schedule.memory import Phase
from flashkms.study import Session, Study
from flashkms.study.members import as_tagged, why_hidden

if TYPE_CHECKING:
    from flashkms.build.plan import NotePlan, Plan

RATING_STYLES = {Rating.AGAIN: "$error", Rating.HARD: "$warning", Rating.GOOD: "$success", Rating.EASY: "$primary"}
# What a card is now, as a sign and a colour; each has a word in the help of the browser.
SIGNS = {
    "new": ("●", "$primary"),
    "learning": ("◐", "$error"),
    "due": ("✓", "$success"),
    "suspended": ("‖", "$foreground-muted"),
    "buried": ("↧", "$foreground-muted"),
    "weak": ("!", "$warning"),
}
STANDINGS = {**{name: name for name in SIGNS}, "due": "in review", "weak": "often forgotten"}
_FLAGS = frozenset("01234567")
_FLAG_SIGNS = ("", "⚑1", "⚑2", "⚑3", "⚑4", "⚑5", "⚑6", "⚑7")


def source(study: Study, card: Card) -> str:
    """Where *card* comes from, as `file:line`; the note where it has one, else its deck file."""
    place = study.place(card.id)
    if place:
        return f"{place.path.rpartition('/')[2]}:{place.line}"
    return f"{card.path.rpartition('/')[2]}:{card.entry.line}"


def marks(study: Study, card: Card) -> str:
    """Signs of a mark and a flag; empty for most cards."""
    star = "★" if card.entry.id in study.state.marks else ""
    flag = _FLAG_SIGNS[study.state.flags.get(card.id, 0)]
    return " ".join(sign for sign in (star, flag) if sign)


def marks_told(study: Study, card: Card) -> str:
    """The same in words; empty for most cards."""
    flag = study.state.flags.get(card.id, 0)
    told = ["marked"] if card.entry.id in study.state.marks else []
    return ", ".join([*told, *([f"flag {flag}"] if flag else [])]).capitalize()


def queue_kind(study: Study, card: Card | None) -> str:
    """Which of the counts *card* belongs to: `new`, `learning` or `due`; empty for none."""
    if card is None:
        return ""
    memory = study.memory(card.id)
    if memory is None:
        return "new"
    return "due" if memory.phase is Phase.REVIEW else "learning"


def undone_words(undone: Sequence[Event]) -> str:
    """What an undo took back, *undone* being all of it, the last first: `undone: suspend, 3 times`."""
    if not undone:
        return "nothing to undo"
    many = sum(type(event) is type(undone[-1]) for event in undone)
    return f"undone: {event_word(undone[-1])}{f', {many} times' if many > 1 else ''}"


def answered_word(study: Study, session: Session) -> str:
    """What there is to say of the answer that was just given; nothing of most."""
    if not study.collection.writable:
        return "read-only: not saved"
    memory = study.memory(session.leech) if session.leech else None
    if session.leech is None or memory is None:
        return ""
    away = ", suspended" if study.suspended(session.leech) else ""
    return f"forgotten {counted(memory.lapses, 'time')}: a leech{away}; is:leech finds it in browse"


def event_word(event: Event) -> str:
    """The rating of an answer, else the kind of the event."""
    return event.rating.name.capitalize() if isinstance(event, Review) else type(event).__name__.lower()


def when(study: Study, at: datetime | date) -> str:
    """A day, or an instant in the collection's own zone."""
    if isinstance(at, datetime):
        return f"{at.astimezone(study.collection.zone):%Y-%m-%d %H:%M}"
    return f"{at:%Y-%m-%d}"


def facts(study: Study, card: Card) -> tuple[tuple[str, str], ...]:
    """What is known of *card*, as names and values: where it lives, and what the scheduler believes."""
    memory, place = study.memory(card.id), study.place(card.id)
    told = (
        ("deck", card.deck),
        ("tags", " ".join(as_tagged(study, card).tags) or "–"),
        ("source", f"{place.path}:{place.line}" if place else "–"),
        ("deck file", f"{card.path}:{card.entry.line}"),
        *((("queue", hidden),) if (hidden := why_hidden(study, card.id)) else ()),
    )
    if memory is None:
        return (*told, ("memory", "new: never answered"))
    recall = study.retrievability(card.id) or 0.0
    return (
        *told,
        ("memory", f"{memory.phase.value}, due {when(study, memory.due)}"),
        ("recall now", f"{recall:.0%}"),
        ("stability", f"{memory.stability:.1f} days until recall is 90%"),
        ("difficulty", f"{memory.difficulty:.1f} of 10"),
        ("answers", f"{memory.reps}, {memory.lapses} of them lapses"),
    )


def wrong_with(study: Study, card: Card) -> str:
    """The first thing that is wrong with the deck file of *card*, as `path:line: message`; empty for none."""
    return next((str(problem) for problem in study.collection.problems() if problem.path == card.path), "")


def damage_word(study: Study) -> str:
    """The first deck file that gives not all of its cards, as `path:line: message (hint)`; empty for none."""
    first, *more = map(str, study.collection.damage() or [""])
    return f"{first} … and {counted(len(more), 'file')} more: flashkms check" if more else first


def why_away(study: Study, card: Card) -> str:
    """Why *card*, which was shown until now, is not asked any more."""
    if hidden := why_hidden(study, card.id):
        return f"{card.id} is {hidden}"
    now = study.card(card.id)
    return f"{card.id} is in {now.deck}" if now.deck != card.deck else f"{card.id} is not asked now"


def standing(study: Study, card: Card) -> str:
    """What *card* is now: a key of `SIGNS`."""
    if card.id in study.state.suspended or card.entry.held:
        return "suspended"
    if study.state.buried.get(card.id) == study.today:
        return "buried"
    if is_leech(study.memory(card.id), study.collection.config.schedule.leech_threshold):
        return "weak"
    return queue_kind(study, card)


def due_word(study: Study, id_: CardId) -> str:
    """When a card comes back: `today`, `in 3d`, `4m`; a dash for a new one."""
    memory = study.memory(id_)
    if memory is None:
        return "–"
    if isinstance(memory.due, datetime):
        left = memory.due - study.clock()
        return "now" if left <= timedelta() else f"{max(1, round(left / timedelta(minutes=1)))}m"
    days = (memory.due - study.today).days
    if days <= 0:
        return "today" if not days else f"{-days}d late"
    return "tomorrow" if days == 1 else f"in {days}d"


def recall_word(study: Study, id_: CardId) -> str:
    """The chance that a card would be recalled now, in per cent; a dash for a new one."""
    recall = study.retrievability(id_)
    return "–" if recall is None else f"{recall:.0%}"


def day_named(text: str, today: date) -> date:
    """The day that a person names: `2026-03-02`, or `+3` for in three days. Raises `ValueError` for anything else."""
    try:
        return today + timedelta(days=int(text)) if text[:1] in "+-" else date.fromisoformat(text)
    except OverflowError as error:
        raise ValueError(text) from error


def no_day(text: str, today: date) -> str:
    """What to say of a *text* that names no day; nothing of one that does."""
    try:
        day_named(text, today)
    except ValueError:
        return f"{text} is no day: write 2026-03-02, or +3"
    return ""


def no_flag(text: str) -> str:
    """What to say of a *text* that is no flag; nothing of one that is."""
    return "" if text in _FLAGS else f"{text} is no flag: write 1 to 7, or 0 for none"


NOW = "now"  # under the column of today


def day_label(day: date, today: date) -> str:
    """A day under a column: `now`, else two letters of its name."""
    return NOW if day == today else f"{day:%a}"[:2]


def not_saved(error: Exception) -> str:
    """`not saved: why`, said once, whether or not *error* says it too."""
    if isinstance(error, OSError) and error.strerror:
        place = f"{PurePath(str(error.filename)).name}: " if error.filename else ""
        return f"not saved: {place}{error.strerror}"
    return f"not saved: {str(error).removeprefix('not saved: ')}"


def _silent(note: NotePlan) -> bool:
    """Whether *note* has lines to make cards of, and none made one."""
    fates = {line.fate for line in note.lines}
    return bool(fates & {"skipped", "not_understood"}) and "card" not in fates and not note.unchanged


def build_word(plan: Plan) -> str:
    """What a build did, in one line."""
    if not plan.notes and not plan.problems:
        return "no note yet: write Markdown below notes/"
    changes = [change.kind for note in plan.notes for change in note.changes]
    told = [f"{changes.count(kind)} {kind}" for kind in dict.fromkeys(changes)]
    silent = sum(map(_silent, plan.notes))
    told += [f"{counted(silent, 'note')} without a card: flashkms build tells why"] if silent else []
    problems = counted(len(plan.problems), "problem") + ": flashkms build tells them" if plan.problems else ""
    return ", ".join([*told, *([problems] if problems else [])]) or "nothing to build: every note is as it was"
