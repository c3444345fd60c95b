"""`flashkms undo`: the last thing that was done does not count."""

from __future__ import annotations

from flashkms.cli.command import command
from flashkms.cli.invocation import Invocation
from flashkms.cli.output import narrate, say, say_json
from flashkms.cli.shapes import event_json


@command("undo", example="flashkms undo")
def undo(invocation: Invocation) -> None:
    """Take back the last thing that was done, on whatever machine; again, the one before it."""
    with invocation.study(write=True) as study:
        event = study.undo()
    shown = event_json(event) if event else None
    if invocation.as_json:
        say_json({"undone": shown})
    elif shown is None:
        narrate("nothing to undo")
    else:
        of = shown.get("card") or shown.get("entry") or ""
        say(f"undone: {shown['kind']} {of}".rstrip())
