"""`flashkms browse`: all cards in a table, with a search."""

from __future__ import annotations

from flashkms.cli.command import command
from flashkms.cli.invocation import Invocation, on_terminal
from flashkms.errors import UsageError


@command("browse", example="flashkms browse")
def browse(invocation: Invocation) -> None:
    """Look through the cards on a screen, and change them in bulk."""
    from flashkms.cli.screens import open_screen  # noqa: PLC0415  # Textual is heavy

    if not on_terminal():
        raise UsageError("browse needs a terminal", "flashkms cards lists them")
    open_screen(invocation, "browse")
