"""Searching: the words of every card, kept folded, and one SELECT for a query."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from datetime import datetime

from flashkms.cards import face
from flashkms.cards.card import Card, CardId
from flashkms.cards.query import Query, folded, where
from flashkms.schedule.leeches import TAG
from flashkms.store.index import content, rows, shape

_TOGETHER = 1000  # cards whose words are taken at once

# The columns are those of `cards.query.Facts`.
_FACTS = """
SELECT w.id, w.entry, w.deck, w.tags || iif(coalesce(c.lapses >= ?, 0), ? || ' ', '') AS tags,
    w.note, w.kind, w.words, w.untriaged, w.conflict, w.gone,
    CASE c.phase WHEN 0 THEN 'learning' WHEN 1 THEN 'review' WHEN 2 THEN 'relearning' ELSE 'new' END AS phase,
    c.flag AS flag,
    coalesce(c.step_due <= ?, c.day_due <= ?, 0) AS due,
    (c.suspended OR w.held) AS suspended,
    coalesce(c.buried = ?, 0) AS buried,
    coalesce(c.lapses >= ?, 0) AS leech,
    coalesce(s.marked, 0) AS marked,
    c.path, c.position, c.ordinal
FROM card c JOIN words w USING (id)
LEFT JOIN standing s ON s.entry = substr(c.id, 1, length(c.id) - length(c.ordinal) - 1)
WHERE c.deck IS NOT NULL
"""


def search(sql: sqlite3.Connection, query: Query, now: datetime, today: int, leeches: int) -> tuple[CardId, ...]:
    """The cards that *query* finds, by deck file and in file order. *leeches*: lapses that make one.

    The words of cards that have none yet must have been filled in by `fill`.
    """
    select, values = _select("id", query, now, today, leeches)
    found = sql.execute(f"{select} ORDER BY path, position, ordinal", values)
    return tuple(CardId(id_) for (id_,) in found)


def cards(
    sql: sqlite3.Connection, query: Query, now: datetime, today: int, leeches: int
) -> Iterator[tuple[Card, bool]]:
    """The same cards themselves, by one SELECT, each with whether it is suspended."""
    select, values = _select("id, path, position, ordinal, suspended, leech", query, now, today, leeches)
    return content.picked(sql, select, values)


def _select(columns: str, query: Query, now: datetime, today: int, leeches: int) -> tuple[str, tuple[object, ...]]:
    condition, values = where(query)
    parameters = (leeches, TAG, rows.microseconds(now), today, today, leeches, *values)
    return f"SELECT {columns} FROM ({_FACTS}) WHERE {condition}", parameters  # noqa: S608


def unfilled(sql: sqlite3.Connection) -> list[CardId]:
    """The cards whose words have not been taken yet."""
    query = "SELECT id FROM card WHERE deck IS NOT NULL AND id NOT IN (SELECT id FROM words)"
    return [CardId(id_) for (id_,) in sql.execute(query)]


def fill(sql: sqlite3.Connection, cards: list[CardId]) -> None:
    """Take the words of *cards*. Wants an open transaction."""
    for begin in range(0, len(cards), _TOGETHER):
        some = content.some(sql, cards[begin : begin + _TOGETHER])
        sql.executemany("INSERT OR REPLACE INTO words VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", _rows(some.values()))


def _rows(cards: Iterable[Card]) -> Iterator[tuple[object, ...]]:
    for card in cards:
        entry = card.entry
        yield (
            card.id,
            folded(entry.id),
            folded(card.deck),
            f" {' '.join(folded(tag).replace(' ', '_') for tag in card.tags)} ",
            folded(card.note),
            shape.kind(entry),
            _words(card),
            bool(entry.triage),
            bool(entry.conflict),
            entry.gone,
            entry.held,
        )


def _words(card: Card) -> str:
    texts = (
        face.plain(face.front(card)),
        face.plain(face.back(card)),
        *map(face.plain, (card.entry.extra, *card.entry.context)),
    )
    return folded(" ".join(texts))
