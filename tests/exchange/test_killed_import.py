"""An import that is killed leaves a sound collection, and the next one does the rest and nothing twice."""

import hashlib
import os
import re
import signal
import subprocess
import sys
import time

import pytest

from flashkms.exchange import import_package
from flashkms.store.collection import Collection, create

from .conftest import NOW

pytestmark = pytest.mark.processes

IMPORT = (
    "import sys\nfrom datetime import datetime\nfrom pathlib import Path\n"
    "from flashkms.exchange import import_package\nfrom flashkms.store.collection import Collection\n"
    "with Collection.open(Path(sys.argv[1]), now=datetime.fromisoformat(sys.argv[3]), write=True) as held:\n"
    "    print('ready', flush=True)\n"
    "    import_package(held, Path(sys.argv[2]))\n"
)
_MACHINE = re.compile(rb'"device":"[^"]*","seq":\d+|"id":"[0-9a-f-]{36}"')


def kept(root):
    """The files of the collection but for the program's own, and the log without what is the machine's."""
    found = {}
    for path in root.rglob("*"):
        if path.is_file() and not path.name.startswith(".flashkms-") and path.name != "flashkms.toml":
            lines = path.read_bytes().splitlines(keepends=True)
            if path.suffix == ".jsonl":
                lines = sorted(_MACHINE.sub(b"", line) for line in lines)
            name = path.parent.relative_to(root) / ("log" if path.suffix == ".jsonl" else path.name)
            found[str(name)] = hashlib.sha256(b"".join(lines)).hexdigest()
    return found


def test_killed_at_any_moment_the_next_import_does_the_rest(tmp_path, anki):
    for number in range(40):
        note = anki.col.new_note(anki.col.models.by_name("Basic"))
        name = anki.col.media.write_data(f"p{number}.png", b"\x89PNG" + bytes([number]) * 500)
        note["Front"], note["Back"] = f'<img src="{name}">', "x"
        anki.col.add_note(note, anki.col.decks.id(f"Deck {number % 4}"))
        anki.answer(note.guid, 4)
        time.sleep(0.002)
    package = anki.give(tmp_path / "all.apkg")
    whole = tmp_path / "whole"
    create(whole)
    with Collection.open(whole, now=NOW.replace(year=2030), write=True) as held:
        import_package(held, package)

    for attempt, wait in enumerate((0.0, 0.02, 0.06, 0.12, 0.2)):
        root = tmp_path / f"killed-{attempt}"
        create(root)
        words = [sys.executable, "-c", IMPORT, str(root), str(package), NOW.replace(year=2030).isoformat()]
        process = subprocess.Popen(words, stdout=subprocess.PIPE, env=dict(os.environ))
        process.stdout.readline()
        time.sleep(wait)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        with Collection.open(root, now=NOW.replace(year=2030), write=True) as held:
            assert not held.problems()
            import_package(held, package)

        assert kept(whole) == kept(root)
