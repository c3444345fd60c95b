"""The cards as Anki's web view shows them: light and night, desktop and phone widths, front and back.

    python docs/pictures/anki_cards.py [CHROMIUM]

Renders the shipped templates with headless Chromium into docs/pictures/anki-desktop.png and anki-phone.png.
"""

# ruff: noqa: E501, ISC004  # a page of HTML and the text of cards are read in one piece
from __future__ import annotations

import html
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from flashkms.anki.fields import Fields, fields
from flashkms.anki.notetypes import style, template
from flashkms.cards.entry import Choice, Cloze, Entry, EntryId, Question, WrongOption

FOLDER = Path(__file__).parent
ENTRIES = (
    Entry(
        EntryId("kms-1"),
        Cloze(
            "Keys made in {{c1::AWS KMS::which service?}} never leave its {{c2::hardware security modules}} in the clear."
            "\n\n- A `GenerateDataKey` call returns the key twice: plain and encrypted\n- 암호화 키는 절대 평문으로 나가지 않는다"
        ),
        context=("AWS KMS", "Feature"),
        extra="The plain copy is for memory only.",
    ),
    Entry(
        EntryId("kms-2"),
        Question(
            "An application must encrypt data **before** it reaches the disk.\nHow?",
            (
                "Ask for a data key and encrypt in memory.\n\n```python\nkey = kms.generate_data_key(KeyId=alias)\n"
                'box = Fernet(key["Plaintext"])  # in memory only\n```',
            ),
            (WrongOption("EBS encryption", "it encrypts underneath the application"),),
        ),
        context=("AWS KMS", "Scenario"),
        extra="This is **envelope encryption**: the encrypted key lies beside the data.",
    ),
    Entry(
        EntryId("kms-3"),
        Choice(
            "Which keys can be used in **another region** without a call to the first?",
            ("Multi-region keys",),
            (
                WrongOption("AWS owned keys", "you cannot choose where they are"),
                WrongOption("Imported key material", "each region wants its own import"),
                WrongOption("Grants", "they allow a use, and copy no key"),
            ),
        ),
        context=("AWS KMS", "Scenario"),
        tags=("scenario",),
    ),
)


def filled(text: str, values: dict[str, str], *, back: bool) -> str:
    """One side of a card: Anki's template language, as far as the templates use it."""
    for name, value in values.items():
        keep, drop = (r"\1", "") if value else ("", r"\1")
        text = re.sub(rf"\{{\{{#{name}\}}\}}(.*?)\{{\{{/{name}\}}\}}", keep, text, flags=re.DOTALL)
        text = re.sub(rf"\{{\{{\^{name}\}}\}}(.*?)\{{\{{/{name}\}}\}}", drop, text, flags=re.DOTALL)
    for name, value in values.items():
        hidden = re.sub(r"\{\{c(\d+)::(.*?)(?:::(.*?))?\}\}", lambda blank: shown(blank, back=back), value)
        text = text.replace(f"{{{{cloze:{name}}}}}", hidden)
        text = text.replace(f"{{{{text:{name}}}}}", value).replace(f"{{{{{name}}}}}", value)
    return text


def shown(blank: re.Match[str], *, back: bool) -> str:
    if blank[1] != "1":
        return f'<span class="cloze-inactive">{blank[2]}</span>'
    said = blank[2] if back else f"[{blank[3] or '...'}]"
    return f'<span class="cloze">{said}</span>'


def page(entry: Entry, *, back: bool, night: bool) -> str:
    made = fields(entry, lambda _: None, source="notes/aws/kms.md")
    assert isinstance(made, Fields)
    values = dict(zip(made.kind.fields, made.values, strict=True))
    body = filled(template(made.kind.templates[0][1], "back" if back else "front"), values, back=back)
    mode = " nightMode night_mode" if night else ""
    # The choice's state lives in the window: here every side is a window of its own, so the back is told a pick.
    told = f'<script>window.flashkmsChoice = JSON.stringify({{id: "{entry.id}", order: [1, 3, 0, 2], picks: [1]}})</script>'
    return f'<!doctype html><meta charset="utf-8"><style>{style()}</style><body class="card{mode}">{told if back else ""}{body}'


def sheet(width: int, height: int) -> str:
    frames = [
        f'<iframe width="{width}" height="{height}" srcdoc="{html.escape(page(entry, back=back, night=night))}"></iframe>'
        for night in (False, True)
        for entry in ENTRIES
        for back in (False, True)
    ]
    rows = "".join(f"<div>{''.join(frames[at : at + 6])}</div>" for at in (0, 6))
    return f'<!doctype html><meta charset="utf-8"><style>body{{margin:8px;background:#999}}div{{display:flex;gap:8px;margin-bottom:8px}}iframe{{border:0}}</style>{rows}'


def main() -> None:
    chromium = sys.argv[1] if sys.argv[1:] else shutil.which("chromium") or "chromium"
    for name, width, height in (("anki-phone", 375, 640), ("anki-desktop", 620, 560)):
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder, "sheet.html")
            source.write_text(sheet(width, height), encoding="utf-8")
            size = f"--window-size={(width + 8) * 6 + 8},{(height + 8) * 2 + 8}"
            subprocess.run(
                [chromium, "--headless", "--no-sandbox", "--hide-scrollbars", "--disable-gpu", size,
                 "--virtual-time-budget=2000", f"--screenshot={FOLDER / name}.png", source.as_uri()],
                check=True, capture_output=True,
            )  # fmt: skip


if __name__ == "__main__":
    main()
