"""The program in a real terminal multiplexer: keys in, a screen out, answers in the log."""

from __future__ import annotations

import ctypes
import json
import locale
import os
import resource
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.terminal


class Terminal:
    """A tmux server of the test's own."""

    def __init__(self, socket: Path, command: list[str], width: int, height: int, **environment: str) -> None:
        self._socket = str(socket)
        given = [part for name, value in environment.items() for part in ("-e", f"{name}={value}")]
        self._tmux("-f", "/dev/null", "new-session", "-d", "-x", str(width), "-y", str(height), *given, *command)

    def _tmux(self, *words: str) -> str:
        ended = subprocess.run(["tmux", "-S", self._socket, *words], check=False, capture_output=True, text=True)
        return ended.stdout

    def keys(self, *keys: str) -> None:
        self._tmux("send-keys", *keys)

    def screen(self) -> str:
        return self._tmux("capture-pane", "-p")

    def pid(self) -> int:
        return int(self._tmux("list-panes", "-F", "#{pane_pid}"))

    def pid_alive(self) -> bool:
        """Whether the program has not ended."""
        return bool(self._tmux("list-panes", "-F", "#{pane_pid}").strip())

    def wait_for(self, text: str) -> str:
        for _ in range(600):
            if text in (seen := self.screen()):
                return seen
            time.sleep(0.1)
        raise AssertionError(f"{text!r} never showed in:\n{self.screen()}")

    def end(self) -> None:
        self._tmux("kill-server")


@pytest.fixture
def terminal(collection: Path, home: Path, tmp_path: Path):
    made: list[Terminal] = []

    def start(*words: str, size: tuple[int, int] = (80, 24), folder: Path = collection, **environment: str) -> Terminal:
        command = [sys.executable, "-m", "flashkms", "-C", str(folder), *words]
        one = Terminal(
            tmp_path / f"tmux{len(made)}", command, *size, FLASHKMS_HOME=str(home), TERM="tmux-256color", **environment
        )
        made.append(one)
        return one

    if shutil.which("tmux") is None:
        pytest.fail("these tests need tmux")
    yield start
    for one in made:
        one.end()


COUNTED_DIFFERENTLY = """\
deck: Signs ❤️ 한글
cards:
- id: sign-aaaaaa
  question: |-
    가족 👨‍👩‍👧 하트 ❤️‍🔥 ⚠️ 엄지 👍🏽 국기 🇰🇷 키 1️⃣ 뱀 🐍

    é ọ̈ 한글 ภาษาไทยที่ น้ำ ① … “×” ÷ ± → ★ ● ㉠ ㈜

    हिन्दी में क्षत्रिय का নাম বাংলা தமிழ் मेरा नाम हिन्दी है और मैं यहाँ रहता हूँ

    | 이름 ❤️ | 값 |
    |---|---|
    | का की के | 👨‍👩‍👧 |
  answer: हिन्दी 👩🏽‍💻 한국어
"""


def last_cell(line: str, sign: str) -> int:
    """The cell of the last *sign* in *line*, as this machine's terminals count."""
    libc = ctypes.CDLL(None)
    libc.setlocale(locale.LC_CTYPE, b"C.UTF-8")
    return sum(max(0, libc.wcwidth(ctypes.c_wchar(each))) for each in line[: line.rindex(sign)])


def logged(collection: Path) -> list[str]:
    lines = [line for log in (collection / "reviews").glob("*.jsonl") for line in log.read_text().splitlines()]
    return [json.loads(line)["kind"] for line in lines]


@pytest.mark.parametrize(
    "environment", [{}, {"NO_COLOR": "1"}, {"COLORTERM": "truecolor"}], ids=["256", "none", "true"]
)
def test_a_review_in_a_real_terminal(terminal, collection, environment):
    one = terminal("review", **environment)
    one.wait_for("Show answer")
    one.keys("Space")
    one.wait_for("3 Good")
    one.keys("3")
    one.wait_for("Show answer")
    assert logged(collection) == ["review"]

    one.keys("ㅕ")
    one.wait_for("undone: Good")
    assert logged(collection) == ["review", "undo"]


@pytest.mark.parametrize(
    ("words", "keys", "last"),
    [(["review", "Signs ❤️ 한글"], ["Space"], "4 Easy"), (["browse"], [], "가족"), ([], [], "Activity")],
)
def test_borders_stand_straight_whatever_stands_between_them(terminal, collection, words, keys, last):
    deck = collection / "cards" / "signs.yaml"
    deck.write_text(COUNTED_DIFFERENTLY, encoding="utf-8")
    one = terminal(*words)
    if keys:
        one.wait_for("Show answer")
        one.keys(*keys)
    seen = one.wait_for(last)
    framed = [line for line in seen.splitlines() if "│" in line]

    assert len(framed) > 10
    assert {78} == {last_cell(line, "│") for line in framed}
    assert deck.read_text(encoding="utf-8") == COUNTED_DIFFERENTLY


@pytest.mark.parametrize("show", ["Space", "Enter"])
def test_what_is_typed_before_the_first_card_is_shown_counts(terminal, collection, show):
    one = terminal("review")
    one.keys(show, "3", show, "4")

    for _ in range(600):
        if len(logged(collection)) == 2:
            break
        time.sleep(0.1)
    assert logged(collection) == ["review", "review"]


@pytest.mark.parametrize(("words", "code", "told"), [((), 0, "AWS"), (("browse",), 2, "browse needs a terminal")])
def test_a_terminal_without_a_cursor_gets_lines(collection, words, code, told):
    reading, terminal = os.openpty()
    command = [sys.executable, "-m", "flashkms", "-C", str(collection), *words]
    ended = subprocess.run(
        command,
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        env=os.environ | {"TERM": "dumb"},
        timeout=60,
        check=False,
    )
    said = os.read(reading, 65536).decode()
    os.close(reading)
    os.close(terminal)

    assert ended.returncode == code
    assert told in said
    assert "\x1b" not in said


def test_a_closed_window_loses_nothing(terminal, collection):
    one = terminal("review")
    one.wait_for("Show answer")
    one.keys("Space")
    one.wait_for("3 Good")
    one.keys("3")
    one.wait_for("Show answer")
    one.end()
    assert logged(collection) == ["review"]

    again = terminal("review")
    again.wait_for("Show answer")


@pytest.mark.parametrize("environment", [{}, {"COLUMNS": "80", "LINES": "24"}], ids=["alone", "started-by-another"])
def test_a_small_window_is_enough(terminal, environment):
    one = terminal("review", size=(40, 12), **environment)
    seen = one.wait_for("Show answer")
    assert seen.startswith(" AWS")
    one.keys("Space")
    seen = one.wait_for("3 Good")
    assert "4 Easy" in seen
    assert seen.startswith(" AWS")


def test_home_opens_and_quits(terminal):
    one = terminal()
    one.wait_for("Decks")
    one.keys("q")
    for _ in range(600):
        if not one.screen():
            return
        time.sleep(0.1)
    raise AssertionError(one.screen())


def test_an_empty_folder_becomes_a_collection_by_one_key(terminal, tmp_path):
    empty = tmp_path / "empty"
    empty.mkdir()
    one = terminal(folder=empty)
    one.wait_for("There is no collection")
    one.keys("ㅊ")  # where c lies
    one.wait_for("No cards yet in empty/cards")

    assert sorted(path.name for path in empty.iterdir()) == [
        ".gitignore", "cards", "decks", "flashkms.toml", "notes", "reviews",
    ]  # fmt: skip


@pytest.mark.parametrize("key", ["q", "Escape", "C-q", "C-c"])
def test_an_empty_folder_is_left_empty(terminal, tmp_path, key):
    empty = tmp_path / "empty"
    empty.mkdir()
    one = terminal(folder=empty)
    one.wait_for("There is no collection")
    one.keys(*["C-c", "q"] if key == "C-c" else [key])  # Textual answers the first by saying how to quit

    for _ in range(100):
        if not one.pid_alive():
            break
        time.sleep(0.1)
    assert not one.pid_alive()
    assert not list(empty.iterdir())


def test_an_editor_gets_the_terminal_and_gives_it_back(terminal, collection, tmp_path):
    script = tmp_path / "editor"
    script.write_text('#!/bin/sh\nsed -i "s/never leave/do not leave/" "$1"\n')
    script.chmod(0o700)
    one = terminal("review", EDITOR=str(script))
    one.wait_for("never leave")
    one.keys("e")
    one.wait_for("do not leave")
    assert "do not leave" in (collection / "cards/aws/kms.yaml").read_text()
    assert os.access(script, os.X_OK)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=lambda size: f"{size[0]}x{size[1]}")
def test_a_full_disk_keeps_the_card_until_there_is_room(terminal, collection, size):
    """The disk of the program is full as soon as no file may grow, which the kernel sees to for root as well."""
    one = terminal("review", size=size)
    question = one.wait_for("Show answer")  # the last that is painted
    resource.prlimit(one.pid(), resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
    one.keys("Space")
    one.wait_for("3 Good")
    one.keys("3")
    seen = one.wait_for("not saved: reviews/")
    assert "3 Good" in seen
    assert "never leave" in seen
    assert "never leave" in question
    assert "not saved: not saved" not in seen
    assert not logged(collection)

    resource.prlimit(one.pid(), resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    one.wait_for("Show answer")
    assert logged(collection) == ["review"]
