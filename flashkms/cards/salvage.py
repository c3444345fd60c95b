"""What can be read of a deck file that is no YAML as a whole: its head and each entry, read alone.

All that is wrong is named: a broken entry is read key by key once more, so that a second mistake in it is told in the
same run as the first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from flashkms.cards.fields import DECK_KEYS, ENTRY_KEYS, KIND_KEYS
from flashkms.cards.nodes import Fault, Mapping, Node, Sequence, UnreadableError, fault, read
from flashkms.cards.values import checked

_CARDS = re.compile(r"""^( *)(["']?)cards\2[ \t]*:[^\n]*\n?""", re.MULTILINE)
_ITEM = re.compile(r"^( *)-(?=[ \t]|$)", re.MULTILINE)
_BEGUN = re.compile(rf"""^( *)- +["']?(?:id|{"|".join(KIND_KEYS)})["']?[ \t]*:(?=[ \t\r]|$)""", re.MULTILINE)
_KEY = re.compile(rf"""^( *)(- +)?(["']?)({"|".join(ENTRY_KEYS)})\3[ \t]*:(?=[ \t\r]|$)""", re.MULTILINE)
_TAIL = re.compile(rf"^( *)(?:({'|'.join(DECK_KEYS)})[ \t]*:|---(?=\s|$)|\.\.\.(?=\s|$))", re.MULTILINE)


def salvaged(text: str, faults: list[Fault]) -> tuple[Mapping | None, list[Node]]:
    """The deck's own keys and the sound entries of *text*; what is wrong with the rest goes to *faults*.

    No fault comes out where each part is sound, and only the whole is not.
    """
    cards, first, tail = _bounds(text)
    if cards is None or first is None:
        return None, []
    nodes = list(_items(text, first, tail.start() if tail else len(text), faults))
    return _header(text, cards, tail, faults), nodes


def starts(text: str) -> list[int]:
    """Where in the deck file *text* an entry starts, as far as its dashes tell: offsets, in order.

    Above `cards:`, and behind what ends the list, such as a `---`, they are told by their first key: no deck has them.
    """
    _, first, tail = _bounds(text)
    if first is None:
        return []
    end = tail.start() if tail else len(text)
    outside = (one for one in _BEGUN.finditer(text) if not first.start() <= one.start() < end)
    stray = [one.start() for one in outside if len(one[1]) <= len(first[1])]
    return sorted([*stray, *_starts(text, first, end)])


def _bounds(text: str) -> tuple[re.Match[str] | None, re.Match[str] | None, re.Match[str] | None]:
    """The `cards:` of *text*, the dash of its first entry, and what ends the last one before the text ends."""
    cards = min(_CARDS.finditer(text), key=lambda found: len(found[1]), default=None)
    first = _ITEM.search(text, cards.end()) if cards else None
    if cards is None or first is None:
        return cards, None, None
    return cards, first, next((one for one in _TAIL.finditer(text, cards.end()) if len(one[1]) <= len(cards[1])), None)


def _starts(text: str, first: re.Match[str], end: int) -> list[int]:
    # A list within an entry stands at its keys, to the right of the entry's dash.
    return [one.start() for one in _ITEM.finditer(text, first.start(), end) if len(one[1]) <= len(first[1])]


def _items(text: str, first: re.Match[str], end: int, faults: list[Fault]) -> Iterator[Node]:
    for start, stop in pairwise([*_starts(text, first, end), end]):
        part, above = text[start:stop], text.count("\n", 0, start)
        before = len(faults)
        node = _alone(part, above, faults)
        if isinstance(node, Sequence):
            yield from node.items
        elif node is None and len(faults) > before:
            _by_key(part, above, faults, before)


def _by_key(part: str, above: int, faults: list[Fault], before: int) -> None:
    """Put what is wrong with each key of a broken entry in the place of the fault at *before*."""
    keys = list(_KEY.finditer(part))
    column = keys[0].start(4) - keys[0].start() if keys else 0
    starts = [one.start() for one in keys if one.start(4) - one.start() == column]
    found: list[Fault] = []
    for start, stop in pairwise([*starts, len(part)]):
        piece = re.sub(r"^( *)-", r"\1 ", part[start:stop], count=1)
        node = _alone(piece, above + part.count("\n", 0, start), found)
        if isinstance(node, Mapping):
            checked(node, found)
    if found:
        faults[before:] = found


def _header(text: str, cards: re.Match[str], tail: re.Match[str] | None, faults: list[Fault]) -> Mapping | None:
    """The deck's keys above the entries, and those below them; a second document is refused."""
    head = _alone(text[: cards.start()], 0, faults)
    below: Node | None = None
    if tail is not None:
        above = text.count("\n", 0, tail.start())
        rest = re.sub(r"^[ \t]*(#.*)?$|^(---|\.\.\.)", "", text[tail.start() :], flags=re.MULTILINE)
        if tail[2]:
            below = _alone(text[tail.start() :], above, faults)
        elif rest.strip():
            hint = "remove the `---` or `...` line; one file is one deck"
            faults.append(Fault(above + 1, "a second document begins here", hint, 1))
    parts = [one for one in (head, below) if isinstance(one, Mapping)]
    if len(parts) < 2:
        return parts[0] if parts else None
    for pair in parts[1].pairs:
        if (first := parts[0].get(pair.key.value)) is not None:
            said = f"`{pair.key.value}` stands here a second time"
            faults.append(fault(pair.key.span, said, f"the first is in line {first.key.span.line}"))
    return Mapping((*parts[0].pairs, *parts[1].pairs), parts[0].flow, parts[0].span)


def _alone(text: str, above: int, faults: list[Fault]) -> Node | None:
    """The tree of a part with *above* lines over it, its lines counted in the file."""
    try:
        node, found = read(text, above=above)
    except UnreadableError as error:
        faults.append(error.fault)
        return None
    faults += found
    return node
