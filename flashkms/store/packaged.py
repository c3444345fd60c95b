"""What comes with the program beside its code: the docs, and a collection to try. In a wheel or in a checkout."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from flashkms.errors import FlashkmsError

if TYPE_CHECKING:
    from flashkms.store.collection import Collection

_PACKAGE = Path(__file__).parents[1]


def folder(name: str) -> Path:
    """The folder *name* (`docs`, `notes`, `cards`) that came with the program. Raises `FlashkmsError` without it."""
    for place in (_PACKAGE / "packaged" / name, _PACKAGE.parent / name):
        if place.is_dir():
            return place
    raise FlashkmsError(f"this installation came without its {name}", "install flashkms again")


def topics() -> dict[str, Path]:
    """The pages of the docs by their names, in the order of the alphabet."""
    return {page.stem: page for page in sorted(folder("docs").glob("*.md"))}


def add_demo(collection: Collection) -> None:
    """Put the notes and cards that came with the program into *collection*, open for writing; what is there stays.

    The log notes them down as made: what a person deletes of them stays away. Raises `FlashkmsError` when the disk
    refuses.
    """
    from flashkms.schedule.event import Made  # noqa: PLC0415  # help needs none

    _copy_demo(collection.root)
    collection.refresh()
    made = tuple(entry.id for deck in collection.decks() for entry in deck.entries if entry.source)
    collection.append((Made(**collection.log.stamp(collection.now), entries=made),), collection.now)


def _copy_demo(root: Path) -> None:
    for name in ("notes", "cards"):
        origin = folder(name)
        for page in sorted([*origin.rglob("*.md"), *origin.rglob("*.yaml"), *origin.rglob("*.json")]):
            _copy(page, root / name / page.relative_to(origin))


def _copy(origin: Path, target: Path) -> None:
    if target.exists():
        return
    from flashkms.store import files  # noqa: PLC0415  # help needs none

    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        files.replace(target, origin.read_bytes(), expected=None)
    except OSError as error:
        raise FlashkmsError(f"cannot write {target}: {error.strerror}") from error
