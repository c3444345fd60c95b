"""A sitting on a screen or by lines, whichever the terminal can do."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from flashkms.cli.invocation import on_terminal
from flashkms.cli.output import report_damage
from flashkms.errors import Exit

if TYPE_CHECKING:
    from flashkms.study import Session, Study


def reviewed(study: Study, session: Session, *, plain: bool) -> int:
    """Let a person sit *session* to its end, by lines where it has to be or is wanted so; the exit code.

    Lines tell first of the deck files that give not all of their cards, and a screen does so itself.
    """
    from flashkms import tui  # noqa: PLC0415  # help needs no screen
    from flashkms.cli.editor import words  # noqa: PLC0415  # as above

    editor = words(os.environ)
    if plain or not on_terminal():
        from flashkms.tui import plain as reviewer  # noqa: PLC0415  # as above

        damaged = report_damage(study.collection.damage())
        code = reviewer.run(study, session, sys.stdin, sys.stdout, editor=editor)
        return code or (Exit.PROBLEMS if damaged else Exit.FINE)
    return tui.run_review(study, session, editor=editor)
