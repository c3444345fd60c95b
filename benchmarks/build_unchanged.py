"""How long a build takes that has nothing to do, against the bare start of the program, `flashkms --version`.

Pairs are run in turn, so that a busy machine slows both; what counts is the ratio of the medians. Target: 1.5.

    python benchmarks/build_unchanged.py [PAIRS] [FOLDER WITH NOTES]
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
TARGET = 1.5
FLASHKMS = [sys.executable, "-m", "flashkms"]


def seconds(command: list[str], environment: dict[str, str]) -> float:
    began = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    return time.perf_counter() - began


def main() -> int:
    pairs = int(sys.argv[1]) if len(sys.argv) > 1 else 30
    notes = Path(sys.argv[2]) if len(sys.argv) > 2 else ROOT / "notes"
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "FLASHKMS_HOME": f"{folder}/home"}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program has its bytecode beside it
        desk = f"{folder}/desk"
        seconds([*FLASHKMS, "init", desk], environment)
        shutil.copytree(notes, f"{desk}/notes", dirs_exist_ok=True)
        start, build = [*FLASHKMS, "--version"], [*FLASHKMS, "-C", desk, "build"]
        first = seconds(build, environment)
        times = [(seconds(start, environment), seconds(build, environment)) for _ in range(pairs)]
    floor, unchanged = (statistics.median(column) for column in zip(*times, strict=True))
    ratio = unchanged / floor
    print(
        f"start {floor * 1000:.0f} ms, unchanged build {unchanged * 1000:.0f} ms, ratio {ratio:.2f} "
        f"(target {TARGET}), first build {first * 1000:.0f} ms, {pairs} pairs"
    )
    return ratio > TARGET


if __name__ == "__main__":
    sys.exit(main())
