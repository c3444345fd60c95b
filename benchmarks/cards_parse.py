"""How long deck files take to read, against the bare event stream of PyYAML's C parser over the same text.

    python benchmarks/cards_parse.py [--entries 100000] [--files 1000] [--rounds 5]

CSafeLoader and, where it is installed, ruamel.yaml read a fiftieth of the files, in seconds for all of them.

The files hold entries of every kind, as a build writes them. Prints both medians, and the median of the ratios of each
round: reading means the tree, the checks of every value, and the entries.
"""

from __future__ import annotations

import argparse
import gc
import statistics
import time
from collections.abc import Callable, Iterator

import yaml
from yaml.cyaml import CParser

from flashkms.cards import bodies, deckfile
from flashkms.cards.deck import Deck
from flashkms.cards.entry import Entry


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in (("entries", 100_000), ("files", 1000), ("rounds", 5)):
        arguments.add_argument(f"--{name}", type=int, default=default)
    asked = arguments.parse_args()
    texts = [_text(file, asked.entries // asked.files) for file in range(asked.files)]
    rounds = [(_seconds(texts, _events), _seconds(texts, _parsed)) for _ in range(asked.rounds)]
    theirs, ours = (statistics.median(times) for times in zip(*rounds, strict=True))
    ratio = statistics.median(mine / bare for bare, mine in rounds)
    count = sum(len(deckfile.parse(text, "cards/x.yaml")[0].entries) for text in texts)
    print(f"{count:,} entries in {len(texts):,} files, {sum(map(len, texts)):,} characters, {asked.rounds} rounds")
    print(f"C event stream {theirs:.2f} s, deckfile.parse {ours:.2f} s, ratio {ratio:.2f}")
    sample = texts[:: len(texts) // max(1, len(texts) // 50)]
    for name, read in _peers():
        seconds = _seconds(sample, read) * len(texts) / len(sample)
        print(f"{name} {seconds:.1f} s, {seconds / ours:.1f} times deckfile.parse")


def _peers() -> Iterator[tuple[str, Callable[[str], object]]]:
    yield "CSafeLoader", lambda text: yaml.load(text, yaml.CSafeLoader)
    try:
        from ruamel.yaml import YAML  # noqa: PLC0415  # no part of the test extra
    except ImportError:
        print("ruamel.yaml is not installed (pip install ruamel.yaml)")
        return
    yield "ruamel.yaml, round trip", YAML().load


def _text(file: int, entries: int) -> str:
    made = tuple(_entry(file, number) for number in range(entries))
    return deckfile.render(Deck(f"cards/deck{file:04d}.yaml", f"Bench::Deck{file:04d}", entries=made, tags=("bench",)))


def _entry(file: int, number: int) -> Entry:
    link = f"feature@{file:04x}{number:04x} cloze=a1b2c3 context=d4e5f6"
    said: bodies.Values = {"id": f"bench-{file:04d}-{number:04d}", "context": "Bench › Keys", "source": link}
    match number % 3:
        case 0:
            said["cloze"] = f"Service {number} keeps {{{{c1::its keys}}}} for {{{{c2::{number} days}}}} and no longer."
        case 1:
            said |= {"question": f"What keeps the keys of service {number}?", "answer": (f"Store {number}",)}
        case _:
            said |= {"question": f"A company must keep its keys\nfor {number} days. What does it use?"}
            said |= {"answer": (f"Store {number}",), "extra": "It keeps them apart.", "tags": ("scenario",)}
    return bodies.entry(said)


def _events(text: str) -> None:
    parser = CParser(text)
    while parser.get_event() is not None:
        pass


def _parsed(text: str) -> None:
    deckfile.parse(text, "cards/x.yaml")


def _seconds(texts: list[str], work: Callable[[str], object]) -> float:
    gc.collect()
    start = time.perf_counter()
    for text in texts:
        work(text)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
