"""`flashkms anki`: speak with a running Anki through its AnkiConnect add-on, or sync with a server of Anki's."""

from __future__ import annotations

import os
from typing import Literal

import click

from flashkms.cli.command import command
from flashkms.cli.commands.import_ import tell
from flashkms.cli.invocation import Invocation
from flashkms.cli.output import narrate, say, say_json
from flashkms.cli.plainly import plainly
from flashkms.counting import counted
from flashkms.errors import UsageError
from flashkms.safe import safe_message


@command(
    "anki",
    example="flashkms anki status\nflashkms anki push\nflashkms anki pull\n"
    "flashkms anki sync --server http://127.0.0.1:8080",
)
@click.argument("what", type=click.Choice(["status", "push", "pull", "sync"]))
@click.option("--address", default="http://127.0.0.1:8765", help="Where AnkiConnect listens, on this machine.")
@click.option("--server", default="", metavar="URL", help="For sync: your own server of Anki's.")
@click.option("--full", type=click.Choice(["upload", "download"]), help="For sync: which side replaces the other.")
def anki(
    invocation: Invocation, what: str, *, address: str, server: str, full: Literal["upload", "download"] | None
) -> None:
    """Bring cards into a running Anki and fetch the reviews made there, or sync with a server that phones sync with.

    A note that was edited in Anki is left as it is, and named. Sync takes the name and the password from the
    environment: FLASHKMS_ANKI_USER, FLASHKMS_ANKI_PASSWORD; a key that AnkiConnect asks for is FLASHKMS_ANKI_KEY.
    """
    if what == "sync":
        _sync(invocation, server, full)
        return
    from flashkms.exchange import connect, pulling, pushing  # noqa: PLC0415  # help needs none

    ask = connect.client(address, key=os.environ.get("FLASHKMS_ANKI_KEY", ""))
    with invocation.open(write=what == "pull") as collection:
        match what:
            case "status":
                _show(invocation, connect.status(collection, ask))
            case "push":
                _show(invocation, pushing.push(collection, ask))
            case _:
                _show(invocation, pulling.pull(collection, ask))


def _sync(invocation: Invocation, address: str, full: Literal["upload", "download"] | None) -> None:
    from flashkms.exchange import server  # noqa: PLC0415  # help needs none

    user, password = os.environ.get("FLASHKMS_ANKI_USER", ""), os.environ.get("FLASHKMS_ANKI_PASSWORD", "")
    if not address or not user or not password:
        raise UsageError(
            "sync needs a server, a name and a password",
            "--server URL, and FLASHKMS_ANKI_USER and FLASHKMS_ANKI_PASSWORD in the environment",
        )
    account = server.Account(address, user, password)
    with invocation.open(write=True) as collection:
        done = server.sync(collection, account, python=os.environ.get("FLASHKMS_ANKI_PYTHON", ""), full=full)
    if invocation.as_json:
        say_json(plainly(done))
        return
    if done.report:
        tell(done.report, address)
    say(f"{address}: {done.added} added, {done.updated} updated, {counted(done.reviews, 'review')} sent")
    for why in done.skipped:
        narrate(safe_message(why))


def _show(invocation: Invocation, told: object) -> None:
    from flashkms.exchange.connect import Status  # noqa: PLC0415  # help needs none
    from flashkms.exchange.pulling import Pulled  # noqa: PLC0415
    from flashkms.exchange.pushing import Pushed  # noqa: PLC0415

    if invocation.as_json:
        say_json(plainly(told))
        return
    match told:
        case Status(version, notes, _, missing, foreign):
            say(f"AnkiConnect {version}: {counted(notes, 'note')} from here, {missing} missing there")
            _tell_foreign(foreign)
        case Pushed(added, updated, kept, skipped, foreign):
            say(f"{added} added, {updated} updated")
            _tell_foreign(foreign)
            for entry in kept:
                narrate(f"{entry}: edited in Anki, left as it is")
            for why in skipped:
                narrate(safe_message(why))
        case Pulled(reviews, forgotten, moved, suspensions):
            parts = [f"{counted(reviews, 'review')} fetched"]
            parts += [f"{forgotten} forgotten"] if forgotten else []
            parts += [f"{moved} moved"] if moved else []
            parts += [f"{suspensions} suspended or taken up again"] if suspensions else []
            say(", ".join(parts))


def _tell_foreign(entries: int) -> None:
    if entries:
        narrate(f"{counted(entries, 'entry', 'entries')} came from Anki and no push brings them (flashkms export does)")
