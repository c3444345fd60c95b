"""`flashkms show`: all about one card."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from flashkms.cli import completing
from flashkms.cli.command import command
from flashkms.cli.invocation import Invocation
from flashkms.cli.output import report_damage_and_end, say, say_json, table
from flashkms.cli.shapes import event_json, kind, moment, show_json
from flashkms.counting import counted

if TYPE_CHECKING:
    from flashkms.cards.card import CardId
    from flashkms.study import Study


@command("show", example="flashkms show kms-4t7q2m.1\nflashkms show kms-4t7q2m.1 --json")
@click.argument("card", shell_complete=completing.cards)
def show(invocation: Invocation, card: str) -> None:
    """Tell all about one card: both sides, memory, history, the four next intervals, source."""
    with invocation.study() as study:
        id_ = study.find(card)
        if invocation.as_json:
            say_json(show_json(study, id_))
        else:
            say_card(study, id_)
        damage = study.collection.damage()
    report_damage_and_end(damage)


def say_card(study: Study, id_: CardId) -> None:
    """Write both sides of the card *id_*, its memory, its next intervals, its source and its history."""
    from flashkms.cards import face  # noqa: PLC0415  # the faces are drawn only where they are shown

    card = study.card(id_)
    say(f"{id_} · {card.deck} · {kind(card.entry)}")
    for side in (face.front(card), face.back(card)):
        say()
        say(face.plain(side))
    say()
    for line in table([*_facts(study, id_)]):
        say(line)
    history = study.history(id_)
    if history:
        say()
    for event in history:
        shown = event_json(event)
        say(f"{shown.get('at')}  {shown.get('kind')} {shown.get('rating') or ''}".rstrip())


def _facts(study: Study, id_: CardId) -> list[tuple[str, str]]:
    from flashkms.study.members import as_tagged, given_day, why_hidden  # noqa: PLC0415  # help needs none

    card, memory, place = as_tagged(study, study.card(id_)), study.memory(id_), study.place(id_)
    facts = [("tags", " ".join(card.tags))] if card.tags else []
    facts.append(("entry", f"{card.path}:{card.entry.line}"))
    if place is not None:
        facts.append(("source", f"{place.path}:{place.line}"))
    facts += [("also in", f"{one.path}:{one.line}" if one.line else one.path) for one in study.places.others(card)]
    if hidden := why_hidden(study, id_):
        facts.append(("queue", hidden))
    if memory is None:
        facts.append(("memory", "none: this card is new"))
        facts += [("due", f"{moment(day)}, as it was set")] if (day := given_day(study, id_)) else []
    else:
        recall = study.retrievability(id_)
        facts += [
            ("phase", memory.phase.value),
            ("due", moment(memory.due)),
            ("stability", f"{memory.stability:.1f} days"),
            ("difficulty", f"{memory.difficulty:.1f} of 10"),
            ("recall", "unknown" if recall is None else f"{recall:.0%}"),
            ("answered", f"{counted(memory.reps, 'time')}, forgotten {memory.lapses}"),
        ]
    labels = (f"{rating.name.lower()} {outcome.label}" for rating, outcome in study.preview(id_).items())
    return [*facts, ("next", " · ".join(labels))]
