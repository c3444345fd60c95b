"""The gate between somebody's text and a terminal."""

from __future__ import annotations

import re
import sys
import unicodedata

import pytest

from flashkms.safe import is_text, safe, safe_line

OBEYED = [
    *range(0x09), *range(0x0B, 0x20), *range(0x7F, 0xA0), 0x061C, 0x200E, 0x200F, *range(0x2028, 0x202F),
    *range(0x2066, 0x2070), *range(0xD800, 0xE000), *range(0xFFF9, 0xFFFC), *range(0xE0000, 0xE0080),
]  # fmt: skip


def test_every_sign_that_a_terminal_obeys_or_hides_is_spelled_out() -> None:
    for code in OBEYED:
        shown = safe(f"a{chr(code)}é")

        assert re.fullmatch(r"a\\(x..|u....|U.{8})é", shown), hex(code)


def test_all_other_text_comes_back_as_it_is() -> None:
    plain = "".join(map(chr, sorted({*range(sys.maxunicode + 1)} - {*OBEYED})))

    assert safe(plain) == plain


def test_a_line_has_no_line_ends() -> None:
    assert safe_line("one\r\ntwo\tthree \u2028four") == r"one two three \u2028four"


@pytest.mark.parametrize("name", ["plain", "카드", unicodedata.normalize("NFD", "é"), ""])
def test_a_name_in_utf_8_is_text(name: str) -> None:
    assert is_text(name)


@pytest.mark.parametrize("name", ["\udcff", "a\ud800b", "카드\udc80"])
def test_bytes_that_are_not_utf_8_are_none(name: str) -> None:
    assert not is_text(name)
