"""References to pictures: what they may name, and what they may not."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from flashkms.store.media import MediaError, resolve_media

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "c"
    (root / "notes" / "img").mkdir(parents=True)
    (root / "notes" / "img" / "a.png").write_bytes(PNG)
    (tmp_path / "secret.png").write_bytes(PNG)
    return root


def test_a_picture_beside_the_note_is_found_and_named_by_its_content(root: Path) -> None:
    media = resolve_media("img/a.png", root, root / "notes")

    assert media.content == PNG
    assert len(media.name) == 20
    assert resolve_media("notes/img/a.png", root, root / "notes").name == media.name


@pytest.mark.parametrize(
    "reference",
    [
        "", "../../secret.png", "/etc/passwd", "~/a.png", "C:\\a.png", "img\\a.png", "https://example.org/a.png",
        "file:///etc/passwd", "data:image/png;base64,AA", "img/../../../secret.png", "a\0.png", "img/none.png", "img",
    ],
)  # fmt: skip
def test_what_leads_elsewhere_is_refused(root: Path, reference: str) -> None:
    with pytest.raises(MediaError):
        resolve_media(reference, root, root / "notes")


def test_a_link_out_and_a_pipe_are_refused_without_waiting(root: Path) -> None:
    (root / "notes" / "out.png").symlink_to(root.parent / "secret.png")
    os.mkfifo(root / "notes" / "pipe.png")
    for reference in ("out.png", "pipe.png"):
        with pytest.raises(MediaError):
            resolve_media(reference, root, root / "notes")


def test_hidden_files_are_not_media(root: Path) -> None:
    (root / ".git").mkdir()
    (root / ".git" / "a.png").write_bytes(PNG)

    with pytest.raises(MediaError, match="outside"):
        resolve_media(".git/a.png", root, root / "notes")


def test_the_type_follows_from_the_content_and_not_from_the_name(root: Path) -> None:
    (root / "notes" / "a.png").write_bytes(b"<svg xmlns='http://www.w3.org/2000/svg'></svg>")
    (root / "notes" / "b.png").write_bytes(b"#!/bin/sh")

    assert resolve_media("a.png", root, root / "notes").type == "svg"
    with pytest.raises(MediaError, match="no picture or sound"):
        resolve_media("b.png", root, root / "notes")


def test_a_name_that_no_disk_takes_and_a_link_in_a_ring_are_refused(root: Path) -> None:
    (root / "notes" / "ring.png").symlink_to("ring.png")
    for reference in (f"{'a' * 300}.png", "ring.png"):
        with pytest.raises(MediaError):
            resolve_media(reference, root, root / "notes")


def test_many_comments_before_no_picture_are_read_once(root: Path) -> None:
    (root / "notes" / "a.svg").write_bytes(b"<!---->" * 500)
    (root / "notes" / "b.svg").write_bytes(b"<?xml version='1.0'?>\n<!-- a -->\n<!-- b -->\n<svg></svg>")

    with pytest.raises(MediaError, match="no picture or sound"):
        resolve_media("a.svg", root, root / "notes")
    assert resolve_media("b.svg", root, root / "notes").type == "svg"
