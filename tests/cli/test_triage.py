"""Verdicts from the command line: each settles what waits, and each can be taken back to the byte."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

NOTE = """\
---
title: Queues
flashcards: true
---

## Feature

- **Standard queues** deliver a message at least once, in no particular order
- A message is kept for **4 days**, unless the queue says otherwise
- The visibility timeout of a message is **30 seconds** by default
"""


class Desk:
    """A collection with one note, and its cards."""

    def __init__(self, root: Path, flashkms: Any) -> None:
        self.call = flashkms
        self.note = root / "notes" / "aws" / "sqs.md"
        self.deck = root / "cards" / "aws" / "sqs.yaml"
        self.note.write_text(NOTE)
        (root / "flashkms.toml").write_text('[cards]\ntriage = "all"\n')
        self.call("build")

    def entry(self, words: str) -> str:
        found = [card["entry"] for card in self.call("cards", "--json").json if words in card["text"]]
        return str(found[0])

    def edit(self, path: Path, old: str, new: str) -> None:
        assert old in path.read_text()
        path.write_text(path.read_text().replace(old, new))

    def waiting(self) -> dict[str, Any]:
        return {one["entry"]: one for one in self.call("triage", "--json").json}


@pytest.fixture
def desk(collection: Path, flashkms: Any) -> Desk:
    (collection / "cards" / "aws" / "kms.yaml").unlink()
    (collection / "notes" / "aws" / "kms.md").unlink()
    return Desk(collection, flashkms)


def test_what_waits_is_listed_with_its_line_in_the_note(desk: Desk) -> None:
    one = desk.waiting()[desk.entry("4 days")]
    listed = desk.call("triage")

    assert one["source"] == {
        "path": "notes/aws/sqs.md",
        "line": 9,
        "text": "- A message is kept for **4 days**, unless the queue says otherwise",
    }
    assert "notes/aws/sqs.md:9\t- A message is kept for **4 days**" in listed.out


@pytest.mark.parametrize("verdict", ["keep", "drop"])
def test_a_verdict_is_taken_back_to_the_byte(desk: Desk, verdict: str) -> None:
    before, name = desk.deck.read_bytes(), desk.entry("4 days")
    desk.call("triage", verdict, name)
    after = desk.deck.read_bytes()
    undone = desk.call("triage", "undo")

    assert before != after
    assert (0, f"{name}: {verdict} taken back\n") == (undone.code, undone.out)
    assert before == desk.deck.read_bytes()
    assert name in desk.waiting()
    assert desk.call("build", "--json").json["notes"][0]["added"] == 0


def test_verdicts_are_taken_back_one_after_the_other(desk: Desk) -> None:
    before = desk.deck.read_bytes()
    names = sorted(desk.waiting())
    for name in names:
        desk.call("triage", "keep", name)
    for _ in names:
        desk.call("triage", "undo")

    assert before == desk.deck.read_bytes()
    assert desk.call("triage", "undo").code == 2


def test_a_verdict_is_not_taken_back_from_a_file_that_changed(desk: Desk) -> None:
    desk.call("triage", "drop", desk.entry("4 days"))
    desk.edit(desk.deck, "cards:\n", "cards:  # mine\n")
    after = desk.deck.read_bytes()
    undone = desk.call("triage", "undo")

    assert undone.code == 2
    assert "cards/aws/sqs.yaml was changed since that verdict" in undone.err
    assert after == desk.deck.read_bytes()


def test_a_dropped_entry_stays_away_until_the_verdict_is_taken_back(desk: Desk) -> None:
    name = desk.entry("4 days")
    desk.call("triage", "drop", name)

    assert desk.call("build", "--json").json["notes"][0]["added"] == 0
    desk.call("triage", "undo")
    assert name == desk.entry("4 days")


@pytest.mark.parametrize(("verdict", "stands"), [("take", "5 days"), ("leave", "four days")])
def test_a_conflict_is_listed_by_check_until_it_is_settled(desk: Desk, verdict: str, stands: str) -> None:
    name = desk.entry("4 days")
    desk.call("triage", "keep", *desk.waiting())
    desk.edit(desk.deck, "4 days", "four days")
    desk.edit(desk.note, "4 days", "5 days")
    desk.call("build")
    told = desk.call("check", "--no-lint")
    before = desk.deck.read_bytes()
    desk.call("triage", verdict, name)

    assert told.code == 1
    assert f"the note says something else now for `cloze` (`flashkms triage take {name}` takes" in told.err
    assert desk.call("check", "--no-lint").code == 0
    assert stands in next(card["front"] + card["back"] for card in desk.call("cards", f"id:{name}", "--json").json)
    desk.call("triage", "undo")
    assert before == desk.deck.read_bytes()


def succeeded(desk: Desk) -> tuple[str, dict[str, Any]]:
    """An answered entry whose point vanished, and what waits then."""
    name = desk.entry("30 seconds")
    desk.call("triage", "keep", *desk.waiting())
    desk.call("answer", f"{name}.1", "good")
    old = "- The visibility timeout of a message is **30 seconds** by default\n"
    desk.edit(desk.note, old, "- Hidden: for **30 seconds** by default, since the timeout says so\n")
    desk.call("build")
    return name, desk.waiting()


def test_a_successor_is_offered_after_the_build_too(desk: Desk) -> None:
    name, waiting = succeeded(desk)

    assert waiting[name]["successor"] == desk.entry("Hidden")
    assert waiting[name]["source"]["text"].startswith("- Hidden: for")


def test_an_accepted_successor_keeps_the_history(desk: Desk) -> None:
    name, waiting = succeeded(desk)
    before = desk.deck.read_bytes()
    desk.call("triage", "accept", name)
    shown = desk.call("show", f"{name}.1", "--json").json

    assert shown["memory"]["reps"] == 1
    assert "Hidden" in shown["card"]["text"]
    assert not shown["card"]["suspended"]
    assert waiting[name]["successor"] not in desk.deck.read_text()
    assert desk.call("build", "--json").json["notes"][0]["unchanged"] == 3
    desk.call("triage", "undo")
    assert before == desk.deck.read_bytes()


def test_a_reviewed_successor_is_not_given_up(desk: Desk) -> None:
    name, waiting = succeeded(desk)
    heir = waiting[name]["successor"]
    desk.call("answer", f"{heir}.1", "good")
    refused = desk.call("build", "--accept", f"{name}={heir}")

    assert name not in desk.waiting()
    assert (refused.code, f"{heir} was reviewed" in refused.err) == (2, True)


def test_the_words_of_triage_make_sense_or_are_told(desk: Desk) -> None:
    assert "keep what?" in desk.call("triage", "keep").err
    assert "does not wait for a verdict" in desk.call("triage", "keep", "nobody").err
    assert "undo takes no entry" in desk.call("triage", "undo", "x").err
    assert "nothing is offered as the successor of" in desk.call("triage", "accept", desk.entry("4 days")).err
    assert "no verdict of this machine is left" in desk.call("triage", "undo", "--json").err
