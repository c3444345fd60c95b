"""Whether a deck file is only the beginning of what it was, by what the index knows of it: cut within its last entry.

A crash of an editor or half a sync may leave such a file, and what is left of its YAML may parse. A person who
shortens the last text leaves the end of the line where it was. So a file is taken for cut only where its last line had
an end and has none, where every entry above the last is as it was, and where the last says what it said before up to
some word, and nothing behind it.
"""

from __future__ import annotations

import sqlite3

import msgspec
from msgspec.structs import replace

from flashkms.cards.deck import Deck
from flashkms.cards.entry import Entry, Value, WrongOption
from flashkms.errors import Problem
from flashkms.store.decks import Reading
from flashkms.store.index import shape

CUT = "cut"  # the rule of what is said of such a file
_HINT = "is the file cut? restore it; if that is all, end its last line"


def told(sql: sqlite3.Connection, reading: Reading) -> tuple[Problem, ...]:
    """A problem where the file that gave *reading* is cut, or ends as it did when that was told.

    The index must still have what it had before.
    """
    deck = reading.deck
    if not reading.cut or deck is None or not deck.entries:
        return ()
    query = "SELECT kind, shape FROM entry WHERE path = ? ORDER BY position LIMIT ?"
    before = [shape.unpacked(*row) for row in sql.execute(query, (deck.path, len(deck.entries)))]
    if len(before) < len(deck.entries):
        return ()
    last = deck.entries[-1]
    if not (_told_before(sql, deck, before[-1]) or _cut(sql, deck, before)):
        return ()
    said = f"{last.id} is shorter than it was, and the last line of the file has no end"
    return (Problem(deck.path, last.line, said, _HINT, CUT),)


def _told_before(sql: sqlite3.Connection, deck: Deck, before: Entry) -> bool:
    """Whether that was said of the file of *deck* already, and its last entry is as it was *before*."""
    (problems,) = sql.execute("SELECT problems FROM deck_file WHERE path = ?", (deck.path,)).fetchone()
    known = msgspec.msgpack.decode(problems, type=list[Problem])
    return any(one.rule == CUT for one in known) and replace(deck.entries[-1], line=0) == replace(before, line=0)


def _cut(sql: sqlite3.Connection, deck: Deck, before: list[Entry]) -> bool:
    """Whether the file of *deck*, which has no end now, is the beginning of one that had, with the entries *before*."""
    (ended,) = sql.execute("SELECT ended FROM deck_file WHERE path = ?", (deck.path,)).fetchone()
    *others, last = deck.entries
    return (
        bool(ended)
        and others == before[:-1]
        and (said := _said(last)) != (said_before := _said(before[-1]))
        and _begins(said, said_before)
    )


def _said(entry: Entry) -> tuple[tuple[str, Value], ...]:
    """What stands in a file for *entry*, in the order of the file."""
    from flashkms.cards.bodies import values  # noqa: PLC0415  # rare

    return tuple(values(entry).items())


def _begins(part: object, whole: object) -> bool:
    """Whether *part* may be what a cut leaves of *whole*; of two entries, their keys in the order of the file."""
    match part, whole:
        case _ if part == whole:
            return True
        case str(), str():
            return whole.startswith(part)
        case tuple(), tuple() if part and len(part) <= len(whole):
            return part[:-1] == whole[: len(part) - 1] and _begins(part[-1], whole[len(part) - 1])
        case WrongOption(), WrongOption():
            half_a_key = not part.why and "option:".startswith(part.option)
            return half_a_key or _begins(_texts(part), _texts(whole))
        case _:
            return False


def _texts(option: WrongOption) -> tuple[str, ...]:
    """What is said of *option*, a reason only where there is one."""
    return (option.option, option.why) if option.why else (option.option,)
