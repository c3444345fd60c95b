"""Presses keys in the running reviewer, and times them until what they changed is written to the terminal.

`tui_speed.py` runs it in one. Before each key everything is at rest, so that no side waits for Textual's next frame.

python benchmarks/tui_turns.py REPORT COLLECTION INSTANT
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections import defaultdict
from datetime import datetime, timedelta
from pathlib import Path

from textual.binding import Binding
from textual.driver import Driver
from textual.events import Key
from textual.screen import Screen
from textual.widgets import Static

from flashkms.store.collection import Collection
from flashkms.study import Study
from flashkms.tui import app as tui

WARM, TURNS = 3, 30
READING = 0.3  # seconds between two keys: the next card is prepared meanwhile


class PlainScreen(Screen[None]):
    """One Static, updated by a key: what Textual alone needs."""

    BINDINGS = (Binding("space", "turn", "Turn"),)
    turns = 0

    def compose(self):
        yield Static(markup=False)

    def action_turn(self) -> None:
        self.turns += 1
        self.query_one(Static).update(" ".join(f"word{n * self.turns % 97}" for n in range(60)))


class Measured(tui.FlashkmsApp):
    """The reviewer that presses its own keys, and leaves with the times."""

    CSS_PATH = Path(tui.__file__).with_name("app.tcss")

    def __init__(self, study: Study, at: list[datetime]) -> None:
        super().__init__(study, session=study.session())
        self.at = at
        self.times: dict[str, list[float]] = defaultdict(list)
        self.wanted, self.written, self.written_at = "", asyncio.Event(), 0.0

    def get_driver_class(self) -> type[Driver]:
        """The reviewer's, which tells what it has written."""
        driver, app = super().get_driver_class(), self

        class Telling(driver):
            def write(self, data: str) -> None:
                super().write(data)
                if app.wanted in data and not app.written.is_set():
                    app.written_at = time.perf_counter()
                    app.written.set()

        return Telling

    def on_ready(self) -> None:
        self.run_worker(self.turns())

    async def turns(self) -> None:
        await asyncio.sleep(2)
        for turn in range(WARM + TURNS):
            self.at[0] += timedelta(seconds=10)
            await self.push_screen(PlainScreen())
            static = [await self.pressed("space", "word"), await self.pressed("space", "word")][1]
            await self.pop_screen()
            flip = await self.pressed("space", "Again")
            assert self.screen.revealed
            following = await self.pressed("3", "Show answer")
            assert not self.screen.revealed
            for name, took in (("static", static), ("flip", flip), ("next", following)):
                self.times[name] += [took] if turn >= WARM else []
        self.exit()

    async def pressed(self, key: str, wanted: str) -> float:
        """Milliseconds from *key*, which is pressed after a while of reading, until *wanted* is written."""
        await asyncio.sleep(READING)
        self.wanted = wanted
        self.written.clear()
        began = time.perf_counter()
        self.post_message(Key(key, " " if key == "space" else key))
        await self.written.wait()
        return (self.written_at - began) * 1000


def main() -> None:
    report, collection, now = sys.argv[1:]
    at = [datetime.fromisoformat(now)]
    with Collection.open(Path(collection), now=at[0], write=True) as opened:
        app = Measured(Study(opened, clock=lambda: at[0]), at)
        app.run()
    Path(report).write_text(json.dumps(app.times))
    print("measured", file=sys.__stderr__, flush=True)
    time.sleep(5)


if __name__ == "__main__":
    main()
