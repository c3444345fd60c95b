"""A running Anki with the AnkiConnect add-on, as it is: what the HTTP peer of `test_connect.py` is held against.

Runs only where `FLASHKMS_ANKICONNECT` is the address of one: with a profile of its own, since the tests add notes there,
answer them, and delete them again, one test at a time.
"""

import os
import zlib
from datetime import UTC, datetime

import pytest

from flashkms.exchange.connect import client, status
from flashkms.exchange.pulling import pull
from flashkms.exchange.pushing import push

pytestmark = pytest.mark.desktop

EVERY_KIND = r"""deck: flashkms::Every kind
note: notes/aws/kms.md
tags: [aws]
description: |-
  Every **kind** of card.
cards:

- id: run-question
  question: How long is the shortest waiting period before a key is deleted?
  answer: 7 days

- id: run-cloze
  cloze: |-
    Keys made in {{c1::AWS KMS}} never leave its {{c2::hardware security modules::which devices?}} in the clear.
  extra: |-
    ![the way of a key](diagram.png)

- id: run-choice
  choice: Which service encrypts data **before** it reaches the disk?
  answer: AWS KMS API
  wrong:
  - option: EBS encryption
    why: it encrypts underneath the application

- id: run-whynot
  why_not: EBS encryption
  need: data must be encrypted before it reaches the disk
  answer: it encrypts underneath the application
  instead: AWS KMS API

- id: run-korean
  cloze: 봉투 암호화에서 {{c1::데이터 키}}는 데이터를 암호화한다.

- id: run-code
  question: How is a data key asked for in Python?
  answer: |-
    ```python
    key = kms.generate_data_key(KeyId="alias/app", KeySpec="AES_256")
    ```

- id: run-formula
  cloze: 'The formula is {{c1::\(\frac{a}{\sqrt{b}}\)}}, and of C++ {{c2::std::vector::}}.'
"""
NOTES, CARDS = 7, 9


def picture(shade):
    """A PNG of one pixel."""

    def chunk(name, content):
        return len(content).to_bytes(4, "big") + name + content + zlib.crc32(name + content).to_bytes(4, "big")

    header, pixel = chunk(b"IHDR", bytes((0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0))), zlib.compress(bytes((0, shade)))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", pixel) + chunk(b"IEND", b"")


@pytest.fixture
def ask(tmp_path_factory):
    """How to ask the running Anki, which has no note of these tests before nor after."""
    import fcntl  # noqa: PLC0415  # absent on Windows, where these tests are collected too

    asked = client(os.environ["FLASHKMS_ANKICONNECT"])
    with (tmp_path_factory.getbasetemp().parent / "running-anki.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        clear(asked)
        yield asked
        clear(asked)


def clear(ask):
    ask("deleteNotes", notes=ask("findNotes", query='"deck:flashkms::Every kind"'))


@pytest.fixture
def desk(collection, opened):
    """A collection with every kind of card, and how to open it as of now."""
    (collection / "cards" / "aws" / "kms.yaml").write_text(EVERY_KIND)
    (collection / "notes" / "aws" / "diagram.png").write_bytes(picture(200))

    class Desk:
        deck = collection / "cards" / "aws" / "kms.yaml"

        def open(self):
            return opened(collection, datetime.now(UTC))

        def rewrite(self, before, after):
            assert before in self.deck.read_text()
            self.deck.write_text(self.deck.read_text().replace(before, after))

    return Desk()


def note(ask, name):
    (found,) = ask("notesInfo", notes=ask("findNotes", query=f"ID:{name}"))
    return found


def text(ask, name, field):
    return note(ask, name)["fields"][field]["value"]


def test_every_kind_arrives_and_a_second_push_changes_nothing(desk, ask):
    with desk.open() as held:
        first, second, told = push(held, ask), push(held, ask), status(held, ask)

    assert (first.added, first.updated, first.skipped) == (NOTES, 0, ())
    assert (second.added, second.updated, second.kept, second.skipped) == (0, 0, (), ())
    assert (told.version, told.known, told.missing) == (6, NOTES, 0)
    assert len(ask("findCards", query='"deck:flashkms::Every kind"')) == CARDS
    assert note(ask, "run-choice")["modelName"] == "flashkms Choice"
    assert "데이터 키" in text(ask, "run-korean", "Text")
    shown = text(ask, "run-cloze", "Extra")
    assert ask("retrieveMediaFile", filename=shown.partition('src="')[2].partition('"')[0])


def test_what_changed_here_is_updated_and_what_was_edited_there_is_kept(desk, ask):
    with desk.open() as held:
        push(held, ask)
    ask("updateNoteFields", note={"id": note(ask, "run-code")["noteId"], "fields": {"Extra": "mine"}})
    ask("addTags", notes=[note(ask, "run-question")["noteId"]], tags="mine")
    desk.rewrite("answer: 7 days", "answer: seven days\n\n- id: run-another\n  question: A new one?\n  answer: yes")
    desk.rewrite("asked for in Python", "wanted in Python")

    with desk.open() as held:
        pushed = push(held, ask)

    assert (pushed.added, pushed.updated, pushed.kept) == (1, 1, ("run-code",))
    assert text(ask, "run-question", "Answer") == "<p>seven days</p>"
    assert "mine" in note(ask, "run-question")["tags"]
    assert (text(ask, "run-code", "Extra"), "asked for" in text(ask, "run-code", "Question")) == ("mine", True)


def test_answers_and_suspensions_are_fetched_once(desk, ask):
    with desk.open() as held:
        push(held, ask)
    (easy,), (again,) = note(ask, "run-question")["cards"], note(ask, "run-korean")["cards"]
    ask("answerCards", answers=[{"cardId": easy, "ease": 4}, {"cardId": again, "ease": 1}])
    ask("suspend", cards=[easy])

    with desk.open() as held:
        first, second = pull(held, ask), pull(held, ask)
        held.refresh()
        states = {name: held.index.state(name) for name in ("run-question.1", "run-korean.1")}
    ask("unsuspend", cards=[easy])
    with desk.open() as held:
        third = pull(held, ask)

    assert (first.reviews, first.suspensions, second.reviews, second.suspensions) == (2, 1, 0, 0)
    assert states["run-question.1"].suspended
    (there,) = ask("cardsInfo", cards=[easy])
    assert states["run-question.1"].memory.interval_days == there["interval"] > 0
    assert [state.memory.reps for state in states.values()] == [1, 1]
    assert (third.reviews, third.suspensions) == (0, 1)


def test_anki_answers_with_a_window_open(desk, ask):
    ask("guiAddCards")
    ask("guiBrowse", query="ID:run-question")

    with desk.open() as held:
        assert push(held, ask).added == NOTES
