"""Markdown as a person wrote it, to the HTML of a field in Anki.

The order matters, and each step is there because the next would spoil something: what Markdown or the cleaner may not
touch (maths, escapes inside a blank) is cut out behind private-use characters; Markdown runs with HTML off but for a
few tags, so that `List<String>` stays text; `nh3` lets only a short list of tags through; then what was cut out comes
back, escaped. Nothing here fetches anything: an image that is not in the collection becomes a link or its own
description.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from html import escape, unescape
from typing import Any
from urllib.parse import unquote

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from mdit_py_plugins.dollarmath import dollarmath_plugin

from flashkms.anki.code import highlighted
from flashkms.cards import commonmark, markup

MediaName = Callable[[str], str | None]  # a reference in the text -> the name in the package, or None when it has none

# Private-use characters, cut from every text before anything else: an escape that must survive until the last step.
_COLON, _OPENING, _CLOSING = "\ue010", "\ue011", "\ue012"
_CUT, _CUT_END = "\ue013", "\ue014"
_PRIVATE = re.compile("[\ue000-\ue01f]")
_CUT_OUT = re.compile(f"{_CUT}(\\d+){_CUT_END}")
_ENTITIES = {_COLON: "&#58;", _OPENING: "&#123;", _CLOSING: "&#125;"}
_ENTITY = re.compile(f"[{''.join(_ENTITIES)}]")

# What Anki itself would act upon inside a field.
_ACTIVE = re.compile(r"\[(?=/?(?:latex|\$\$?)\]|sound:|anki:)", re.IGNORECASE)

# Text that Markdown leaves exactly as it is: the quick way for most fields.
_PLAIN = re.compile(r"[^\\`*_{}\[\]<>#+\-!|~$&\n\r\t\"'\ue000-\ue01f]*(?<! )")
_LANGUAGE = re.compile(r"[\w+#.-]{1,30}")  # of code: so that it is there again when the card comes back
_NUMBERED = re.compile(r"\d+[.)](?:\s|$)")

# Anki's own signs for LaTeX and sounds, with what stands between them.
_LATEX = re.compile(r"\[(latex|\$\$?)\]")
_SOUND = re.compile(r"\[sound:([^\]\[\n]{1,300})\]")
_SOUNDS = (".mp3", ".ogg", ".flac", ".wav", ".m4a", ".mp4", ".webm")  # what Anki plays, and shows no picture of
_SOURCE = re.compile(r' (src|alt)="([^"]*)"')

# What opens maths, with what closes it and the kind of its token.
_MATHS = {"\\(": ("\\)", "math_inline"), "\\[": ("\\]", "math_inline_double")}

_TAGS = {
    *markup.INLINE, *markup.BLOCKS, *markup.VOID, *markup.WITHIN, "span",
}  # fmt: skip
_CLEANER = nh3.Cleaner(
    tags=_TAGS,
    attributes={
        "a": {"href"}, "code": {"class"}, "img": {"src", "alt"}, "li": {"value"}, "ol": {"start", "type"},
        "span": {"class"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"},
    },
    url_schemes={"http", "https", "mailto"},
    link_rel=None,
)  # fmt: skip


def plays(name: str) -> bool:
    """Whether Anki plays the file *name* where a text names it, and shows no picture."""
    return name.lower().endswith(_SOUNDS)


def rendered(markdown: str, media: MediaName, *, inline: bool = False) -> str:
    """*markdown* as clean HTML; *inline* leaves out the paragraph around a single line. Empty stays empty."""
    return from_marked(_PRIVATE.sub("", markdown), media, inline=inline)


def from_marked(markdown: str, media: MediaName, *, inline: bool = False) -> str:
    """As `rendered`, for text in which `guarded` has already marked what must stay an escape."""
    text = markdown.strip("\n").rstrip()
    if _PLAIN.fullmatch(text) and not _NUMBERED.match(text) and not text.startswith(" "):
        return text if inline or not text else f"<p>{text}</p>\n"
    env: dict[str, Any] = {"cut": [], "media": media}
    html = _MARKDOWN.renderInline(text, env) if inline else _MARKDOWN.render(text, env)
    return _restored(_CLEANER.clean(html), env["cut"])


def guarded(text: str) -> str:
    """*text* with every brace pair and `::` marked, so that Anki sees neither a blank nor a hint in it."""
    doubled = text.replace("{{", _OPENING * 2).replace("}}", _CLOSING * 2)
    return doubled.replace("::", _COLON * 2)


def guarded_answer(text: str) -> str:
    """As `guarded`, for text inside a blank: no brace may stand beside the closing ones, no colon before a hint."""
    text = text.replace("{{", _OPENING * 2).replace("}", _CLOSING)
    text = re.sub(r":(?=:)|(?<=:):|:$", _COLON, text)
    return text.removesuffix("{") + _OPENING if text.endswith("{") else text


def guarded_hint(text: str) -> str:
    """As `guarded`, for the hint of a blank: no brace and no colon of it means anything."""
    return text.replace("{", _OPENING).replace("}", _CLOSING).replace(":", _COLON)


def without_private(text: str) -> str:
    """*text* without the characters that this module uses for itself."""
    return _PRIVATE.sub("", text)


def _restored(html: str, cut: Sequence[str]) -> str:
    html = _ACTIVE.sub("&#91;", html)
    html = _CUT_OUT.sub(lambda match: cut[int(match[1])], html)
    return _ENTITY.sub(lambda match: _ENTITIES[match[0]], html)


def _unmarked(text: str) -> str:
    return text.replace(_COLON, ":").replace(_OPENING, "{").replace(_CLOSING, "}")


def _cut_out(env: EnvType, html: str) -> str:
    env["cut"].append(html)
    return f"{_CUT}{len(env['cut']) - 1}{_CUT_END}"


def _tex(content: str) -> str:
    """TeX as text that runs nothing in Anki. The braces of a blank stay; every other pair is marked already."""
    return _ACTIVE.sub("&#91;", escape(content.strip(), quote=False))


def _maths_inline(_: RendererHTML, tokens: Sequence[Token], at: int, __: OptionsDict, env: EnvType) -> str:
    return _cut_out(env, f"\\({_tex(tokens[at].content)}\\)")


def _maths_block(_: RendererHTML, tokens: Sequence[Token], at: int, __: OptionsDict, env: EnvType) -> str:
    return _cut_out(env, f"\\[{_tex(tokens[at].content)}\\]")


def _code(_: RendererHTML, tokens: Sequence[Token], at: int, __: OptionsDict, ___: EnvType) -> str:
    token = tokens[at]
    language = token.info.split()[0] if token.info.strip() else ""
    said = f' class="language-{language}"' if _LANGUAGE.fullmatch(language) else ""
    return f"<pre><code{said}>{highlighted(token.content, language)}</code></pre>\n"


def _image(renderer: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType) -> str:
    token = tokens[at]
    source = str(token.attrs.get("src", ""))
    said = renderer.renderInlineAsText(token.children, options, env) if token.children else ""
    name = env["media"](source)
    if name and plays(name):
        return _cut_out(env, f"[sound:{name}]")
    if name:
        return f'<img src="{escape(name)}" alt="{escape(said)}">'
    if source.startswith(("http://", "https://")):
        return f'<a href="{escape(source)}">{escape(said or source)}</a>'
    return f"<em>{escape(said or unquote(source))}</em>"


def _bracketed(state: StateInline, silent: bool) -> bool:  # noqa: FBT001  # the parser calls it so
    r"""Maths in a line, `\(…\)` or `\[…\]`, before Markdown takes the backslashes for its own."""
    kind = _MATHS.get(state.src[state.pos : state.pos + 2])
    end = -1 if kind is None else state.src.find(kind[0], state.pos + 2)
    if kind is None or end < 0 or not state.src[state.pos + 2 : end].strip():
        return False
    if not silent:
        state.push(kind[1], "math", 0).content = state.src[state.pos + 2 : end]
    state.pos = end + 2
    return True


def _latex(state: StateInline, silent: bool) -> bool:  # noqa: FBT001  # as above
    """What Anki sets by LaTeX, as it is."""
    begin = _LATEX.match(state.src, state.pos)
    end = state.src.find(f"[/{begin[1]}]", begin.end()) if begin else -1
    if begin is None or end < 0:
        return False
    if not silent:
        tex = escape(state.src[begin.end() : end], quote=False).replace("\n", "<br>")  # which Anki reads as a line end
        state.push("active", "", 0).content = _cut_out(state.env, f"{begin[0]}{tex}[/{begin[1]}]")
    state.pos = end + len(begin[1]) + 3
    return True


def _sound(state: StateInline, silent: bool) -> bool:  # noqa: FBT001  # as above
    """A sound that the collection has; without it the words stay words."""
    found = _SOUND.match(state.src, state.pos)
    name = _played(found[1], state.env) if found else ""
    if found is None or not name:
        return False
    if not silent:
        state.push("active", "", 0).content = name
    state.pos = found.end()
    return True


def _played(source: str, env: EnvType) -> str:
    name = env["media"](unescape(source))
    return _cut_out(env, f"[sound:{name}]") if name and plays(name) else ""


def _active(_: RendererHTML, tokens: Sequence[Token], at: int, __: OptionsDict, ___: EnvType) -> str:
    return tokens[at].content


def _piece(_: RendererHTML, tokens: Sequence[Token], at: int, __: OptionsDict, env: EnvType) -> str:
    """A piece of HTML, its pictures and sounds by their names in the package."""

    def named(match: re.Match[str]) -> str:
        name = env["media"](unescape(match[2])) if match[1] == "src" else None
        return f' src="{escape(name)}"' if name else match[0]

    html = _SOURCE.sub(named, tokens[at].content)
    return _SOUND.sub(lambda match: _played(match[1], env) or match[0], html)


def _bracketed_block(state: StateBlock, line: int, last: int, silent: bool) -> bool:  # noqa: FBT001  # as above
    r"""Maths between a line that begins with `\[` and one that ends with `\]`, whatever list signs lie between."""
    begin = state.bMarks[line] + state.tShift[line]
    if state.src[begin : begin + 2] != "\\[" or state.is_code_block(line):
        return False
    for at in range(line, last):
        text = state.src[state.bMarks[at] : state.eMarks[at]].rstrip()
        if text.endswith("\\]") and text.count("\\]") == 1:
            if not silent:
                token = state.push("math_block", "math", 0)
                token.content = state.getLines(line, at + 1, state.blkIndent, False).strip()[2:-2]  # noqa: FBT003
                token.map = [line, at + 1]
            state.line = at + 1
            return True
        if not text or "\\]" in text:
            return False
    return False


def _link_address(url: str) -> str:
    return _NORMALIZE(_unmarked(url))


def _parser() -> MarkdownIt:
    parser = commonmark.parser()
    parser.use(dollarmath_plugin, allow_space=False, allow_digits=False, double_inline=True)
    parser.inline.ruler.before("escape", "maths", _bracketed)
    parser.inline.ruler.before("link", "latex", _latex)
    parser.inline.ruler.before("link", "sound", _sound)
    parser.block.ruler.before("fence", "maths", _bracketed_block, {"alt": ["paragraph", "reference", "blockquote"]})
    rules: Mapping[str, Any] = {
        "math_inline": _maths_inline,
        "math_inline_double": _maths_block,
        "math_block": _maths_block,
        "math_block_label": _maths_block,
        "math_block_eqno": _maths_block,
        "fence": _code,
        "code_block": _code,
        "image": _image,
        "html_block": _piece,
        "active": _active,
    }
    for name, rule in rules.items():
        parser.add_render_rule(name, rule)
    return parser


_MARKDOWN = _parser()
_NORMALIZE = _MARKDOWN.normalizeLink
_MARKDOWN.normalizeLink = _link_address  # type: ignore[method-assign]  # the parser's own way to be extended
