"""What the tests of work beside this process need of the system."""

from __future__ import annotations

import os


def no_process_is_left() -> bool:
    try:
        os.waitpid(-1, os.WNOHANG)
    except ChildProcessError:
        return True
    return False
