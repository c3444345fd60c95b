"""Lint for cards, as people lint code: `lint(decks)` finds what makes a bad card, each rule in a file of its own.

The rules follow Wozniak's "Twenty rules of formulating knowledge" and the traps of cards made from notes. To add one:
write its file, name it in `RULES`, and tell of it in `docs/lint.md`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from difflib import get_close_matches
from types import MappingProxyType

from flashkms.cards.deck import Deck, Remark
from flashkms.cards.lint import (
    anaphora,
    anki_hazard,
    broken_cloze,
    choose_count,
    conflict_markers,
    function_word,
    given_away,
    half_word,
    hidden_characters,
    hidden_negation,
    idle_key,
    interference,
    leaning_choice,
    liquid,
    long_answer,
    long_blank,
    long_field,
    long_front,
    loose_marks,
    many_blanks,
    missing_context,
    missing_need,
    missing_options,
    missing_reason,
    name_as_hint,
    near_duplicate,
    repeated_option,
    same_text,
    set_answer,
    start_case,
    stray_cloze,
    twin_fronts,
    undated,
    underdetermined,
    yaml_comment,
    yes_no,
)
from flashkms.cards.lint.reading import Reading, read
from flashkms.cards.lint.rule import Rule
from flashkms.errors import Problem

__all__ = ["RULES", "Rule", "lint"]

RULES: tuple[Rule, ...] = (
    # What breaks a card.
    broken_cloze.RULE,
    stray_cloze.RULE,
    choose_count.RULE,
    repeated_option.RULE,
    loose_marks.RULE,
    conflict_markers.RULE,
    yaml_comment.RULE,
    idle_key.RULE,
    hidden_characters.RULE,
    anki_hazard.RULE,
    name_as_hint.RULE,
    liquid.RULE,
    # What cannot be answered.
    twin_fronts.RULE,
    same_text.RULE,
    missing_options.RULE,
    missing_context.RULE,
    missing_need.RULE,
    underdetermined.RULE,
    anaphora.RULE,
    start_case.RULE,
    # What need not be remembered.
    given_away.RULE,
    function_word.RULE,
    half_word.RULE,
    leaning_choice.RULE,
    yes_no.RULE,
    # What will be forgotten.
    set_answer.RULE,
    many_blanks.RULE,
    long_blank.RULE,
    long_answer.RULE,
    long_front.RULE,
    long_field.RULE,
    # What misleads.
    hidden_negation.RULE,
    missing_reason.RULE,
    interference.RULE,
    near_duplicate.RULE,
    undated.RULE,
)
"""Every rule, in the order in which its problems are told for one entry."""

UNKNOWN_RULE = "unknown-rule"  # of the problem that `lint_ignore` names no rule; it cannot be silenced
MISSING_PICTURE = "missing-picture"  # judged where the disk is at hand, and silenced like any other
DUPLICATE_TITLE = "duplicate-title"  # judged where the notes are at hand, and silenced for a deck file


def lint(decks: Sequence[Deck], verbatim: Mapping[str, Collection[str]] = MappingProxyType({})) -> tuple[Problem, ...]:
    """What is wrong with the cards of *decks*: in the order of decks and entries, then of the rules.

    *verbatim* has the Liquid that each note, by path, keeps from being run.

    Entries that are gone are left out, for nobody reviews them. What one point of a note brings about in several
    entries, such as a question and its choice, is told once.
    """
    readings = list(_readings(decks, {path: frozenset(texts) for path, texts in verbatim.items()}))
    places = {id(reading): at for at, reading in enumerate(readings)}
    found = [
        (places[id(reading)], order, message, line[0] if line else reading.entry.line)
        for order, rule in enumerate(RULES)
        for reading, message, *line in rule.search(readings)
        if rule.id not in reading.entry.lint_ignore and rule.id not in reading.deck.lint_ignore
    ]
    return (*_unknown_rules(decks), *_problems(readings, sorted(found)))


def _readings(decks: Sequence[Deck], verbatim: Mapping[str, frozenset[str]]) -> Iterator[Reading]:
    for deck in decks:
        remarks: defaultdict[str, tuple[Remark, ...]] = defaultdict(tuple)
        for remark in deck.remarks:
            remarks[remark.entry] += (remark,)
        raw = verbatim.get(deck.note, frozenset())
        yield from (read(deck, entry, raw, remarks[entry.id]) for entry in deck.entries if not entry.gone)


def _problems(readings: Sequence[Reading], found: Sequence[tuple[int, int, str, int]]) -> Iterator[Problem]:
    told: set[tuple[str, str, str, str]] = set()
    for at, order, message, line in found:
        reading, rule = readings[at], RULES[order]
        point = (reading.deck.path, reading.point or f"{reading.entry.id} {reading.entry.line}", rule.id, message)
        if point not in told:
            told.add(point)
            yield Problem(reading.deck.path, line, message, f"{rule.hint}; rule {rule.id}", rule.id)


def _unknown_rules(decks: Sequence[Deck]) -> Iterator[Problem]:
    known = [*(rule.id for rule in RULES), MISSING_PICTURE, DUPLICATE_TITLE]
    for deck in decks:
        named = (
            (0, deck.lint_ignore),
            *((entry.line, entry.lint_ignore) for entry in deck.entries if entry.lint_ignore),
        )
        for line, ids in named:
            for unknown in ids:
                if unknown not in known:
                    close = get_close_matches(unknown, known, n=1)
                    hint = f"did you mean {close[0]}?" if close else "flashkms help lint lists the rules"
                    yield Problem(deck.path, line, f"lint_ignore names no rule: {unknown}", hint, UNKNOWN_RULE)
