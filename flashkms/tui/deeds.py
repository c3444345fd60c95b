"""What several screens do with a card: edit its entry, open what it comes from."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from textual.app import SuspendNotSupported

from flashkms.cards.card import Card
from flashkms.errors import FlashkmsError
from flashkms.study.pictures import pictures
from flashkms.tui.editor import command
from flashkms.tui.screens.page import Page
from flashkms.tui.words import wrong_with


def edit(page: Page, card: Card, then: Callable[[str], None]) -> None:
    """Edit the entry of *card* in the person's editor, else in place.

    *then* is called once the files were read again, with what is wrong with the card's own: a line, or nothing.
    """
    app = page.flashkms
    if not app.study.collection.writable:
        page.say("read-only: start again without --read-only to edit")
        return
    if not app.editor:
        _edit_in_place(page, card, then)
        return
    try:
        with app.suspend():
            _run(page, command(app.editor, app.study.collection.root / card.path, card.entry.line))
    except SuspendNotSupported:
        _edit_in_place(page, card, then)
        return
    _look_again(page, card, then)


def open_source(page: Page, card: Card, images: tuple[str, ...]) -> None:
    """Open the first of the *images* of *card*, else its note at its line; else say where that is."""
    app = page.flashkms
    found = pictures(app.study.collection, card, images)
    if found:
        page.say(str(found[0].path))
        if _has_desktop():
            app.open_url(found[0].path.as_uri())
        return
    place = app.study.place(card.id)
    root = app.study.collection.root
    path, line = (root / place.path, place.line) if place else (root / card.path, card.entry.line)
    if not app.editor:
        page.say(f"{path}:{line}")
        return
    open_in_editor(page, path, line)


def _has_desktop() -> bool:
    """Whether a program in a window can show a file; without one, a viewer would take the terminal."""
    if os.environ.get("TEXTUAL_DRIVER"):
        return False  # served: the person sits at another machine, perhaps
    return sys.platform == "darwin" or any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


def open_in_editor(page: Page, path: Path, line: int) -> None:
    """Give the terminal to the person's editor on *path*; where it cannot be given, say where the file lies."""
    app = page.flashkms
    try:
        with app.suspend():
            _run(page, command(app.editor, path, line))
    except SuspendNotSupported:
        page.say(f"{path}:{line}" if line else str(path))


def _run(page: Page, words: tuple[str, ...]) -> None:
    try:
        ended = subprocess.run(words, check=False)  # noqa: S603  # the person's own editor
    except OSError as error:
        page.say(f"{words[0]} does not start: {error.strerror}; set EDITOR")
        return
    if ended.returncode:
        page.say(f"{words[0]} ended with code {ended.returncode}")


def _edit_in_place(page: Page, card: Card, then: Callable[[str], None]) -> None:
    from flashkms.study.wording import reword, wording  # noqa: PLC0415  # the first card does not wait for an editor
    from flashkms.tui.screens.edit import EditScreen  # noqa: PLC0415  # as above

    collection = page.flashkms.study.collection
    try:
        taken = wording(collection, card)
    except (OSError, FlashkmsError) as error:
        page.say(str(error))
        return

    def edited(changed: bool | None) -> None:  # noqa: FBT001  # Textual's callback
        if changed:
            _look_again(page, card, then)

    place = f"{card.path}:{card.entry.line}"
    page.app.push_screen(EditScreen(place, taken.text, lambda text: reword(collection, taken, text)), edited)


def _look_again(page: Page, card: Card, then: Callable[[str], None]) -> None:
    page.flashkms.study.refresh()
    then(wrong_with(page.flashkms.study, card))
