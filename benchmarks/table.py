"""Every command on a collection of 100,000 cards, 1,000 deck files and 1,000,000 reviews: time, memory, ratios.

The floor of each figure is taken in the same run: `flashkms due --help`, which starts the program and opens nothing.
With `--peers` the scripts that compare with genanki, Anki's backend, py-fsrs and Textual run too, one after the other.

    python benchmarks/table.py [--cards N] [--files N] [--reviews N] [--peers]
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from make_collection import entry_id

HERE = Path(__file__).parent
COMMANDS = (
    ("due --help",),
    ("due", "the first: the index is made"),
    ("due", "warm"),
    ("show {card}",),
    ("answer {card} 3",),
    ("undo",),
    ("cards deck:Bench::Part03",),
    ("cards --json",),
    ("stats",),
    ("simulate",),
    ("review --plain", "the first card, then the end"),
    ("check",),
    ("build", "nothing to do"),
    ("backup",),
    ("export -o {out}",),
    ("import {out}/Bench__Part00__Deck0000.apkg --dry-run",),
    ("doctor",),
)
PEERS = (
    "anki_export.py", "anki_import.py", "cards_parse.py", "schedule_replay.py", "startup.py", "store_answer.py",
    "store_due.py", "store_rebuild.py", "tui_speed.py", "lint_scale.py", "notes_speed.py", "build_unchanged.py",
)  # fmt: skip


def measured(words: list[str], environment: dict[str, str]) -> tuple[float, float, float, int]:
    """Seconds by the wall and of processor, megabytes at the peak, and the exit code of one run."""
    with Path(os.devnull).open("r+b") as nothing:
        began = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-m", "flashkms", *words], stdin=nothing, stdout=nothing, stderr=nothing, env=environment
        )
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - began
    return wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, process.returncode


def table(options: argparse.Namespace, scratch: Path) -> None:
    # In a process of its own: what its maker has grown to would count as the memory of every command.
    script = [sys.executable, str(HERE / "make_collection.py"), str(scratch / "c")]
    sizes = [f"--{name}={getattr(options, name)}" for name in ("cards", "files", "reviews")]
    now = subprocess.run([*script, *sizes], check=True, capture_output=True, text=True).stdout.split()[-1]
    environment = os.environ | {"FLASHKMS_HOME": str(scratch / "home")}
    fixed = ["-C", str(scratch / "c"), "--now", now]
    print("| command | wall s | processor s | peak MB | memory / `due --help` | exit |\n|---|---|---|---|---|---|")
    floor = 0.0
    for text, *remark in COMMANDS:
        words = text.format(card=entry_id(7), out=scratch / "out").split()
        wall, processor, peak, code = measured([*fixed, *words], environment)
        floor = floor or peak
        name = f"`{text.format(card=entry_id(7), out='out')}`{', ' + remark[0] if remark else ''}"
        print(f"| {name} | {wall:.2f} | {processor:.2f} | {peak:.0f} | {peak / floor:.2f} | {code} |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in (("cards", 100_000), ("files", 1000), ("reviews", 1_000_000)):
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--peers", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        table(options, Path(scratch))
    for script in PEERS if options.peers else ():
        print(f"\n{script}", flush=True)
        subprocess.run([sys.executable, str(HERE / script)], check=False)


if __name__ == "__main__":
    main()
