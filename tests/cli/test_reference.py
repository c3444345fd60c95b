"""The reference of commands is what the program's own help says."""

from __future__ import annotations

import runpy
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"


def test_the_page_of_commands_is_up_to_date() -> None:
    """When this fails: `python docs/commands.py`."""
    made = runpy.run_path(str(DOCS / "commands.py"))["page"]()

    assert made == (DOCS / "commands.md").read_text(encoding="utf-8")
