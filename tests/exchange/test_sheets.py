import csv
import io
import json

import pytest

from flashkms.exchange import export

FORMULA = """
- id: kms-formula
  question: =HYPERLINK("https://example.org")
  answer: <script>alert(1)</script>
"""


def sheet(opened, root, path):
    with opened(root) as held:
        (file,) = export(held, out=path)
    return file, path.read_text(encoding="utf-8")


@pytest.mark.parametrize(("ending", "delimiter"), [(".csv", ","), (".tsv", "\t")])
def test_a_table_has_a_line_for_each_card(collection, opened, tmp_path, ending, delimiter):
    file, text = sheet(opened, collection, tmp_path / f"cards{ending}")

    head, *rows = csv.reader(io.StringIO(text), delimiter=delimiter)
    assert file.cards == len(rows) == 4
    assert head == ["card", "deck", "context", "front", "back", "tags"]
    assert rows[0][:4] == [
        "kms-4t7q2m.1", "AWS::KMS", "AWS KMS", "Keys made in […] never leave its hardware security modules in the clear."
    ]  # fmt: skip


def test_a_spreadsheet_runs_no_card(collection, opened, tmp_path):
    deck = collection / "cards" / "aws" / "kms.yaml"
    deck.write_text(deck.read_text() + FORMULA)

    _, text = sheet(opened, collection, tmp_path / "cards.csv")

    *_, last = csv.reader(io.StringIO(text))
    assert last[3] == '\'=HYPERLINK("https://example.org")'


def test_markdown_shows_what_is_asked_and_told(collection, opened, tmp_path):
    _, text = sheet(opened, collection, tmp_path / "cards.md")

    assert text.startswith("# AWS::KMS\n\nKeys made in […] never leave")
    assert "Keys made in **AWS KMS** never leave" in text


def test_bold_before_a_particle_is_bold_for_every_reader_of_markdown(collection, opened, tmp_path):
    deck = collection / "cards" / "aws" / "kms.yaml"
    deck.write_text(deck.read_text() + '\n- id: kms-bold22\n  cloze: "**{{c1::7일}}**의 *기한*, **(CMK)**는"\n')

    _, text = sheet(opened, collection, tmp_path / "cards.md")

    assert "<b>[…]</b>의 *기한*, <b>(CMK)</b>는\n\n---\n\n**7일**의 *기한*, <b>(CMK)</b>는" in text


def test_a_page_to_print_needs_nothing_beside_it(collection, opened, tmp_path):
    deck = collection / "cards" / "aws" / "kms.yaml"
    deck.write_text(deck.read_text() + FORMULA)

    _, text = sheet(opened, collection, tmp_path / "cards.html")

    assert '<span class="cloze">AWS KMS</span>' in text
    assert "<script" not in text
    assert "src=" not in text


CHOICE = """
- id: kms-choice2
  choice: Which keys reach another region?
  answer: multi-region keys
  wrong: [grants, aliases]
"""


@pytest.mark.parametrize("ending", [".csv", ".md", ".html"])
def test_a_choice_is_asked_with_its_options(collection, opened, tmp_path, ending):
    deck = collection / "cards" / "aws" / "kms.yaml"
    deck.write_text(deck.read_text() + CHOICE)

    _, text = sheet(opened, collection, tmp_path / f"cards{ending}")

    asked = text.partition("Which keys reach another region?")[2]
    places = [asked.find(option) for option in ("multi-region keys", "grants", "aliases")]
    assert min(places) >= 0
    assert [text.count(option) for option in ("multi-region keys", "grants", "aliases")] == [2, 2, 2]


PICTURED = """
- id: kms-picture
  question: "Which way does a key take? ![the way of a key](way.png)"
  answer: "![no such picture](gone.png) through the module"
- id: kms-large
  question: "And in full? ![all of it](large.png)"
  answer: see above
"""
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc0000003010100"
    "18dd8db00000000049454e44ae426082"
)


def test_a_page_holds_its_pictures_and_names_those_it_cannot_hold(collection, opened, tmp_path):
    deck = collection / "cards" / "aws" / "kms.yaml"
    deck.write_text(deck.read_text() + PICTURED)
    (deck.parent / "way.png").write_bytes(PIXEL)
    (deck.parent / "large.png").write_bytes(PIXEL + bytes(2**22))

    _, text = sheet(opened, collection, tmp_path / "cards.html")

    assert text.count('<img src="data:image/png;base64,iVBORw0KGgo') == 1
    assert '<img alt="all of it">' in text.replace("  ", " ")
    assert "no such picture" in text
    assert "src=" not in text.replace('src="data:image/png;base64,', "")


def test_a_page_holds_no_more_than_a_browser_opens(collection, opened, tmp_path):
    folder = collection / "cards" / "aws"
    entries = []
    for number in range(20):
        (folder / f"p{number}.png").write_bytes(PIXEL + bytes([number]) * (2**22 - 200))
        entries.append(f'\n- id: pic-{number:06}\n  question: "![no {number}](p{number}.png)"\n  answer: a\n')
    deck = folder / "kms.yaml"
    deck.write_text(deck.read_text() + "".join(entries))

    _, text = sheet(opened, collection, tmp_path / "cards.html")

    assert text.count('<img src="data:') == 18
    assert text.count('<img  alt="no ') == 2
    assert len(text) < 97 * 2**20


def test_a_picture_shown_often_fills_a_page_as_often(collection, opened, tmp_path):
    folder = collection / "cards" / "aws"
    (folder / "way.png").write_bytes(PIXEL + bytes(2**22 - 200))
    shown = "\n\n".join(["![way](way.png)"] * 40)
    deck = folder / "kms.yaml"
    deck.write_text(f"{deck.read_text()}\n- id: pic-000000\n  question: {json.dumps(shown)}\n  answer: a\n")

    _, text = sheet(opened, collection, tmp_path / "cards.html")

    assert text.count('<img src="data:') == 18
    assert text.count('alt="way"') == 40
