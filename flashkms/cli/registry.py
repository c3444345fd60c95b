"""Every command, by purpose: its name, the words that a list of commands says of it, and the module that has it.

The list is plain data, so that `flashkms --help` imports none of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct


class Listed(Struct, frozen=True):
    """A command in the list; its module is `flashkms.cli.commands.<module>`, its function the name."""

    name: str
    summary: str
    module: str


def _listed(*commands: tuple[str, str] | tuple[str, str, str]) -> tuple[Listed, ...]:
    return tuple(Listed(each[0], each[1], each[2] if len(each) > 2 else each[0]) for each in commands)


SECTIONS: Mapping[str, tuple[Listed, ...]] = MappingProxyType(
    {
        "Every day": _listed(
            ("review", "Study what is due."),
            ("due", "Count by deck, and list the queue in order."),
            ("stats", "Tell what was reviewed and what it says."),
            ("browse", "Look through the cards, and change them in bulk."),
        ),
        "Notes and cards": _listed(
            ("init", "Make a collection."),
            ("build", "Turn notes into cards."),
            ("cards", "List the cards that a query finds."),
            ("show", "Tell all about one card."),
            ("edit", "Open a card's entry in your editor."),
            ("triage", "Keep or drop new cards before they cost reviews."),
            ("drop", "Remove an entry so that no build brings it back."),
            ("restore", "Welcome a dropped entry again."),
            ("check", "Look for problems in notes, cards and logs."),
        ),
        "Without a screen": _listed(
            ("answer", "Answer cards without a screen."),
            ("undo", "Take back the last thing that was done."),
            ("suspend", "Keep a card out of the queue."),
            ("unsuspend", "Show a suspended card again."),
            ("bury", "Keep a card out of the queue until tomorrow."),
            ("unbury", "Show a buried card again today."),
            ("forget", "Make a card new again."),
            ("flag", "Give a card a flag from 1 to 7, or 0 for none."),
            ("mark", "Mark a card's entry, or take the mark away."),
            ("reschedule", "Make a card fall due on a day."),
        ),
        "Anki": _listed(
            ("export", "Write Anki decks."),
            ("import", "Take in an Anki package: cards and reviews.", "import_"),
            ("anki", "Speak with a running Anki, or with a server of Anki's."),
        ),
        "The schedule": _listed(
            ("optimize", "Fit the scheduler's parameters to your reviews."),
            ("simulate", "Show what another retention would cost and bring."),
            ("plan", "The coming days, the way to an exam or out of a backlog."),
            ("cram", "Study outside of the schedule, without touching it."),
            ("exam", "Sit a mock exam of the notes' scenarios."),
        ),
        "The house": _listed(
            ("doctor", "Check the health of the collection, and mend it."),
            ("backup", "Keep verified copies of log and cards."),
            ("where", "Print where everything lies."),
            ("schema", "Print the JSON Schema of deck files."),
            ("completion", "Print the completion script of a shell."),
            ("serve", "Study in the browser, on this machine."),
            ("help", "Explain a topic.", "help_"),
        ),
    }
)
COMMANDS: Mapping[str, Listed] = MappingProxyType(
    {command.name: command for section in SECTIONS.values() for command in section}
)
