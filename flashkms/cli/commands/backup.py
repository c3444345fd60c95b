"""`flashkms backup`: verified copies of log, cards and settings, and the way back."""

from __future__ import annotations

import click

from flashkms.cli.command import command
from flashkms.cli.invocation import Invocation
from flashkms.cli.output import narrate, say, say_fields, say_json
from flashkms.cli.plainly import plainly
from flashkms.cli.shapes import moment
from flashkms.counting import counted
from flashkms.errors import UsageError


@command("backup", example="flashkms backup\nflashkms backup list\nflashkms backup restore 20260302T090000Z.zip --yes")
@click.argument("deed", type=click.Choice(["make", "list", "restore"]), default="make")
@click.argument("name", default="")
@click.option("--yes", is_flag=True, help="Restore; without this, only say what would be done.")
def backup(invocation: Invocation, deed: str, name: str, *, yes: bool) -> None:
    """Make a backup, list them, or restore one by its name. Nothing is made when nothing changed.

    Before a restore the present is backed up. No review is lost: what a log says beyond its backup stays in it.
    """
    if deed == "list":
        _list(invocation)
    elif deed == "restore":
        _restore(invocation, name, yes=yes)
    else:
        _make(invocation)


def _make(invocation: Invocation) -> None:
    from flashkms.store import backup as store  # noqa: PLC0415  # help needs none

    with invocation.open(write=True) as collection:
        made = store.backup(collection, invocation.clock())
    if invocation.as_json:
        say_json({"backup": plainly(made)})
    elif made is None:
        narrate("nothing changed since the last backup")
    else:
        say(f"{made.path}: {counted(made.files, 'file')}")


def _list(invocation: Invocation) -> None:
    from flashkms.store import backup as store  # noqa: PLC0415  # help needs none

    with invocation.open() as collection:
        known = store.backups(collection)
    if invocation.as_json:
        say_json({"backups": plainly(known)})
        return
    for each in known:
        say_fields(moment(each.at), counted(each.files, "file"), str(each.path))


def _restore(invocation: Invocation, name: str, *, yes: bool) -> None:
    from flashkms.store import backup as store  # noqa: PLC0415  # help needs none

    if not name:
        raise UsageError("which backup?", "flashkms backup list names them")
    with invocation.open(write=yes) as collection:
        chosen = store.find(collection, name)
        if not yes and invocation.as_json:
            say_json({"would_restore": plainly(chosen)})
            return
        if not yes:
            narrate(f"would restore {counted(chosen.files, 'file')} of {chosen.path}; --yes does it")
            return
        restored = store.restore(collection, chosen, invocation.clock())
    if invocation.as_json:
        say_json(plainly(restored))
        return
    say(f"{counted(len(restored.written), 'file')} restored; what was there lies in {restored.aside}")
    for path in restored.left:
        narrate(f"{path}: left as it is, for it says more")
