"""A process of its own that holds an Anki collection: it is told by a line of JSON what to do, and answers by one.

This file is run, never imported: `anki` is licensed under the AGPL and heavy, and belongs to those who ask for it. What
comes in: `{"do": …}` with the words of that deed; what goes out: `{"done": …}`, or `{"error": "in words"}`.
"""

from __future__ import annotations

import json
import os
import sqlite3
import sys
import tempfile
import time
import warnings
import zipfile
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from anki.cards_pb2 import FsrsMemoryState
    from anki.collection import (
        Collection,
        ExportAnkiPackageOptions,
        ImportAnkiPackageOptions,
        ImportAnkiPackageRequest,
        NoteIdsLimit,
    )
    from anki.errors import AnkiException
    from anki.sync import SyncOutput

SAME = 50  # milliseconds by which an export may move a line of the log
DAY = 86_400
FEWEST_SECONDS = 1_000_000  # a card due at less is due by days
PATIENCE = 600  # seconds for the media
FULL = {SyncOutput.FULL_DOWNLOAD: "download", SyncOutput.FULL_UPLOAD: "upload"}
_CARDS = "SELECT c.id, n.guid, c.ord, c.type, c.queue, c.due, c.ivl, c.factor, c.reps, c.lapses, c.left, c.data"
_CARDS += " FROM cards c JOIN notes n ON n.id = c.nid WHERE c.reps > 0 OR c.id IN (SELECT cid FROM revlog)"
_ANSWERS = "SELECT count(*) FROM revlog WHERE ease > 0"
_REVIEWS = "SELECT cid, id, ease, ivl, lastIvl, factor, time, type FROM revlog ORDER BY id"


class HolderError(Exception):
    """What a person has to be told."""


class Holder:
    """The collection, and how its server is reached."""

    def __init__(self) -> None:
        self.collection: Any = None
        self.auth: Any = None

    def open(self, *, path: str, server: str, user: str, password: str, full: str | None) -> dict[str, Any]:
        """Open the collection at *path*, made where there is none, and bring it to where the server is."""
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        self.collection = Collection(path)
        self.auth = self.collection.sync_login(user, password, server)
        told = self.sync(full=full)
        if not told["notes"]:
            self.collection.set_config("fsrs", True)  # noqa: FBT003  # Anki's own call
        return told

    def sync(self, *, full: str | None = None) -> dict[str, Any]:
        """Exchange everything with the server; how. *full* decides where one side must replace the other."""
        told = self.collection.sync_collection(self.auth, False)  # noqa: FBT003  # Anki's own call
        if told.new_endpoint:
            self.auth.endpoint = told.new_endpoint
        how = FULL.get(told.required, "changes")
        if told.required == SyncOutput.FULL_SYNC:
            if not self.collection.note_count():
                full = "download"  # nothing is lost by it
            if full is None:
                raise HolderError("this collection and the server's have grown apart: one must replace the other")
            how = full
        if how in FULL.values():
            self.collection.close_for_full_sync()
            self.collection.full_upload_or_download(
                auth=self.auth, server_usn=told.server_media_usn, upload=how == "upload"
            )
            self.collection.reopen(after_full_sync=True)
        self._media()
        return {"how": how, "notes": self.collection.note_count()}

    def _media(self) -> None:
        self.collection.sync_media(self.auth)
        until = time.monotonic() + PATIENCE
        while self.collection.media_sync_status().active:
            if time.monotonic() > until:
                raise HolderError("the media do not come to an end")
            time.sleep(0.05)

    def give(self, *, package: str, guids: list[str]) -> dict[str, Any]:
        """Export the notes *guids*, with all that was answered, to *package*."""
        wanted = set(guids)
        rows = self.collection.db.execute("SELECT id, guid FROM notes")
        notes = [note for note, guid in rows if guid in wanted]
        if notes:
            options = ExportAnkiPackageOptions(
                with_scheduling=True, with_deck_configs=True, with_media=True, legacy=True
            )
            limit = NoteIdsLimit(note_ids=notes)
            self.collection.export_anki_package(out_path=package, options=options, limit=limit)
        return {"notes": len(notes)}

    def take(self, *, package: str) -> dict[str, Any]:
        """Import *package*, and then what an import leaves out: answers to cards that were there before."""
        options = ImportAnkiPackageOptions(with_scheduling=True, with_deck_configs=True)
        request = ImportAnkiPackageRequest(package_path=package, options=options)
        before = self.collection.db.scalar(_ANSWERS)
        log = self.collection.import_anki_package(request).log
        beside = Path(package).parent  # in the caller's own folder, which is swept up should this process be killed
        with tempfile.TemporaryDirectory(dir=beside) as folder, zipfile.ZipFile(package) as archive:
            database = archive.extract("collection.anki2", folder)
            connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
            try:
                self._answers(connection)
            finally:
                connection.close()
        reviews = self.collection.db.scalar(_ANSWERS) - before  # those of new notes came with the import
        return {"added": len(log.new), "updated": len(log.updated), "reviews": reviews}

    def _answers(self, package: sqlite3.Connection) -> None:
        """Bring in the lines of the log that are not there, and the state they led to."""
        lines = defaultdict(list)
        for card, *line in package.execute(_REVIEWS):
            lines[card].append(line)
        there = defaultdict(list)
        for card, at in self.collection.db.execute("SELECT cid, id FROM revlog"):
            there[card].append(at)
        rows = self.collection.db.execute("SELECT n.guid, c.ord, c.id FROM cards c JOIN notes n ON n.id = c.nid")
        known = {(guid, ordinal): card for guid, ordinal, card in rows}
        (created,) = package.execute("SELECT crt FROM col").fetchone()
        changed = []
        for number, guid, ordinal, *state in package.execute(_CARDS).fetchall():
            card = known.get((guid, ordinal), 0)
            missing = [line for line in lines[number] if not _near(line[0], there[card])]
            if not card or not missing:
                continue
            found = self.collection.get_card(card)
            if not found.odid and missing[-1][0] > max(there[card], default=0):
                self._move(found, state, created)
            changed.append(found)
            self._write(card, missing)
        self.collection.update_cards(changed)

    def _write(self, card: int, lines: list[list[int]]) -> None:
        for at, *line in lines:
            while self.collection.db.scalar("SELECT 1 FROM revlog WHERE id = ?", at):
                at += 1  # noqa: PLW2901  # the next free instant
            self.collection.db.execute("INSERT INTO revlog VALUES (?,?,-1,?,?,?,?,?,?)", at, card, *line)

    def _move(self, card: Any, state: list[Any], created: int) -> None:
        """Give *card* the *state* that it has in the package, whose day 0 began at *created*."""
        kind, queue, due, card.ivl, card.factor, card.reps, card.lapses, card.left, data = state
        by_days = kind and due < FEWEST_SECONDS
        card.type, card.due = kind, due + self._days_since(created) if by_days else due
        if queue >= 0 and card.queue >= 0:
            card.queue = queue
        said = json.loads(data or "{}")
        card.memory_state = FsrsMemoryState(stability=said["s"], difficulty=said["d"]) if "s" in said else None
        card.desired_retention, card.decay = said.get("dr"), said.get("decay")
        card.last_review_time = said.get("lrt")

    def _days_since(self, created: int) -> int:
        """How many days to add to a day of a package to have the same day here; 0 where both count alike."""
        today = datetime.fromtimestamp(self.collection.sched.day_cutoff - DAY, UTC)
        elapsed = round((today.timestamp() - created) / DAY)
        return int(self.collection.sched.today - elapsed)

    def close(self) -> dict[str, Any]:
        """Let the collection go."""
        if self.collection is not None:
            self.collection.close()
            self.collection = None
        return {}


def _near(at: int, others: list[int]) -> bool:
    return any(abs(at - other) <= SAME for other in others)


def _in_a_line(words: str) -> str:
    """*words* of Anki's without its line breaks and without the signs that set a value apart from right and left."""
    return " ".join(words.replace("\u2068", "").replace("\u2069", "").split())


def main() -> None:
    """Answer line by line until there is none; what Anki prints goes where errors go."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    holder = Holder()
    deeds: dict[str, Callable[..., dict[str, Any]]] = {
        deed.__name__: deed for deed in (holder.open, holder.sync, holder.give, holder.take, holder.close)
    }
    for line in sys.stdin:
        said = json.loads(line)
        try:
            told: dict[str, Any] = {"done": deeds[said.pop("do")](**said)}
        except (HolderError, AnkiException, OSError, sqlite3.Error) as error:
            told = {"error": _in_a_line(str(error)) or type(error).__name__}
        print(json.dumps(told), file=answers, flush=True)
    holder.close()


if __name__ == "__main__":
    main()
