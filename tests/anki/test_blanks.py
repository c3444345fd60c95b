import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashkms.anki import blanks
from flashkms.cards import cloze


def nowhere(_: str) -> None:
    """A collection without pictures."""


def html(text: str) -> str:
    filled = blanks.field(text, nowhere)
    assert isinstance(filled, blanks.ClozeField), filled
    return filled.html.removeprefix("<p>").removesuffix("</p>")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a {{c1::b}} c", "a {{c1::b}} c"),
        ("{{c1::b::hint}}", "{{c1::b::hint}}"),
        ("{{c1::std::sort::}}", "{{c1::std&#58;&#58;sort}}"),
        ("{{c1::aws::kms::where?}}", "{{c1::aws&#58;&#58;kms::where?}}"),
        ("{{c1::`f{{x}}`}}", "{{c1::<code>f&#123;&#123;x&#125;&#125;</code>}}"),
        ("{{c1::a {{c2::b}} c}}", "{{c1::a {{c2::b}} c}}"),
        ("{{c1::a}} and }} {{ {{c3::", "{{c1::a}} and &#125;&#125; &#123;&#123; &#123;&#123;c3&#58;&#58;"),
        ("{{c1::**bold**}}: x", "{{c1::<strong>bold</strong>}}: x"),
        ("{{c1::List<T>::a & b}}", "{{c1::List&lt;T&gt;::a &amp; b}}"),
        (r"{{c1::$x^{2}$}}", r"{{c1::\(x^{2&#125;\)}}"),
        (r"{{c1::\(\frac{a}{\sqrt{b}}\)}} x", r"{{c1::\(\frac{a&#125;{\sqrt{b&#125;&#125;\)}} x"),
        (r"$a = {{c1::b}}$", r"\(a = {{c1::b}}\)"),
    ],
)
def test_a_blank_says_in_anki_what_it_says_here(text, shown):
    assert shown == html(text)


@pytest.mark.parametrize("text", ["no blank", "{{c1::}}", "{{c0::a}}", "{{c500::a}}", "{{c1::a"])
def test_a_text_without_a_blank_is_refused(text):
    assert blanks.field(text, nowhere) == "no {{c1::blank}} is left in the cloze"


@pytest.mark.parametrize("number", ["500", "999", "70000", "9" * 5000])
def test_a_number_of_which_anki_makes_no_card_is_refused(number):
    refusal = blanks.field(f"{{{{c1::a}}}} {{{{c{number}::b}}}}", nowhere)

    assert refusal == f"blank c{number[:9]} has a number over 499, of which Anki makes no card"


def test_a_number_in_code_is_text():
    assert html("{{c1::a}} `{{c500::b}}`") == "{{c1::a}} <code>&#123;&#123;c500&#58;&#58;b&#125;&#125;</code>"


def test_a_blank_in_an_address_is_refused():
    refusal = "blank c1 stands where Anki hides nothing, such as an address"

    assert refusal == blanks.field("[a](https://example.org/{{c1::x}})", nowhere)


@given(st.text(alphabet=st.sampled_from(list("ab :{}`$*\\[]()<>c1\n")), max_size=40), st.sampled_from(["", "hint"]))
def test_anki_sees_the_same_blanks_whatever_stands_in_and_around_them(around, hint):
    text = f"{around}{{{{c1::{around} x::{hint}}}}}{around}"

    filled = blanks.field(text, nowhere)

    if isinstance(filled, blanks.ClozeField):
        seen = {int(number) for number in re.findall(r"\{\{c(\d+)::", filled.html)}
        assert set(cloze.ordinals(text)) == seen == set(filled.ordinals)
        assert filled.html.count("{{") == filled.html.count("}}") == len(cloze.all_blanks(text))
