"""Random damage to everything that flashkms reads: whatever comes in, a reader says what is wrong and goes on.

    python -m tests.faults.mutations READER INPUTS [FIRST]      one of `READERS`; careless

An input follows from its number alone, so that a failure is repeated by naming it. The readers run in a child with
bounded memory; a signal, an exception that is not the reader's word for damage, or more than ten seconds of processor
time for one input is a failure.
"""

from __future__ import annotations

import contextlib
import io
import json
import mmap
import os
import random
import resource
import signal
import sqlite3
import sys
import tempfile
import time
import traceback
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import yaml
from msgspec.structs import asdict

from flashkms import config, notes
from flashkms.anki.archive import PackageError
from flashkms.cards import card, deckfile, face, query
from flashkms.cards.entry import EntryId
from flashkms.cli import answers
from flashkms.cli.run import run
from flashkms.errors import UsageError
from flashkms.exchange import export, import_package
from flashkms.exchange.ledger import FOLDER as EXPORTS
from flashkms.exchange.ledger import Ledger
from flashkms.safe import safe_line
from flashkms.store import log
from flashkms.store.collection import Collection

from .seeds import ANSWERS, CONFIGS, DECKS, LEDGERS, LOGS, NOTES, QUERIES, TOKENS

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
SECONDS = 10  # of processor time for one input
BYTES = 3 * 2**30  # of address space
WHOLE = 2000  # of so many inputs one goes through the whole program
READERS = ("decks", "notes", "packages", "log", "config", "queries", "answers", "ledger", "names")
_ALLOWED = set(map(chr, range(0x20, 0x7F))) | {"\n", "\t"}


class Late(BaseException):
    """One input took more than its time."""


@dataclass(frozen=True, slots=True)
class Reader:
    """*take* reads one input; it raises what a person would see as a message, or nothing. *file* holds it at rest."""

    seeds: tuple[bytes, ...]
    take: Callable[[bytes], None]
    file: str = ""


def mutated(seeds: tuple[bytes, ...], number: int, name: str) -> bytes:
    """The input called *number*: a seed with one to eight changes."""
    dice = random.Random(f"{name} {number}")
    data = bytearray(dice.choice(seeds))
    for _ in range(1 << dice.randrange(4)):
        begin = dice.randrange(len(data) + 1)
        end = min(len(data), begin + dice.choice((1, 1, 2, 4, 16, 64, 400)))
        match dice.randrange(7):
            case 0:
                data[begin:end] = bytes(dice.randrange(256) for _ in range(end - begin))
            case 1:
                del data[begin:end]
            case 2:
                data[begin:begin] = data[begin:end] * dice.choice((1, 2, 30))
            case 3 | 4:
                data[begin:begin] = dice.choice(TOKENS)
            case 5 if begin < len(data):
                data[begin] ^= 1 << dice.randrange(8)
            case _:
                other = dice.choice(seeds)
                cut = dice.randrange(len(other) + 1)
                data[begin:end] = other[cut : cut + dice.randrange(200)]
    return bytes(data)


def _deck(data: bytes) -> None:
    with contextlib.suppress(UnicodeDecodeError):
        deck, problems = deckfile.parse(data.decode(), "cards/a.yaml")
        for made in card.cards(deck):
            _shown(face.plain(face.front(made)), face.plain(face.back(made)))
        _shown(*map(str, problems))


def _note(data: bytes) -> None:
    with contextlib.suppress(UnicodeDecodeError):
        note, problems = notes.parse(data.decode("utf-8-sig"), "notes/a.md")
        drafts = notes.drafts(note)
        _shown(*(fate.why for fate in notes.coverage(note, drafts)), *map(str, problems))


def _log(data: bytes) -> None:
    _, problems = log.parse(data, "reviews/d.jsonl")
    _shown(*map(str, problems))


def _config(data: bytes) -> None:
    with contextlib.suppress(UnicodeDecodeError):
        _, problems = config.parse(data.decode("utf-8-sig"), "flashkms.toml")
        _shown(*map(str, problems))


_FACTS = query.Facts("kms-4t7q2m.1", "kms-4t7q2m", "aws::kms", " aws a::b ", "notes/kms.md", "cloze", "keys", "new", 3)
_DATABASE = sqlite3.connect(":memory:")
_COLUMNS = ", ".join(f":{name} AS {name}" for name in query.Facts.__struct_fields__)


def _query(data: bytes) -> None:
    """A query that is understood finds the same by its two ways."""
    try:
        found = query.parse(data.decode("utf-8", "surrogateescape"))
    except UsageError as error:
        _shown(str(error))
        return
    condition, values = query.where(found)
    named = {f"v{at}": value for at, value in enumerate(values)}
    pieces = condition.split("?")
    marked = "".join(piece + (f":v{at}" if at < len(values) else "") for at, piece in enumerate(pieces))
    rows = _DATABASE.execute(f"SELECT 1 FROM (SELECT {_COLUMNS}) WHERE {marked}", named | asdict(_FACTS)).fetchall()
    assert bool(rows) is query.matches(found, _FACTS), condition


def _answers(data: bytes) -> None:
    _, problems = answers.parse(io.BytesIO(data))
    _shown(*map(str, problems))


def _ledger(root: Path, data: bytes) -> None:
    (root / EXPORTS).mkdir(exist_ok=True)
    (root / EXPORTS / "a.jsonl").write_bytes(data)
    (root / EXPORTS / "b.jsonl").unlink(missing_ok=True)
    ledger = Ledger(root)
    for entry in ("kms-4t7q2m", "kms-9d2mx7"):
        now = int(NOW.timestamp())
        assert ledger.changed(EntryId(entry), "other", "x" * 5, first=now, now=now) >= now
    ledger.save("b")


def _shown(*texts: str) -> None:
    """Texts pass the gate to the terminal, and nothing that a terminal obeys comes out."""
    for text in texts:
        line = safe_line(text)
        assert line.isascii() is False or _ALLOWED.issuperset(line), f"a control character: {line!r}"


@contextlib.contextmanager
def _packages(scratch: Path) -> Iterator[Reader]:
    """The reader of packages, on a collection that stays as it is."""
    root = _collection(scratch)
    with Collection.open(root, now=NOW, home=scratch / "home", write=True) as held:
        (made,) = export(held, out=scratch / "out")
        whole = made.path.read_bytes()
        with zipfile.ZipFile(made.path) as archive:
            inner = archive.read("collection.anki2")
        path = scratch / "x.apkg"

        def take(data: bytes) -> None:
            if data.startswith(b"SQLite"):
                buffer = io.BytesIO()
                with zipfile.ZipFile(buffer, "w") as archive:
                    archive.writestr("collection.anki2", data)
                data = buffer.getvalue()
            path.write_bytes(data)
            with contextlib.suppress(PackageError):
                import_package(held, path, dry_run=True)

        yield Reader((whole, inner, inner), take)


def _names(scratch: Path) -> Reader:
    """Files whose names are the input, in every folder that is read, through the whole program."""
    root = _collection(scratch)
    with contextlib.redirect_stdout(io.StringIO()):
        assert run(["-C", str(root), "due"]) == 0, "whoever finds nothing in the collection finds nothing in its names"

    def take(data: bytes) -> None:
        name = data.translate(None, b"/\0")[:200].lstrip(b".") or b"x"
        made = [
            (root / folder / (os.fsdecode(name) + ending), content)
            for folder, ending, content in (
                ("cards", ".yaml", DECKS[2]), ("notes", ".md", NOTES[0]), ("reviews", ".jsonl", LOGS[0]), ("decks", "", b"x"),
            )
        ]  # fmt: skip
        for path, content in made:
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content)
        try:
            _quiet(root)
        finally:
            for path, _ in made:
                path.unlink()

    return Reader((b"kms", "2020-02-18 \u00c9t\u00e9 \uac1c\ub150".encode(), b"desk-222222"), take)


def _collection(scratch: Path) -> Path:
    root = scratch / "collection"
    (root / "cards").mkdir(parents=True)
    (root / "notes").mkdir()
    (root / "reviews").mkdir()
    (root / "flashkms.toml").write_bytes(CONFIGS[0])
    (root / "cards" / "a.yaml").write_bytes(DECKS[0])
    return root


def _careless(data: bytes) -> None:
    """A reader that trusts its library, and dies of a NUL; the harness has to find it out."""
    if b"\0" in data:
        signal.raise_signal(signal.SIGSEGV)
    with contextlib.suppress(UnicodeDecodeError, yaml.YAMLError):
        yaml.load(data.decode(), yaml.CSafeLoader)  # careless on purpose


@contextlib.contextmanager
def reader(name: str, scratch: Path) -> Iterator[Reader]:
    """The reader called *name*, one of `READERS`, or a careless one."""
    if name == "packages":
        with _packages(scratch) as made:
            yield made
        return
    if name == "names":
        yield _names(scratch)
        return
    root = _collection(scratch)
    yield {
        "decks": Reader(DECKS, _deck, "cards/a.yaml"),
        "notes": Reader(NOTES, _note, "notes/a.md"),
        "log": Reader(LOGS, _log, "reviews/d.jsonl"),
        "config": Reader(CONFIGS, _config, "flashkms.toml"),
        "queries": Reader(QUERIES, _query),
        "answers": Reader(ANSWERS, _answers),
        "ledger": Reader(LEDGERS, partial(_ledger, root)),
        "careless": Reader((*DECKS, b"a: 2020-01-01\nb: !!int 7\nc: !!bool yes\n"), _careless),
    }[name]


def _quiet(root: Path) -> None:
    """Run the program on *root*: no traceback, and nothing that a terminal obeys."""
    for command in ("cards", "check", "due", "build --dry-run", "stats", "doctor"):
        said = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            code = run(["-C", str(root), "--now", NOW.isoformat(), *command.split()])
        said.flush()
        text = said.buffer.getvalue().decode()
        assert code in {0, 1, 2, 3}, (command, code)
        assert not any((letter < " " and letter not in "\n\t") or "\x7f" <= letter <= "\x9f" for letter in text), text
        assert "Traceback" not in text


def _through(data: bytes, file: str, root: Path) -> None:
    """*data* as a file of a collection, through the whole program: no traceback, and nothing that a terminal obeys."""
    path = root / file
    before = path.read_bytes() if path.exists() else None
    path.write_bytes(data)
    try:
        _quiet(root)
    finally:
        path.unlink() if before is None else path.write_bytes(before)


def _late(*_: object) -> None:
    raise Late


def _child(name: str, numbers: range, at: mmap.mmap, report: int) -> None:
    """Take every input of *numbers*; a line of JSON to *report* for each failure, and one at the end."""
    resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
    signal.signal(signal.SIGPROF, _late)
    time.sleep = lambda _: None  # files that come and go are not waited for
    slowest = (0.0, 0)  # seconds, and which input took them
    with tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as folder:
        os.environ["FLASHKMS_HOME"] = str(Path(folder, "home"))
        with reader(name, Path(folder)) as one:
            for number in numbers:
                at[:8] = number.to_bytes(8, "big")
                data = mutated(one.seeds, number, name)
                begin = time.process_time()
                signal.setitimer(signal.ITIMER_PROF, SECONDS)
                try:
                    one.take(data)
                    if one.file and number % WHOLE == 0:
                        _through(data, one.file, Path(folder, "collection"))
                except (Exception, Late):  # noqa: BLE001  # whatever comes is a failure to report
                    os.write(
                        report, json.dumps({"number": number, "why": traceback.format_exc()[-1500:]}).encode() + b"\n"
                    )
                finally:
                    signal.setitimer(signal.ITIMER_PROF, 0)
                slowest = max(slowest, (time.process_time() - begin, number))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    os.write(
        report, json.dumps({"slowest_s": round(slowest[0], 3), "slowest": slowest[1], "peak_mb": peak}).encode() + b"\n"
    )


def failures(name: str, numbers: range) -> tuple[list[str], dict[str, float]]:
    """What went wrong with the inputs *numbers* of the reader *name*; the slowest input and the largest memory."""
    wrong: list[str] = []
    figures: dict[str, float] = {}
    while numbers:
        at = mmap.mmap(-1, 8)
        out, report = os.pipe()
        process = os.fork()
        if process == 0:
            code = 1
            try:
                os.close(out)
                _child(name, numbers, at, report)
                code = 0
            finally:
                os._exit(code)
        os.close(report)
        with os.fdopen(out, encoding="utf-8") as lines:
            for line in lines:
                said = json.loads(line)
                if "number" in said:
                    wrong.append(f"{name} {said['number']}: {said['why']}")
                else:
                    figures = said
        status = os.waitpid(process, 0)[1]
        if status == 0:
            break
        last = int.from_bytes(at[:8], "big")
        wrong.append(f"{name} {last}: the reader ended with status {status}")
        numbers = range(last + 1, numbers.stop)
    return wrong, figures


if __name__ == "__main__":
    wanted, many = sys.argv[1], int(sys.argv[2])
    first = int(sys.argv[3]) if len(sys.argv) > 3 else 0
    started = time.monotonic()
    found, measured = failures(wanted, range(first, first + many))
    print(json.dumps({"reader": wanted, "inputs": many, "first": first, "failures": len(found), **measured,
                      "wall_s": round(time.monotonic() - started)}))  # fmt: skip
    print(*found[:20], sep="\n")
    sys.exit(bool(found))
