"""Every setting there is: where it stands in the file, what it may hold, and the field it fills.

The names are data, in one place, so that a misspelt one can be told its neighbour, and so that the reference in the
docs is held complete.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from flashkms.config import readers
from flashkms.config.readers import Reader
from flashkms.config.values import DEFAULT_PARAMETERS

COLLECTION: Mapping[str, Reader] = MappingProxyType({"id": readers.text})
NOTES: Mapping[str, Reader] = MappingProxyType({"paths": readers.inside_paths})
CARDS: Mapping[str, Reader] = MappingProxyType({"triage": readers.word("weak", "all", "none")})
SCREEN: Mapping[str, Reader] = MappingProxyType({"theme": readers.theme})
SCHEDULE: Mapping[str, Reader] = MappingProxyType(
    {
        "retention": readers.number(0.70, 0.99),
        "parameters": readers.numbers(17, 19, len(DEFAULT_PARAMETERS)),
        "learning_steps": readers.steps,
        "relearning_steps": readers.steps,
        "maximum_interval": readers.whole(1, 36500),
        "rollover": readers.whole(0, 23),
        "timezone": readers.text,
        "fuzz": readers.flag,
        "leech_threshold": readers.whole(1, 1000),
        "leech_action": readers.word("suspend", "tag"),
    }
)
QUEUE: Mapping[str, Reader] = MappingProxyType(
    {
        "new_per_day": readers.whole(0, 9999),
        "reviews_per_day": readers.whole(0, 9999),
        "new_ignore_review_limit": readers.flag,
        "learn_ahead": readers.short_duration,
        "bury_siblings": readers.flag,
        "review_order": readers.word("due", "retrievability", "random", "loss"),
        "new_order": readers.word("note", "random"),
        "new_mix": readers.word("mixed", "after", "before"),
        "study_untriaged": readers.flag,
        "load_balance": readers.flag,
        "easy_days": readers.numbers(7),
        "exam_days": readers.whole(1, 60),
    }
)
DECK: Mapping[str, Reader] = MappingProxyType(
    {
        "new_per_day": readers.whole(0, 9999),
        "reviews_per_day": readers.whole(0, 9999),
        "retention": readers.number(0.70, 0.99),
        "exam": readers.day,
    }
)

SECTIONS: Mapping[str, Mapping[str, Reader]] = MappingProxyType(
    {
        "collection": COLLECTION,
        "notes": NOTES,
        "cards": CARDS,
        "schedule": SCHEDULE,
        "queue": QUEUE,
        "screen": SCREEN,
    }
)
DECKS = "decks"  # a table for each deck, of the keys in DECK
EXAMS = "exams"  # a table of tags, each with the day of its exam
KEYS = "keys"  # a table of binding ids, which the screens know
