"""Which terminal this is, by its own word."""

from __future__ import annotations

import os
import re
import select
import sys
import termios
import tty

_QUESTION = "\x1b[>0q\x1b[c"  # XTVERSION, and behind it what every terminal answers, so that nobody waits in vain
_NAME = re.compile(rb"\x1bP>\|([^\x1b]*)\x1b\\")
_END = re.compile(rb"\x1b\[\?[0-9;]*c")
_PATIENCE = 0.2  # seconds for the next byte of an answer
_LONGEST = 256  # bytes
_PLACEHOLDERS = re.compile(r"kitty\((?:0\.(?:2[89]|[3-9]\d|\d{3,})|[1-9]\d*)\.|ghostty\b")


def name() -> str:
    """What the terminal calls itself, such as `kitty(0.32.1)`; empty where it does not say.

    It is asked, so this is for before the app runs: later the answer is taken for keys.
    """
    terminal, keyboard = sys.__stdout__, sys.__stdin__
    if terminal is None or keyboard is None or not (terminal.isatty() and keyboard.isatty()):
        return ""
    before = termios.tcgetattr(keyboard)
    tty.setcbreak(keyboard, termios.TCSANOW)
    try:
        terminal.write(_QUESTION)
        terminal.flush()
        said = _answer(keyboard.fileno())
    finally:
        termios.tcsetattr(keyboard, termios.TCSANOW, before)
    found = _NAME.search(said)
    return found[1].decode("ascii", "replace") if found else ""


def has_placeholders(terminal: str) -> bool:
    """Whether the *terminal* of that name knows the placeholders by which kitty's graphics stand in a text.

    Others that draw kitty's graphics do not, kitty itself before 0.28 among them, and show boxes in their place.
    """
    return _PLACEHOLDERS.match(terminal) is not None


def _answer(descriptor: int) -> bytes:
    """What comes up to the end of the answer, a byte at a time, so that a key typed behind it stays."""
    said = b""
    while not _END.search(said) and len(said) < _LONGEST and select.select([descriptor], [], [], _PATIENCE)[0]:
        said += os.read(descriptor, 1)
    return said
