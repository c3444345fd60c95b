import pytest

from flashkms.anki.html import rendered


def nowhere(_: str) -> None:
    """A collection without pictures."""


def shown(markdown: str) -> str:
    return rendered(markdown, nowhere, inline=True)


@pytest.mark.parametrize("text", ["plain", "한국어 문장.", "50 % of all, at 12:30 (noon)", "a: b; c?"])
def test_plain_text_stays_as_it_is(text):
    assert f"<p>{text}</p>\n" == rendered(text, nowhere)


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("**bold** and *slanted* and ~~struck~~", "<strong>bold</strong> and <em>slanted</em> and <s>struck</s>"),
        ("`x < y`", "<code>x &lt; y</code>"),
        ("Map<String, List<Foo>>", "Map&lt;String, List&lt;Foo&gt;&gt;"),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("<img src=x onerror=y>", "&lt;img src=x onerror=y&gt;"),
        ("[a](javascript:alert(1))", "[a](javascript:alert(1))"),
        ("[a](https://example.org/b::c)", '<a href="https://example.org/b::c">a</a>'),
        (r"\(a<b\) and $x_1 * y_2$", r"\(a&lt;b\) and \(x_1 * y_2\)"),
        (r"so \[ \frac{a_1}{b_2} \] holds", r"so \[\frac{a_1}{b_2}\] holds"),
        (r"\(\) \[\] \(a", "() [] (a"),
        (r"a \\(not\\) b", r"a \(not\) b"),
        ("it costs $5 or $6", "it costs $5 or $6"),
        ("[sound:a.mp3] [latex]x[/latex]", "&#91;sound:a.mp3] [latex]x[/latex]"),
        ("{{FrontSide}}", "{{FrontSide}}"),
        (r"\([sound:a.mp3]\) $[latex]x[/latex]$", r"\(&#91;sound:a.mp3]\) \(&#91;latex]x&#91;/latex]\)"),
    ],
)
def test_markdown_becomes_clean_html(markdown, html):
    assert html == shown(markdown)


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("\\[\nx\n- y\n\\]\nafter", "\\[x\n- y\\]<p>after</p>\n"),
        ("> \\[a\n> b\\]", "<blockquote>\n\\[a\nb\\]</blockquote>\n"),
        ("\\[a\\] and \\[b\\]", "<p>\\[a\\] and \\[b\\]</p>\n"),
        ("\\[a\n\nb\\]", "<p>[a</p>\n<p>b]</p>\n"),
        ("```\n\\[a\\]\n```", "<pre><code>\\[a\\]\n</code></pre>\n"),
    ],
)
def test_maths_between_lines_is_one_block(markdown, html):
    assert html == rendered(markdown, nowhere)


def test_a_picture_of_the_collection_is_named_by_its_content():
    html = rendered("![a key](key.png)", {"key.png": "0123.png"}.get)

    assert html == '<p><img src="0123.png" alt="a key"></p>\n'


def test_a_remote_picture_becomes_a_link():
    assert shown("![a key](https://example.org/a.png)") == '<a href="https://example.org/a.png">a key</a>'


def test_a_missing_picture_leaves_its_description():
    assert shown("![a key](../../etc/passwd)") == "<em>a key</em>"


def test_code_is_highlighted_without_a_script():
    html = rendered("```python\nimport os\n```", nowhere)

    assert '<span class="kn">import</span>' in html
    assert "<script" not in html


def test_code_of_an_unknown_language_is_only_escaped():
    assert rendered("```nosuch\na < b\n```", nowhere).strip() == (
        '<pre><code class="language-nosuch">a &lt; b\n</code></pre>'
    )


@pytest.mark.parametrize(
    "hostile",
    ["<a " * 20_000, "[" * 50_000, "> " * 2_000 + "x", "*" * 20_000, "{{c1::" * 9_000, "\\(" * 30_000, "\\[" * 30_000],
)
def test_hostile_text_renders_in_a_moment(hostile):
    html = rendered(hostile[:65_536], nowhere)

    assert "<a " not in html


def test_a_picture_that_is_missing_is_told_by_its_name():
    assert rendered("![](<x (1).png>)", lambda _: None) == "<p><em>x (1).png</em></p>\n"
