"""Every command with words that somebody might type, and with words that nobody would: an exit code, never a traceback."""

from __future__ import annotations

import contextlib
import io
import os
import random
import re
import sys
from pathlib import Path

import click
import pytest

from flashkms.cli.group import group
from flashkms.cli.registry import COMMANDS
from flashkms.cli.run import run

LINES = 20_000 if os.environ.get("FLASHKMS_LONG") else 250
CHUNK = 250  # lines that one collection goes through
NOWS = ("2026-03-02T09:00:00Z", "2027-01-01T00:00:00+09:00", "2020-02-29T23:59:59Z")
TYPED = ("", "a\nb\n", "kms-4t7q2m.1 3\n", "good\nagain\nq\n", '{"card":1}\n', "\x1b\n", "1\n2\n3\n4\nq\n")
ODD = (
    "", ".", "nope.1", "a" * 5000, "\x1b[31m", "한글", "kms.99999999999999999999", "kms.0", "kms.-1", "-1", "\u202e", "\udcff",
    "../../etc", "*", "deck:AWS", "is:due", "(((", "tag:x or", '"', "is:", "::", "0", "5", "99999999999999999999", "-5",
    "nan", "inf", "1e999", "2026-02-30", "9999-12-31", "0001-01-01", "10000-01-01", "9999-12-31T23:59:59Z", "now",
    "/dev/null", "/dev/zero", "/nonexistent/x", "notes", "all", "true",
)  # fmt: skip
NO_SCREEN = [name for name in COMMANDS if name not in ("serve", "browse")]
ESCAPES = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("EDITOR", "true")
    monkeypatch.chdir(tmp_path)
    assert said("init", "--demo", "c")[0] == 0
    assert said("-C", "c", "build")[0] == 0
    return tmp_path / "c"


def said(*words: str) -> tuple[int, str]:
    """The exit code of a command line, and all that it wrote."""
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        code = run(words)
    out.flush()
    return code, out.buffer.getvalue().decode()


def word(dice: random.Random, parameter: click.Parameter, cards: list[str]) -> str:
    """A word for *parameter*: mostly one that makes sense."""
    kind, name = parameter.type, (parameter.name or "").lower()
    if dice.random() < 0.12:
        return dice.choice(ODD)
    if isinstance(kind, click.Choice):
        return str(dice.choice(list(kind.choices)))
    if isinstance(kind, click.types.IntParamType):
        return str(dice.choice((0, 1, 2, 3, 5, 7, 30, 100, -1, 10**12)))
    if isinstance(kind, click.types.FloatParamType):
        return dice.choice(("0.7", "0.9", "1", "0", "2.5"))
    sensible = {
        "card": cards,
        "entr": [card.rpartition(".")[0] for card in cards],
        "deck": ["AWS", "AWS::KMS", "KMS", "aws::kms", ""],
        "note": ["notes/aws/kms.md", "notes", "notes/aws"],
        "day": ["2026-12-01", "2026-03-01", "0001-01-01", "3"],
    }
    return dice.choice(next((words for part, words in sensible.items() if part in name), ODD))


def line(dice: random.Random, cards: list[str]) -> list[str]:
    """A command line, without the collection and the instant."""
    name = dice.choice(NO_SCREEN)
    found = group().get_command(click.Context(group()), name)
    assert found is not None
    words = [name]
    for parameter in found.params:
        if isinstance(parameter, click.Argument):
            many = (
                0
                if not parameter.required and dice.random() < 0.4
                else 1
                if parameter.nargs == 1
                else dice.randrange(1, 4)
            )
            words += [word(dice, parameter, cards) for _ in range(many)]
        elif dice.random() < 0.25 and not {"--help", "-C", "--now"} & set(parameter.opts):
            words.append(dice.choice(parameter.opts))
            words += [] if getattr(parameter, "is_flag", False) else [word(dice, parameter, cards)]
    return words


@pytest.mark.parametrize("seed", range(LINES // CHUNK))
def test_no_command_line_ends_in_a_traceback(seed: int, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dice = random.Random(seed)
    entries = re.findall(r"^- id: (\S+)", (root / "cards/aws/kms.yaml").read_text(encoding="utf-8"), re.MULTILINE)
    codes = []
    for _ in range(CHUNK):
        words = line(dice, [f"{entry}.1" for entry in entries])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(dice.choice(TYPED).encode())))
        code, text = said("-C", "c", "--now", dice.choice(NOWS), *words)
        codes.append(code)

        assert code in {0, 1, 2, 3, 130}, (words, code)
        assert "Traceback" not in text, words
        assert not ESCAPES.search(text), (words, text)
    assert codes.count(0) > CHUNK // 4, "lines that make no sense try nothing"
