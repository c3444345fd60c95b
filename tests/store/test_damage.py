"""Deck files that give not all of their entries: told, a line a file, with how much is left out, as long as it is."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flashkms.cards.card import CardId
from flashkms.schedule.event import Rating
from flashkms.store import decks, files
from flashkms.store.collection import Collection, create
from flashkms.store.files import UnreadableFileError
from flashkms.study import Study

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
DECK = """\
deck: A
cards:

- id: kms-aaaaaa
  question: one?
  answer: '1'

- id: kms-bbbbbb
  cloze: "{{c1::two}} and {{c2::three}} and {{c1::two}} again"

- id: kms-cccccc
  question: four?
  answer: '4'
  reverse: true

- id: kms-dddddd
  question: five?
  answer: '5'
"""
LAST = DECK.index("\n- id: kms-dddddd")
REST = DECK.index("\n- id: kms-bbbbbb")


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("time.sleep", lambda _: None)
    create(tmp_path / "c", text='[schedule]\ntimezone = "UTC"\n')
    (tmp_path / "c/cards/a.yaml").write_text(DECK)
    return tmp_path / "c"


def opened(root: Path, *, home: str = "home", write: bool = False) -> Collection:
    return Collection.open(root, now=NOW, home=root.parent / home, write=write)


def told(root: Path, home: str = "home") -> list[str]:
    with opened(root, home=home) as collection:
        return [str(problem) for problem in collection.damage()]


def write(root: Path, old: str, new: str) -> None:
    assert old in DECK
    (root / "cards/a.yaml").write_text(DECK.replace(old, new))


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("  question: one?\n", "", ("4: the entry has nothing to ask (it wants one of `question:`, `cloze:`, `choice:`, "
         "`why_not:`; 1 card of this file is left out)")),
        ("  answer: '1'\n", "  answer: a\n  answer: b\n", ("7: `answer` stands here a second time "
         "(the first is in line 6; 1 card of this file is left out)")),
        ("  reverse: true", "  reverse: perhaps", ("14: `reverse` must be true or false "
         "(write `reverse: true`, or delete the line; 1 card of this file is left out)")),
        ('again"\n', "again\n", ("9: a quote is opened and never closed "
         "(close it; 2 cards of this file are left out)")),
        ("- id: kms-cccccc", "- id: kms-aaaaaa", ("11: the id `kms-aaaaaa` stands here a second time "
         "(the first is in line 4; 2 cards of this file are left out)")),
        ("- id: kms-dddddd\n ", "-", ("16: the entry has no `id` "
         "(`flashkms build` gives it one; 1 card of this file is left out)")),
    ],
    ids=["no-front", "twice", "bad-value", "quote", "id-twice", "no-id"],
)  # fmt: skip
def test_a_broken_entry_is_told_with_how_many_cards_are_left_out(
    root: Path, known: bool, old: str, new: str, said: str
) -> None:
    if known:
        told(root)
    write(root, old, new)

    assert told(root) == told(root) == told(root, "another machine") == [f"cards/a.yaml:{said}"]


def test_a_file_is_told_in_one_line_by_what_comes_first(root: Path) -> None:
    (root / "cards/a.yaml").write_text(DECK.replace("  answer: '1'\n", "").replace("  answer: '5'\n", ""))
    (root / "cards/b.yaml").write_text("deck: B\ncards:\n- id: b-aaaaaa\n  question: one?\n")

    assert told(root) == [
        "cards/a.yaml:5: `question` has no `answer` (add `answer:`; 2 cards of this file are left out)",
        "cards/b.yaml:4: `question` has no `answer` (add `answer:`; 1 card of this file is left out)",
    ]


def test_entries_within_a_conflict_are_all_counted(root: Path) -> None:
    write(root, "- id: kms-bbbbbb", "<<<<<<< ours\n- id: kms-bbbbbb")
    (root / "cards/a.yaml").write_text((root / "cards/a.yaml").read_text() + ">>>>>>> theirs\n")

    (said,) = told(root)
    assert said.startswith("cards/a.yaml:8: a merge conflict begins here (settle it, ")
    assert said.endswith("; 5 cards of this file are left out)")


def test_an_id_that_another_file_has_is_told(root: Path) -> None:
    (root / "cards/b.yaml").write_text(DECK.replace("deck: A", "deck: B"))
    said = (
        "cards/b.yaml:4: the id kms-aaaaaa is taken by cards/a.yaml:4 (that one is studied; give this one an id of its "
        "own, or delete it; 4 cards of this file are left out)"
    )
    assert told(root) == told(root, "another machine") == [said]
    (root / "cards/a.yaml").unlink()

    assert told(root) == told(root, "another machine") == []


@pytest.mark.parametrize("line", ["---\n", "...\n", "deck: B\n", "cards:\n"])
def test_entries_behind_a_line_that_ends_the_list_are_counted(root: Path, line: str) -> None:
    (root / "cards/a.yaml").write_text(DECK[:LAST] + line + DECK[LAST:])

    (said,) = told(root)
    assert said.startswith("cards/a.yaml:1")
    assert re.search(r"; [1-5] cards? of this file (is|are) left out\)$", said)


def test_an_entry_above_the_list_is_counted(root: Path) -> None:
    (root / "cards/a.yaml").write_text(
        DECK.replace("cards:\n", "").replace("- id: kms-bbbbbb", "cards:\n- id: kms-bbbbbb")
    )

    (said,) = told(root)
    assert said.endswith("; 1 card of this file is left out)")


def test_a_broken_entry_in_brackets_is_told(root: Path) -> None:
    sound = 'deck: A\ncards: [{id: a-1, question: one?, answer: "1"},\n  {id: a-2, question: two?}]\n'
    (root / "cards/a.yaml").write_text(sound)

    said = "cards/a.yaml:3: `question` has no `answer` (add `answer:`; 1 card of this file is left out)"
    assert told(root) == [said]


@pytest.mark.parametrize(
    "text",
    [
        DECK,
        'deck: A\ncolour: red\ncards: [{id: a-1, question: one?, answer: "1"}]\n',
        DECK.replace("deck: A", "deck: A\ncolour: red"),
        DECK.replace("cards:\n", "cards:\n# - id: kms-eeeeee\n") + "\ntags:\n- one\n- two\ncolour: red\n",
        "deck: A\ncards:\n",
    ],
)
def test_a_file_that_gives_every_entry_is_not_told(root: Path, text: str) -> None:
    (root / "cards/a.yaml").write_text(text)

    assert told(root) == []


def test_what_is_told_ends_with_the_mending(root: Path) -> None:
    write(root, "  answer: '1'\n", "")
    assert len(told(root)) == 1
    (root / "cards/a.yaml").write_text(DECK)

    assert told(root) == []


def test_no_deck_file_is_read_to_tell_it_again(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(root, "  answer: '1'\n", "")
    before = told(root)

    def refused(path: Path, root: Path) -> decks.Reading:
        raise AssertionError(f"{path} was read")

    monkeypatch.setattr(decks, "read_one", refused)
    assert told(root) == before != []


def studied(root: Path) -> None:
    with opened(root, write=True) as collection:
        Study(collection, clock=lambda: NOW).answer(CardId("kms-dddddd.1"), Rating.GOOD, took=timedelta(seconds=1))


def unstudied(root: Path) -> None:
    told(root)


@pytest.mark.parametrize(
    ("before", "left", "said"),
    [
        (studied, DECK[:LAST], "11: kms-dddddd, which stood at its end, is gone"),
        (unstudied, DECK[:REST], "4: kms-bbbbbb, kms-cccccc, kms-dddddd, which stood at its end, are gone"),
        (unstudied, DECK[: LAST - 1], "11: kms-dddddd, which stood at its end, is gone"),
    ],
    ids=["studied", "most", "mid-line"],
)
def test_a_file_that_lost_its_end_between_two_entries_is_told(
    root: Path, before: Callable[[Path], None], left: str, said: str
) -> None:
    before(root)
    (root / "cards/a.yaml").write_text(left)
    hint = "(is it cut? restore it; if you removed them, `flashkms drop` them)"

    assert told(root) == told(root) == [f"cards/a.yaml:{said} {hint}"]
    (root / "cards/a.yaml").write_text(left.replace("one?", "how many?").rstrip() + "\n")
    assert told(root) == ([f"cards/a.yaml:{said} {hint}"] if before is studied else [])
    (root / "cards/a.yaml").write_text(DECK)
    assert told(root) == []


def test_of_many_entries_at_a_lost_end_some_are_named(root: Path) -> None:
    path = root / "cards/a.yaml"
    path.write_text(DECK + "".join(f"\n- id: kms-{n}\n  question: '{n}?'\n  answer: '{n}'\n" for n in range(9)))
    told(root)
    path.write_text(DECK[:REST])

    (said,) = told(root)
    assert "kms-bbbbbb, kms-cccccc, kms-dddddd and 9 more, which stood at its end, are gone" in said


def test_an_end_that_was_moved_to_another_file_is_not_missed(root: Path) -> None:
    studied(root)
    (root / "cards/a.yaml").write_text(DECK[:LAST])
    (root / "cards/b.yaml").write_text(f"deck: B\ncards:\n{DECK[LAST:]}")

    assert told(root) == []


def test_a_last_entry_that_a_person_removed_unstudied_is_not_missed(root: Path) -> None:
    unstudied(root)
    (root / "cards/a.yaml").write_text(DECK[:LAST])

    assert told(root) == []


def test_a_last_entry_that_is_broken_or_lost_its_id_is_not_missed_besides(root: Path) -> None:
    studied(root)
    for old, new in (("  answer: '5'\n", ""), ("- id: kms-dddddd\n ", "-")):
        write(root, old, new)

        assert [said for said in told(root) if "gone" in said] == []


@pytest.mark.parametrize("name", ["a (1).yaml", "a - Copy.yaml", "a 2.yaml", "a-DESKTOP-1.yml", "A copy.yaml"])
def test_a_copy_of_a_deck_file_is_not_studied_in_its_place(root: Path, name: str) -> None:
    (root / "cards" / name).write_text(DECK.replace("one?", "an old one?"))
    with opened(root) as collection:
        (said,) = collection.damage()
        assert "one?" in repr(collection.cards()[CardId("kms-aaaaaa.1")].entry.body).replace("an old one?", "")

    assert str(said).startswith(f"cards/{name}:4: the id kms-aaaaaa is taken by cards/a.yaml:4 ")


@pytest.mark.parametrize("name", ["a.sync-conflict-20260102-030405-ABCDEFG.yaml", "a (conflicted copy).yaml"])
def test_a_conflict_copy_is_told_until_it_is_gone(root: Path, name: str) -> None:
    (root / "cards/sub").mkdir()
    (root / "cards/sub" / name).write_text(DECK)

    said = f"cards/sub/{name}: a conflict copy; it is not read (take over what you need and delete it)"
    assert told(root) == told(root) == [said]
    (root / "cards/sub" / name).unlink()
    assert told(root) == []


@pytest.mark.parametrize("name", ["a.yaml~", "a.yaml.orig", ".a.yaml.swp", "#a.yaml#", "a.yaml.bak", "4913"])
def test_what_editors_leave_beside_a_deck_file_is_left_alone(root: Path, name: str) -> None:
    (root / "cards" / name).write_text(DECK)

    assert told(root) == []


def test_a_folder_in_the_place_of_a_deck_file_costs_no_descriptor(root: Path) -> None:
    (root / "cards/b.yaml").mkdir()
    before = len(list(Path("/proc/self/fd").iterdir()))
    for _ in range(3):
        with pytest.raises(UnreadableFileError):
            files.read(root / "cards/b.yaml")
        assert decks.read_one(root / "cards/b.yaml", root).deck is None

    assert len(list(Path("/proc/self/fd").iterdir())) == before
