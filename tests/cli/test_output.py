"""What goes to stdout: the same characters, whether a list is written at once or bit by bit."""

from __future__ import annotations

import pytest

from flashkms.cli.output import say_json, say_json_list, wrapped


@pytest.mark.parametrize("many", [0, 1, 2, 199, 200, 201, 450])
def test_a_list_written_bit_by_bit_is_the_list_written_at_once(capsys: pytest.CaptureFixture[str], many: int) -> None:
    documents = [
        {"id": each, "text": "one\ntwo\u2028\x9b", "tags": [], "source": {"line": None}} for each in range(many)
    ]
    say_json(documents)
    whole = capsys.readouterr().out
    say_json_list(iter(documents))

    assert capsys.readouterr().out == whole


@pytest.mark.parametrize(
    ("text", "cells", "hang", "lines"),
    [
        ("a b c", 5, 0, "a b c"),
        ("one two three", 8, 0, "one two\nthree"),
        ("  a) one two three", 12, 5, "  a) one two\n     three"),
        ("정렬된 배열에서 두 수", 12, 0, "정렬된\n배열에서 두\n수"),
        ("unbreakablelongword x", 8, 0, "unbreakablelongword\nx"),
        ("first\nsecond line here", 11, 0, "first\nsecond line\nhere"),
        ("two  blanks", 40, 0, "two  blanks"),
    ],
)
def test_lines_are_broken_between_words(text: str, cells: int, hang: int, lines: str) -> None:
    assert lines == wrapped(text, cells, hang=hang)
