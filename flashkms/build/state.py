"""What a planning knows and gathers: what stands in the files, and what is to be done to each."""

from __future__ import annotations

from msgspec import Struct, field

from flashkms.build.belonging import Belonging
from flashkms.build.history import History
from flashkms.build.naming import Spellings
from flashkms.cards import splice
from flashkms.cards.deck import Deck
from flashkms.cards.draft import Draft
from flashkms.cards.entry import Entry, EntryId
from flashkms.cards.likeness import same_text
from flashkms.errors import Problem


class State(Struct):
    """The state of one planning; its lists and maps grow as it goes on."""

    decks: dict[str, Deck]  # by path, in the order in which they are asked for an entry, or for the deck of a note
    history: History
    triage: str  # which new entries wait for a verdict: weak, all, none
    belonging: Belonging
    blocked: dict[str, int]  # deck files with problems, each with a line: nothing can be said of what is not in them
    force: bool
    spellings: Spellings = field(default_factory=dict)
    edits: dict[str, list[splice.Edit]] = field(default_factory=dict)
    fresh: dict[str, Deck] = field(default_factory=dict)
    made: list[EntryId] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    ids: dict[EntryId, Entry] = field(default_factory=dict)
    spelt: set[str] = field(default_factory=set)  # ids in the files, without case: two that differ in it are one
    homes: dict[EntryId, str] = field(default_factory=dict)
    texts: dict[str, EntryId] = field(default_factory=dict)
    claimed: set[EntryId] = field(default_factory=set)
    renamed: dict[str, str] = field(default_factory=dict)  # what notes were called before, by their path

    def __post_init__(self) -> None:
        for deck in self.decks.values():
            for entry in deck.entries:
                self.ids.setdefault(entry.id, entry)
                self.spelt.add(entry.id.casefold())
                self.homes.setdefault(entry.id, deck.path)
                self.texts.setdefault(same_text(entry.body), entry.id)

    def edit(self, entry: EntryId, edit: splice.Edit) -> None:
        """Ask for *edit* of the file that holds *entry*."""
        self.edits.setdefault(self.homes[entry], []).append(edit)

    def points(self) -> set[str]:
        """The keys of all points that an entry stands for."""
        return {entry.source.key for entry in self.ids.values() if entry.source}

    def verdict_on(self, draft: Draft) -> str:
        """Why the new cards of *draft* wait for a verdict; empty when they do not."""
        if self.triage == "none":
            return ""
        return draft.triage or ("new" if self.triage == "all" else "")

    def refuse(self, path: str, said: str) -> None:
        """Tell that *said* is left as it is, and how a person has it done."""
        self.problems.append(Problem(path, 1, said, "look at the note; `flashkms build --yes` marks them as gone"))


def left_alone(count: int) -> str:
    """What is said of *count* entries that nothing is done to."""
    return f"{count} entr{'y' if count == 1 else 'ies'} came from; they are left as they are"
