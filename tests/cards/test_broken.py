"""A deck file that a hand or a program spoiled: an entry that stands there and is in no deck is told."""

from __future__ import annotations

import random
import re

from flashkms.cards import broken, deckfile

DECK = """\
deck: A
note: notes/kms.md
tags: [a, b]
cards:

- id: kms-aaaaaa
  question: one? really
  answer: '1'
  source: feature@893e5c4c cloze=6fa051

- id: kms-bbbbbb
  cloze: |-
    Keys {{c1::two}} and {{c2::three}}

    and more
  tags: [x]

- id: kms-cccccc
  choice: Which?
  answer: [A]
  wrong:
  - option: B
    why: no
  - C

- id: kms-dddddd
  question: >-
    folded text
    here
  answer: "quoted \\"x\\""
"""
STRAY = [
    "]",
    "- ",
    "  answer: x",
    "\t- a",
    "id: q",
    "  'open",
    "<<<<<<< HEAD",
    ">>>>>>> x",
    "cards:",
    "---",
    "...",
    "}",
]


def spoiled(text: str, dice: random.Random) -> str:
    """*text* with one line lost, moved, indented, cut, or with a sign too much or too few."""
    lines = text.split("\n")
    at = dice.randrange(len(lines))
    line = lines[at]
    column = dice.randrange(len(line) + 1)
    match dice.randrange(7):
        case 0:
            del lines[at]
        case 1:
            lines[at] = " " * dice.randrange(5) + line.lstrip()
        case 2:
            lines.insert(at, dice.choice(STRAY))
        case 3:
            lines[at] = line[:column] + dice.choice("'\"[]{}:#&*!|>-%@`\t ") + line[column:]
        case 4:
            del lines[at:]
        case 5:
            lines[at] = line[:column] + line[column + 1 :]
        case _:
            lines.insert(dice.randrange(len(lines)), lines.pop(at))
    return "\n".join(lines)


def test_no_entry_that_stands_in_a_file_is_left_out_without_a_word() -> None:
    many = 0
    for number in range(1500):
        dice = random.Random(number)
        text = spoiled(DECK, dice) if number % 2 else spoiled(spoiled(DECK, dice), dice)
        deck, problems = deckfile.parse(text, "cards/a.yaml")
        standing = set(re.findall(r"id: (kms-\w{6})$", text, re.MULTILINE))
        missing = standing - {entry.id for entry in deck.entries}
        if deck.entries and missing:
            many += 1

            assert list(broken.entries(text, deck, problems)), text
    assert many > 500


def test_a_sound_file_has_no_broken_entry_whatever_else_is_wrong_in_it() -> None:
    text = DECK.replace("deck: A", "deck: A\ncolour: red")
    deck, problems = deckfile.parse(text, "cards/a.yaml")

    assert len(problems) == 1
    assert list(broken.entries(text, deck, problems)) == []
