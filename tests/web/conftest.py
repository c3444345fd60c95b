"""The server as a person starts it, on a free port."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parent))  # for `browser`, which the tests here share
