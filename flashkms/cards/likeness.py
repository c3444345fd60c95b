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
    return _overlap(_words(one), _words(other))


def shared(one: str, other: str) -> float:
    """The share of common words in two texts, 0..1."""
    return _overlap(_counted(one), _counted(other))


def asked(body: Body) -> str:
    """What *body* asks, as it is written; a cloze with its blanks filled in."""
    match body:
        case Cloze(text):
            return cloze.without_blanks(text)
        case Question(question) | Choice(question):
            return question
        case WhyNot(option):
            return option


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

    What asks in the same way goes before what is as much alike, and nothing became of two. Those that nothing is like
    enough are left out.
    """
    about: dict[str, list[int]] = defaultdict(list)
    for place, heir in enumerate(others):
        about[key_of(heir)].append(place)
    bodies = [entry.body for entry in entries], [heir.body for heir in others]
    like = [(False, one, other, score) for score, one, other in alike(*bodies, at_least=SUCCESSOR)]
    for one, entry in enumerate(entries):
        same = about.get(key_of(entry), ()) if entry.source else ()
        like += [(True, one, other, likeness(entry.body, others[other].body)) for other in same]
    found: dict[int, int] = {}
    taken: set[int] = set()
    for _, one, other, _ in sorted(like, key=lambda heir: _rank(entries[heir[1]].body, others[heir[2]].body, heir)):
        if one not in found and other not in taken:
            found[one] = other
            taken.add(other)
    for one, other in sorted(found.items()):
        yield entries[one], others[other]


def _rank(body: Body, heir: Body, found: tuple[bool, int, int, float]) -> tuple[bool, bool, float, int, int]:
    """What goes first among those that may have become of *body*: the same point, the same kind, the most alike."""
    same, one, other, score = found
    return not same, type(heir) is not type(body), -score, one, other


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
    return _counted(asked)


def _counted(text: str) -> Counter[str]:
    return Counter(text.casefold().replace("*", "").split())


def _overlap(words: Counter[str], others: Counter[str]) -> float:
    total = words.total() + others.total()
    return 2 * (words & others).total() / total if total else 0.0
