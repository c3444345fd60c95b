"""A collection: the folder with `flashkms.toml`, and everything in it that the rest of the program works on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import datetime, tzinfo
from functools import cached_property
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Self

from flashkms import config as configuration
from flashkms.cards.card import Card, CardId
from flashkms.cards.deck import Deck
from flashkms.config import Config
from flashkms.errors import FlashkmsError, Problem, UsageError
from flashkms.schedule.event import Event
from flashkms.store import durable, files
from flashkms.store.device import device_id
from flashkms.store.home import collection_home
from flashkms.store.home import home as own_folder
from flashkms.store.index import Index
from flashkms.store.index.content import every
from flashkms.store.lock import WriterLock
from flashkms.store.log import ReviewLog
from flashkms.store.root import CONFIG, find
from flashkms.store.schedulers import Schedulers
from flashkms.store.zone import zone

FOLDERS = ("notes", "cards", "decks", "reviews")
_IGNORED = """\
# Decks are made by `flashkms export`; dotted files are copies that were being written.
decks/*.apkg
.flashkms-*
"""
_LARGEST_CONFIG = 2**20  # bytes


class Collection:
    """An open collection. Make one with `Collection.open`, and close it, or use it in a `with` block."""

    def __init__(self, root: Path, config: Config, *, own: Path, now: datetime, problems: tuple[Problem, ...]) -> None:
        self.root = root
        self.config = config
        self.own = own  # this collection's folder in the machine's own: device id, index, backups
        self.zone: tzinfo = _zone(config.schedule.timezone, root)
        self.now = now  # when it was opened
        self.lock = WriterLock(own / "lock")
        self.log = ReviewLog(root, "", self.zone, may_write=lambda: self.lock.held)
        self._config_problems = problems
        self._cards: Mapping[CardId, Card] | None = None

    @classmethod
    def open(
        cls, start: Path, *, now: datetime, home: Path | None = None, write: bool = False, read_only: bool = False
    ) -> Self:
        """The collection in which *start* lies, walking up to the first `flashkms.toml`.

        With *write* the writer's lock is held until `close`; *read_only* wins over it. *home* stands in for the
        machine's own folder. Raises `UsageError` when there is no collection, `LockedError` when another program
        holds the lock.
        """
        root = find(start)
        config, problems = read_config(root / CONFIG)
        own = collection_home(own_folder(home), config.collection_id, root)
        collection = cls(root, config, own=own, now=now, problems=problems)
        if write and not read_only:
            collection.take(now)
        elif collection.lock.signed:
            collection._tidy(now)
        return collection

    def reader(self, now: datetime) -> Self:
        """The same collection opened a second time, to be read by another thread."""
        return type(self)(self.root, self.config, own=self.own, now=now, problems=self._config_problems)

    def take(self, now: datetime) -> None:
        """Become the writer. Raises `LockedError` when another program is, `FlashkmsError` when the disk refuses."""
        try:
            self.lock.acquire(now)
            self.log.device = device_id(self.own)
            if self.lock.inherited:
                self.sweep()
        except OSError as error:
            self.lock.release(clean=False)
            raise FlashkmsError(
                f"cannot write to {self.own}: {error.strerror}", "set FLASHKMS_HOME to a folder of yours"
            ) from error

    def _tidy(self, now: datetime) -> None:
        """Sweep up after a writer that was killed; nothing happens while another is at work."""
        with suppress(FlashkmsError, OSError):
            self.lock.acquire(now, patience=0)
            self.sweep()
        self.lock.release()

    def sweep(self) -> tuple[Path, ...]:
        """Remove the temporary files of programs that were killed; what was removed."""
        return tuple(path for folder in (self.root, self.own) for path in files.sweep(folder))

    @property
    def writable(self) -> bool:
        """Whether this process is the writer."""
        return self.lock.held

    @property
    def config_problems(self) -> tuple[Problem, ...]:
        """What is wrong with the settings; every one of them has its default."""
        return self._config_problems

    @cached_property
    def schedulers(self) -> Schedulers:
        """The scheduler of each deck."""
        return Schedulers(self.config, self.zone)

    @cached_property
    def index(self) -> Index:
        """The index, up to date as of the opening. It is made where it is missing."""
        index = Index(self.own / "index.db", self.root, self.log, self.config, self.schedulers)
        try:
            index.refresh(self.now)
        except BaseException:
            index.close()
            raise
        return index

    def decks(self) -> tuple[Deck, ...]:
        """The decks of all deck files, by path; files with problems give what could be read of them."""
        return tuple(self.index.ask(lambda _: tuple(self.index.shelf.decks())))

    def cards(self) -> Mapping[CardId, Card]:
        """Every card by its id, by deck file and in file order."""
        if self._cards is None:
            self._cards = MappingProxyType(self.index.ask(every))
        return self._cards

    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the configuration, the deck files and the logs, in this order."""
        return (*self._config_problems, *self.index.problems())

    def damage(self) -> tuple[Problem, ...]:
        """What keeps cards from being studied: a problem for each damaged deck file, and each folder of them.

        Of a file that cannot be read, or gives no entry, the cards are those that were read last.
        """
        return self.index.ask(lambda _: self.index.shelf.damage())

    def append(self, events: Iterable[Event], now: datetime) -> None:
        """Write *events* to the log, durable on return; the index takes them in, as of *now*, before it is asked.

        Raises `FlashkmsError` when they could not be written; then nothing changed.
        """
        appended = tuple(events)
        written = self.log.append(appended)
        if "index" in self.__dict__:
            self.index.appended(appended, written, now)

    def refresh(self, now: datetime | None = None) -> None:
        """Look at the files again, as of *now*, or of the opening."""
        self._cards = None
        self.index.refresh(now or self.now)

    def close(self, *, clean: bool = True) -> None:
        """Give the lock back. Nothing is saved here: everything was, when it happened.

        Unless *clean*, something failed, and may have left a temporary file: the next opening sweeps up.
        """
        if "index" in self.__dict__:
            self.index.close()
        self.lock.release(clean=clean)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close(clean=kind is None)


def _zone(name: str, root: Path) -> tzinfo:
    """The zone *name*, by the settings of the collection *root*. Raises `UsageError` with their line where none is."""
    try:
        return zone(name)
    except UsageError as error:
        from flashkms.config.places import place, places  # noqa: PLC0415  # only where something is wrong

        text = files.read_text(root / CONFIG)
        line = place(places(text.removeprefix("\ufeff")), ("schedule", "timezone"))
        raise UsageError(f"{CONFIG}:{line}: {error}") from error


def create(root: Path, *, text: str = "") -> Path:
    """Make a collection in *root*: its folders, and a `flashkms.toml` of *text* with an id of its own; that file.

    Raises `UsageError` when one is there already.
    """
    path = root / CONFIG
    if path.exists():
        raise UsageError(f"{path} exists", "this folder is a collection already")
    from uuid import uuid4  # noqa: PLC0415  # made once in a collection's life

    try:
        for folder in FOLDERS:
            durable.make_folder(root / folder)
        files.sweep(root)
        files.replace(path, f'[collection]\nid = "{uuid4()}"\n{text}'.encode(), expected=None)
        if not (ignored := root / ".gitignore").exists():
            files.replace(ignored, _IGNORED.encode(), expected=None)
    except OSError as error:
        raise FlashkmsError(f"cannot make a collection in {root}: {error.strerror}") from error
    return path


def read_config(path: Path) -> tuple[Config, tuple[Problem, ...]]:
    """The settings in *path*, complete, and what is wrong with them; without a readable line all is as by default.

    Raises `UsageError` where the file cannot be read.
    """
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST_CONFIG + 1)
        if len(content) > _LARGEST_CONFIG:
            return Config(), (Problem(path.name, 0, "larger than 1 MiB", "no setting was read"),)
        return configuration.parse(content.decode("utf-8-sig"), path.name)
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        return Config(), (Problem(path.name, 0, f"no UTF-8 at byte {error.start}", "save it as UTF-8"),)
