"""Ids of entries: minted once from the place of the first draft, then only read.

The same note and draft give the same id on every machine, so that two clones that build apart write the same entry.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator

from flashkms.cards.deck import Deck
from flashkms.cards.entry import Body, EntryId
from flashkms.cards.likeness import same_text
from flashkms.errors import Problem

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's: no letter that looks like a digit
_DATE = re.compile(r"^\d{4}-\d{2}-\d{2}-?")  # of a Jekyll post
_SHORT = 6  # characters: 30 bits, within one note's slug
_LONG = 24
GIVEN = 2  # ids that a hint comes to, before those of the place


def minted(place: str, key: str, hint: str = "") -> Iterator[EntryId]:
    """The ids that a draft *key* of the note or file *place* may get, the wanted one first, each longer than the last.

    *hint* is an id that the author gave in the note: it comes first of all, and then with the name of the note.
    """
    if hint:
        yield EntryId(hint)
        yield EntryId(f"{slug(place)}-{hint}")
    digits = _digits(f"{place}\n{key}")
    for length in range(_SHORT, _LONG + 1):
        yield EntryId(f"{slug(place)}-{digits[:length]}")


def handwritten(body: Body) -> str:
    """The key of an entry that a person wrote: the same for the same question, wherever it stands."""
    return f"hand@{hashlib.sha256(same_text(body).encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"


def slug(path: str) -> str:
    """The short name of a note: `notes/2020-03-03-AWS KMS.md` is `aws-kms`; at most 24 characters, never empty."""
    ascii_stem = unicodedata.normalize("NFKD", _stem(path)).encode("ascii", "ignore").decode().lower()
    words = _DATE.sub("", re.sub(r"[^a-z0-9]+", "-", ascii_stem).strip("-"))
    cut = words[:24].rsplit("-", 1)[0] if len(words) > 24 and "-" in words[:24] else words[:24]
    return cut.strip("-") or "card"


def file_name(path: str) -> str:
    """What a note's deck file is called: its slug, or, without a Latin letter in its name, that name's own letters."""
    stem = _stem(path)
    if re.search("[a-z]", unicodedata.normalize("NFKD", stem), re.IGNORECASE):
        return slug(path)
    letters = re.sub(r"[\W_]+", "-", unicodedata.normalize("NFC", stem)).strip("-")
    return (_DATE.sub("", letters) or letters)[:24].strip("-") or slug(path)


def _stem(path: str) -> str:
    return re.sub(r"\.[^./]*$", "", path.rsplit("/", 1)[-1])


def duplicates(decks: Iterable[Deck]) -> tuple[Problem, ...]:
    """A problem for each entry whose id stands in another file too, naming the first place by path."""
    first: dict[str, tuple[str, int]] = {}
    problems: list[Problem] = []
    for deck in sorted(decks, key=lambda deck: deck.path):
        for entry in deck.entries:
            place = first.setdefault(entry.id.casefold(), (deck.path, entry.line))
            if place[0] != deck.path:
                said = f"the id `{entry.id}` is also in {place[0]}:{place[1]}"
                problems.append(Problem(deck.path, entry.line, said, "give one of the two another id, or remove it"))
    return tuple(problems)


def _digits(text: str) -> str:
    number = int.from_bytes(hashlib.sha256(text.encode()).digest()[: _LONG * 5 // 8], "big")
    return "".join(_ALPHABET[number >> 5 * place & 31] for place in reversed(range(_LONG)))
