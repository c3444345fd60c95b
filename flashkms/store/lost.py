"""Cards that were studied and stand in no deck file: their entry, or its whole file, is gone."""

from __future__ import annotations

from flashkms.errors import Problem
from flashkms.store.collection import Collection

HINT = "its history is kept; restore the entry or its deck file to go on with it"

# A retired blank of an entry that is there is not lost, nor is what a person dropped.
# A card that only the log knows has no ordinal of its own in the index, so the entry is told from the id alone.
_ENTRY = "substr(id, 1, length(rtrim(id, '0123456789')) - 1)"
_LOST = f"""
SELECT id FROM card WHERE deck IS NULL AND phase IS NOT NULL
AND {_ENTRY} NOT IN (SELECT {_ENTRY} FROM card WHERE deck IS NOT NULL)
AND {_ENTRY} NOT IN (SELECT entry FROM standing WHERE dropped)
ORDER BY id
"""  # noqa: S608  # no word of it is anybody's


def cards(collection: Collection) -> tuple[str, ...]:
    """The ids of those cards, in order."""
    return tuple(card for (card,) in collection.index.ask(lambda sql: sql.execute(_LOST).fetchall()))


def entries(collection: Collection) -> frozenset[str]:
    """The ids of the entries of those cards, and of entries that a deck file lost with its end."""
    ends = collection.index.ask(lambda _: collection.index.shelf.missing())
    return ends.union(card.rpartition(".")[0] for card in cards(collection))


def problems(collection: Collection) -> tuple[Problem, ...]:
    """One problem that tells of all of them; none where nothing is lost."""
    found = cards(collection)
    if not found:
        return ()
    told = f"{found[0]} was" if len(found) == 1 else f"{found[0]} and {len(found) - 1} more cards were"
    said = f"{told} studied, and no deck file that can be read has them any more"
    hint = "their history is kept; restore the entries or their file, or `flashkms drop` them"
    return (Problem("cards", 0, said, hint),)
