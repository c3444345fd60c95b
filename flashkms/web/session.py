"""One browser tab and the program behind it: bytes both ways, sizes within reason, one at a time."""

from __future__ import annotations

import asyncio
import contextlib
import json
import shlex
from collections.abc import Awaitable, Callable, Sequence

from aiohttp import WSCloseCode, WSMsgType, web
from textual_serve.app_service import AppService
from textual_serve.download_manager import DownloadManager

_SIZES = {"width": (20, 500, 80), "height": (5, 200, 24)}  # least, most, and what holds when nonsense is asked for
_LARGEST_MESSAGE = 64 * 1024  # bytes that a browser may send at once: keys and pastes
_PATIENCE = 15.0  # seconds that a program which was asked to quit gets, and that a reload waits for the tab before it


class Sessions:
    """Runs *command* for the one tab that is open."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = shlex.join(command)
        self._downloads = DownloadManager()
        self._socket: web.WebSocketResponse | None = None
        self._free = asyncio.Event()
        self._free.set()

    async def websocket(self, request: web.Request) -> web.StreamResponse:
        """The terminal of a tab; 409 while another one is open."""
        if not await self._vacant():
            return web.Response(status=409, text="flashkms is open in another tab\n")
        self._free.clear()
        socket = self._socket = web.WebSocketResponse(heartbeat=15, max_msg_size=_LARGEST_MESSAGE)
        try:
            await socket.prepare(request)
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
        service = _Program(
            self._command,
            write_bytes=socket.send_bytes,
            write_str=socket.send_str,
            close=_closing(socket),
            download_manager=self._downloads,
        )
        await service.start(
            clamped("width", request.query.get("width")), clamped("height", request.query.get("height"))
        )
        try:
            async for message in socket:
                if message.type == WSMsgType.TEXT:
                    await _pass_on(message.data, socket, service)
        finally:
            await service.end()


class _Program(AppService):
    """The program of one tab, which is gone when its tab is."""

    async def end(self) -> None:
        """Ask the program to quit, kill it when it has not within the patience, and wait for its last word."""
        process = self._process
        try:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.stop(), _PATIENCE)
        finally:
            if process is not None:
                with contextlib.suppress(ProcessLookupError):
                    process.kill()
                await process.communicate()


def _closing(socket: web.WebSocketResponse) -> Callable[[], Awaitable[None]]:
    async def close() -> None:
        await socket.close()

    return close


def clamped(side: str, asked: object) -> int:
    """The *width* or *height* in cells that was asked for, within what a program can draw."""
    least, most, usual = _SIZES[side]
    try:
        return max(least, min(most, int(str(asked))))
    except ValueError:
        return usual


async def _pass_on(text: str, socket: web.WebSocketResponse, service: AppService) -> None:
    """Do what one message asks; one that makes no sense is dropped."""
    try:
        match json.loads(text):
            case ["stdin", str(data)]:
                await service.send_bytes(data.encode("utf-8", "replace"))
            case ["resize", {"width": width, "height": height}]:
                await service.set_terminal_size(clamped("width", width), clamped("height", height))
            case ["ping", data]:
                await socket.send_json(["pong", data])
            case ["blur", *_]:
                await service.blur()
            case ["focus", *_]:
                await service.focus()
    except (ValueError, RecursionError):
        return
