"""The editor: a list of arguments from the person's own environment."""

from __future__ import annotations

from pathlib import Path

import pytest

from flashkms.cli.editor import edit, words
from flashkms.errors import FlashkmsError, UsageError

DECK = Path("/c/deck.yaml")


def test_visual_wins_over_editor() -> None:
    assert words({"VISUAL": "a", "EDITOR": "b"}) == ("a",)


def test_no_shell_reads_the_editor() -> None:
    assert words({"EDITOR": "vim; rm -rf $HOME"}) == ("vim;", "rm", "-rf", "$HOME")


def test_quotes_that_do_not_close_are_told() -> None:
    with pytest.raises(UsageError, match="EDITOR is no command: vim 'a \\(close its quotes\\)"):
        words({"EDITOR": "vim 'a"})


def test_an_editor_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", "/no/such/editor")

    with pytest.raises(FlashkmsError, match="/no/such/editor does not start: No such file or directory"):
        edit(DECK, 1)


def test_an_editor_that_fails_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", "false")

    with pytest.raises(FlashkmsError, match="false ended with code 1"):
        edit(DECK, 1)
