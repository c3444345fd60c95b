"""What bash puts on the line when a person presses tab."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from flashkms.cli.bash import put

DECK = "deck: 'AWS::Key store'\ncards:\n- id: two-aaaaaa\n  question: one?\n  answer: two\n"
PRESSED = """\
eval "$(flashkms completion bash)"
COMP_LINE=$1 COMP_POINT=${#1}
_flashkms_completion flashkms
printf '%s\\n' "${COMPREPLY[@]}"
"""


@pytest.mark.parametrize(
    ("begun", "value", "wanted"),
    [
        ("", "AWS::KMS", "AWS::KMS"),
        ("AW", "AWS::KMS", "AWS::KMS"),
        ("AWS:", "AWS::KMS", ":KMS"),
        ("AWS::", "AWS::KMS", "KMS"),
        ("AWS::k", "AWS::KMS", "KMS"),
        ("AWS::K", "AWS::Key store", "Key\\ store"),
        ("AWS::Key\\ s", "AWS::Key store", "Key\\ store"),
        ('"AWS::K', "AWS::Key store", "AWS::Key store"),
        ("'AWS::K", "AWS::Key store", "AWS::Key store"),
        ("", "$(touch x)`;*", "\\$\\(touch\\ x\\)\\`\\;\\*"),
        ("", "암호 열쇠", "암호\\ 열쇠"),
    ],
)
def test_only_what_is_wanted_is_put_in(begun: str, value: str, wanted: str) -> None:
    assert put(value, begun) == wanted


@pytest.mark.processes
@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("flashkms resto", ["restore"]),
        ("flashkms export AW", ["AWS", "AWS::Key\\ store", "AWS::KMS"]),
        ("flashkms export AWS::K", ["Key\\ store", "KMS"]),
        ("flashkms export 'AWS::Key", ["AWS::Key store"]),
        ("flashkms export AWS::Key\\ store AWS::KM", ["KMS"]),
        ("flashkms show kms-9", ["kms-9d2mx7.1"]),
        ("flashkms help tut", ["tutorial"]),
        ("flashkms nonsense x", []),
        ("flashkms show 'kms-9d2mx7.1' --no", []),
    ],
)
def test_a_line_is_completed_as_a_person_reads_it(collection: Path, home: Path, line: str, wanted: list[str]) -> None:
    (collection / "cards/two.yaml").write_text(DECK)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    ended = subprocess.run(
        ["bash", "--norc", "-c", PRESSED, "bash", line], cwd=collection, capture_output=True, text=True, check=True,
        env={**os.environ, "FLASHKMS_HOME": str(home), "PATH": path},
    )  # fmt: skip

    assert sorted(ended.stdout.split("\n")[:-1], key=str.casefold) == (sorted(wanted, key=str.casefold) or [""])
    assert ended.stderr == ""
