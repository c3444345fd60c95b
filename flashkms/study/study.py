"""Study: what a person does with the cards of a collection, as calls. No screen, no SQL.

Every change is an event in the log, durable when the call returns. What is due, when a card comes back and what its
history says follows from the log alone; the index only answers faster.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime, timedelta
from typing import Literal, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from flashkms.cards.card import Card, CardId, entry_of, number
from flashkms.cards.entry import EntryId
from flashkms.errors import FlashkmsError, UsageError
from flashkms.safe import named
from flashkms.schedule.event import (
    Bury,
    Event,
    Flag,
    Forget,
    Mark,
    Rating,
    Review,
    SetDue,
    Suspend,
    Unbury,
    Undo,
    Unsuspend,
)
from flashkms.schedule.memory import Memory
from flashkms.schedule.queue import Counts, Queue
from flashkms.schedule.replay import AHEAD, State, counting
from flashkms.schedule.scheduler import Scheduler
from flashkms.store.collection import Collection
from flashkms.store.index import content
from flashkms.store.log import Stamped
from flashkms.study.agenda import agenda, deck_tree, due_on
from flashkms.study.companions import of_answer, of_renewal
from flashkms.study.deed import Done, Naming
from flashkms.study.memories import Memories, after
from flashkms.study.outcome import Outcome, outcome
from flashkms.study.places import Place, Places
from flashkms.study.session import Selection, Session
from flashkms.study.undoing import targets, undoable

Renewal = TypeVar("Renewal", Forget, SetDue, Unsuspend)
_LARGE = 4 * 2**20  # bytes of log: some 20,000 answers, read in half a second
_STALE = timedelta(seconds=1)  # for as long a queue is handed out again when nothing was done


class DeckCounts(Struct, frozen=True):
    """What is to be studied today in one deck and those below it, and how many *cards* they have."""

    deck: str
    new: int
    learning: int
    due: int
    cards: int


class Study:
    """The cards of an open collection, as of the moment that *clock* tells."""

    def __init__(self, collection: Collection, *, clock: Callable[[], datetime]) -> None:
        self.collection = collection
        self.clock = clock
        self._schedulers = collection.schedulers
        self._index = collection.index
        self.places = Places(collection)
        self._naming = Naming()
        self._state: State | None = None
        self._tree: tuple[datetime, tuple[tuple[str, Counts], ...]] | None = None
        self._queues: dict[tuple[str, CardId | None], tuple[datetime, Queue]] = {}

    @property
    def state(self) -> State:
        """What the log says now, as a replay would; memories are looked up one by one. No card's day began here."""
        if self._state is None:
            self._state = replace(self._index.kept(), memories=Memories(self._index))
        return self._state

    def refresh(self) -> None:
        """Look at deck files and logs again: another program may have changed them."""
        self._forget_answers()
        self.places = Places(self.collection)
        self.collection.refresh(self.clock())

    def scheduler(self, card: CardId) -> Scheduler:
        """The scheduler of *card*, by its deck."""
        known = self.known(card)
        return self._schedulers.of(known.deck if known else "")

    def known(self, card: CardId) -> Card | None:
        """The card with that id; None when no deck file has it, as they were last read."""
        return self._index.ask(lambda sql: content.one(sql, card), settled=False)

    def card(self, card: CardId) -> Card:
        """The card with that id. Raises `UsageError` when no deck file has it."""
        known = self.known(card)
        if known is None:
            raise UsageError(f"no card is called {named(card)}", "`flashkms cards` lists them")
        return known

    def find(self, text: str) -> CardId:
        """The id of the card that a person calls *text*: a card id, or the id of an entry with one card.

        Raises `UsageError` when there is none, or more than one.
        """
        if self.known(CardId(text)):
            return CardId(text)
        siblings = self._index.ask(lambda sql: content.siblings(sql, text))
        if not siblings:
            raise UsageError(f"no card is called {named(text)}", "`flashkms cards` lists them")
        if len(siblings) > 1:
            raise UsageError(f"{text} has {len(siblings)} cards", f"name one of {', '.join(siblings)}")
        return siblings[0]

    def search(self, query: str) -> tuple[CardId, ...]:
        """The cards that *query* finds, by deck file and in file order. Raises `UsageError` when it makes no sense."""
        from flashkms.cards.query import parse  # noqa: PLC0415  # only where something is searched for

        return self._index.search(parse(query), self.clock())

    def found(self, query: str) -> Iterator[tuple[Card, bool]]:
        """The same cards themselves, each with whether it is suspended."""
        from flashkms.cards.query import parse  # noqa: PLC0415  # as above

        return self._index.found(parse(query), self.clock())

    def memory(self, card: CardId) -> Memory | None:
        """What the scheduler believes about *card*; None for a new one."""
        return self._index.state(card).memory

    def suspended(self, card: CardId) -> bool:
        """Whether *card* is not shown: by an event, or by the deck file."""
        known = self.known(card)
        return self._index.state(card).suspended or (known is not None and known.entry.held)

    def shows(self, card: CardId) -> bool:
        """Whether *card* may be shown today: it stands in a file, and is neither suspended nor buried."""
        asked = self.known(card) is not None and not self.suspended(card)
        return asked and self._index.state(card).buried != self.today

    def kind(self, card: CardId) -> Literal["new", "learning", "due"]:
        """Which of the three counts *card* belongs to: learning is a card on a step of this day."""
        memory = self.memory(card)
        if memory is None:
            return "new"
        return "learning" if isinstance(memory.due, datetime) else "due"

    def retrievability(self, card: CardId) -> float | None:
        """The chance, 0..1, that *card* would be recalled now; None for a new one."""
        memory = self.memory(card)
        return None if memory is None else self.scheduler(card).retrievability(memory, self.clock())

    def preview(self, card: CardId) -> dict[Rating, Outcome]:
        """What each rating would bring, if *card* were answered now."""
        at, memory, known = self.clock(), self.memory(card), self.known(card)
        deck = known.deck if known else ""
        ahead = self.collection.config.queue.learn_ahead
        exact = self._schedulers.of(deck).preview(memory, at, number(card))
        plain = self._schedulers.of(deck, fuzz=False).preview(memory, at, number(card))
        return {
            rating: outcome(exact[rating], at, self._schedulers.days, step=_delay(plain[rating], at), learn_ahead=ahead)
            for rating in Rating
        }

    def place(self, card: CardId) -> Place | None:
        """Where in its note *card* came from; None when it was made by hand, or its source is gone."""
        return self.places.of(known) if (known := self.known(card)) else None

    def queue(self, deck: str = "", limit: int | None = None, *, last: CardId | None = None) -> tuple[CardId, ...]:
        """The cards to study now in *deck* and below, or everywhere, in order; at most *limit*.

        *last* was shown just now: it and its twins are not first where another card can be.
        """
        return self._agenda(deck, last).cards[:limit]

    def left(self, deck: str = "", *, last: CardId | None = None) -> Counts:
        """What is left of today's queue of *deck* and below; *last* as in `queue`."""
        return self._agenda(deck, last).total

    def counts(self) -> tuple[DeckCounts, ...]:
        """What studying each deck would show today, a line for every deck with cards at or below it, by name."""
        now = self.clock()
        if self._tree is None or not timedelta() <= now - self._tree[0] < _STALE:
            self._tree = now, deck_tree(self.collection, now)
        return tuple(DeckCounts(name, each.new, each.learning, each.due, each.cards) for name, each in self._tree[1])

    def due_tomorrow(self, deck: str = "") -> int:
        """How many cards of *deck* and below fall due on the next study day; new ones are not counted."""
        return due_on(self.collection, self.clock(), self.today + timedelta(days=1), deck)

    @property
    def today(self) -> date:
        """The study day of this moment."""
        return self._schedulers.days.day(self.clock())

    def session(self, deck: str = "", chosen: Selection | None = None) -> Session:
        """A sitting before what is due in *deck* and below, or before *chosen* cards; `back_up` is called beside it."""
        return Session(self, deck, chosen)

    def back_up(self) -> None:
        """Make the backup of the day, where it is due; in seconds for a large collection, and in any thread."""
        if self.collection.writable:
            from flashkms.store.backup import backup_of_the_day  # noqa: PLC0415  # no other call needs it

            with suppress(FlashkmsError, OSError):  # `doctor` tells of missing backups; a sitting does not wait for one
                backup_of_the_day(self.collection, self.clock())

    @property
    def large(self) -> bool:
        """Whether reading the whole history takes so long that a person would wait."""
        return sum(path.stat().st_size for path in self.collection.log.paths()) > _LARGE

    @contextmanager
    def beside(self) -> Iterator[Study]:
        """What another thread may ask: it reads what is on the disk now, and writes nothing."""
        with self.collection.reader(self.clock()) as reader:
            yield Study(reader, clock=self.clock)

    def step_came_due(self, since: datetime) -> bool:
        """Whether a card on a step of this day has come due after *since*: it would be shown before others."""
        now = self.clock()
        return now < since or self._index.step_came_due(since, now)

    def answer(
        self, card: CardId, rating: Rating, *, took: timedelta, at: datetime | None = None, cram: bool = False
    ) -> Review:
        """Answer *card* now, or *at* an instant; the event, which is durable. With *cram* it moves no memory.

        A card that becomes a leech is suspended with it where the settings say so. Raises `FlashkmsError` when it
        could not be saved; then nothing changed.
        """
        review = Review(
            **self.collection.log.stamp(at or self.clock()),
            card=card,
            rating=rating,
            took_ms=max(0, round(took / timedelta(milliseconds=1))),
            parameters=self._schedulers.version,
            cram=cram,
        )
        again = rating is Rating.AGAIN and not cram
        self._log(review, *(of_answer(self.collection, review, self.scheduler(card)) if again else ()))
        return review

    def undo(self) -> Event | None:
        """Take back the last thing done, on whatever machine; the event that no longer counts, or None."""
        undone = self.undo_deed()
        return undone[-1] if undone else None

    def undo_deed(self) -> tuple[Event, ...]:
        """The same, with every event that no longer counts, the last first: all of what `each` did."""
        now = self.clock()
        done = self.collection.log.backwards(lambda event: undoable(event) and event.at <= now + AHEAD)
        undone = targets(event for event in done if not self._index.undone(event, now))
        if undone:
            self._log(*(Undo(**self._stamp(), target=event.id) for event in undone))
        return undone

    def each(self, cards: Iterable[CardId], deed: Callable[[CardId], Event]) -> tuple[Event, ...]:
        """Do *deed* to each of *cards*, as one thing that `undo` takes back; what it raises ends it half done."""
        with self._naming.one():
            return tuple(map(deed, cards))

    def suspend(self, card: CardId) -> Suspend:
        """Do not show *card* until `unsuspend`."""
        return self._logged(Suspend(**self._stamp(), card=card))

    def unsuspend(self, card: CardId) -> Unsuspend:
        """Show *card* again."""
        return self._renewed(Unsuspend(**self._stamp(), card=card))

    def bury(self, card: CardId) -> Bury:
        """Do not show *card* until the next study day."""
        return self._logged(Bury(**self._stamp(), card=card))

    def unbury(self, card: CardId) -> Unbury:
        """Show the buried *card* today."""
        return self._logged(Unbury(**self._stamp(), card=card))

    def forget(self, card: CardId) -> Forget:
        """Make *card* new again, and show it, as in Anki; its reviews stay in the log."""
        return self._renewed(Forget(**self._stamp(), card=card))

    def flag(self, card: CardId, flag: int) -> Flag:
        """Flag *card* 1..7, or, 0, no longer. Raises `UsageError` for another number."""
        if not 0 <= flag <= 7:
            raise UsageError(f"there is no flag {flag}", "flags are 1 to 7; 0 takes it away")
        return self._logged(Flag(**self._stamp(), card=card, flag=flag))

    def mark(self, entry: EntryId, *, marked: bool) -> Mark:
        """Mark *entry*, or take the mark away."""
        return self._logged(Mark(**self._stamp(), entry=entry, marked=marked))

    def set_due(self, card: CardId, due: date) -> SetDue:
        """Let *card* fall due on the study day *due*, and show it then, as in Anki."""
        return self._renewed(SetDue(**self._stamp(), card=card, due=due))

    def history(self, card: CardId) -> tuple[Event, ...]:
        """The events of *card* and of its entry that count, oldest first."""
        return tuple(counting(self._index.history(card, entry_of(card)), self.clock())[0])

    def _agenda(self, deck: str, last: CardId | None) -> Queue:
        now = self.clock()
        made, queue = self._queues.get((deck, last), (None, None))
        if made is None or queue is None or not timedelta() <= now - made < _STALE:
            queue = agenda(self.collection, now, deck, last)
            self._queues[deck, last] = now, queue
        return queue

    def _stamp(self) -> Stamped:
        return self.collection.log.stamp(self.clock())

    def _logged(self, event: Done) -> Done:
        event = self._naming.named(event)
        self._log(event)
        return event

    def _renewed(self, event: Renewal) -> Renewal:
        event = self._naming.named(event)
        self._log(event, *map(self._naming.named, of_renewal(self.collection, event)))
        return event

    def _log(self, *events: Event) -> None:
        self.collection.append(events, self.clock())
        self._forget_answers(after(self._state, events, self._index))

    def _forget_answers(self, state: State | None = None) -> None:
        self._state, self._tree = state, None
        self._queues.clear()


def _delay(memory: Memory, at: datetime) -> timedelta:
    # A due time is kept in whole seconds, so the part of a second in *at* is no part of the delay.
    return memory.due - at.replace(microsecond=0) if isinstance(memory.due, datetime) else timedelta()
