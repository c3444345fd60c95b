"""Whatever bytes come in, each reader says what is wrong, in bounded time and memory; and the harness can fail."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashkms import config, notes
from flashkms.cards import card, deckfile
from flashkms.safe import safe
from flashkms.store import log

from .mutations import READERS

LONG = bool(os.environ.get("FLASHKMS_LONG"))
INPUTS = int(os.environ.get("FLASHKMS_INPUTS", "1000000" if LONG else "400"))
REPOSITORY = Path(__file__).parents[2]


def tried(reader: str, inputs: int) -> tuple[int, str]:
    command = [sys.executable, "-m", "tests.faults.mutations", reader, str(inputs)]
    ran = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    return json.loads(ran.stdout.splitlines()[0])["failures"], ran.stdout + ran.stderr


@pytest.mark.parametrize("reader", READERS)
def test_no_input_ends_a_reader(reader: str) -> None:
    failures, said = tried(reader, INPUTS // 20 if reader == "names" else INPUTS)  # each goes through four commands

    assert failures == 0, said


def test_a_careless_reader_is_caught_by_exception_and_by_signal() -> None:
    failures, said = tried("careless", 400)

    assert failures > 1
    assert "Error" in said
    assert "ended with status" in said


@given(st.binary(max_size=400))
def test_any_bytes_are_lines_of_a_log(data: bytes) -> None:
    events, problems = log.parse(data, "reviews/a.jsonl")

    assert len(events) + len(problems) <= data.count(b"\n") + 1


@given(st.text(max_size=400))
def test_any_text_is_a_deck_file_a_note_and_settings(text: str) -> None:
    deck, problems = deckfile.parse(text, "cards/a.yaml")
    note, more = notes.parse(text, "notes/a.md")

    assert len(card.cards(deck)) >= len(deck.entries)
    assert notes.drafts(note) is not None
    for problem in (*problems, *more, *config.parse(text, "flashkms.toml")[1]):
        assert safe(str(problem)).isprintable() or "\n" in str(problem) or "\t" in str(problem)
