"""What a lint rule is: an id, a remedy, and a search over all entries at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from msgspec import Struct

from flashkms.cards.lint.reading import Reading

Finding = tuple[Reading, str] | tuple[Reading, str, int]
"""An entry, and what is wrong with it; and the line, where that is told better than by the entry's own."""

Search = Callable[[Sequence[Reading]], Iterator[Finding]]


class Rule(Struct, frozen=True):
    """One lint rule. *id* silences it, *hint* says what helps, *search* finds what it is about, in any order."""

    id: str
    hint: str
    search: Search


def each(judge: Callable[[Reading], Iterable[str]]) -> Search:
    """A search that judges every entry by itself; *judge* returns its messages."""
    return lambda readings: ((reading, message) for reading in readings for message in judge(reading))


def remarked(judge: Callable[[Reading, str], str]) -> Search:
    """A search that judges what says nothing at its entry, and points at it; *judge* returns a message, or nothing."""
    return lambda readings: (
        (reading, message, remark.line)
        for reading in readings
        for remark in reading.remarks
        if (message := judge(reading, remark.text))
    )
