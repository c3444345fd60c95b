"""The program behind a tab: Textual's packets over its pipes, and what it said when it ended.

A packet is a letter, four bytes of length, and as many bytes: `D` what is drawn or typed, `M` a JSON object about it.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
from asyncio.subprocess import PIPE, Process
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from importlib.metadata import version

from msgspec import Struct

from flashkms.safe import safe

_DRIVER = "flashkms.tui.served:ServedDriver"  # named, not imported: the server itself draws nothing
_PRELUDE = b"__GANGLION__\n"  # what a Textual program says before its first packet
_HEADER = 5  # bytes
_MOST_WORDS = 64 * 1024  # bytes of stderr that are kept, the last ones
_MOST_LINES = 10  # of them that a tab has room for
_PATIENCE = 15.0  # seconds that a program which was asked to quit gets


class Ending(Struct, frozen=True):
    """How a program ended: its exit *code*, negative for a signal, and what it *said* on stderr."""

    code: int = 0
    said: str = ""

    @property
    def words(self) -> str:
        """What a person is told of it, in some lines; empty where they left, and know."""
        if not self.code:
            return ""
        if self.said:
            return "\n".join(self.said.splitlines()[-_MOST_LINES:])
        return f"flashkms {self._how}. Every answer was saved."

    @property
    def _how(self) -> str:
        number = -self.code if self.code < 0 else self.code - 128  # as a shell counts
        try:
            return f"was ended from outside, by {signal.Signals(number).name}"
        except ValueError:
            return f"ended with code {self.code}"


class Program:
    """Runs *command*; *paint* is given what it draws, *open_link* the address that it wants opened."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        paint: Callable[[bytes], Awaitable[None]],
        open_link: Callable[[str], Awaitable[None]],
    ) -> None:
        self._command = command
        self._paint = paint
        self._open_link = open_link
        self._process: Process | None = None
        self.leaving = asyncio.Event()  # set once it draws no more, though it may have something to finish

    async def start(self, width: int, height: int) -> None:
        """Start it in a terminal of *width* by *height* cells, once."""
        self._process = await asyncio.create_subprocess_exec(
            *self._command,
            stdin=PIPE,
            stdout=PIPE,
            stderr=PIPE,
            env={**os.environ, **_surroundings(width, height)},
            start_new_session=True,  # what is typed on the server's own terminal ends the server, and that its programs
        )

    async def run(self) -> Ending:
        """Pass on what it draws until it ends; how it did."""
        process = self._running
        words = asyncio.create_task(_last(process.stderr))
        try:
            await self._pass_on()
        finally:
            self.leaving.set()
        said = safe((await words).decode("utf-8", "replace")).strip()
        return Ending(await process.wait(), said)

    async def type(self, text: str) -> None:
        """Type *text* into it."""
        await self._send(b"D", text.encode("utf-8", "replace"))

    async def tell(self, kind: str, **more: int) -> None:
        """Tell it of a `resize` to *width* and *height*, of `focus` or `blur`, or to `quit`."""
        await self._send(b"M", json.dumps({"type": kind, **more}).encode())

    async def end(self) -> None:
        """Ask it to quit, kill it when it has not within the patience, and wait for its end."""
        process = self._running
        try:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._quit(), _PATIENCE)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)  # the session that it leads, so that no child keeps its pipes
            await process.wait()

    @property
    def _running(self) -> Process:
        assert self._process is not None
        return self._process

    async def _quit(self) -> None:
        await self.tell("quit")
        await self._running.wait()

    async def _send(self, kind: bytes, payload: bytes) -> None:
        stdin = self._running.stdin
        assert stdin is not None
        with suppress(ConnectionError, RuntimeError):  # it has ended, and `run` tells how
            stdin.write(kind + len(payload).to_bytes(4, "big") + payload)
            await stdin.drain()

    async def _pass_on(self) -> None:
        stdout = self._running.stdout
        assert stdout is not None
        with suppress(asyncio.IncompleteReadError):
            await stdout.readuntil(_PRELUDE)
            while True:
                header = await stdout.readexactly(_HEADER)
                payload = await stdout.readexactly(int.from_bytes(header[1:], "big"))
                if header[:1] == b"D":
                    await self._paint(payload)
                elif header[:1] == b"M":
                    await self._hear(json.loads(payload))

    async def _hear(self, told: dict[str, object]) -> None:
        match told:
            case {"type": "exit"}:
                self.leaving.set()
            case {"type": "open_url", "url": str(url)}:
                await self._open_link(url)


def _surroundings(width: int, height: int) -> dict[str, str]:
    """What a Textual program that is not in a terminal goes by."""
    return {
        "TEXTUAL_DRIVER": _DRIVER,
        "TEXTUAL_FPS": "60",
        "TEXTUAL_COLOR_SYSTEM": "truecolor",
        "TERM_PROGRAM": "textual",
        "TERM_PROGRAM_VERSION": version("textual-serve"),
        "COLUMNS": str(width),
        "ROWS": str(height),
    }


async def _last(stream: asyncio.StreamReader | None) -> bytes:
    """The end of what comes from *stream*, which is read to its end."""
    assert stream is not None
    words = b""
    while some := await stream.read(_MOST_WORDS):
        words = (words + some)[-_MOST_WORDS:]
    return words
