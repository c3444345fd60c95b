"""What is done to cards by name, one after another: the same line and JSON for each such command."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from flashkms.cli.invocation import Invocation
from flashkms.cli.output import say, say_json
from flashkms.cli.shapes import event_json

if TYPE_CHECKING:
    from flashkms.cards.card import CardId
    from flashkms.schedule.event import Event
    from flashkms.study import Study


def for_each(
    invocation: Invocation, cards: Sequence[str], deed: Callable[[Study, CardId], Event], *, said: str
) -> None:
    """Do *deed* to every card that *cards* name, as one thing, and say so: all names are looked up before that."""
    with invocation.study(write=True) as study:
        found = [study.find(card) for card in cards]
        events = study.each(found, lambda id_: deed(study, id_))
    if invocation.as_json:
        say_json({"events": [event_json(event) for event in events]})
        return
    for id_ in found:
        say(f"{id_}: {said}")
