"""A deck file that is cut within its last entry is told, though what is left of it parses; edits by hand are left alone."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from flashkms.cards.card import CardId
from flashkms.store import doctor
from flashkms.store.backup import backup
from flashkms.store.collection import Collection, create

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
ABOVE = """\
deck: A
cards:

- id: kms-aaaaaa
  question: Who made it?   # by hand
  answer: somebody

"""
LAST = """\
- id: kms-bbbbbb
  question: How long does KMS wait before it deletes a key?
  answer:
  - 7 days at least
  - 30 days at most
  wrong:
  - option: a year
    why: nothing waits for so long
  extra: |-
    An alias is gone
    at once.
  tags: [limits]
  source: feature@9f2c1ab0 question=6efe71 answer=96235e
"""
TOLD = (
    "cards/a.yaml:8: kms-bbbbbb is shorter than it was, and the last line of the file has no end "
    "(is the file cut? restore it; if that is all, end its last line)"
)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("time.sleep", lambda _: None)
    create(tmp_path / "c", text='[schedule]\ntimezone = "UTC"\n')
    (tmp_path / "c/cards/a.yaml").write_text(ABOVE + LAST)
    return tmp_path / "c"


def opened(root: Path) -> Collection:
    return Collection.open(root, now=NOW, home=root.parent / "home", write=True)


def told(root: Path) -> list[str]:
    with opened(root) as collection:
        return [str(problem) for problem in collection.damage()]


def after(root: Path, before: str, text: str) -> list[str]:
    """What is told of a deck file that said *before* and says *text*."""
    (root / "cards/a.yaml").write_text(before)
    told(root)
    (root / "cards/a.yaml").write_text(text)
    return told(root)


@pytest.mark.parametrize(
    "end",
    ["deletes a key?\n  answer:\n  - 7 days", "a key?\n  answer:\n  - 7 days at least\n  - 30", "- option: a ye",
     "why: nothing waits", "An alias is", "at", "at once.", "[limits]", "feature@9f2c", "question=6efe71 answer=96"],
)  # fmt: skip
def test_a_file_cut_within_its_last_entry_is_told_until_it_is_whole(root: Path, end: str) -> None:
    cut = ABOVE + LAST[: LAST.index(end) + len(end)]

    assert after(root, ABOVE + LAST, cut) == [TOLD]
    assert told(root) == [TOLD]
    assert after(root, cut.replace("by hand", "by me"), ABOVE + LAST) == []


def test_every_cut_that_leaves_yaml_behind_is_told(root: Path) -> None:
    text, silent = ABOVE + LAST, []
    with opened(root) as collection:
        for at in range(len(ABOVE) + 2, len(text) - 1, 3):
            for content in (text, text[:at]):
                (root / "cards/a.yaml").write_text(content)
                collection.refresh(NOW)
            silent += [] if text[at - 1] == "\n" or collection.damage() else [at]

    assert silent == []


@pytest.mark.parametrize("end", ["7 days at", "why: nothing", "An alias"])
def test_who_ends_the_last_line_has_seen_it(root: Path, end: str) -> None:
    cut = ABOVE + LAST[: LAST.index(end) + len(end)]
    assert after(root, ABOVE + LAST, cut) == [TOLD]
    (root / "cards/a.yaml").write_text(cut + "\n")

    assert told(root) == []


@pytest.mark.parametrize(
    ("before", "text"),
    [
        (LAST, LAST.replace("at least", "")),
        (LAST, LAST[: LAST.index("  source")]),
        (LAST, LAST[: LAST.index("\n    at once")] + "\n"),
        (LAST, LAST.rstrip()),
        (LAST, LAST.replace("at once.", "at once, too.").rstrip()),
        (LAST, LAST.replace("  tags: [limits]\n", "").rstrip()),
        (LAST, LAST.replace("  tags: [limits]\n", "").replace("  - 30 days at most\n", "").rstrip()),
        (LAST, LAST.replace("before it deletes a key?", "").rstrip()),
        (LAST.rstrip(), LAST[: LAST.index(" answer=96235e")]),
    ],
    ids=["words", "key", "line", "no end", "longer", "key and no end", "keys and no end", "earlier words", "never an end"],
)  # fmt: skip
def test_an_edit_by_hand_is_left_alone(root: Path, before: str, text: str) -> None:
    assert after(root, ABOVE + before, ABOVE + text) == []


def test_an_edit_above_the_last_entry_is_left_alone(root: Path) -> None:
    text = ABOVE.replace("somebody", "Anna") + LAST[: LAST.index(" at once")]

    assert after(root, ABOVE + LAST, text) == []


def test_a_file_that_was_never_read_before_is_left_alone(root: Path) -> None:
    (root / "cards/b.yaml").write_text((ABOVE + LAST).replace("kms-", "kmt-")[:-40])

    assert told(root) == []


def test_check_tells_a_cut_and_nothing_twice(root: Path) -> None:
    after(root, ABOVE + LAST, (ABOVE + LAST)[:-9])
    with opened(root) as collection:
        assert [str(problem) for problem in collection.problems()] == [TOLD]


def test_a_cut_card_may_be_studied_as_it_stands(root: Path) -> None:
    after(root, ABOVE + LAST, ABOVE + LAST[: LAST.index(" at most")])
    with opened(root) as collection:
        assert collection.cards()[CardId("kms-bbbbbb.1")].entry.id == "kms-bbbbbb"


@pytest.mark.parametrize(
    ("end", "rules"),
    [
        ("7 days at", ["cut-file"]),
        ("An alias", ["cut-file"]),
        ("7 days at least\n", []),
        ("answer=96235e", []),
        ("answer=96235e\n", []),
    ],
)
def test_the_doctor_knows_a_cut_file_by_a_backup(root: Path, end: str, rules: list[str]) -> None:
    with opened(root) as collection:
        backup(collection, NOW)
    (root / "cards/a.yaml").write_text(ABOVE + LAST[: LAST.index(end) + len(end)])
    with Collection.open(root, now=NOW, home=root.parent / "home") as collection:
        collection.index.rebuild(NOW)
        assert collection.damage() == ()

        assert [finding.rule for finding in doctor.findings(collection, NOW)] == rules


def test_the_doctor_does_not_repeat_what_check_tells(root: Path) -> None:
    told(root)
    with opened(root) as collection:
        backup(collection, NOW)
    (root / "cards/a.yaml").write_text((ABOVE + LAST)[:-9])
    with opened(root) as collection:
        assert [str(problem) for problem in collection.problems()] == [TOLD]
        assert doctor.findings(collection, NOW) == ()
