"""`flashkms serve`: the screens in a browser on this machine."""

from __future__ import annotations

import sys

import click

from flashkms.cli.command import command
from flashkms.cli.invocation import Invocation
from flashkms.cli.output import flush, narrate, say_json
from flashkms.errors import UsageError


@command("serve", example="flashkms serve\nflashkms serve --port 8080")
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Where to listen; beyond this machine only with a proxy."
)
@click.option("--public-url", default="", metavar="URL", help="The https address of a proxy in front.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="0: one that is free.")
def serve(invocation: Invocation, host: str, port: int, public_url: str) -> None:
    """Study in the browser. The address holds a key that works once; other pages and machines are refused."""
    try:
        from flashkms import web  # noqa: PLC0415  # an extra that need not be there
    except ModuleNotFoundError as error:
        raise UsageError(f"{error.name} is not installed", "pip install 'flashkms[web]'") from None
    with invocation.open() as collection:
        root = collection.root
    command_line = [sys.executable, "-m", "flashkms", "-C", str(root)]
    command_line += ["--read-only"] if invocation.read_only else []
    announce = _say_document if invocation.as_json else narrate
    web.serve(command_line, web.Address(host=host, port=port, public=public_url), announce=announce, tell=narrate)


def _say_document(link: str) -> None:
    say_json({"link": link})
    flush()
