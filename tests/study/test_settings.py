"""One setting changed in a text that a person wrote: nothing else in it is."""

from __future__ import annotations

import pytest

from flashkms.errors import FlashkmsError
from flashkms.study.settings import changed, save

from .conftest import Desk


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("[queue]\nnew_per_day = 5\n", "[queue]\nnew_per_day = 9\n"),
        ("[queue]\n# few\n", "[queue]\nnew_per_day = 9\n# few\n"),
        ("", "\n[queue]\nnew_per_day = 9\n"),
        ("# a\u2028b\n[queue]\nnew_per_day = 5\n", "# a\u2028b\n[queue]\nnew_per_day = 9\n"),
        ("queue.new_per_day = 5\n", "queue.new_per_day = 9\n"),
        ("[queue]\nnew_per_dya = 5\nnew_per_day = 5\n", "[queue]\nnew_per_dya = 5\nnew_per_day = 9\n"),
        ("queue.learn_ahead = '5m'\n[cards]\n", "queue.new_per_day = 9\nqueue.learn_ahead = '5m'\n[cards]\n"),
        ("[queue]\nnew_per_day = 5 # few\n[cards]\n", "[queue]\nnew_per_day = 9 # few\n[cards]\n"),
        ("[queue]\nnew_per_day = 5\t## 5 # a day", "[queue]\nnew_per_day = 9\t## 5 # a day\n"),
        ("[queue]\nnew_per_day=5#few\r\n", "[queue]\nnew_per_day = 9#few\r\n"),
    ],
)
def test_only_the_line_of_a_setting_changes(before: str, after: str) -> None:
    assert changed(before, "queue.new_per_day", "9") == (after, ())


def test_the_comments_inside_a_list_stay() -> None:
    before = '[schedule]\nlearning_steps = [ # short ones\n  "1m", # "#" first\n  "10m",\n] # in all\nrollover = 3\n'

    assert changed(before, "schedule.learning_steps", '["5m"]') == (
        '[schedule]\n# short ones\n# "#" first\nlearning_steps = ["5m"] # in all\nrollover = 3\n',
        (),
    )


def test_a_number_sign_in_a_text_is_no_comment() -> None:
    assert changed('notes.paths = ["c#", "a"]\n', "notes.paths", '["b"]') == ('notes.paths = ["b"]\n', ())


def test_a_value_that_the_setting_cannot_hold_is_told() -> None:
    _, (problem,) = changed("[queue]\nnew_per_day = 5\n", "queue.new_per_day", "-1")

    assert problem.message == "new_per_day: -1 does not lie from 0 to 9999"


@pytest.mark.parametrize("before", ["# a\nqueue = { new_per_day = 5 }\n", "# a\nqueue = {}\n[cards]\n"])
def test_a_section_in_one_line_is_told_with_its_place_and_left_alone(before: str) -> None:
    after, (problem,) = changed(before, "queue.new_per_day", "9")

    assert after == before
    assert str(problem) == (
        "flashkms.toml:2: queue stands in one line, and no setting of it is changed from here "
        "(write it as [queue], each setting on a line below)"
    )


def test_a_file_that_is_no_toml_is_left_as_it_is() -> None:
    text, (problem,) = changed("[queue\n", "queue.new_per_day", "9")

    assert text == "[queue\n"
    assert problem.message.startswith("no TOML")


def test_a_file_that_is_no_text_is_told_and_left_alone(desk: Desk) -> None:
    file = desk.root / "flashkms.toml"
    file.write_bytes(b"# caf\xe9\n")

    with pytest.raises(FlashkmsError, match="byte 5 is not UTF-8"):
        save(desk.collection, "queue.new_per_day", "9")
    assert file.read_bytes() == b"# caf\xe9\n"
