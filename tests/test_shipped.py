"""The notes and cards that the repository ships: they agree, they are good, and nothing of the notes is missing."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from flashkms.cards import card, deckfile
from flashkms.cards.deck import Deck
from flashkms.cards.entry import Choice, Cloze, Question, WhyNot
from flashkms.cards.lint import lint
from flashkms.cli.group import group

ROOT = Path(__file__).parents[1]
NAMES = ["iam", "kms", "s3-encryption", "secrets-manager"]

POINTS = {"kms": 25, "iam": 12, "s3-encryption": 12, "secrets-manager": 12}
SCENARIOS = {"kms": 12, "iam": 5, "s3-encryption": 5, "secrets-manager": 5}


def shipped(name: str) -> Deck:
    path = f"cards/aws/{name}.yaml"
    deck, problems = deckfile.parse((ROOT / path).read_text(encoding="utf-8"), path)

    assert problems == ()
    return deck


def answers_in(note: str) -> list[str]:
    """The marked answers of the scenarios of *note*, as they are written."""
    text = (ROOT / "notes" / "aws" / f"{note}.md").read_text(encoding="utf-8")
    return re.findall(r"^ +- \*\*A\d?\) (.+)\*\*$", text.partition("\n## Scenario\n")[2], re.MULTILINE)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The shipped collection without its cards."""
    shutil.copy(ROOT / "flashkms.toml", tmp_path)
    shutil.copytree(ROOT / "notes", tmp_path / "notes")
    return tmp_path


def files(root: Path) -> dict[str, str]:
    return {path.stem: path.read_text(encoding="utf-8") for path in (root / "cards" / "aws").glob("*.yaml")}


def build(root: Path) -> None:
    built = CliRunner().invoke(group(), ["-C", str(root), "build"])

    assert built.exit_code == 0, built.output


def numbered(text: str) -> str:
    """A deck file with its blanks numbered as they stand: a later build keeps numbers, and uses none again."""
    entries = re.sub(r"^  retired: .*\n", "", text, flags=re.MULTILINE).split("\n- id: ")
    return "\n- id: ".join(map(_renumbered, entries))


def _renumbered(entry: str) -> str:
    numbers = list(dict.fromkeys(int(number) for number in re.findall(r"\{\{c(\d+)::", entry)))
    entry = re.sub(r"\{\{c(\d+)::", lambda found: f"{{{{c{numbers.index(int(found[1])) + 1}::", entry)
    return re.sub(r" cloze=[0-9a-f]+", "", entry)  # the fingerprint of the text with its numbers


def test_the_notes_build_to_the_shipped_cards(copy: Path) -> None:
    build(copy)

    assert {name: numbered(text) for name, text in files(copy).items()} == {
        name: numbered(text) for name, text in files(ROOT).items()
    }


def test_building_again_changes_nothing(copy: Path) -> None:
    shutil.copytree(ROOT / "cards", copy / "cards")
    build(copy)

    assert files(ROOT) == files(copy)


def test_every_note_has_its_deck() -> None:
    assert sorted(files(ROOT)) == NAMES


def test_lint_has_nothing_to_say() -> None:
    assert lint([shipped(name) for name in NAMES]) == ()


@pytest.mark.parametrize("name", NAMES)
def test_a_note_makes_enough_points_and_scenarios(name: str) -> None:
    sources = {entry.source.key.partition("/")[0] for entry in shipped(name).entries if entry.source}
    scenarios = {source for source in sources if source.startswith("scenario@")}

    assert len(scenarios) >= SCENARIOS[name]
    assert len(sources - scenarios) >= POINTS[name]


@pytest.mark.parametrize("name", NAMES)
def test_every_answer_of_a_note_is_asked(name: str) -> None:
    asked = [
        answer
        for entry in shipped(name).entries
        if isinstance(entry.body, Question | Choice)
        for answer in entry.body.answers
    ]

    assert set(answers_in(name)) <= set(asked)
    assert len(answers_in(name)) >= SCENARIOS[name]


@pytest.mark.parametrize("name", NAMES)
def test_every_wrong_option_keeps_its_reason(name: str) -> None:
    bodies = [entry.body for entry in shipped(name).entries]
    wrong = [option for body in bodies if isinstance(body, Question | Choice) for option in body.wrong]

    assert len(wrong) >= 2 * SCENARIOS[name]
    assert all(option.why for option in wrong)


def test_the_cards_are_of_every_kind_and_in_two_languages() -> None:
    decks = [shipped(name) for name in NAMES]

    assert {type(entry.body) for deck in decks for entry in deck.entries} == {Question, Cloze, Choice, WhyNot}
    assert any(re.search("[가-힣]", text) for text in files(ROOT).values())


def test_the_cards_have_ids_of_their_own() -> None:
    ids = [made.id for name in NAMES for made in card.cards(shipped(name))]

    assert len(ids) == len(set(ids))
