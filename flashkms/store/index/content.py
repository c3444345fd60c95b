"""Cards out of the index: one, some, or all, with their entries."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from flashkms.cards.card import Card, CardId
from flashkms.schedule.leeches import tagged
from flashkms.store.index import rows, shape
from flashkms.store.index.rows import CardState

_COLUMNS = "c.id, c.ordinal, c.path, e.kind, e.shape, f.head"
_FROM = "FROM card c JOIN entry e USING (path, position) JOIN deck_file f USING (path) "
_SELECT = f"SELECT {_COLUMNS} {_FROM}"  # from the lines above
_WITH_STATE = f"SELECT {_COLUMNS}, {rows.MEMORY}, {rows.REST} {_FROM}"  # as above
_CHUNK = 500  # parameters of one statement


def one(sql: sqlite3.Connection, card: CardId) -> Card | None:
    """The card with that id; None when no deck file has it."""
    return next(_cards(sql.execute(_SELECT + "WHERE c.id = ?", (card,))), None)


def some(sql: sqlite3.Connection, ids: Iterable[CardId]) -> dict[CardId, Card]:
    """Those of the cards *ids* that stand in deck files, by deck file and in file order."""
    wanted = list(ids)
    found: dict[CardId, tuple[tuple[str, int, int], Card]] = {}
    for begin in range(0, len(wanted), _CHUNK):
        chunk = wanted[begin : begin + _CHUNK]
        marks = ", ".join("?" * len(chunk))
        for card in _cards(sql.execute(f"{_SELECT} WHERE c.id IN ({marks})", chunk)):
            found[card.id] = (card.path, card.entry.line, card.ordinal), card
    return {id_: card for id_, (_, card) in sorted(found.items(), key=lambda item: item[1][0])}


def with_states(sql: sqlite3.Connection, ids: Iterable[CardId]) -> dict[CardId, tuple[Card, CardState]]:
    """The same, each with what the log says of it: read together, the row of a card is looked for once."""
    wanted = list(ids)
    found: list[tuple[Card, CardState]] = []
    for begin in range(0, len(wanted), _CHUNK):
        chunk = wanted[begin : begin + _CHUNK]
        marks = ", ".join("?" * len(chunk))
        taken = sql.execute(f"{_WITH_STATE} WHERE c.id IN ({marks})", chunk).fetchall()
        found += zip(_cards(row[:6] for row in taken), (rows.state(row[6:]) for row in taken), strict=True)
    found.sort(key=lambda each: (each[0].path, each[0].entry.line, each[0].ordinal))
    return {each[0].id: each for each in found}


def decks(sql: sqlite3.Connection, ids: Iterable[CardId]) -> dict[CardId, str]:
    """The decks of those of the cards *ids* that stand in deck files."""
    wanted = list(ids)
    found: dict[CardId, str] = {}
    for begin in range(0, len(wanted), _CHUNK):
        chunk = wanted[begin : begin + _CHUNK]
        marks = ", ".join("?" * len(chunk))
        query = f"SELECT id, deck FROM card WHERE id IN ({marks}) AND deck IS NOT NULL"  # noqa: S608
        found.update((CardId(id_), deck) for id_, deck in sql.execute(query, chunk))
    return found


def every(sql: sqlite3.Connection) -> dict[CardId, Card]:
    """All cards of all deck files, by deck file and in file order."""
    return {card.id: card for card in _cards(sql.execute(_SELECT + "ORDER BY c.path, c.position, c.ordinal"))}


def picked(sql: sqlite3.Connection, select: str, values: tuple[object, ...]) -> Iterator[tuple[Card, bool]]:
    """The cards that *select* picks, by deck file and in file order, each with whether it is suspended.

    It has the columns id, path, position, ordinal, suspended and leech, and a leech the tag of one. The cards are read
    at once, and unpacked one by one.
    """
    found = sql.execute(
        f"SELECT {_COLUMNS}, c.suspended, c.leech FROM ({select}) c "  # noqa: S608
        "JOIN entry e USING (path, position) JOIN deck_file f USING (path) ORDER BY c.path, c.position, c.ordinal",
        values,
    ).fetchall()
    cards = zip(_cards(row[:-2] for row in found), found, strict=True)
    return ((replace(card, tags=tagged(card.tags)) if row[-1] else card, bool(row[-2])) for card, row in cards)


def siblings(sql: sqlite3.Connection, entry: str) -> tuple[CardId, ...]:
    """The cards of the entry called *entry*, by ordinal; its letter case makes no difference."""
    query = "SELECT id FROM card WHERE key = ? AND deck IS NOT NULL ORDER BY ordinal"
    return tuple(CardId(id_) for (id_,) in sql.execute(query, (entry.casefold(),)))


def _cards(found: Iterable[tuple[str, int, str, str, bytes, bytes]]) -> Iterator[Card]:
    heads: dict[str, tuple[str, tuple[str, ...], str]] = {}
    for id_, ordinal, path, kind, data, head in found:
        if path not in heads:
            heads[path] = shape.named(head)
        name, shared, note = heads[path]
        entry = shape.unpacked(kind, data)
        yield Card(CardId(id_), entry, ordinal, name, tuple(dict.fromkeys((*shared, *entry.tags))), path, note)
