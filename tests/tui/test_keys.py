"""Keys lie where they lie, whatever alphabet they type; and each has an id that the reference names."""

from __future__ import annotations

import importlib
import pkgutil
import re
from pathlib import Path

import pytest
from textual.binding import Binding
from textual.dom import DOMNode

from flashkms.tui import screens, widgets
from flashkms.tui.app import FlashkmsApp
from flashkms.tui.keys import physical
from flashkms.tui.screens.home import HomeScreen

DOCS = Path(__file__).parents[2] / "docs" / "keys.md"


@pytest.mark.parametrize(
    ("typed", "pressed"),
    [("ㅕ", "u"), ("ㄷ", "e"), ("ㅠ", "b"), ("ㄴ", "s"), ("ㅡ", "m"), ("ㄹ", "f"), ("ㅐ", "o"), ("ㅑ", "i"), ("ㅅ", "t"),
     ("ㅂ", "q"), ("ㅃ", "Q"), ("뎌", "eu"), ("왜", "dho"), ("닭", "ekfr"), ("г", "u"), ("Г", "U"), ("у", "e"), ("и", "b"),
     ("ы", "s"), ("і", "s"), ("ь", "m")],
)  # fmt: skip
def test_letters_of_other_layouts_are_the_keys_they_lie_on(typed, pressed):
    assert pressed == physical(typed)


@pytest.mark.parametrize("typed", ["a", "1", " ", "?", "é", "ß", "中", "🐍", "", None, "space"])
def test_other_characters_are_left_alone(typed):
    assert physical(typed) == ""


def bindings() -> dict[str, Binding]:
    found: dict[str, Binding] = {}
    for package in (screens, widgets):
        for module in pkgutil.iter_modules(package.__path__):
            for thing in vars(importlib.import_module(f"{package.__name__}.{module.name}")).values():
                if isinstance(thing, type) and issubclass(thing, DOMNode) and thing.__module__.startswith("flashkms"):
                    found |= {binding.id: binding for binding in vars(thing).get("BINDINGS", ())}
    return found | {binding.id: binding for binding in FlashkmsApp.BINDINGS}


def test_every_binding_has_an_id_and_a_word():
    assert all(name and binding.description for name, binding in bindings().items())


def test_the_reference_names_every_binding_and_its_keys():
    rows = dict(re.findall(r"^\| `([\w.]+)` \| `([^`]+)` \|", DOCS.read_text(encoding="utf-8"), re.MULTILINE))

    assert {name: binding.key for name, binding in bindings().items()} == rows


async def test_a_line_feed_is_enter(running, study):
    async with running(deck="") as (_app, pilot):
        await pilot.press("ctrl+j", "4")

        assert len(study.collection.log.read()[0]) == 1


async def test_a_line_feed_that_a_person_gave_a_meaning_keeps_it(running, study, collection):
    config = study.collection.config
    study.collection.config = type(config)(
        **{name: getattr(config, name) for name in config.__slots__} | {"keys": (("review.leave", "ctrl+j"),)}
    )
    async with running(deck="") as (app, pilot):
        await pilot.press("ctrl+j")
        await pilot.pause()

        assert isinstance(app.screen, HomeScreen)


async def test_a_key_is_remapped_by_its_id(running, study, collection):
    config = study.collection.config
    study.collection.config = type(config)(
        **{name: getattr(config, name) for name in config.__slots__} | {"keys": (("review.good", "g"),)}
    )
    async with running(deck="") as (_app, pilot):
        await pilot.press("space", "3")
        assert not study.collection.log.read()[0]
        await pilot.press("g")
        assert len(study.collection.log.read()[0]) == 1
