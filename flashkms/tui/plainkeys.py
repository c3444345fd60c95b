"""The keys of the reviewer by lines: those of the full screen that can be typed, with Enter, as a line.

The ids are the screen's, and so are the keys, with the person's own in their place. A key that no line can hold, such
as ctrl+z, is left out; an id that has only such keys of its own keeps what it has by default.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from string import punctuation
from typing import Literal

from msgspec import Struct

from flashkms.schedule.event import Rating
from flashkms.tui.keys import physical

Prompt = Literal["show", "answer", "done"]

ENTER = ""  # the line that Enter alone makes
PICK = "review.pick_"
RATINGS = {f"review.{rating.name.lower()}": rating for rating in Rating}
_ANYWHERE = {"app.help": "question_mark,f1"}
_CARD = {
    "review.undo": "u,ctrl+z", "review.edit": "e", "review.bury": "b,minus", "review.suspend": "s,at",
    "review.mark": "m,asterisk", "review.flag": "f", "review.info": "i", "review.open": "o", "review.source": "O",
    "review.type": "t", "review.replay": "r,f5", "review.leave": "escape,q",
}  # fmt: skip
DEFAULTS: Mapping[Prompt, Mapping[str, str]] = {
    "show": {"review.show": "space,enter"}
    | {f"{PICK}{option}": str(option % 10) for option in range(1, 11)}
    | _CARD
    | _ANYWHERE,
    "answer": {"review.next": "space,enter"}
    | {name: str(rating.value) for name, rating in RATINGS.items()}
    | _CARD
    | _ANYWHERE,
    "done": {"done.leave": "enter,space,escape,q", "done.undo": "u,ctrl+z", "done.again": "r,f5"} | _ANYWHERE,
}
_WORDS = {"quit": ("review.leave", "done.leave"), "help": ("app.help",), "h": ("app.help",)}  # always understood
_SHOWS = (("review.show", "shows the answer"), ("review.next", "is Good"))
_DEEDS = (
    {
        "review.type": "{0}, or {0} and the text: type the answer, hear how it differs. "
        "Before a choice shows: its numbers pick, as in 1 3."
    },
    {
        "review.undo": "{0} undo", "review.bury": "{0} bury until tomorrow", "review.suspend": "{0} suspend",
        "review.mark": "{0} mark", "review.flag": "{0} next flag   {0} N flag 1 to 7, {0} 0 none",
    },
    {"review.edit": "{0} edit in your editor", "review.info": "{0} information", "review.replay": "{0} ask again"},
    {
        "review.open": "{0} picture or source", "review.source": "{0} source, in your editor",
        "app.help": "{0} this help", "review.leave": "{0} leave: everything is saved",
    },
)  # fmt: skip
_SHORT_NAMES = {"/": "slash", "\\": "backslash", "@": "at", "-": "minus", "+": "plus", "_": "underscore"}
_NAMED = {
    _SHORT_NAMES.get(sign) or unicodedata.name(sign).lower().replace("-", "_").replace(" ", "_"): sign
    for sign in punctuation
}
_LINE_ENDS = frozenset({"enter", "return", "space"})


class PlainKeys(Struct, frozen=True):
    """What a typed word means at each prompt, by its id."""

    meanings: Mapping[Prompt, Mapping[str, str]]

    def meaning(self, prompt: Prompt, word: str) -> str:
        """The id of what *word* does at *prompt*, by the keys that were pressed for it; empty for nothing."""
        pressed = "".join(physical(character) or character for character in word)
        here = self.meanings[prompt]
        always = (name for name in _WORDS.get(pressed, ()) if name in DEFAULTS[prompt])
        return here.get(pressed) or next(always, "")

    def picks(self, line: str) -> frozenset[int]:
        """The options that *line* picks, by their keys or numbers; none where it says anything else."""
        picked = [self._picked(word) for word in line.replace(",", " ").split()]
        return frozenset(picked) if all(picked) else frozenset()

    def _picked(self, word: str) -> int:
        """The option that *word* picks, from 1 on; 0 for none."""
        name = self.meaning("show", word)
        number = name.removeprefix(PICK) if name.startswith(PICK) else "" if name else word
        return int(number) if number.isascii() and number.isdigit() and len(number) < 4 else 0

    def of(self, name: str) -> tuple[str, ...]:
        """What is typed for the id *name*, `Enter` for that alone; empty where nothing is."""
        found = (word for here in self.meanings.values() for word, meant in here.items() if meant == name)
        return tuple(dict.fromkeys(word or "Enter" for word in found))


def plain_keys(own: Iterable[tuple[str, str]] = ()) -> PlainKeys:
    """The keys by id with the person's *own*, which come before others where two have the same one."""
    mine = {name: typed(keys) for name, keys in own if typed(keys) or not keys.strip(", ")}
    return PlainKeys({prompt: _meanings(names, mine) for prompt, names in DEFAULTS.items()})


def told(keys: PlainKeys) -> str:
    """What can be done with a card, by the keys that do it; what has no key is left out."""
    by = {name: found[0] for here in DEFAULTS.values() for name in here if (found := keys.of(name))}
    shows = [f"{by[name]} {deed}" for name, deed in _SHOWS if name in by]
    rates = [f"{by[name]} {rating.name.capitalize()}" for name, rating in RATINGS.items() if name in by]
    lines = [
        "; then ".join(shows) + "." if shows else "",
        f"{', '.join(rates)}: rate the shown answer." if rates else "",
        *("   ".join(deed.format(by[name]) for name, deed in line.items() if name in by) for line in _DEEDS),
        "A Korean or Cyrillic letter is the key that it lies on.",
    ]
    return "\n".join(filter(None, lines))


def told_at_the_end(keys: PlainKeys) -> str:
    """The same of the end of a sitting."""
    ways = [
        (keys.of("done.undo")[:1], "takes the last answer back"),
        (keys.of("done.again")[:1], "looks for cards on a step"),
        (keys.of("done.leave")[::-1] or ("quit",), "leaves"),
    ]
    return ", ".join(f"{' or '.join(words)} {deed}" for words, deed in ways if words) + "."


def typed(keys: str) -> tuple[str, ...]:
    """Those of *keys*, which are written as in the settings, that a line can hold."""
    names = (name.strip() for name in keys.split(","))
    found = (ENTER if name in _LINE_ENDS else _NAMED.get(name, name) for name in names if name)
    return tuple(physical(word) or word for word in found if len(word) <= 1)


def _meanings(names: Mapping[str, str], mine: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    own = ((name, mine[name]) for name in names if name in mine)
    others = ((name, typed(keys)) for name, keys in names.items() if name not in mine)
    meanings: dict[str, str] = {}
    for name, words in (*own, *others):
        for word in words:
            meanings.setdefault(word, name)
    return meanings
