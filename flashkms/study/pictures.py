"""The pictures that a card refers to, as files inside the collection that may be shown."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from flashkms.cards.card import Card
from flashkms.store.collection import Collection

if TYPE_CHECKING:
    from flashkms.store.media import Media, References

_ENDINGS = (".png", ".jpg", ".jpeg", ".gif", ".webp")
_LOOKED_AT = 20_000  # some 50 ms
_SHOWN = {"png", "jpg", "gif", "webp"}  # what a terminal can show; the others are opened


def any_picture(root: Path) -> bool:
    """Whether there is a picture file in the collection *root*, as far as `_LOOKED_AT` files tell."""
    looked_at = 0
    for _folder, below, names in os.walk(root):
        below[:] = [name for name in below if not name.startswith(".")]
        if any(name.lower().endswith(_ENDINGS) for name in names):
            return True
        looked_at += len(names)
        if looked_at > _LOOKED_AT:
            return False
    return False


def pictures(collection: Collection, card: Card, references: Iterable[str]) -> tuple[Media, ...]:
    """The pictures that *references* in the texts of *card* name, in their order, without those that cannot be used."""
    from flashkms.store.media import References  # noqa: PLC0415  # a start shows none

    named = References(collection.root, card.note, card.path)
    return tuple(found for reference in references if (found := _found(named, reference)))


def showable(media: Iterable[Media]) -> tuple[bytes, ...]:
    """The contents of those *media* that a terminal can show."""
    return tuple(each.content for each in media if each.type in _SHOWN)


def _found(named: References, reference: str) -> Media | None:
    from flashkms.store.media import MediaError  # noqa: PLC0415  # as above

    try:
        return named.media(reference)
    except MediaError:
        return None
