"""What is logged together with an event, and undone with it: an answer or a renewal may say more of its card."""

from __future__ import annotations

from flashkms.cards.card import entry_of, number
from flashkms.schedule.event import Event, Forget, Review, SetDue, Suspend, Unbury, Unsuspend
from flashkms.schedule.leeches import became_leech
from flashkms.schedule.scheduler import Scheduler
from flashkms.store.collection import Collection


def of_answer(collection: Collection, review: Review, scheduler: Scheduler) -> tuple[Suspend, ...]:
    """The suspension that comes with *review*, an Again, when it makes its card a leech."""
    settings = collection.config.schedule
    memory = collection.index.state(review.card).memory
    if settings.leech_action != "suspend" or memory is None:
        return ()
    after = scheduler.after(memory, review.rating, review.at, seed=number(review.card))
    if not became_leech(memory, after, settings.leech_threshold):
        return ()
    return (Suspend(**collection.log.stamp(review.at), card=review.card),)


def of_renewal(collection: Collection, event: Forget | SetDue | Unsuspend) -> tuple[Unsuspend | Unbury, ...]:
    """What frees the card of *event*: as in Anki it is neither suspended nor buried, and waits for no sibling answered.

    An event from elsewhere frees no card: what a person wants of it here was said here.
    """
    card = event.card
    freed: list[Unsuspend | Unbury] = []
    state = collection.index.state(card)
    if not isinstance(event, Unsuspend) and state.suspended:
        freed.append(Unsuspend(**collection.log.stamp(event.at), card=card))
    # A burial ends by itself with a forget or a day.
    buried = isinstance(event, Unsuspend) and state.buried == collection.schedulers.days.day(event.at)
    if buried or any(entry_of(other) == entry_of(card) and other != card for other in collection.index.began(event.at)):
        freed.append(Unbury(**collection.log.stamp(event.at), card=card))
    return tuple(freed)


def came_with(later: Event, event: Event) -> bool:
    """Whether *later* was written as a companion of *event*, or beside another companion of the same one."""
    match later, event:
        case (Suspend(card=card), Review(card=other)) | (
            Unsuspend(card=card) | Unbury(card=card),
            Forget(card=other) | SetDue(card=other) | Unsuspend(card=other),
        ):
            together = (later.at, later.device, later.seq - 1) == (event.at, event.device, event.seq)
            return together and card == other
        case _:
            return False
