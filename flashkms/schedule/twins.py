"""Twins: cards that give each other away. They come from one point of a note, or have the same answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from flashkms.cards.card import Card, CardId, entry_of
from flashkms.cards.face import answers

WAITING = 8  # cards that are tried at each place; more would make a queue of nothing but twins quadratic

_MARKS = re.compile(r"[*_`\s]+")


def traits(card: Card) -> frozenset[str]:
    """What *card* shares with its twins: two cards are twins when they have a trait in common."""
    marks = {f"entry {card.entry.id}"}
    if card.entry.source is not None:
        marks.add(f"point {card.note} {card.entry.source.key.partition('/')[0]}")
    marks.update(f"answer {text}" for text in (_plain(answer) for answer in answers(card)) if text)
    return frozenset(marks)


def apart(
    cards: Sequence[CardId], traits_of: Callable[[CardId], Iterable[str]], *, last: CardId | None = None
) -> tuple[CardId, ...]:
    """*cards* in nearly their order, without twins in a row where that can be had; *last* was shown before them."""
    known = {card: frozenset(traits_of(card)) | {f"entry {entry_of(card)}"} for card in (*cards, *filter(None, [last]))}
    placed: list[CardId] = [] if last is None else [last]
    waiting: list[CardId] = []

    def twins(one: CardId, other: CardId) -> bool:
        return not known[one].isdisjoint(known[other])

    for card in cards:
        waiting.append(card)
        while waiting:
            fit = next((one for one in waiting[:WAITING] if not placed or not twins(placed[-1], one)), None)
            if fit is None:
                break
            waiting.remove(fit)
            placed.append(fit)
    _fit_in(placed, waiting, twins)
    return tuple(placed[last is not None :]) + tuple(waiting)


def _fit_in(placed: list[CardId], waiting: list[CardId], twins: Callable[[CardId, CardId], bool]) -> None:
    """Move cards still *waiting* to where they have no twin beside them in *placed*, from the end backwards."""
    place = len(placed)
    while waiting and place >= 1:
        beside = placed[place - 1 : place + 1]
        fit = next((one for one in waiting[:WAITING] if not any(twins(one, other) for other in beside)), None)
        if fit is None:
            place -= 1
            continue
        waiting.remove(fit)
        placed.insert(place, fit)


def _plain(answer: str) -> str:
    """*answer* without emphasis, spacing and case."""
    return _MARKS.sub(" ", answer).strip().rstrip(".").casefold()
