"""`flashkms where`: the folders and files of a collection."""

from __future__ import annotations

from flashkms.cli.command import command
from flashkms.cli.invocation import Invocation
from flashkms.cli.output import say_fields, say_json


@command("where", example="flashkms where\nflashkms where --json")
def where(invocation: Invocation) -> None:
    """Print where everything lies."""
    with invocation.open() as collection:
        root = collection.root
        places = {
            "collection": root,
            "settings": root / "flashkms.toml",
            "notes": root / collection.config.note_paths[0] if collection.config.note_paths else root,
            "cards": root / "cards",
            "log": collection.log.folder,
            "decks": root / "decks",
            "machine": collection.own,
        }
    if invocation.as_json:
        say_json({name: str(path) for name, path in places.items()})
        return
    for name, path in places.items():
        say_fields(name, str(path))
