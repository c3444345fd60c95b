"""`flashkms review`: the reviewer, on a screen or by lines."""

from __future__ import annotations

from datetime import timedelta

import click

from flashkms.cli import completing
from flashkms.cli.command import command
from flashkms.cli.decks import deck_named
from flashkms.cli.invocation import Invocation
from flashkms.cli.output import say_json


@command("review", example="flashkms review\nflashkms review aws::kms --plain\nflashkms review --minutes 15")
@click.argument("deck", default="", shell_complete=completing.decks)
@click.option("--minutes", type=click.IntRange(1, 1440), help="What loses most by waiting, as much as fits; no new.")
@click.option("--plain", is_flag=True, help="By lines: for screen readers, pipes and dumb terminals.")
@click.option("--read-only", is_flag=True, help="Look on while another flashkms is at work.")
def review(invocation: Invocation, deck: str, minutes: int | None, *, plain: bool, read_only: bool) -> None:
    """Study what is due, in one deck or in all. Every answer is saved before the next card shows.

    With --json the cards are listed in their order and not studied.
    """
    from flashkms.cli.reviewing import reviewed  # noqa: PLC0415  # help needs no reviewer

    with invocation.study(write=True, read_only=read_only or invocation.read_only or invocation.as_json) as study:
        name = deck_named(deck, (each.deck for each in study.counts())) if deck else ""
        chosen = None
        if minutes is not None:
            from flashkms.study.selection import backlog  # noqa: PLC0415  # as above

            chosen = backlog(study, name, timedelta(minutes=minutes))
        if invocation.as_json:
            say_json({"cards": list(chosen.cards if chosen else study.queue(name))})
            return
        code = reviewed(study, study.session(name, chosen), plain=plain)
    click.get_current_context().exit(code)
