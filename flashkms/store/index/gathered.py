"""All events of all logs, sorted by what they are about, for an index that is made from nothing.

An event is packed into 25 bytes: its instant in seconds since 1970, its place, a check, and its rating. An answer's
check is the hash of its id: where two of a card agree, the ids themselves are compared when it is folded. Everything
that a scheduler cannot go through as plain numbers has the rating 0, and for a check its exact instant.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Sequence
from struct import Struct as Packed

from msgspec import Struct

from flashkms.schedule.event import Event, Undo
from flashkms.schedule.scheduler import Answer
from flashkms.store.decoding import REVIEW, event
from flashkms.store.index import rows
from flashkms.store.index.journal import subject_of
from flashkms.store.index.lines import Added

_FAR = float(2**32)  # seconds since 1970, to 2106: within them a float tells every microsecond from the next
_PACKED = Packed("=dQqB")

Taken = tuple[str, str, int]  # an undo: its id, that of its target, and its place


class Kept(Struct, frozen=True, gc=False):
    """What the logs say of one subject: where it stands, its latest instant in microseconds since 1970, its answers.

    *answers* are in order, and empty where something else than answers has to be considered.
    """

    places: bytes
    latest: int
    answers: Sequence[Answer]


class Gathered:
    """Events by their subjects, and the undos."""

    def __init__(self) -> None:
        self._packed: dict[str, bytearray] = defaultdict(bytearray)
        self.undos: list[Taken] = []

    def add(self, added: Added) -> None:
        """Sort in what was *added* to a log."""
        packed, pack = self._packed, _PACKED.pack
        for raw, place in zip(added.events, added.places, strict=True):
            if type(raw) is REVIEW and not raw.cram and -_FAR < (instant := raw.at.timestamp()) < _FAR:
                packed[raw.card] += pack(instant, place, hash(raw.id), raw.rating)
            else:
                self._add_other(event(raw), place)

    def _add_other(self, event: Event, place: int) -> None:
        if isinstance(event, Undo):
            self.undos.append((event.id, event.target, place))
        elif subject := subject_of(event):
            self._packed[subject] += _PACKED.pack(event.at.timestamp(), place, rows.microseconds(event.at), 0)

    def subjects(self) -> list[str]:
        """Whatever has a history, sorted."""
        return sorted(self._packed)

    def cut(self, subjects: Iterable[str]) -> dict[str, bytearray]:
        """What is packed of *subjects*, which is not kept here any more."""
        return {subject: self._packed.pop(subject) for subject in subjects}

    def merge(self, packed: dict[str, bytearray], undos: Iterable[Taken]) -> None:
        """Take in what was packed and taken back elsewhere."""
        for subject, more in packed.items():
            self._packed[subject] += more
        self.undos += undos

    def history(self, subject: str, targets: set[int], limit: float) -> Kept:
        """The history of *subject*. *targets* are the hashes of what undos take back; nothing after *limit* counts."""
        instants, places, checks, ratings = zip(*sorted(_PACKED.iter_unpack(self._packed[subject])), strict=True)
        latest, many = round(instants[-1] * 1e6), len(instants)
        plain = instants[-1] <= limit and len({*instants}) == many == len({*checks}) and targets.isdisjoint(checks)
        if not all(ratings):
            plain = False
            exact = zip(instants, checks, ratings, strict=True)
            latest = max(round(at * 1e6) if rating else check for at, check, rating in exact)
        answers = list(zip(instants, ratings, strict=True)) if plain else ()
        return Kept(array("Q", places).tobytes(), latest, answers)
