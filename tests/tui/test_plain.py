"""The reviewer by lines: every action, one line each, and nothing that moves a cursor."""

from __future__ import annotations

import io
import subprocess
import sys

import pytest
from hands import add_deck, kinds

from flashkms.store.collection import Collection
from flashkms.study import Study
from flashkms.tui import plain

pytestmark = pytest.mark.processes

CHOICE = """\
deck: Choice
cards:
- id: choice-aaaaaa
  choice: Which one?
  answer: the right one
  wrong:
  - option: the wrong one
    why: it is wrong
"""


def reviewed(study, *lines: str, deck: str = "") -> str:
    study.refresh()
    out = io.StringIO()
    assert plain.run(study, study.session(deck), io.StringIO("".join(f"{line}\n" for line in lines)), out) == 0
    return out.getvalue()


def test_enter_shows_and_then_means_good(study):
    said = reviewed(study, "", "")

    assert "never leave" in said
    assert "Answer:" in said
    assert "3 Good" in said
    assert kinds(study) == ["Review"]


def test_the_end_of_the_input_leaves_with_everything_saved(study):
    assert "1 answer: 1 hard." in reviewed(study, "", "2")
    assert kinds(study) == ["Review"]


def test_every_command_does_what_the_help_says(study):
    said = reviewed(study, "?", "m", "f 3", "i", "o", "r", "b", "u", "s", "u", "e", "xyzzy", "", "1", "u", "q")

    assert kinds(study) == ["Mark", "Flag", "Bury", "Undo", "Suspend", "Undo", "Review", "Undo"]
    for word in (
        "Marked.",
        "Flag 3.",
        "memory: new",
        "Buried",
        "Suspended.",
        "Undone: Again.",
        "kms.yaml:",
        "Not understood",
    ):
        assert word in said


def test_who_looks_on_goes_on_to_the_end(study, collection, clock):
    with Collection.open(collection, now=clock(), read_only=True) as opened:
        looking, out = Study(opened, clock=clock), io.StringIO()
        assert plain.run(looking, looking.session(""), io.StringIO("\n3\n" * 9), out) == 0

    assert out.getvalue().count("Read-only: not saved.") == len(study.queue())
    assert "try again" not in out.getvalue()


def test_a_typed_answer_is_compared(study):
    said = reviewed(study, "", "3", "", "3", "t 8 days", "t 7 days", "q")

    assert "Not the same" in said
    assert "Right." in said


def test_a_choice_is_picked_by_number_and_tells_every_reason(study, collection):
    add_deck(collection, CHOICE)
    said = reviewed(study, "1", "4", deck="Choice")

    assert "wrong: the wrong one: it is wrong" in said
    assert "right: the right one" in said
    assert kinds(study) == ["Review"]


def test_nothing_is_said_that_a_terminal_obeys(study, collection):
    add_deck(collection, 'deck: B\ncards:\n- id: bad-aaaaaa\n  question: "a\\u202Eb [/oops]"\n  answer: x\n')
    said = reviewed(study, "", "q", deck="B")

    assert "[/oops]" in said
    assert not [c for c in said if c != "\n" and (ord(c) < 32 or c == "\u202e")]


def test_an_editor_that_does_not_start_is_told_and_the_sitting_goes_on(study):
    out = io.StringIO()
    plain.run(study, study.session(), io.StringIO("e\n\n3\nq\n"), out, editor=("no-such-editor",))

    assert "no-such-editor does not start" in out.getvalue()
    assert kinds(study) == ["Review"]


def test_the_reviewer_by_lines_needs_no_textual():
    code = "import sys, flashkms.tui.plain; sys.exit('textual' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_information_tells_the_history(study, clock):
    said = reviewed(study, "", "1", "q")
    clock.advance(minutes=2)
    said = reviewed(study, "i")

    assert "2026-03-02" in said
    assert ": Again\n" in said
