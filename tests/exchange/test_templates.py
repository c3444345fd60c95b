"""What the cards of a foreign note type say here is what Anki shows of them: its templates, filled."""

import re
from datetime import timedelta
from html import unescape

import pytest

from flashkms.cards import face
from flashkms.cards.card import cards
from flashkms.exchange import export, import_package
from flashkms.schedule.event import Review
from flashkms.store.collection import create

from .conftest import NOW

LATER = NOW + timedelta(days=400)  # than Anki's own clock
KINDS = {
    "country": (
        ["Country", "Capital", "Currency"],
        [
            ("What is the capital of {{Country}}?", "{{FrontSide}}<hr id=answer>{{Capital}}"),
            ("Which currency does {{Country}} use?", "{{FrontSide}}<hr>It is the {{Currency}}."),
            ("{{Capital}} is the capital of which country?", "{{FrontSide}}<hr>{{Country}}"),
        ],
    ),
    "conditions": (
        ["Word", "Def", "Ex"],
        [
            (
                "{{#Ex}}{{Ex}}{{#Word}} ({{Tags}}){{/Word}}{{/Ex}}{{^Ex}}{{Word}}{{^Def}} undefined{{/Def}}{{/Ex}}",
                "{{#Ex}}{{Ex}} {{/Ex}}<hr>{{Def}}{{^Def}}nothing{{/Def}}",
            )
        ],
    ),
    "hidden": (
        ["ID", "A"],
        [
            (
                '<style>p { x: y }</style>Name <b>four</b> rules:<div style="display: none">{{ID}}<p></p></div><!-- {{A}} -->',
                "{{A}}<script>var a = '{{ID}}';</script>",
            )
        ],
    ),
    "special": (
        ["Q", "A"],
        [("{{Deck}} | {{Subdeck}} | {{Type}} | {{Card}} | {{Tags}} | {{CardFlag}}{{Q}}", "{{FrontSide}}<hr>{{A}}")],
    ),
    "filters": (
        ["Q", "A"],
        [("{{text:Q}} {{kanji:A}}<br>{{type:A}}", "{{Q}}<br>{{type:A}}<br>{{kana:A}}<br>{{tts en_US:A}}")],
    ),
    "repeated": (["Q", "A"], [("<div class=q>{{Q}}</div>", "<div>{{Q}}</div><hr><div>{{A}}</div>")]),
    "above": (["Q", "A"], [("{{Q}}", "{{FrontSide}}\n\n<hr id=answer>\n\n{{#A}}<p>So:</p>{{A}}{{/A}}")]),
}  # fmt: skip
NOTES = [
    ("country", {"Country": "France", "Capital": "<b>Paris</b>", "Currency": "Euro"}),
    ("conditions", {"Word": "ephemeral", "Def": "short", "Ex": "An ___ moment"}),
    ("conditions", {"Word": "sturdy", "Def": "<br>", "Ex": ""}),
    ("hidden", {"ID": "7", "A": "1, 2, 3, 4"}),
    ("special", {"Q": "a", "A": "b"}),
    ("repeated", {"Q": "a", "A": "b"}),
    ("above", {"Q": "a<br>b", "A": "c"}),
]


def kind(anki, name, cloze=False):
    fields, templates = KINDS[name] if name in KINDS else CLOZES[name]
    made = anki.col.models.new(name)
    made["type"] = int(cloze)
    for field in fields:
        anki.col.models.add_field(made, anki.col.models.new_field(field))
    for number, (front, back) in enumerate(templates, 1):
        template = anki.col.models.new_template(f"Card {number}")
        template["qfmt"], template["afmt"] = front, back
        anki.col.models.add_template(made, template)
    anki.col.models.add(made)


def add(anki, name, fields, deck="D::E"):
    note = anki.col.new_note(anki.col.models.by_name(name))
    for field, said in fields.items():
        note[field] = said
    note.tags = ["t"]
    anki.col.add_note(note, anki.col.decks.id(deck))
    return note


def brought(opened, anki, tmp_path):
    create(root := tmp_path / "here")
    package = anki.give(tmp_path / "deck.apkg")
    with opened(root, LATER) as collection:
        report = import_package(collection, package)
    with opened(root, LATER) as collection:
        return report, {card.id: card for deck in collection.decks() for card in cards(deck)}


def words(html):
    """What is read of *html*, in order."""
    html = re.sub(r"<(style|script)\b.*?</\1>|<!--.*?-->|\[\[type:[^]]*\]\]|\[anki:\S+\]", "", html, flags=re.DOTALL)
    html = re.sub(r'<div style="display: none">.*?</div>', "", html)
    return unescape(re.sub(r"<[^>]*>", " ", html)).split()


def signless(markdown):
    return re.sub(r"[*\\]|---", "", markdown).split()


@pytest.mark.parametrize(("name", "fields"), NOTES)
def test_a_card_says_what_anki_shows(opened, anki, tmp_path, name, fields):
    kind(anki, name)
    note = add(anki, name, fields)

    report, here = brought(opened, anki, tmp_path)

    shown = [card.render_output() for card in note.cards()]
    assert not report.left_out
    assert len(shown) == len(here)
    for output, card in zip(shown, here.values(), strict=True):
        assert words(output.question_text) == signless(face.front(card))
        asked, told = words(output.question_text), words(output.answer_text)
        assert (told[len(asked) :] if told[: len(asked)] == asked else told) == signless(face.back(card))


def test_what_is_typed_is_told_and_not_asked(opened, anki, tmp_path):
    kind(anki, "filters")
    add(anki, "filters", {"Q": "<i>q</i>", "A": "x[y] z"})

    _, here = brought(opened, anki, tmp_path)

    (card,) = here.values()
    assert face.front(card) == "q x z"
    assert face.back(card) == "*q*\\\nx[y] z\\\ny z"


def test_a_hint_is_told_with_the_answer(opened, anki, tmp_path):
    KINDS["hint"] = (["Q", "A", "H"], [("{{Q}}<br>{{hint:H}}", "{{FrontSide}}<hr>{{A}}")])
    kind(anki, "hint")
    add(anki, "hint", {"Q": "a", "A": "b", "H": "think"})

    _, here = brought(opened, anki, tmp_path)

    (card,) = here.values()
    assert (face.front(card), face.back(card)) == ("a", "b\n\nthink")


def test_a_card_that_anki_would_not_make_is_left_out_and_counted(opened, anki, tmp_path):
    kind(anki, "country")
    note = add(anki, "country", {"Country": "France", "Capital": "Paris", "Currency": "Euro"})
    note["Country"] = ""
    anki.col.update_note(note)

    report, here = brought(opened, anki, tmp_path)

    assert report.left_out == {"cards that ask nothing": 2}
    assert [face.front(card) for card in here.values()] == ["Paris is the capital of which country?"]


def test_fields_that_no_card_shows_are_counted(opened, anki, tmp_path):
    KINDS["unseen"] = (["Q", "A", "Note", "Flag"], [("{{Q}}", "{{A}}{{#Flag}}!{{/Flag}}")])
    kind(anki, "unseen")
    add(anki, "unseen", {"Q": "a", "A": "b", "Note": "private", "Flag": "1"})

    report, here = brought(opened, anki, tmp_path)

    (card,) = here.values()
    assert report.left_out == {"fields that no card shows": 1}
    assert face.back(card) == "b!"


CLOZES = {
    "reasons": (["Text", "Why"], [("Fill in: {{cloze:Text}}", "{{cloze:Text}}<br>Because: {{Why}}")]),
    "two": (["A", "B"], [("{{cloze:A}} / {{cloze:B}}", "{{cloze:A}} / {{cloze:B}}")]),
    "typed": (["Text"], [("{{cloze:Text}}\n{{type:cloze:Text}}", "{{cloze:Text}}\n{{type:cloze:Text}}")]),
}
SAID = [
    ("reasons", {"Text": "The {{c1::sky}} is blue", "Why": "Rayleigh"}, ["Fill in: The {{c1::sky}} is blue"], "Because: Rayleigh"),
    ("two", {"A": "a {{c1::x}}", "B": "b {{c2::y}}"}, ["a {{c1::x}} / b {{c2::y}}"] * 2, ""),
    ("typed", {"Text": "a {{c1::b}}"}, ["a {{c1::b}}"], ""),
    ("typed", {"Text": "{{c1::std::vector}} b::c"}, ["{{c1::std::vector}} b::c"], ""),
    ("typed", {"Text": "{{c1::a::b::c}} {{c1::d&#58;&#58;e}} f::g::h"}, ["{{c1::a::b&#58;&#58;c}} {{c1::d::e::}} f::g::h"], ""),
    ("typed", {"Text": "{{c1::a {{c1::b::c::d}} e::f::g}}"}, ["{{c1::a {{c1::b::c&#58;&#58;d}} e::f&#58;&#58;g}}"], ""),
]  # fmt: skip


@pytest.mark.parametrize(("name", "fields", "texts", "extra"), SAID)
def test_a_cloze_says_what_its_template_says(opened, anki, tmp_path, name, fields, texts, extra):
    kind(anki, name, cloze=True)
    add(anki, name, fields)

    _, here = brought(opened, anki, tmp_path)

    assert texts == [card.entry.body.text for card in here.values()]
    assert {extra} == {card.entry.extra for card in here.values()}


NUMBERED = {
    "numbered": (
        ["Text", "One", "Two"],
        [
            (
                "{{#c1}}First: {{/c1}}{{^c1}}Later: {{/c1}}{{cloze:Text}}",
                "{{cloze:Text}}<br>{{#c1}}{{One}}{{/c1}}{{#c2}}{{Two}}{{/c2}}{{#c3}}third{{/c3}}",
            )
        ],
    ),
    "hidden": (["A", "B"], [("{{#c1}}{{cloze:A}}{{/c1}}{{#c2}}{{cloze:B}}{{/c2}}", "{{cloze:A}} {{cloze:B}}")]),
}  # fmt: skip
NUMBERED_NOTES = [
    ("numbered", {"Text": "a {{c1::x}} b {{c2::<b>y</b>::hint}} {{c3::z}}", "One": "eins", "Two": "zwei"}),
    ("numbered", {"Text": "{{c1,3::x}} {{c2::y {{c1::w}}}}", "One": "eins", "Two": ""}),
    ("numbered", {"Text": "only {{c2::x}}", "One": "eins", "Two": "zwei"}),
    ("hidden", {"A": "a {{c1::x}}", "B": "b {{c2::y}}"}),
]


@pytest.mark.parametrize(("name", "fields"), NUMBERED_NOTES)
def test_what_a_template_shows_on_some_cards_is_on_those_alone(opened, anki, tmp_path, name, fields):
    CLOZES[name] = NUMBERED[name]
    KINDS.pop(name, None)
    kind(anki, name, cloze=True)
    note = add(anki, name, fields)
    for card in note.cards():
        anki.answer(note.guid, 3, ordinal=card.ord)

    report, here = brought(opened, anki, tmp_path)

    assert (report.reviews, dict(report.left_out)) == (len(note.cards()), {})
    assert len(here) == len(note.cards())
    for card, found in zip(note.cards(), here.values(), strict=True):
        asked = re.sub(r"<span class=\"cloze\".*?</span>", "□", card.question())
        told = face.plain(face.back(found)).replace(face.plain(found.entry.extra), "").split()
        assert words(asked) == re.sub(r"\ue000.*?\ue001", "□", face.front(found)).replace("*", "").split()
        assert set(found.entry.extra.split()) <= set(words(card.answer()))
        assert found.ordinal == card.ord + 1
        assert told


def test_a_template_that_shows_the_same_on_every_card_makes_one_entry(opened, anki, tmp_path):
    CLOZES["alike"] = (["Text"], [("{{cloze:Text}}{{#c1}}{{/c1}}", "{{cloze:Text}}")])
    kind(anki, "alike", cloze=True)
    add(anki, "alike", {"Text": "{{c1::x}} {{c2::y}}"})

    report, here = brought(opened, anki, tmp_path)

    assert (len(report.added), len(here)) == (1, 2)


def test_an_entry_of_the_whole_note_keeps_the_answers_of_its_cards(opened, anki, tmp_path):
    """An earlier version made one entry of a note that shows something else on each card."""
    CLOZES["numbered"] = NUMBERED["numbered"]
    kind(anki, "numbered", cloze=True)
    note = add(anki, "numbered", {"Text": "{{c1::x}} {{c2::y}}", "One": "eins", "Two": "zwei"})
    note.guid = "whole"
    anki.col.update_note(note)
    create(root := tmp_path / "here")
    (root / "cards" / "d.yaml").write_text("deck: D\ncards:\n- id: whole\n  cloze: '{{c1::x}} {{c2::y}}'\n")
    anki.answer("whole", 3, ordinal=1)

    with opened(root, LATER) as collection:
        report = import_package(collection, anki.give(tmp_path / "deck.apkg"))
    with opened(root, LATER) as collection:
        events, _ = collection.log.read()

    assert (report.reviews, report.added) == (1, ())
    assert [event.card for event in events if isinstance(event, Review)] == ["whole.2"]


def test_an_edit_of_a_note_without_its_first_card_is_shown(opened, anki, tmp_path):
    """Anki makes no card of an empty front; the entries of the others go by the number of their template."""
    KINDS["half"] = (["A", "B"], [("{{A}}", "{{A}} first"), ("{{B}}", "{{B}} second")])
    kind(anki, "half")
    note = add(anki, "half", {"A": "", "B": "b"})
    first, _ = brought(opened, anki, tmp_path)
    note["B"] = "changed"
    anki.col.update_note(note)

    package = anki.give(tmp_path / "again.apkg")
    with opened(tmp_path / "here", LATER) as collection:
        shown = import_package(collection, package)
    with opened(tmp_path / "here", LATER) as collection:
        taken = import_package(collection, package, take=("all",))
    with opened(tmp_path / "here", LATER) as collection:
        again = import_package(collection, package)
        ((entry,),) = (deck.entries for deck in collection.decks())

    (name,) = first.added
    assert (name, "question", "changed") in [(edit.entry, edit.field, edit.there) for edit in shown.edits]
    assert (taken.taken, again.edits, entry.body.question) == (first.added, (), "changed")


@pytest.mark.parametrize("gone", [0, 1])
def test_of_two_entries_of_a_note_the_deleted_one_alone_stays_away(opened, anki, tmp_path, gone):
    kind(anki, "country")
    note = add(anki, "country", {"Country": "France", "Capital": "Paris", "Currency": "Euro"})
    first, _ = brought(opened, anki, tmp_path)
    path = tmp_path / "here" / first.decks[0]
    head, *entries = path.read_text().split("\n- id: ")
    path.write_text("\n- id: ".join([head, *(entry for at, entry in enumerate(entries) if at != gone)]))
    for ordinal in range(3):
        anki.answer(note.guid, 3, ordinal=ordinal)

    with opened(tmp_path / "here", LATER) as collection:
        report = import_package(collection, anki.give(tmp_path / "again.apkg"))
    with opened(tmp_path / "here", LATER) as collection:
        (deck,) = collection.decks()

    assert (report.removed, report.added, report.reviews, dict(report.left_out)) == ((first.added[gone],), (), 2, {})
    assert len(deck.entries) == 2


def test_a_hint_with_colons_is_the_hint_that_anki_shows(opened, anki, new_anki, tmp_path):
    """There the first two colons of a blank open it, here the last."""
    kind(anki, "typed", cloze=True)
    note = add(anki, "typed", {"Text": "{{c1::a::b::c}}"})

    _, here = brought(opened, anki, tmp_path)
    with opened(tmp_path / "here", LATER) as collection:
        (file,) = export(collection, out=tmp_path / "out.apkg")
    (peer := new_anki("peer")).take(file.path)

    (card,) = here.values()
    asked = [words(one.question())[:1] for one in (*note.cards(), *peer.note(note.guid).cards())]
    assert asked == [["[b::c]"], ["[b::c]"]]
    assert (face.plain(face.front(card)), face.answers(card)) == ("[b::c]", ("a",))


def test_a_picture_of_the_template_comes_along(opened, anki, tmp_path):
    KINDS["logo"] = (["Q", "A"], [('<img src="_logo.png">{{Q}}', "{{A}}")])
    kind(anki, "logo")
    add(anki, "logo", {"Q": "a", "A": "b"})
    (tmp_path / "_logo.png").write_bytes(b"\x89PNG\r\n\x1a\nx")
    anki.col.media.add_file(str(tmp_path / "_logo.png"))

    brought(opened, anki, tmp_path)

    assert (tmp_path / "here/media/_logo.png").exists()
