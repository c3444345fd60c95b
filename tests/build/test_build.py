"""Notes change, people edit, and a build keeps both: the whole way through files."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flashkms import build
from flashkms.build import NotePlan, Plan, told_name
from flashkms.cards import merge
from flashkms.cards.card import card_id
from flashkms.cards.entry import Choice, Cloze, Entry, EntryId, Question, WhyNot
from flashkms.cards.identity import duplicates
from flashkms.schedule.event import Drop, Rating, Review
from flashkms.store.collection import Collection, create
from flashkms.study import Study, verdicts

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
NOTE = """\
---
title: AWS KMS
tags: [aws]
---

## Feature

- **AWS KMS** keeps keys in hardware security modules
- A key is deleted after a waiting period of **7 to 30 days**
- Automatic rotation replaces the key material every **365 days**

## Scenario

- An application must encrypt data **before** it reaches the disk. Which service does that?
  - **A) AWS KMS API**
  - EBS encryption : is incorrect because it encrypts underneath the application
"""


class Desk:
    """A collection on disk, with one note, and the hands of a person."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "collection"
        self.root.mkdir()
        self.home = folder / "home"
        create(self.root)
        self.note = self.root / "notes/aws/kms.md"
        self.note.parent.mkdir(parents=True)
        self.note.write_text(NOTE)
        self.now = NOW

    @property
    def deck(self) -> Path:
        return self.root / "cards/aws/kms.yaml"

    def open(self) -> Collection:
        self.now += timedelta(minutes=1)
        return Collection.open(self.root, now=self.now, home=self.home, write=True)

    def build(self, *, force: bool = False) -> Plan:
        with self.open() as collection:
            return build.apply(collection, build.plan(collection, force=force))

    def entries(self) -> dict[EntryId, Entry]:
        with self.open() as collection:
            return {entry.id: entry for deck in collection.decks() for entry in deck.entries}

    def find(self, words: str) -> Entry:
        return next(entry for entry in self.entries().values() if words in repr(entry.body))

    def review(self, card: str) -> None:
        with self.open() as collection:
            log = collection.log
            log.append((Review(**log.stamp(self.now), card=card, rating=Rating.GOOD, took_ms=900),))

    def edit_note(self, old: str, new: str) -> None:
        assert old in self.note.read_text()
        self.note.write_text(self.note.read_text().replace(old, new))

    def edit_deck(self, old: str, new: str) -> None:
        assert old in self.deck.read_text()
        self.deck.write_text(self.deck.read_text().replace(old, new, 1))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path)
    desk.build()
    return desk


def the_note(plan: Plan) -> NotePlan:
    return plan.notes[0]


def kinds(plan: Plan) -> list[str]:
    return [change.kind for note in plan.notes for change in note.changes]


def test_a_second_build_changes_nothing(desk: Desk) -> None:
    before = desk.deck.read_bytes()
    plan = desk.build()

    assert (Plan(plan.notes), []) == (plan, kinds(plan))
    assert before == desk.deck.read_bytes()


@pytest.mark.parametrize(
    "card", ["kms-aaaaaa.1\u202e", "kms-aaaaaa.x", "kms-aaaaaa." + "9" * 5000, "kms-aaaaaa.²", "."]
)
def test_an_answer_to_a_card_of_no_possible_name_ends_no_build(desk: Desk, card: str) -> None:
    desk.review(card)

    assert kinds(desk.build()) == []


def test_planning_writes_nothing(desk: Desk) -> None:
    desk.edit_note("hardware", "certified hardware")
    before = desk.deck.read_bytes()
    with desk.open() as collection:
        plan = build.plan(collection)

    assert kinds(plan) == ["changed"]
    assert before == desk.deck.read_bytes()


def test_two_machines_write_the_same_file(desk: Desk, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    twin = Desk(other)
    twin.build()

    assert desk.deck.read_bytes() == twin.deck.read_bytes()


def test_a_reworded_point_keeps_its_entry(desk: Desk) -> None:
    name = desk.find("hardware").id
    desk.review(f"{name}.1")
    desk.edit_note("in hardware security modules", "in tested hardware security modules")
    plan = desk.build()

    assert kinds(plan) == ["changed"]
    assert the_note(plan).changes[0].reviews == 1
    assert name == desk.find("tested hardware").id


def test_an_inserted_point_touches_no_other_entry(desk: Desk) -> None:
    before = desk.deck.read_text().splitlines()
    desk.edit_note("- A key is", "- Grants give **temporary permissions** to other principals\n- A key is")
    plan = desk.build()

    assert kinds(plan) == ["added"]
    after = desk.deck.read_text().splitlines()
    assert [line for line in before if line not in after] == []


def test_a_persons_words_stay_when_the_note_is_as_it_was(desk: Desk) -> None:
    desk.edit_deck("hardware security modules", "HSMs")
    before = desk.deck.read_bytes()
    plan = desk.build()

    assert kinds(plan) == []
    assert before == desk.deck.read_bytes()


def test_where_both_changed_the_note_stands_beside_the_persons_words(desk: Desk) -> None:
    desk.edit_deck("AWS KMS API", "The KMS API")
    desk.edit_note("AWS KMS API", "AWS KMS SDK")
    plan = desk.build()
    entry = desk.find("The KMS API")

    assert "conflict" in kinds(plan)
    assert entry.conflict == (("answer", ("AWS KMS SDK",)),)
    assert isinstance(entry.body, Question)
    assert kinds(desk.build()) == []


def test_a_settled_conflict_does_not_come_back(desk: Desk) -> None:
    desk.edit_deck("AWS KMS API", "The KMS API")
    desk.edit_note("AWS KMS API", "AWS KMS SDK")
    desk.build()
    desk.edit_deck("  conflict:\n    answer: AWS KMS SDK\n", "")

    assert kinds(desk.build()) == []
    assert desk.find("The KMS API").conflict == ()


def test_a_conflict_ends_when_the_note_says_nothing_there(desk: Desk) -> None:
    desk.edit_note("  - EBS", "  - It grows in the north\n  - EBS")
    desk.build()
    desk.edit_deck("in the north", "in the cold")
    desk.edit_note("in the north", "in the east")
    assert "conflict" in kinds(desk.build())
    desk.edit_note("  - It grows in the east\n", "")
    desk.build()
    entry = desk.find("AWS KMS API")

    assert entry.conflict == ()
    assert entry.extra == "- It grows in the cold"


WRONG = """\
  - S3 : is incorrect because it keeps objects, and no keys of its customers, at rest.
  - EC2 : is incorrect because a machine of one's own has no certified module in it.
"""


@pytest.mark.parametrize("away", [0, 1])
def test_a_wrong_option_that_goes_leaves_the_card_of_another_its_history(desk: Desk, away: int) -> None:
    desk.edit_note("  - EBS encryption : is incorrect because it encrypts underneath the application\n", WRONG)
    desk.build()
    before = {entry.body.option: entry.id for entry in desk.entries().values() if isinstance(entry.body, WhyNot)}
    desk.edit_note(WRONG.splitlines(keepends=True)[away], "")
    desk.build()
    after = {entry.body.option: entry for entry in desk.entries().values() if isinstance(entry.body, WhyNot)}

    assert {option: entry.id for option, entry in after.items()} == before
    assert [entry.gone for entry in after.values()] == [not away, bool(away)]
    desk.edit_note(WRONG.splitlines(keepends=True)[1 - away], WRONG)
    assert "back" in kinds(desk.build())
    assert kinds(desk.build()) == []


def test_a_reworded_wrong_option_keeps_its_card(desk: Desk) -> None:
    desk.edit_note("  - EBS encryption : is incorrect because it encrypts underneath the application\n", WRONG)
    desk.build()
    name = desk.find("S3").id
    desk.edit_note("  - S3 :", "  - Buckets :")
    desk.build()

    assert desk.find("Buckets").id == name


def test_an_id_that_a_person_writes_in_capitals_is_not_given_again(desk: Desk) -> None:
    (desk.root / "cards/mine.yaml").write_text("deck: Mine\ncards:\n- id: Grants\n  question: q\n  answer: a\n")
    grants = "- Grants give **temporary permissions** to other principals <!-- fc: id=grants -->\n"
    desk.edit_note("- A key is", f"{grants}- A key is")

    assert kinds(desk.build()) == ["added"]
    with desk.open() as collection:
        assert duplicates(collection.decks()) == ()


def test_a_heading_of_another_name_keeps_every_entry_in_a_moment(desk: Desk) -> None:
    """Each of a thousand points compared with each other one would take minutes; the suite's time would tell."""
    points = [f"The **{at}th key** of the long ring is turned {at} times to the right" for at in range(1000)]
    note = add_note(desk, "ring.md", *points)
    desk.build()
    before = desk.entries().keys()
    note.write_text(note.read_text().replace("## Feature", "## Turns"))

    assert set(kinds(desk.build())) == {"changed"}
    assert before == desk.entries().keys()


def test_a_vanished_point_leaves_its_entry_marked(desk: Desk) -> None:
    name = desk.find("hardware").id
    desk.edit_note("- **AWS KMS** keeps keys in hardware security modules\n", "")
    plan = desk.build()

    assert kinds(plan) == ["gone"]
    assert desk.entries()[name].gone


def test_a_point_that_returns_is_studied_again(desk: Desk) -> None:
    text = desk.note.read_text()
    desk.edit_note("- **AWS KMS** keeps keys in hardware security modules\n", "")
    desk.build()
    desk.note.write_text(text)

    assert kinds(desk.build()) == ["back"]
    assert not desk.find("hardware").gone


def test_a_deleted_entry_does_not_come_back(desk: Desk) -> None:
    name = desk.find("hardware").id
    text = desk.deck.read_text()
    start = text.index(f"- id: {name}")
    desk.deck.write_text(text[:start] + text[text.index("- id:", start + 1) :])

    assert kinds(desk.build()) == []
    assert name not in desk.entries()


ROTATION = "Automatic rotation replaces the key material every **365 days**"


def _as_other_rules_made_it(desk: Desk) -> Entry:
    """The entry on rotation with another blank, and the digest that goes with it."""
    made = desk.find("Automatic rotation")
    assert isinstance(made.body, Cloze)
    other = "{{c1::Automatic rotation}} replaces the key material every **365 days**"
    text = desk.deck.read_text().replace(made.body.text, other)
    old, new = (merge.digest("cloze", said) for said in (made.body.text, other))
    desk.deck.write_text(text.replace(f"cloze={old}", f"cloze={new}"))
    return desk.find("Automatic rotation")


def test_a_studied_blank_stays_where_only_the_rules_would_choose_another(desk: Desk) -> None:
    desk.build()
    before = _as_other_rules_made_it(desk)
    desk.review(f"{before.id}.1")
    plan = desk.build()

    assert not plan.notes[0].changes
    assert desk.find("Automatic rotation") == before


def test_a_blank_that_nobody_studied_follows_the_rules(desk: Desk) -> None:
    desk.build()
    _as_other_rules_made_it(desk)
    desk.build()

    assert "c2::365 days" in repr(desk.find("Automatic rotation").body)


@pytest.mark.parametrize(
    ("line", "blank"),
    [
        ("Automatic rotation replaces the **key material** every year", "key material"),
        ("Automatic rotation replaces the ==key material== every **365 days**", "key material"),
        ("Automatic rotation replaces the key material every **366 days**", "366 days"),
    ],
)
def test_a_studied_blank_follows_what_the_author_writes(desk: Desk, line: str, blank: str) -> None:
    desk.build()
    before = _as_other_rules_made_it(desk)
    desk.review(f"{before.id}.1")
    desk.edit_note(ROTATION, line)
    desk.build()

    assert f"::{blank}" in repr(desk.entries()[before.id].body)


def test_blanks_that_a_person_set_are_no_conflict_where_only_the_rules_choose_others(desk: Desk) -> None:
    desk.build()
    made = desk.find("Automatic rotation")
    assert isinstance(made.body, Cloze)
    other = "Automatic rotation replaces the {{c2::key material}} every **365 days**"
    desk.deck.write_text(desk.deck.read_text().replace(made.body.text, other))
    old = merge.digest("cloze", made.body.text)  # as if older rules had made something else of the line
    desk.deck.write_text(desk.deck.read_text().replace(f"cloze={old}", "cloze=abcdef"))
    desk.build()
    entry = desk.entries()[made.id]

    assert entry.body == Cloze(other)
    assert not entry.conflict

    desk.edit_note("every **365 days**", "every **year**")
    desk.build()

    assert desk.entries()[made.id].conflict


STEP = "- Go to **KMS** -> click Create key\n"


def _with_a_step_that_no_rule_drafts(desk: Desk, *, studied: bool) -> EntryId:
    desk.edit_note("- **AWS KMS** keeps", f"{STEP}- **AWS KMS** keeps")
    desk.build()
    entry = desk.find("Create key")
    if studied:
        desk.review(f"{entry.id}.1")
    desk.edit_note(STEP, STEP.replace("*", ""))
    return entry.id


def test_a_studied_card_stays_where_only_the_rules_pass_its_line_over(desk: Desk) -> None:
    name = _with_a_step_that_no_rule_drafts(desk, studied=True)
    plan = desk.build()

    assert not plan.notes[0].changes
    assert not desk.entries()[name].gone


def test_a_card_that_nobody_studied_goes_where_the_rules_pass_its_line_over(desk: Desk) -> None:
    name = _with_a_step_that_no_rule_drafts(desk, studied=False)
    desk.build()

    assert desk.entries()[name].gone


@pytest.mark.parametrize("line", ["", "- Go to KMS -> click Create key <!-- fc: skip -->\n"])
def test_a_studied_card_goes_where_its_author_takes_the_line_away(desk: Desk, line: str) -> None:
    name = _with_a_step_that_no_rule_drafts(desk, studied=True)
    desk.edit_note(STEP.replace("*", ""), line)
    desk.build()

    assert desk.entries()[name].gone


SECOND = "  - Disk : is incorrect because it holds no keys of its own\n"


@pytest.mark.parametrize("studied", [True, False])
def test_a_studied_question_stays_where_it_is_asked_by_a_choice_now(desk: Desk, *, studied: bool) -> None:
    desk.edit_note("Which service does that?", "Which of the following does that?")
    desk.edit_note("An application must encrypt data **before** it reaches the disk. ", "")
    desk.build()
    name = desk.find("does that").id
    if studied:
        desk.review(f"{name}.1")
    desk.edit_note("  - EBS", f"{SECOND}  - EBS")
    desk.build()

    assert desk.entries()[name].gone is not studied
    assert any(isinstance(entry.body, Choice) for entry in desk.entries().values())


def test_an_entry_deleted_after_its_point_was_reworded_does_not_come_back(desk: Desk) -> None:
    desk.edit_note("in hardware security modules", "in tested hardware security modules")
    desk.build()
    name = desk.find("tested").id
    text = desk.deck.read_text()
    start = text.index(f"- id: {name}")
    desk.deck.write_text(text[:start] + text[text.index("- id:", start + 1) :])

    assert kinds(desk.build()) == []


def test_a_restored_entry_comes_back(desk: Desk) -> None:
    name = desk.find("hardware").id
    text = desk.deck.read_text()
    start = text.index(f"- id: {name}")
    desk.deck.write_text(text[:start] + text[text.index("- id:", start + 1) :])
    with desk.open() as collection:
        for dropped in (True, False):
            desk.now += timedelta(minutes=1)
            stamp = collection.log.stamp(desk.now)
            collection.log.append((Drop(**stamp, entry=name, dropped=dropped),))

    assert kinds(desk.build()) == ["added"]
    assert name in desk.entries()


def test_a_note_that_yields_nothing_changes_nothing(desk: Desk) -> None:
    before = desk.deck.read_bytes()
    desk.note.write_text("")
    plan = desk.build()

    assert before == desk.deck.read_bytes()
    assert any("nothing was found here, where" in problem.message for problem in plan.problems)
    assert {"gone"} == set(kinds(desk.build(force=True)))


def test_an_emptied_deck_file_is_left_alone(desk: Desk) -> None:
    desk.deck.write_text("")
    plan = desk.build()

    assert desk.deck.read_text() == ""
    assert kinds(plan) == []


def test_a_renamed_note_keeps_its_entries(desk: Desk) -> None:
    ids = set(desk.entries())
    desk.note.rename(desk.note.with_name("key-management.md"))
    plan = desk.build()

    assert kinds(plan) == []
    assert ids == set(desk.entries())
    assert "note: notes/aws/key-management.md" in desk.deck.read_text()


def test_an_entry_moved_to_another_file_is_still_merged(desk: Desk) -> None:
    name = desk.find("hardware").id
    text = desk.deck.read_text()
    start = text.index(f"- id: {name}")
    end = text.index("- id:", start + 1)
    desk.deck.write_text(text[:start] + text[end:])
    (desk.root / "cards/mine.yaml").write_text(f"deck: Mine\ncards:\n\n{text[start:end]}")

    assert kinds(desk.build()) == []
    assert name in desk.entries()


def test_an_entry_whose_link_was_cut_is_left_alone(desk: Desk) -> None:
    entry = desk.find("hardware")
    lines = desk.deck.read_text().splitlines(keepends=True)
    start = next(n for n, line in enumerate(lines) if entry.id in line)
    cut = next(n for n in range(start, len(lines)) if lines[n].startswith("  source:"))
    desk.deck.write_text("".join(lines[:cut] + lines[cut + 1 :]))

    assert kinds(desk.build()) == []


def test_comments_and_order_stay(desk: Desk) -> None:
    desk.edit_deck("cards:\n", "# mine\ncards:  # all\n")
    desk.edit_note("7 to 30 days", "7 to 31 days")
    before = desk.deck.read_text().splitlines()
    plan = desk.build()
    after = desk.deck.read_text().splitlines()

    assert "changed" in kinds(plan)
    gone = [line for line in before if line not in after]
    assert all("7 to 30" in line or "source:" in line for line in gone)


def test_a_vanished_point_offers_its_successor(desk: Desk) -> None:
    name = desk.find("365 days").id
    desk.review(f"{name}.1")
    old = "- Automatic rotation replaces the key material every **365 days**\n"
    desk.edit_note(old, "- Rotation is automatic: the key material lives for **365 days**, not longer\n")
    plan = desk.build()
    offers = the_note(plan).offers

    assert [name] == [offer.gone for offer in offers]
    with desk.open() as collection:
        verdicts.accept(Study(collection, clock=lambda: desk.now), name, offers[0].successor)
    entry = desk.entries()[name]
    assert not entry.gone
    assert isinstance(entry.body, Cloze)
    assert "Rotation is automatic" in entry.body.text
    assert offers[0].successor not in desk.entries()
    assert kinds(desk.build()) == []


def test_the_same_scenario_in_two_notes_is_asked_once(desk: Desk) -> None:
    (desk.root / "notes/aws/other.md").write_text(NOTE[: NOTE.index("## Feature")] + NOTE[NOTE.index("## Scenario") :])
    plan = desk.build()

    assert {"duplicate"} == set(kinds(plan))
    assert kinds(desk.build()) == []


ALB, NLB, SQS = (
    f"- {question}\n  - **A) {answer}**\n  - EBS : is incorrect because it is a disk of one machine and balances {more}\n"
    for question, answer, more in (
        ("Which balancer is it?", "ALB", "nothing"),
        ("Which balancer is it?", "NLB", "nobody"),
        ("Which queue is it?", "SQS", "no one"),
    )
)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ((ALB, NLB, SQS), (NLB, ALB, SQS), set()),
        ((ALB, NLB, SQS), (NLB, SQS), {"gone"}),
        ((ALB, NLB, SQS), (ALB, SQS), {"gone"}),
        ((ALB, SQS), (NLB, ALB, SQS), {"added"}),
        ((ALB, SQS), (ALB, NLB, SQS), {"added"}),
        ((ALB, SQS), (ALB, SQS, SQS), set()),
    ],
)
def test_scenarios_of_one_question_keep_their_entries_by_their_answers(
    desk: Desk, before: tuple[str, ...], after: tuple[str, ...], told: set[str]
) -> None:
    """The key of the second has a number, and that of the first is as ever; an entry stays with its answer."""
    desk.note.write_text("## Scenario\n" + "\n".join(before))
    desk.build(force=True)
    entries = desk.entries()
    desk.note.write_text("## Scenario\n" + "\n".join(after))

    assert set(kinds(desk.build())) == told
    now = desk.entries()
    assert {name: now[name].body for name in entries} == {name: entry.body for name, entry in entries.items()}
    assert kinds(desk.build()) == []


def test_a_question_whose_answer_is_corrected_keeps_its_entry(desk: Desk) -> None:
    name = desk.find("before").id
    desk.edit_note("**A) AWS KMS API**", "**A) AWS CloudHSM**")

    assert "changed" in kinds(desk.build())
    assert "CloudHSM" in repr(desk.entries()[name].body)


def test_the_plan_reads_like_a_diff(desk: Desk) -> None:
    name = desk.find("hardware").id
    desk.review(f"{name}.1")
    desk.edit_note("in hardware security modules", "in tested hardware security modules")
    with desk.open() as collection:
        text = "\n".join(build.lines(build.plan(collection)))

    assert f"  ~ {name} (line 8), 1 review behind it\n      - cloze: " in text
    assert "\n      + cloze: " in text


def test_a_file_that_changed_meanwhile_is_not_overwritten(desk: Desk) -> None:
    desk.edit_note("hardware", "tested hardware")
    with desk.open() as collection:
        plan = build.plan(collection)
        desk.edit_deck("cards:\n", "cards:  # touched\n")
        with pytest.raises(Exception, match="changed by another program meanwhile"):
            build.apply(collection, plan)

    assert "# touched" in desk.deck.read_text()


def test_a_broken_deck_file_is_left_alone(desk: Desk) -> None:
    desk.edit_deck("cards:\n", 'cards:\n\n- id: broken\n  question: "open\n')
    before = desk.deck.read_bytes()
    desk.edit_note("hardware", "tested hardware")
    plan = desk.build()

    assert before == desk.deck.read_bytes()
    assert any("left as it is" in problem.message for problem in plan.problems)


def add_note(desk: Desk, path: str, *points: str, title: str = "Other") -> Path:
    note = desk.root / "notes" / path
    note.parent.mkdir(parents=True, exist_ok=True)
    note.write_text(
        f"---\ntitle: {title}\nflashcards: true\n---\n\n## Feature\n\n" + "".join(f"- {point}\n" for point in points)
    )
    return note


ROLES = "A role gives **temporary credentials** to whoever assumes it"
GROUPS = "A group hands its policies to **every user** who is a member"


def cut_entry(deck: Path, name: str) -> str:
    """Take an entry's lines out of its file; the lines."""
    text = deck.read_text()
    start = text.index(f"- id: {name}")
    end = text.find("- id:", start + 1)
    end = len(text) if end < 0 else end
    deck.write_text(text[:start] + text[end:])
    return text[start:end]


def test_a_point_that_could_not_be_written_comes_when_the_file_is_mended(desk: Desk) -> None:
    whole = desk.deck.read_text()
    desk.edit_deck("cards:\n", 'cards:\n\n- id: broken\n  question: "open\n')
    desk.edit_note("- A key is", "- Grants give **temporary permissions** to other principals\n- A key is")
    refused = desk.build()
    desk.deck.write_text(whole)

    assert kinds(refused) == []
    assert refused.made == ()
    assert kinds(desk.build()) == ["added"]


def test_a_deck_file_that_tells_nothing_is_not_written_beside(desk: Desk) -> None:
    """On a machine that never saw the file whole, nobody knows what stands in it."""
    desk.deck.write_text("")
    desk.home = desk.root.parent / "another"
    (desk.root / "reviews" / next((desk.root / "reviews").iterdir()).name).unlink()
    plan = desk.build()

    assert kinds(plan) == []
    assert [desk.deck] == sorted((desk.root / "cards").rglob("*.yaml"))
    assert any("left alone: cards/aws/kms.yaml has problems" in problem.message for problem in plan.problems)


def test_a_deleted_note_leaves_its_entries_marked(desk: Desk) -> None:
    add_note(desk, "aws/iam.md", ROLES)
    desk.build()
    desk.note.unlink()
    plan = desk.build()

    assert {"gone"} == set(kinds(plan))
    assert {entry.gone for name, entry in desk.entries().items() if name.startswith("kms-")} == {True}
    assert {entry.gone for name, entry in desk.entries().items() if name.startswith("iam-")} == {False}


def test_when_every_note_is_gone_nothing_is_marked(desk: Desk) -> None:
    before = desk.deck.read_bytes()
    desk.note.unlink()
    plan = desk.build()

    assert before == desk.deck.read_bytes()
    assert any("the note is gone, and every other too" in problem.message for problem in plan.problems)
    assert {"gone"} == set(kinds(desk.build(force=True)))


def test_a_note_that_is_built_alone_says_nothing_of_the_others(desk: Desk) -> None:
    other = add_note(desk, "aws/iam.md", ROLES)
    desk.build()
    desk.note.unlink()
    with desk.open() as collection:
        plan = build.plan(collection, [str(other.relative_to(desk.root))])

    assert kinds(plan) == []


def test_an_entry_moved_into_an_earlier_notes_file_has_not_vanished(desk: Desk) -> None:
    add_note(desk, "aws/iam.md", ROLES)
    desk.build()
    name = desk.find("365 days").id
    lines = cut_entry(desk.deck, name)
    iam = desk.root / "cards/aws/iam.yaml"
    iam.write_text(f"{iam.read_text().rstrip()}\n\n{lines}")

    assert kinds(desk.build()) == []
    assert not desk.entries()[name].gone
    desk.edit_note("every **365 days**", "every **400 days**")
    assert kinds(desk.build()) == ["changed"]
    assert name == desk.find("400 days").id


def test_a_point_that_moved_to_another_note_keeps_its_entry(desk: Desk) -> None:
    for other in ("aws/iam.md", "aws/vpc.md"):
        name = desk.find("365 days").id
        text = desk.note.read_text()
        point = next(line for line in text.splitlines() if "365 days" in line)
        desk.note.write_text(text.replace(f"{point}\n", ""))
        note = add_note(desk, other, point.removeprefix("- "), ROLES, title="AWS KMS")
        plan = desk.build()

        assert "gone" not in kinds(plan)
        assert not desk.entries()[name].gone
        assert kinds(desk.build()) == []
        note.unlink()
        desk.note.write_text(text)
        desk.build()


def test_two_notes_of_one_name_keep_their_points_apart(desk: Desk) -> None:
    point = "A key is deleted after a waiting period of **7 to 30 days**"
    name = desk.find("7 to 30 days").id
    add_note(desk, "again/kms.md", point, ROLES, title="AWS KMS")
    plan = desk.build()
    before = desk.entries()

    assert name in before
    assert "gone" not in kinds(plan)
    assert kinds(desk.build()) == []
    assert before.keys() == desk.entries().keys()


def test_a_copy_of_an_entry_has_not_vanished(desk: Desk) -> None:
    name = desk.find("365 days").id
    lines = cut_entry(desk.deck, name)
    desk.deck.write_text(f"{desk.deck.read_text().rstrip()}\n\n{lines}\n{lines.replace(name, 'my-variant')}")

    assert kinds(desk.build()) == []
    assert not desk.entries()[EntryId("my-variant")].gone


def test_a_blank_taken_out_by_hand_is_retired(desk: Desk) -> None:
    entry = desk.find("7 to 30 days")
    desk.edit_deck("**{{c1::7 to 30 days}}**", "**{{c1::7 to 30 days}}** and {{c2::never}} sooner")
    desk.review(f"{entry.id}.2")
    desk.edit_deck(" and {{c2::never}} sooner", "")
    plan = desk.build()

    assert desk.entries()[entry.id].retired == (2,)
    assert any(f"c{blank.ordinal}" == "c2" and blank.reviews == 1 for blank in the_note(plan).changes[0].retired)
    assert kinds(desk.build()) == []


def test_a_retired_blank_is_told_with_its_reviews(desk: Desk) -> None:
    desk.edit_note("every **365 days**", "every **365 days**, for **customer keys**")
    desk.build()
    entry = desk.find("365 days")
    assert isinstance(entry.body, Cloze)
    for ordinal in (1, 2):
        desk.review(f"{entry.id}.{ordinal}")
    desk.edit_note("every **365 days**, for **customer keys**", "for **customer keys** alone")
    with desk.open() as collection:
        text = "\n".join(build.lines(build.plan(collection)))

    assert " is retired, 1 review behind it" in text


HAND = """\
# mine
deck: Mine
cards:
- question: Who?   # to be reworded
  answer: Me
-   # apart
    question: Who else?
    answer: You
- {question: flow?, answer: it goes}
- id:
  question: An id to come?
  answer: Yes
"""


def test_entries_written_without_an_id_get_one_and_no_other_byte_changes(desk: Desk) -> None:
    mine = desk.root / "cards/mine.yaml"
    mine.write_text(HAND)
    plan = desk.build()
    text = mine.read_text()

    assert [one.line for one in plan.named] == [4, 7, 9, 10]
    assert re.sub(r"\bid: mine-\w{6}(, |\n +)", "", text) == HAND.replace("id:\n  ", "")
    assert {one.entry for one in plan.named} <= desk.entries().keys()
    assert desk.build().named == ()
    assert text == mine.read_text()


def test_two_machines_give_a_handwritten_entry_the_same_id(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    twin = Desk(tmp_path / "other")
    for one in (desk, twin):
        (one.root / "cards/mine.yaml").write_text(HAND)
        one.build()

    assert (desk.root / "cards/mine.yaml").read_bytes() == (twin.root / "cards/mine.yaml").read_bytes()


def test_a_deck_file_that_is_cut_anywhere_has_no_entry_marked_or_made_anew(desk: Desk) -> None:
    text, before = desk.deck.read_text(), desk.entries().keys()
    for end in range(text.index("cards:") + 20, len(text), 83):
        desk.deck.write_text(text[:end])
        os.utime(desk.deck, ns=(end, end))  # long done writing
        plan = desk.build()
        entries = desk.entries()

        assert {"gone", "added"}.isdisjoint(kinds(plan))
        assert entries.keys() <= before
        assert not any(entry.gone for entry in entries.values())


def test_a_lost_deck_file_is_not_begun_anew(desk: Desk) -> None:
    text = desk.deck.read_text()
    desk.deck.unlink()
    desk.edit_note("hardware", "certified hardware")
    plan = desk.build()

    assert not desk.deck.exists()
    assert any("its deck file is gone, where 3 entries came from" in problem.message for problem in plan.problems)
    desk.deck.write_text(text)
    assert kinds(desk.build()) == ["changed"]


def test_the_lost_deck_file_of_a_renamed_note_is_not_begun_anew(desk: Desk) -> None:
    desk.note.rename(desk.note.with_name("keys.md"))
    desk.build()
    desk.deck.unlink()
    plan = desk.build()

    assert list(desk.root.glob("cards/**/*.yaml")) == []
    assert any("its deck file is gone, where 4 entries came from" in problem.message for problem in plan.problems)


def test_a_lost_deck_file_whose_entries_were_moved_elsewhere_is_not_missed(desk: Desk) -> None:
    desk.note.rename(desk.note.with_name("keys.md"))
    desk.build()
    desk.deck.write_text(desk.deck.read_text().replace("note: notes/aws/keys.md\n", ""))
    plan = desk.build()

    assert plan.problems == ()


@pytest.mark.parametrize("before", [True, False])
def test_an_entry_deleted_from_the_deck_of_a_renamed_note_does_not_come_back(desk: Desk, *, before: bool) -> None:
    name = desk.find("hardware").id
    if not before:
        desk.note.rename(desk.note.with_name("keys.md"))
        desk.build()
    text = desk.deck.read_text()
    start = text.index(f"- id: {name}")
    desk.deck.write_text(text[:start] + text[text.index("- id:", start + 1) :])
    if before:
        desk.note.rename(desk.note.with_name("keys.md"))

    assert kinds(desk.build()) == []
    assert kinds(desk.build()) == []
    assert len(desk.entries()) == 3


def test_a_deck_file_that_was_given_up_begins_anew(desk: Desk) -> None:
    desk.deck.unlink()
    desk.edit_note("- A key is", "- Grants give **temporary permissions** to other principals\n- A key is")

    assert kinds(desk.build(force=True)) == ["added"]
    assert kinds(desk.build()) == []


TERM = "- Key policy :: the document that says who may use a key\n"


@pytest.fixture
def both(tmp_path: Path) -> Desk:
    """A note with a definition that its author wrote to be asked both ways."""
    desk = Desk(tmp_path)
    desk.edit_note("## Scenario", f"{TERM}\n## Scenario")
    desk.build()
    return desk


def reverse(desk: Desk) -> bool:
    body = desk.find("Key policy").body
    assert isinstance(body, Question)
    return body.reverse


def test_what_is_written_to_be_asked_both_ways_is(both: Desk) -> None:
    assert "  reverse: true\n" in both.deck.read_text()
    assert reverse(both)


def test_an_entry_that_was_made_one_way_is_asked_both_ways_by_the_next_build(both: Desk) -> None:
    both.edit_deck("  reverse: true\n", "")
    both.edit_deck(f" reverse={merge.digest('reverse', True)}", "")
    plan = both.build()

    assert kinds(plan) == ["changed"]
    assert reverse(both)


def test_an_entry_that_a_person_wants_asked_one_way_stays_so(both: Desk) -> None:
    both.edit_deck("  reverse: true\n", "")
    both.build()
    both.edit_note("who may use", "who uses")
    both.build()

    assert not reverse(both)


def test_an_entry_that_the_note_no_longer_wants_both_ways_is_asked_one_way(both: Desk) -> None:
    both.edit_note(TERM, TERM + "\nWhat is an alias:::A name of a key\n")
    both.edit_note("What is an alias:::", "What is an alias?:::")
    both.build()
    both.edit_note("alias?:::", "alias?::")
    both.build()

    body = both.find("alias").body
    assert isinstance(body, Question)
    assert not body.reverse


def test_an_entry_that_a_person_wants_asked_both_ways_stays_so(desk: Desk) -> None:
    desk.edit_deck("  answer: AWS KMS API\n", "  answer: AWS KMS API\n  reverse: true\n")
    desk.build()
    desk.edit_note("it reaches the disk", "it reaches a disk")
    plan = desk.build()

    body = desk.find("it reaches a disk").body
    assert isinstance(body, Question)
    assert kinds(plan) == ["changed"]
    assert body.reverse


WORDS = "Only {{c1::HSMs}} ever see a key"


def own_words(desk: Desk) -> EntryId:
    """A person's own words for the first point; the id of its entry, which was studied."""
    entry = desk.find("hardware security modules")
    assert isinstance(entry.body, Cloze)
    desk.edit_deck(entry.body.text, WORDS)
    desk.review(f"{entry.id}.1")
    return entry.id


@pytest.mark.parametrize("built", [True, False])
def test_an_entry_in_a_persons_own_words_stays_with_its_point(desk: Desk, *, built: bool) -> None:
    entry = own_words(desk)
    if built:
        desk.build()
    desk.edit_note("keeps keys in hardware", "holds keys in hardware")
    plan = desk.build()

    mine = desk.entries()[entry]
    assert kinds(plan) == ["conflict"]
    assert mine.body == Cloze(WORDS)
    assert not mine.gone
    assert "holds keys in" in str(dict(mine.conflict)["cloze"])


def test_entries_in_a_persons_own_words_stay_with_their_points_in_order(desk: Desk) -> None:
    entry = own_words(desk)
    other = desk.find("waiting period").id
    desk.edit_deck("A key is deleted after a waiting period of ", "No key dies before ")
    desk.edit_note("keeps keys in hardware", "holds keys in hardware")
    desk.edit_note("a waiting period of", "the waiting time of")
    plan = desk.build()

    told = {one: str(dict(found.conflict)["cloze"]) for one, found in desk.entries().items() if found.conflict}
    assert kinds(plan) == ["conflict"] * 2
    assert "holds" in told[entry]
    assert "waiting time" in told[other]


GRANTS = "- A grant lends a key for **one purpose** and no other\n- Grants are **revoked** by id\n"


@pytest.mark.parametrize("points", ["", GRANTS])
def test_an_entry_in_a_persons_own_words_is_gone_where_none_or_several_stand_in_its_place(
    desk: Desk, points: str
) -> None:
    entry = own_words(desk)
    desk.edit_note("- **AWS KMS** keeps keys in hardware security modules\n", points)
    desk.build()

    assert desk.entries()[entry].gone


def test_a_point_below_another_heading_is_not_what_became_of_a_persons_words(desk: Desk) -> None:
    entry = own_words(desk)
    desk.edit_note("- **AWS KMS** keeps keys in hardware security modules\n", "")
    desk.edit_note("## Scenario", "## Grants\n- A grant lends a key for **one purpose** and no other\n\n## Scenario")
    desk.build()

    assert desk.entries()[entry].gone
    assert not desk.entries()[entry].conflict


def test_an_entry_without_an_id_beside_a_deleted_one_holds_nothing_up(desk: Desk) -> None:
    head, *entries = re.split(r"(?m)^(?=- id: )", desk.deck.read_text())
    desk.deck.write_text(head + "".join(entries[1:]) + "\n- question: Mine?\n  answer: Yes mine\n")
    desk.edit_note("## Scenario", "- A grant lends a key for **one purpose** and no other\n\n## Scenario")
    plan = desk.build()

    assert plan.problems == ()
    assert kinds(plan) == ["added"]
    assert len(plan.named) == 1


def test_a_note_in_conflict_is_told_and_no_entry_of_it_is_touched(desk: Desk) -> None:
    desk.build()
    before = desk.deck.read_bytes()
    desk.note.write_text(
        NOTE.replace("- A key", "<<<<<<< HEAD\n- A key").replace("**365", "=======\n>>>>>>> other\n**365")
    )
    plan = desk.build()

    (problem,) = plan.problems
    assert str(problem) == (
        "notes/aws/kms.md:9: a merge conflict begins here (settle it, and remove the `<<<<<<<` to `>>>>>>>` lines; "
        "until then no entry of the note is touched)"
    )
    assert (plan.notes, desk.deck.read_bytes()) == ((), before)


def test_an_id_that_comments_give_in_two_notes_is_a_problem(desk: Desk) -> None:
    add_note(desk, "aws/iam.md", f"{ROLES} <!-- fc: id=creds -->")
    add_note(desk, "aws/sts.md", f"{GROUPS} <!-- fc: id=creds -->", "A token lasts for **one hour** at least ^hour")
    add_note(desk, "aws/sso.md", "A session lasts for **eight hours** at most ^hour")
    plan = desk.build()

    assert [f"{one}" for one in plan.problems] == [
        "notes/aws/sts.md:8: the id `creds` stands in notes/aws/iam.md:8 too (give one of the two another id)"
    ]


def test_a_block_id_of_two_notes_names_a_card_in_each(desk: Desk) -> None:
    notes = [add_note(desk, f"aws/{name}.md", f"{text} ^def") for name, text in (("iam", ROLES), ("sts", GROUPS))]
    desk.build()
    names = {EntryId("def"), EntryId("sts-def")}
    assert names <= desk.entries().keys()
    for note in notes:
        head, _, _ = note.read_text().partition("- ")
        note.write_text(f"{head}- Nothing of the former words is left in **{note.stem}** ^def\n")

    assert kinds(desk.build()) == ["changed", "changed"]
    assert names <= desk.entries().keys()
    assert "::iam}}" in repr(desk.entries()[EntryId("def")])


def without_id(desk: Desk, entry: str) -> None:
    """A person deletes the `id` line of *entry*."""
    text = desk.deck.read_text()
    assert f"- id: {entry}\n  " in text
    desk.deck.write_text(text.replace(f"- id: {entry}\n  ", "- "))


def answered(desk: Desk, entry: str) -> None:
    with desk.open() as collection:
        Study(collection, clock=lambda: desk.now).answer(card_id(EntryId(entry), 1), Rating.GOOD, took=timedelta(0))


@pytest.mark.parametrize("index", ["warm", "made anew", "made anew, and read since"])
def test_a_lost_id_comes_back_by_the_source_line(desk: Desk, index: str) -> None:
    entry = next(iter(desk.entries()))
    before = desk.deck.read_text()
    answered(desk, entry)
    without_id(desk, entry)
    if index != "warm":
        for path in desk.home.rglob("index.db*"):
            path.unlink()
    if index == "made anew, and read since":
        assert entry not in desk.entries()
    plan = desk.build()

    assert [(one.entry, one.back) for one in plan.named] == [(entry, True)]
    assert desk.deck.read_text() == before
    assert desk.build().files == ()


@pytest.mark.parametrize("reads", [0, 2])
def test_a_lost_id_comes_back_to_the_words_that_had_it(desk: Desk, reads: int) -> None:
    mine = "\n- id: mine-1\n  question: What is mine?\n  answer: this\n"
    desk.deck.write_text(desk.deck.read_text() + mine)
    before = desk.deck.read_text()
    answered(desk, "mine-1")
    without_id(desk, "mine-1")
    for _ in range(reads):
        desk.deck.write_text(desk.deck.read_text() + "\n# read on the way\n")
        assert "mine-1" not in desk.entries()
    plan = desk.build()

    assert [told_name(one) for one in plan.named] == ["cards/aws/kms.yaml:36: the entry gets its id mine-1 back"]
    assert desk.deck.read_text() == before + "\n# read on the way\n" * reads


def test_a_studied_id_that_no_file_has_is_offered_to_an_entry_that_may_be_it(desk: Desk) -> None:
    mine = "\n- id: mine-1\n  question: What is mine?\n  answer: this\n"
    desk.deck.write_text(desk.deck.read_text() + mine)
    answered(desk, "mine-1")
    without_id(desk, "mine-1")
    desk.deck.write_text(desk.deck.read_text().replace("What is mine?", "What else is mine?"))
    (named,) = desk.build().named

    assert (named.back, named.lost) == (False, ("mine-1",))
    assert told_name(named).endswith(
        f"the entry gets the id {named.entry} (if it is mine-1, whose history no entry has any more, "
        "write that id instead)"
    )


def test_an_id_that_was_dropped_or_stands_elsewhere_does_not_come_back(desk: Desk) -> None:
    first, second, *_ = desk.entries()
    with desk.open() as collection:
        stamp = collection.log.stamp(desk.now)
        collection.append((Drop(**stamp, entry=first, dropped=True),), desk.now)
    without_id(desk, first)
    entry = desk.deck.read_text().split("\n- id: ")[1]
    assert entry.startswith(second)
    (desk.root / "cards/other.yaml").write_text(f"cards:\n- id: {entry}")
    without_id(desk, second)

    assert {one.entry for one in desk.build().named}.isdisjoint({first, second})
