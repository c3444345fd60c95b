r"""What a person sees of a text, without its signs."""

from __future__ import annotations

import pytest

from flashkms.cards.card import Card, CardId
from flashkms.cards.entry import Choice, Cloze, Entry, EntryId, Question, WrongOption
from flashkms.cards.face import back, front, images, plain


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        (r"The area is \(\pi r^2\), and *no* more", r"The area is \(\pi r^2\), and no more"),
        (r"\[ \sum_{i} a_i \_ b \]", r"\[ \sum_{i} a_i \_ b \]"),
        (r"$a_1 + b_1 \{ c \}$ is **set**", r"$a_1 + b_1 \{ c \}$ is set"),
        ("$$\nx \\\\ y\n$$", "$$\nx \\\\ y\n$$"),
    ],
)
def test_maths_is_kept_as_written(written, seen):
    assert plain(written) == seen


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("It costs $0.04, *or* $5 a month", "It costs $0.04, or $5 a month"),
        (r"five \* six \(or so", "five * six (or so"),
        ("`$x` and **$HOME**", "$x and $HOME"),
        ("[a link](https://example.org) of ~~no~~ use", "a link of no use"),
        (r"a \*star\* b, \`tick\`, [a\](x) and \\*it\*", r"a *star* b, `tick`, [a](x) and \*it*"),
        (r"**2 \* 3** and ***a** b*, **a *b* c**", "2 * 3 and a b, a b c"),
        ("2*3*4 but 2 * 3 * 4, snake_case_name", "234 but 2 * 3 * 4, snake_case_name"),
        ("first\\\nsecond  \nthird", "first\nsecond\nthird"),
        (r"a &lt;b&gt; &amp; `&lt;`, \&lt;, &nosuch; &#42;no&#42;", "a <b> & &lt;, &lt;, &nosuch; *no*"),
        ("[wiki](https://x.org/a_(b)) *now*", "wiki now"),
        ("![](media/a%20b.png)", "▣ media/a b.png"),
        ("![](<a b.png>) and ![a tree](b.png)", "▣ a b.png and a tree"),
    ],
)
def test_what_is_no_maths_loses_its_signs(written, seen):
    assert plain(written) == seen


@pytest.mark.parametrize("piece", ["$a ", "\\(", "\\[x", "$$y ", "$\\", "$`x`", "*", "**a*b", "a*", "_a_b", "[a](b("])
def test_openings_without_an_end_come_to_an_end(piece):
    assert len(plain(piece * 20_000)) <= len(piece) * 20_000


def test_code_within_maths_is_shown():
    assert plain("$x `y` z$") == "$x y z$"


def of(body, **more):
    return Card(CardId("bakery-234567.1"), Entry(EntryId("bakery-234567"), body, **more), 1, "Bakery", (), "b.yaml", "")


RULED_OUT = (WrongOption("Oat", "it has no ![gluten](oat.png)"),)


def test_a_blank_in_bold_shows_no_star():
    card = of(Cloze(r"So **{{c1::2 \* 3}}** is *{{c2::six}}*"))

    assert plain(front(card)) == "So […] is six"
    assert plain(back(card)) == "So 2 * 3 is six"


@pytest.mark.parametrize("kind", [Question, Choice])
def test_the_back_says_the_answer_then_why_then_why_not(kind):
    told = back(of(kind("Which flour rises?", ("Wheat",), RULED_OUT), extra="Its gluten holds the air."))

    assert told.index("Wheat") < told.index("gluten holds") < told.index("Oat")


def test_all_pictures_of_a_card_are_named_once_in_their_order():
    body = Question("Which? ![a loaf](rye.png)", ("![](<my rye.png>)", "![b](rye_(2).png 'Rye')"), RULED_OUT)
    card = of(body, extra="![again](rye.png)", images=("more.png",))

    assert images(card) == ("rye.png", "my rye.png", "rye_(2).png", "oat.png", "more.png")


@pytest.mark.parametrize(
    "text", ["`![no](picture.png)` is {{c1::code}}", "[a link](x.png) to {{c1::it}}", "{{c1::a}}!"]
)
def test_what_is_no_picture_is_not_named(text):
    assert images(of(Cloze(text))) == ()


def test_a_reason_that_is_a_list_stands_below_its_option():
    wrong = (WrongOption("Corn", "- yellow\n- sweet"), WrongOption("Oat", "it is pale"), WrongOption("Rice"))

    assert back(of(Question("Which flour is dark?", ("Rye",), wrong))) == (
        "Rye\n\nNot:\n\n- Corn:\n  - yellow\n  - sweet\n- Oat: it is pale\n- Rice"
    )


def test_code_within_a_list_loses_its_fence():
    assert plain("- see\n  ```sh\n  oven **--hot**\n  ```\n- **then**") == "- see\n  oven **--hot**\n- then"
