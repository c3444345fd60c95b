"""Cards chosen for one sitting, outside of the day's queue: to cram, or what a backlog asks for first."""

from __future__ import annotations

from datetime import timedelta
from itertools import islice
from statistics import median
from typing import TYPE_CHECKING, Literal

from msgspec.structs import replace

from flashkms.cards.card import CardId
from flashkms.config import Config
from flashkms.schedule import custom
from flashkms.schedule.backlog import fitting
from flashkms.schedule.event import Review
from flashkms.schedule.memory import Memory
from flashkms.schedule.replay import counting
from flashkms.schedule.simulate import Habits
from flashkms.schedule.walk import time_taken
from flashkms.study.agenda import agenda
from flashkms.study.members import members
from flashkms.study.session import Selection

if TYPE_CHECKING:
    from flashkms.study.study import Study

Kind = Literal["all", "ahead", "forgotten", "new"]
_LATELY = 500  # answers from which the time for one is taken
_UNBOUNDED = 9999  # cards a day, the most that the settings allow


def crammed(
    study: Study, query: str = "", *, kind: Kind = "all", within: int = 1, order: custom.Order = "random"
) -> Selection:
    """The cards that *query* finds, to be studied whether due or not, without rescheduling.

    Of them *kind* takes all in *order*; those due in the next *within* days, the nearest first; those answered Again in
    the last *within* study days, the latest first; or those never answered, as they stand in their files.
    """
    cards = study.collection.cards()
    found = [cards[id_] for id_ in study.search(query)]
    state, now, schedulers = study.state, study.clock(), study.collection.schedulers
    days = schedulers.days

    def recall(card: CardId, memory: Memory) -> float:
        return schedulers.of(cards[card].deck).retrievability(memory, now)

    free = custom.cram(found, state, study.today, order=order, recall=recall)
    match kind:
        case "all":
            chosen = free
        case "ahead":
            chosen = custom.ahead(state.memories, now, days, within=within)
        case "forgotten":
            events = counting(study.collection.log.read()[0], now)[0]
            chosen = custom.forgotten(events, now, days, within=within)
        case "new":
            chosen = custom.untouched(found, state)
    allowed = frozenset(free)
    return Selection(tuple(id_ for id_ in chosen if id_ in allowed), cram=True)


def coming(study: Study, deck: str, *, within: int) -> Selection:
    """What of *deck* and below falls due in the next *within* days, the nearest first, to be crammed."""
    inside = members(study, deck)
    found = crammed(study, kind="ahead", within=within)
    return replace(found, cards=tuple(id_ for id_ in found.cards if id_ in inside))


def backlog(study: Study, deck: str, daily: timedelta) -> Selection:
    """What to study today in *deck* and below with so much time: what loses most by waiting, and nothing new."""
    queue = agenda(study.collection, study.clock(), deck, config=_by_loss(study.collection.config))
    return Selection(queue.cards[: fitting(daily, per_card(study))])


def per_card(study: Study) -> timedelta:
    """The median time of the latest answers; where there is none, what people need for a Good."""
    reviews = study.collection.log.backwards(lambda event: isinstance(event, Review))
    took = [event.took_ms for event in islice(reviews, _LATELY) if isinstance(event, Review) and event.took_ms]
    usual = timedelta(seconds=Habits().seconds[2])
    return time_taken(median(took)) if took else usual


def _by_loss(config: Config) -> Config:
    """*config* without new cards and without a limit to reviews, those first that lose most recall by tomorrow."""
    queue = replace(config.queue, review_order="loss", new_per_day=0, reviews_per_day=_UNBOUNDED)
    decks = tuple((name, replace(own, new_per_day=None, reviews_per_day=None)) for name, own in config.decks)
    return replace(config, queue=queue, decks=decks)
