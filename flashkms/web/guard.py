"""Who may talk to the server: this machine's browser, from our own page, once it has shown the one-time token.

Any page that a person has open can reach a port on loopback: the Host is checked against DNS rebinding, the Origin
against foreign pages, and a cookie that only our own page carries against everything else.
"""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, Mapping

from aiohttp import web
from aiohttp.typedefs import Middleware
from msgspec import Struct, field

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

HEADERS: Mapping[str, str] = {
    # The terminal emulator writes its colours as style elements; nothing else is inline.
    "Content-Security-Policy": "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class Guard(Struct):
    """Lets in requests for *hosts* that carry the cookie; the *token* buys one cookie, once."""

    hosts: frozenset[str]  # `name:port`, as a browser sends it
    origins: frozenset[str]
    cookie: str  # its name: cookies of one host are shared by all its ports
    secure: bool = False
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    _secret: str = ""

    def middleware(self) -> Middleware:
        """The guard as aiohttp wants it."""

        @web.middleware
        async def guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
            return self._entry(request) or self._refusal(request) or await handler(request)

        return guarded

    def _entry(self, request: web.Request) -> web.StreamResponse | None:
        token = request.query.get("token", "")
        if request.path != "/" or not token or request.host not in self.hosts:
            return None
        if not self.token or not secrets.compare_digest(token.encode(), self.token.encode()):
            return web.Response(status=403, text="this link was used already, or was never valid\n")
        self.token, self._secret = "", secrets.token_urlsafe(32)
        response = web.Response(status=302, headers={"Location": "/"})
        response.set_cookie(self.cookie, self._secret, httponly=True, samesite="Strict", secure=self.secure, path="/")
        return response

    def _refusal(self, request: web.Request) -> web.Response | None:
        if request.host not in self.hosts:
            return web.Response(status=403, text="wrong host\n")
        if not self._secret or not secrets.compare_digest(
            request.cookies.get(self.cookie, "").encode(), self._secret.encode()
        ):
            return web.Response(status=403, text="open the link that `flashkms serve` printed\n")
        if request.path == "/ws" and request.headers.get("Origin") not in self.origins:
            return web.Response(status=403, text="wrong origin\n")
        return None
