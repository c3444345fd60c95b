"""A long computation comes out the same on two cores, on one, and when the other half comes to grief."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Sequence

import pytest

from flashkms.store.index.halves import halved
from flashkms.store.index.rows import Cells

pytestmark = pytest.mark.processes

CARDS = tuple(f"kms-{number:06}.1" for number in range(9001))
HERE = os.getpid()


def one_by_one(cards: Sequence[str]) -> list[Cells]:
    return [(int(card[4:10]), None, 0.1, b"began", -1) for card in cards]


def computed(compute: Callable[[Sequence[str]], list[Cells]], cards: Sequence[str]) -> list[Cells]:
    """All rows, each card once and in order."""
    some = list(halved(compute, cards))
    assert [card for part, _ in some for card in part] == list(cards)
    return [row for _, rows in some for row in rows]


def killed_elsewhere(cards: Sequence[str]) -> list[Cells]:
    if os.getpid() != HERE:
        os.kill(os.getpid(), signal.SIGKILL)
    return one_by_one(cards)


def failing_elsewhere(cards: Sequence[str]) -> list[Cells]:
    if os.getpid() != HERE:
        raise MemoryError
    return one_by_one(cards)


@pytest.mark.parametrize("compute", [one_by_one, killed_elsewhere, failing_elsewhere])
@pytest.mark.parametrize("many", [0, 1, 3999, 4000, 9001])
def test_two_halves_are_the_whole(compute, many: int) -> None:
    assert computed(compute, CARDS[:many]) == one_by_one(CARDS[:many])


def test_what_fails_here_fails_and_leaves_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threading, "active_count", lambda: 1)

    def failing_here(cards: Sequence[str]) -> list[Cells]:
        if os.getpid() == HERE:
            raise LookupError
        return one_by_one(cards)

    with pytest.raises(LookupError):
        computed(failing_here, CARDS)
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_a_program_with_threads_is_not_forked() -> None:
    ready = threading.Event()
    waiting = threading.Thread(target=ready.wait)
    waiting.start()
    processes: set[int] = set()

    def compute(cards: Sequence[str]) -> list[Cells]:
        processes.add(os.getpid())
        return one_by_one(cards)

    try:
        assert computed(compute, CARDS) == one_by_one(CARDS)
    finally:
        ready.set()
        waiting.join()
    assert processes == {HERE}
