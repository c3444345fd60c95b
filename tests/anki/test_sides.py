import pytest

from flashkms.anki import sides
from flashkms.anki.sides import Condition, Place, Words


def shown(source, **values):
    return sides.filled(sides.parsed(source), values, sides.told)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("{{ A }}-{{kana:B}}", "a-c"),
        ("{{#A}}1{{/A}}{{^A}}2{{/A}}{{#C}}3{{/C}}{{^C}}4{{/C}}", "14"),
        ("{{#A}}{{^C}}x{{/C}}", "x"),
        ("a {{/A}} b {{", "a  b {{"),
        ("{{{A}}}", "a}"),
        ("{{=<% %>=}}<%A%> <%#A%>!<%/A%>", "a !"),
        ("{{furigana:B}} {{kanji:B}}", "<ruby>b<rt>c</rt></ruby> b"),
        ("{{unknown:A}}{{No such field}}", "a"),
    ],
)
def test_a_template_is_filled_as_anki_fills_it(source, text):
    assert shown(source, A="a", B=" b[c]", C="<br>") == text


@pytest.mark.parametrize(
    ("source", "asks"),
    [
        ("words", False),
        ("words {{A}}", True),
        ("words {{C}}", False),
        ("{{^C}}{{A}}{{/C}}", False),
        ("{{#A}}{{A}}{{/A}}", True),
        ("{{#C}}{{A}}{{/C}}", False),
        ('<span style="display:none">{{A}}</span>', True),
    ],
)
def test_anki_makes_a_card_of_a_front_that_shows_a_field(source, asks):
    assert sides.asks(source, {"A": "a", "C": " <br> "}) == asks


@pytest.mark.parametrize(
    ("front", "back", "told"),
    [
        ("{{A}}", "{{FrontSide}}<hr>{{B}}", "b"),
        ("{{A}}", "{{A}}<hr>{{B}}", "b"),
        ("{{A}}?", "<p>{{A}}?</p><hr>{{B}}", "b"),
        ("{{A}}", "{{A}}<br>{{B}}", "b"),
        ("{{A}}", "{{A}}: {{B}}", "a: b"),
        ("{{A}}", "{{B}}<hr>{{A}}", "b<hr>a"),
        ("{{A}}", "{{A}}", ""),
    ],
)
def test_the_front_that_a_back_repeats_is_not_told_again(front, back, told):
    made = sides.sides(front, back)

    assert sides.filled(made.told, {"A": "a", "B": "b"}, sides.told).removesuffix("</p>") == told


def test_sides_that_tell_what_the_other_asks_are_mirrored():
    one = sides.sides("<div>{{A}}</div>", "{{FrontSide}}<hr>{{B}}")

    assert sides.mirrored(one, sides.sides("{{#C}}{{B}}{{/C}}", "{{FrontSide}}<hr>{{A}}"))
    assert not sides.mirrored(one, sides.sides("Of {{B}}?", "{{FrontSide}}<hr>{{A}}"))


@pytest.mark.parametrize("sign", ["{{", "{{#A}}", "{{^A}}", "<script>", "<!--", '<div style="display:none">', "{{A}}"])
def test_a_sign_that_is_repeated_for_ever_costs_no_more_than_its_length(sign):
    made = sides.sides(sign * 20_000, sign * 20_000)

    assert len(sides.filled(made.front, {"A": "a" * 1000}, sides.told)) < 200_000


def test_conditions_lie_within_one_another():
    assert sides.parsed("{{#A}}x{{^B}}{{C}}{{/B}}{{/A}}")[1] == Condition(
        "A", True, (Words("x"), Condition("B", False, (Words(""), Place("C"), Words(""))), Words(""))
    )
