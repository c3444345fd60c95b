"""A real Anki to import into: what it holds afterwards, as plain values."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from anki.collection import Collection as AnkiCollection
    from anki.collection import ExportAnkiPackageOptions, ImportAnkiPackageOptions, ImportAnkiPackageRequest

from flashkms.store.collection import Collection

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class Anki:
    """One Anki collection."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.col = AnkiCollection(str(folder / "collection.anki2"))
        self.col.set_config("fsrs", True)

    def take(
        self, package: Path, *, scheduling: bool = True, presets: bool = False, merge: bool = False
    ) -> dict[str, int]:
        """Import *package*; how many notes were new, updated, duplicate or conflicting."""
        options = ImportAnkiPackageOptions(
            with_scheduling=scheduling,
            with_deck_configs=presets,
            merge_notetypes=merge,
            update_notes=0,
            update_notetypes=0,
        )
        log = self.col.import_anki_package(ImportAnkiPackageRequest(package_path=str(package), options=options)).log
        return {name: len(getattr(log, name)) for name in ("new", "updated", "duplicate", "conflicting")}

    def give(self, package: Path, *, legacy: bool = False, scheduling: bool = True) -> Path:
        """Export everything to *package*."""
        options = ExportAnkiPackageOptions(
            with_scheduling=scheduling, with_deck_configs=True, with_media=True, legacy=legacy
        )
        self.col.export_anki_package(out_path=str(package), limit=None, options=options)
        return package

    def give_all(self, package: Path, *, legacy: bool = False) -> Path:
        """Export the whole collection to *package*."""
        self.col.export_collection_package(str(package), include_media=True, legacy=legacy)
        self.col.reopen()
        return package

    def rows(self, sql: str, *arguments: object) -> list[list[object]]:
        return [list(row) for row in self.col.db.execute(sql, *arguments)]

    def note(self, guid: str):
        return self.col.get_note(self.col.db.scalar("select id from notes where guid=?", guid))

    def card(self, guid: str, ordinal: int = 0):
        found = self.col.db.scalar(
            "select c.id from cards c join notes n on n.id=c.nid where n.guid=? and c.ord=?", guid, ordinal
        )
        return self.col.get_card(found)

    def answer(self, guid: str, rating: int, *, at: datetime | None = None, ordinal: int = 0) -> None:
        """Answer a card, as the reviewer does; with *at* the line of the log is dated back."""
        card = self.card(guid, ordinal)
        card.start_timer()
        states = self.col._backend.get_scheduling_states(card.id)
        self.col.sched.answer_card(self.col.sched.build_answer(card=card, states=states, rating=rating - 1))
        if at is not None:
            last = self.col.db.scalar("select max(id) from revlog where cid=?", card.id)
            self.col.db.execute("update revlog set id=? where id=?", round(at.timestamp() * 1000), last)

    def healthy(self) -> bool:
        _, ok = self.col.fix_integrity()
        return ok and not self.col.get_empty_cards().notes


@pytest.fixture
def new_anki(tmp_path: Path) -> Iterator[Callable[[str], Anki]]:
    """Makes a fresh Anki collection of a name."""
    opened: list[Anki] = []

    def fresh(name: str = "anki") -> Anki:
        opened.append(Anki(tmp_path / name))
        return opened[-1]

    yield fresh
    for peer in opened:
        peer.col.close()


@pytest.fixture
def anki(new_anki) -> Anki:
    """A fresh Anki collection."""
    return new_anki()


@pytest.fixture
def opened() -> Callable[..., Collection]:
    """Opens a collection to write to."""

    def open_(root: Path, now: datetime = NOW) -> Collection:
        return Collection.open(root, now=now, write=True)

    return open_
