"""The decks as a tree: what stands below what, and what is folded away."""

from __future__ import annotations

from flashkms.study import DeckCounts
from flashkms.tui.decks import tree


def counted(*decks: str) -> list[DeckCounts]:
    return [DeckCounts(deck, 0, 0, 0, 1) for deck in decks]


def test_a_deck_is_below_another_by_whole_names():
    branches = tree(counted("a", "a::b", "ab", "a::b::c"))

    assert [(branch.name, branch.depth, branch.leaf) for branch in branches] == [
        ("a", 0, False),
        ("b", 1, False),
        ("c", 2, True),
        ("ab", 0, True),
    ]


def test_a_folded_deck_hides_all_below_it_and_itself_stays():
    branches = tree(counted("a", "a::b", "a::b::c", "d"), folded={"a"})

    assert [(branch.counts.deck, branch.folded) for branch in branches] == [("a", True), ("d", False)]


def test_a_deck_whose_parent_has_no_cards_stands_at_its_depth():
    (branch,) = tree(counted("a::b"))

    assert (branch.depth, branch.leaf) == (1, True)
