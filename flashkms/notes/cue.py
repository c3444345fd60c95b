"""The cue: a long question's short first view, made of what its author stressed and of what it asks."""

from __future__ import annotations

import re
from functools import lru_cache

from flashkms.notes import rich, sentence, unlisted
from flashkms.notes.markdown import markdown
from flashkms.notes.note import Scenario

LONG = 45  # words: a shorter question is shown as it is
LONGER = 55  # words: so is one up to here whose author stressed too little for a cue
PHRASE = 6  # words of one stressed phrase that say enough by themselves
ASIDE = 12  # words of all stressed phrases together that do
MOST = 40  # words of stressed text, or of one sentence, that are shown
GLANCE = 80  # words of two sentences that are
APART = 6  # words between two stressed phrases of one sentence that are shown with them
REST = 10  # words after a stressed phrase that are shown with it where they say on what condition, or end its clause

_CONSTRAINT = re.compile(  # in a text of lower-case letters
    # By their first letters: a pattern of so many words is tried at each word of a text.
    r"\b(?:a(?:utomatically|vailab(?:le|ility)|void)|c(?:heap(?:est)?|ompl(?:ain\w*|iance|y)|ost|rashed)|durable|"
    r"e(?:ncrypt(?:s|ed|ion)?|nsure|rror)|fa(?:il(?:s|ed|ure)?|ult[- ]tolerant)|goal|h(?:igh(?:ly)?|owever)|"
    r"i(?:mmediately|ncreas\w+|nstructed|ssue)|l(?:arge|atency|east|o(?:st|w))|m(?:inim(?:al|um|i[sz]e)|ost|ust)|"
    r"n(?:eed(?:s|ed)?|oticed)|only|pr(?:event|oblem)|r(?:andom|eal-time|equires?d?)|"
    r"s(?:cal(?:e|able|ability)|ecure(?:ly)?|hould|ingle|low)|t(?:erminated|hroughput|rigger(?:s|ed)?|wice)|"
    r"w(?:ant(?:s|ed)?|ithout))\b|"
    r"해야|필요|없이|최소|최대|비용"
)
_FIGURE = re.compile(r"\d(?<!\w\d)[\d,.]*\b")  # a digit is found faster than the edge of a word before it
_DUTY = re.compile(r"(?:As (?:the|an?|your)\b|You(?:'re| are| work| just joined)\b)")  # who the reader is to be
_NAMELESS = "It|They|These|This|Those|He|She"  # a sentence that begins so speaks of what the one before names
_BACK = re.compile(rf"(?:{_NAMELESS}|Afterwards|Then|However|But|Also|Unfortunately)\b")
_PRONOUN = re.compile(rf"(?:(?:However|But|Also|Then|Afterwards|Unfortunately),? )?(?:{_NAMELESS})\b", re.IGNORECASE)
_LED = re.compile(r"(?:However|Therefore|Thus|Moreover|Furthermore|In addition|Unfortunately|Also|But|And)\b,? (?=\S)")
_OPEN = re.compile(r"\b(?:about|of|to|with|for|by|in|on|from|the|an?|and|or)$", re.IGNORECASE)
LONGEST_OPEN = 5  # letters of one of these
_CONDITION = re.compile(
    r"\b(?:without|while|instead|only|must|least|within|even|not|whenever|each|every)\b", re.IGNORECASE
)
_NAME = re.compile(r"\b(?:[A-Z][a-z]*[A-Z0-9][A-Za-z0-9]*|(?<=[a-z,;] )[A-Z][a-z]+)\b")
_ROLE = re.compile(
    r"\b(?:(?:IT|Solutions?|Cloud|System|SysOps|DevOps|Security|Senior|Lead|Software|Network|Database|Support|Project)\s+)*"
    r"(?:Architects?|Managers?|Engineers?|Administrators?|Developers?|Director|Officer|Team|Lead|C[A-Z]O|CISO)\b"
)


def of(scenario: Scenario, *, listed: bool) -> str:
    """The cue of *scenario* as Markdown; empty when the question is short enough to be read whole.

    *listed* says that its options stand below it.
    """
    words = len(scenario.plain.split())
    if words <= LONG:
        return ""
    parts = _parts(scenario)
    if words <= LONGER and not _say_enough(parts):
        return ""
    said, ask = _need(scenario, parts), scenario.ask if listed else unlisted.of(scenario.ask)
    cue = f"{said}\n\n{ask}" if said else ask
    return cue if len(cue.split()) < words else ""


def _need(scenario: Scenario, parts: list[str]) -> str:
    """What *scenario* needs, without what it asks: its stressed *parts*, or its most demanding sentences."""
    start, end = sentence.asking(scenario.plain)
    head = f"{scenario.plain[:start]}{scenario.plain[end:]}"
    if _say_enough(parts):
        return " · ".join(part.strip(" .,;:") for part in _whole(head, parts))
    # A few words here and there tell no story: the sentences do that hold them, or what the task demands.
    return " ".join(_telling(head, tuple(part.strip(" .,;:") for part in parts)))


def _say_enough(parts: list[str]) -> bool:
    """Whether the stressed *parts* of a question say enough by themselves."""
    lengths = [len(part.split()) for part in parts]
    return sum(lengths) >= ASIDE or max(lengths, default=0) >= PHRASE


def _parts(scenario: Scenario) -> list[str]:
    return _within([part for part in scenario.stressed if part.strip(" .,")], MOST)


def _whole(text: str, parts: list[str]) -> list[str]:
    """*parts* of *text* with the few words between those of one sentence, and with the condition that ends it."""
    found: list[tuple[int, int]] = []
    for part in parts:
        start = text.find(part, found[-1][1] if found else 0)
        if start < 0:
            return parts
        found.append((start, start + len(part)))
    words = sum(len(part.split()) for part in parts)
    joined: list[tuple[int, int]] = []
    for start, end in found:
        between = text[joined[-1][1] : start] if joined else ""
        apart = len(between.split())
        whole = between.count("(") == between.count(")") and len(sentence.spans(between + "X")) == 1
        near = APART if not joined or not _ends_open(text[slice(*joined[-1])]) else 2 * APART
        if joined and apart <= near and words + apart <= MOST and whole:
            joined[-1], words = (joined[-1][0], end), words + apart
        else:
            joined.append((start, end))
    ends = [end for _, end in sentence.spans(text)]
    for at, (start, end) in enumerate(joined):
        stop = next((one for one in ends if one >= end), end)
        rest = text[end:stop]
        overlaps = at + 1 < len(joined) and joined[at + 1][0] < stop
        if not overlaps and len(rest.split()) <= REST and (_ends_open(text[start:end]) or _CONDITION.search(rest)):
            joined[at] = (start, stop)
    return [text[start:end] for start, end in joined]


def asked(scenario: Scenario) -> str:
    """What *scenario* needs and what it asks, where no full text stands below: all that tells its options apart.

    The whole question where it is short; else the sentences that demand something or that its author stressed.
    """
    ask = sentence.unnumbered(unlisted.of(scenario.ask))
    words = len(scenario.plain.split())
    if words <= LONGER or ("\n" in scenario.plain and words <= GLANCE):
        return sentence.unnumbered(scenario.question.replace(scenario.ask, ask)) if ask else scenario.question
    start, end = sentence.asking(scenario.plain)
    said = _demands(f"{scenario.plain[:start]}{scenario.plain[end:]}", _parts(scenario), GLANCE - len(ask.split()))
    return "\n\n".join(part for part in (said, ask) if part)


def _demands(text: str, parts: list[str], words: int) -> str:
    """The sentences of *text* that tell most, in its order, in at most *words* where one alone is not longer."""
    sentences = [text[start:end].strip() for start, end in sentence.spans(text)]
    stressed = tuple(part.strip(" .,;:") for part in parts)
    worth = [_worth(one, stressed) for one in sentences]
    kept: set[int] = set()
    for at in sorted(range(len(sentences)), key=lambda at: (-worth[at], -at)):
        length = sum(min(len(sentences[one].split()), MOST) for one in (*kept, at))
        if not kept or (worth[at] > 0 and length <= words):
            kept.add(at)
    told = [_told(sentences[at], stressed) for at in sorted(kept | _spoken_of(sentences, kept))]
    return " ".join(markdown(rich.Rich(one)) for one in (*map(_opening, told[:1]), *told[1:]))


def _spoken_of(sentences: list[str], kept: set[int]) -> set[int]:
    """The sentences that name whom or what the *kept* ones among *sentences* begin with as `It` or `They`."""
    wanted: set[int] = set()
    for at in kept:
        while at and at not in wanted and _PRONOUN.match(sentences[at]):
            at -= 1  # noqa: PLW2901  # back to where it is named
            wanted.add(at)
    return wanted


def _told(one: str, stressed: tuple[str, ...]) -> str:
    """The sentence *one*, or what its author *stressed* of it where it is long."""
    inside = [part for part in stressed if part in one]
    return " · ".join(inside) if len(one.split()) > MOST and inside else _shortened(one)


def _within(parts: list[str], words: int) -> list[str]:
    kept: list[str] = []
    for part in parts:
        if sum(len(one.split()) for one in kept) + len(part.split()) <= words:
            kept.append(part)
    return kept


def _ends_open(phrase: str) -> bool:
    """Whether *phrase* ends before what it speaks of: `no longer need to worry about`."""
    phrase = phrase.rstrip(" *")
    return bool(_OPEN.search(phrase, max(0, len(phrase) - LONGEST_OPEN)))


@lru_cache(maxsize=64)  # the cards of one scenario ask for the same
def _telling(text: str, parts: tuple[str, ...]) -> tuple[str, ...]:
    """The two sentences of *text* that tell most, in its order: words of constraint and stressed *parts* count.

    The second one only where it tells anything, or names what the first one leaves unnamed, and where both are short
    enough to be read at a glance.
    """
    sentences = [text[start:end] for start, end in sentence.spans(text)]
    best = _best(sentences, [_worth(one, parts) for one in sentences])
    if sum(min(len(sentences[at].split()), MOST) for at in best) > GLANCE:
        best = best[:1]
    told = [_shortened(sentences[at].strip()) for at in sorted(best)]
    return tuple(markdown(rich.Rich(one)) for one in (*map(_opening, told[:1]), *told[1:]))


def _opening(text: str) -> str:
    """*text*, the first sentence of a cue, without the word that leads on from one that is not shown."""
    led = _LED.match(text)
    return text[led.end()].upper() + text[led.end() + 1 :] if led else text


def _best(sentences: list[str], worth: list[int]) -> list[int]:
    """The places of the two *sentences* to show, the one of more *worth* first."""
    order = sorted(range(len(sentences)), key=lambda at: (-worth[at], -at))
    last = len(sentences) - 1
    if last > 0 and order[0] != last and worth[last] > 0 and not _DUTY.match(sentences[last]):
        return [order[0], last]  # a story ends with what went wrong, or with what is wanted
    best = order[:2]
    if any(worth[at] > 0 for at in best) and not all(worth[at] > 0 for at in best):
        best = best[:1] + _naming(sentences, best[0])
    if len(best) == 1 and best[0] and _BACK.match(sentences[best[0]]):
        best.append(best[0] - 1)
    return best


def _worth(one: str, parts: tuple[str, ...]) -> int:
    """How much the sentence *one* tells: words of constraint, figures and stressed *parts*; who asks tells little."""
    return _demanded(one) + 2 * sum(part in one for part in parts) - 2 * bool(_DUTY.match(one))


@lru_cache(maxsize=64)  # the cards of one scenario ask for the same
def _demanded(one: str) -> int:
    """How many words of constraint, and how many figures, two at most, the sentence *one* has."""
    return len(_CONSTRAINT.findall(one.lower())) + min(len(_FIGURE.findall(one)), 2)


def _naming(sentences: list[str], best: int) -> list[int]:
    """The sentence that names most of what the one at *best* speaks of without a name; none where it has names."""
    if _names(sentences[best]):
        return []
    names = [len(_names(one)) for one in sentences]
    most = max(range(len(sentences)), key=lambda at: (names[at], -at))
    return [most] if names[most] else []


def _names(text: str) -> set[str]:
    """What *text* names: words in capitals that do not begin it; who has what task is no matter."""
    return set(_NAME.findall(_ROLE.sub(" ", text)))


def _shortened(text: str) -> str:
    words = text.split()
    return text if len(words) <= MOST else " ".join(words[:MOST]) + " …"
