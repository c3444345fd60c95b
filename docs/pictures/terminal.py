"""The program as a terminal shows it, for the README: a real run in tmux, painted by headless Chromium.

    python docs/pictures/terminal.py [CHROMIUM]

Makes a demo collection with sixty days of answers in a temporary folder, presses keys, captures the pane with its
colours, and writes one PNG a screen beside this file.
"""

from __future__ import annotations

import html
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text

FOLDER = Path(__file__).parent
TODAY = datetime(2026, 11, 20, 9, tzinfo=UTC)
DAYS = 60
# name, size, what is asked of the program, the keys pressed, a word that shows when it is ready
SCREENS: tuple[tuple[str, tuple[int, int], tuple[str, ...], tuple[str, ...], str], ...] = (
    ("home", (120, 36), (), (), "Decks"),
    ("review-question", (92, 26), ("review",), (), "Show answer"),
    ("review-answer", (92, 26), ("review",), ("Space",), "Good"),
    ("browse", (120, 36), ("browse",), (), "Preview"),
    ("stats", (120, 36), (), ("t",), "Overview"),
)
CELL = 9.03125  # pixels that a letter of the font is wide at 15 px
LINE = 17  # pixels from line to line: as high as the font's frame characters, so that they meet
PADDING = 14
STYLE = f"""
body {{ margin: 0; }}
pre {{ margin: 0; padding: {PADDING}px; font: 15px/{LINE}px "DejaVu Sans Mono", "Noto Sans Mono CJK KR", monospace; }}
pre div {{ height: {LINE}px; position: relative; }}
pre div span {{ position: absolute; top: 0; height: {LINE}px; overflow: hidden; white-space: pre; }}
"""
BLOCKS = " ▁▂▃▄▅▆▇█"


def flashkms(root: Path, *words: str, given: str = "") -> str:
    command = [sys.executable, "-m", "flashkms", "-C", str(root), *words]
    ended = subprocess.run(command, input=given, capture_output=True, text=True, check=True)
    return ended.stdout


def studied(root: Path) -> None:
    """Five new cards a day and whatever is due, answered as people do: mostly Good."""
    chance = random.Random(11)
    for day in range(DAYS, 0, -1):
        if chance.random() < 0.1:
            continue
        now = TODAY - timedelta(days=day) + timedelta(minutes=chance.randrange(180))
        queue = json.loads(flashkms(root, "--now", now.isoformat(), "due", "--json"))["queue"]
        lines = [
            json.dumps({
                "card": card,
                "rating": chance.choices((1, 2, 3, 4), (8, 8, 74, 10))[0],
                "at": (now + timedelta(seconds=11 * place)).isoformat(),
                "took_ms": chance.randrange(2500, 16000),
            })
            for place, card in enumerate(queue[: chance.randrange(12, 60)])
        ]  # fmt: skip
        if lines:
            flashkms(root, "--now", (now + timedelta(hours=1)).isoformat(), "answer", "-", given="\n".join(lines))


def captured(root: Path, socket: Path, screen: tuple[tuple[int, int], tuple[str, ...], tuple[str, ...], str]) -> str:
    (width, height), words, keys, ready = screen
    command = [sys.executable, "-m", "flashkms", "-C", str(root), "--now", TODAY.isoformat(), *words]
    tmux = ["tmux", "-S", str(socket), "-f", "/dev/null"]
    size = ["-x", str(width), "-y", str(height)]
    environment = ["-e", "COLORTERM=truecolor", "-e", f"FLASHKMS_HOME={os.environ['FLASHKMS_HOME']}"]
    subprocess.run([*tmux, "new-session", "-d", *size, *environment, *command], check=True)
    try:
        subprocess.run([*tmux, "set", "-g", "default-terminal", "tmux-256color"], check=True)
        shows(tmux, "Help")
        for key in keys:
            subprocess.run([*tmux, "send-keys", key], check=True)
        return shows(tmux, ready)
    finally:
        subprocess.run([*tmux, "kill-server"], check=False)


def shows(tmux: list[str], word: str) -> str:
    """The pane with its colours, once it shows *word* and has come to rest."""
    capture = [*tmux, "capture-pane", "-e", "-N", "-p"]
    before = ""
    for _ in range(60):
        time.sleep(1)
        seen = subprocess.run(capture, check=True, capture_output=True, text=True).stdout
        if word in Text.from_ansi(seen).plain and seen == before:
            return seen
        before = seen
    raise SystemExit(f"{word!r} never showed in:\n{before}")


def cells(line: Text) -> Iterator[tuple[int, str, Style]]:
    """The pieces of *line* that are painted as one, from left to right: the cell each begins at, its text and style."""
    at = 0
    for piece in line.divide(sorted({edge for span in line.spans for edge in (span.start, span.end)})):
        style = Style.combine([Style.null(), *(span.style for span in piece.spans if isinstance(span.style, Style))])
        for letters in re.findall(r"[ -~]+|.", piece.plain):  # what the font may lack stands in a box of its own cells
            yield at, letters, style
            at += cell_len(letters)


def spans(line: Text, paper: str) -> Iterator[str]:
    """*line* as boxes of whole cells over a *paper* of one colour: backgrounds and frames meet without a gap."""
    for at, letters, style in cells(line):
        ink, back = (style.color, style.bgcolor) if not style.reverse else (style.bgcolor, style.color)
        front, behind = ink.get_truecolor().hex if ink else "#e6e6e6", back.get_truecolor().hex if back else paper
        height = BLOCKS.find(letters) if len(letters) == 1 else 0
        if height > 0:
            behind = f"linear-gradient(0deg, {front} {height / 8:.1%}, {behind} 0)"
        if letters == "│":  # the font's own leaves a gap between lines
            behind = f"linear-gradient(90deg, {behind} 4px, {front} 0 5px, {behind} 0)"
        css = [f"left:{at * CELL}px", f"width:{cell_len(letters) * CELL}px", f"color:{front}", f"background:{behind}"]
        css += ["opacity:.65"] if style.dim else []
        css += ["font-weight:bold"] if style.bold else []
        css += ["font-style:italic"] if style.italic else []
        lines = [word for word, has in (("underline", style.underline), ("line-through", style.strike)) if has]
        css += [f"text-decoration:{' '.join(lines)}"] if lines else []
        yield f'<span style="{";".join(css)}">{"" if "gradient" in behind else html.escape(letters)}</span>'


def page(seen: str) -> str:
    """What was captured as a page; its margin has the commonest background."""
    lines = Text.from_ansi(seen.rstrip("\n")).split("\n", allow_blank=True)
    backs = [style.bgcolor for line in lines for _, _, style in cells(line) if style.bgcolor]
    paper = Counter(backs).most_common(1)[0][0].get_truecolor().hex if backs else "#0c0d10"
    body = "".join(f"<div>{''.join(spans(line, paper))}</div>" for line in lines)
    return (
        f'<!doctype html><meta charset="utf-8"><style>{STYLE} body {{ background: {paper}; }}</style><pre>{body}</pre>'
    )


def painted(source: Path, target: Path, width: int, height: int, chromium: str) -> None:
    size = f"--window-size={round(width * CELL) + 2 * PADDING},{height * LINE + 2 * PADDING}"
    options = ["--headless", "--no-sandbox", "--hide-scrollbars", "--disable-gpu", "--force-device-scale-factor=1.5"]
    command = [chromium, *options, size, f"--screenshot={target}", source.as_uri()]
    subprocess.run(command, check=True, capture_output=True)


def main() -> None:
    chromium = sys.argv[1] if sys.argv[1:] else shutil.which("chromium") or "chromium"
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder, "demo")
        os.environ["FLASHKMS_HOME"] = str(Path(folder, "home"))
        flashkms(Path(folder), "init", str(root), "--demo")
        with (root / "flashkms.toml").open("a") as settings:
            settings.write("[queue]\nnew_per_day = 5\n")
        studied(root)
        for name, *screen in SCREENS:
            seen = captured(root, Path(folder, "tmux"), (screen[0], screen[1], screen[2], screen[3]))
            source = Path(folder, f"{name}.html")
            source.write_text(page(seen), encoding="utf-8")
            painted(source, FOLDER / f"{name}.png", *screen[0], chromium)


if __name__ == "__main__":
    main()
