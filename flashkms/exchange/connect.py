"""A running Anki, by way of its AnkiConnect add-on: on this machine only, and only what the person asked for."""

from __future__ import annotations

import http.client
import json
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from msgspec import Struct

from flashkms.anki.notetypes import NOTE_TYPES
from flashkms.cards.entry import EntryId
from flashkms.errors import FlashkmsError
from flashkms.exchange.ledger import Ledger
from flashkms.store.collection import Collection

ADDRESS = "http://127.0.0.1:8765"
_VERSION = 6  # of AnkiConnect's protocol
_HERE = {"127.0.0.1", "localhost", "::1"}
_PATIENCE = 30  # seconds for one answer
_LONG_PATIENCE = 600  # seconds, for what Anki does with all of a collection
_LARGEST = 256 * 2**20  # bytes of one answer
_AT_ONCE = 500  # notes or cards in one question

Ask = Callable[..., Any]  # an action by its name, its parameters by theirs


class ConnectError(FlashkmsError):
    """Anki does not answer, or answers that it cannot."""


class Status(Struct, frozen=True):
    """What a running Anki has of the collection."""

    version: int
    notes: int  # of flashkms's types, in Anki
    known: int  # of them, entries of this collection
    missing: int  # entries that Anki lacks, and a push would bring
    foreign: int = 0  # entries that came from Anki, and stay out of a push


def client(address: str = ADDRESS, *, key: str = "") -> Ask:
    """Speaks with AnkiConnect at *address*, which must be on this machine; *key* is what its settings may ask for.

    Raises `ConnectError` when asked, for whatever keeps it from an answer.
    """
    if not _here(address):
        raise ConnectError(f"{address} is no address on this machine", f"AnkiConnect's own is {ADDRESS}")
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirect)
    keyed = {"key": key} if key else {}

    def ask(action: str, **parameters: object) -> Any:
        said = json.dumps({"action": action, "version": _VERSION, "params": parameters, **keyed}).encode()
        request = urllib.request.Request(address, said, {"Content-Type": "application/json"})  # noqa: S310  # loopback, checked above
        patience = _LONG_PATIENCE if action == "importPackage" else _PATIENCE
        try:
            with opener.open(request, timeout=patience) as answer:
                told = answer.read(_LARGEST)
        except (urllib.error.HTTPError, http.client.HTTPException) as error:
            raise _stranger(address) from error
        except TimeoutError as error:
            raise ConnectError(
                f"Anki at {address} gave no answer in {patience} seconds", "let it finish what it is doing"
            ) from error
        except OSError as error:
            reason = getattr(error, "reason", error)
            why = getattr(reason, "strerror", None) or reason
            raise ConnectError(
                f"Anki does not answer at {address}: {why}", "start Anki with the AnkiConnect add-on"
            ) from error
        return _result(action, told, address)

    return ask


def _here(address: str) -> bool:
    """Whether *address* is of a program on this machine, and nothing else."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return False
    return parts.scheme == "http" and parts.hostname in _HERE and port != 0 and "@" not in parts.netloc


def _result(action: str, told: bytes, address: str) -> Any:
    """What Anki answers to *action* by *told*. Raises `ConnectError` when it answers that it cannot."""
    try:
        said = json.loads(told)
    except (ValueError, RecursionError) as error:
        raise _stranger(address) from error
    if not isinstance(said, dict) or not {"error", "result"} <= said.keys():
        raise _stranger(address)
    if said["error"] is not None:
        why = str(said["error"])
        hint = next((hint for words, hint in _HINTS.items() if words in why), "")
        raise ConnectError(f"Anki cannot {action}: {why}", hint)
    return said["result"]


_HINTS = {
    "collection is not available": "open your profile in Anki",
    "unsupported action": "its AnkiConnect is too old: update the add-on",
    "valid api key": "put the key of AnkiConnect's settings into FLASHKMS_ANKI_KEY",
}


def _stranger(address: str) -> ConnectError:
    return ConnectError(
        f"what answers at {address} is not AnkiConnect", "name its port: --address http://127.0.0.1:PORT"
    )


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A redirection would lead away from this machine."""

    def redirect_request(self, *_: object) -> None:
        """Follow none."""


class There(Struct, frozen=True):
    """A note in the running Anki, of the type called *kind*; its guid is what its field `ID` says."""

    id: int
    guid: EntryId
    kind: str
    fields: Mapping[str, str]
    cards: tuple[int, ...]
    tags: tuple[str, ...]


def status(collection: Collection, ask: Ask) -> Status:
    """How *collection* and the running Anki compare. Raises `ConnectError`."""
    version = ask("version")
    there = {note.guid for note in notes(ask)}
    here = {entry.id for deck in collection.decks() for entry in deck.entries}
    foreign = (here - there) & Ledger(collection.root).imported.keys()
    return Status(int(version), len(there), len(there & here), len(here - there - foreign), len(foreign))


def notes(ask: Ask) -> list[There]:
    """The notes of flashkms's types that Anki holds. Raises `ConnectError`."""
    query = " or ".join(f'"note:{kind.name}"' for kind in NOTE_TYPES.values())
    numbers = ask("findNotes", query=query)
    return [note for group in groups(numbers) for note in map(_there, ask("notesInfo", notes=group)) if note]


def _there(said: Any) -> There | None:
    """The note that AnkiConnect describes; None for one that is gone, or is not understood."""
    if not isinstance(said, dict) or not isinstance(said.get("fields"), dict):
        return None
    fields = {str(name): str(field.get("value", "")) for name, field in said["fields"].items()}
    guid = fields.get("ID", "").strip()
    cards = tuple(int(card) for card in said.get("cards", ()))
    names = tuple(str(tag) for tag in said.get("tags", ()))
    kind = str(said.get("modelName", ""))
    return There(int(said["noteId"]), EntryId(guid), kind, fields, cards, names) if guid else None


def groups(numbers: Sequence[int]) -> Iterator[list[int]]:
    """*numbers* in as many lists as Anki is asked for each."""
    for begin in range(0, len(numbers), _AT_ONCE):
        yield list(numbers[begin : begin + _AT_ONCE])
