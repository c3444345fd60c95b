"""Which entry belongs to which draft of a note: by key, else by likeness in the same place.

A point that was reworded has another key. It is taken for the same point only where most of the words agree, and the
place where several could be meant, and for a question the answer too: two scenarios can be three quarters alike and
have different answers.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict, deque
from collections.abc import Mapping, Sequence

from msgspec import Struct

from flashkms.cards import merge
from flashkms.cards.draft import Draft
from flashkms.cards.entry import Body, Choice, Entry, EntryId, Question, WhyNot
from flashkms.cards.likeness import alike, key_of, likeness, same_text, shared, successors

SAME = 0.7  # share of common words from which a point in the same place is the same, reworded
_KEY = re.compile(r"\w+@[0-9a-f]{8}(/.*)?")  # a link that is cut short tells nothing about its point
_NEARLY = 0.75  # share of common words from which an answer is another one that was reworded
_CERTAIN = 0.95  # share of common words from which a question is the same even when its answer was corrected


class Matches(Struct, frozen=True):
    """*pairs* of entries and drafts, *new* drafts, *vanished* entries, and *offers*: a vanished entry's successor."""

    pairs: tuple[tuple[Entry, Draft], ...]
    new: tuple[Draft, ...]
    vanished: tuple[Entry, ...]
    offers: tuple[tuple[Entry, Draft], ...]


def match(entries: Sequence[Entry], drafts: Sequence[Draft], ids: Mapping[EntryId, str]) -> Matches:
    """Match *entries*, in file order, with *drafts*, in note order; *ids* are those that drafts would get, by key.

    An entry that has the id of a draft is about its point, whatever became of its `source` line.
    """
    found: dict[int, int] = {}  # entry -> draft, by place
    by_key = {draft.key: place for place, draft in enumerate(drafts)}
    by_point = {point(draft.key, draft.body): place for place, draft in enumerate(drafts)}
    own = [by_point.get(point(key_of(one), one.body)) for one in entries]
    _same_answers(entries, drafts, found, own)
    _pair(entries, drafts, found, own)
    _pair(entries, drafts, found, [by_key.get(key_of(one)) for one in entries])
    _pair(entries, drafts, found, [by_key.get(ids.get(one.id, "")) for one in entries])
    _same_words(entries, drafts, found)
    _reworded(entries, drafts, found)
    _together(entries, drafts, found)
    _in_place(entries, drafts, found)
    _together(entries, drafts, found)
    taken = set(found.values())
    unmatched = (entry for place, entry in enumerate(entries) if place not in found)
    vanished = tuple(entry for entry in unmatched if entry.source and _KEY.fullmatch(entry.source.key))
    new = tuple(draft for place, draft in enumerate(drafts) if place not in taken)
    pairs = tuple((entries[one], drafts[other]) for one, other in sorted(found.items()))
    return Matches(pairs, new, vanished, tuple(successors(vanished, new)))


def point(key: str, body: Body) -> tuple[str, ...]:
    """What an entry or draft of *key* is about: that key, or the scenario and the option of a "why not".

    Those of a scenario are numbered: when one option goes, its number is another's.
    """
    return (key.partition("/")[0], _folded(body.option)) if isinstance(body, WhyNot) else (key,)


def _pair(
    entries: Sequence[Entry], drafts: Sequence[Draft], found: dict[int, int], wanted: Sequence[int | None]
) -> None:
    """Add to *found* each entry with the draft that it is *wanted* for, by place, where both are free and of a kind."""
    taken = set(found.values())
    for place, other in enumerate(wanted):
        if place in found or other is None or other in taken:
            continue
        if type(drafts[other].body) is type(entries[place].body):
            found[place] = other
            taken.add(other)


def _same_answers(
    entries: Sequence[Entry], drafts: Sequence[Draft], found: dict[int, int], own: Sequence[int | None]
) -> None:
    """Add to *found* the entries with the answers of the draft that is their *own*, by place, or else of another one.

    Of scenarios that ask the same, the first has the key without a number: a note that moves one of them moves keys.
    """
    there = [_answered(entry.body) for entry in entries]
    here = [_answered(draft.body) for draft in drafts]
    taken: set[int] = set()
    for place, (said, other) in enumerate(zip(there, own, strict=True)):
        if said and other is not None and said == here[other] and other not in taken:
            found[place] = other
            taken.add(other)
    free: dict[tuple[str, ...], deque[int]] = defaultdict(deque)
    for place, said in enumerate(here):
        if place not in taken:
            free[said].append(place)
    for place, said in enumerate(there):
        if said and place not in found and free.get(said):
            found[place] = free[said].popleft()


def moved(entry: Entry, draft: Draft) -> bool:
    """Whether the scenario of *entry* has the key of *draft* now, and its words are as they were."""
    return key_of(entry) != draft.key and bool(said := _answered(entry.body)) and said == _answered(draft.body)


def _answered(body: Body) -> tuple[str, ...]:
    """What *body* asks and wants where a scenario can have made it; empty for another."""
    match body:
        case Question(question, answers) | Choice(question, answers):
            said = (question, *answers)
        case WhyNot(option, need, _, instead):
            said = (option, need, *instead)
        case _:
            return ()
    return (type(body).__name__, *map(_folded, said))


def _same_words(entries: Sequence[Entry], drafts: Sequence[Draft], found: dict[int, int]) -> None:
    """Add to *found* the points that stand word for word elsewhere now, as below a heading of another name."""
    taken = set(found.values())
    free: dict[tuple[str, str], deque[int]] = defaultdict(deque)
    for place, draft in enumerate(drafts):
        if place not in taken:
            free[slot(draft.key), same_text(draft.body)].append(place)
    for place, entry in enumerate(entries):
        if place not in found and entry.source:
            same = free.get((slot(entry.source.key), same_text(entry.body)))
            if same:
                found[place] = same.popleft()


def _reworded(entries: Sequence[Entry], drafts: Sequence[Draft], found: dict[int, int]) -> None:
    """Add to *found* the pairs that are the same point, reworded, the most alike first."""
    taken = set(found.values())
    left = [place for place, entry in enumerate(entries) if place not in found and entry.source]
    free = [place for place in range(len(drafts)) if place not in taken]
    near = alike([entries[one].body for one in left], [drafts[other].body for other in free], at_least=SAME)
    scored = sorted(((score, -left[one], -free[other]) for score, one, other in near), reverse=True)
    rivals = Counter(place for _, one, other in scored for place in (("entry", -one), ("draft", -other)))
    for score, one, other in scored:
        free_pair = -one not in found and -other not in taken
        alone = rivals["entry", -one] == 1 == rivals["draft", -other]  # a person may have moved it anywhere
        in_place = alone or score >= _CERTAIN or (free_pair and _between(found, -one, -other))
        if free_pair and in_place and _same_point(entries[-one], drafts[-other], score):
            found[-one] = -other
            taken.add(-other)


def _in_place(entries: Sequence[Entry], drafts: Sequence[Draft], found: dict[int, int]) -> None:
    """Add to *found* the entries whose words are a person's own, with what stands now where their points stood.

    Where as many points are new in a place as entries lost theirs, they are the same ones in the same order.
    """
    taken = set(found.values())
    free = [place for place in range(len(drafts)) if place not in taken]
    lost: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for place, entry in enumerate(entries):
        if free and place not in found and entry.source:
            here = tuple(one for one in free if _may_be(entry, drafts[one]) and _between(found, place, one))
            lost[here].append(place)
    for here, places in lost.items():
        if len(here) == len(places) and not taken & {*here}:
            owned = {place: other for place, other in zip(places, here, strict=True) if merge.owned(entries[place])}
            found |= owned
            taken |= {*owned.values()}


def _together(entries: Sequence[Entry], drafts: Sequence[Draft], found: dict[int, int]) -> None:
    """Add to *found* the entries of a scenario of which others were found, with the drafts of what it became."""
    became: dict[str, set[str]] = defaultdict(set)
    for place, other in found.items():
        became[_scenario(key_of(entries[place]))].add(_scenario(drafts[other].key))
    taken = set(found.values())
    free: dict[str, list[int]] = defaultdict(list)
    for other, draft in enumerate(drafts):
        if other not in taken:
            free[_scenario(draft.key)].append(other)
    for place, entry in enumerate(entries):
        heirs = became.get(_scenario(key_of(entry)), set()) if place not in found and entry.source else set()
        if len(heirs) != 1 or "" in heirs:
            continue
        (scenario,) = heirs
        heir = next((one for one in free.get(scenario, ()) if _same_part(entry, drafts[one])), None)
        if heir is not None:
            found[place] = heir
            free[scenario].remove(heir)


def _scenario(key: str) -> str:
    """The scenario that *key* is about; empty for a point, of which each entry stands by itself."""
    return key.partition("/")[0] if key.startswith("scenario@") else ""


def _same_part(entry: Entry, draft: Draft) -> bool:
    """Whether *entry* asks the same of its scenario as *draft* does, in words that are its own or like those."""
    if isinstance(entry.body, WhyNot) and isinstance(draft.body, WhyNot):
        return _folded(entry.body.option) == _folded(draft.body.option)
    if type(entry.body) is not type(draft.body):
        return False
    return merge.owned(entry) or likeness(entry.body, draft.body) >= SAME


def _may_be(entry: Entry, draft: Draft) -> bool:
    """Whether *draft* is of the kind of *entry*, and stands below the same headings."""
    same_kind = type(draft.body) is type(entry.body) and slot(key_of(entry)) == slot(draft.key)
    return same_kind and merge.stands_as(entry, draft)


def _same_point(entry: Entry, draft: Draft, score: float) -> bool:
    if slot(entry.source.key if entry.source else "") != slot(draft.key):
        return False
    match entry.body, draft.body:
        case (Question() | Choice()) as one, (Question() | Choice()) as other:
            return score >= _CERTAIN or _agree(one.answers, other.answers)
        case WhyNot(option=option), WhyNot(option=wanted):
            return _folded(option) == _folded(wanted)
        case _:
            return True


def _agree(ones: Sequence[str], others: Sequence[str]) -> bool:
    """Whether two questions have the same answers, or as many that say nearly the same."""
    pairs = zip(ones, others, strict=False)
    return len(ones) == len(others) and all(shared(one, other) >= _NEARLY for one, other in pairs)


def _between(found: dict[int, int], one: int, other: int) -> bool:
    """Whether the draft *other* stands between the drafts of the entries around *one*."""
    before = max((place for place in found if place < one), default=None)
    after = min((place for place in found if place > one), default=None)
    return (before is None or found[before] < other) and (after is None or other < found[after])


def slot(key: str) -> str:
    """What kind of thing *key* names: the part of the note, and which of its cards."""
    return key.partition("@")[0] + "/" + key.partition("/")[2]


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
