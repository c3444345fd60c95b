"""The terminal: full screens, and a reviewer by lines. Nothing heavy is read before a screen is opened."""

from __future__ import annotations

import os
import sys
from types import ModuleType
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from pathlib import Path

    from flashkms.study import Session, Study
    from flashkms.tui.welcome import Wish


# Seconds, for Python's 0.005, after which a thread lets another go on. Textual writes to the terminal in a thread of
# its own: what was painted would wait so long, twice, while what comes next is made ready, and a key for the backup.
_TURN = 0.0005


def run_welcome(folder: Path) -> Wish:
    """Ask what is to become of *folder*, which has no collection: `make`, `demo`, or empty to leave it alone."""
    _import_asyncio()
    from flashkms.tui.welcome import WelcomeApp  # noqa: PLC0415  # Textual is heavy

    _believe_the_terminal()
    return WelcomeApp(folder).run() or ""


def run_home(study: Study, *, editor: tuple[str, ...] = ()) -> int:
    """Open the home screen, and stay until the person leaves; the exit code.

    *editor* is the command that opens a deck file, as words; without one, entries are edited in place.
    """
    return _run(study, None, editor)


def run_review(study: Study, session: Session, *, editor: tuple[str, ...] = ()) -> int:
    """Review the cards of *session*; the exit code. *editor* as for `run_home`."""
    return _run(study, session, editor)


def run_screen(study: Study, page: Literal["browse", "triage"], *, editor: tuple[str, ...] = ()) -> int:
    """Open *page* on top of the home screen; the exit code. *editor* as for `run_home`."""
    return _run(study, None, editor, page)


def _run(study: Study, session: Session | None, editor: tuple[str, ...], page: str = "") -> int:
    _import_asyncio()
    _import_palette()
    from flashkms.tui.app import FlashkmsApp  # noqa: PLC0415  # Textual is heavy

    _believe_the_terminal()
    sys.setswitchinterval(_TURN)
    app = FlashkmsApp(study, session=session, editor=editor, page=page, pictures=_pictures(study))
    app.run()
    return app.return_code or 0


def _import_asyncio() -> None:
    """Import asyncio as on a Python without OpenSSL, which it loads for connections: no screen makes any.

    To load it takes as long as to paint the first card. Whoever imports `ssl` later has it.
    """
    if not sys.modules.keys() & {"asyncio", "ssl"}:
        sys.modules["ssl"] = None  # type: ignore[assignment]  # by Python's reference: what is imported is not there
        try:
            import asyncio  # noqa: F401, PLC0415  # to be found by Textual
        finally:
            del sys.modules["ssl"]


def _import_palette() -> None:
    """Import Textual's palette without the tree, the select box and more, of which `textual.types` wants the types.

    The palette takes one name from there, for annotations. Whoever imports `textual.types` later has all of it.
    """
    if sys.modules.keys() & {"textual.command", "textual.types"}:
        return
    stand_in = ModuleType("textual.types")
    stand_in.__dict__["IgnoreReturnCallbackType"] = object
    sys.modules["textual.types"] = stand_in
    try:
        import textual.command  # noqa: F401, PLC0415  # to be found by Textual
    except ImportError:  # another Textual takes more names: it has the module itself
        pass
    finally:
        del sys.modules["textual.types"]


def _believe_the_terminal() -> None:
    """Take the size from the terminal: COLUMNS and LINES may be those of whatever started this program in a new one."""
    stream = sys.__stdout__
    if stream is not None and stream.isatty() and all(os.get_terminal_size(stream.fileno())):
        os.environ.pop("COLUMNS", None)
        os.environ.pop("LINES", None)


def _pictures(study: Study) -> bool:
    """Whether the cards' pictures are shown: where there are any, and the extra that can."""
    from flashkms.study.pictures import any_picture  # noqa: PLC0415  # as above
    from flashkms.tui.widgets import picture  # noqa: PLC0415  # as above

    wanted = picture.installed() and any_picture(study.collection.root)
    if wanted:
        picture.prepare()
    return wanted
