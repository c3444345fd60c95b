"""The entries of one scenario go together, whatever is corrected in the note or in the deck file."""

from __future__ import annotations

import pytest

from flashkms.build import Plan
from flashkms.cards.entry import Choice, Question, WhyNot
from flashkms.study import Study, verdicts
from tests.build.test_build import Desk, desk, kinds

__all__ = ["desk"]

FIREWALL = """\
## Scenario

- The web servers of a shop stand in a public subnet. The security team saw one address that asked for pages twice.
  What is the quickest way to block this address?
  - **A) Make a deny rule in the network list of the subnet**
  - A rule in the security group : is incorrect because groups of this kind know no rules that deny
  - A policy in the firewall of the machine : is incorrect because it takes a lot of work on each of the machines
"""


@pytest.fixture
def shop(desk: Desk) -> Desk:
    desk.note.write_text(FIREWALL)
    desk.build()
    for entry in desk.entries():
        desk.review(f"{entry}.1")
    return desk


def scenario(desk: Desk) -> dict[str, type]:
    return {entry.id: type(entry.body) for entry in desk.entries().values() if not entry.gone}


def test_a_question_and_its_answer_are_reworded_and_all_entries_follow(shop: Desk) -> None:
    before = scenario(shop)
    shop.edit_note("asked for pages twice", "asked for its pages two times")
    shop.edit_note("list of the subnet", "list of this public subnet here")
    plan = shop.build()

    assert {Question, Choice, WhyNot} <= {*before.values()}
    assert {*kinds(plan)} == {"changed"}
    assert before == scenario(shop)
    assert kinds(shop.build()) == []


def test_a_person_reworded_the_entries_and_the_note_changes_a_word(shop: Desk) -> None:
    before = scenario(shop)
    text = shop.deck.read_text()
    shop.deck.write_text(text.replace("The web servers of a shop stand in", "Servers are placed in, say,"))
    shop.edit_note("security team saw", "team of guards saw")
    plan = shop.build()

    assert not {"gone", "added"} & {*kinds(plan)}
    assert before == scenario(shop)


def test_a_scenario_with_another_answer_is_another_one(shop: Desk) -> None:
    shop.note.write_text(
        "## Scenario\n\n- The web servers of a shop stand in a public subnet. The guards saw many addresses that asked "
        "for pages twice. What is the cheapest way to slow all of them?\n  - **A) A rate rule in the web firewall**\n"
        "  - A bigger machine : is incorrect because it costs more and lets them in all the same\n"
    )
    plan = shop.build()

    assert {*kinds(plan)} == {"gone", "added"}


def offers(plan: Plan) -> dict[str, str]:
    return {one.gone: one.successor for note in plan.notes for one in note.offers}


def test_each_entry_of_a_scenario_is_offered_one_of_its_kind(shop: Desk) -> None:
    before = scenario(shop)
    shop.edit_note("The web servers of a shop stand in a public", "Shops let servers run in some public")
    shop.edit_note("that asked for pages twice", "with odd requests")
    shop.edit_note("Make a deny rule in the network list of the subnet", "Refuse it in the list")
    shop.edit_note("A rule in the security group", "Security groups")
    shop.edit_note("A policy in the firewall of the machine", "Local firewalls")
    plan = shop.build()
    after = {one: kind for one, kind in scenario(shop).items() if one not in before}
    found = offers(plan)

    assert {Question, Choice} <= {before[gone] for gone in found}
    assert all(before[gone] is after[heir] for gone, heir in found.items())
    assert len({*found.values()}) == len(found)
    for gone, heir in found.items():
        with shop.open() as collection:
            verdicts.accept(Study(collection, clock=lambda: shop.now), gone, heir)
    assert kinds(shop.build()) == []
