"""A small collection to study, and a clock that a test moves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flashkms.store.collection import Collection, create
from flashkms.study import Study

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
DECK = """\
deck: AWS::KMS
cards:

- id: kms-aaaaaa
  cloze: Keys made in {{c1::AWS KMS}} stay in {{c2::hardware modules}}.

- id: kms-bbbbbb
  question: Who may use a key?
  answer: whom the key policy allows
  tags: [policy]

- id: kms-cccccc
  question: 열쇠는 어디에 있는가?
  answer: 서울
"""


class Desk:
    """A collection in a folder, its clock, and a study of it that can be closed and opened again."""

    def __init__(self, folder: Path, settings: str = "", deck: str = DECK) -> None:
        self.root, self.home = folder / "collection", folder / "home"
        self.now = NOW
        create(self.root, text=f'[schedule]\ntimezone = "UTC"\n{settings}')
        self.deck = self.root / "cards" / "kms.yaml"
        self.deck.write_text(deck, encoding="utf-8")
        self.open()

    def open(self, *, write: bool = True) -> Study:
        self.collection = Collection.open(self.root, now=self.now, home=self.home, write=write)
        self.study = Study(self.collection, clock=lambda: self.now)
        return self.study

    def again(self) -> Study:
        """As after a restart."""
        self.collection.close()
        return self.open()

    def later(self, **time: float) -> None:
        self.now += timedelta(**time)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path)
    yield desk
    desk.collection.close()
