"""How long notes take to read and draft, against markdown-it-py's bare parse of the same text.

    python benchmarks/notes_speed.py [FOLDER] [--rounds 9]

Prints both medians and their ratio. Without a folder it reads the notes that the repository ships.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from markdown_it import MarkdownIt

from flashkms import notes


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folder", nargs="?", type=Path, default=Path(__file__).parent.parent / "notes")
    arguments.add_argument("--rounds", type=int, default=9)
    asked = arguments.parse_args()
    texts = [path.read_text(encoding="utf-8") for path in sorted(asked.folder.rglob("*.md"))]
    markdown = MarkdownIt("commonmark").enable("table")
    # Turn by turn, so that a busy machine slows both alike.
    rounds = [(_seconds(texts, markdown.parse), _seconds(texts, _drafted)) for _ in range(asked.rounds)]
    theirs, ours = (statistics.median(times) * 1000 for times in zip(*rounds, strict=True))
    print(f"{len(texts)} notes, {sum(map(len, texts)):,} characters, {asked.rounds} rounds")
    print(f"markdown-it-py parse {theirs:.1f} ms, flashkms parse and draft {ours:.1f} ms, ratio {ours / theirs:.2f}")


def _drafted(text: str) -> object:
    note, _ = notes.parse(text, "note.md")
    return notes.drafts(note)


def _seconds(texts: list[str], work: Callable[[str], object]) -> float:
    start = time.perf_counter()
    for text in texts:
        work(text)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
