"""The reviewer by lines: every action, one line each, and nothing that moves a cursor."""

from __future__ import annotations

import io
import subprocess
import sys
from string import punctuation

import pytest
from hands import add_deck, kinds
from textual.keys import _character_to_key

from flashkms.store.collection import Collection
from flashkms.study import Study
from flashkms.tui import plain, plainkeys
from flashkms.tui.screens.done import DoneScreen
from flashkms.tui.screens.page import Page
from flashkms.tui.screens.review import ReviewScreen

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


@pytest.mark.parametrize("undo", ["u", "ㅕ", "г"])
def test_the_last_answer_of_a_sitting_is_taken_back(study, undo, collection):
    add_deck(collection, CHOICE)
    said = reviewed(study, "1", "4", undo, "1", "4", "q", deck="Choice")

    assert kinds(study) == ["Review", "Undo", "Review"]
    assert "Undone: Easy." in said
    assert said.count("u takes the last answer back") == 2


def test_the_end_of_a_sitting_is_left_by_enter_and_by_the_end_of_the_input(study, collection):
    add_deck(collection, CHOICE)

    assert reviewed(study, "1", "4", "xyzzy", "", "u", deck="Choice").endswith("done> ")
    assert reviewed(study, deck="Choice").endswith("done> \n")
    assert kinds(study) == ["Review"]


@pytest.mark.parametrize(
    ("typed", "kind"),
    [("ㅡ", "Mark"), ("ь", "Mark"), ("*", "Mark"), ("ㅠ", "Bury"), ("и", "Bury"), ("-", "Bury"), ("ㄴ", "Suspend"),
     ("ы", "Suspend"), ("@", "Suspend"), ("ㄹ 3", "Flag"), ("а", "Flag"), ("f", "Flag")],
)  # fmt: skip
def test_a_letter_of_another_layout_is_the_key_that_it_lies_on(study, typed, kind):
    reviewed(study, typed, "ㅂ")

    assert kinds(study) == [kind]


@pytest.mark.parametrize("letters", ["B", "U", "ㅃ", "Ф"])
def test_a_capital_without_a_meaning_does_nothing(study, letters):
    assert "Not understood" in reviewed(study, letters, "q")
    assert kinds(study) == []


def with_keys(study, collection, **keys: str) -> Study:
    """*study* of a collection whose settings give these keys, `review_undo="z"`."""
    own = "".join(f'"{name.replace("_", ".", 1)}" = "{each}"\n' for name, each in keys.items())
    settings = collection / "flashkms.toml"
    settings.write_text(f"{settings.read_text()}\n[keys]\n{own}")
    study.collection.close()
    return Study(Collection.open(collection, now=study.clock(), write=True), clock=study.clock)


@pytest.mark.parametrize("typed", ["z", "ㅋ", "я"])
def test_a_key_of_the_person_s_own_does_it_and_the_one_before_does_not(study, collection, typed):
    study = with_keys(study, collection, review_suspend="z,ctrl+s")
    said = reviewed(study, "?", "s", typed, "q")

    assert "z suspend" in said
    assert "Not understood; ? tells the commands." in said
    assert kinds(study) == ["Suspend"]


def test_a_jamo_in_the_settings_is_the_key_that_it_lies_on(study, collection):
    study = with_keys(study, collection, review_bury="ㅋ")
    said = reviewed(study, "?", "z", "q")

    assert "z bury until tomorrow" in said
    assert kinds(study) == ["Bury"]


def test_a_rating_takes_the_key_that_it_is_given_and_is_told_with_it(study, collection):
    study = with_keys(study, collection, review_good="g,3", review_again="x")
    said = reviewed(study, "", "1", "g", "q")

    assert "x Again" in said
    assert "g Good" in said
    assert "Not understood" in said
    assert kinds(study) == ["Review"]


def test_a_key_of_the_person_s_own_comes_before_what_had_it(study, collection):
    study = with_keys(study, collection, review_flag="u")

    assert "u next flag" in reviewed(study, "?", "u", "u 0", "q")
    assert kinds(study) == ["Flag", "Flag"]


def test_keys_that_no_line_can_hold_leave_the_letter_and_none_at_all_takes_it_away(study, collection):
    study = with_keys(study, collection, review_mark="ctrl+k,f7", review_bury="")
    said = reviewed(study, "?", "m", "b", "q")

    assert "m mark" in said
    assert "bury" not in said
    assert kinds(study) == ["Mark"]


def test_options_are_picked_by_the_keys_given_and_by_number(study, collection):
    add_deck(collection, CHOICE)
    study = with_keys(study, collection, review_pick_1="a", review_pick_2="z")

    def told(line: str) -> str:
        said = reviewed(study, line, "q", deck="Choice")
        return next(word for word in ("Right.", "Not right.", "Not understood") if word in said)

    assert told("a") == told("ㅁ") == told("1") != told("z") == told("2")
    assert told("a z") == told("1,2") == "Not right."
    assert told("a 3") == "Not understood"


def test_the_end_of_a_sitting_takes_its_own_keys(study, collection):
    add_deck(collection, CHOICE)
    study = with_keys(study, collection, done_undo="z", done_leave="x")
    said = reviewed(study, "1", "4", "u", "z", "1", "4", "", "x", deck="Choice")

    assert "z takes the last answer back, r looks for cards on a step, x leaves." in said
    assert kinds(study) == ["Review", "Undo", "Review"]


def test_quit_and_help_are_understood_whatever_the_keys(study, collection):
    study = with_keys(study, collection, app_help="", review_leave="", done_leave="")
    said = reviewed(study, "xyzzy", "help", "quit")

    assert "Not understood; help tells the commands." in said
    assert "rate the shown answer" in said
    assert kinds(study) == []


def test_the_keys_by_lines_are_those_of_the_screens():
    screens: dict[str, str] = {}
    for node in (ReviewScreen, DoneScreen, Page):
        screens |= {binding.id: binding.key for binding in node.BINDINGS}

    for names in plainkeys.DEFAULTS.values():
        assert names == {name: screens[name] for name in names}


def test_signs_are_named_as_the_screens_name_them():
    assert [plainkeys.typed(_character_to_key(sign)) for sign in punctuation] == [(sign,) for sign in punctuation]


def test_marks_and_flags_are_told_in_words(study):
    said = reviewed(study, "m", "f 3", "r", "q")

    assert "Marked, flag 3" in said
    assert not set("★⚑") & set(said)


def test_f_alone_goes_through_the_flags(study):
    said = reviewed(study, "f 6", "f", "f", "q")

    assert [word for word in said.splitlines() if "lag" in word] == [
        "show> Flag 6.", "show> Flag 7.", "show> No flag.",
    ]  # fmt: skip


def test_t_alone_asks_for_the_answer_and_shows_it(study):
    said = reviewed(study, "t", "never this", "1")

    assert "type> Not the same" in said
    assert "Answer:" in said
    assert kinds(study) == ["Review"]


def test_the_source_is_opened_in_the_editor(study, tmp_path):
    out, seen = io.StringIO(), tmp_path / "seen"
    editor = tmp_path / "editor"
    editor.write_text(f'#!/bin/sh\necho "$@" >> {seen}\n')
    editor.chmod(0o700)
    plain.run(study, study.session(), io.StringIO("O\nㅒ\nq\n"), out, editor=(str(editor),))

    assert len(seen.read_text().splitlines()) == 2
    assert kinds(study) == []


def test_information_tells_the_recall_to_come(study, clock):
    reviewed(study, "", "3", "q")
    clock.advance(minutes=12)
    said = reviewed(study, "i", "q")

    assert "recall to come: " in said
    assert "in 90 days" in said
