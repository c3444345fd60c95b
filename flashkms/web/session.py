"""One browser tab and the program behind it: bytes both ways, sizes within reason, one at a time."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Sequence
from contextlib import suppress

from aiohttp import WSCloseCode, WSMsgType, web

from flashkms.web.program import Program

_SIZES = {"width": (20, 500, 80), "height": (5, 200, 24)}  # least, most, and what holds when nonsense is asked for
_LARGEST_MESSAGE = 64 * 1024  # bytes that a browser may send at once: keys and pastes
_PATIENCE = 15.0  # seconds that a reload waits for the tab before it
_LAST_WORDS = 2.0  # seconds within which a program that leaves says why; the tab does not wait longer
_ELSEWHERE = "flashkms is open in another tab. Go on there, or close that one and open it here again."


class Sessions:
    """Runs *command* for the one tab that is open; *tell* is given what a program said that ended badly."""

    def __init__(self, command: Sequence[str], *, tell: Callable[[str], None]) -> None:
        self._command = command
        self._tell = tell
        self._socket: web.WebSocketResponse | None = None
        self._free = asyncio.Event()
        self._free.set()

    async def websocket(self, request: web.Request) -> web.StreamResponse:
        """The terminal of a tab, which is told so while another one is open.

        The page cannot read the answer to a handshake: what it has to know comes in the socket.
        """
        socket = web.WebSocketResponse(heartbeat=15, max_msg_size=_LARGEST_MESSAGE)
        await socket.prepare(request)
        if not await self._vacant():
            await _dismiss(socket, _ELSEWHERE)
            return socket
        self._free.clear()
        self._socket = socket
        try:
            await self._run(socket, request)
        finally:
            self._socket = None
            self._free.set()
        return socket

    async def end(self, _served: web.Application | None = None) -> None:
        """Close the tab that is open and wait until its program has ended; its last answer is on disk by then."""
        if (socket := self._socket) is not None:
            await socket.close(code=WSCloseCode.GOING_AWAY)
        await self._free.wait()

    async def _vacant(self) -> bool:
        """Whether there is no other tab; one that was closed just now gets the time to end."""
        for _ in range(10):
            if self._socket is None or self._socket.closed:
                break
            await asyncio.sleep(0.1)
        else:
            return False
        try:
            await asyncio.wait_for(self._free.wait(), _PATIENCE)
        except TimeoutError:
            return False
        return self._free.is_set()  # of several that waited, the first took it

    async def _run(self, socket: web.WebSocketResponse, request: web.Request) -> None:
        async def paint(drawn: bytes) -> None:
            with suppress(ConnectionError):  # a tab that is gone is painted no more, but the program must not block
                await socket.send_bytes(drawn)

        async def open_link(address: str) -> None:
            with suppress(ConnectionError):
                await socket.send_json(["open_url", {"url": address, "new_tab": True}])

        program = Program(self._command, paint=paint, open_link=open_link)
        await program.start(*(clamped(side, request.query.get(side)) for side in _SIZES))
        watch = asyncio.create_task(self._watch(program, socket))
        try:
            async for message in socket:
                if message.type == WSMsgType.TEXT:
                    await _pass_on(message.data, socket, program)
        finally:
            await program.end()
            await watch

    async def _watch(self, program: Program, socket: web.WebSocketResponse) -> None:
        """Run *program* to its end, and tell its tab, and who started the server, where it did not end well."""
        running = asyncio.create_task(program.run())
        await program.leaving.wait()
        await asyncio.wait({running}, timeout=_LAST_WORDS)
        await _dismiss(socket, running.result().words if running.done() else "")
        ended = await running
        if ended.code:
            self._tell(ended.said or ended.words)


async def _dismiss(socket: web.WebSocketResponse, words: str) -> None:
    """Close a tab, which shows *words*; without any it says that the session has ended."""
    with suppress(ConnectionError):
        if words:
            await socket.send_json(["ended", words])
        await socket.close()


def clamped(side: str, asked: object) -> int:
    """The *width* or *height* in cells that was asked for, within what a program can draw."""
    least, most, usual = _SIZES[side]
    try:
        return max(least, min(most, int(str(asked))))
    except ValueError:
        return usual


async def _pass_on(text: str, socket: web.WebSocketResponse, program: Program) -> None:
    """Do what one message asks; one that makes no sense is dropped."""
    try:
        match json.loads(text):
            case ["stdin", str(data)]:
                await program.type(data)
            case ["resize", {"width": width, "height": height}]:
                await program.tell("resize", width=clamped("width", width), height=clamped("height", height))
            case ["ping", data]:
                await socket.send_json(["pong", data])
            case ["blur" | "focus" as kind, *_]:
                await program.tell(kind)
    except (ValueError, RecursionError):
        return
