"""Keys lie where they lie, whatever alphabet they type; and each has an id that the reference names."""

from __future__ import annotations

import importlib
import pkgutil
import re
from pathlib import Path

import pytest
from msgspec.structs import replace
from textual.binding import Binding, BindingsMap
from textual.dom import DOMNode
from textual.theme import BUILTIN_THEMES

from flashkms.config.names import BINDINGS, THEMES
from flashkms.schedule.event import Rating, Suspend, Undo
from flashkms.tui import screens, themes, widgets
from flashkms.tui.app import FlashkmsApp
from flashkms.tui.keymap import laid_over
from flashkms.tui.keys import physical
from flashkms.tui.screens.home import HomeScreen

from .hands import add_deck
from .test_review import CHOICE

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


def test_the_settings_know_every_id_and_every_theme():
    assert set(BINDINGS) == bindings().keys()
    assert set(THEMES) == {theme.name for theme in themes.THEMES} | BUILTIN_THEMES.keys()


def remapped(study, **keys: str) -> None:
    config = study.collection.config
    study.collection.config = replace(
        config, keys=tuple((name.replace("_", ".", 1), key) for name, key in keys.items())
    )


async def test_a_key_is_remapped_by_its_id(running, study):
    remapped(study, review_good="g")
    async with running(deck="") as (_app, pilot):
        await pilot.press("space", "3")
        assert not study.collection.log.read()[0]
        await pilot.press("g")
        assert len(study.collection.log.read()[0]) == 1


async def test_a_letter_of_another_layout_in_the_settings_is_the_key_that_it_lies_on(running, study):
    remapped(study, review_suspend="ㅋ")
    async with running(deck="") as (_app, pilot):
        await pilot.press("s")
        assert not study.collection.log.read()[0]
        await pilot.press("z")
        assert [type(event) for event in study.collection.log.read()[0]] == [Suspend]


async def test_what_shares_a_key_keeps_it_when_one_of_them_gets_another(running, study, collection):
    remapped(study, review_good="3,g", review_hard="h")
    add_deck(collection, CHOICE)
    async with running(deck="Choice") as (app, pilot):
        await pilot.press("3")
        assert app.screen.revealed
        await pilot.press("2")
        assert not study.collection.log.read()[0]
        await pilot.press("h")
        assert [event.rating for event in study.collection.log.read()[0]] == [Rating.HARD]
        assert not app._notifications


async def test_a_key_for_two_things_is_told_with_both_and_is_the_persons(running, study):
    remapped(study, review_suspend="u")
    async with running(deck="") as (app, pilot):
        assert [note.message for note in app._notifications] == [
            "u is the key of review.suspend and review.undo: see [keys] in flashkms.toml"
        ]
        await pilot.press("u")
        assert [type(event) for event in study.collection.log.read()[0]] == [Suspend]
        await pilot.press("ctrl+z")
        assert [type(event) for event in study.collection.log.read()[0]] == [Suspend, Undo]


@pytest.mark.parametrize("keys", [{"review_bury": "x"}, {"review_undo": "u,backspace"}, {"app_help": "h"},
                                  {"review_good": "1", "review_again": "3"}, {"rows_up": "w"}])  # fmt: skip
async def test_keys_that_are_free_or_exchanged_are_no_clash(running, study, keys):
    remapped(study, **keys)
    async with running(deck="") as (app, pilot):
        await pilot.press("space")
        assert not app._notifications


def test_an_empty_text_takes_the_keys_away():
    given = BindingsMap([Binding("a,b", "one", id="x.one"), Binding("c", "two", id="x.two")])

    assert laid_over(given, {"x.one": ""}).key_to_bindings.keys() == {"c"}
    assert laid_over(given, {"x.two": " ?, "}).key_to_bindings.keys() == {"a", "b", "question_mark"}
    assert given.key_to_bindings.keys() == {"a", "b", "c"}
