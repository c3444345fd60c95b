"""Keys by where they lie, whatever alphabet they type: Hangul and Cyrillic letters stand for their Latin neighbours.

A reader who types Korean answers with the input method on. Two-set jamo, and the syllables that an input method
builds from them, are taken apart into the keys that were pressed; so are Cyrillic letters. Text inputs are left alone.
"""

from __future__ import annotations

from collections.abc import Mapping

_LATIN = "qwertyuiopasdfghjklzxcvbnm"
_JAMO = "ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔㅁㄴㅇㄹㅎㅗㅓㅏㅣㅋㅌㅊㅍㅠㅜㅡ"
_SHIFTED_JAMO = {"ㅃ": "Q", "ㅉ": "W", "ㄸ": "E", "ㄲ": "R", "ㅆ": "T", "ㅒ": "O", "ㅖ": "P"}
_COMPOUND_JAMO = {
    "ㅘ": "hk", "ㅙ": "ho", "ㅚ": "hl", "ㅝ": "nj", "ㅞ": "np", "ㅟ": "nl", "ㅢ": "ml",
    "ㄳ": "rt", "ㄵ": "sw", "ㄶ": "sg", "ㄺ": "fr", "ㄻ": "fa", "ㄼ": "fq", "ㄽ": "ft",
    "ㄾ": "fx", "ㄿ": "fv", "ㅀ": "fg", "ㅄ": "qt",
}  # fmt: skip
_CYRILLIC = "йцукенгшщзфывапролдячсмить"
_BELARUSIAN_UKRAINIAN = {"і": "s", "І": "S", "ў": "o", "Ў": "O"}
_LEADS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_TAILS: tuple[str, ...] = ("", *"ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ")
_FIRST_SYLLABLE, _LAST_SYLLABLE = "가", "힣"

_PHYSICAL: Mapping[str, str] = {
    **dict(zip(_JAMO, _LATIN, strict=True)),
    **_SHIFTED_JAMO,
    **_COMPOUND_JAMO,
    **dict(zip(_CYRILLIC, _LATIN, strict=True)),
    **dict(zip(_CYRILLIC.upper(), _LATIN.upper(), strict=True)),
    **_BELARUSIAN_UKRAINIAN,
}


def physical(character: str | None) -> str:
    """The Latin letters on the keys that type *character*, one or more; empty for one that needs no translation."""
    if not character or len(character) > 1 or character.isascii():
        return ""
    if _FIRST_SYLLABLE <= character <= _LAST_SYLLABLE:
        return "".join(_PHYSICAL[jamo] for jamo in _taken_apart(character))
    return _PHYSICAL.get(character) or ""


def _taken_apart(syllable: str) -> str:
    lead, rest = divmod(ord(syllable) - ord(_FIRST_SYLLABLE), len(_VOWELS) * len(_TAILS))
    vowel, tail = divmod(rest, len(_TAILS))
    return _LEADS[lead] + _VOWELS[vowel] + _TAILS[tail]
