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
        ("[queue]\nnew_per_day = 5 # few\n[cards]\n", "[queue]\nnew_per_day = 9\n[cards]\n"),
    ],
)
def test_only_the_line_of_a_setting_changes(before: str, after: str) -> None:
    assert changed(before, "queue.new_per_day", "9") == (after, ())


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
