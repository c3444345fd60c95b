"""The choice card in a real browser, as Anki's web view runs it: the back replaces the front within one page."""

import html
import json
import re
import shutil
import subprocess

import pytest

from flashkms.anki.fields import Fields, fields
from flashkms.anki.notetypes import style, template
from flashkms.cards.entry import Choice, Entry, EntryId, WrongOption

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.browser

WRONG = (WrongOption("Grants", "they copy no key"), WrongOption("Aliases"), WrongOption("Tags", "a tag is **no** key"))
TOLD = """<script>
const items = () => [...document.querySelectorAll("#fk-options li")];
const asked = items().map((item) => item.textContent);
%s
const picked = items().filter((item) => item.classList.contains("picked")).map((item) => item.textContent);
document.body.innerHTML = %s;
for (const script of document.querySelectorAll("script")) { (0, eval)(script.textContent); }
const plain = getComputedStyle(document.getElementById("fk-plain")).display;
const told = items().map((item) => [item.firstChild.textContent, item.className, item.querySelector(".fk-why")?.textContent]);
document.body.innerHTML = "<pre id=out></pre>";
document.getElementById("out").textContent = JSON.stringify({asked, picked, told, plain});
</script>"""


def side(values, name):
    text = template("choice", name)
    for field, value in values.items():
        text = re.sub(rf"\{{\{{#{field}\}}\}}(.*?)\{{\{{/{field}\}}\}}", r"\1" if value else "", text, flags=re.DOTALL)
        text = re.sub(rf"\{{\{{\^{field}\}}\}}(.*?)\{{\{{/{field}\}}\}}", "" if value else r"\1", text, flags=re.DOTALL)
    for field, value in values.items():
        text = text.replace(f"{{{{text:{field}}}}}", value).replace(f"{{{{{field}}}}}", value)
    return text


def answered(tmp_path, answers, clicks):
    assert CHROMIUM, "this test needs Chromium"
    made = fields(Entry(EntryId("kms-1"), Choice("Which?", answers, WRONG)), lambda _: None)
    assert isinstance(made, Fields)
    values = dict(zip(made.kind.fields, made.values, strict=True))
    clicked = "\n".join(f"items()[{place}].click();" for place in clicks)
    back = json.dumps(side(values, "back")).replace("</", "<\\/")
    page = f'<!doctype html><meta charset="utf-8"><style>{style()}</style><body class="card">{side(values, "front")}'
    (tmp_path / "card.html").write_text(page + TOLD % (clicked, back))
    command = [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}"]
    shown = subprocess.run(
        [*command, "--dump-dom", (tmp_path / "card.html").as_uri()], check=True, capture_output=True, text=True
    )
    return json.loads(html.unescape(re.search(r'<pre id="out">(.*?)</pre>', shown.stdout, re.DOTALL)[1]))


def test_one_answer_is_picked_and_the_back_keeps_the_order_and_gives_the_reasons(tmp_path):
    seen = answered(tmp_path, ("Keys",), [1, 2, 0])

    assert sorted(seen["asked"]) == ["Aliases", "Grants", "Keys", "Tags"]
    assert seen["picked"] == seen["asked"][:1]
    assert [text for text, _, _ in seen["told"]] == seen["asked"]
    assert {text: why for text, _, why in seen["told"] if why} == {
        "Grants": "they copy no key",
        "Tags": "a tag is no key",
    }
    assert {text for text, kind, _ in seen["told"] if "right" in kind} == {"Keys"}
    assert {text for text, kind, _ in seen["told"] if "picked" in kind} == set(seen["picked"])
    assert seen["plain"] == "none"


def test_several_answers_are_picked_together_and_a_second_tap_takes_one_back(tmp_path):
    seen = answered(tmp_path, ("Keys", "Policies"), [0, 1, 2, 1])

    assert seen["picked"] == [seen["asked"][0], seen["asked"][2]]
    assert {text for text, kind, _ in seen["told"] if "right" in kind} == {"Keys", "Policies"}
