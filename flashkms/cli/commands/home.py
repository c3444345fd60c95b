"""`flashkms` alone: the home screen, or the deck table where stdout is no terminal."""

from __future__ import annotations

import os
from contextlib import suppress

import click

from flashkms.cli.commands.due import counts_json, say_counts
from flashkms.cli.invocation import Invocation, on_terminal
from flashkms.cli.output import narrate, report_damage_and_end, say_json
from flashkms.cli.shapes import moment
from flashkms.errors import UsageError


def home(invocation: Invocation) -> None:
    """Open the home screen, or print today's counts."""
    if not invocation.as_json and on_terminal():
        _on_screen(invocation)
    with invocation.study() as study:
        counts, day, damage = study.counts(), study.today, study.collection.damage()
    if invocation.as_json:
        say_json({"now": moment(invocation.clock()), "day": moment(day), "decks": counts_json(counts)})
    else:
        say_counts(counts, day)
        narrate("flashkms review studies what is due; flashkms --help lists the commands")
    report_damage_and_end(damage)


def _on_screen(invocation: Invocation) -> None:
    from flashkms import tui  # noqa: PLC0415  # a table needs no screen
    from flashkms.cli.editor import words  # noqa: PLC0415  # as above

    if not invocation.read_only:
        _welcome(invocation)
    with invocation.study(write=True, read_only=invocation.read_only) as study:
        code = tui.run_home(study, editor=words(os.environ))
    click.get_current_context().exit(code)


def _welcome(invocation: Invocation) -> None:
    """In a folder without a collection, offer to make one; the program ends where the person leaves instead."""
    from flashkms import tui  # noqa: PLC0415  # as above
    from flashkms.cli.commands.init import make  # noqa: PLC0415  # as above
    from flashkms.store import root  # noqa: PLC0415  # as above

    with suppress(UsageError):
        root.find(invocation.start)
        return
    if not invocation.start.is_dir():
        return
    wish = tui.run_welcome(invocation.start.resolve())
    if not wish:
        click.get_current_context().exit()
    make(invocation, invocation.start, demo=wish == "demo")
