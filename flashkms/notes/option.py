"""Wrong options: which remarks below a question say that something is not the answer, and why."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from flashkms.notes import bullets, naming, rich
from flashkms.notes.clued import Clued
from flashkms.notes.markdown import markdown
from flashkms.notes.note import Option
from flashkms.notes.outline import Item
from flashkms.notes.rich import Rich

_UNFIT = (
    r"not\s+(?:the\s+|an?\s+)?(?:correct|right|best|proper|suitable|appropriate|good)\s+"
    r"(?:answer|choice|option|tool|service|solution|fit|one)\b(?!\s+(?:if|when|where|until|unless)\b)"
)
_WRONG = rf"(?:incorrect|wrong|{_UNFIT}|not\s+(?:correct|right)|inaccurate)"
_WRONG_CHOICE = r"잘못된\s?(?:선택지?|답|보기|옵션|설명|방법)"
_SAID = Clued(re.compile(
    rf"(?P<colon>\s*[:：(（]\s*)?\b(?:(?:is|are|was|were)\s+(?:both\s+|also\s+|all\s+|simply\s+|therefore\s+)?)(?P<wrong>{_WRONG})"
    rf"|(?P<colon2>\s*(?:[:：(（]|-|–|—|->|→)\s*)(?P<bare>{_WRONG}|오답(?:이다|입니다|임|이며|이고)?(?![가-힣])|틀림|"
    rf"{_WRONG_CHOICE}(?:이다|입니다|임|이며|이고)?(?![가-힣])|(?:올바르지|적합하지|맞지)\s?않(?:습니다|음|다))",
    re.IGNORECASE,
), (
    "correct", "wrong", "right", "inaccurate", "best", "proper", "suitable", "appropriate", "good", "잘못된", "오답",
    "틀림", "않",
))  # fmt: skip
# What may follow the verdict `wrong`; before another word it is an adjective: `wrong syntax`, `wrong or missing keys`.
_GOES_ON = (
    "because as since due for if when whenever while where although though but unless until whereas in on at by of to "
    "from with without within under over after before here there given considering so thus hence too again also it its "
    "this that these those they their you your we our he she the a an one ones only just simply mainly mostly even "
    "option options answer answers choice choices statement statements is are was not"
)
_ADJECTIVE = re.compile(
    rf"(?:\s+|(?=,\s?(?:or|and)\b))(?:,?\s?(?:or|and)\s+)?(?!(?:or|and|{'|'.join(_GOES_ON.split())})\b)[A-Za-z]",
    re.IGNORECASE,
)
_FOR = re.compile(r"\s+(?:for|to|in|at|of)\b")
_STRUCK = re.compile(r"~~(?P<option>[^~\n]{1,300})~~")
_SPOKEN_OF = re.compile(r"\b(?:it|this|that|they|which)\s*$", re.IGNORECASE)
_MAY_BE_ADJECTIVE = re.compile(r"incorrect|wrong|inaccurate", re.IGNORECASE)
_WHY_NOT = re.compile(r"why\s+not\s+(?:use\s+)?(?P<option>[^:：?]{1,200}?)\s*\??\s*[:：]\s*(?=\S)", re.IGNORECASE)
_EXPLAINS = re.compile(r"(?:explanation|rationale|reason|해설|설명|이유)\s*[:：]\s*(?=\S)", re.IGNORECASE)
# What leads to a reason that is a sentence; what leads to a noun, `because of the cost`, belongs to the reason.
_BECAUSE = re.compile(
    r"^(?:[\s.,:;]|[-–—](?=\s))*"
    r"(?:(?:because(?!\s+of\b)|as|since|due to(?=\s+the fact)|options?|answer|choice)\b[\s,:]*)*"
    r"(?:the fact that\s+)?",
    re.IGNORECASE,
)
_LINK = re.compile(
    r"^(?:(?:hence|therefore|similarly|likewise),?|(?:thus|so|also|however|lastly|moreover|in addition),)\s+",
    re.IGNORECASE,
)
_OPTION_SAYS = re.compile(
    r"^(?:the\s+)?(?:other\s+)?(?:options?|choices?|statements?)\s+(?:that|which)\s+(?:says?|states?|mentions?)\s*:?\s*",
    re.IGNORECASE,
)
_CORRECT = Clued(re.compile(
    r"(?:^|\s[:：]\s*|\b(?:is|are|was|were)\s+(?:(?:also|both|all|the|an?|equally)\s+){0,3})(?:correct|right)\b(?!\s+now)"
    r"|정답(?!이?\s?아)|(?:맞|옳)(?:다|습니다|음)(?![가-힣])",
    re.IGNORECASE,
), ("correct", "right", "정답", "맞", "옳"))  # fmt: skip
_CALLED_RIGHT = Clued(re.compile(
    r"\s*(?:[:：]\s*(?:(?:this\s+)?(?:is|are)\s+)?|\b(?:is|are)\s+)(?:(?:also|both|the|an?)\s+){0,3}"
    r"correct\b(?:\s+(?:answer|option|choice)\b)?",
    re.IGNORECASE,
), ("correct",))  # fmt: skip
_LETTERED = re.compile(r"^(?:option\s+)?[(]?[A-H1-9][).:]\s+", re.IGNORECASE)
_LABEL = re.compile(
    r"^(?:(?:the\s+)?(?:incorrect|wrong|other)\s+(?:options?|answers?|choices?)|why\s+not|distractors?|incorrect|wrong|오답(?:\s*(?:보기|해설|이유))?)"
    r"(?:\s+explained)?\s*:?\s*$",
    re.IGNORECASE,
)
_TERM = re.compile(r"^(?P<term>[^:：]{2,160}?)\s*(?:\s:\s|:\s+|：\s*)(?P<rest>\S.*)$", re.DOTALL)
_WORD = re.compile(r"[^\W_]{2,}")
_HANGUL = re.compile("[가-힣]")
_NEGATIVE = re.compile(
    r"\b(?:not|n't|cannot|can't|canNOT|only|no|never|doesn't|isn't|don't|won't|lacks?|without|unable|"
    r"instead|rather|more expensive|"
    r"would|could|overkill|just|merely|unnecessary)\b|않|없|(?<!잘)못|불가|아니|아닌|만 |오히려|부적합",
    re.IGNORECASE,
)
# What ends one day is a fact about a thing, and nothing that it lacks.
_ENDED = re.compile(r"\b(?:no longer|not\b[^.]{0,60}\bany ?more)\b|더 ?이상[^.]{0,60}?(?:않|없|못)", re.IGNORECASE)
_MERELY = re.compile(
    r"\b(?:simply|primarily|mainly|mostly|although|though|however|but|designed|too|takes?|still|used (?:for|to))\b|"
    r"주로|단지|일 ?뿐|지만|대신|보다|더 ",
    re.IGNORECASE,
)
_GENERIC = re.compile(
    r"^(?:note|notes|why|reasons?|explanations?|rationale|answers?|solutions?|references?|sources?|links?|see|because|point|hint|tip|keyword|important|cf|ex|e\.g|example|"
    r"use ?cases?|[qa](?=\s*$)|step \d+|참고|이유|해설|설명|정답|출처|핵심|힌트|주의)\b",
    re.IGNORECASE,
)
_ENDS_WRONG = re.compile(
    r"(?:오답(?:이다|입니다|임)?|잘못(?:된\s?(?:선택지?|답|설명|방법))?(?:이다|입니다|임|됨)|정답이?\s?아(?:니다|닙니다|님)|틀(?:림|렸다|렸습니다|립니다))\s?[.．。]?$"
)
MAX_OPTION = 400  # characters: a longer "option" is a paragraph that happens to say "incorrect"


def explicit(shown: Rich, *, labelled: bool = False) -> Option | None:
    """The option that a remark calls wrong or strikes out, with the reason it gives; None when it does neither.

    *labelled* takes it only where a colon or a dash stands between the option and the word.
    """
    struck = _STRUCK.match(shown.plain) if shown.plain.startswith("~~") else None
    return _struck(shown, struck) if struck else _called_wrong(shown, labelled=labelled)


def _called_wrong(shown: Rich, *, labelled: bool) -> Option | None:
    text = shown.plain
    if asked := _WHY_NOT.match(text):
        named = _named(shown.part(asked.start("option"), asked.end("option")))
        return Option(named, _reason(shown, asked.end()), explicit=True)
    said = _verdict(text)
    if said is None:
        return _said_last(shown)
    loose = not (said["colon"] or said["colon2"])
    if loose and _SPOKEN_OF.search(text[: said.start()]) and (told := _reasoned(shown, said.start())):
        return told
    option = _option(shown, said.start(), loose=loose) if not (loose and labelled) else None
    if option is None or calls_right(text[: said.start()]):
        return None
    start = _behind_link(text, said.end())
    verdict = "bare" if said["bare"] else "wrong"
    if said[verdict].lower().startswith("not") and _FOR.match(text, said.end()):
        start = said.start(verdict)  # what it is not fit for is the reason
    closed = text.rfind(")", start) if "(" in (said["colon"] or said["colon2"] or "") else -1
    if closed < 0:
        return Option(option, _reason(shown, start), explicit=True)
    said_more = _reason(shown, _behind_link(text, closed + 1))
    why = _reason(shown.part(0, closed), start)
    return Option(option, f"{why}. {said_more}" if why and said_more else why or said_more, explicit=True)


def _struck(shown: Rich, struck: re.Match[str]) -> Option:
    """The option that is struck out at the start of *shown*, and what is said of it."""
    inside, rest = shown.part(*struck.span("option")), shown.part(struck.end("option") + 2, len(shown.plain))
    if found := explicit(rich.joined([inside, rest], "")) if rest.plain else None:
        return found
    start = len(rest.plain) - len(rest.plain.lstrip(" :：-–—"))
    return Option(_named(inside), _reason(rest, start), explicit=True)


def _reasoned(shown: Rich, end: int) -> Option | None:
    """The option of a remark `X : reason, so it is wrong`, whose verdict begins at *end*."""
    term, start = term_of(shown)
    return (
        Option(_named(shown.part(0, len(term))), _reason(shown, start), explicit=True) if term and start < end else None
    )


def _verdict(text: str) -> re.Match[str] | None:
    """Where *text* first calls something wrong, and does not speak of a wrong thing."""
    for said in _SAID.finditer(text[: MAX_OPTION + 160]):
        if not _is_adjective(said):
            return said
    return None


def _is_adjective(said: re.Match[str]) -> bool:
    bare = said["bare"] or ""
    return bool(_MAY_BE_ADJECTIVE.fullmatch(bare) and _ADJECTIVE.match(said.string, said.end()))


def _behind_link(text: str, start: int) -> int:
    """Where the reason begins in *text*, of which the verdict ends at *start*."""
    return start + _BECAUSE.match(text[start:]).end()  # type: ignore[union-attr]  # it matches nothing, too


def _said_last(shown: Rich) -> Option | None:
    """The option of a remark `term : text` whose last word, as Korean has it, calls the term wrong."""
    if shown.plain.isascii():
        return None
    term, start = term_of(shown)
    if not term or not _ENDS_WRONG.search(shown.plain, start):
        return None
    why = "" if _ENDS_WRONG.fullmatch(shown.plain, start) else _reason(shown, start)
    return Option(_named(shown.part(0, len(term))), why, explicit=True)


def calls_right(text: str) -> bool:
    """Whether *text* says of what it speaks of that it is correct."""
    return bool(_CORRECT.search(text))


def right(shown: Rich) -> tuple[str, str] | None:
    """The option that a remark calls correct and why, as Markdown; None when it calls none so."""
    said = _CALLED_RIGHT.search(shown.plain)
    if said is None or not (named := shown.plain[: said.start()].strip(" :,-")) or len(named) > MAX_OPTION:
        return None
    return _named(shown.part(0, said.start())), _reason(shown, _behind_link(shown.plain, said.end()))


def headed(shown: Rich, start: int = 0) -> tuple[str, str] | None:
    """What stands from *start* to the first ` : ` of *shown*, and what follows, as Markdown; None without a colon."""
    colon = re.search(r"\s[:：]\s+(?=\S)", shown.plain[start:])
    if colon is None or not colon.start():
        return None
    return _named(shown.part(start, start + colon.start())), _reason(shown, start + colon.end())


def with_below(one: Option, item: Item) -> Option:
    """*one* with what stands below its *item* as the rest of its reason; a flat list that is all of it, as one text."""
    below = item.children
    if not one.why and below and not item.blocks and not any(other.children or other.blocks for other in below):
        said = (markdown(rich.read(other.text), links=True) for other in below)
        return Option(one.text, _running(part for part in said if part), one.explicit)
    lines = bullets.remarks(below) + [block.text for block in item.blocks]
    return Option(one.text, "\n".join([one.why, *lines]).strip(), one.explicit) if lines else one


def _running(parts: Iterable[str]) -> str:
    """*parts* one behind the other: behind a sentence the next one, behind anything else a semicolon."""
    text = ""
    for part in parts:
        text += part if not text else f" {part}" if re.search(r"[.!?。？]$|[가-힣]다$", text) else f"; {part}"
    return text


def listed(shown: Rich) -> Option:
    """An option of a list that is headed as wrong: what stands before the colon or dash, and the reason after it."""
    found = explicit(shown)
    if found:
        return found
    term = re.match(r"^(.{2,200}?)\s*(?::|\s-|\s–|\s—)\s+(?=\S)", shown.plain)
    if not term:
        return Option(_named(shown.part(0, len(shown.plain))), "", explicit=True)
    return Option(_named(shown.part(0, term.end(1))), _reason(shown, term.end()), explicit=True)


def heads_a_list(shown: Rich) -> bool:
    """Whether a remark is the label over a list of wrong options."""
    return bool(_LABEL.match(shown.plain))


def is_label(shown: Rich) -> bool:
    """Whether a remark says nothing by itself: `참고`, `Notes:`, the label over a list of wrong options."""
    return heads_a_list(shown) or (bool(_GENERIC.match(shown.plain)) and len(shown.plain.split()) <= 2)


def term_of(shown: Rich) -> tuple[str, int]:
    """What a remark of the form `term : text` speaks of, and where the text starts; empty when it has another form."""
    return _term(shown.plain)


@lru_cache(maxsize=64)  # each remark is asked several times
def _term(text: str) -> tuple[str, int]:
    match = _TERM.match(text) if ":" in text or "：" in text else None
    if not match or _GENERIC.match(match["term"]) or len(match["term"].split()) > 14:
        return "", 0
    return match["term"].strip(), match.start("rest")


def implied(shown: Rich, question: str, answers: tuple[str, ...], *, contrasted: bool) -> Option | None:
    """The option that a remark `term : text` rules out without saying so; None when it only explains.

    *contrasted* says that the answer itself stands among such remarks, so that the others are its rivals.
    """
    term, start = term_of(shown)
    if (
        not term
        or naming.names(term, answers)
        or naming.folded(term) in naming.folded(question)
        or calls_right(shown.plain[start:])
    ):
        return None
    if not _NEGATIVE.search(_ENDED.sub("", shown.plain[start:])) and (not contrasted or _explains(term, answers)):
        return None
    return Option(_named(shown.part(0, len(term))), _reason(shown, start), explicit=False)


def _explains(term: str, answers: tuple[str, ...]) -> bool:
    """Whether a *term* of which nothing bad is said seems to be one of the *answers* by another name.

    It shares a name with the answer, behind the product that rivals have in common, and is no other thing of its kind:
    that would end in the same word, as `General Purpose SSD` beside `Provisioned IOPS SSD` does.
    """
    mine = _WORD.findall(term)
    for answer in answers:
        theirs = _WORD.findall(answer)
        if not mine or not theirs or mine[-1].lower() == theirs[-1].lower():
            continue
        shared = {word for word in mine if word in theirs and word[:1].isupper()}
        if shared - ({mine[0]} if mine[0] == theirs[0] else set()):
            return True
    return False


def denies(reason: str) -> bool:
    """Whether *reason* says what something is not, or is no more than."""
    return bool(_NEGATIVE.search(reason) or _MERELY.search(reason))


def _option(shown: Rich, end: int, *, loose: bool) -> str | None:
    text = shown.plain[:end]
    start = link.end() if (link := _LINK.match(text) or _EXPLAINS.match(text)) else 0
    if says := _OPTION_SAYS.match(text[start:]):
        start += says.end()
    if lettered := _LETTERED.match(text[start:]):
        start += lettered.end()
    option = text[start:].strip(" :,-")
    if not option or len(option) > MAX_OPTION:
        return None
    if loose and not says and (re.search(r"[.;]\s", option) or _VAGUE.match(option)):
        return None
    return _named(shown.part(start, end))


_VAGUE = re.compile(
    r"^(?:this|that|it|these|those|which|there|if|although|while|when|since|because|the following|모두)\b",
    re.IGNORECASE,
)


def _named(option: Rich) -> str:
    end = len(option.plain.rstrip(" :,-–—（("))
    return markdown(option.part(0, end).without("bold", "mark"))


def _reason(shown: Rich, start: int) -> str:
    return markdown(shown.part(start, len(shown.plain)), links=True)
