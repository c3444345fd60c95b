"""References to pictures: what they may name, and what they may not."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from flashkms.store.media import Media, MediaError, References

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "c"
    (root / "notes" / "img").mkdir(parents=True)
    (root / "notes" / "img" / "a.png").write_bytes(PNG)
    (tmp_path / "secret.png").write_bytes(PNG)
    return root


def media(reference: str, root: Path) -> Media:
    return References(root, "notes/a.md", "cards/aws/a.yaml").media(reference)


def test_a_picture_beside_the_note_is_found_and_named_by_its_content(root: Path) -> None:
    found = media("img/a.png", root)

    assert found.content == PNG
    assert len(found.name) == 20
    assert media("notes/img/a.png", root).name == found.name


@pytest.mark.parametrize(
    ("reference", "file"),
    [
        ("b.png", "cards/aws/b.png"),
        ("b.png", "b.png"),
        ("b.png", "media/b.png"),
        ("../pictures/b.png", "pictures/b.png"),
        ("a%20key.png", "notes/a key.png"),
        ("50%25.png", "notes/50%.png"),
        ("50%25.png", "notes/50%25.png"),
        ("img/10:30.png", "notes/img/10:30.png"),
    ],
)
def test_a_picture_is_found_wherever_one_may_lie(root: Path, reference: str, file: str) -> None:
    (root / file).parent.mkdir(parents=True, exist_ok=True)
    (root / file).write_bytes(PNG)

    assert media(reference, root).path == root / file


def test_the_picture_beside_the_note_comes_first_and_one_as_it_is_written_before_one_with_a_space(root: Path) -> None:
    for name in ("notes/a%20b.png", "notes/a b.png", "media/a.png", "notes/a.png"):
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_bytes(PNG)

    assert media("a.png", root).path == root / "notes" / "a.png"
    assert media("a%20b.png", root).path == root / "notes" / "a%20b.png"


@pytest.mark.parametrize("note", ["/etc/a.md", "../../etc/a.md", ""])
def test_a_note_that_a_deck_file_names_outside_is_no_way_out(root: Path, note: str) -> None:
    (root / "secret.png").write_bytes(PNG)
    references = References(root / "notes", note, "a.yaml")

    for reference in ("passwd", "../secret.png", "..%2fsecret.png", "a%00.png", "a%00/b.png"):
        with pytest.raises(MediaError):
            references.path(reference)


@pytest.mark.parametrize(
    "reference",
    [
        "", "../../secret.png", "/etc/passwd", "~/a.png", "C:\\a.png", "img\\a.png", "https://example.org/a.png",
        "file:///etc/passwd", "data:image/png;base64,AA", "img/../../../secret.png", "a\0.png", "img/none.png", "img",
    ],
)  # fmt: skip
def test_what_leads_elsewhere_is_refused(root: Path, reference: str) -> None:
    with pytest.raises(MediaError):
        media(reference, root)


def test_a_link_out_and_a_pipe_are_refused_without_waiting(root: Path) -> None:
    (root / "notes" / "out.png").symlink_to(root.parent / "secret.png")
    os.mkfifo(root / "notes" / "pipe.png")
    for reference in ("out.png", "pipe.png"):
        with pytest.raises(MediaError):
            media(reference, root)


def test_hidden_files_are_not_media(root: Path) -> None:
    (root / ".git").mkdir()
    (root / ".git" / "a.png").write_bytes(PNG)

    with pytest.raises(MediaError, match="outside"):
        media(".git/a.png", root)


def test_the_type_follows_from_the_content_and_not_from_the_name(root: Path) -> None:
    (root / "notes" / "a.png").write_bytes(b"<svg xmlns='http://www.w3.org/2000/svg'></svg>")
    (root / "notes" / "b.png").write_bytes(b"#!/bin/sh")

    assert media("a.png", root).type == "svg"
    with pytest.raises(MediaError, match="no picture or sound"):
        media("b.png", root)


def test_a_name_that_no_disk_takes_and_a_link_in_a_ring_are_refused(root: Path) -> None:
    (root / "notes" / "ring.png").symlink_to("ring.png")
    for reference in (f"{'a' * 300}.png", "ring.png"):
        with pytest.raises(MediaError):
            media(reference, root)


def test_many_comments_before_no_picture_are_read_once(root: Path) -> None:
    (root / "notes" / "a.svg").write_bytes(b"<!---->" * 500)

    with pytest.raises(MediaError, match="no picture or sound"):
        media("a.svg", root)


@pytest.mark.parametrize(
    "before",
    [
        b"", b"\xef\xbb\xbf\n", b"<?xml version='1.0'?>\n<!-- a -->\n<!-- b -->\n",
        b'<?xml version="1.0"?>\n<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/svg11.dtd">\n',
        b'<!DOCTYPE svg PUBLIC "a" "b" [\n<!ENTITY c "d">\n]>\n<!-- e -->',
    ],
)  # fmt: skip
def test_what_may_stand_before_a_drawing_is_read_over(root: Path, before: bytes) -> None:
    (root / "notes" / "b.svg").write_bytes(before + b"<svg></svg>")

    assert media("b.svg", root).type == "svg"


def test_a_name_alone_is_found_in_any_folder_the_nearest_first(root: Path) -> None:
    for file in ("notes/deep/down/shot.png", "attachments/b/shot.png", ".trash/shot.png", "notes/x/only.pdf"):
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        (root / file).write_bytes(PNG)
    (root / "notes/away.png").symlink_to(root.parent / "secret.png")

    assert media("shot.png", root).path == root / "attachments/b/shot.png"
    for reference in ("only.pdf", "x/shot.png", "away.png", "SHOT.png"):
        with pytest.raises(MediaError):
            media(reference, root)
