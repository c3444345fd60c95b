"""The cards: those that are studied and gone, files that no card shows, and exported packages."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from flashkms.anki.archive import archive
from flashkms.anki.read import content
from flashkms.errors import FlashkmsError, UsageError
from flashkms.safe import is_text
from flashkms.store import decks, files, notefiles, strays
from flashkms.store import lost as gone
from flashkms.store.collection import Collection
from flashkms.store.doctor.finding import Finding

_MEDIA, _PACKAGES = "media", "decks"


def lost(collection: Collection) -> Iterator[Finding]:
    """Cards that were studied and stand in no deck file: the entry, or its whole file, is gone."""
    for card in gone.cards(collection):
        yield Finding("lost-card", card, "studied, and in no deck file", gone.HINT)


def media(collection: Collection) -> Iterator[Finding]:
    """Files in `media/` that no note or deck file names, and names there that differ in capital letters alone."""
    folder = collection.root / _MEDIA
    paths = sorted(Path(top, name) for top, _, names in os.walk(folder) for name in names if not name.startswith("."))
    try:
        unused = _unused(collection, {path.name for path in paths if is_text(path.name)})
    except UsageError:  # a note path is not there, which a build tells; what it shows is not known
        return
    first: dict[str, str] = {}
    for path in paths:
        shown = path.relative_to(collection.root).as_posix()
        if not is_text(shown):
            yield Finding("file-name", shown, strays.no_text(shown).message, "rename it")
        elif path.name in unused:
            yield Finding("unused-media", shown, "no note or card shows it", "delete it, or leave it")
        before = first.setdefault(shown.casefold(), shown)
        if before != shown:
            said = f"is called as {before}, but for capital letters"
            yield Finding("media-collision", shown, said, "rename one: macOS and Windows keep only one of them")


def _unused(collection: Collection, names: set[str]) -> set[str]:
    """Those of *names* that no note and no deck file has, as they are or as a link spells them."""
    if not names:
        return set()
    linked = {name: quote(name) for name in names}
    notes = notefiles.find(collection.root, notefiles.fit(collection.root, collection.config.note_paths))
    for path in (*notes, *(collection.root / name for name in decks.names(collection.root))):
        try:
            text = files.read(path).decode(errors="replace")
        except (FlashkmsError, OSError):  # `check` names it
            continue
        linked = {name: link for name, link in linked.items() if name not in text and link not in text}
    return set(linked)


def packages(collection: Collection, now: datetime) -> Iterator[Finding]:
    """Exported packages that cannot be read to their end."""
    for path in _packages(collection):
        try:
            _counts(path, collection.own, now)
        except (FlashkmsError, OSError) as error:
            shown = path.relative_to(collection.root).as_posix()
            yield Finding("broken-package", shown, f"does not open: {error}", "delete it and export again")


def counts(collection: Collection, now: datetime) -> dict[str, dict[str, int]]:
    """How many notes and cards each exported package holds that can be read."""
    found: dict[str, dict[str, int]] = {}
    for path in _packages(collection):
        with suppress(FlashkmsError, OSError):
            found[path.relative_to(collection.root).as_posix()] = _counts(path, collection.own, now)
    return found


def _packages(collection: Collection) -> list[Path]:
    """The packages in `decks/`; a link is none of ours."""
    found = sorted((collection.root / _PACKAGES).glob("*.apkg"))
    return [path for path in found if stat.S_ISREG(path.lstat().st_mode)]


def _counts(path: Path, own: Path, now: datetime) -> dict[str, int]:
    with files.scratch(own) as scratch, archive(path) as opened:
        read = content(opened, scratch / "collection", now=now)
        return {"notes": len(read.notes), "cards": len(read.cards)}
