"""Syncing with a server of Anki's, by way of a process of its own that holds Anki: phones and machines meet there.

The collection here and the one that Anki syncs stay two: reviews go both ways, by card and instant; texts go out where
they changed here, and come back only as a difference to look at. Decks of other hands, in the collection that is
synced, are neither read nor written.
"""

from __future__ import annotations

import importlib.util
import ipaddress
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Literal
from urllib.parse import urlsplit

from flashkms.anki import archive
from flashkms.errors import FlashkmsError, UsageError
from flashkms.exchange.exporting import export
from flashkms.exchange.importing import import_package
from flashkms.exchange.ledger import Ledger
from flashkms.exchange.report import ImportReport
from flashkms.store.collection import Collection
from flashkms.store.files import scratch

Full = Literal["upload", "download"]

_PROCESS = Path(archive.__file__).with_name("process.py")
_PARTING = 30  # seconds
_GROWN_APART = "have grown apart"


@dataclass(frozen=True, slots=True)
class Account:
    """Where the server is, and who asks. Raises `UsageError` for a place that a password must not be sent to."""

    server: str
    user: str
    password: str = field(repr=False)

    def __post_init__(self) -> None:
        parts = urlsplit(self.server)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise UsageError(f"{self.server} is no address of a server", "as in http://127.0.0.1:8080/")
        if parts.scheme == "http" and not _near(parts.hostname):
            raise UsageError(f"{self.server} would carry the password in the clear", "use https:// beyond this network")


@dataclass(frozen=True, slots=True)
class Synced:
    """What a sync did: *how* it began, what came (*report*, None when Anki had none of these notes), what went."""

    how: str  # changes, upload or download
    report: ImportReport | None
    added: int  # notes
    updated: int  # notes
    reviews: int  # answers given here that Anki lacked
    skipped: tuple[str, ...]  # why an entry stays out of Anki, with its place


def sync(collection: Collection, account: Account, *, python: str = "", full: Full | None = None) -> Synced:
    """Sync *collection*, open for writing, with the server of *account*, both ways.

    *python* is an interpreter that has `anki`, by default this one. *full* says which side replaces the other where
    the server demands it. Raises `FlashkmsError` when Anki or the server fails; what was done until then is kept, and
    running it again does the rest.
    """
    with _anki(python) as ask, scratch(collection.own) as folder:
        began = ask(
            "open",
            path=str(collection.own / "anki" / "collection.anki2"),
            server=account.server.rstrip("/") + "/",
            user=account.user,
            password=account.password,
            full=full,
        )
        back, out = folder / "back.apkg", folder / "out.apkg"
        ledger = Ledger(collection.root)
        guids = [ledger.guid(entry.id) for deck in collection.decks() for entry in deck.entries]
        report = None
        if ask("give", package=str(back), guids=guids)["notes"]:
            report = import_package(collection, back)
            collection.refresh()
        files = export(collection, out=out)
        taken = ask("take", package=str(out))
        ask("sync")
        ask("close")
    skipped = tuple(one.why for file in files for one in file.skipped)
    return Synced(began["how"], report, taken["added"], taken["updated"], taken["reviews"], skipped)


class _Process:
    """The process, and what it is asked."""

    def __init__(self, process: subprocess.Popen[str], errors: IO[str]) -> None:
        self._process = process
        self._errors = errors

    def __call__(self, deed: str, **words: object) -> Mapping[str, Any]:
        """What *deed* gave. Raises `FlashkmsError` with Anki's own words, or when the process is gone."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            print(json.dumps({"do": deed, **words}), file=self._process.stdin, flush=True)
            told = json.loads(self._process.stdout.readline())
        except (OSError, ValueError) as error:
            raise FlashkmsError(f"the process that holds Anki ended: {self._last_words()}") from error
        if "error" in told:
            hint = "say --full upload or --full download" if _GROWN_APART in told["error"] else ""
            raise FlashkmsError(f"Anki cannot {deed}: {told['error']}", hint)
        return dict(told["done"])

    def _last_words(self) -> str:
        self._process.wait()
        self._errors.seek(0)
        return (self._errors.read().strip().splitlines() or ["without a word"])[-1]


@contextmanager
def _anki(python: str) -> Iterator[_Process]:
    if not python and importlib.util.find_spec("anki") is None:
        raise FlashkmsError(
            "syncing needs Anki's own library", "pip install 'flashkms[anki]', or name a python that has it"
        )
    command = [python or sys.executable, "-I", str(_PROCESS)]
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as errors:
        try:
            process = subprocess.Popen(  # noqa: S603  # this program's own file, by the person's own interpreter
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, text=True, encoding="utf-8"
            )
        except OSError as error:
            raise UsageError(f"{command[0]} cannot be run: {error.strerror}") from error
        with process:
            try:
                yield _Process(process, errors)
            finally:
                _end(process)


def _end(process: subprocess.Popen[str]) -> None:
    """Let *process* close its collection; one that does not is killed, and Anki's database bears that."""
    assert process.stdin is not None
    with suppress(OSError):
        process.stdin.close()
    try:
        process.wait(_PARTING)
    except subprocess.TimeoutExpired:
        process.kill()


def _near(host: str) -> bool:
    """Whether *host* is this machine or one on a private network."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host == "localhost" or host.endswith((".local", ".localhost"))
    return address.is_private or address.is_loopback
