"""Files that are there and cannot be read: never taken for empty, never for gone, and used again once they can be."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flashkms import build
from flashkms.build import sources
from flashkms.cards.card import CardId
from flashkms.errors import Exit, UnreadableError
from flashkms.schedule.event import Rating
from flashkms.store import doctor
from flashkms.store.collection import Collection, create
from flashkms.study import Study

Unprivileged = Callable[[], AbstractContextManager[None]]

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
CARD = CardId("kms-aaaaaa.1")
DECK = "deck: A\ncards:\n- id: kms-aaaaaa\n  question: one?\n  answer: '1'\n- id: kms-bbbbbb\n  question: two?\n  answer: '2'\n"
NOTE = "---\ntitle: Keys\nflashcards: true\n---\n\n## Feature\n\n- A key is deleted after **7 to 30 days** at least\n"


@pytest.fixture
def root(tmp_path: Path) -> Iterator[Path]:
    create(tmp_path / "c", text='[schedule]\ntimezone = "UTC"\n')
    (tmp_path / "c/cards/sub").mkdir()
    (tmp_path / "c/cards/sub/a.yaml").write_text(DECK)
    (tmp_path / "c/notes/sub").mkdir()
    for name in ("sub/keys.md", "other.md"):
        (tmp_path / "c/notes" / name).write_text(NOTE.replace("key", name[:3]))
    with opened(tmp_path / "c", write=True) as collection:
        build.apply(collection, build.plan(collection))
        Study(collection, clock=lambda: NOW).answer(CARD, Rating.GOOD, took=timedelta(seconds=3))
    yield tmp_path / "c"
    for path in (tmp_path / "c").rglob("*"):  # nothing is left that cannot be deleted
        if path.is_dir():
            path.chmod(0o755)


def opened(root: Path, *, write: bool = False, home: str = "home") -> Collection:
    return Collection.open(root, now=NOW, home=root.parent / home, write=write)


def reps(root: Path, home: str = "home") -> int:
    with opened(root, home=home) as collection:
        memory = collection.index.state(CARD).memory
        return memory.reps if memory else 0


def the_log(root: Path) -> Path:
    (path,) = (root / "reviews").iterdir()
    return path


@pytest.mark.parametrize("home", ["home", "another"])
@pytest.mark.parametrize("what", ["log", "folder"])
def test_nothing_goes_on_without_a_log_and_it_counts_as_soon_as_it_is_readable(
    root: Path, unprivileged: Unprivileged, home: str, what: str
) -> None:
    path = the_log(root) if what == "log" else root / "reviews"
    mode = path.stat().st_mode
    path.chmod(0)
    shown = path.relative_to(root).as_posix()
    with unprivileged(), opened(root, home=home) as collection:
        with pytest.raises(UnreadableError, match=f"^{shown}: cannot be read: Permission denied \\(let this ") as told:
            assert collection.index
        assert told.value.exit_code == Exit.FAILED
        found = doctor.findings(collection, NOW)
        assert (found[0].rule, found[0].where) == ("unreadable-log", shown)
        assert doctor.facts(collection, NOW) == {}
    path.chmod(mode)

    assert reps(root, home) == 1


def test_a_log_that_turns_unreadable_costs_a_running_program_nothing_it_knows(
    root: Path, unprivileged: Unprivileged
) -> None:
    other = root / "reviews" / "other.jsonl"
    other.write_bytes(the_log(root).read_bytes())
    with opened(root) as collection:
        assert collection.index.state(CARD).memory is not None
        other.chmod(0)
        with unprivileged(), pytest.raises(UnreadableError):
            collection.refresh()
        with unprivileged(), pytest.raises(UnreadableError):
            collection.index.rebuild(NOW)

        assert collection.index.state(CARD).memory is not None


def test_no_sequence_number_is_given_behind_a_log_that_cannot_be_read(root: Path, unprivileged: Unprivileged) -> None:
    before = the_log(root).read_bytes()
    with opened(root, write=True) as collection:
        the_log(root).chmod(0)
        with unprivileged(), pytest.raises(UnreadableError):
            collection.log.stamp(NOW)
        the_log(root).chmod(0o644)

    assert the_log(root).read_bytes() == before


@pytest.mark.parametrize(("place", "mode"), [("sub/a.yaml", 0), ("sub", 0), ("sub", 0o444), ("sub", 0o111), ("", 0)])
def test_cards_stay_as_they_were_read_last_and_that_is_told(
    root: Path, unprivileged: Unprivileged, place: str, mode: int
) -> None:
    path = root / "cards" / place
    before = path.stat().st_mode
    with opened(root) as collection:
        cards = set(collection.cards())
        assert collection.damage() == ()
    path.chmod(mode)
    shown = path.relative_to(root).as_posix()
    for _ in range(2):
        with unprivileged(), opened(root) as collection:
            assert set(collection.cards()) == cards
            assert [(each.path, each.message) for each in collection.damage()] == [
                (shown, "cannot be read: Permission denied")
            ]
            assert collection.damage()[0] in collection.problems()
    path.chmod(before)

    with opened(root) as collection:
        assert set(collection.cards()) == cards
        assert collection.problems() == ()


def test_a_folder_of_decks_that_is_gone_is_gone(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)
    with opened(root) as collection:
        assert CARD in collection.cards()
    (root / "cards/sub").rename(root / "cards/.sub")

    with opened(root) as collection:
        assert CARD not in collection.cards()
        assert collection.damage() == ()


@pytest.mark.parametrize(("place", "mode"), [("sub", 0), ("sub", 0o444), ("sub", 0o111), ("", 0)])
def test_no_entry_is_gone_for_a_folder_of_notes_that_cannot_be_read(
    root: Path, unprivileged: Unprivileged, place: str, mode: int
) -> None:
    path = root / "notes" / place
    before = path.stat().st_mode
    path.chmod(mode)
    with unprivileged(), opened(root, write=True) as collection:
        plan = build.apply(collection, build.plan(collection, force=True))
        _, problems = sources.read(root, ["notes"])
    path.chmod(before)

    assert [change for note in plan.notes for change in note.changes] == []
    assert "gone: true" not in "".join(deck.read_text() for deck in root.glob("cards/**/*.yaml"))
    assert problems
    assert all(problem in plan.problems and "cannot be" in problem.message for problem in problems)


def test_a_deleted_note_waits_until_every_folder_can_be_read(root: Path, unprivileged: Unprivileged) -> None:
    (root / "notes/other.md").unlink()
    (root / "notes/sub").chmod(0)
    with unprivileged(), opened(root) as collection:
        waiting = build.plan(collection)
    (root / "notes/sub").chmod(0o755)
    with opened(root) as collection:
        found = build.plan(collection)

    assert sum(note.count("gone") for note in waiting.notes) == 0
    assert sum(note.count("gone") for note in found.notes) > 0
