"""The server: our own page, textual-serve's terminal, and one guarded socket."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from urllib.parse import urlsplit

import textual_serve
from aiohttp import web
from msgspec import Struct

from flashkms.errors import UsageError
from flashkms.web.guard import Guard
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


class Address(Struct, frozen=True):
    """Where the server listens, and where a browser finds it: *public* is the https address of a proxy in front."""

    host: str = "127.0.0.1"
    port: int = 0  # 0: any free one
    public: str = ""

    def __post_init__(self) -> None:
        if not _loopback(self.host) and not self.public.startswith("https://"):
            raise UsageError(
                f"{self.host} is open to the network, where keys and cards would travel in the clear",
                "put a TLS proxy in front and name it: --public-url https://…",
            )


def serve(command: Sequence[str], address: Address, *, announce: Callable[[str], None]) -> None:
    """Serve the program that *command* starts until interrupted; *announce* is told the link to open, once.

    Raises `UsageError` when the address makes no sense, `OSError` when it is taken.
    """
    asyncio.run(run(command, address, announce=announce))


async def run(command: Sequence[str], address: Address, *, announce: Callable[[str], None]) -> None:
    """As `serve`, inside a running loop; ends when cancelled."""
    listening = socket.create_server((address.host, address.port), family=_family(address.host))
    port = listening.getsockname()[1]
    guard = _guard(address, port)
    runner = web.AppRunner(application(command, guard), access_log=None, handle_signals=True, shutdown_timeout=3)
    await runner.setup()
    try:
        await web.SockSite(runner, listening).start()
        announce(f"{address.public or f'http://{_shown(address.host)}:{port}'}/?token={guard.token}")
        await asyncio.Event().wait()
    finally:
        await runner.cleanup()


def application(command: Sequence[str], guard: Guard) -> web.Application:
    """The guarded routes: a handful of files by name, and the socket."""
    served = web.Application(middlewares=[guard.middleware()])
    sessions = Sessions(command)
    served.router.add_get("/ws", sessions.websocket)
    served.on_shutdown.append(sessions.end)
    for path, (file, kind) in _FILES.items():
        served.router.add_get(path, _file(file, kind))
    return served


def _file(file: Path, kind: str) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def answer(_request: web.Request) -> web.StreamResponse:
        return web.FileResponse(file, headers={"Content-Type": kind})

    return answer


def _guard(address: Address, port: int) -> Guard:
    names = {_shown(address.host), "127.0.0.1", "localhost", "[::1]"}
    hosts = {f"{name}:{port}" for name in names}
    origins = {f"http://{host}" for host in hosts}
    if address.public:
        hosts.add(urlsplit(address.public).netloc)
        origins.add(address.public.rstrip("/"))
    secure = address.public.startswith("https://")
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
