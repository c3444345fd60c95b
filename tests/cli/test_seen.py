"""A build with nothing to do reads no file: it looks at times and sizes, and says what the last one left to be said."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import Ended

Call = Callable[..., Ended]
PROGRAM = """\
import sys
opened = []
sys.addaudithook(lambda event, given: opened.append(str(given[0])) if event == "open" else None)
from flashkms.cli import run
code = run(sys.argv[1:])
print(*opened, *sys.modules, sep="\\n", file=sys.stderr)
sys.exit(code)
"""


def touched(root: Path) -> list[str]:
    """The files of the collection *root* that a build opens, and those modules that it imports for the work."""
    command = [sys.executable, "-c", PROGRAM, "-C", str(root), "build"]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    told = ended.stderr.splitlines()

    assert ended.returncode in (0, 1), ended.stderr  # 1: a note that vanished is a problem
    return [line for line in told if line.startswith(str(root)) or line in ("flashkms.build", "sqlite3", "yaml")]


def test_an_unchanged_build_opens_no_file_of_the_collection(collection: Path) -> None:
    assert touched(collection)
    assert touched(collection) == []


def rewritten(path: Path) -> None:
    """The same number of letters, and the times that were there before."""
    status = path.stat()
    path.write_text(path.read_text(encoding="utf-8").replace("hardware", "software"), encoding="utf-8")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


CHANGES: dict[str, Callable[[Path], object]] = {
    "a note of the same size and time": lambda root: rewritten(root / "notes/aws/kms.md"),
    "a note more": lambda root: (root / "notes/b.md").write_text("## Scenario\n- Which?\n  - **A) Rye**\n", "utf-8"),
    "a note less": lambda root: (root / "notes/aws/kms.md").unlink(),
    "a note renamed": lambda root: (root / "notes/aws/kms.md").rename(root / "notes/aws/sky.md"),
    "a deck file": lambda root: rewritten(root / "cards/aws/kms.yaml"),
    "a log": lambda root: (root / "reviews/other.jsonl").write_text("", "utf-8"),
    "the settings": lambda root: (root / "flashkms.toml").write_text('[collection]\nid = "x"\n', "utf-8"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_was_touched_is_read_again(flashkms: Call, collection: Path, change: str) -> None:
    (collection / "reviews").mkdir(exist_ok=True)
    flashkms("build")
    CHANGES[change](collection)

    assert "flashkms.build" in touched(collection)


MORE = """\
---
flashcards: {shine: 1}
---
## Bread
- rye rests **12 hours** in the cold
- ???
## Scenario
- A preferment is mixed the night before. Which one is stiff?
  - **A) Biga**
- Which flour is dark?
"""


@pytest.mark.parametrize("form", [("build",), ("build", "--json")])
def test_what_is_said_again_is_what_a_reading_says(flashkms: Call, collection: Path, form: tuple[str, ...]) -> None:
    home = Path(os.environ["FLASHKMS_HOME"])
    (collection / "notes/bread.md").write_text(MORE, encoding="utf-8")
    (collection / "notes/copy.md").write_text(MORE, encoding="utf-8")
    first = flashkms("build")
    again = flashkms(*form)
    (kept,) = (home / "built").iterdir()
    kept.unlink()
    read = flashkms(*form)

    assert first.out
    assert (again.code, again.out, again.err) == (read.code, read.out, read.err)
    assert again.code == 1
    assert "notes/bread.md:10: no answer found" in again.out + again.err or "no answer found" in again.out


def test_settings_behind_a_link_are_looked_at_where_they_lie(flashkms: Call, collection: Path) -> None:
    settings = collection.parent / "settings.toml"
    (collection / "flashkms.toml").rename(settings)
    (collection / "flashkms.toml").symlink_to(settings)
    (collection / "reviews").mkdir(exist_ok=True)
    flashkms("build")
    settings.write_text('[collection]\nid = "x"\n', "utf-8")

    assert "flashkms.build" in touched(collection)


def test_a_build_of_one_note_is_not_taken_for_a_build_of_all(flashkms: Call, collection: Path) -> None:
    (collection / "notes/bread.md").write_text(MORE, encoding="utf-8")
    flashkms("build", str(collection / "notes/aws/kms.md"))

    assert "cards/bread.yaml: " in flashkms("build").out


def test_what_is_kept_may_be_damaged(flashkms: Call) -> None:
    flashkms("build")
    (kept,) = (Path(os.environ["FLASHKMS_HOME"]) / "built").iterdir()
    for text in ("", "[]", "{}", '{"seen": 1, "paths": 2}'):
        kept.write_text(text, encoding="utf-8")

        assert flashkms("build").code == 0


def test_where_nothing_can_be_kept_a_build_still_builds(flashkms: Call) -> None:
    (Path(os.environ["FLASHKMS_HOME"]) / "built").write_text("in the way", encoding="utf-8")

    assert flashkms("build").code == 0
    assert flashkms("build").code == 0


BLOG = "---\ntitle: A trip\n---\nI saw an **oven**.\n- It was hot: 250 degrees\n"


def test_a_build_says_why_lines_and_notes_made_no_card(flashkms: Call, collection: Path) -> None:
    (collection / "notes/bread.md").write_text(MORE, encoding="utf-8")
    (collection / "notes/trip.md").write_text(BLOG, encoding="utf-8")
    told = flashkms("build").err.splitlines()

    assert "notes/bread.md:6: skipped: ??? (no words)" in told
    assert "notes/trip.md: no card: the note has no scenario part, and does not say `flashcards: true`" in told
    assert not [line for line in told if line.startswith("notes/trip.md:")][1:]


def test_many_notes_without_a_card_are_counted(flashkms: Call, collection: Path) -> None:
    for at in range(14):
        (collection / f"notes/trip-{at}.md").write_text(BLOG, encoding="utf-8")
    told = flashkms("build").err.splitlines()

    assert sum(": no card: " in line for line in told) == 10
    assert "… and 4 notes more without a card (--coverage shows each line)" in told


def test_a_card_of_two_notes_names_both(flashkms: Call, collection: Path) -> None:
    for name in ("bread", "copy"):
        (collection / f"notes/{name}.md").write_text(MORE, encoding="utf-8")
    flashkms("build")
    found = [card for card in flashkms("cards", "--json").json if "stiff" in card["front"]]

    (card,) = found
    line = MORE.splitlines().index(next(line for line in MORE.splitlines() if "stiff" in line)) + 1
    assert (card["source"]["path"], card["source"]["line"]) == ("notes/bread.md", line)
    assert card["also_in"] == [{"path": "notes/copy.md", "line": line, "heading": ["copy"]}]
    assert f"also in  notes/copy.md:{line}" in flashkms("show", card["id"]).lines
    (collection / "notes/copy.md").unlink()
    (card,) = [card for card in flashkms("cards", "--json").json if "stiff" in card["front"]]
    assert card["also_in"] == [{"path": "notes/copy.md", "line": None, "heading": []}]


def test_what_stands_around_the_questions_of_a_quiz_is_told_in_one_line(flashkms: Call, collection: Path) -> None:
    quiz = "# Bread\n- The **dough** rests\n- The **oven** is hot\n## Quiz\n- Which flour is dark?\n  - Answer: rye\n"
    (collection / "notes/quiz.md").write_text(quiz, encoding="utf-8")
    told = [line for line in flashkms("build").err.splitlines() if "only its questions are asked" in line]

    why = "the note says neither `Scenario` nor `flashcards: true`: only its questions are asked"
    assert told == [f"notes/quiz.md: 2 lines skipped: {why}"]
