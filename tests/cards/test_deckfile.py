"""Reading deck files as people write them: text is text, and whatever is wrong is told with its place, in one run."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashkms.cards import deckfile, plainfile
from flashkms.cards.deck import Deck
from flashkms.cards.entry import Choice, Cloze, Entry, EntryId, Question, Source, WhyNot, WrongOption
from flashkms.errors import Problem

DECKS = Path(__file__).parent.parent / "data" / "decks"
BAD = {path.stem: path.read_bytes().decode() for path in sorted((DECKS / "bad").glob("*.yaml"))}
GOOD = {path.stem: path.read_bytes().decode() for path in sorted((DECKS / "good").glob("*.yaml"))}

# What a person may write without quotes; other readers make numbers, dates, truth values or nothing of most of it.
UNQUOTED = """
no yes on off true false null ~ y n No YES Null TRUE NaN .nan .inf -.inf +.inf Infinity
0 1 -1 +1 007 0123 0o17 0x1F 0b101 1_000 1,000 1.10 1.0 .5 5. 1e3 1E3 1e-3 -1.5e+10 685_230.15 190:20:30 12:30 12:30:00
23:59:59.9 2020-01-01 2020-01-01T10:00:00Z 2020-01-01 10:00:00 2001-12-14t21:59:43.10-05:00 2024-02-30 1/2 50% 3.14.159
1..2 10.0.0.0/16 192.168.0.1 ::1 v1.2 C# F# a#b #x=1;y a:b a::b http://example.com/?a=b&c=d arn:aws:kms:eu-1:1:key/2
a/b a\\b C:\\dir $5 $0.04 50¢ a&b a*b a!b a%b a@b a|b a>b a=b a,b a;b a?b a-b a--b <->  -> --flag -x
(x) (a, b) x[0] x{y} a{{b}} f(x)[i] 한국어 열쇠는 키다 naïve 😀 “quoted” ‘single’ it's say"so" a\tb
= == <= << ++ ... .. . / \\ $ ^ _ _x +x =x ;x /x /etc/x ^x $x <x> <br> (x
""".split()  # noqa: SIM905  # a list of words that a person can read
SENTENCES = [
    "2020-01-01 10:00:00",
    "yes, no and maybe",
    "0x1F is 31",
    "a - b",
    "What is `no`?",
    "AWS::KMS and a:b",
    "ends with colon:x",
    "12:30 to 13:00",
    "a #1 of b".replace(" #", "#"),
    "  spaces   within  ".strip(),
]


def deck_of(text: str) -> Deck:
    deck, problems = deckfile.parse(text, "cards/x.yaml")
    assert problems == ()
    return deck


@pytest.mark.parametrize("said", [word for word in (*UNQUOTED, *SENTENCES) if word not in {"-", "a\\tb", "#x=1;y"}])
def test_what_stands_after_a_key_is_the_text(said: str) -> None:
    text = f"deck: x\ncards:\n- id: a\n  question: {said}\n  answer: {said}\n"

    assert deck_of(text).entries[0].body == Question(said, (said,))


@pytest.mark.parametrize(
    "said", ["!=", ">=", ">>", "&&", "||", "- a", "{{c1::a}} b", "[a] b", "@a", "`a`", "%a", "*a*", "a: b"]
)
def test_what_is_yaml_and_no_text_is_told_with_what_helps(said: str) -> None:
    text = f"deck: x\ncards:\n- id: a\n  question: {said}\n  answer: b\n- id: b\n  question: c\n  answer: d\n"
    deck, problems = deckfile.parse(text, "x.yaml")

    assert [entry.id for entry in deck.entries] == ["b"]
    assert [problem.line for problem in problems] == [4]
    assert "quote" in problems[0].hint


@pytest.mark.parametrize("name", sorted(BAD))
def test_all_that_is_wrong_is_told_in_one_run(name: str) -> None:
    """The first lines of a bad file say what comes out: each problem with line and column, and the entries that work."""
    text = BAD[name]
    told = re.findall(r"^# (\d+):(\d+) (.*)$", text, re.MULTILINE)
    works = re.search(r"^# works: (.*)$", text, re.MULTILINE)
    deck, problems = deckfile.parse(text, "x.yaml")

    assert works is not None
    assert told == [(str(one.line), str(one.column), str(one).partition(": ")[2]) for one in problems]
    assert works[1] == (" ".join(entry.id for entry in deck.entries) or "nothing")


@pytest.mark.parametrize("name", sorted(GOOD))
def test_odd_but_legal_files_are_read_without_a_word(name: str) -> None:
    assert deck_of(GOOD[name]).entries


QUOTE_IT = "(put the text in quotes, or in a `|-` block on the lines below)"
ENTRY = "deck: x\ncards:\n- id: a\n  question: Who?\n  answer: Me\n"


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff" + ENTRY,
        ENTRY.replace("\n", "\r\n"),
        ENTRY.replace("\n", "\r"),
        ENTRY.removesuffix("\n"),
        f"---\n{ENTRY}...\n",
        f"%YAML 1.2\n---\n{ENTRY}",
        "# only\n\n" + ENTRY + "# comments\n   # around\n",
        "deck: x\ncards:\n    -   id:   a\n        question:    Who?\n        answer: Me\n",
        "deck: x\ncards:\n-\n id: a\n question: Who?\n answer:\n - Me\n",
        "deck: x\ncards:\n- {id: a, question: Who?, answer: [Me]}\n",
        '{"deck": "x", "cards": [{"id": "a", "question": "Who?", "answer": "Me"}]}',
        "deck: x\ncards:\n- id: a\n  question: >\n    Who?\n\n  answer: >-\n    Me\n",
        "deck: x\ncards:\n- id: a\n  question: |+2\n    Who?\n\n\n  answer: 'Me'\n".replace("+2", "2+"),
        'deck: x\ncards:\n- id: a\n  question: "Wh\\x6f?"\n  answer: "M\\\n    e"\n',
        "deck: x\ncards:\n- ? id\n  : a\n  question: Who?\n  answer: Me\n",
        "deck: x\ncards:\n- \"id\": a\n  'question': Who?\n  answer: Me # not text\n",
    ],
)
def test_the_same_entry_in_every_manner(text: str) -> None:
    deck = deck_of(text)

    assert (deck.name, [entry.id for entry in deck.entries]) == ("x", ["a"])
    assert deck.entries[0].body == Question("Who?", ("Me",))


@pytest.mark.parametrize(
    ("text", "message", "works"),
    [
        ("", "x.yaml:1: the file is empty (restore it from git or a backup, or delete it)", 0),
        ("# nothing but this\n", "x.yaml:1: the file is empty (restore it from git or a backup, or delete it)", 0),
        (
            ENTRY.replace("Who", "W\0o"),
            "x.yaml:4: a NUL byte stands here (the file may be damaged or not UTF-8: restore it, or remove the byte)",
            0,
        ),
        (ENTRY + "# \x1b[2J\n", "x.yaml:6: the control character \\x1b stands here (remove it)", 1),
        (ENTRY.replace("Who?", '"\\e]0;x"'), "x.yaml:4: `question` holds the control character \\x1b (remove it)", 0),
        (
            ENTRY.replace("Who", "W\ufeffo"),
            "x.yaml:4: a byte order mark stands in the middle of the text (remove the invisible character)",
            0,
        ),
        ("x" * (16 * 2**20 + 1), "x.yaml: the file is larger than 16 MiB (split it into several)", 0),
        (
            ENTRY + "- id: b\n  question: " + "[" * 100_000,
            f"x.yaml:7: more than 16 levels of nesting {QUOTE_IT}",
            1,
        ),
        (
            ENTRY + "- id: b\n  question: &a [" + "*a," * 1000 + "]\n  answer: x\n",
            f"x.yaml:7: `&` at the start of a text is an anchor to YAML {QUOTE_IT}",
            1,
        ),
    ],
)
def test_bytes_that_harm_are_named_and_the_rest_works(text: str, message: str, works: int) -> None:
    deck, problems = deckfile.parse(text, "x.yaml")

    assert message in [str(problem) for problem in problems]
    assert works == len(deck.entries)


def test_an_entry_without_an_id_waits_for_one_and_its_other_mistakes_are_told() -> None:
    text = "deck: x\ncards:\n- question: Who?\n  answer: Me\n- question: Nobody?\n"
    deck, problems = deckfile.parse(text, "x.yaml")

    assert [one.line for one in deck.unnamed] == [3]
    assert {problem.line: problem.column for problem in problems} == {3: 3, 5: 3}
    assert len(problems) == 3


MUTATIONS = st.lists(
    st.tuples(
        st.integers(0, 400),
        st.integers(0, 6),
        st.text(st.sampled_from("-:#'\"|>[]{},&*!%@` \n\t\r<=?ab\0한"), max_size=4),
    ),
    min_size=1,
    max_size=4,
)


@given(st.sampled_from(sorted(GOOD)), MUTATIONS)
def test_damage_is_told_and_never_raises(name: str, mutations: list[tuple[int, int, str]]) -> None:
    text = GOOD[name]
    for at, length, put in mutations:
        text = text[:at] + put + text[at + length :]
    deck, problems = deckfile.parse(text, "x.yaml")

    assert all(isinstance(one, Problem) and 0 <= one.line <= len(re.findall("[\\r\\n]", text)) + 2 for one in problems)
    assert deck.entries or problems


@given(st.integers(0, 2000))
def test_a_file_cut_anywhere_keeps_what_is_whole(end: int) -> None:
    """No entry comes out changed but the one that the cut goes through."""
    text = GOOD["comments-everywhere"]
    deck, _ = deckfile.parse(text[:end], "x.yaml")
    whole = {entry.id: entry for entry in deck_of(text).entries}

    assert all(_alike(entry, whole.get(entry.id)) for entry in deck.entries[:-1])


def _alike(entry: Entry, other: Entry | None) -> bool:
    return other is not None and entry == other


def plain_deck() -> str:
    """A deck as the program writes it, with every key and manner that it has."""
    wrong = (WrongOption("EBS", "it encrypts underneath"), WrongOption("a: b", "line\nanother # no comment"))
    entries = (
        Entry(EntryId("a-1"), Cloze("Keys {{c1::never}} leave\n\n  - the {{c2::module::what?}}"), tags=("x", "y-z")),
        Entry(
            EntryId("a-2"), Question("Which: a or b?", ("one", "two: 2", "three\nlines"), wrong), extra='It\'s "so".'
        ),
        Entry(EntryId("a-3"), Choice("Which # one?", ("no",), wrong), context=("A", "B"), gone=True, retired=(2, 3)),
        Entry(
            EntryId("a-4"), WhyNot("EBS", "early", "too late", ("KMS", "HSM")), source=Source("f@1", (("cue", "ab"),))
        ),
        Entry(
            EntryId("a-5"), Question("Wer?", ("ich",), reverse=True), suspended=True, triage="new", also_in=("n.md#k",)
        ),
    )
    return deckfile.render(Deck("cards/x.yaml", "X::Y", note="n.md", tags=("t",), entries=entries))


def test_a_file_as_the_program_writes_it_needs_no_yaml_parser() -> None:
    text = plain_deck() + "# the end\n\n- id: 'b-1'\n  # my own\n  question: \"quoted\"\n  answer: 12:30\n"

    assert plainfile.split(text) is not None
    assert deckfile.parse(text, "x.yaml") == deckfile.parse_yaml(text, "x.yaml")


SIGNS = st.text(st.sampled_from("-:#'\"|>[]{},&*!%@`~?= \n\tabc01.\\한\xa0\u2028"), max_size=5)


@given(st.lists(st.tuples(st.integers(0, 1500), st.integers(0, 8), SIGNS), min_size=1, max_size=3))
def test_both_readers_say_the_same(mutations: list[tuple[int, int, str]]) -> None:
    text = plain_deck()
    for at, length, put in mutations:
        text = text[:at] + put + text[at + length :]

    assert deckfile.parse(text, "x.yaml") == deckfile.parse_yaml(text, "x.yaml")


@given(
    SIGNS, SIGNS, st.sampled_from(["question", "answer", "extra", "tags", "context", "wrong", "retired", "id", "gone"])
)
def test_both_readers_say_the_same_of_a_value(said: str, more: str, key: str) -> None:
    for text in (
        f"cards:\n- id: a\n  question: q\n  answer: b\n  {key}: {said}{more}\n",
        f"cards:\n- {key}: x{said}\n  cloze: |-\n    {{{{c1::x}}}}{more}\n    y{said}\n  cue: a\n",
        f"cards:\n- id: a\n  choice: q\n  answer:\n  - a{said}\n  - {more}\n  wrong:\n  - option: x{said}\n    why: y{more}\n",
        f"cards:\n- id: a\n  choice: q\n  answer: |-\n    a{said}\n  wrong:\n  - option: |-\n      x{more}\n    why: '{said}'\n",
        f"cards:\n- id: a\n  question: \"q{said}\"\n  answer: '{more}'\n  {key}: [{said}, {more}]\n",
    ):
        assert deckfile.parse(text, "x.yaml") == deckfile.parse_yaml(text, "x.yaml")
