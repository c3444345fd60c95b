"""`python -m flashkms`."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line and exit with its code."""
    from flashkms.cli import run  # noqa: PLC0415  # nothing is imported before it is needed

    sys.exit(run())


if __name__ == "__main__":
    main()
