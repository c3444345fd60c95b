"""The reviewer in a browser: textual-serve's terminal behind a guard, for one person on this machine."""

from __future__ import annotations

from flashkms.web.server import Address, serve

__all__ = ["Address", "serve"]
