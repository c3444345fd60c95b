"""The demo is a person's own once it is there: what is deleted of it stays away."""

from datetime import UTC, datetime

from flashkms.build import apply, plan
from flashkms.store.collection import Collection, create
from flashkms.store.packaged import add_demo

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def test_a_deleted_entry_of_the_demo_stays_away(tmp_path):
    create(tmp_path / "demo")
    with Collection.open(tmp_path / "demo", now=NOW, home=tmp_path / "home", write=True) as held:
        add_demo(held)
        held.refresh()
        deck = next(deck for deck in held.decks() if len(deck.entries) > 2)
        gone, following = deck.entries[1:3]
        path = held.root / deck.path
        lines = path.read_text().splitlines(keepends=True)
        path.write_text("".join(lines[: gone.line - 1] + lines[following.line - 1 :]))
        held.refresh()

        apply(held, plan(held))

        left = {entry.id for one in held.decks() for entry in one.entries}
        assert following.id in left
        assert gone.id not in left
