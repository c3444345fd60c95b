import re

import pytest

from flashkms.anki.notetypes import NOTE_TYPES, style, template


def test_the_note_types_stay_as_they_were_first_shipped():
    """A changed name, field or id makes Anki copy the note type and stop updating the old notes."""
    frozen = {
        1763900000101: (
            "flashkms Question",
            "Question Answer Wrong Extra Context Cue Source Reverse ID Spare_1 Spare_2 Spare_3",
            "Question Reverse",
        ),
        1763900000202: (
            "flashkms Cloze",
            "Text Extra Context Cue Source ID Spare_1 Spare_2 Spare_3",
            "Cloze",
        ),
        1763900000303: (
            "flashkms Choice",
            "Question Options Answer Reasons Right Extra Context Cue Source ID Spare_1 Spare_2 Spare_3",
            "Choice",
        ),
    }

    shipped = {
        int(kind.id): (
            kind.name,
            " ".join(field.replace(" ", "_") for field in kind.fields),
            " ".join(name for name, _ in kind.templates),
        )
        for kind in NOTE_TYPES.values()
    }

    assert frozen == shipped


def test_field_and_template_ids_are_all_different():
    ids = [kind.field_id(n) for kind in NOTE_TYPES.values() for n in range(len(kind.fields))]
    ids += [kind.template_id(n) for kind in NOTE_TYPES.values() for n in range(len(kind.templates))]

    assert len(ids) == len(set(ids))


def test_no_template_reaches_for_the_network():
    shown = style() + "".join(
        template(stem, side) for kind in NOTE_TYPES.values() for _, stem in kind.templates for side in ("front", "back")
    )

    assert "http" not in shown
    assert "@import" not in shown
    assert "url(" not in shown


def test_the_style_has_a_night_for_desktop_and_phones():
    assert ".nightMode" in style()
    assert ".night_mode" in style()


def light(color):
    """The relative luminance of *color* (WCAG 2.2)."""
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(ink, ground):
    dark, bright = sorted((light(ink), light(ground)))
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("ground", ["paper", "#2c2c2c"])
def test_at_night_words_and_lines_stand_out_from_ankis_own_ground_too(ground):
    """Anki on the desktop draws the night in its own colour, and the card's own ground is not seen."""
    night = dict(
        re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", style().partition("night_mode .card {")[2].partition("}")[0])
    )
    ground = night.get(ground, ground)

    words = {name: contrast(night[name], ground) for name in ("ink", "soft", "accent", "right", "wrong", "link")}
    assert not [name for name, ratio in words.items() if ratio < 4.5]  # WCAG 2.2, 1.4.3 (AA)
    assert contrast(night["line"], ground) > 1.6
    assert contrast(night["tint"], ground) > 1.25
    assert contrast(night["accent"], night["tint"]) > 4.5
