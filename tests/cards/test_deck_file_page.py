"""docs/deck-file.md names every key of a deck file, and no other."""

import re
from pathlib import Path

from flashkms.cards.fields import DECK_KEYS, ENTRY_KEYS, OPTION_KEYS

PAGE = (Path(__file__).parents[2] / "docs" / "deck-file.md").read_text(encoding="utf-8")


def test_the_page_names_every_key_and_no_other():
    named = set(re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE))

    assert named == {"cards", *DECK_KEYS, *ENTRY_KEYS, *OPTION_KEYS}
