"""`flashkms init`: a folder becomes a collection."""

from __future__ import annotations

from pathlib import Path

import click

from flashkms.cli import completing
from flashkms.cli.command import command
from flashkms.cli.invocation import Invocation
from flashkms.cli.output import narrate, say, say_json


@command("init", example="flashkms init cards-of-mine\nflashkms init --demo demo")
@click.argument("folder", default=".", metavar="[DIR]", shell_complete=completing.folders)
@click.option("--demo", is_flag=True, help="With the notes and cards that come with the program.")
def init(invocation: Invocation, folder: str, *, demo: bool) -> None:
    """Make a collection in a folder, this one by default."""
    invocation.allow_writing()
    root = invocation.start / folder
    path = make(invocation, root, demo=demo)
    if invocation.as_json:
        say_json({"collection": str(root.resolve()), "settings": str(path)})
        return
    say(str(path))
    narrate("put notes into notes/, then: flashkms build" if not demo else "next: flashkms review")


def make(invocation: Invocation, root: Path, *, demo: bool) -> Path:
    """Make a collection in *root*, with the *demo* or without; its settings file. Raises as `create` does."""
    from flashkms.store.collection import Collection, create  # noqa: PLC0415  # help needs no collection

    path = create(root)
    if demo:
        from flashkms.store.packaged import add_demo  # noqa: PLC0415  # only asked for

        with Collection.open(root, now=invocation.clock(), write=True) as collection:
            add_demo(collection)
    return path
