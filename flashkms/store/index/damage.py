"""What keeps entries of deck files from being studied: a line a file, out of what was kept when it was read last."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import msgspec
from msgspec.structs import replace

from flashkms.cards.deck import Broken, Deck
from flashkms.counting import counted
from flashkms.errors import Problem
from flashkms.store.decks import Reading
from flashkms.store.index import shape
from flashkms.store.index.cut import CUT
from flashkms.store.text import UNREADABLE

SOUND = msgspec.msgpack.encode(())  # of a file without problems
LEFT_OUT = "left-out"  # the rule of what is said of a file that gives only some of its entries
UNNAMED = "unnamed"  # the same, where nothing but ids is missing
_NAMED = 3  # ids that are told


def told(sql: sqlite3.Connection, taken: Iterable[Problem]) -> Iterator[Problem]:
    """A problem for each deck file that is damaged, by path; *taken* tells of entries whose ids others have."""
    query = "SELECT path, head, problems, broken FROM deck_file WHERE problems <> ?"
    found = {path: _of_file(*wrong) for path, *wrong in sql.execute(query, (SOUND,)).fetchall()}
    twice: dict[str, list[Problem]] = defaultdict(list)
    for problem in taken:
        twice[problem.path].append(problem)
    for path, problems in twice.items():
        found[path] = found.get(path) or _summed(problems[0], LEFT_OUT, len(problems))
    for path, names in ends(sql):
        before = found.get(path)
        found[path] = _with(before, _gone(names)) if before else end(sql, path, names)
    yield from (problem for _, problem in sorted(found.items()) if problem is not None)


def _of_file(head: bytes, problems: bytes, broken: bytes) -> Problem | None:
    """What is said of a file with these *problems* and *broken* entries; None where it gives all of its entries."""
    left_out = msgspec.msgpack.decode(broken, type=list[Broken])
    if not left_out:
        found = msgspec.msgpack.decode(problems, type=list[Problem])
        return next((one for one in found if one.rule in (UNREADABLE, CUT)), None)
    unnamed = {one.line for one in shape.unpacked_deck(head).unnamed} if head else set()
    worst = next((one.problem for one in left_out if one.problem.line not in unnamed), left_out[0].problem)
    rule = UNNAMED if worst.line in unnamed else LEFT_OUT
    return _summed(worst, rule, sum(one.cards for one in left_out))


def _summed(problem: Problem, rule: str, cards: int) -> Problem:
    """*problem*, with how many *cards* of its file are left out."""
    said = f"{counted(cards, 'card')} of this file {'is' if cards == 1 else 'are'} left out"
    return replace(_with(problem, said), rule=rule)


def _with(problem: Problem, more: str) -> Problem:
    return replace(problem, hint=f"{problem.hint}; {more}" if problem.hint else more)


def missing(sql: sqlite3.Connection, deck: Deck, reading: Reading) -> tuple[str, ...]:
    """The ids of the entries that a file lost with its end, or lost so before, when it gives *deck* by *reading*.

    A person who removes the last entry leaves the file the same way. So it is taken for lost where the last line was
    cut, where the entry was studied, and where most entries of the file went at once. One who goes on to write in the
    file has seen it: from then on only entries that were studied are missed.
    """
    query = "SELECT key, kind, shape FROM entry WHERE path = ? ORDER BY position"
    before = sql.execute(query, (deck.path,)).fetchall()
    now = [entry.id.casefold() for entry in deck.entries]
    kept = sql.execute("SELECT missing FROM deck_file WHERE path = ?", (deck.path,)).fetchone()
    before_that = msgspec.msgpack.decode(kept[0], type=list[str]) if kept else []
    lost = [name for name in before_that if _studied(sql, [name.casefold()])]
    gone = before[len(now) :] if [row[0] for row in before[: len(now)]] == now else []
    if gone and (reading.cut or 2 * len(gone) > max(2, len(before)) or _studied(sql, [row[0] for row in gone])):
        lost += [shape.unpacked(*row[1:]).id for row in gone]
    there = {*now, *(one.before.casefold() for one in deck.unnamed), *(one.id.casefold() for one in reading.broken)}
    return tuple(dict.fromkeys(name for name in lost if name.casefold() not in there))


def _studied(sql: sqlite3.Connection, keys: Sequence[str]) -> bool:
    query = "SELECT 1 FROM card WHERE key = ? AND phase IS NOT NULL LIMIT 1"
    return any(sql.execute(query, (key,)).fetchone() for key in keys)


def ends(sql: sqlite3.Connection) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each deck file that lost its end, and the ids of the entries there that no file has and nobody dropped."""
    query = "SELECT path, missing FROM deck_file WHERE missing <> ? ORDER BY path"
    wanted = "SELECT 1 FROM entry WHERE key = ?1 UNION ALL SELECT 1 FROM standing WHERE lower(entry) = ?1 AND dropped"
    for path, data in sql.execute(query, (SOUND,)).fetchall():
        lost = msgspec.msgpack.decode(data, type=tuple[str, ...])
        if left := tuple(name for name in lost if not sql.execute(wanted, (name.casefold(),)).fetchone()):
            yield path, left


def end(sql: sqlite3.Connection, path: str, names: Sequence[str]) -> Problem:
    """What is said of the deck file *path*, at whose end the entries *names* stood; its line is that of the last."""
    query = "SELECT kind, shape FROM entry WHERE path = ? ORDER BY position DESC LIMIT 1"
    last = sql.execute(query, (path,)).fetchone()
    hint = "is it cut? restore it; if you removed them, `flashkms drop` them"
    return Problem(path, shape.unpacked(*last).line if last else 1, _gone(names), hint, LEFT_OUT)


def _gone(names: Sequence[str]) -> str:
    more = len(names) - _NAMED
    shown = ", ".join(names[:_NAMED]) + (f" and {more} more" if more > 0 else "")
    return f"{shown}, which stood at its end, {'is' if len(names) == 1 else 'are'} gone"
