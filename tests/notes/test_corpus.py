"""The notes that real people wrote, where they are at hand: figures only, never their text."""

import json

import pytest

from flashkms import notes
from flashkms.cards.entry import Choice, Question

pytestmark = pytest.mark.shared


def read(shared, folder):
    for path in sorted((shared / "corpus" / folder).glob("*.md")):
        note, _ = notes.parse(path.read_text(encoding="utf-8"), path.name)
        yield path.name, note, notes.drafts(note)


def test_every_scenario_becomes_a_question_with_as_many_answers(shared):
    gold = {
        post["file"]: post["scenarios"]
        for post in json.loads((shared / "corpus" / "gold.json").read_text(encoding="utf-8"))
    }
    for name, _, drafts in read(shared, "notes"):
        asked = [draft for draft in drafts if isinstance(draft.body, Question | Choice) and "scenario" in draft.tags]
        found = {draft.line: len(draft.body.answers) for draft in asked}

        assert [len(one["answers"]) for one in gold[name]] == list(found.values()), name


def test_hardly_a_line_is_not_understood(shared):
    fates = [fate.fate for _, note, drafts in read(shared, "notes") for fate in notes.coverage(note, drafts)]

    assert fates.count("not_understood") <= 0.01 * len(fates)


def test_notes_out_of_format_make_no_card(shared):
    assert sum(len(drafts) for _, _, drafts in read(shared, "negatives")) == 0
