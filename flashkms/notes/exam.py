"""Scenarios into drafts: a question; a choice and a few "why not" where the note explains wrong options.

A question that leans on its options is asked by the choice alone. The rule against floods: one scenario makes at most
four entries. A choice needs two wrong options that the note itself calls wrong. Of those, at most two become a "why
not", the ones whose reason says the most, and only when the reason is longer than a few words and the option is a
single thing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache

from msgspec.structs import replace

from flashkms.cards.draft import Draft
from flashkms.cards.entry import Body, Choice, Question, WhyNot, WrongOption
from flashkms.cards.lint.words import content_words
from flashkms.notes import brevity, context, cue, key, leaning, option
from flashkms.notes.blanks.words import CLASSES, VERB
from flashkms.notes.grouping import NUMBER
from flashkms.notes.note import Note, Option, Scenario
from flashkms.notes.scenario import may_be_title

MOST_WHY_NOTS = 2
LEAST_REASON = 4  # content words: a shorter reason is not worth asking
LONGEST_REASON = 70  # words: a longer one is not one thing to recall
LONGEST_OPTION = 30  # words
PASSAGE = 100  # characters of a right option that stands out beside names
TIMES = 4  # as long as the longest wrong one
_ELSEWHERE = re.compile(
    r"\b(?:as|like|see|in) (?:in )?the (?:above|previous|preceding)\b|\bsame (?:reason )?as (?:above|before)\b|"
    r"\b(?:as|already) (?:mentioned|explained|described|stated|discussed|noted|said) "
    r"(?:above|earlier|before|previously)\b|"
    r"위와 (?:같|마찬가지|동일)|앞(?:서|에서) (?:말|설명|언급)",
    re.IGNORECASE,
)
_HANGUL = re.compile("[가-힣]")
_WORD = re.compile(r"[a-z0-9][a-z0-9'-]*")
_SAYERS = frozenset(("it", "you", "they", "this", "these", "there", "we"))
_TRIVIAL = frozenset(
    re.findall(
        r"\w+",
        "a an the of for to in on at by from with is are was were be it this that these those and or not as you your "
        "can will use used using only just also because incorrect wrong option",
    )
)


def drafts(note: Note, scenario: Scenario) -> tuple[Draft, ...]:
    """The drafts of *scenario*: its question first."""
    source = source_of(scenario)
    made: list[Draft] = []
    alone = asks_by_choice(note, scenario)
    if not alone:
        triage = "" if scenario.steering.force else leaning.why(scenario)
        made.append(_draft(note, scenario, source, _question(scenario), scenario.explanation, triage=triage))
    if alone or _has_choice(scenario):
        made.append(_choice(note, scenario, f"{source}/choice", alone=alone))
    if scenario.steering.why_not and (rivals := worth_asking(scenario)):
        asked = cue.asked(scenario)
        for at, one in enumerate(rivals, 1):
            body = WhyNot(one.text, asked, one.why, scenario.answers)
            made.append(_draft(note, scenario, f"{source}/why-{at}", body, triage=_thin(one)))
    return tuple(made)


def source_of(scenario: Scenario) -> str:
    """The key of the question that *scenario* asks; its number makes another one of the same question."""
    said = scenario.plain if key.folded(scenario.plain) else scenario.question  # a picture and a question mark
    number = (f"number {scenario.nth}",) if scenario.nth > 1 else ()
    return key.of("scenario", said, (*scenario.headings[1:], *number))


def told_apart(scenarios: Sequence[Scenario]) -> Iterator[Scenario]:
    """*scenarios*, those that ask what one above asks, and want other answers, with a number."""
    seen: dict[str, dict[tuple[str, ...], int]] = defaultdict(dict)  # the number of each answer, by question
    for scenario in scenarios:
        numbers = seen[source_of(scenario)]
        answers = tuple(sorted(" ".join(answer.casefold().split()) for answer in scenario.answers))
        yield replace(scenario, nth=numbers.setdefault(answers, len(numbers) + 1))


def asks_by_choice(note: Note, scenario: Scenario) -> bool:
    """Whether *scenario* is a choice alone: it leans on options, and the note gives them."""
    refused = note.kinds and not {"choice", "scenario"} & {*note.kinds}
    few = scenario.listed or len(scenario.answers) > 1
    return not refused and leaning.wants_options(scenario) and _has_choice(scenario, least=1 if few else 2)


def _has_choice(scenario: Scenario, least: int = 2) -> bool:
    offered = scenario.steering.choice and len(chosen_against(scenario)) >= least
    return offered and not _stands_out(scenario)


def chosen_against(scenario: Scenario) -> tuple[Option, ...]:
    """The wrong options that a choice can offer beside the right ones."""
    answers = {key.folded(answer) for answer in scenario.answers}
    return tuple(one for one in scenario.wrong if one.explicit and one.text and key.folded(one.text) not in answers)


def worth_asking(scenario: Scenario) -> tuple[Option, ...]:
    """The wrong options whose reason is worth a card of its own, at most two, in the note's order."""
    fit = [one for one in chosen_against(scenario) if _fits(one)]
    best = sorted(fit, key=lambda one: -min(_weight(one.why), 25))[:MOST_WHY_NOTS]
    return tuple(one for one in fit if one in best)


def _fits(one: Option) -> bool:
    words = len(one.why.split())
    stated = bool(re.search(r"[.。]$|[가-힣]다$", one.text.strip())) or _says(one.text)
    single = not stated and len(re.split(r",\s+(?!which|where|that|then|so|and then)", one.text)) < 3
    return (
        _weight(one.why) >= LEAST_REASON
        and words <= LONGEST_REASON
        and len(one.text.split()) <= LONGEST_OPTION
        and single
    )


def _says(option: str) -> bool:
    """Whether *option* says what something does, of which nobody asks why not: `Provides rye`, `It keeps rye`."""
    first = option.strip().split(" ", 1)[0].lower()
    return first in _SAYERS or (first.endswith("s") and bool(CLASSES.get(first, 0) & VERB))


def _weight(reason: str) -> int:
    """How many words of *reason* carry meaning; three Hangul syllables count as one."""
    hangul = 0 if reason.isascii() else len(_HANGUL.findall(reason))
    return sum([word not in _TRIVIAL for word in _WORD.findall(reason.lower())]) + hangul // 3


def _stands_out(scenario: Scenario) -> bool:
    """Whether the right option is told by its length: a passage beside names."""
    shortest = min(map(len, scenario.answers), default=0)
    longest = max(len(one.text) for one in chosen_against(scenario))
    return shortest > PASSAGE and shortest >= TIMES * longest


def _thin(one: Option) -> str:
    """Why the reason against *one* may be none: it stands elsewhere, or only says what the option is."""
    if _ELSEWHERE.search(one.why):
        return "the reason points to another text"
    return "" if option.denies(one.why) else "the reason denies nothing"


def _draft(  # noqa: PLR0913  # a draft has that many parts
    note: Note, scenario: Scenario, source: str, body: Body, extra: str = "", *, triage: str = "", named: bool = False
) -> Draft:
    asks = isinstance(body, Question | Choice)
    return Draft(
        source,
        body,
        scenario.line,
        scenario.line_end,
        extra=extra,
        context=_context(note, scenario),
        cue=_cue(scenario, listed=isinstance(body, Choice)) if asks else "",
        tags=("scenario", *scenario.steering.tags),
        score=4.0,
        triage=triage,
        reasons=("a question of the scenario part",),
        id_hint=scenario.steering.id if named or isinstance(body, Question) else "",
    )


@lru_cache(maxsize=64)
def _numbers(heading: str) -> bool:
    """Whether *heading* only says that questions follow, or which one."""
    return may_be_title(heading) or bool(NUMBER.fullmatch(heading.strip()))


def _context(note: Note, scenario: Scenario) -> tuple[str, ...]:
    """What stands above *scenario*, without what would tell its answer."""
    above = context.line(note, tuple(one for one in scenario.headings if not _numbers(one)))
    answers = [_named(answer) for answer in scenario.answers]
    return tuple(part for part in above if not any(_tells(part, answer, scenario.plain) for answer in answers))


def _tells(part: str, answer: frozenset[str], asked: str) -> bool:
    """Whether *part*, or a side of the comparison that it is, stands in *answer*, and is half of it or not *asked*."""
    told = [side for side in _sides(part) if side <= answer]
    return any(2 * len(side) >= len(answer) or not side <= _named(asked) for side in told)


@lru_cache(maxsize=64)  # the questions of a part stand below the same headings
def _sides(part: str) -> tuple[frozenset[str], ...]:
    """The words of *part*, and of each side of the comparison that it is."""
    return tuple(side for side in map(_named, (part, *context.sides(part))) if side)


@lru_cache(maxsize=256)  # a question and its answers are asked for each heading above
def _named(text: str) -> frozenset[str]:
    return frozenset(content_words(text)) - context.MAKERS


def _cue(scenario: Scenario, *, listed: bool) -> str:
    if scenario.steering.cue:
        return f"{' · '.join(scenario.steering.cue)}\n\n{scenario.ask}"
    return cue.of(scenario, listed=listed)


def _question(scenario: Scenario) -> Question:
    return Question(
        scenario.question, scenario.answers, tuple(WrongOption(one.text, one.why) for one in scenario.wrong)
    )


def _choice(note: Note, scenario: Scenario, source: str, *, alone: bool) -> Draft:
    wrong = tuple(WrongOption(one.text, one.why) for one in chosen_against(scenario))
    answers, extra = scenario.answers, scenario.explanation
    if brevity.leans(answers, wrong):
        short = tuple(map(brevity.shortened, answers))
        if not brevity.leans(short, wrong):
            extra = "\n".join([*(f"- {answer}" for answer in answers), extra]).rstrip("\n")
            answers = short
    told = brevity.leans(answers, wrong) and not scenario.steering.force
    triage = "the right option is told by its length" if told else ""
    return _draft(note, scenario, source, Choice(scenario.question, answers, wrong), extra, triage=triage, named=alone)
