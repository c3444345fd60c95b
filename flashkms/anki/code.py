"""Code in a field: highlighted here, because a phone shows a card without any script or network."""

from __future__ import annotations

from functools import cache
from html import escape

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

_LONGEST = 20_000  # characters: some lexers take quadratic time


def highlighted(code: str, language: str) -> str:
    """*code* as escaped HTML, its words in classed spans where *language* is one that is known."""
    lexer = _lexer(language)
    # A private-use character marks a blank's edge: highlighting would tear it from what it belongs to.
    if lexer is None or len(code) > _LONGEST or "{{c" in code or any("\ue000" <= letter <= "\ue01f" for letter in code):
        return escape(code, quote=False)
    return str(highlight(code, lexer, HtmlFormatter(nowrap=True)))


@cache
def _lexer(language: str) -> Lexer | None:
    if not language:
        return None
    try:
        return get_lexer_by_name(language, stripnl=False)
    except ClassNotFound:
        return None
