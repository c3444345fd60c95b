"""A second process answers, is waited for, and is missed when it comes to grief."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator

import pytest

from flashkms.store.index.halves import LostError, Wire, beside
from tests.store.processes import no_process_is_left

pytestmark = [pytest.mark.processes, pytest.mark.usefixtures("one_thread")]

LARGE = bytes(3 * 2**20)  # more than a pipe holds


def echoing(wire: Wire) -> Iterator[bytes]:
    """Sends what it gets, and has more to send than anybody reads meanwhile."""
    yield wire.receive()
    yield LARGE
    yield LARGE
    yield wire.receive()


def killed(wire: Wire) -> Iterator[bytes]:
    yield wire.receive()
    os.kill(os.getpid(), signal.SIGKILL)


def failing(wire: Wire) -> Iterator[bytes]:
    yield wire.receive()
    raise MemoryError


def test_messages_of_any_size_arrive_in_order() -> None:
    with beside(echoing) as wire:
        wire.send(b"")
        assert wire.receive() == b""
        assert wire.receive() == LARGE
        wire.send(LARGE + b"last")
        assert wire.receive() == LARGE
        assert wire.receive() == LARGE + b"last"
        with pytest.raises(LostError):
            wire.receive()
    assert no_process_is_left()


def first_and_more(wire: Wire) -> None:
    wire.send(b"first")
    assert wire.receive() == b"first"
    wire.receive()


def three(wire: Wire) -> None:
    for _ in range(3):
        wire.send(LARGE)


def failing_here(wire: Wire) -> None:
    wire.send(b"first")
    raise LookupError


def together(work: Callable[[Wire], Iterator[bytes]], here: Callable[[Wire], None]) -> None:
    with beside(work) as wire:
        here(wire)


@pytest.mark.parametrize("work", [killed, failing])
def test_a_process_that_comes_to_grief_is_lost(work) -> None:
    with pytest.raises(LostError):
        together(work, first_and_more)
    assert no_process_is_left()


def test_sending_to_one_that_is_gone_is_a_loss() -> None:
    with pytest.raises(LostError):
        together(lambda _: iter(()), three)
    assert no_process_is_left()


def test_what_fails_here_fails_and_leaves_no_process() -> None:
    with pytest.raises(LookupError):
        together(echoing, failing_here)
    assert no_process_is_left()


def test_a_program_with_threads_is_not_forked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threading, "active_count", lambda: 2)

    with pytest.raises(LostError), beside(echoing):
        pass
