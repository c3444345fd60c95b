"""What the tests of the screens share: reading a screen, and the log."""

from __future__ import annotations

from pathlib import Path

from flashkms.study import Study
from flashkms.tui.app import FlashkmsApp


def shown(app: FlashkmsApp) -> str:
    """What a person sees: a line of text for each line of the screen."""
    lines = ["".join(segment.text for segment in strip).rstrip() for strip in app.screen._compositor.render_strips()]
    return "\n".join(lines)


def kinds(study: Study) -> list[str]:
    """The kinds of all logged events, in order."""
    return [type(event).__name__ for event in study.collection.log.read()[0]]


async def settle(pilot) -> None:
    """Wait until timers that are due and workers have painted."""
    await pilot.pause()
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


def add_deck(collection: Path, text: str, name: str = "more") -> None:
    (collection / "cards" / f"{name}.yaml").write_text(text, encoding="utf-8")
