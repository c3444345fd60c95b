"""Work on many items is shared by two processes, and what comes of it is the same as of one."""

from __future__ import annotations

import mmap
import os
import signal
import threading
import time
from collections.abc import Sequence

import pytest

from flashkms.store.shared import Shared
from tests.store.processes import no_process_is_left

pytestmark = [pytest.mark.processes, pytest.mark.usefixtures("one_thread")]

NUMBERS = range(5000)
HERE = os.getpid()


def squares(numbers: Sequence[int]) -> list[int]:
    return [number * number for number in numbers]


def workers(numbers: Sequence[int]) -> list[int]:
    return [os.getpid() for _ in numbers]


def killed_elsewhere(numbers: Sequence[int]) -> list[int]:
    if os.getpid() != HERE:
        os.kill(os.getpid(), signal.SIGKILL)
    return squares(numbers)


def failing(numbers: Sequence[int]) -> list[int]:
    raise LookupError(numbers[0])


def more_than_a_pipe_holds(numbers: Sequence[int]) -> list[bytes]:
    return [bytes(10_000) for _ in numbers]


@pytest.mark.parametrize("count", [0, 1, 255, 256, 257, 5000])
def test_results_come_in_the_order_of_the_items(count: int) -> None:
    with Shared(squares, NUMBERS[:count], least=0) as shared:
        assert list(shared.results()) == squares(NUMBERS[:count])
    assert no_process_is_left()


class Begun:
    """How many parts each process has begun: of both, the one that asks waits for the other, ten seconds at most."""

    def __init__(self) -> None:
        self.parts = memoryview(mmap.mmap(-1, 16)).cast("Q")

    def one(self, *, wait: bool = True) -> None:
        here = os.getpid() == HERE
        self.parts[not here] += 1
        until = time.monotonic() + 10
        while wait and not self.parts[here]:
            if time.monotonic() > until:
                raise TimeoutError


def test_both_processes_work() -> None:
    begun = Begun()

    def together(numbers: Sequence[int]) -> list[int]:
        begun.one()
        return workers(numbers)

    with Shared(together, NUMBERS, least=0) as shared:
        found = list(shared.results())

    assert len(set(found)) == 2
    assert found[-1] == HERE
    assert found[0] != HERE


def test_the_first_results_are_given_while_the_child_is_at_work() -> None:
    """It waits here, with its second part, for somebody who has the first; a part takes long in this process."""
    begun, taken = Begun(), memoryview(mmap.mmap(-1, 8)).cast("Q")

    def waiting(numbers: Sequence[int]) -> list[int]:
        here = os.getpid() == HERE
        begun.one(wait=here)
        if here:
            time.sleep(0.05)
        until = time.monotonic() + 10
        while not here and begun.parts[1] == 2 and not taken[0]:
            if time.monotonic() > until:
                os.kill(os.getpid(), signal.SIGKILL)
        return workers(numbers)

    with Shared(waiting, range(256 * 40), least=0) as shared:
        found = []
        for worker in shared.results():
            found.append(worker)
            taken[0] = 1

    assert found[0] != HERE
    assert found[256] == found[0]
    assert len(found) == 256 * 40


def test_who_takes_the_first_results_alone_waits_for_no_others() -> None:
    with Shared(more_than_a_pipe_holds, NUMBERS, least=0) as shared:
        assert next(shared.results()) == bytes(10_000)
    assert no_process_is_left()


def test_for_a_few_items_no_process_is_made() -> None:
    with Shared(workers, NUMBERS, least=len(NUMBERS) + 1) as shared:
        assert set(shared.results()) == {HERE}


def test_a_program_with_threads_works_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threading, "active_count", lambda: 2)

    with Shared(workers, NUMBERS, least=0) as shared:
        assert set(shared.results()) == {HERE}


def test_what_a_killed_process_leaves_undone_is_done_here() -> None:
    with Shared(killed_elsewhere, NUMBERS, least=0) as shared:
        assert list(shared.results()) == squares(NUMBERS)
    assert no_process_is_left()


def test_what_fails_there_fails_here_too_and_leaves_no_process() -> None:
    with pytest.raises(LookupError), Shared(failing, NUMBERS, least=0) as shared:
        list(shared.results())
    assert no_process_is_left()


def test_who_does_not_ask_for_the_results_waits_for_none() -> None:
    with Shared(more_than_a_pipe_holds, NUMBERS, least=0):
        pass
    assert no_process_is_left()
