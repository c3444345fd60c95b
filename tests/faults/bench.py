"""A collection on which one command is run again and again, whole, killed or failing, and what must hold after each."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flashkms.store import doctor
from flashkms.store.collection import Collection

from .server import CALLS

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
REPOSITORY = Path(__file__).parents[2]
_CALL = re.compile(r"\d+\s+(\w+)\(")


@dataclass(frozen=True, slots=True)
class Command:
    """What is run: *argv* of the program, or *code*. `{out}` in a word stands for the folder where exports go."""

    argv: tuple[str, ...] = ()
    code: str = ""
    stdin: str = ""
    again: bool = True  # whether a second run makes up for a first one that was cut short


@dataclass(slots=True)
class Run:
    """How a run ended."""

    code: int
    took: float
    out: str
    err: str


@dataclass(slots=True)
class Bench:
    """Runs *command* on a fresh copy of the collection `fresh` each time."""

    folder: Path
    command: Command
    indexed: bool = True  # whether there is an index before each run
    _server: subprocess.Popen[str] = field(init=False)

    def __post_init__(self) -> None:
        self.streams.mkdir()
        (self.streams / "in").write_text(self.command.stdin, encoding="utf-8")
        self._server = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.server"],
            cwd=REPOSITORY,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.reset()
        self._ask(self.request() | {"warm": True})
        if self.indexed:
            self.reset()
            self._ask(self.request() | {"argv": ["--now", NOW.isoformat(), "due"], "code": ""})
            shutil.copytree(self.work / "home", self.fresh / "home")

    def close(self) -> None:
        self._server.communicate()

    @property
    def fresh(self) -> Path:
        return self.folder / "fresh"

    @property
    def work(self) -> Path:
        """Holds everything that a run may write: the collection, the home, exports and temporary files."""
        return self.folder / "work"

    @property
    def root(self) -> Path:
        return self.work / "c"

    @property
    def streams(self) -> Path:
        return self.folder / "streams"

    def reset(self) -> None:
        """Everything as before the first run."""
        shutil.rmtree(self.work, ignore_errors=True)
        shutil.copytree(self.fresh, self.work)
        for name in ("home", "out", "tmp"):
            (self.work / name).mkdir(exist_ok=True)

    def run(self, *, strace: list[str] | None = None, **more: Any) -> Run:
        """One run; *more* goes to the server."""
        for name in ("out", "err"):  # a run that is killed at once must not seem to have said what the last one did
            (self.streams / name).write_bytes(b"")
        answer = self._ask(self.request() | {"strace": strace} | more)
        texts = [(self.streams / name).read_text(encoding="utf-8", errors="replace") for name in ("out", "err")]
        return Run(answer["code"], answer["took"], *texts)

    def points(self, *, pages: int = 1) -> list[tuple[str, int]]:
        """Every state-changing call on a file of the bench: its name, and the how-many-eth of that name it is.

        Of the writes of single pages by SQLite, into an index that anyone may delete, every *pages*th.
        """
        self.reset()
        trace = self.folder / "trace"
        self.run(strace=["-y", "-s", "100", "-o", str(trace), "-e", f"trace={CALLS}", "-e", "signal=none"])
        seen: Counter[str] = Counter()
        found = []
        for line in trace.read_text(errors="replace").splitlines():
            matched = _CALL.match(line)
            if matched:
                seen[matched[1]] += 1
                if self.changes(line) and (matched[1] != "pwrite64" or not seen["pwrite64"] % pages):
                    found.append((matched[1], seen[matched[1]]))
        return found

    def changes(self, line: str) -> bool:
        """Whether *line* of a trace is a call that may change a file of the bench."""
        return str(self.work) in line and not ("O_RDONLY" in line and "O_CREAT" not in line)

    def files(self) -> dict[str, bytes]:
        """Deck files, media, settings and exports, by their paths."""
        return {
            path.relative_to(self.work).as_posix(): path.read_bytes()
            for folder in ("c/cards", "c/media", "out")
            for path in sorted((self.work / folder).rglob("*"))
            if path.is_file() and "/.flashkms-" not in path.as_posix()
        }

    def left(self) -> list[str]:
        """Temporary files, wherever they may lie."""
        everywhere = [*self.work.rglob(".flashkms-*"), *(self.work / "tmp").iterdir()]
        return sorted(path.relative_to(self.work).as_posix() for path in everywhere)

    def log(self) -> Counter[str]:
        """The events of the log, by what they say and not by when."""
        found: Counter[str] = Counter()
        for path in (self.root / "reviews").glob("*.jsonl"):
            for line in path.read_bytes().split(b"\n"):
                try:
                    said = json.loads(line)
                except ValueError:
                    continue
                said["entries"] = sorted(said.get("entries", ()))
                found[" ".join(str(said.get(key, "")) for key in ("kind", "card", "rating", "entries"))] += 1
        return found

    def sick(self) -> str:
        """What `doctor --fix` would mend; empty when nothing is."""
        with Collection.open(self.root, now=NOW, home=self.work / "home", write=True) as held:
            return "; ".join(str(each) for each in doctor.findings(held, NOW) if each.mend)

    def request(self) -> dict[str, Any]:
        """The command, its streams and its surroundings, as the server takes them."""
        words = [word.replace("{out}", str(self.work / "out")) for word in self.command.argv]
        command = {"code": self.command.code} if self.command.code else {"argv": ["--now", NOW.isoformat(), *words]}
        streams = {name: str(self.streams / name) for name in ("in", "out", "err")}
        env = {
            "FLASHKMS_HOME": str(self.work / "home"), "TMPDIR": str(self.work / "tmp"), "TZ": "UTC",
            "TERM": "xterm-256color", "COLUMNS": "100", "LINES": "30",
        }  # fmt: skip
        return {**command, **streams, "env": env, "cwd": str(self.root)}

    def _ask(self, request: dict[str, Any]) -> dict[str, Any]:
        assert self._server.stdin is not None
        assert self._server.stdout is not None
        self._server.stdin.write(json.dumps(request) + "\n")
        self._server.stdin.flush()
        answer: dict[str, Any] = json.loads(self._server.stdout.readline())
        return answer


@dataclass(frozen=True, slots=True)
class Whole:
    """What a run leaves that nobody disturbs, and what there was before it."""

    before: dict[str, bytes]
    after: dict[str, bytes]
    log: Counter[str]
    out: str


def whole(bench: Bench) -> Whole:
    """The outcome of an undisturbed run."""
    bench.reset()
    before = bench.files()
    ran = bench.run()
    assert ran.code in {0, 1}, ran.err
    return Whole(before, bench.files(), bench.log(), ran.out)


def wrong(bench: Bench, ran: Run, well: Whole, acknowledged: Callable[[Run], Counter[str]] | None) -> Iterator[str]:
    """What must not be after *ran* was killed or failed; then the command is run once more, and must make up for it."""
    if "Traceback" in ran.err:
        yield ran.err[-400:]
    for path, content in bench.files().items():
        if content not in (well.before.get(path), well.after.get(path)):
            yield f"{path} is neither as before nor as after"
    if missing := well.before.keys() - bench.files().keys():
        yield f"{missing} is gone"
    if acknowledged and (lost := acknowledged(ran) - bench.log()):
        yield f"acknowledged and not in the log: {lost}"
    again = bench.run()
    if again.code not in ({0, 1} if bench.command.again else {0, 1, 2}) or "Traceback" in again.err:
        yield f"the next run ended with {again.code}: {again.err}"
    if bench.command.again and bench.files() != well.after:
        yield "the next run does not make up for it"
    if bench.command.again and bench.log() != well.log:
        yield f"the log differs: {bench.log() - well.log} {well.log - bench.log()}"
    if left := bench.left():
        yield f"left over after the next run: {left}"
    if sick := bench.sick():
        yield sick


def tried(
    bench: Bench, points: list[tuple[str, int]], inject: str, acknowledged: Callable[[Run], Counter[str]] | None = None
) -> list[str]:
    """What went wrong at which of *points*; *inject* is what happens there, in the words of strace."""
    well = whole(bench)
    found = []
    trace = bench.folder / "trace"
    for name, count in points:
        bench.reset()
        injection = ["-e", f"trace={name}", "-e", f"inject={name}:{inject}:when={count}"]
        ran = bench.run(strace=["-y", "-o", str(trace), *injection])
        hit = [line for line in trace.read_text(errors="replace").splitlines() if "(INJECTED)" in line]
        if not all(map(bench.changes, hit)):
            continue  # this start differs from the traced one by a call: another one failed than was meant
        if hit and ran.code not in {0, 1}:
            said = ran.err.strip().splitlines()
            if ran.code != 3 or len(said) != 1 or not said[0].startswith("flashkms: "):
                found.append(f"{name}#{count}: ended with {ran.code} and said {ran.err!r}")
        found += [f"{name}#{count}: {each}" for each in wrong(bench, ran, well, acknowledged)]
    return found
