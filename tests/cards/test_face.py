r"""What a person sees of a text, without its signs."""

from __future__ import annotations

import pytest

from flashkms.cards.face import plain


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        (r"The area is \(\pi r^2\), and *no* more", r"The area is \(\pi r^2\), and no more"),
        (r"\[ \sum_{i} a_i \_ b \]", r"\[ \sum_{i} a_i \_ b \]"),
        (r"$a_1 + b_1 \{ c \}$ is **set**", r"$a_1 + b_1 \{ c \}$ is set"),
        ("$$\nx \\\\ y\n$$", "$$\nx \\\\ y\n$$"),
    ],
)
def test_maths_is_kept_as_written(written, seen):
    assert plain(written) == seen


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("It costs $0.04, *or* $5 a month", "It costs $0.04, or $5 a month"),
        (r"five \* six \(or so", "five * six (or so"),
        ("`$x` and **$HOME**", "$x and $HOME"),
        ("[a link](https://example.org) of ~~no~~ use", "a link of no use"),
    ],
)
def test_what_is_no_maths_loses_its_signs(written, seen):
    assert plain(written) == seen


@pytest.mark.parametrize("piece", ["$a ", "\\(", "\\[x", "$$y ", "$\\", "$`x`"])
def test_openings_without_an_end_come_to_an_end(piece):
    assert len(plain(piece * 20_000)) <= len(piece) * 20_000


def test_code_within_maths_is_shown():
    assert plain("$x `y` z$") == "$x y z$"
