"""Anki's formats, both ways: note types, fields, packages written and read."""
