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
