"""How fast the reviewer is on 100,000 cards, against Textual alone, in a pseudo-terminal of 80x24.

First card: from the start of the installed command until the card is painted, against a bare app that paints one line;
pairs of runs in turn, ratio of the medians, target 1.3. Each is ended by a signal that it obeys, as a person would end
it: after one that was killed, the next start has to clear up. Flip and next card: from the key until what it changed
is written, against a key that updates one plain Static as large as the card, in the same app; target 2. What the
machine does beside that only adds to a time, so the quickest tenth of each is told too.

    python benchmarks/tui_speed.py [PAIRS] [--collection FOLDER --now INSTANT]

A collection is made where none is named, which takes minutes.
"""

from __future__ import annotations

import argparse
import json
import os
import pty
import signal
import statistics
import struct
import sys
import tempfile
import termios
import time
from contextlib import suppress
from fcntl import ioctl
from pathlib import Path

from make_collection import make

FIRST_TARGET, FLIP_TARGET = 1.3, 2.0
WIDTH, HEIGHT = 80, 24
BARE = """
from textual.app import App
from textual.widgets import Static
class Bare(App):
    def compose(self):
        yield Static("Show answer")
Bare().run()
"""


def painted(command: list[str], environment: dict[str, str], word: bytes) -> float:
    """Seconds from the start of *command* until *word* is written to its terminal."""
    began = time.perf_counter()
    child, terminal = pty.fork()
    if not child:
        os.execvpe(command[0], command, environment)
    ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", HEIGHT, WIDTH, 0, 0))
    seen = b""
    try:
        while word not in seen:
            seen += os.read(terminal, 65536)
        return time.perf_counter() - began
    finally:
        os.kill(child, signal.SIGTERM)
        with suppress(OSError):  # at the end of what it says when it leaves
            while os.read(terminal, 65536):
                pass
        os.waitpid(child, 0)
        os.close(terminal)


def first_card(collection: Path, now: str, environment: dict[str, str], pairs: int) -> float:
    bare = [sys.executable, "-c", BARE]
    installed = str(Path(sys.executable).with_name("flashkms"))
    review = [installed, "-C", str(collection), "--now", now, "review"]
    word = b"Show answer"
    for command in (bare, review, review):
        painted(command, environment, word)
    times = [(painted(bare, environment, word), painted(review, environment, word)) for _ in range(pairs)]
    floor, first = (statistics.median(column) for column in zip(*times, strict=True))
    print(f"bare app {floor * 1000:.0f} ms, first card {first * 1000:.0f} ms, ratio {first / floor:.2f}", end=" ")
    print(f"(target {FIRST_TARGET}), {pairs} pairs")
    return first / floor


def flips(collection: Path, now: str, environment: dict[str, str]) -> list[float]:
    """The ratios of a flip and of the next card, measured by a child in a terminal of its own."""
    with tempfile.NamedTemporaryFile() as report:
        script = Path(__file__).with_name("tui_turns.py")
        command = [sys.executable, str(script), report.name, str(collection), now]
        painted(command, environment, b"measured")
        times = json.loads(Path(report.name).read_text())
    floor, quick_floor = statistics.median(times["static"]), _quick(times["static"])
    ratios = []
    for name in ("flip", "next"):
        median, worst = statistics.median(times[name]), statistics.quantiles(times[name], n=20)[-1]
        ratios.append(median / floor)
        print(f"plain Static {floor:.1f} ms, {name} {median:.1f} ms (95 % within {worst:.1f})", end=", ")
        print(f"ratio {ratios[-1]:.2f} (target {FLIP_TARGET}), {len(times[name])} each", end="; ")
        print(f"the quickest tenth {_quick(times[name]) / quick_floor:.2f}")
    return ratios


def _quick(times: list[float]) -> float:
    return statistics.quantiles(times, n=10)[0]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pairs", nargs="?", type=int, default=20)
    parser.add_argument("--collection", type=Path)
    parser.add_argument("--now")
    parser.add_argument("--cards", type=int, default=100_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = os.environ.get("FLASHKMS_HOME", str(Path(folder, "home")))
        environment = {**os.environ, "FLASHKMS_HOME": home, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program has its bytecode beside it
        collection, now = options.collection, options.now
        if collection is None:
            collection = Path(folder, "collection")
            now = make(collection, cards=options.cards, files=1000, reviews=10 * options.cards).isoformat()
        first = first_card(collection, now, environment, options.pairs)
        turns = flips(collection, now, environment)
    return first > FIRST_TARGET or max(turns) > FLIP_TARGET


if __name__ == "__main__":
    sys.exit(main())
