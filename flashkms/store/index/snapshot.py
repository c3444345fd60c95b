"""What the index says of cards, as the `State` that a replay makes: of a few of them, or of all."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from flashkms.cards.card import CardId
from flashkms.cards.entry import EntryId
from flashkms.schedule.memory import Memory
from flashkms.schedule.replay import State
from flashkms.store.index import rows
from flashkms.store.index.rows import CardState


def states(sql: sqlite3.Connection, where: str, values: Iterable[object] = ()) -> dict[CardId, CardState]:
    """The states of the cards that the SQL condition *where* picks, in no order."""
    found = sql.execute(f"SELECT id, {rows.MEMORY}, {rows.REST} FROM card WHERE {where}", tuple(values))  # noqa: S608
    return {CardId(row[0]): rows.state(row[1:]) for row in found}


def state(found: dict[CardId, CardState], began: dict[CardId, Memory | None]) -> State:
    """*found* as a `State`; *began* are the cards answered today, with their memories before that."""
    return State(
        memories={card: each.memory for card, each in found.items() if each.memory is not None},
        began=began,
        dues={card: each.due for card, each in found.items() if each.due is not None},
        suspended=frozenset(card for card, each in found.items() if each.suspended),
        buried={card: each.buried for card, each in found.items() if each.buried is not None},
        unburied={card: each.unburied for card, each in found.items() if each.unburied is not None},
        flags={card: each.flag for card, each in found.items() if each.flag},
    )


def entries(sql: sqlite3.Connection) -> tuple[frozenset[EntryId], frozenset[EntryId], frozenset[EntryId]]:
    """The entries that are marked, that builds made, and that were dropped."""
    marked = sql.execute("SELECT entry FROM standing WHERE marked").fetchall()
    made = sql.execute("SELECT entry FROM made").fetchall()
    dropped = sql.execute("SELECT entry FROM standing WHERE dropped").fetchall()
    return (
        frozenset(EntryId(entry) for (entry,) in marked),
        frozenset(EntryId(entry) for (entry,) in made),
        frozenset(EntryId(entry) for (entry,) in dropped),
    )
