from __future__ import annotations

import re

import pytest

from flashkms.notes.clued import Clued

RYE = Clued(re.compile(r"\bR(?:ye|OGGEN)\b|호밀", re.IGNORECASE), ("rye", "roggen", "호밀"))


@pytest.mark.parametrize("text", ["dark rye", "dark RYE", "Roggen – dark", "진한 호밀"])
def test_a_pattern_finds_what_holds_one_of_its_clues(text: str) -> None:
    assert RYE.search(text) is not None


@pytest.mark.parametrize("text", ["", "spelt", "밀", "a ryegrass"])
def test_a_pattern_leaves_alone_what_it_does_not_match(text: str) -> None:
    assert RYE.search(text) is None
    assert RYE.match(text) is None
    assert RYE.out_of(text) == text
    assert list(RYE.finditer(text)) == []


def test_a_letter_that_folds_into_ascii_is_no_reason_to_look_for_fewer_clues() -> None:
    """The long s and the Kelvin sign fold to letters of ASCII."""
    grains = Clued(re.compile("oats|silk", re.IGNORECASE), ("oats", "silk"))

    assert grains.search("oat\u017f") is not None
    assert grains.search("sil\u212a") is not None
