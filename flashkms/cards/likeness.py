"""How alike two entries or drafts are: by the words of what they ask."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from heapq import nsmallest
from math import ceil
from typing import TypeVar

from flashkms.cards import cloze
from flashkms.cards.draft import Draft
from flashkms.cards.entry import Body, Choice, Cloze, Entry, Question, WhyNot

NEIGHBOURS = 100  # bodies that one is compared with; bounds the work on thousands of almost equal ones
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


def alike(ones: Sequence[Body], others: Sequence[Body], *, at_least: float) -> Iterator[tuple[float, int, int]]:
    """Likeness and places of every two bodies, of *ones* and *others*, that are *at_least* so alike; more than 0.

    A body shares some of its rarest words with whatever is alike (prefix filtering, as in `lint.alike`), so it is
    compared only with those; where more than `NEIGHBOURS` have them, with the nearest in place.
    """
    places: dict[str, list[int]] = defaultdict(list)
    for other, body in enumerate(others):
        for word in _words(body):
            places[word].append(other)
    for one, body in enumerate(ones):
        near = _near(_words(body), places, at_least)
        if len(near) > NEIGHBOURS:
            near = set(nsmallest(NEIGHBOURS, near, key=lambda other: (abs(other - one), other)))
        for other in sorted(near):
            if (score := likeness(body, others[other])) >= at_least:
                yield score, one, other


def _near(words: Counter[str], places: Mapping[str, Sequence[int]], at_least: float) -> set[int]:
    """Which texts have one of so many of the rarest of *words* that any other text is less than *at_least* alike."""
    total = words.total()
    # 2c / (a + b) >= t, where of two texts of a and b words c are common and c <= b, means c >= ta / (2 - t).
    spare = total - ceil(at_least * total / (2 - at_least) - 1e-9)
    near: set[int] = set()
    for word in sorted(words, key=lambda word: (len(places.get(word, ())), word)):
        if spare < 0:
            break
        near.update(places.get(word, ()))
        spare -= words[word]
    return near


def successors(entries: Sequence[Entry], others: Sequence[Kin]) -> Iterator[tuple[Entry, Kin]]:
    """What became of each of *entries*, among *others*: what is about the very same point, else the most alike.

    Those that nothing is like enough are left out.
    """
    about: dict[str, list[int]] = defaultdict(list)
    for place, heir in enumerate(others):
        about[key_of(heir)].append(place)
    like: dict[int, list[tuple[float, int]]] = defaultdict(list)
    bodies = [entry.body for entry in entries], [heir.body for heir in others]
    for score, one, other in alike(*bodies, at_least=SUCCESSOR):
        like[one].append((score, -other))
    for one, entry in enumerate(entries):
        same = about.get(key_of(entry), ()) if entry.source else ()
        heirs = [(likeness(entry.body, others[place].body), -place) for place in same] or like[one]
        if heirs:
            yield entry, others[-max(heirs)[1]]


def successor(entry: Entry, others: Sequence[Kin]) -> Kin | None:
    """What became of *entry*, as in `successors`; None where nothing is like enough."""
    return next((heir for _, heir in successors((entry,), others)), None)


def key_of(one: Entry | Draft) -> str:
    """The point that an entry or a draft is about; empty for an entry without a link."""
    return one.key if isinstance(one, Draft) else one.source.key if one.source else ""


@lru_cache(maxsize=4096)  # a body is compared with many others
def _words(body: Body) -> Counter[str]:
    match body:
        case Cloze(text):
            asked = cloze.without_blanks(text)
        case Question(question) | Choice(question):
            asked = question
        case WhyNot(option, need):
            asked = f"{option} {need}"
    return Counter(asked.casefold().replace("*", "").split())
