"""What each deck could show today, out of the index: looks at cards that are due, and at new ones up to the limit."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from flashkms.schedule.tally import CARDS, DAYS, DUE, NEW, STEPS, Tally
from flashkms.store.index import rows
from flashkms.store.index.candidates import FREE, FRESH

_CARDS = "SELECT deck, cards FROM deck_size"
_BEGAN = "SELECT key, id, last_review FROM card WHERE last_day >= :today"
_STEPS = f"SELECT deck, key, id FROM card WHERE step_due <= :ahead AND {FREE}"  # noqa: S608
_DAYS = (
    f"SELECT deck, key, id, unburied, phase IS NULL FROM card WHERE day_due <= :today AND phase IS NOT 1 AND {FREE} "  # noqa: S608
    "ORDER BY 5"
)
_DUE = f"FROM card WHERE day_due <= :today AND phase = 1 AND {FREE}"
# Entries whose cards have to be looked at one by one: one of them may wait for another that is not simply due.
_ODD = (
    "SELECT key, deck FROM card WHERE last_day >= :today UNION SELECT key, deck FROM card WHERE step_due IS NOT NULL "
    "UNION SELECT key, deck FROM card WHERE day_due <= :today AND phase IS NOT 1 "
    "UNION SELECT key, deck FROM card WHERE (suspended OR flag OR buried IS NOT NULL OR unburied IS NOT NULL) "
    "AND unburied NOT NULL"
)
# No more than the deck's limit is read: of a backlog of thousands a line of the tree shows no more either.
_TALLY = f"{_DUE.replace('FROM card', 'FROM card INDEXED BY card_tally')} AND deck = :deck"
_PLAIN_DUE = f"SELECT DISTINCT key {_TALLY} LIMIT :most"
_ODD_DUE = f"SELECT deck, key, id, unburied {_DUE} AND key IN (SELECT key FROM ({_ODD}))"  # noqa: S608  # from the lines above
# One statement for all decks: a thousand of them cost more than what they find.
_EACH_DUE = (
    "SELECT deck_size.deck, (SELECT count(*) FROM (SELECT {} "  # noqa: S608  # as above
    f"{_TALLY.replace(':deck', 'deck_size.deck').replace(' deck =', ' card.deck =')} LIMIT :most)) FROM deck_size"
)
_NEW = (
    "SELECT key, id, unburied, EXISTS (SELECT 1 FROM card INDEXED BY card_key WHERE key = new.key AND id <> new.id "  # noqa: S608
    f"AND day_due <= :today AND phase = 1 AND {FREE}) FROM card new "
    f"WHERE path = :path AND phase IS NULL AND day_due IS NULL AND {FREE} ORDER BY position, ordinal"
)


def shares(
    sql: sqlite3.Connection, today: int, *, bury: bool, ahead: datetime, most: Callable[[str], tuple[int, int]]
) -> Tally:
    """What could be shown on the study day *today* (an ordinal), steps up to *ahead* among it.

    With *bury* cards wait for their siblings. *most* tells how many new cards and how many reviews of a deck are worth
    counting.
    """
    tally = Tally(bury=bury)
    values = {"today": today, "ahead": rows.microseconds(ahead)}
    for key, id_, last in sql.execute(_BEGAN, values):
        tally.began(key, id_, _instant(last))
    for deck, many in sql.execute(_CARDS):
        tally.count(CARDS, deck, many)
    for deck, key, id_ in sql.execute(_STEPS, values):
        tally.offer(STEPS, deck, key, id_)
    for deck, key, id_, unburied, review in sql.execute(_DAYS, values):
        tally.offer(DUE if review else DAYS, deck, key, id_, _instant(unburied))
    _count_due(sql, tally, values, most, bury=bury)
    for deck, key, id_, unburied in sql.execute(_ODD_DUE, values) if bury else ():
        tally.offer(DUE, deck, key, id_, _instant(unburied))
    for path, deck in sql.execute(FRESH).fetchall():
        _count_new(sql.execute(_NEW, values | {"path": path}), tally, deck, most(deck)[0], bury=bury)
    return tally


def _count_due(
    sql: sqlite3.Connection,
    tally: Tally,
    values: dict[str, Any],
    most: Callable[[str], tuple[int, int]],
    *,
    bury: bool,
) -> None:
    """Count the cards of each deck that are simply due, with *bury* one of each entry, until there are *most*."""
    odd: dict[str, set[str]] = {}
    for key, deck in sql.execute(_ODD, values) if bury else ():
        odd.setdefault(deck, set()).add(key)
    limits = {deck: most(deck)[1] for (deck,) in sql.execute("SELECT deck FROM deck_size").fetchall()}
    each = sql.execute(
        _EACH_DUE.format("DISTINCT key" if bury else 1), values | {"most": max(limits.values(), default=0)}
    )
    for deck, many in each.fetchall():
        wanted, not_here = limits[deck], odd.get(deck, ())
        if not_here:
            within = values | {"deck": deck, "most": wanted + len(not_here)}
            many = sum(key not in not_here for (key,) in sql.execute(_PLAIN_DUE, within))  # noqa: PLW2901  # counted anew
        tally.count(DUE, deck, min(wanted, many))


def _count_new(found: Iterable[tuple[Any, ...]], tally: Tally, deck: str, most: int, *, bury: bool) -> None:
    """Count the new cards *found* in a file of *deck* until there are *most*."""
    counted = tally.count(NEW, deck, 0)
    for key, id_, unburied, sibling_due in found if counted < most else ():
        if bury and sibling_due:
            tally.waiting.add(deck)
        elif tally.offer(NEW, deck, key, id_, _instant(unburied)) >= most:
            return


def _instant(microseconds: int | None) -> datetime | None:
    return None if microseconds is None else rows.instant(microseconds)
