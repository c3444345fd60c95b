"""The cards at the width of a phone, by day and by night, in a real browser: no side-scrolling, legible, large enough."""

import html
import importlib.util
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from flashkms.cards.entry import Choice, Cloze, Entry, EntryId, Question, WhyNot, WrongOption

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.browser

WIDTHS, HEIGHT = (360, 390), 640
LEAST_CONTRAST = 4.5  # WCAG 2.2, 1.4.3 (AA) for text of usual size
LEAST_TARGET = 44  # CSS pixels; WCAG 2.2, 2.5.5 (AAA)
ARN = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab" * 2
TABLE = "| service | encrypts | where | who holds the key | logged |\n|---|---|---|---|---|\n| S3 | yes | at rest | AWS | no |"
WIDE = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='2400' height='300'%3E"
    "%3Crect width='2400' height='300' fill='teal'/%3E%3C/svg%3E"
)
CODE = '```python\n# a comment\nkey = kms.generate_data_key(KeyId="alias/a-name-that-is-far-too-long-for-a-phone", Spec=256)\n```'
HARD = (
    Entry(
        EntryId("kms-1"),
        Cloze(f"암호화 키는 {{{{c1::절대로::부사}}}} 평문으로 나가지 않으며 `{ARN}` 이다\n\n{TABLE}\n\n{CODE}"),
        context=("AWS Key Management Service and everything around it", "Feature", "키 정책과 권한 부여"),
        extra="[A link](https://example.org) and > a quote\n\n> quoted\n\n![a wide diagram](wide.png)",
    ),
    Entry(
        EntryId("kms-2"),
        Question(
            "A company runs a fleet of workloads that must **encrypt** before the data reaches the disk. " * 8,
            (f"Ask for a data key.\n\n{CODE}", ARN),
            (WrongOption("EBS encryption", "it encrypts `underneath` the application"), WrongOption(ARN, ARN)),
        ),
        cue="must **encrypt** before · How?",
        extra=TABLE,
    ),
    Entry(
        EntryId("kms-3"),
        Choice(
            "Which?",
            ("Keys", ARN),
            (WrongOption("A", "no"), WrongOption("온프레미스 키 저장소", "키 사용을 직접 기록해야 합니다")),
        ),
        extra="**Why**: because.",
    ),
    Entry(EntryId("kms-4"), WhyNot("EBS", "must encrypt early", "it encrypts underneath", ("a data key",))),
)
MEASURE = """<script>onload = () => {
  const light = (rgb) => rgb.map((part) => part / 255)
    .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    .reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0);
  const parts = (color) => (color.match(/[\\d.]+/g) || []).map(Number);
  const behind = (one) => { for (; one; one = one.parentElement) {
    const color = parts(getComputedStyle(one).backgroundColor);
    if (color.length === 3 || color[3] > 0) return color.slice(0, 3); } return [255, 255, 255]; };
  const told = [...document.querySelectorAll("iframe")].map((frame) => {
    const page = frame.contentDocument, all = [...page.querySelectorAll(".fk *, .fk")];
    const spoken = all.filter((one) => one.offsetParent && [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim()));
    const contrast = spoken.map((one) => {
      const [ink, paper] = [light(parts(getComputedStyle(one).color).slice(0, 3)), light(behind(one))];
      return [(Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05), one.className || one.tagName, one.textContent.slice(0, 30)]; });
    const targets = [...page.querySelectorAll(".fk-options li")].map((one) => one.getBoundingClientRect().height);
    const lines = (cell) => { const range = page.createRange(), node = cell.firstChild; const broken = [];
      for (const word of node.data.matchAll(/\\S+/g)) { range.setStart(node, word.index); range.setEnd(node, word.index + word[0].length);
        if (range.getClientRects().length > 1) broken.push(word[0]); } return broken; };
    const drawn = [...page.querySelectorAll(".fk img")].map((one) => [one.naturalWidth, one.getBoundingClientRect().width]);
    const broken = [...page.querySelectorAll("th, td")].flatMap(lines);
    return {broken, drawn, name: frame.name, wider: page.documentElement.scrollWidth - frame.clientWidth,
            contrast: contrast.sort((one, other) => one[0] - other[0])[0], targets, spoken: spoken.length}; });
  document.body.innerHTML = "<pre id=out></pre>";
  document.getElementById("out").textContent = JSON.stringify(told);
}</script>"""


def side(pictures, entry, back, night):
    """One side of *entry*, with a picture far wider than any phone in the place of its name."""
    page = pictures.page(entry, back=back, night=night)
    return page.replace("<em>a wide diagram</em>", f'<img src="{WIDE}">')


@pytest.fixture(scope="module")
def measured(tmp_path_factory):
    """What each side of each hard card measures, by night and by day."""
    assert CHROMIUM, "this test needs Chromium"
    script = Path(__file__).parents[2] / "docs" / "pictures" / "anki_cards.py"
    spec = importlib.util.spec_from_file_location("anki_cards", script)
    pictures = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(pictures)
    frames = [
        f'<iframe name="{entry.id} {"back" if back else "front"} {"night" if night else "day"} {width}" width="{width}" '
        f'height="{HEIGHT}" style="border:0" srcdoc="{html.escape(side(pictures, entry, back, night))}"></iframe>'
        for width in WIDTHS
        for entry in HARD
        for back in (False, True)
        for night in (False, True)
    ]
    folder = tmp_path_factory.mktemp("phone")
    (folder / "cards.html").write_text(f'<!doctype html><meta charset="utf-8">{"".join(frames)}{MEASURE}')
    shown = subprocess.run(
        [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'profile'}", "--dump-dom",
         (folder / "cards.html").as_uri()], check=True, capture_output=True, text=True,
    )  # fmt: skip
    told = json.loads(html.unescape(re.search(r'<pre id="out">(.*?)</pre>', shown.stdout, re.DOTALL)[1]))
    assert len(told) == 4 * len(HARD) * len(WIDTHS)
    assert all(side["spoken"] for side in told)
    return told


def test_no_card_scrolls_sideways(measured):
    assert {side["name"]: side["wider"] for side in measured if side["wider"] > 0} == {}


def test_every_word_stands_out_from_its_ground(measured):
    assert {side["name"]: side["contrast"] for side in measured if side["contrast"][0] < LEAST_CONTRAST} == {}


def test_no_word_of_a_table_is_broken(measured):
    assert {word for side in measured for word in side["broken"]} == set()


def test_every_option_is_large_enough_for_a_thumb(measured):
    targets = [height for side in measured for height in side["targets"]]

    assert len(targets) >= 16
    assert min(targets) >= LEAST_TARGET


def test_a_wide_picture_is_drawn_as_wide_as_the_card(measured):
    drawn = [(side["name"], *one) for side in measured for one in side["drawn"]]

    assert len(drawn) == 2 * len(WIDTHS)  # on the back, by day and by night
    assert all(own == 2400 and 200 < shown < 390 for _, own, shown in drawn)
