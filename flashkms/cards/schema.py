"""The JSON Schema of deck files, for editors: made from the same declaration that the reader follows."""

from __future__ import annotations

from typing import Any

from flashkms.cards.fields import DECK_FIELDS, ENTRY_FIELDS, KIND_KEYS, OPTION_FIELDS, Field, Shape

_TEXT = {"type": ["string", "number", "boolean", "null"]}  # whatever YAML takes it for, the program reads the text
_TEXTS = {"anyOf": [_TEXT, {"type": "array", "items": _TEXT}]}


def json_schema() -> dict[str, Any]:
    """The JSON Schema (draft 7) of a deck file."""
    keys = _properties(DECK_FIELDS)
    keys["cards"] = {
        "description": "The entries, in any order.",
        "anyOf": [{"type": "array", "items": {"$ref": "#/definitions/entry"}}, {"type": "null"}],
    }
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "flashkms deck file",
        "type": "object",
        "properties": keys,
        "required": ["cards"],
        "additionalProperties": False,
        "definitions": {"entry": _entry(), "option": _option()},
    }


def _entry() -> dict[str, Any]:
    return {
        "type": "object",
        "properties": _properties(ENTRY_FIELDS),
        "additionalProperties": False,
        "oneOf": [{"required": [kind, *_wanted(kind)]} for kind in KIND_KEYS],
    }


def _wanted(kind: str) -> list[str]:
    return ["wrong"] if kind == "choice" else []


def _option() -> dict[str, Any]:
    return {
        "type": "object",
        "properties": _properties(OPTION_FIELDS),
        "required": ["option"],
        "additionalProperties": False,
    }


def _properties(fields: tuple[Field, ...]) -> dict[str, Any]:
    return {field.name: {"description": field.help, **_shape(field.shape)} for field in fields}


def _shape(shape: Shape) -> dict[str, Any]:
    match shape:
        case Shape.TEXT | Shape.LINE:
            return _TEXT
        case Shape.TEXTS | Shape.TAGS:
            return _TEXTS
        case Shape.FLAG:
            return {"type": "boolean"}
        case Shape.NUMBERS:
            return {"type": "array", "items": {"type": "integer", "minimum": 1, "maximum": 499}}
        case Shape.OPTIONS:
            return {"type": "array", "items": {"anyOf": [_TEXT, {"$ref": "#/definitions/option"}]}}
        case Shape.FIELDS:
            return {"type": "object"}
