"""The cards that can be in today's queue, without looking at those that cannot.

Everything on a step, and of what is due and of what is new as much as the daily limits let through. A caller whose
queue leaves room asks for more.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator

from msgspec import Struct, field

from flashkms.cards.card import CardId
from flashkms.schedule.limits import below

FREE = "deck IS NOT NULL AND NOT held AND NOT suspended AND buried IS NOT :today"
_STEPS = f"SELECT id FROM card WHERE step_due IS NOT NULL AND {FREE}"  # noqa: S608
_DAYS = f"SELECT id FROM card WHERE day_due <= :today AND phase IS NOT 1 AND {FREE}"  # noqa: S608
_DUE = f"SELECT id, deck, key, day_due FROM card WHERE day_due <= :today AND phase = 1 AND {FREE} ORDER BY day_due"  # noqa: S608
_REST = (
    f"SELECT 1 FROM card WHERE day_due > :cut AND day_due <= :today AND phase = 1 AND {FREE} "  # noqa: S608
    "AND (:root = '' OR deck = :root OR substr(deck, 1, length(:root) + 2) = :root || '::') LIMIT 1"
)
_NEW = (
    f"SELECT id, key FROM card WHERE path = :path AND phase IS NULL AND day_due IS NULL AND {FREE} "  # noqa: S608
    "ORDER BY position, ordinal"
)

_HEADS = "SELECT DISTINCT iif(instr(deck, '::'), substr(deck, 1, instr(deck, '::') - 1), deck) FROM deck_file"
_BELOW = "SELECT 1 FROM deck_file WHERE deck = :root OR substr(deck, 1, length(:root) + 2) = :root || '::' LIMIT 1"

# The deck files that have new cards, free or not, with their decks.
FRESH = (
    "SELECT path, deck FROM deck_file WHERE deck <> '' AND EXISTS "
    "(SELECT 1 FROM card WHERE card.path = deck_file.path AND phase IS NULL AND day_due IS NULL) ORDER BY path"
)


class Candidates(Struct):
    """Ids of cards. *cut*: the last day of reviews among them, None when all that are due are there.

    *more_new*: the roots, decks that nothing limits from above, of which there would be more new cards.
    """

    ids: set[CardId] = field(default_factory=set)
    cut: int | None = None
    more_new: set[str] = field(default_factory=set)


def candidates(sql: sqlite3.Connection, today: int, root: str, *, due: int | None, new: int | None) -> Candidates:
    """What can be queued on the study day *today* (an ordinal) under *root*; every deck with an empty one.

    Reviews of *due* entries at least, the longest overdue first, and *new* entries of each root; None for all of them.
    """
    picked = Candidates()
    parameters: dict[str, object] = {"today": today}
    for query in (_STEPS, _DAYS):
        picked.ids.update(CardId(id_) for (id_,) in sql.execute(query, parameters))
    _pick_due(sql, picked, today, root, due)
    _pick_new(sql, picked, today, root, new)
    return picked


def more_due(sql: sqlite3.Connection, picked: Candidates, today: int, root: str) -> bool:
    """Whether there are reviews under *root* beyond those *picked*."""
    parameters = {"cut": picked.cut, "today": today, "root": root}
    return picked.cut is not None and sql.execute(_REST, parameters).fetchone() is not None


def roots(sql: sqlite3.Connection, root: str) -> set[str]:
    """The decks whose limits no deck above them narrows, when *root* is studied; empty where it has no deck file."""
    if root:
        return {root} if sql.execute(_BELOW, {"root": root}).fetchone() else set()
    return {head for (head,) in sql.execute(_HEADS)}


def top(deck: str, root: str) -> str:
    """The deck whose limits hold for *deck* and that has none above it, when *root* is studied."""
    return root or deck.partition("::")[0]


def _pick_due(sql: sqlite3.Connection, picked: Candidates, today: int, root: str, many: int | None) -> None:
    entries: set[str] = set()
    last = today
    for id_, deck, key, day in sql.execute(_DUE, {"today": today}):
        if day != last and many is not None and len(entries) >= many:
            picked.cut = last  # whole days: which card of a day comes first is not told by the index
            return
        if below(deck, root):
            picked.ids.add(CardId(id_))
            entries.add(key)
            last = day


def _pick_new(sql: sqlite3.Connection, picked: Candidates, today: int, root: str, many: int | None) -> None:
    entries: dict[str, set[str]] = defaultdict(set)
    for path, deck in sql.execute(FRESH).fetchall():
        if not below(deck, root):
            continue
        head = top(deck, root)
        if head in picked.more_new:
            continue  # an entry's cards stand in one file: this one can only have more of what is too much already
        for id_, key in _new(sql, path, today):
            if many is not None and len(entries[head]) >= many and key not in entries[head]:
                picked.more_new.add(head)
                break
            entries[head].add(key)
            picked.ids.add(id_)


def _new(sql: sqlite3.Connection, path: str, today: int) -> Iterator[tuple[CardId, str]]:
    for id_, key in sql.execute(_NEW, {"path": path, "today": today}):
        yield CardId(id_), key
