"""The server: our own page, textual-serve's terminal, and one guarded socket."""

from __future__ import annotations

import asyncio
import ipaddress
import signal
import socket
from collections.abc import Awaitable, Callable, Sequence
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import textual_serve
from aiohttp import web
from aiohttp.http import HttpProcessingError
from msgspec import Struct

from flashkms.errors import UsageError
from flashkms.web.guard import HEADERS, Guard
from flashkms.web.session import Sessions

_PAGE = Path(__file__).with_name("page")
_TERMINAL = Path(str(textual_serve.__file__)).with_name("static")
_FILES = {
    "/": (_PAGE / "index.html", "text/html"),
    "/page.css": (_PAGE / "page.css", "text/css"),
    "/page.js": (_PAGE / "page.js", "text/javascript"),
    "/xterm.css": (_TERMINAL / "css" / "xterm.css", "text/css"),
    "/textual.js": (_TERMINAL / "js" / "textual.js", "text/javascript"),
    "/mono.ttf": (_TERMINAL / "fonts" / "RobotoMono-VariableFont_wght.ttf", "font/ttf"),
}


_PORTS = {"http": 80, "https": 443}  # which a browser leaves unsaid


class Address(Struct, frozen=True):
    """Where the server listens, and where a browser finds it: *public* is the https address of a proxy in front.

    Raises `UsageError` where keys and cards would travel in the clear, and for a *public* that no browser could name.
    """

    host: str = "127.0.0.1"
    port: int = 0  # 0: any free one
    public: str = ""

    def __post_init__(self) -> None:
        encrypted = self.origin.startswith("https://")
        if not encrypted and not _loopback(self.host):
            raise UsageError(
                f"{self.host} is open to the network, where keys and cards would travel in the clear",
                "put a TLS proxy in front and name it: --public-url https://…",
            )

    @property
    def origin(self) -> str:
        """The public address as a browser sends it: small letters, no usual port, no slash; empty without one.

        Raises `UsageError` where it is none, or has a path.
        """
        if not self.public:
            return ""
        try:
            parts = urlsplit(self.public)
            name, port = (parts.hostname or "").encode("idna").decode("ascii"), parts.port
        except ValueError:
            name, port, parts = "", None, urlsplit("")
        if parts.scheme not in _PORTS or not name or parts.username is not None:
            raise UsageError(f"--public-url: {self.public} is no web address", "write it as https://cards.example.org")
        if parts.path.strip("/") or parts.query or parts.fragment:
            hint = "give the proxy a name of its own, as https://cards.example.org"
            raise UsageError(f"--public-url: {self.public} has a path, below which nothing is served", hint)
        return f"{parts.scheme}://{_shown(name)}{f':{port}' if port and port != _PORTS[parts.scheme] else ''}"


def serve(
    command: Sequence[str], address: Address, *, announce: Callable[[str], None], tell: Callable[[str], None]
) -> None:
    """Serve the program that *command* starts until interrupted.

    *announce* is told the link to open, once; *tell* what a program said that ended badly.

    Raises `KeyboardInterrupt` at its end, `UsageError` when the address makes no sense, `OSError` when it is taken.
    """
    try:
        asyncio.run(run(command, address, announce=announce, tell=tell))
    except web.GracefulExit:  # which would end the process with the code of problems
        raise KeyboardInterrupt from None


async def run(
    command: Sequence[str], address: Address, *, announce: Callable[[str], None], tell: Callable[[str], None]
) -> None:
    """As `serve`, inside a running loop; ends when cancelled."""
    listening = socket.create_server((address.host, address.port), family=_family(address.host))
    port = listening.getsockname()[1]
    guard = _guard(address, port)
    runner = web.AppRunner(application(command, guard, tell), handle_signals=True, shutdown_timeout=3)
    await runner.setup()
    _leave_when_the_window_closes()
    server = await asyncio.get_running_loop().create_server(lambda: _connection(runner), sock=listening)
    try:
        announce(f"{address.origin or f'http://{_shown(address.host)}:{port}'}/?token={guard.token}")
        await asyncio.Event().wait()
    finally:
        server.close()
        await runner.cleanup()


def application(command: Sequence[str], guard: Guard, tell: Callable[[str], None]) -> web.Application:
    """The guarded routes: a handful of files by name, and the socket."""
    served = web.Application(middlewares=[guard.middleware()])
    sessions = Sessions(command, tell=tell)
    served.router.add_get("/ws", sessions.websocket)
    served.on_shutdown.append(sessions.end)
    served.on_response_prepare.append(_keep_at_home)
    for path, (file, kind) in _FILES.items():
        served.router.add_get(path, _file(file, kind))
    return served


async def _keep_at_home(_request: web.BaseRequest, response: web.StreamResponse) -> None:
    response.headers.update(HEADERS)


class _Connection(web.RequestHandler):
    """One connection. What is no request that can be read is refused in a word: it is no fault of ours."""

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = HTTPStatus.INTERNAL_SERVER_ERROR,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        if isinstance(exc, HttpProcessingError):
            message = HTTPStatus(status).phrase  # the one it brings holds what was sent
        response = super().handle_error(request, status, exc, message)
        response.headers.update(HEADERS)
        return response

    def log_exception(self, *args: Any, **kw: Any) -> None:
        if not isinstance(kw.get("exc_info"), HttpProcessingError):
            super().log_exception(*args, **kw)


def _connection(runner: web.AppRunner) -> _Connection:
    assert runner.server is not None
    # aiohttp's own runner passes None as well, for no log of who asked for what.
    return _Connection(runner.server, loop=asyncio.get_running_loop(), access_log=None)  # type: ignore[arg-type]


def _leave_when_the_window_closes() -> None:
    """End as for Ctrl+C when the terminal is closed, but where a person started us with `nohup`."""
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, _leave)


def _leave() -> None:
    raise web.GracefulExit


def _file(file: Path, kind: str) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def answer(_request: web.Request) -> web.StreamResponse:
        return web.FileResponse(file, headers={"Content-Type": kind})

    return answer


def _guard(address: Address, port: int) -> Guard:
    names = {_shown(address.host), "127.0.0.1", "localhost", "[::1]"}
    hosts = {f"{name}:{port}" for name in names}
    origins = {f"http://{host}" for host in hosts}
    secure = address.origin.startswith("https://")
    if address.origin:
        hosts.add(urlsplit(address.origin).netloc)
        origins.add(address.origin)
    return Guard(frozenset(hosts), frozenset(origins), f"flashkms-{port}", secure=secure)


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
