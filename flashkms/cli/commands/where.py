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
        notes = [str(root / path) for path in collection.config.note_paths]
        places = [
            ("collection", str(root)),
            ("settings", str(root / "flashkms.toml")),
            *(("notes", path) for path in notes),
            ("cards", str(root / "cards")),
            ("log", str(collection.log.folder)),
            ("decks", str(root / "decks")),
            ("machine", str(collection.own)),
        ]
    if invocation.as_json:
        say_json({**dict(reversed(places)), "note_paths": notes})  # `notes` is the first of them
        return
    for name, path in places:
        say_fields(name, path)
