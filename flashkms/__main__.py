"""`python -m flashkms`."""

from __future__ import annotations

import gc
import sys

_GARBAGE_LATER = 200_000  # objects, for Python's 700: reading the program makes half as many, and none are garbage


def main() -> None:
    """Run the command line and exit with its code."""
    gc.set_threshold(_GARBAGE_LATER)
    from flashkms.cli import run  # noqa: PLC0415  # nothing is imported before it is needed

    sys.exit(run())


if __name__ == "__main__":
    main()
