"""A disk that may lose, at any call, whatever was not synced; and a command run on it, with the states it may leave.

    python -m tests.faults.power        a JSON request on stdin, a pickled exit code on stdout, and the states during and after

What a program wrote and did not sync may be there, gone or torn after a power cut; a name may stand for its old file,
for its new one, or for nothing, until its folder was synced.
"""

from __future__ import annotations

import json
import os
import pickle
import random
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flashkms.cli.run import run

CALLS = ("write", "fsync", "replace", "rename", "link", "unlink", "mkdir")
State = dict[str, bytes | None]  # files by their paths; None for a folder


class Disk:
    """What of *root* is surely on the disk, and the states that a cut may leave.

    Files whose path *derived* says so may be rebuilt by anyone; their own engine syncs them, and they are taken whole:
    as at first, as at present, or not at all.
    """

    def __init__(self, root: Path, *, tries: int = 20, derived: Callable[[str], bool] = lambda _: False) -> None:
        self.root = root
        self.derived = derived
        self.names = self.now()
        self.bytes = {inode: self.read(path) for path, inode in self.names.items()}
        self.first = {name: self.read(name) for name in self.found() if derived(name)}
        self.held: dict[int, int] = {}  # open descriptors, so that no inode is given out twice
        self.cuts: list[State] = []
        self.tries = tries
        self.random = random.Random(1)

    def watch(self, replace: Callable[[Any, str, Any], None] = setattr) -> None:
        """Let *replace* put a watched function in the place of each of `CALLS`."""
        for name in CALLS:
            replace(os, name, self._watched(name, getattr(os, name)))

    def close(self) -> None:
        for descriptor in self.held.values():
            os.close(descriptor)

    def found(self) -> list[str]:
        return [path.relative_to(self.root).as_posix() for path in self.root.rglob("*")]

    def now(self) -> dict[str, int]:
        return {name: (self.root / name).stat().st_ino for name in self.found() if not self.derived(name)}

    def read(self, name: str) -> bytes | None:
        path = self.root / name
        return None if path.is_dir() else path.read_bytes()

    def synced(self, descriptor: int) -> None:
        path = Path(f"/proc/self/fd/{descriptor}").resolve()
        if not path.is_relative_to(self.root):
            return
        if path.is_dir():
            folder = path.relative_to(self.root).as_posix()
            inside = {n: i for n, i in self.now().items() if Path(n).parent.as_posix() == folder}
            self.names = {n: i for n, i in self.names.items() if Path(n).parent.as_posix() != folder} | inside
            self.bytes |= {inode: None for name, inode in inside.items() if (self.root / name).is_dir()}
        else:
            self.bytes[os.fstat(descriptor).st_ino] = path.read_bytes()

    def cut(self) -> State:
        """One state, drawn at random, that the disk may be in."""
        present = self.now()
        content = {inode: self.read(name) for name, inode in present.items()}
        state: State = {}
        for name in sorted(present.keys() | self.names.keys()):  # a folder comes before what is in it
            inode = self.random.choice((present.get(name), self.names.get(name)))
            parent = Path(name).parent.as_posix()
            if inode is None or (parent != "." and state.get(parent, b"") is not None):
                continue
            last = content.get(inode, self.bytes.get(inode))
            state[name] = None if last is None else self.torn(self.bytes.get(inode) or b"", last)
        return state | self.random.choice(({}, self.first, {n: self.read(n) for n in self.found() if self.derived(n)}))

    def torn(self, sure: bytes, last: bytes) -> bytes:
        if sure == last:
            return sure
        begin = len(sure) if last.startswith(sure) else 0  # of an append, what was synced before stays
        return self.random.choice((sure, last, last[: self.random.randint(begin, len(last))]))

    def _watched(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **more: Any) -> Any:
            self._hold()
            self.cuts += [self.cut() for _ in range(self.tries)]
            done = real(*args, **more)
            if name == "fsync":
                self.synced(args[0])
            return done

        return call

    def _hold(self) -> None:
        for name, inode in self.now().items():
            if inode not in self.held:
                self.held[inode] = os.open(self.root / name, os.O_RDONLY)


def restore(state: State, root: Path) -> None:
    """Make *root*, which is not there, what *state* says."""
    root.mkdir()
    for name, content in sorted(state.items()):
        if content is None:
            (root / name).mkdir(parents=True, exist_ok=True)
        else:
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_bytes(content)


def main() -> None:
    request = json.load(sys.stdin)
    out, sys.stdout = sys.stdout, sys.stderr
    sys.stdin = Path(request["in"]).open(encoding="utf-8")  # noqa: SIM115  # as long as the process
    os.environ.update(request["env"])
    os.chdir(request["cwd"])
    tempfile.tempdir = request["env"]["TMPDIR"]
    disk = Disk(Path(request["root"]), tries=request["tries"], derived=lambda name: Path(name).name.startswith("index"))
    disk.watch()
    code = 0
    if "argv" in request:
        code = run(request["argv"])
    else:
        exec(request["code"], {"__name__": "__main__"})
    out.buffer.write(pickle.dumps((code, disk.cuts, [disk.cut() for _ in range(20 * disk.tries)])))


if __name__ == "__main__":
    main()
