"""How long `flashkms due` takes on the shipped collection, against a Python that only imports three libraries.

Pairs are run in turn, so that a busy machine slows both; what counts is the ratio of the medians. Target: 2.5.

    python benchmarks/startup.py [PAIRS]
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
TARGET = 2.5
FLOOR = [sys.executable, "-c", "import click, yaml, sqlite3"]
DUE = [sys.executable, "-m", "flashkms", "-C", str(ROOT), "due"]


def seconds(command: list[str], environment: dict[str, str]) -> float:
    began = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment)
    return time.perf_counter() - began


def main() -> int:
    pairs = int(sys.argv[1]) if len(sys.argv) > 1 else 30
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "FLASHKMS_HOME": home}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program has its bytecode beside it
        for command in (FLOOR, DUE, DUE):
            seconds(command, environment)
        times = [(seconds(FLOOR, environment), seconds(DUE, environment)) for _ in range(pairs)]
    floor, due = (statistics.median(column) for column in zip(*times, strict=True))
    ratio = due / floor
    print(f"floor {floor * 1000:.0f} ms, due {due * 1000:.0f} ms, ratio {ratio:.2f} (target {TARGET}), {pairs} pairs")
    return ratio > TARGET


if __name__ == "__main__":
    sys.exit(main())
