"""The search language, asked of one card's facts and of a database alike."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import astuple, fields, replace

from flashkms.cards.query import FIELDS, KINDS, MAX_DEPTH, MAX_TERMS, STATES, Facts, folded, matches, parse, where
from flashkms.errors import UsageError

CARD = Facts(
    id="kms-4t7q2m.1",
    entry="kms-4t7q2m",
    deck="aws::kms",
    tags=" aws security::keys ",
    note="notes/aws/kms.md",
    kind="cloze",
    words=folded("Keys made in AWS KMS never leave the HSM. 키는 밖으로 나가지 않는다 50% a_b"),
    phase="review",
    due=True,
    flag=2,
)


def selected(text: str, card: Facts) -> bool:
    """Whether one SELECT finds the card."""
    names = ", ".join(field.name for field in fields(Facts))
    marks = ", ".join("?" for _ in fields(Facts))
    condition, parameters = where(parse(text))
    with sqlite3.connect(":memory:") as database:
        database.execute(f"CREATE TABLE found ({names})")
        database.execute(f"INSERT INTO found VALUES ({marks})", astuple(card))
        rows = database.execute(f"SELECT id FROM found WHERE {condition}", parameters).fetchall()
    database.close()
    return bool(rows)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "keys",
        "KEYS hsm",
        '"aws kms"',
        "키는",
        "나가",
        "50%",
        "a_b",
        "deck:AWS",
        "deck:aws::kms",
        "deck:*::kms",
        "tag:security",
        "tag:security::keys",
        "tag:sec*",
        "is:due",
        "is:review",
        "is:flagged",
        "flag:2",
        "note:kms.md",
        "kind:cloze",
        "id:kms-4t7q2m",
        "id:kms-4t7q2m.1",
        "-is:new",
        "-(is:new or kind:choice)",
        "is:new or keys",
        "(is:new or is:due) keys -tag:iam",
        "keys AND hsm",
    ],
)
def test_a_query_finds_the_card(text: str) -> None:
    assert matches(parse(text), CARD)
    assert selected(text, CARD)


@pytest.mark.parametrize(
    "text",
    [
        "bucket",
        '"kms aws"',
        "deck:aw",
        "deck:kms",
        "tag:keys",
        "tag:aw",
        "tag:none",
        "is:new",
        "is:suspended",
        "flag:1",
        "kind:choice",
        "id:kms",
        "-keys",
        "is:new or bucket",
        "keys -hsm",
        "5%h",
        "axb",
        "note:iam",
    ],
)
def test_a_query_leaves_the_card_alone(text: str) -> None:
    assert not matches(parse(text), CARD)
    assert not selected(text, CARD)


def test_a_card_without_tags_is_found_by_tag_none() -> None:
    bare = replace(CARD, tags=" ")

    assert matches(parse("tag:none"), bare)
    assert selected("tag:none", bare)


@pytest.mark.parametrize(
    ("text", "found"),
    [("tag:a*b", False), ("tag:a*x", True), ("tag:*x", True), ("tag:*\\*", True), ("tag:q*e", True), ("tag:**", True)],
)
def test_a_star_stands_for_any_text_of_one_tag(text: str, found: bool) -> None:
    card = replace(CARD, tags=' ax yb c\\d q"e x::y ')

    assert matches(parse(text), card) is found
    assert selected(text, card) is found


def test_text_with_a_colon_is_searched_when_quoted() -> None:
    card = replace(CARD, words="the action kms:decrypt")

    assert matches(parse('"kms:Decrypt"'), card)
    assert matches(parse("std::"), replace(CARD, words="std::sort"))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "kms:Decrypt",
            "a query knows no kms: (fields: deck, tag, is, note, kind, flag, id; quote text that has a colon)",
        ),
        ("kind:nope", f"a query knows no kind:nope (kinds: {', '.join(KINDS)})"),
        ("is:late", f"a query knows no is:late (states: {', '.join(STATES)})"),
        ("flag:9", "flag:9 is none of flag:0 to flag:7"),
        ('"open', 'a quotation mark in the query is not closed (write "two words")'),
        ("(keys", "a bracket in the query is not closed"),
        ("keys)", "the query closes a bracket that it never opened"),
        ("(" * 200 + "x", f"the query nests more than {MAX_DEPTH} brackets"),
        ("deck:" + "a" * 60_000, "a term of the query is longer than 1,000 characters"),
        ("caf\udce9", "the query is not UTF-8"),
        ("tag:a*\0b", "the query holds the character NUL"),
        ("x " * 500, f"the query has more than {MAX_TERMS} terms"),
    ],
)
def test_what_makes_no_sense_is_told(text: str, message: str) -> None:
    with pytest.raises(UsageError) as told:
        parse(text)

    assert message == str(told.value)


words = st.sampled_from(
    [
        "keys",
        "키",
        "bucket",
        "is:due",
        "is:new",
        "deck:aws",
        "tag:aws",
        "flag:2",
        "-",
        "(",
        ")",
        "or",
        '"aws kms"',
        "note:kms",
        "-is:due",
    ]
)


@given(st.lists(words, max_size=12).map(" ".join))
def test_a_query_finds_the_same_in_memory_and_in_the_database(text: str) -> None:
    try:
        query = parse(text)
    except UsageError:
        return

    assert matches(query, CARD) == selected(text, CARD)


@given(st.text(max_size=60))
def test_any_text_is_a_query_that_both_ways_answer_alike_or_is_told(text: str) -> None:
    try:
        query = parse(text)
    except UsageError:
        return

    assert matches(query, CARD) == selected(text, CARD)


def test_every_field_is_understood() -> None:
    for field in FIELDS:
        value = {"is": "new", "flag": "1", "kind": "cloze"}.get(field, "x")

        assert matches(parse(f"{field}:{value}"), CARD) == selected(f"{field}:{value}", CARD)


@pytest.mark.parametrize("level", ["(a or ", "(a ", "-(a or ", "-(a ", "- ", "(deck:a*b or -", "(tag:a*b "])
def test_a_query_as_deep_as_may_be_is_answered_by_the_database(level: str) -> None:
    many = MAX_DEPTH // (level.count("(") + level.count("-"))
    text = level * many + "b" + ")" * (level.count("(") * many)

    assert selected(text, CARD) is matches(parse(text), CARD)
    with pytest.raises(UsageError):
        parse(level * (many + 1) + "b" + ")" * (level.count("(") * (many + 1)))
