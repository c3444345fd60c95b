"""Mock exams: questions drawn from the scenarios, a score by tag. The clock belongs to whoever shows them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import timedelta

from msgspec import Struct

from flashkms.cards.card import Card, CardId
from flashkms.cards.entry import Choice
from flashkms.schedule.fuzz import throws
from flashkms.schedule.twins import traits

SCENARIO = "scenario"  # the tag of entries that were drafted from an exam question


class Score(Struct, frozen=True):
    """How a mock exam went. *by_tag* holds right and all answers of each tag, the weakest first."""

    right: int
    questions: int
    took: timedelta
    passed: bool
    by_tag: tuple[tuple[str, int, int], ...]

    @property
    def share(self) -> float:
        """Right answers of all, 0..1; 0 of none."""
        return self.right / self.questions if self.questions else 0.0


def questions(cards: Iterable[Card]) -> tuple[Card, ...]:
    """The cards that an exam could ask: choices, and whatever came from a scenario."""
    return tuple(
        card
        for card in cards
        if (isinstance(card.entry.body, Choice) or SCENARIO in card.tags) and not (card.entry.held or card.entry.triage)
    )


def draw(cards: Sequence[Card], count: int, *, seed: int) -> tuple[CardId, ...]:
    """*count* of *cards*, or as many as there are, in random order and no two of them twins.

    The decks are drawn from in proportion to their questions. A choice is preferred to its twins. The same *seed* draws
    the same exam from the same cards.
    """
    thrown = throws([seed * 1_000_003 + place for place in range(len(cards))])
    decks: dict[str, list[tuple[bool, int, Card]]] = defaultdict(list)
    for card, dice in zip(cards, thrown, strict=True):
        decks[card.deck].append((not isinstance(card.entry.body, Choice), dice, card))
    drawn: list[tuple[float, int, Card]] = []
    for deck in sorted(decks):
        ranked = sorted(decks[deck], key=lambda one: (one[0], one[1], one[2].id))
        # The n-th of a deck of m stands at n/m of the way: whichever share is drawn, each deck gives its part.
        drawn += [((place + dice / 2**32) / len(ranked), dice, card) for place, (_, dice, card) in enumerate(ranked)]
    taken: list[tuple[int, CardId]] = []
    seen: set[str] = set()
    for _, dice, card in sorted(drawn, key=lambda one: (one[0], one[1], one[2].id)):
        marks = traits(card)
        if len(taken) < count and seen.isdisjoint(marks):
            seen |= marks
            taken.append((dice, card.id))
    return tuple(card for _, card in sorted(taken))


def score(answers: Iterable[tuple[Card, bool]], *, took: timedelta, needed: float = 0.72) -> Score:
    """The score of *answers*, each a card and whether it was right; *needed* is the share that passes."""
    right: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    total = correct = 0
    for card, was_right in answers:
        total += 1
        correct += was_right
        for tag in card.tags:
            asked[tag] += 1
            right[tag] += was_right
    by_tag = sorted(((tag, right[tag], asked[tag]) for tag in asked if tag != SCENARIO), key=_weakest)
    return Score(correct, total, took, total > 0 and correct >= needed * total, tuple(by_tag))


def _weakest(tag: tuple[str, int, int]) -> tuple[float, str]:
    return tag[1] / tag[2], tag[0]
