"""What starting costs is imports: each command brings in only what it needs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = ("textual", "genanki", "rich", "flashkms.build", "flashkms.exchange", "flashkms.tui.app", "markdown_it")


def imported(*arguments: str, root: Path) -> set[str]:
    """The modules that a run has imported at its end."""
    program = (
        "import sys; from flashkms.cli import run; code = run(sys.argv[1:]); "
        "print(*sys.modules, sep='\\n', file=sys.stderr); sys.exit(code)"
    )
    command = [sys.executable, "-c", program, "-C", str(root), *arguments]
    return set(subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stderr.splitlines())


@pytest.mark.parametrize("arguments", [["due"], ["due", "--json"], ["answer", "kms-zz2345", "3"], []], ids=str)
def test_what_is_not_shown_on_a_screen_imports_no_screen(collection: Path, arguments: list[str]) -> None:
    modules = imported(*arguments, root=collection)

    assert "flashkms.study" in modules
    assert not modules & set(HEAVY)


def test_a_second_due_reads_no_yaml(collection: Path) -> None:
    imported("due", root=collection)

    assert "yaml" not in imported("due", root=collection)


def test_help_opens_no_collection(collection: Path) -> None:
    modules = imported("--help", root=collection)

    assert not {"flashkms.store", "flashkms.study", "sqlite3", "yaml"} & modules


def test_a_screen_starts_without_openssl() -> None:
    """asyncio would load it for connections; who asks for it later has it."""
    program = (
        "import sys; from flashkms import tui; tui._import_asyncio(); import flashkms.tui.screens.review; "
        "assert 'ssl' not in sys.modules; import ssl; ssl.create_default_context()"
    )

    subprocess.run([sys.executable, "-W", "error", "-c", program], check=True, timeout=60)


def test_a_screen_starts_without_the_widgets_of_no_first_card() -> None:
    """Textual's palette would load them for the names of their types; who asks for those later has them."""
    program = (
        "import sys; from flashkms import tui; tui._import_palette(); import flashkms.tui.screens.review; "
        "assert 'textual.widgets._directory_tree' not in sys.modules; "
        "from textual.types import DirEntry, IgnoreReturnCallbackType; "
        "from textual.command import CommandPalette, Hit; assert Hit(1, 'a', print).command is print; "
        "tui._import_palette(); from textual import types; assert types.DirEntry is DirEntry"
    )

    subprocess.run([sys.executable, "-W", "error", "-c", program], check=True, timeout=60)


def test_what_names_types_before_a_screen_starts_keeps_them() -> None:
    program = (
        "import sys, textual.types; from flashkms import tui; tui._import_palette(); import textual.command; "
        "assert textual.types.DirEntry"
    )

    subprocess.run([sys.executable, "-W", "error", "-c", program], check=True, timeout=60)


def test_a_card_without_html_is_shown_without_what_reads_it() -> None:
    program = (
        "import sys; from flashkms.tui.text.document import document; import flashkms.tui.screens.review; "
        "assert document('Which service encrypts?').blocks; assert 'flashkms.cards.markup' not in sys.modules; "
        "assert document('H<sub>2</sub>O').blocks[0].content.plain == 'H₂O'"
    )

    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)
