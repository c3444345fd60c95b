"""Words as the lint rules count and compare them."""

from __future__ import annotations

import pytest

from flashkms.cards.lint.words import bare, content_words, last_sentence, prose, quoted, spelt, stem, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("**AWS KMS**는 `Encrypt`를 부른다", "AWS KMS는 Encrypt를 부른다"),
        ("see [the page](https://example.org/a_b) now", "see the page now"),
        ("a ==marked==  word\n and more", "a marked word and more"),
        ("snake_case stays, _emphasis_ goes", "snake_case stays, emphasis goes"),
        ("plain", "plain"),
        ("[brackets] stay", "[brackets] stay"),
        ("**code `a == *b` stays** ``x`y``", "code a == *b stays x`y"),
    ],
)
def test_bare_text_has_no_marks(text: str, expected: str) -> None:
    assert expected == bare(text)


def test_words_keep_what_belongs_together() -> None:
    assert words("Multi-Region keys cost 1.5 USD, `mrk-` too") == (
        "multi-region",
        "keys",
        "cost",
        "1.5",
        "usd",
        "mrk",
        "too",
    )


def test_two_texts_that_differ_in_a_sign_alone_are_told_apart() -> None:
    assert spelt("Who made C++?") != spelt("who made C")
    assert spelt("What is =?") != spelt("What is ==?")
    assert spelt('Who, "then", made C++?') == spelt("who then made c++")


def test_content_words_leave_function_words_out() -> None:
    assert content_words("The key is not in the store") == ("key", "not", "store")


@pytest.mark.parametrize(
    "family",
    [
        ("encrypt", "encrypted", "encrypting", "encryption", "encrypts"),
        ("rotate", "rotation", "rotated", "rotating", "rotates"),
        ("policy", "policies"),
        ("key", "keys"),
        ("manage", "management", "managed"),
    ],
)
def test_words_of_one_family_have_one_stem(family: tuple[str, ...]) -> None:
    assert len({stem(word) for word in family}) == 1


@pytest.mark.parametrize(
    ("one", "other"), [("symmetric", "asymmetric"), ("import", "export"), ("access", "accept"), ("ring", "rim")]
)
def test_words_of_two_families_have_two_stems(one: str, other: str) -> None:
    assert stem(one) != stem(other)


def test_a_korean_word_is_its_own_stem() -> None:
    assert stem("암호화는") == "암호화는"


def test_the_last_sentence_is_the_question() -> None:
    assert last_sentence("It failed. Version 1.2 works.\nWhat now?") == "What now?"


def test_a_single_sentence_is_the_last_one() -> None:
    assert last_sentence("What about version 1.2") == "What about version 1.2"


def test_prose_has_no_code() -> None:
    assert prose("a `b ** c` d\n```\ne ` f\n```\n") == "a … d\n…\n"


def test_prose_without_code_is_the_text() -> None:
    assert prose("a ** b") == "a ** b"


def test_a_long_text_is_quoted_in_part() -> None:
    assert quoted("x" * 99) == '"' + "x" * 59 + '…"'


def test_a_short_text_is_quoted_on_one_line() -> None:
    assert quoted("a\n b") == '"a b"'
