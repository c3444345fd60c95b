"""Several programs at work in one collection: nobody's words or answers are lost."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flashkms.cards import deckfile
from flashkms.cards.card import CardId
from flashkms.schedule.event import Rating, Review
from flashkms.store.collection import Collection, create
from flashkms.study import Study

pytestmark = pytest.mark.processes

LONG = bool(os.environ.get("FLASHKMS_LONG"))
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
MANY = 100 if LONG else 25
HEAD = "import os, sys; from pathlib import Path; root = Path(sys.argv[1]); which = int(sys.argv[2]); many = int(sys.argv[3])\n"
EDITOR = (
    HEAD
    + """
from datetime import UTC, datetime
from flashkms.store.collection import Collection
from flashkms.store.files import ChangedError
from flashkms.study.wording import reword, wording
with Collection.open(root, now=datetime(2026, 3, 2, 12, tzinfo=UTC)) as held:
    card = held.cards()[f"kms-{'abcd'[which] * 6}.1"]
    for number in range(many):
        while True:
            taken = wording(held, card)
            try:
                assert not reword(held, taken, taken.text.replace("answer: ", f"answer: {number}+", 1))
            except ChangedError:
                continue
            break
"""
)
IN_PLACE = HEAD + 'path = root / "cards/a.yaml"; text = path.read_text()\nfor _ in range(many): path.write_text(text)\n'
CARELESS = (
    HEAD
    + """
path = root / "cards/a.yaml"
for number in range(many):
    lines = path.read_text().splitlines(keepends=True)
    at = next((at for at, line in enumerate(lines) if "kms-" + "abcd"[which] * 6 in line), None)
    if at is not None:
        lines[at + 2] = lines[at + 2].replace("answer: ", f"answer: {number}+", 1)
        draft = path.with_name(f"{which}.tmp")
        draft.write_text("".join(lines))
        draft.rename(path)
"""
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    create(tmp_path / "c", text='[schedule]\ntimezone = "UTC"\n')
    entries = "".join(
        f"\n- id: kms-{letter * 6}\n  question: {letter}?   # by hand\n  answer: end\n" for letter in "abcd"
    )
    (tmp_path / "c" / "cards" / "a.yaml").write_text(f"deck: A\ncards:\n{entries}")
    return tmp_path / "c"


def started(code: str, root: Path, which: int, many: int = MANY) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", code, str(root), str(which), str(many)], stderr=subprocess.PIPE)


def edits(root: Path) -> list[int]:
    """How many edits of each entry are in its answer."""
    deck, _ = deckfile.parse((root / "cards" / "a.yaml").read_text(), "cards/a.yaml")
    return [repr(entry.body).count("+") for entry in deck.entries]


def together(code: str, root: Path) -> list[str]:
    running = [started(code, root, which) for which in range(4)]
    return [process.communicate()[1].decode() for process in running]


def test_four_programs_that_edit_one_file_lose_nothing(root: Path) -> None:
    said = together(EDITOR, root)

    assert said == [""] * 4
    assert edits(root) == [MANY] * 4
    assert (root / "cards" / "a.yaml").read_text().count("# by hand") == 4


def test_programs_that_only_rename_lose_edits(root: Path) -> None:
    """Whether they meet is chance, so they try until they do."""
    before = (root / "cards" / "a.yaml").read_text()
    for _ in range(20):
        (root / "cards" / "a.yaml").write_text(before)
        together(CARELESS, root)
        if sum(edits(root)) < 4 * MANY:
            return
    pytest.fail("nothing was lost: the test of those that lose nothing could not fail")


def test_a_reviewer_beside_an_editor_that_saves_in_place_keeps_every_card(root: Path) -> None:
    with Collection.open(root, now=NOW) as held:
        assert len(held.cards()) == 4
    editor = started(IN_PLACE, root, 0, 200_000)
    try:
        for _ in range(MANY):
            with Collection.open(root, now=NOW, write=True) as held:
                assert len(held.cards()) == 4
                log = held.log
                held.append((Review(**log.stamp(NOW), card="kms-aaaaaa.1", rating=3, took_ms=1),), NOW)
    finally:
        editor.kill()
        editor.communicate()
    (root / "cards" / "a.yaml").write_text("deck: A\ncards:\n- id: kms-aaaaaa\n  question: a?\n  answer: b\n")
    with Collection.open(root, now=NOW) as held:
        assert sum(isinstance(event, Review) for event in held.log.read()[0]) == MANY


def test_two_devices_that_study_apart_are_one_history_afterwards(root: Path, tmp_path: Path) -> None:
    for home, times in (("desk", 3), ("lap", 4)):
        with Collection.open(root, now=NOW, home=tmp_path / home, write=True) as held:
            for _ in range(times):
                held.append((Review(**held.log.stamp(NOW), card="kms-bbbbbb.1", rating=3, took_ms=1),), NOW)
    told = []
    for home in ("desk", "lap", "third"):
        with Collection.open(root, now=NOW, home=tmp_path / home) as held:
            told.append(held.index.state("kms-bbbbbb.1").memory)

    assert told[0] == told[1] == told[2]
    assert told[0] is not None
    assert told[0].reps == 7


def test_a_reviewer_beside_a_git_that_switches_branches_keeps_every_answer(root: Path) -> None:
    deck, log = root / "cards" / "a.yaml", root / "reviews"
    with Collection.open(root, now=NOW, write=True) as held:
        held.append((Review(**held.log.stamp(NOW), card="kms-aaaaaa.1", rating=3, took_ms=1),), NOW)

    def git(*words: str) -> None:
        identity = ("-c", "user.name=a", "-c", "user.email=a@example.org")
        subprocess.run(["git", "-C", str(root), *identity, *words], check=True, capture_output=True)

    git("init", "-q", "-b", "one")
    git("add", "-A")
    git("commit", "-qm", "one")
    git("switch", "-qc", "two")
    deck.write_text(
        deck.read_text().replace("answer: end", "answer: another end")
        + "\n- id: kms-eeeeee\n  question: e?\n  answer: e\n"
    )
    git("commit", "-qam", "two")
    stop, answers = root / ".git" / "stop", 0
    loop = 'while [ ! -e "$0/.git/stop" ]; do git -C "$0" switch -q one; git -C "$0" switch -q two; done'
    with (
        subprocess.Popen(["sh", "-c", loop, str(root)]) as switching,
        Collection.open(root, now=NOW, write=True) as held,
    ):
        study = Study(held, clock=lambda: NOW)
        while answers < MANY or len((root / ".git" / "logs" / "HEAD").read_text().splitlines()) < MANY:
            study.refresh()
            study.answer(CardId("kms-bbbbbb.1"), Rating.GOOD, took=timedelta(seconds=5))
            answers += 1
            if switching.poll() is not None:
                break
        stop.touch()
    assert switching.returncode == 0
    for branch in ("one", "two"):
        git("switch", "-q", branch)
        with Collection.open(root, now=NOW) as held:
            assert sum(isinstance(event, Review) for event in held.log.read()[0]) == answers + 1
            memory = held.index.state(CardId("kms-bbbbbb.1")).memory
            assert memory is not None
            assert memory.reps == answers
            assert len(held.cards()) == (4 if branch == "one" else 5)
            assert not held.problems()
    assert len(list(log.iterdir())) == 1


def test_three_devices_with_late_lost_and_doubled_logs_are_one_history(root: Path, tmp_path: Path) -> None:
    roots = [root] + [Path(shutil.copytree(root, tmp_path / name)) for name in ("lap", "phone")]
    for round_ in range(3):
        for number, place in enumerate(roots):
            with Collection.open(place, now=NOW, home=tmp_path / f"home{number}", write=True) as held:
                at = NOW + timedelta(days=round_, minutes=number)
                held.append((Review(**held.log.stamp(at), card="kms-cccccc.1", rating=number + 2, took_ms=1),), NOW)
        if round_ == 1:  # the second machine gets what the others had then, under a name of the tool that syncs
            for place in (roots[0], roots[2]):
                for log in (place / "reviews").glob("*.jsonl"):
                    shutil.copy(log, roots[1] / "reviews" / f"{log.stem}.sync-conflict-20260303-120000-ABCDEFG.jsonl")
    later = NOW + timedelta(days=9)
    told = []
    for number, place in enumerate(roots):
        for other in roots[::-1] if number else roots:
            for log in (other / "reviews").glob("*.jsonl"):
                if "sync-conflict" not in log.name:
                    shutil.copy(log, tmp_path / "late")
                    (tmp_path / "late").replace(place / "reviews" / log.name)
        with Collection.open(place, now=later, home=tmp_path / f"home{number}") as held:
            told.append(held.index.state(CardId("kms-cccccc.1")).memory)

    assert told[0] is not None
    assert told[0].reps == 9
    assert told[0] == told[1] == told[2]
