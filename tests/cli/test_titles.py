"""`check` on two notes of one title."""

from __future__ import annotations

from pathlib import Path

NOTE = """\
---
title: "{title}"
flashcards: true
---

## Feature
- **{word}** : what keeps keys from everybody else, for as long as they are needed
"""


def _notes(collection: Path, *titles: str) -> None:
    for number, title in enumerate(titles):
        text = NOTE.format(title=title, word=f"Store {number}")
        (collection / "notes" / f"n{number}.md").write_text(text, encoding="utf-8")


def _told(flashkms) -> list[tuple[str, int, str]]:
    found = flashkms("check", "--json").json["problems"]
    return [(one["path"], one["line"], one["message"]) for one in found if one["rule"] == "duplicate-title"]


def test_the_second_note_of_a_title_is_named(flashkms, collection: Path) -> None:
    _notes(collection, "Key stores", "key  Stores")

    assert _told(flashkms) == [("notes/n1.md", 1, "`key  Stores` is the title of notes/n0.md too")]
    assert not flashkms("check", "--no-lint", "--json").json["problems"]


def test_titles_of_their_own_are_left_alone(flashkms, collection: Path) -> None:
    _notes(collection, "Key stores", "Key stores in the cloud", "Stores of keys", "C", "C++", "C#")

    assert _told(flashkms) == []


def test_a_note_that_makes_no_cards_may_have_any_title(flashkms, collection: Path) -> None:
    _notes(collection, "Key stores")
    (collection / "notes" / "n1.md").write_text("# Key stores\n\nNothing to learn here.\n", encoding="utf-8")

    assert _told(flashkms) == []


def test_a_deck_file_silences_it(flashkms, collection: Path) -> None:
    _notes(collection, "Key stores", "Key stores")
    flashkms("build")
    (deck,) = (path for path in collection.rglob("cards/**/*.yaml") if "note: notes/n1.md" in path.read_text())
    deck.write_text(deck.read_text().replace("cards:\n", "lint_ignore: [duplicate-title]\ncards:\n", 1))

    assert _told(flashkms) == []
