import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashkms.anki.html import rendered
from flashkms.anki.markdown import canonical, images, markdown

LOSSLESS = [
    ("a<br>b", "a\\\nb"),
    ("<div>a</div><div>b</div>", "a\n\nb"),
    ("<b>x</b>&nbsp;y &lt;T&gt; a*b_c", "**x** y \\<T\\> a\\*b\\_c"),
    ("<i>a</i> <b>b</b> <s>c</s>", "*a* **b** ~~c~~"),
    ("<ul><li>a</li><li>b</li></ul>", "- a\n- b"),
    ("<ol><li>a</li><li>b<br>c</li></ol>", "1. a\n2. b\\\n   c"),
    ("<ol><li>a</li></ol> <ol><li>b</li></ol><ol><li>c</li></ol>", "1. a\n\n1) b\n\n1. c"),
    ("<ul><li>a<ul><li>b</li></ul><ul><li>c</li></ul></li></ul><ul><li>d</li></ul>", "- a\n  - b\n  * c\n\n* d"),
    ("<ul><li>a</li></ul>b<ul><li>c</li></ul><ol><li>d</li></ol>", "- a\n\nb\n\n- c\n\n1. d"),
    ("<ol><li value=3>a</li><li value=4>b</li></ol>", "3. a\n4. b"),
    (
        "<ol><li>a</li><li value='5'>b</li></ol>",
        '<ol>\n<li>a</li>\n<li value="5">b</li>\n</ol>',
    ),
    ("a<br><br>b", "a\n\nb"),
    ("a<br> <br> <br>b<br>c", "a\n\nb\\\nc"),
    ("<ul><li>a<br><br>b</li></ul>", "- a\n\n  b"),
    ("<b>a<br><br>b</b>", "**a\\\n\\\nb**"),
    ("<table><tr><td>a<br><br>b</td></tr></table>", "| a<br><br>b |\n| --- |"),
    ("{{c1::a<br><br>b}} c<br><br>d", "{{c1::a\\\n\\\nb}} c\n\nd"),
    ("<br><br>a<br><br>", "a"),
    ("&nbsp; &nbsp;a&nbsp;b", "a b"),
    (
        "a<br>&nbsp; &nbsp;b<div>&nbsp;&nbsp;&nbsp;&nbsp;c</div>",
        "a\\\n&nbsp;&nbsp;&nbsp;b\n\n&nbsp;&nbsp;&nbsp;&nbsp;c",
    ),
    ("a<div>&nbsp;b</div><div>&nbsp; </div>c", "a\n\nb\n\nc"),
    ("&amp;lt;b&amp;gt; &amp;amp; &amp;nbsp; &amp;#60; &amp;#x3c;", "\\&lt;b\\&gt; \\&amp; \\&nbsp; \\&#60; \\&#x3c;"),
    ("R&amp;D, AT&amp;T; a &amp; b;", "R&D, AT&T; a & b;"),
    ("f<b>(x)</b> y", "f(**x)** y"),
    ("f<i>(x)</i>y", "f(*x*)y"),
    ("<b>(a)</b>b <i>(사과)</i>는", "**(a)**b *(사과)*는"),
    ("f<b>\\(x\\)</b>", "f\\(x\\)"),
    ("<b>a<br></b>b", "**a**\\\nb"),
    ("<b>C:\\<br></b>b", "**C:\\\\**\\\nb"),
    ("<b>a <b>b</b> <strong>c</strong></b> <i><i>d</i></i> <s><del>e</del></s>", "**a b c** *d* ~~e~~"),
    ("<b>&nbsp;</b># a", "\\# a"),
    ('<a href="http://x.y">a<br></a>b', "[a](http://x.y)\\\nb"),
    ('<a href="http://x.y"><a href="http://x.y">a</a></a>', "[a](http://x.y)"),
    ("<code>a</code><code>`b</code> <code>c</code>", "``a`b`` `c`"),
    ("<ul><li>a<ul><li></li></ul></li><li></li></ul>", "- a"),
    ("<ol><li>a</li><li><br></li><li>b</li></ol>", "1. a\n2.\n3. b"),
    ("x<ol><li></li><li>b</li></ol>", "x\n\n2. b"),
    ("x<sub>a<sub>b</sub></sub>", "x<sub>a<sub>b</sub></sub>"),
    ("<pre>x = 1\n  y</pre>", "```\nx = 1\n  y\n```"),
    ("<code>a`b</code>", "``a`b``"),
    ('<a href="https://x.y">l</a>', "[l](https://x.y)"),
    ("<blockquote>q<br>r</blockquote>", "> q\\\n> r"),
    ("<table><tr><td>a</td><td>b|c</td></tr></table>", "| a | b\\|c |\n| --- | --- |"),
    ("\\(x_1 < y\\) and [sound:a.mp3]", "\\(x_1 < y\\) and [sound:a.mp3]"),
    ("{{c1::a<b>b</b>::h}}", "{{c1::a**b**::h}}"),
    ("<span style='color:red'>x</span><!-- y -->", "x"),
    ("1. not a list", "1\\. not a list"),
    ("<p># no heading</p>", "\\# no heading"),
    ("<script>alert(1)</script>x", "x"),
    ("한국어 <b>굵게</b>", "한국어 **굵게**"),
    ("", ""),
    ("[x] and [a](b) [c]<span>(d)</span> e", "[x] and [a\\](b) [c\\](d) e"),  # `\\[x\\]` would be maths
    ("a<h2>b<br><b>c</b></h2>d", "a\n\n## b **c**\n\nd"),
    ("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>", "- a\n  - b\n- c"),
    ('<pre><code class="language-c++">x</code></pre>', "```c++\nx\n```"),
    ("<p>C:\\</p>\n<p>b</p>", "C:\\\\\n\nb"),
    ("a<br> b", "a\\\nb"),
    (
        "H<sub>2</sub>O <u>a*b</u> <kbd>x</kbd> <mark>y</mark>",
        "H<sub>2</sub>O <u>a\\*b</u> <kbd>x</kbd> <mark>y</mark>",
    ),
    ("<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby>", "<ruby>漢<rt>かん</rt></ruby>"),
    ("<ol start=3><li>c</li><li>d</li></ol>", "3. c\n4. d"),
    ("<ol type=A><li>c</li></ol>", '<ol type="A">\n<li>c</li>\n</ol>'),
    ("<pre>RUN x \\<br><br><br>y</pre>", "```\nRUN x \\\n\n\ny\n```"),
    ("<ul><li>a<pre>x\n\n\ny\\\n</pre></li></ul>", "- a\n\n  ```\n  x\n\n\n  y\\\n  ```"),
    ("<blockquote>q<pre>a\n\nb</pre></blockquote>", "> q\n>\n> ```\n> a\n>\n> b\n> ```"),
    ("<table><tr><td>a<br>b</td></tr></table>", "| a<br>b |\n| --- |"),
    ("x<dl><dt>a</dt><dd>b &lt; c</dd></dl>y", "x\n\n<dl>\n<dt>a</dt>\n<dd>b &lt; c</dd>\n</dl>\n\ny"),
    ("<details onclick=x><summary>s</summary>t</details>", "<details>\n<summary>s</summary>\nt\n</details>"),
    ("<ul><li>a<dl><dt>b</dt></dl></li></ul>", "- a\n\n  <dl>\n  <dt>b</dt>\n  </dl>"),
    ("[$]x_1 &lt; <b>y</b>[/$]", "[$]x_1 < y[/$]"),
    ("[latex]a<br>b<div>c</div>[/latex]", "[latex]a\nb\nc[/latex]"),
    ("&lt;sub&gt;x&lt;/sub&gt;", "\\<sub\\>x\\</sub\\>"),
    ("a <sub>b", "a <sub>b</sub>"),
    ("<dl><dt>a", "a"),
    ("<figure><img src='a.png'><figcaption>c</figcaption></figure>", "![](a.png)\n\nc"),
]


@pytest.mark.parametrize(("html", "text"), LOSSLESS)
def test_html_becomes_markdown(html, text):
    assert markdown(html) == text


@pytest.mark.parametrize("html", [html for html, _ in LOSSLESS if "{{c" not in html and "script" not in html])
def test_what_became_markdown_is_the_same_html_again(html):
    assert canonical(rendered(markdown(html), str)) == canonical(html)


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        ("<svg onload=alert(1)><text>t</text></svg>", "t"),
        ("<table><tr><td rowspan=2>a</td></tr></table>", '<table>\n<tbody>\n<tr><td rowspan="2">a</td></tr></tbody>\n</table>'),
        ('<iframe src="https://e.org"></iframe>x', "x"),
    ],
)  # fmt: skip
def test_what_markdown_cannot_say_stays_html_without_scripts(html, kept):
    assert markdown(html) == kept


@given(st.text(alphabet=st.sampled_from(list("ab <>&;/\"'=*_`[]()#-1.\n")), max_size=60))
def test_no_html_makes_the_reader_stumble(html):
    assert isinstance(markdown(html), str)


PIECES = [
    "a",
    "b ",
    " ",
    "\n",
    "\t",
    "*",
    "\\",
    "1.",
    "-",
    *(f"<{tag}>" for tag in ("p", "div", "b", "em", "ul", "li", "br")),
]


@given(st.lists(st.sampled_from([*PIECES, "</p>", "</div>", "</b>", "</em>", "</ul>", "</li>", "<ol>", "</ol>"])))
def test_bare_tags_are_read_as_the_parser_reads_them(pieces):
    """Most fields have no others, and go a quicker way; a span, which says nothing, sends them the long one."""
    html = "".join(["<br>", *pieces])

    assert markdown(html) == markdown(f"{html}<span></span>")


@given(st.text(alphabet=st.sampled_from(list("ab *_`[]()#-1.~$\\")), max_size=40))
def test_plain_text_is_shown_as_it_is(text):
    words = " ".join(text.split())

    shown = rendered(markdown(words.replace("\\", "")), str)

    assert canonical(shown) == markdown(words.replace("\\", ""))


def test_all_files_of_a_field_are_found():
    assert images("<img src=\"a b.png\"> <img src='c.png'><audio src=d.mp3> [sound:e.mp3]") == (
        "a b.png",
        "c.png",
        "d.mp3",
        "e.mp3",
    )


@pytest.mark.parametrize(("html", "text"), [
    ("a <!-- b", "a \\<!-- b"),
    ("<!-- a --> b <!-- c", "b \\<!-- c"),
    ("1 < 2 <b", "1 \\< 2 \\<b"),
    ("\\(a_b", "\\\\(a\\_b"),
    ("\\(a_b \\(c_d\\) e_f", "\\(a_b \\(c_d\\) e\\_f"),
    ("[sound:a_b", "[sound:a\\_b"),
])  # fmt: skip
def test_what_is_never_closed_is_words(html, text):
    assert markdown(html) == text


@pytest.mark.parametrize(
    "sign",
    [
        "<!--",
        "\\(",
        "\\[",
        "[sound:",
        "[$]",
        '<a b="',
        "<b ",
        "<ul><li>x",
        "x<b>(",
        "<b>x)</b>y",
        "<code>x</code>",
        "<blockquote>x",
        "<li>x",
        "</a ",
        "<dl>",
        "<ol type=a>",
        "[latex]",
        "[latex]x[/latex]",
        "<sub>",
        "<ruby><rt>",
        "<pre>x</pre>",
    ],
)
@pytest.mark.parametrize("end", ["", " end"])
def test_a_sign_that_is_repeated_for_ever_costs_no_more_than_its_length(sign, end):
    """With a look at the rest from every sign, each of these takes seconds or minutes."""
    assert markdown(sign * 5_000 + end).endswith(end.strip())


def test_pictures_and_words_below_any_depth_are_kept():
    text = markdown("<blockquote>" * 50 + 'deep <img src="a.png"><br>down')

    assert "deep" in text
    assert "![](a.png)" in text
    assert "down" in text


@pytest.mark.parametrize(
    "html", ["<table><td>a<td>b", "<td>a b</td>", "<table><tr><td rowspan=2>a</td></tr> b", "<tr>a b"]
)
def test_words_of_a_broken_table_are_kept(html):
    text = markdown(html)

    assert "a" in text
    assert "b" in text
