"""One run: exit codes, streams, and no traceback for what a person can cause."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from flashkms.cli.invocation import instant
from flashkms.errors import UsageError

from .conftest import Ended

pytestmark = pytest.mark.processes

Call = Callable[..., Ended]


def process(*arguments: str, root: Path, **settings: object) -> subprocess.CompletedProcess[bytes]:
    """Run the program as a process of its own."""
    command = [sys.executable, "-m", "flashkms", "-C", str(root), *arguments]
    environment = {**os.environ, **settings.pop("env", {})}  # type: ignore[dict-item]
    return subprocess.run(command, capture_output=True, check=False, env=environment, timeout=60, **settings)  # type: ignore[call-overload,no-any-return]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nonsense"], "flashkms: no command is called nonsense (flashkms --help lists them)\n"),
        (["revew"], "flashkms: no command is called revew (did you mean review?)\n"),
        (["due", "--bogus"], "flashkms: no such option '--bogus'\n"),
        (["due", "a", "b"], "flashkms: got unexpected extra argument (b)\n"),
        (["due", "--now", "soon"], "flashkms: --now: 'soon' is no instant (write it as 2026-03-02T09:00:00+09:00)\n"),
        (["due", "-C", "/no/such"], "flashkms: -C: no such folder: /no/such\n"),
        (["due", "-C", "/no\n such\t"], "flashkms: -C: no such folder: /no\\n such\\t\n"),
        (["show", ""], "flashkms: no card is called '' (`flashkms cards` lists them)\n"),
        (["edit", " "], "flashkms: no entry is called ' ' (flashkms cards lists them)\n"),
        (["due", "-C", "a\0b"], "flashkms: -C: no such folder: a\\x00b\n"),
        (
            ["show", "\udcffa"],
            "flashkms: the argument \\udcffa is not UTF-8 (rename the file, or type it in this terminal)\n",
        ),
        (["answer", "kms-zz2345"], "flashkms: a rating is missing (again, hard, good, easy, or 1 to 4)\n"),
        (["answer", "kms-zz2345", "5"], "flashkms: '5' is no rating (again, hard, good, easy, or 1 to 4)\n"),
    ],
)
def test_words_that_make_no_sense_end_with_code_2(flashkms: Call, arguments: list[str], message: str) -> None:
    ended = flashkms(*arguments)

    assert (ended.code, ended.out, ended.err) == (2, "", message)


def test_outside_of_a_collection_the_way_to_one_is_told(flashkms: Call, tmp_path: Path) -> None:
    ended = flashkms("due", root=tmp_path)

    assert ended.code == 2
    assert "flashkms init" in ended.err


def test_every_mistake_in_the_settings_is_told_and_nothing_starts(flashkms: Call, collection: Path) -> None:
    (collection / "flashkms.toml").write_text("[schedule]\nretention = 2\nrolover = 3\n", encoding="utf-8")
    ended = flashkms("due")

    assert ended.code == 2
    assert ended.err.splitlines() == [
        "flashkms.toml:2: retention: 2 does not lie from 0.7 to 0.99 (flashkms help settings says what it may hold)",
        'flashkms.toml:3: unknown key "rolover" (did you mean rollover?)',
    ]


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_time_zone_that_is_none_is_told_with_its_line(flashkms: Call, collection: Path, mark: str) -> None:
    path = collection / "flashkms.toml"
    path.write_text(mark + path.read_text().replace('"UTC"', '"Mars/Base"'))
    ended = flashkms("due")

    assert ended.code == 2
    assert ended.err.startswith(
        "flashkms: flashkms.toml:5: no time zone is called 'Mars/Base' (set [schedule] timezone"
    )


def test_global_options_stand_before_or_after_the_name(flashkms: Call) -> None:
    before = flashkms("--json", "due")
    after = flashkms("due", "--json")

    assert before.out == after.out
    assert before.json["now"] == "2026-03-02T09:00:00Z"


def test_the_option_after_the_name_wins(flashkms: Call) -> None:
    assert flashkms("due", "--json", "--now", "2026-03-05T09:00:00+00:00").json["day"] == "2026-03-05"


def test_version_is_told(flashkms: Call) -> None:
    assert flashkms("--version").out.startswith("flashkms ")


@pytest.mark.parametrize("text", ["", "x", "1969-01-01", "9999-12-31T23:59:59-12:00", "0001-01-01", "2026-13-01"])
def test_what_is_no_instant_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        instant(text, option="--at")


def test_output_into_a_closed_pipe_is_no_error(collection: Path) -> None:
    command = f"{sys.executable} -m flashkms -C {collection} cards | true; echo ${{PIPESTATUS[0]}}"
    ended = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False, timeout=60)

    assert (ended.stdout, ended.stderr) == ("0\n", "")


def test_a_full_disk_under_stdout_is_one_message(collection: Path) -> None:
    with open("/dev/full", "wb") as full:  # noqa: PTH123  # a device
        command = [sys.executable, "-m", "flashkms", "-C", str(collection), "due"]
        ended = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False, timeout=60)

    said = (
        b"flashkms: stdout: no space left on device (only words are lost: what was done is saved, and is not to be done"
    )
    assert (ended.returncode, ended.stderr) == (3, said + b" again)\n")


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_an_answer_that_cannot_be_told_is_saved_and_no_second_one_is_asked_for(
    flashkms: Call, collection: Path, options: list[str]
) -> None:
    with open("/dev/full", "wb") as full:  # noqa: PTH123  # a device
        command = [sys.executable, "-m", "flashkms", "-C", str(collection), "answer", "kms-zz2345", "good", *options]
        ended = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False, timeout=60)

    assert ended.returncode == 3
    assert b"what was done is saved, and is not to be done again" in ended.stderr
    assert b"try again" not in ended.stderr
    assert flashkms("show", "kms-zz2345", "--json", now="2027-01-01T00:00:00Z").json["memory"]["reps"] == 1


@pytest.mark.parametrize(
    "environment", [{"PYTHONIOENCODING": "ascii"}, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}]
)
def test_letters_that_the_terminal_lacks_are_spelled_out(collection: Path, environment: dict[str, str]) -> None:
    (collection / "cards" / "aws" / "ko.yaml").write_text(
        "deck: 한국어\ncards:\n\n- id: ko-234567\n  question: 키는?\n  answer: 열쇠\n", encoding="utf-8"
    )
    plain = process("cards", root=collection, env=environment)
    as_json = process("cards", "--json", root=collection, env=environment)

    assert (plain.returncode, as_json.returncode) == (0, 0)
    assert b"Traceback" not in plain.stderr + as_json.stderr
    assert b"\\ud55c" in plain.stdout
    assert b"\\ud0a4" in as_json.stdout


def test_closed_streams_are_no_traceback(collection: Path) -> None:
    command = f"{sys.executable} -m flashkms -C {collection} due <&- >&-; echo $? >&2"
    ended = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False, timeout=60)

    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize("words", ["answer -", "review --plain", "cram --plain", "exam"])
def test_a_closed_input_is_one_that_has_ended(collection: Path, words: str) -> None:
    command = f"{sys.executable} -m flashkms -C {collection} {words} <&-"
    ended = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False, timeout=60)

    assert ended.returncode == 0
    assert "Traceback" not in ended.stderr


def test_problems_go_nowhere_else_where_their_stream_is_closed(collection: Path) -> None:
    (collection / "cards" / "broken.yaml").write_text("cards: [\n", encoding="utf-8")
    command = f"{sys.executable} -m flashkms -C {collection} check 2>&-"
    ended = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False, timeout=60)

    assert (ended.returncode, ended.stdout) == (1, "")


def test_a_name_that_the_locale_cannot_spell_is_told(collection: Path) -> None:
    (collection / "cards" / "키").mkdir()
    (collection / "cards" / "키" / "x.yaml").write_text("cards:\n- id: x-234567\n  question: a\n  answer: b\n")
    process("due", root=collection, env={"PYTHONUTF8": "1"})
    narrow = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    ended = process("due", root=collection, env=narrow)

    assert ended.returncode == 3
    assert b"Traceback" not in ended.stderr
    assert b"cannot name this file (set LC_ALL=C.UTF-8, or PYTHONUTF8=1)" in ended.stderr


def test_a_module_in_the_working_folder_is_not_imported(collection: Path) -> None:
    """A cloned collection may hold a `yaml.py`; the installed program does not look there."""
    (collection / "yaml.py").write_text("raise SystemExit('imported')\n", encoding="utf-8")
    program = Path(sys.executable).with_name("flashkms")
    ended = subprocess.run([program, "due"], cwd=collection, capture_output=True, text=True, check=False, timeout=60)

    assert ended.returncode == 0
    assert "imported" not in ended.stderr + ended.stdout
