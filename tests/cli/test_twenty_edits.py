"""One note, edited in twenty ways between two builds, with reviews behind every card.

Each edit is one a person makes. What has to hold after each: no card of an untouched point changes, no history is lost
or passed on to another blank, nothing that a person wrote is overwritten, and a second build finds nothing to do.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

NOTE = """\
---
title: Message queues
---

## Feature

- **Standard queues** deliver a message at least once, in no particular order
- A message is kept for **4 days**, unless the queue says otherwise
- The visibility timeout of a message is **30 seconds** by default
- Long polling waits up to **20 seconds** for a message and saves **empty answers**

## Scenario

- A shop wants every order handled once and in order. Which queue does it take?
  - **A) FIFO queue**
  - Standard queue : is incorrect because it may deliver twice
  - the group id keeps the order of one customer

- Messages that fail again and again hold up the rest. What takes them away?
  - **A) Dead-letter queue**
  - Longer timeout : is incorrect because they fail all the same
"""


class Desk:
    """The collection, its note and its deck file, and what stood in them when every card had been answered."""

    def __init__(self, root: Path, flashkms: Any) -> None:
        self.root, self.call = root, flashkms
        self.note = root / "notes" / "aws" / "queues.md"
        self.deck = root / "cards" / "aws" / "queues.yaml"
        self.note.write_text(NOTE)
        self.call("build")
        self.before = self.cards()
        for card in self.before:
            self.call("answer", card, "good")
        self.text = self.deck.read_text()

    def cards(self) -> dict[str, dict[str, Any]]:
        return {card["id"]: card for card in self.call("cards", "--json").json}

    def the(self, words: str) -> str:
        """The id of the card with *words*."""
        found = {
            id_ for id_, card in self.cards().items() if words in repr((card["text"], card["front"], card["answers"]))
        }
        return min(found)

    def edit(self, path: Path, old: str, new: str) -> None:
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new, 1))
        os.utime(path, ns=(1, 1))  # long done writing

    def reps(self, card: str) -> int:
        memory = self.call("show", card, "--json").json["memory"]
        return int(memory["reps"]) if memory else 0

    def build(self) -> dict[str, int]:
        """Build, then build again, which must find nothing to do."""
        done = self.call("build", "--json").json
        again = self.call("build", "--json").json
        assert [sum(note[key] for note in again["notes"]) for key in ("added", "changed", "gone", "conflicts")] == [
            0
        ] * 4
        return {key: sum(note[key] for note in done["notes"]) for key in ("added", "changed", "gone", "conflicts")}


@pytest.fixture
def desk(collection: Path, flashkms: Any) -> Desk:
    (collection / "cards" / "aws" / "kms.yaml").unlink()
    (collection / "notes" / "aws" / "kms.md").unlink()
    return Desk(collection, flashkms)


def note(old: str, new: str) -> Callable[[Desk], None]:
    return lambda desk: desk.edit(desk.note, old, new)


def deck(old: str, new: str) -> Callable[[Desk], None]:
    return lambda desk: desk.edit(desk.deck, old, new)


def both(*edits: Callable[[Desk], None]) -> Callable[[Desk], None]:
    def edit(desk: Desk) -> None:
        for one in edits:
            one(desk)

    return edit


def swap(desk: Desk) -> None:
    lines = desk.note.read_text().splitlines(keepends=True)
    first = next(n for n, line in enumerate(lines) if "4 days" in line)
    lines[first], lines[first + 1] = lines[first + 1], lines[first]
    desk.note.write_text("".join(lines))


def rename(desk: Desk) -> None:
    desk.note.rename(desk.note.with_name("sqs.md"))


def entries_reversed(desk: Desk) -> None:
    head, *entries = desk.deck.read_text().split("\n- id: ")
    desk.deck.write_text("\n- id: ".join([head, *(entry.rstrip("\n") + "\n" for entry in reversed(entries))]))


def moved(desk: Desk) -> None:
    head, *entries = desk.deck.read_text().split("\n- id: ")
    desk.deck.write_text("\n- id: ".join([head, *entries[1:]]))
    (desk.root / "cards" / "a-mine.yaml").write_text(f"deck: Mine\ncards:\n- id: {entries[0]}")


DAYS = "- A message is kept for **4 days**, unless the queue says otherwise\n"
EDITS: dict[str, tuple[Callable[[Desk], None], dict[str, int]]] = {
    "nothing": (lambda _: None, {}),
    "a word of a point": (note("in no particular order", "in no certain order"), {"changed": 1}),
    "the number in a blank": (note("**4 days**", "**5 days**"), {"changed": 1}),
    "a point before all others": (note("- **Standard", "- Queues part **who sends** from who receives\n- **Standard"), {"added": 1}),
    "a point taken out": (note(DAYS, ""), {"gone": 1}),
    "two points swapped": (swap, {}),
    "a heading above the points": (note("## Feature\n", "## Feature\n\n### Delivery\n"), {"changed": 4}),
    "a wrong option more": (note("  - the group id", "  - Topic : is incorrect because it keeps nothing\n  - the group id"), {"changed": 1, "added": 1}),
    "an explanation reworded": (note("the group id keeps", "a group id keeps"), {"changed": 1}),
    "an answer corrected": (note("**A) Dead-letter queue**", "**A) A dead-letter queue**"), {"changed": 2}),
    "the question reworded": (note("Messages that fail again and again", "Messages that keep failing again and again"), {"changed": 2}),
    "the note renamed": (rename, {}),
    "trailing blanks and other bullets": (note("- The visibility timeout", "*   The visibility timeout"), {}),
    "a person's word": (deck("no particular order", "any order"), {}),
    "a person's comment, and a new point": (
        both(deck("cards:\n", "cards:  # mine\n"), note("- **Standard", "- Queues part **who sends** from who receives\n- **Standard")),
        {"added": 1},
    ),
    "both in different fields": (
        both(deck("Which queue does it take?", "Which queue is it?"), note("the group id keeps", "a group id keeps")),
        {"changed": 1},
    ),
    "both in one field": (both(deck("4 days", "four days"), note("4 days", "5 days")), {"conflicts": 1}),
    "both the same": (both(deck("4 days", "5 days"), note("4 days", "5 days")), {}),
    "the entries in another order": (entries_reversed, {}),
    "an entry in another file": (moved, {}),
    "everything in Windows line ends": (lambda desk: desk.deck.write_bytes(desk.deck.read_bytes().replace(b"\n", b"\r\n")), {}),
}  # fmt: skip


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_between_two_builds(name: str, desk: Desk) -> None:
    edit, expected = EDITS[name]
    edit(desk)
    done = desk.build()
    after = desk.cards()

    assert dict.fromkeys(("added", "changed", "gone", "conflicts"), 0) | expected == done
    assert desk.before.keys() <= after.keys()
    assert {1} == {desk.reps(card) for card in desk.before}
    assert {0} == {desk.reps(card) for card in after.keys() - desk.before.keys()} or not expected.get("added")
    changed = [
        id_
        for id_, card in desk.before.items()
        if (card["front"], card["back"]) != (after[id_]["front"], after[id_]["back"])
    ]
    assert len({after[id_]["entry"] for id_ in changed}) <= max(1, sum(expected.values()))


def test_a_blank_that_goes_and_another_that_comes_share_no_history(desk: Desk) -> None:
    entry = desk.the("20 seconds").rpartition(".")[0]
    before = {card for card in desk.before if card.startswith(f"{entry}.")}
    desk.edit(desk.note, "waits up to **20 seconds** for a message", "waits for **a message or a timeout** there")
    desk.build()
    now = {id_: card for id_, card in desk.cards().items() if id_.startswith(f"{entry}.")}

    assert before - now.keys()  # the blank of the 20 seconds is asked no more
    assert {desk.reps(card) for card in now.keys() - before} <= {0}
    for id_ in now.keys() & before:
        assert now[id_]["back"].split()[-1] in desk.before[id_]["back"]
    assert "retired: [1]" in desk.deck.read_text()


def test_a_vanished_point_is_kept_out_of_the_queue_and_comes_back_with_its_history(desk: Desk) -> None:
    card = desk.the("4 days")
    desk.edit(desk.note, DAYS, "")
    desk.build()

    assert desk.cards()[card]["suspended"]
    assert card not in desk.call("due", "--json", now="2026-09-01T09:00:00+00:00").json["queue"]
    desk.note.write_text(NOTE)
    assert desk.build() == {"added": 0, "changed": 1, "gone": 0, "conflicts": 0}
    assert (desk.cards()[card]["suspended"], desk.reps(card)) == (False, 1)


def test_a_dry_run_says_what_would_be_done_and_what_stands_behind_it(desk: Desk) -> None:
    card = desk.the("4 days")
    desk.edit(desk.note, "**4 days**", "**5 days**")
    desk.edit(desk.note, "- The visibility timeout of a message is **30 seconds** by default\n", "")
    told = desk.call("build", "--dry-run")
    entry, gone = card.rpartition(".")[0], desk.the("30 seconds").rpartition(".")[0]

    assert "notes/aws/queues.md -> cards/aws/queues.yaml: 1 changed, 1 gone, 5 unchanged" in told.lines
    assert f"  ~ {entry} (line 8), 1 review behind it" in told.lines
    assert f"  - {gone}, 1 review behind it" in told.lines
    assert any(line.startswith("      - cloze: A message is kept for **{{c1::4 days}}**") for line in told.lines)
    assert any(line.startswith("      + cloze: A message is kept for **{{c1::5 days}}**") for line in told.lines)
    assert desk.text == desk.deck.read_text()


@pytest.mark.parametrize("damage", ["", "cut", "gone", "conflict", "UTF-16"])
def test_a_damaged_deck_file_costs_no_review(desk: Desk, damage: str) -> None:
    """Whatever happens to the file: nothing is written beside it, and when it is whole again all is as it was."""
    queue = desk.call("due", "--json", now="2026-09-01T09:00:00+00:00").json["queue"]
    match damage:
        case "gone":
            desk.deck.unlink()
        case "cut":
            desk.deck.write_text(desk.text[: desk.text.index("30 seconds")])
        case "conflict":
            desk.deck.write_text(
                desk.text.replace("cards:\n", "cards:\n<<<<<<< mine\n").replace("  tags:", "=======\n  tags:", 1)
            )
        case _:
            desk.deck.write_bytes(damage.encode("utf-16") + desk.text.encode("utf-16") if damage else b"")
    if desk.deck.exists():
        os.utime(desk.deck, ns=(1, 1))
    damaged = desk.deck.read_bytes() if desk.deck.exists() else None
    desk.edit(desk.note, "**20 seconds**", "**25 seconds**")
    desk.call("build")
    desk.call("check")

    assert damaged == (desk.deck.read_bytes() if desk.deck.exists() else None)
    assert {desk.deck} >= set((desk.root / "cards").rglob("*.yaml"))
    desk.note.write_text(NOTE)
    desk.deck.write_text(desk.text)
    os.utime(desk.deck, ns=(2, 2))
    assert queue == desk.call("due", "--json", now="2026-09-01T09:00:00+00:00").json["queue"]
    assert {1} == {desk.reps(card) for card in desk.before}
    assert desk.build() == {"added": 0, "changed": 0, "gone": 0, "conflicts": 0}
