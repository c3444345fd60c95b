"""The sheet to print, in a real browser."""

import shutil
import subprocess

import pytest

from flashkms.exchange import export

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.browser

WIDER = "Math.max(...[...document.querySelectorAll('.fk, .fk *')].map(one => one.scrollWidth - one.clientWidth))"
CARD = """\
- id: kms-page{n}
  question: |-
    Question {n}, which goes on for a while so that a page is full soon?

    | a header | encrypts | underneath | who holds it |
    |---|---|---|---|
    | S3 | yes | {word} | AWS |

    ```python
    client.generate_data_key(KeyId="{word}{word}")
    ```
  answer: "{word}{word}"
"""


def run(tmp_path, *options):
    assert CHROMIUM, "this test needs Chromium"
    flags = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}"]
    page = (tmp_path / "cards.html").as_uri()
    return subprocess.run([CHROMIUM, *flags, *options, page], check=True, capture_output=True, text=True).stdout


@pytest.fixture
def written(collection, opened, tmp_path):
    deck = collection / "cards" / "aws" / "kms.yaml"
    cards = "".join(CARD.format(n=n, word="arn:aws:kms:key/" * 5) for n in range(10, 20))
    deck.write_text(deck.read_text() + cards)
    with opened(collection) as held:
        export(held, out=tmp_path / "cards.html")
    return tmp_path / "cards.html"


def test_nothing_is_wider_than_its_half_of_the_page(written, tmp_path):
    script = f"<script>onload = () => {{ document.title = 'wider by ' + {WIDER} }}</script>"
    written.write_text(written.read_text() + script)

    assert "<title>wider by 0</title>" in run(tmp_path, "--window-size=794,1123", "--dump-dom")


def test_several_cards_share_a_page_on_paper(written, tmp_path):
    run(tmp_path, "--no-pdf-header-footer", f"--print-to-pdf={tmp_path / 'cards.pdf'}")

    assert 3 <= (tmp_path / "cards.pdf").read_bytes().count(b"/Type /Page\n") <= 9
