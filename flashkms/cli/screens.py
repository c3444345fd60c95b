"""The door to one screen of the app; Textual is imported behind it."""

from __future__ import annotations

import os
from typing import Literal

import click

from flashkms.cli.editor import words
from flashkms.cli.invocation import Invocation


def open_screen(invocation: Invocation, name: Literal["browse", "triage"]) -> None:
    """Open the app on the screen *name*, and end with its exit code."""
    from flashkms import tui  # noqa: PLC0415  # a list needs no screen

    with invocation.study(write=True, read_only=invocation.read_only) as study:
        code = tui.run_screen(study, name, editor=words(os.environ))
    click.get_current_context().exit(code)
