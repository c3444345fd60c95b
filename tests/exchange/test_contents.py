"""What a card says survives the way through Anki: exported, imported there, exported again, taken in where it is not."""

import shutil
from pathlib import Path

import pytest

from flashkms.anki.fields import Fields, fields, tags
from flashkms.anki.html import rendered
from flashkms.exchange import export, import_package
from flashkms.exchange.pictures import Pictures
from flashkms.store.collection import create

SHIPPED = Path(__file__).parents[2] / "cards"
DECK = r"""
deck: Languages::한국어::Deep
tags: [lang::ko, deep]
description: |-
  For **everyone** who reads 한글 & more.

  - from the first lesson
  - to the last
cards:

- id: c-question
  question: |-
    Which [two] are right?
    Look **twice**.
  answers:
  - the first, with `code`
  - |-
    the second

    ```python
    def a():

        return {"b": [1]}
    ```
  wrong:
  - option: a *third*
    why: it is not
  - option: |-
      the fourth **in bold**

      and more of it
    why: |-
      since it has

      several paragraphs
  - option: |-
      the fourth and a half:

      - a
      - b
  - option: the fifth
    why: |-
      - for one
      - and for two
  extra: |-
    ## More [1]

    - a
      - b
    - c\

    A path: C:\dir\\
  cue: which [x]?
  context: A › B
  tags: [one]

- id: c-reverse
  question: 사과
  answer: apple
  reverse: true

- id: c-cloze
  cloze: |-
    {{c1::std::sort::}} of {{c2::a `x` **b**::*hint* [1]}}, {{c3::{{c1::in}} ner}} and {{c1::\(\frac{a}{{b}}\)::x\_1}}

    1. one {{c4::{a}}}
    2. two [x]
  extra: "**x**"

- id: c-choice
  choice: Pick *one* [of] these
  answer: right `a|b`
  wrong:
  - option: wrong one
    why: since **no**
  - option: |-
      wrong two

      - a
        - b
    why: |-
      why

      1. first
      2. second

- id: c-short
  choice: Pick two
  answers: [bb, aa]
  wrong:
  - option: c

- id: c-list
  question: In order?
  answer: |-
    1. one
    2. two

- id: c-bullet
  question: One bullet?
  answer: |-
    - a [b]

- id: c-why
  why_not: EBS
  need: A need of **x**
  answer: because
  instead: [KMS, S 3]

- id: c-why-short
  why_not: |-
    EBS **io2**
  answer: |-
    too dear

    and too small

- id: c-why-several
  why_not: S3
  need: |-
    Two paragraphs

    of a need
  answer: slow
  instead: [EBS, EFS, instance store]

- id: c-like-a-why
  question: Why not **ask**?
  answer: |-
    because

    Instead: tell

- id: c-maths
  question: What are $x^2$, \(a_1 < b\) and \[c\]?
  answer: |-
    \[
    \frac{a}{b}
    \]

- id: c-table
  question: Which table?
  answer: |-
    | a | b |
    | --- | --- |
    | 1 | 2\|3 |
  extra: |-
    > quote

    text<br>not html & <b>x</b> &amp; 1 < 2 ~~gone~~ <http://auto.link> [l](http://a.b/c_d(e))

- id: c-picture
  question: |-
    ![alt](media/one.png) What?
  answer: see
  images: [media/two.png]
"""


def collection_with(root, cards):
    create(root)
    shutil.rmtree(root / "cards")
    shutil.copytree(cards, root / "cards")
    for number, name in enumerate(("one.png", "two.png")):
        (root / "media").mkdir(exist_ok=True)
        (root / "media" / name).write_bytes(b"\x89PNG\r\n\x1a\n" + bytes([number]) * 30)
    return root


def contents(held):
    """Each entry's deck, tags, pictures and fields, spaces and the order of shuffled options aside."""
    assert not held.problems()
    for deck in held.decks():
        for entry in deck.entries:
            look = Pictures(held).of(deck)
            filled = fields(entry, look.name)
            assert isinstance(filled, Fields)
            said = {name: " ".join(html.split()) for name, html in zip(filled.kind.fields, filled.values, strict=True)}
            pictures = {name: path.read_bytes() for name, path in look.used.items()}
            wrong = sorted((one.option, one.why) for one in getattr(entry.body, "wrong", ()))  # a choice shuffles them
            kind = (type(entry.body).__name__, wrong, getattr(entry.body, "instead", ()))
            about = (kind, deck.name, rendered(deck.description, str))
            yield entry.id, (about, set(tags((*deck.tags, *entry.tags))), pictures, filled.ordinals, said)


@pytest.mark.parametrize("legacy", [True, False])
@pytest.mark.parametrize("cards", ["shipped", "made"])
def test_every_card_says_what_it_said(opened, anki, tmp_path, cards, legacy):
    if cards == "made":
        (tmp_path / "made").mkdir()
        (tmp_path / "made" / "deck.yaml").write_text(DECK, encoding="utf-8")
    here = collection_with(tmp_path / "here", SHIPPED if cards == "shipped" else tmp_path / "made")
    with opened(here) as held:
        (file,) = export(held, out=tmp_path / "out.apkg")
        before = dict(contents(held))
    anki.take(file.path)
    there = tmp_path / "there"
    create(there)

    with opened(there) as held:
        import_package(held, anki.give(tmp_path / "back.apkg", legacy=legacy))
    with opened(there) as held:
        after = dict(contents(held))

    assert len(before) > 10
    assert before.keys() == after.keys()
    assert not [(before[entry], after[entry]) for entry in before if before[entry] != after[entry]]


@pytest.mark.parametrize("legacy", [True, False])
def test_the_description_of_a_deck_comes_along(opened, anki, tmp_path, legacy):
    for name, said, written in (
        ("A", "<b>Twice</b><br><br>a day\x0b", False),
        ("B", "# Of *B*", True),
        ("C", "", False),
    ):
        note = anki.col.new_note(anki.col.models.by_name("Basic"))
        note["Front"], note["Back"] = name, "x"
        anki.col.add_note(note, anki.col.decks.id(name))
        deck = anki.col.decks.by_name(name)
        deck["desc"], deck["md"] = said, written
        anki.col.decks.save(deck)
    create(tmp_path / "here")
    with opened(tmp_path / "here") as held:
        import_package(held, anki.give(tmp_path / "deck.apkg", legacy=legacy))
    with opened(tmp_path / "here") as held:
        described = {deck.name: deck.description for deck in held.decks()}

    assert described == {"A": "**Twice**\n\na day", "B": "# Of *B*", "C": ""}


def test_a_deck_above_comes_with_its_description_though_it_has_no_cards(opened, anki, tmp_path):
    note = anki.col.new_note(anki.col.models.by_name("Basic"))
    note["Front"], note["Back"] = "a", "x"
    anki.col.add_note(note, anki.col.decks.id("Top::Middle::Low"))
    for name in ("Top", "Top::Middle::Low"):
        deck = anki.col.decks.by_name(name)
        deck["desc"] = f"About <b>{name}</b>"
        anki.col.decks.save(deck)
    package = anki.give(tmp_path / "deck.apkg")
    create(tmp_path / "here")
    with opened(tmp_path / "here") as held:
        first = import_package(held, package)
    with opened(tmp_path / "here") as held:
        again = import_package(held, package)
        described = {deck.name: deck.description for deck in held.decks()}
        assert not held.problems()

    assert first.decks == ("cards/top.yaml", "cards/top/middle/low.yaml")
    assert again.decks == ()
    assert described == {"Top": "About **Top**", "Top::Middle::Low": "About **Top::Middle::Low**"}


def test_new_cards_come_in_ankis_order(opened, anki, tmp_path):
    """The order of the deck file is the order in which new cards are shown."""
    for front in "abc":
        note = anki.col.new_note(anki.col.models.by_name("Basic"))
        note["Front"], note["Back"] = front, "x"
        anki.col.add_note(note, anki.col.decks.id("Deck"))
    order = anki.col.db.list("select id from cards order by id desc")
    anki.col.sched.reposition_new_cards(order, 1, 1, randomize=False, shift_existing=False)
    create(tmp_path / "here")
    with opened(tmp_path / "here") as held:
        import_package(held, anki.give(tmp_path / "deck.apkg"))
    with opened(tmp_path / "here") as held:
        (deck,) = held.decks()

    assert [entry.body.question for entry in deck.entries] == ["c", "b", "a"]
