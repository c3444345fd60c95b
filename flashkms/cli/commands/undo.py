"""`flashkms undo`: the last thing that was done does not count."""

from __future__ import annotations

from flashkms.cli.command import command
from flashkms.cli.invocation import Invocation
from flashkms.cli.output import narrate, say, say_json
from flashkms.cli.shapes import event_json


@command("undo", example="flashkms undo")
def undo(invocation: Invocation) -> None:
    """Take back the last thing that was done, on whatever machine; again, the one before it.

    What was done to several cards at once goes at once.
    """
    with invocation.study(write=True) as study:
        events = [event_json(event) for event in reversed(study.undo_deed())]
    if invocation.as_json:
        say_json({"undone": events[0], "events": events} if events else {"undone": None})
        return
    if not events:
        narrate("nothing to undo")
    for event in events:
        if event["kind"] == events[0]["kind"]:  # the rest only came with it
            of = event.get("card") or event.get("entry") or ""
            say(f"undone: {event['kind']} {of}".rstrip())
