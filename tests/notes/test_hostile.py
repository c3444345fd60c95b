"""Text that nobody writes by hand ends in seconds and with a message."""

import os
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flashkms import notes
from flashkms.cards import deckfile, merge
from flashkms.cards.deck import Deck
from flashkms.cards.entry import EntryId

HEAD = "---\nflashcards: true\n---\n## A\n"
HOSTILE = {
    "long line": HEAD + "- " + "a **b** (c) " * 200_000,
    "bullets": HEAD + "- The **queue** keeps 14 days of x\n" * 20_000,
    "nested": HEAD + "".join(f"{' ' * at}- level {at} lasts 3 days\n" for at in range(0, 2000, 2)),
    "markers": HEAD + "- " * 9000,
    "stars": HEAD + "- " + "**a" * 6000,
    "brackets": HEAD + "- " + "[" * 9000 + "![" * 3000 + "(" * 3000,
    "blanks": HEAD + "- " + "{{c1::" * 3000,
    "fence": HEAD + "```\n" + "x\n" * 20_000,
    "comment": HEAD + "<!--\n" * 20_000,
    "front matter": "---\n" + "a: b\n" * 20_000,
    "table": HEAD + "|" + "a|" * 5000 + "\n|" + "-|" * 5000 + "\n|" + "b|" * 5000,
    "incorrect": "## Scenario\n- Q?\n  - **A) y**\n  - " + "x is " * 3000,
    "options": "## Scenario\n- Which?\n" + "".join(f"  - {'ABCDEFGH'[at % 8]}. option {at}\n" for at in range(20_000)),
    "pairs": "## Q&A\n" + "Q: a\nA: b\n\n" * 5000,
    "toggles": "## Scenario\n" + "<details><summary>Answer</summary>\n" * 5000,
    "long word": HEAD + "- rye (dark) " + "x1Q-" * 3500 + " (a)\n" * 4,
    "callouts": HEAD + "> [!note] t\n> - x\n\n" * 5000,
    "definitions": HEAD + "T\n" + ": d\n" * 5000,
    "headed cards": HEAD + "## a #card\nx\n" * 12_000,
    "formulas": HEAD + "- " + "\\(" * 9000 + "$a_b " * 300,
    "html": HEAD + "<table>\n" * 5000 + "<p " * 6000,
    "unclosed": HEAD + "- **a `b ==c {{c1::d $e \\(f <!-- g %%h [i](j ![k]( [[l <details>\n" * 500,
    "letters": HEAD.replace("A", "a" * 19_900) + "- The **queue** keeps 14 days of x\n",
    "short forms": HEAD + "- " + "AAA a a a " * 1900,
    "addresses": HEAD + "- **" + "a." * 9900 + "** is here",
    "which": "## Scenario\n- "
    + "It must be warm. " * 20
    + "which of the following " * 800
    + "s-" * 500
    + " is?\n  - **A) y**\n",
    "phrases": "## Scenario\n- " + "**deliver rolls to** x y " * 800 + "What is it?\n  - **A) y**\n",
    "ticks": "## Scenario\n- Which?\n" + "  - ✅ A\n  - A. x\n  - B. y\n" * 1500,
    "marks": "## Scenario\n- Which?\n" + "  - **A)**\n    ```\n    x\n    ```\n" * 1500,
    "verdicts": "## Scenario\n- Which?\n  - **A) x**\n"
    + "  - 401 : wrong and missing, or wrong, X (is incorrect\n" * 1500,
    "numbered": "## Scenario\n" + "1. Which?\nA. x\nB. y\n\nAnswer: B\n\n" * 1500,
    "one question": "## Scenario\n" + "".join(f"- Which?\n  - **A) x{at}**\n" for at in range(2000)),
    "unsaid": HEAD + "{% comment %}\n" * 9000 + "- {% comment %} x" * 900,
    "continued": "## Scenario\n- Which?\n" + "and more\n" * 20_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_survived(name):
    note, _ = notes.parse(HOSTILE[name], "n.md")
    drafts = notes.drafts(note)

    assert all(fate.why for fate in notes.coverage(note, drafts))


@pytest.mark.parametrize(("name", "message"), [
    ("long line", "n.md:5: line of 2,400,002 characters is not read (break it below 20,000)"),
    ("bullets", "n.md:10005: more than 10,000 points: the rest is not read (split the note)"),
    ("fence", "n.md:5: code fence is never closed (end it with a line ```)"),
    ("comment", "n.md:5: comment is never closed on its line (end it with -->)"),
    ("headed cards", "n.md:20005: more than 10,000 points: the rest is not read (split the note)"),
    ("front matter", "n.md:1: front matter is never closed (end it with a line ---)"),
])  # fmt: skip
def test_what_is_not_read_is_said(name, message):
    _, problems = notes.parse(HOSTILE[name], "n.md")

    assert str(problems[0]) == message


PIECES = st.sampled_from(
    ["- ", "  - ", "\t- ", "**", "A) ", "text", " : ", "## Scenario\n", "## A\n", "```\n", "|a|b|\n", "|-|-|\n", "\n", "\n\n", "is incorrect because ",
     "Q: ", "A: ", "A. ", "Answer: B\n", "<details>", "</details>\n", "> [!question] ", "#card\n", ": ", "?\n", "$x_1$", "\\(", "{% raw %}", "✅ ",
     "==", "{{c1::", "}}", "![i](u)", "> ", "<!-- fc: skip -->", "-> ", "14 days ", "가나다는 ", "日本 ", "мир ", "?", "::", "---\n", "\x00", "\ue000"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=60))
def test_any_text_gets_a_fate_for_every_line(pieces):
    text = "---\nflashcards: true\n---\n" + "".join(pieces)
    note, _ = notes.parse(text, "n.md")
    drafts = notes.drafts(note)
    coverage = notes.coverage(note, drafts)

    assert len({draft.key for draft in drafts}) == len(drafts)
    assert len({fate.line for fate in coverage}) == len(coverage)
    assert all(fate.fate in ("card", "context", "skipped", "not_understood") and fate.why for fate in coverage)


ODD = st.sampled_from(
    ["\x07", "\x0c", "\x1f", "\x85", "\x93", "\u2028", "&#13;", "&#xE000;", "&#8203;", "::", "}}", "{", "**", "✅", "![](a.png)", "<!--fc:id=ab-->",
     "<details>", "```\n", "{{c1::", "std::sort", " -> ", " / ", "| ", "|-|-|\n", "#card", "?\n", "==x==", "ſix ", "Select fıve. ", " ^aİb\n"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(PIECES, ODD), max_size=60))
def test_whatever_is_drafted_can_be_read_back_and_is_the_same_in_the_next_build(pieces):
    note, _ = notes.parse("---\nflashcards: true\n---\n" + "".join(pieces), "n.md")
    drafts = notes.drafts(note)
    entries = tuple(merge.entry(draft, EntryId(f"n-{at}"), triage="") for at, draft in enumerate(drafts))
    deck, problems = deckfile.parse(deckfile.render(Deck("cards/n.yaml", "n", entries=entries)), "cards/n.yaml")

    assert problems == ()
    assert len(deck.entries) == len(drafts)
    assert [merge.merged(one, draft).fields for one, draft in zip(deck.entries, drafts, strict=True)] == [()] * len(
        drafts
    )


def test_drafts_do_not_depend_on_the_hash_seed(tmp_path):
    note = tmp_path / "n.md"
    note.write_text(
        HEAD + "- Dough rests 45 minutes and **rises** in a warm, dark and quiet place\n- Grains : rye, spelt, emmer\n",
        encoding="utf-8",
    )
    code = f"from flashkms import notes; from pathlib import Path; print(notes.drafts(notes.parse(Path({str(note)!r}).read_text(), 'n')[0]))"
    printed = {
        subprocess.run(
            [sys.executable, "-c", code], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2", "77")
    }

    assert len(printed) == 1


@pytest.mark.parametrize(
    ("line", "sign"),
    [
        ("- Port of FTP\x1b[31m is **21** here", "1b"),
        ("- Port of FTP\x9b31m is **21** here", "9b"),
        ("- Port of FTP\x1b]0;title\x07 is **21** here", "1b"),
        ("- Port of FTP\x1b]8;;http://a.example\x1b\\ is **21** here", "1b"),
        ("- Port of FTP\0 is **21** here", "00"),
    ],
)
def test_a_control_character_is_told_and_leaves_nothing_of_its_sequence(line, sign):
    note, problems = notes.parse(f"---\nflashcards: true\n---\n## Ports\n\n{line}\n", "a.md")

    assert [str(one) for one in problems] == [
        f"a.md:6: the control character \\x{sign} stands here, and is not read (remove it)"
    ]
    assert [one.text for one in note.points] == ["Port of FTP is 21 here"]


CONFLICT = "<<<<<<< HEAD\n- Port of FTP is **21** here\n=======\n- Port of FTP is **22** here\n>>>>>>> other\n"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (f"# Ports\n\n{CONFLICT}", 3),
        (f"# Git\n\n```\n{CONFLICT}```\n\n{CONFLICT}", 11),
        (f"# Git\n\n```\n{CONFLICT}```\n", 0),
        (f"# Git\n\n~~~~\n~~~\n{CONFLICT}~~~~\n", 0),
        ("<<<<<<< HEAD\n```\n=======\n>>>>>>> other\n", 1),
        ("Text\n=======\n\n>>>>>>> quoted\n", 0),
        ("- `<<<<<<< HEAD` opens a conflict\n- `>>>>>>> x` ends it\n", 0),
    ],
)
def test_a_conflict_that_nobody_settled_is_told_from_an_example(text, line):
    assert notes.conflict(text) == line
