import pytest

from flashkms.anki.fields import LONGEST, Fields, Refusal, fields, tags
from flashkms.cards.entry import Choice, Cloze, Entry, EntryId, Question, WhyNot, WrongOption


def nowhere(_: str) -> None:
    """A collection without pictures."""


def note(body, **more) -> Fields | Refusal:
    return fields(Entry(EntryId("kms-1"), body, **more), nowhere)


def named(body, **more) -> dict[str, str]:
    made = note(body, **more)
    assert isinstance(made, Fields)
    return dict(zip(made.kind.fields, made.values, strict=True))


def test_a_question_tells_its_wrong_options_on_the_back():
    body = Question("Which?", ("KMS",), (WrongOption("EBS", "it encrypts below"),))

    assert named(body)["Wrong"] == "<ul>\n<li><strong>EBS</strong>: it encrypts below</li>\n</ul>"


def test_several_answers_are_a_list():
    assert named(Question("Which two?", ("A", "B")))["Answer"] == "<ul>\n<li>A</li>\n<li>B</li>\n</ul>"


def test_a_reversed_question_makes_two_cards():
    made = note(Question("a", ("b",), reverse=True))

    assert isinstance(made, Fields)
    assert made.ordinals == (0, 1)


def test_a_cloze_makes_a_card_for_each_ordinal():
    made = note(Cloze("{{c1::a}} {{c3::b}} {{c1::c}}"))

    assert isinstance(made, Fields)
    assert made.ordinals == (0, 2)


def test_the_order_of_a_choice_does_not_give_the_answer_away():
    """Where no script runs the options stand as in the field."""
    places = set()
    for number in range(40):
        entry = Entry(EntryId(f"kms-{number}"), Choice("Which?", ("right",), (WrongOption("w1"), WrongOption("w2"))))
        made = fields(entry, nowhere)
        assert isinstance(made, Fields)
        places.add(dict(zip(made.kind.fields, made.values, strict=True))["Right"])

    assert {"1", "2", "3"} == places


def test_the_reasons_of_a_choice_stand_beside_their_options():
    made = named(Choice("Which?", ("right",), (WrongOption("w1", "too old"), WrongOption("w2"))))

    options = made["Options"].splitlines()[1:-1]
    reasons = made["Reasons"].splitlines()[1:-1]
    assert options[int(made["Right"]) - 1] == "<li>right</li>"
    assert reasons[options.index("<li>w1</li>")] == "<li>too old</li>"


def test_why_not_is_a_question():
    made = named(WhyNot("CloudHSM", "You want no servers.", "you run the cluster", ("KMS",)))

    assert made["Question"] == "<p>You want no servers.</p>\n<p>Why not <strong>CloudHSM</strong>?</p>"
    assert made["Answer"] == "<p>you run the cluster</p>\n<p>Instead: KMS</p>"


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (Cloze("nothing hidden"), "no {{c1::blank}} is left in the cloze"),
        (Question("", ("a",)), "a question without a text or an answer has no card in Anki"),
        (Question("q", ("",)), "a question without a text or an answer has no card in Anki"),
        (Choice("q", (), ()), "a choice without a text or an answer has no card in Anki"),
        (Question("x" * (LONGEST + 1), ("a",)), "a text is longer than 64 KiB"),
    ],
)
def test_what_anki_would_lose_is_refused(body, why):
    assert Refusal(why) == note(body)


def test_a_field_separator_is_spelled_out():
    assert named(Question("a\x1fb", ("c",)))["Question"] == "<p>a\\x1fb</p>"


def test_tags_have_no_blanks_within():
    assert tags(["aws::kms", " two  words ", "aws::kms", ""]) == ("aws::kms", "two_words")
