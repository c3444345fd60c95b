"""An entry taken out of its file to be reworded, and put back."""

from __future__ import annotations

import pytest

from flashkms.errors import FlashkmsError
from flashkms.study.wording import reword, wording

from .conftest import Desk
from .test_study import PLAIN


def test_a_line_separator_above_an_entry_moves_nothing(desk: Desk) -> None:
    text = f"# one\u2028two\n{desk.deck.read_text(encoding='utf-8')}"
    desk.deck.write_text(text, encoding="utf-8")
    study = desk.again()
    taken = wording(desk.collection, study.card(PLAIN))

    assert taken.text.startswith("- id: kms-bbbbbb\n")
    assert reword(desk.collection, taken, taken.text.replace("Who", "What")) == ()
    assert desk.deck.read_text(encoding="utf-8") == text.replace("Who", "What")


def test_a_file_that_is_no_text_any_more_is_told(desk: Desk) -> None:
    card = desk.study.card(PLAIN)
    desk.deck.write_bytes(b"deck: caf\xe9\n")

    with pytest.raises(FlashkmsError, match="is not UTF-8"):
        wording(desk.collection, card)
