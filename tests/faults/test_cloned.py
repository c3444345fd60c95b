"""A collection that a stranger sent is data: nothing in its folder runs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.processes

SCRIPT = Path(sys.executable).with_name("flashkms")
HOOKS = ("post-checkout", "pre-commit", "post-merge", "fsmonitor-watchman", "post-index-change")
MODULES = ("sitecustomize", "usercustomize", "conftest", "yaml", "click", "textual", "flashkms", "readline")


def _trapped(root: Path, mark: Path) -> None:
    """Put everything into *root* that some program would run; each would leave *mark*."""
    hooks = root / ".git" / "hooks"
    hooks.mkdir(parents=True)
    (root / ".git" / "config").write_text(f"[core]\n\tfsmonitor = touch {mark}\n\tsshCommand = touch {mark}\n")
    for name in HOOKS:
        (hooks / name).write_text(f"#!/bin/sh\ntouch {mark}\n")
        (hooks / name).chmod(0o755)
    for folder in (root, root / "notes", root / "cards"):
        for name in MODULES:
            (folder / f"{name}.py").write_text(f"open({str(mark)!r}, 'w')\n")
    (root / ".env").write_text(f"EDITOR=touch {mark}\nPYTHONSTARTUP={root}/sitecustomize.py\n")
    (root / ".editorconfig").write_text("root = true\n")
    (root / "pyproject.toml").write_text(f"[tool.flashkms]\neditor = 'touch {mark}'\n")


@pytest.mark.parametrize(
    "words",
    [
        ("build",),
        ("due",),
        ("cards", "is:new"),
        ("check",),
        ("doctor",),
        ("export",),
        ("stats",),
        ("backup",),
        ("show", "kms-9d2mx7.1"),
    ],
    ids=lambda words: words[0],
)
def test_nothing_in_a_cloned_collection_runs(
    collection: Path, home: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    mark = tmp_path / "ran"
    _trapped(collection, mark)
    environment = {**os.environ, "FLASHKMS_HOME": str(home)}
    ended = subprocess.run(
        [SCRIPT, *words], cwd=collection, env=environment, capture_output=True, text=True, check=False
    )

    assert ended.returncode in {0, 1}
    assert "Traceback" not in ended.stderr
    assert not mark.exists()


def test_the_traps_would_have_been_seen(collection: Path, tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    _trapped(collection, mark)
    subprocess.run([sys.executable, "-c", "import yaml"], cwd=collection, check=False)

    assert mark.exists()


def test_an_editor_in_the_settings_is_refused(collection: Path, home: Path, tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    with (collection / "flashkms.toml").open("a") as settings:
        settings.write(f'\n[review]\neditor = "touch {mark}"\n')
    ended = subprocess.run(
        [SCRIPT, "edit", "kms-9d2mx7"],
        cwd=collection,
        env={**os.environ, "FLASHKMS_HOME": str(home), "EDITOR": "true", "VISUAL": ""},
        capture_output=True,
        text=True,
        check=False,
    )

    assert not mark.exists()
    assert "flashkms.toml:" in ended.stderr
