"""What goes to stdout: the same characters, whether a list is written at once or bit by bit."""

from __future__ import annotations

import pytest

from flashkms.cli.output import say_json, say_json_list


@pytest.mark.parametrize("many", [0, 1, 2, 199, 200, 201, 450])
def test_a_list_written_bit_by_bit_is_the_list_written_at_once(capsys: pytest.CaptureFixture[str], many: int) -> None:
    documents = [
        {"id": each, "text": "one\ntwo\u2028\x9b", "tags": [], "source": {"line": None}} for each in range(many)
    ]
    say_json(documents)
    whole = capsys.readouterr().out
    say_json_list(iter(documents))

    assert capsys.readouterr().out == whole
