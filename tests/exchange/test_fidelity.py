"""What a foreign note says is what it says in Anki again: imported, exported, taken in by an Anki that has not got it."""

import re

import pytest

from flashkms.cli.commands.import_ import tell
from flashkms.exchange import export, import_package
from flashkms.store.collection import create

PNG = b"\x89PNG\r\n\x1a\nx"
MP3 = b"\xff\xf3\x84\xc4sound"
SAME = [
    "H<sub>2</sub>O, x<sup>2</sup>, <u>under</u>, <s>gone</s>, <kbd>Ctrl</kbd>, <mark>m</mark>",
    "<ruby>漢字<rt>かんじ</rt></ruby>です",
    "<dl><dt>term</dt><dd>a &lt; b &amp; <b>c</b></dd></dl>",
    "<details><summary>more</summary>text<pre>x = 1\n\n\n  y</pre></details>",
    '<table><tbody><tr><td colspan="2">a</td></tr><tr><td>1</td><td>2</td></tr></tbody></table>',
    "<table><tbody><tr><td>a</td><td><ul><li>x</li><li>y</li></ul></td></tr></tbody></table>",
    '<ol start="3"><li>c</li><li>d</li></ol>',
    '<ol type="A"><li>alpha</li><li>beta</li></ol>',
    "[$]x_1^2 &lt; *y*[/$] and [$$]a_b[/$$]",
    "[latex]\\begin{a}<br>x_1 &amp; y \\\\<br>\\end{a}[/latex]",
    "<pre><code>RUN x \\\n\n\n  y \\\\\n</code></pre>",
    "<ul><li><p>a</p><pre><code>b \\\n\n\nc\n</code></pre></li></ul>",
    "&amp;lt;b&amp;gt; is &lt;b&gt;, &amp;amp; is &amp;, &amp;nbsp; and &amp;#60; too; R&amp;D",
    "<ol><li>a</li><li>b</li></ol><ol><li>c</li></ol>",
    '<ol><li>a</li><li value="5">b</li><li>c</li></ol>',
    "x<sub>a<sub>b</sub></sub>",
    "<p>a</p><p>&nbsp;&nbsp;&nbsp;&nbsp;b</p>",
    "~~a~~ __b__ &lt;sub&gt;c&lt;/sub&gt; &lt;br&gt; &lt;dl&gt;",
]


def note(anki, front, back="b", kind="Basic"):
    made = anki.col.new_note(anki.col.models.by_name(kind))
    made.fields[:2] = [front, back]
    anki.col.add_note(made, 1)
    return made


def file(anki, tmp_path, name, content):
    (tmp_path / "media").mkdir(exist_ok=True)
    (tmp_path / "media" / name).write_bytes(content)
    return anki.col.media.add_file(str(tmp_path / "media" / name))


@pytest.fixture
def round_trip(opened, anki, new_anki, tmp_path):
    """Exports *anki*, imports that here, exports it again; the Anki that took it in, and what was exported."""

    def way():
        create(root := tmp_path / "here")
        with opened(root) as collection:
            import_package(collection, anki.give(tmp_path / "deck.apkg"))
        with opened(root) as collection:
            (exported,) = export(collection, out=tmp_path / "again.apkg")
        there = new_anki("there")
        there.take(exported.path)
        return there, exported

    return way


def bare(html):
    """*html* without the spaces between its blocks, its paragraphs, and the names that Markdown's tags have."""
    html = re.sub(r"(?<=>)\s+(?=<)|</?(?:strong|b|p)>", "", html.strip())
    return re.sub(r"\s*(</?(?:dl|dt|dd|details|summary|table|tr|td|ul|ol|li|tbody)[^>]*>)\s*", r"\1", html)


def test_html_of_any_kind_is_the_same_again(anki, round_trip):
    notes = [note(anki, html, html) for html in SAME]

    there, exported = round_trip()

    assert not exported.skipped
    found = {row[0]: row[1].split("\x1f") for row in there.rows("select guid, flds from notes")}
    by_words = sorted(found.values())
    assert sorted([bare(html)] * 2 for html in SAME) == sorted(
        [bare(front), bare(back)] for front, back, *_ in by_words
    )
    assert len(notes) == len(found)


def test_a_cloze_keeps_its_html(anki, round_trip):
    note(anki, "H<sub>{{c1::2}}</sub>O<dl><dt>{{c2::a::h}}</dt><dd>b</dd></dl>[$]x^{{c3::2}}[/$]", "", "Cloze")

    there, exported = round_trip()

    ((fields,),) = there.rows("select flds from notes")
    assert bare(fields.split("\x1f")[0]).startswith(
        "H<sub>{{c1::2}}</sub>O<dl><dt>{{c2::a::h}}</dt><dd>b</dd></dl>[$]x^{{c3::2}}[/$]"
    )
    assert exported.cards == 3


def test_sounds_and_pictures_of_any_name_come_along(anki, round_trip, tmp_path):
    sound = file(anki, tmp_path, "a b_(1).mp3", MP3)
    pictures = [file(anki, tmp_path, name, PNG + name.encode()) for name in ("x (1).png", "100%.png", "50%25.png")]
    shown = "".join(f'<img src="{name}">' for name in pictures)
    note(anki, f"[sound:{sound}]", shown)
    note(anki, "[sound:none.mp3]", f"<dl><dt>x</dt><dd>[sound:{sound}]</dd></dl>")

    there, exported = round_trip()

    rows = {row[0].split("\x1f")[0]: row[0].split("\x1f")[1] for row in there.rows("select flds from notes")}
    assert (exported.media, exported.sounds) == (1 + len(pictures), 1)
    assert any(re.fullmatch(r"<p>\[sound:[0-9a-f]{16}\.mp3\]</p>", front) for front in rows)
    assert max(back.count('<img src="') for back in rows.values()) == len(pictures)
    assert any(re.search(r"<dd>\[sound:[0-9a-f]{16}\.mp3\]</dd>", back) for back in rows.values())
    assert any("&#91;sound:none.mp3]" in front for front in rows)
    assert not there.col.media.check().missing


def test_a_report_counts_sounds_and_pictures_and_agrees_in_number(opened, anki, tmp_path, capsys):
    sound, picture = file(anki, tmp_path, "a.mp3", MP3), file(anki, tmp_path, "b.png", PNG)
    note(anki, f"[sound:{sound}]", f'<img src="{picture}">')
    cut = note(anki, "{{c1::a}} {{c2::b}}", "", "Cloze")
    cut["Text"] = "{{c1::a}} b"
    anki.col.update_note(cut)
    create(root := tmp_path / "here")

    with opened(root) as collection:
        tell(import_package(collection, anki.give(tmp_path / "deck.apkg")), "deck.apkg")

    told = capsys.readouterr()
    assert "2 new entries with 2 cards, 0 reviews (0 known before), 1 picture, 1 sound\n" in told.out
    assert "left out: 1 card that asks nothing\n" in told.err


def test_an_image_occlusion_is_kept_and_not_exported(opened, anki, tmp_path):
    picture = file(anki, tmp_path, "map.png", PNG)
    made = anki.col.new_note(anki.col.models.by_name("Image Occlusion"))
    made.fields[0] = "{{c1::image-occlusion:rect:left=.1:top=.2:width=.3:height=.4:oi=1}}<br>"
    made.fields[1] = f'<img src="{picture}">'
    anki.col.add_note(made, 1)
    create(root := tmp_path / "here")

    with opened(root) as collection:
        import_package(collection, anki.give(tmp_path / "deck.apkg"))
    with opened(root) as collection:
        (exported,) = export(collection, out=tmp_path / "again.apkg")
        ((entry,),) = [deck.entries for deck in collection.decks()]

    assert entry.images == (f"media/{picture}",)
    assert made.fields[0].removesuffix("<br>") in entry.body.text
    assert "image occlusion" in exported.skipped[0].why
