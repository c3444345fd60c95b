"""A typed answer beside the right one."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashkms.tui.editor import command
from flashkms.tui.typed import compared


@pytest.mark.parametrize(
    ("typed", "answer"), [("aws kms", "AWS KMS"), (" 7  days ", "7 days"), ("키", "키"), ("strasse", "Straße")]
)
def test_case_and_spaces_do_not_make_it_wrong(typed, answer):
    assert compared(typed, answer).right


def test_what_differs_is_told_in_order():
    told = compared("7 dayz", "70 days")

    assert not told.right
    assert told.parts == (("same", "7"), ("missing", "0"), ("same", " day"), ("extra", "z"), ("missing", "s"))
    assert told.words == "Not the same: 7+[0] day-[z]+[s]"


def test_case_is_forgiven_beside_a_letter_that_folds_to_two():
    told = compared("http straße x", "HTTP Straße y")

    assert told.parts == (("same", "HTTP Straße "), ("extra", "x"), ("missing", "y"))


@given(st.text(max_size=40), st.text(max_size=40))
def test_the_parts_spell_the_answer(typed, answer):
    told = compared(typed, answer)

    assert " ".join(answer.split()) == "".join(text for kind, text in told.parts if kind != "extra")


@pytest.mark.parametrize(
    ("editor", "words"),
    [
        (("vim",), ("vim", "+7", "/c/a b.yaml")),
        (("/usr/bin/nano", "-w"), ("/usr/bin/nano", "-w", "+7", "/c/a b.yaml")),
        (("code",), ("code", "--wait", "--goto", "/c/a b.yaml:7")),
        (("hx",), ("hx", "/c/a b.yaml:7")),
        (("editor",), ("editor", "+7", "/c/a b.yaml")),
        (("/usr/bin/editor",), ("/usr/bin/editor", "+7", "/c/a b.yaml")),
        (("/home/me/editor",), ("/home/me/editor", "/c/a b.yaml")),
        (("/usr/bin/sensible-editor",), ("/usr/bin/sensible-editor", "+7", "/c/a b.yaml")),
        (("my-own",), ("my-own", "/c/a b.yaml")),
    ],
)
def test_an_editor_gets_the_line_in_its_own_manner(editor, words):
    assert words == command(editor, Path("/c/a b.yaml"), 7)


def test_a_file_is_never_an_option():
    assert command(("vim",), Path("-c:!rm"), 0)[-1].startswith("/")
