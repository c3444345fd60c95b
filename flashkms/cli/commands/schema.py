"""`flashkms schema`: the JSON Schema of deck files."""

from __future__ import annotations

from flashkms.cli.command import command
from flashkms.cli.invocation import Invocation
from flashkms.cli.output import say_json


@command("schema", example="flashkms schema > deck.schema.json")
def schema(invocation: Invocation) -> None:  # noqa: ARG001  # every command has it
    """Print the JSON Schema of deck files, by which editors complete and check them."""
    from flashkms.cards.schema import json_schema  # noqa: PLC0415  # only here

    say_json(json_schema())
