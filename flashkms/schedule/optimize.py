"""Fitting the parameters to a person's own answers, as Anki does it: with the `fsrs` crate, eight rounds.

The engine is optional (the extra `optimize`) and is loaded only here, when it is asked for.
"""

from __future__ import annotations

import importlib
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Any

from msgspec import Struct

from flashkms.errors import FlashkmsError
from flashkms.schedule.day import StudyDays
from flashkms.schedule.fsrs import converted
from flashkms.schedule.scheduler import Answer

EPOCHS = 8  # rounds of training in Anki 26.9; the crate's own default is 5
ENOUGH = 400  # reviews after a day or more, below which a fit says little (Anki warned below it)
TRAINED = 0.8  # share of the reviews, the older ones, that the judged fit is made from


class Fitness(Struct, frozen=True):
    """How well parameters predict reviews they were not made from; lower is better."""

    log_loss: float
    rmse: float  # over bins of alike cards


class Fit(Struct, frozen=True):
    """Fitted parameters, and what they are worth.

    *before* and *after* judge the old parameters and ones fitted to the older reviews, both by the later ones; None
    where there are too few that the parameters were not made from. *parameters* are fitted to all reviews.
    """

    parameters: tuple[float, ...]
    reviews: int  # that were learnt from: those a day or more after the one before
    enough: bool
    before: Fitness | None
    after: Fitness | None


def fit(
    histories: Iterable[Sequence[Answer]], days: StudyDays, current: Sequence[float] = (), since: float = 0.0
) -> Fit:
    """The parameters that fit *histories* best, each one card's answers in order of time.

    The *current* ones were made from answers up to *since*, in seconds of Unix time: only later ones judge them.

    Raises FlashkmsError without the engine.
    """
    engine = _engine()
    items = training_items(histories, days)
    old = converted(current)
    if not items:
        return Fit(old, 0, enough=False, before=None, after=None)
    split = int(len(items) * TRAINED)
    unseen = max(split, bisect_right(items, since, key=lambda item: item[0]))
    before = after = None
    if len(items) - unseen >= ENOUGH // 10:
        split = unseen
        before = _judged(engine, old, _items(engine, items[split:]))
    if len(items) - split >= ENOUGH // 10:
        after = _judged(engine, _fitted(engine, items[:split]), _items(engine, items[split:]))
    return Fit(_fitted(engine, items), len(items), enough=len(items) >= ENOUGH, before=before, after=after)


Item = tuple[float, int, tuple[tuple[int, int], ...]]  # when, which card, and its answers: rating, days since the last


def training_items(histories: Iterable[Sequence[Answer]], days: StudyDays) -> list[Item]:
    """For every review a day or more after the one before: the card's answers up to it. In order of time."""
    items: list[Item] = []
    for card, answers in enumerate(histories):
        told: list[tuple[int, int]] = []
        last = 0.0
        for seconds, rating in answers:
            elapsed = days.elapsed(last, seconds) if told else 0
            told.append((rating, elapsed))
            last = seconds
            if elapsed:
                items.append((seconds, card, tuple(told)))
    items.sort()
    return items


def _engine() -> Any:
    try:
        return importlib.import_module("fsrs_rs_python")
    except ImportError:
        raise FlashkmsError("fitting needs the engine that Anki uses", "pip install 'flashkms[optimize]'") from None


def _items(engine: Any, items: Sequence[Item]) -> list[Any]:
    return [engine.FSRSItem([engine.FSRSReview(rating, days) for rating, days in told]) for _, _, told in items]


def _fitted(engine: Any, items: Sequence[Item]) -> tuple[float, ...]:
    parameters = engine.FSRS([]).compute_parameters(
        _items(engine, items),
        card_ids=[card for _, card, _ in items],
        num_relearning_steps=1,
        training_config=engine.TrainingConfig(num_epochs=EPOCHS),
    )
    return tuple(round(float(parameter), 4) for parameter in parameters)


def _judged(engine: Any, parameters: Sequence[float], items: Sequence[Any]) -> Fitness:
    told = engine.FSRS(list(parameters)).evaluate(list(items))
    return Fitness(float(told.log_loss), float(told.rmse_bins))
