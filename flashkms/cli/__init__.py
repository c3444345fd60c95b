"""The command line: the only place that reads the clock and the arguments. One command a file, in `commands`."""

from __future__ import annotations

from flashkms.cli.run import run

__all__ = ["run"]
