"""Settings that name notes which are not there: told with their line, and only what reads notes stops."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import Ended

Call = Callable[..., Ended]


def test_a_folder_of_notes_that_is_not_there_is_told_at_its_line(flashkms: Call, collection: Path) -> None:
    settings = collection / "flashkms.toml"
    settings.write_text(settings.read_text() + '[notes]\npaths = [\n  "notes",\n  "nots",\n  "flashkms.toml",\n]\n')
    line = settings.read_text().splitlines().index('  "nots",') + 1
    said = (
        f"flashkms.toml:{line}: no note or folder nots (make it, or correct `paths` of `[notes]`)\n"
        f"flashkms.toml:{line + 1}: flashkms.toml is no note (the name of a note ends in .md or .markdown)\n"
    )
    for command, code in ((["build"], 2), (["build", "--dry-run"], 2), (["check", "--no-lint"], 1)):
        ended = flashkms(*command)

        assert (ended.code, ended.out, ended.err) == (code, "", said)


@pytest.mark.parametrize("paths", ['["nots"]', '["../nots"]', "[3]"])
def test_what_needs_no_notes_goes_on_without_them(flashkms: Call, collection: Path, paths: str) -> None:
    commands = [
        ["due"],
        ["review", "--plain"],
        ["show", "kms-zz2345"],
        ["stats"],
        ["answer", "kms-zz2345", "good"],
        ["doctor"],
    ]
    before = {tuple(command): flashkms(*command) for command in commands}
    flashkms("undo")
    settings = collection / "flashkms.toml"
    settings.write_text(settings.read_text() + f"[notes]\npaths = {paths}\n")
    for command in commands[:-1] if paths != '["nots"]' else commands:
        ended = flashkms(*command)

        assert ended.code == before[tuple(command)].code == 0
        assert ("flashkms.toml:" in ended.err) is (paths != '["nots"]')
    assert flashkms("build").code == 2
