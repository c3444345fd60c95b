"""Settings: what is read, what is refused, and on which line."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashkms.config import Config, parse
from flashkms.config.keys import DECK, SECTIONS

SETTINGS_PAGE = Path(__file__).parents[2] / "docs" / "settings.md"


def told(text: str) -> list[str]:
    return [str(problem) for problem in parse(text, "flashkms.toml")[1]]


def test_an_empty_file_is_all_defaults() -> None:
    assert parse("", "flashkms.toml") == (Config(), ())


@pytest.mark.parametrize("count", [17, 19, 21])
def test_parameters_of_older_versions_of_fsrs_are_taken(count: int) -> None:
    config, problems = parse(f"[schedule]\nparameters = {[1.5] * count}\n", "flashkms.toml")

    assert not problems
    assert config.schedule.parameters == (1.5,) * count


def test_every_kind_of_value_is_read() -> None:
    config, problems = parse(
        """
        [collection]
        id = "abc"
        [notes]
        paths = ["notes", "more/kms.md"]
        [schedule]
        retention = 0.85
        learning_steps = ["30s", "1h30m", "1d"]
        relearning_steps = []
        fuzz = false
        [queue]
        learn_ahead = "0s"
        [decks."AWS::KMS"]
        new_per_day = 3
        exam = 2026-12-01
        [screen]
        theme = "flashkms-light"
        [keys]
        "review.undo" = "u,ctrl+z"
        """,
        "flashkms.toml",
    )

    assert not problems
    assert config.collection_id == "abc"
    assert config.note_paths == ("notes", "more/kms.md")
    assert config.schedule.retention == 0.85
    assert config.schedule.learning_steps == (timedelta(seconds=30), timedelta(minutes=90), timedelta(days=1))
    assert config.schedule.relearning_steps == ()
    assert config.schedule.fuzz is False
    assert config.queue.learn_ahead == timedelta()
    assert config.decks[0][0] == "AWS::KMS"
    assert config.decks[0][1].new_per_day == 3
    assert config.decks[0][1].exam == date(2026, 12, 1)
    assert config.theme == "flashkms-light"
    assert config.keys == (("review.undo", "u,ctrl+z"),)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[schedul]\n", 'flashkms.toml:1: unknown key "schedul" (did you mean schedule?)'),
        ("\n[schedule]\nretension = 0.9\n", 'flashkms.toml:3: unknown key "retension" (did you mean retention?)'),
        ("[schedule]\nretention = 1.5\n", "flashkms.toml:2: retention: 1.5 does not lie from 0.7 to 0.99 (flashkms help settings says what it may hold)"),
        ("[schedule]\nretention = nan\n", "flashkms.toml:2: retention: nan does not lie from 0.7 to 0.99 (flashkms help settings says what it may hold)"),
        ('[schedule]\nfuzz = "yes"\n', 'flashkms.toml:2: fuzz: "yes" is not true or false (flashkms help settings says what it may hold)'),
        ("[schedule]\nrollover = true\n", "flashkms.toml:2: rollover: true is not a whole number (flashkms help settings says what it may hold)"),
        ('[schedule]\nlearning_steps = [\n  "1m",\n  10,\n]\n', 'flashkms.toml:2: learning_steps: 10 is not a time such as "10m" or "1d" (flashkms help settings says what it may hold)'),
        ("[schedule]\nparameters = [1, 2]\n", "flashkms.toml:2: parameters: the list holds 2 numbers, not 17, 19 or 21 (flashkms help settings says what it may hold)"),
        ("[queue]\neasy_days = [1]\n", "flashkms.toml:2: easy_days: the list holds 1 number, not 7 (flashkms help settings says what it may hold)"),
        ('[queue]\nnew_mix = "never"\n', 'flashkms.toml:2: new_mix: "never" is not one of mixed, after, before (flashkms help settings says what it may hold)'),
        ('[decks."A"]\nexam = "soon"\n', 'flashkms.toml:2: exam: "soon" is not a date such as 2026-12-01 (flashkms help settings says what it may hold)'),
        ("schedule = 3\n", "flashkms.toml:1: schedule is not a table (write it as [schedule], its settings below)"),
        ("decks.A = 3\n", "flashkms.toml:1: A is not a table (write it as [decks.A], its settings below)"),
        ('decks."A::B" = 3\n', 'flashkms.toml:1: A::B is not a table (write it as [decks."A::B"], its settings below)'),
        (f"[schedule]\nretention = [0x{'f' * 5000}]\n", "flashkms.toml:2: retention: a list is not a number (flashkms help settings says what it may hold)"),
        ('[keys]\n"review.ungo" = "u"\n', 'flashkms.toml:2: unknown key "review.ungo" (did you mean review.undo?)'),
        ('[keys]\nx = "u"\n', 'flashkms.toml:2: unknown key "x" (flashkms help keys has the ids)'),
        ("[keys]\nundo = 3\n", 'flashkms.toml:2: undo: 3 is not a text in quotes (write the keys as "u,ctrl+z")'),
        ("a = \n", "flashkms.toml:1: no TOML: invalid value (a text stands in quotes, a table in [brackets])"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_line(text: str, message: str) -> None:
    assert told(text) == [message]


@pytest.mark.parametrize("key", ["editor", "pre_build_hook", "command", "plugins", "sync_url", "url", "pager", "shell"])
def test_a_key_that_names_a_program_or_an_address_is_refused(key: str) -> None:
    (message,) = told(f'[schedule]\n{key} = "x"\n')

    assert message == (
        f'flashkms.toml:2: "{key}" is refused: a collection\'s settings name no program and no address '
        "(set EDITOR or BROWSER in your own environment)"
    )


@pytest.mark.parametrize("path", ["../x", "/etc", "~/notes", "a/../../b", "C:\\x", "C:x", "file:///x", "", "a\\..\\b"])
def test_a_note_path_outside_of_the_collection_is_refused(path: str) -> None:
    (message,) = told(f"[notes]\npaths = ['{path}']\n")

    assert "does not lie inside the collection" in message


def test_a_wrong_setting_leaves_the_others_alone() -> None:
    config, problems = parse("[queue]\nnew_per_day = -1\nreviews_per_day = 7\n", "flashkms.toml")

    assert len(problems) == 1
    assert (config.queue.new_per_day, config.queue.reviews_per_day) == (20, 7)


def test_lines_are_counted_past_strings_and_lists_that_span_lines() -> None:
    text = '[notes]\npaths = [ # a comment with ] and "\n  "a",\n]\n[collection]\nid = """\nx = 1\n[queue]\n"""\n[queue]\nx = 2\n'

    assert [(problem.line, problem.message[:15]) for problem in parse(text, "f")[1]] == [
        (6, 'id: "x = 1 [que'),
        (11, 'unknown key "x"'),
    ]


def test_a_file_of_line_feeds_takes_no_longer_than_its_length() -> None:
    """Counting from the top for each of them would take ten minutes."""
    (problem,) = parse("\n" * 2**19 + "x = 1\n", "f")[1]

    assert problem.line == 2**19 + 1


def test_a_byte_order_mark_and_carriage_returns_change_nothing() -> None:
    assert parse("\ufeff[queue]\r\nnew_per_day = 5\r\n", "f")[0].queue.new_per_day == 5


@pytest.mark.parametrize("text", ["[" * 5000, "a=" + "[" * 5000, "a=" + "{a=" * 3000, "x = " + "1" * 5000, "\x00"])
def test_hostile_text_is_one_problem(text: str) -> None:
    assert len(parse(text, "f")[1]) == 1


@given(st.text(alphabet=st.sampled_from("[]{}=\"'.#\n\\ abschedulretention0123u"), max_size=60) | st.text(max_size=60))
def test_no_text_raises(text: str) -> None:
    config, problems = parse(text, "f")

    assert isinstance(config, Config)
    assert all(0 <= problem.line <= text.count("\n") + 1 for problem in problems)


def test_a_theme_that_nothing_knows_is_named_with_its_line() -> None:
    (message,) = told('[screen]\ntheme = "nosuch"\n')

    assert message.startswith('flashkms.toml:2: theme: "nosuch" is not one of flashkms-dark, ')


def test_every_setting_is_in_the_reference_with_its_section() -> None:
    page = SETTINGS_PAGE.read_text(encoding="utf-8")
    parts = dict(part.split("\n", 1) for part in page.split("\n## ")[1:])

    for section, keys in SECTIONS.items():
        documented = {line.split("`")[1] for line in parts[f"`[{section}]`"].splitlines() if line.startswith("| `")}
        assert documented == set(keys)
    documented = {line.split("`")[1] for line in parts['`[decks."A::B"]`'].splitlines() if line.startswith("| `")}
    assert documented == set(DECK)
