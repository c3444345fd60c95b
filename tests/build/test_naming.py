"""What decks are called: one spelling for one place in the tree."""

from __future__ import annotations

from pathlib import Path

import pytest

from flashkms import notes
from flashkms.build.naming import deck_name, deck_path, spellings
from flashkms.build.sources import Source


def source(path: str, title: str, deck: str = "") -> Source:
    head = f"title: {title}\n" + (f"flashcards: {{deck: '{deck}'}}\n" if deck else "")
    note, _ = notes.parse(f"---\n{head}---\n", f"notes/{path}")
    return Source(note, (), (), Path(path).parts[:-1])


def names(*sources: Source, decks: tuple[str, ...] = ()) -> list[str]:
    spelt = spellings(decks, sources)
    return [deck_name(one, spelt) for one in sources]


def test_a_folder_is_written_as_any_title_in_it_writes_it() -> None:
    found = names(source("aws/backup.md", "Backups"), source("aws/kms.md", "AWS KMS"))

    assert found == ["AWS::Backups", "AWS::KMS"]


def test_a_folder_takes_the_spelling_of_a_deck_that_is_there() -> None:
    found = names(source("aws/kms.md", "AWS KMS"), decks=("Aws::Lambda",))

    assert found == ["Aws::KMS"]


def test_a_folder_takes_the_spelling_of_an_authors_own_name() -> None:
    found = names(source("aws/s3.md", "Buckets"), source("x.md", "X", deck="AWS::Mine"))

    assert found == ["AWS::Buckets", "AWS::Mine"]


def test_a_title_takes_the_spelling_of_a_deck_in_the_same_place() -> None:
    assert names(source("kms.md", "kms"), decks=("KMS",)) == ["KMS"]


@pytest.mark.parametrize("decks", [(), ("Old::AWS",), ("AWS-Old",)])
def test_what_is_called_alike_elsewhere_is_left_alone(decks: tuple[str, ...]) -> None:
    assert names(source("aws/s3.md", "Buckets"), decks=decks) == ["aws::Buckets"]


def test_an_authors_own_name_is_left_alone() -> None:
    assert names(source("x.md", "X", deck="aws::Mine"), decks=("AWS::Other",)) == ["aws::Mine"]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("보안/2020-01-02-열쇠 관리.md", "cards/보안/열쇠-관리.yaml"),
        ("кухня.md", "cards/кухня.yaml"),
        ("2020-01-02-VPC 네트워크.md", "cards/vpc.yaml"),
        ("Café.md", "cards/cafe.yaml"),
        ("2024-01-01.md", "cards/2024-01-01.yaml"),
        ("!!!.md", "cards/card.yaml"),
    ],
)
def test_a_deck_file_is_called_as_its_note_in_letters_that_are_there(path: str, expected: str) -> None:
    assert deck_path(source(path, "X")) == expected
