"""How alike two entries or drafts are: by the words of what they ask."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TypeVar

from flashkms.cards import cloze
from flashkms.cards.draft import Draft
from flashkms.cards.entry import Body, Choice, Cloze, Entry, Question, WhyNot

SUCCESSOR = 0.4  # share of common words from which a new point is offered as what became of a vanished one

Kin = TypeVar("Kin", Entry, Draft)


def likeness(one: Body, other: Body) -> float:
    """The share of common words in what two bodies ask, 0..1; 0 for bodies of different kinds.

    A question and a choice are of one kind: a scenario becomes the other when its options are written out.
    """
    asking = (Question, Choice)
    if type(one) is not type(other) and not (isinstance(one, asking) and isinstance(other, asking)):
        return 0.0
    words, others = _words(one), _words(other)
    total = words.total() + others.total()
    return 2 * (words & others).total() / total if total else 0.0


def same_text(body: Body) -> str:
    """What two bodies that ask the same share: their question and answers, without case, space and blanks' numbers."""
    text = cloze.without_blanks(body.text) if isinstance(body, Cloze) else repr(body)
    return f"{type(body).__name__} {' '.join(text.casefold().split())}"


def successor(entry: Entry, others: Sequence[Kin]) -> Kin | None:
    """What became of *entry*, among *others*: what is about the very same point, else the most alike, if any is."""
    key = entry.source.key if entry.source else ""
    best = max(others, key=lambda other: (key_of(other) == key, likeness(entry.body, other.body)), default=None)
    alike = best is not None and (key_of(best) == key or likeness(entry.body, best.body) >= SUCCESSOR)
    return best if alike else None


def key_of(one: Entry | Draft) -> str:
    """The point that an entry or a draft is about; empty for an entry without a link."""
    return one.key if isinstance(one, Draft) else one.source.key if one.source else ""


def _words(body: Body) -> Counter[str]:
    match body:
        case Cloze(text):
            asked = cloze.without_blanks(text)
        case Question(question) | Choice(question):
            asked = question
        case WhyNot(option, need):
            asked = f"{option} {need}"
    return Counter(asked.casefold().replace("*", "").split())
