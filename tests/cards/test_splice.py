"""Changing a deck file touches the lines of what changes, and not one other byte."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from flashkms.cards import bodies, deckfile
from flashkms.cards.entry import WrongOption
from flashkms.cards.splice import AddEntry, Edit, RemoveEntry, SetField, apply

GOOD = Path(__file__).parent.parent / "data" / "decks" / "good"
SAMPLES = {path.name: path.read_bytes().decode() for path in sorted(GOOD.glob("*.yaml"))}
EXAMPLES = 10_000 if os.environ.get("FLASHKMS_LONG") else 300

WORDS = st.text(st.sampled_from("ab c:#'\"-|>[]{},&*!%@`?\\~0189.\t한글😀\n"), min_size=1, max_size=30).filter(
    lambda text: bool(text.strip())
)
TEXTS = st.one_of(
    WORDS, st.sampled_from(["no", "12:30", "1e3", "# x", "- a", "a: b", " lead", "trail ", "x\u2028y", "a\n\nb"])
)
LISTS = st.lists(TEXTS, min_size=1, max_size=4).map(tuple)
OPTIONS = st.lists(st.builds(WrongOption, TEXTS, st.one_of(st.just(""), TEXTS)), min_size=1, max_size=4).map(tuple)
FIELDS = st.one_of(
    st.tuples(st.sampled_from(["question", "extra", "cue", "need"]), TEXTS),
    st.tuples(st.sampled_from(["answer", "instead", "images"]), LISTS),
    st.tuples(st.just("wrong"), OPTIONS),
    st.tuples(st.just("tags"), st.just(("x", "y-z"))),
    st.tuples(st.sampled_from(["gone", "suspended"]), st.just(True)),
    st.tuples(st.just("retired"), st.just((4, 5))),
    st.tuples(st.just("conflict"), st.tuples(st.tuples(st.just("question"), TEXTS))),
    st.tuples(st.sampled_from(["extra", "wrong", "tags", "gone", "retired", "triage"]), st.just("")),
)


def comments(text: str) -> list[str]:
    """The comments of the samples: each of them is told from text by its words."""
    marks = (
        "# yaml-l",
        "# the name",
        "# about the tags",
        "# two of",
        "# the entries",
        "# above",
        "# between",
        "# really",
    )
    marks += ("# a comment at", "# an id", "# a block", "# the end", "# keep me", "# first", "# 주석")
    return [mark for mark in marks for _ in range(text.count(mark))]


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(sorted(SAMPLES)), st.data())
def test_a_changed_field_changes_no_other_byte(name: str, data: st.DataObject) -> None:
    text = SAMPLES[name]
    deck, _ = deckfile.parse(text, name)
    entry = data.draw(st.sampled_from(deck.entries))
    key, value = data.draw(FIELDS)
    after, refused = apply(text, (SetField(entry.id, key, value),))

    if refused:
        assert after == text
        return
    assert_foreign_bytes_kept(text, after, entry.id)
    if isinstance(value, str) and value:  # an item that goes takes its own comments along
        assert sorted(comments(text)) == sorted(comments(after))
    others = [one for one in deck.entries if one.id != entry.id]
    again, _ = deckfile.parse(after, name)
    assert [replace(one, line=0) for one in again.entries if one.id != entry.id] == [
        replace(one, line=0) for one in others
    ]


def assert_foreign_bytes_kept(before: str, after: str, entry: str) -> None:
    """Everything before the entry's first line and after its last is the same, to the byte."""
    start, end = extent(before, entry)
    head, tail = before[:start], before[end:]
    assert after.startswith(head)
    assert after.endswith(tail)
    assert len(after) >= len(head) + len(tail)


def extent(text: str, entry: str) -> tuple[int, int]:
    """From the line of the entry's dash to that of the next entry's; the text's end for the last."""
    lines = text.splitlines(keepends=True)
    entries = deckfile.parse(text, "x.yaml")[0].entries
    starts = [one.line - 1 - (not lines[one.line - 1].lstrip(" ").startswith("-")) for one in entries]
    mine = [one.id for one in entries].index(entry)
    start = len("".join(lines[: starts[mine]]))
    return start, len("".join(lines[: starts[mine + 1]])) if mine + 1 < len(starts) else len(text)


@settings(max_examples=EXAMPLES // 3, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(sorted(SAMPLES)), st.data())
def test_an_added_entry_is_the_only_difference(name: str, data: st.DataObject) -> None:
    text = SAMPLES[name]
    deck, _ = deckfile.parse(text, name)
    after = data.draw(st.sampled_from(["", *(entry.id for entry in deck.entries)]))
    question, answer = data.draw(TEXTS), data.draw(LISTS)
    values = (("id", "new-1"), ("question", question), ("answer", answer), ("wrong", data.draw(OPTIONS)))
    changed, refused = apply(text, (AddEntry(values, after),))

    assert not refused
    again, problems = deckfile.parse(changed, name)
    assert not problems
    ids = [entry.id for entry in deck.entries]
    place = ids.index(after) + 1 if after else len(ids)
    assert [*ids[:place], "new-1", *ids[place:]] == [entry.id for entry in again.entries]
    assert [replace(one, line=0) for one in deck.entries] == [
        replace(one, line=0) for one in again.entries if one.id != "new-1"
    ]
    assert removed_lines(text, changed) == []


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_a_removed_entry_takes_nothing_along(name: str) -> None:
    text = SAMPLES[name]
    deck, _ = deckfile.parse(text, name)
    for entry in deck.entries:
        changed, refused = apply(text, (RemoveEntry(entry.id),))
        again, problems = deckfile.parse(changed, name)

        assert not refused
        assert not problems
        assert [replace(one, line=0) for one in deck.entries if one is not entry] == [
            replace(one, line=0) for one in again.entries
        ]


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_setting_what_is_there_changes_nothing(name: str) -> None:
    text = SAMPLES[name]
    deck, problems = deckfile.parse(text, name)
    edits: list[Edit] = [
        SetField(entry.id, key, value)
        for entry in deck.entries
        for key, value in bodies.values(entry).items()
        if key != "gone"
    ]

    assert not problems
    assert (text, ()) == apply(text, tuple(edits))


def test_new_text_goes_out_as_a_block_below_the_comment() -> None:
    text = SAMPLES["comments-everywhere.yaml"]
    after, _ = apply(text, (SetField("c-1", "question", "Two\nlines: yes"),))

    assert text.replace(
        "  question: What is it?  # really\n", "  question: |-  # really\n    Two\n    lines: yes\n"
    ) == after  # fmt: skip


def test_line_ends_stay_as_the_file_has_them() -> None:
    after, _ = apply(SAMPLES["windows.yaml"], (SetField("w-1", "extra", "a\nb"),))

    assert after.count("\n") == after.count("\r\n")
    assert "  extra: |-\r\n    a\r\n    b\r\n" in after


def test_a_byte_order_mark_stays() -> None:
    after, _ = apply(SAMPLES["mark-and-korean.yaml"], (SetField("k-1", "answer", ("잠금",)),))

    assert SAMPLES["mark-and-korean.yaml"].replace("열쇠", "잠금") == after


def test_a_broken_file_is_left_alone() -> None:
    text = 'deck: x\ncards:\n- id: a\n  question: "open\n  answer: b\n'
    after, refused = apply(text, (SetField("a", "answer", ("c",)),))

    assert text == after
    assert refused[0].message == "the file cannot be read: a quote is opened and never closed"


def test_what_cannot_be_done_is_dropped_and_the_rest_is_done() -> None:
    text = SAMPLES["comments-everywhere.yaml"]
    after, refused = apply(text, (SetField("nobody", "extra", "x"), SetField("c-1", "answer", ("B",))))

    assert text.replace("A thing", "B") == after
    assert [one.message for one in refused] == ["the entry nobody is not in the file"]


def removed_lines(before: str, after: str) -> list[str]:
    """Lines of *before* that *after* has fewer times."""
    left = after.splitlines()
    return [line for line in before.splitlines() if not _taken(left, line)]


def _taken(left: list[str], line: str) -> bool:
    if line in left:
        left.remove(line)
        return True
    return False


def test_a_key_may_come_right_below_one_that_goes() -> None:
    text = "deck: K\ncards:\n- id: k-1\n  question: a\n  answer: b\n  context: K\n"
    changed, refused = apply(text, (SetField("k-1", "context", ""), SetField("k-1", "tags", ("t",))))

    assert not refused
    assert changed == "deck: K\ncards:\n- id: k-1\n  question: a\n  answer: b\n  tags: [t]\n"
