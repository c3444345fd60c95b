"""The person's own keys laid over those of a screen or a widget.

Textual's own keymap takes a key away from all that share it, so that `"review.good" = "3,g"` would end the third option
of a choice card, and warns of a clash where one binding has two keys. Here an id gets its keys, and nothing else moves.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from textual.binding import Binding, BindingsMap

from flashkms.tui.keys import physical

if TYPE_CHECKING:
    from textual.dom import DOMNode

    from flashkms.tui.app import FlashkmsApp


class Remapped:
    """A screen or widget whose bindings follow `[keys]`; *NEVER_TOGETHER* are actions never both of which work."""

    NEVER_TOGETHER: tuple[frozenset[str], frozenset[str]] = frozenset(), frozenset()

    def on_mount(self) -> None:
        """Take over the person's keys, and say which of them stand for two things."""
        node = cast("DOMNode", self)
        app = cast("FlashkmsApp", node.app)
        if keys := app.keys:
            before = node._bindings  # noqa: SLF001  # Textual has no other door to the bindings of one node
            node._bindings = laid_over(before, keys)  # noqa: SLF001  # as above
            for key, names in clashes(before, node._bindings, keys, self.NEVER_TOGETHER):  # noqa: SLF001  # as above
                app.say_clash(key, names)
            node.screen.refresh_bindings()


def laid_over(bindings: BindingsMap, keys: Mapping[str, str]) -> BindingsMap:
    """*bindings* with the *keys* of each id that has some of its own, which come before others on the same key.

    Keys are written as in `Binding`, several with commas between; an empty text leaves an id without any.
    """
    moved: dict[str, list[Binding]] = {}
    seen: set[str] = set()
    for binding in (each for found in bindings.key_to_bindings.values() for each in found):
        name = binding.id or ""
        if name in keys and name not in seen:
            seen.add(name)
            for each in _bound(binding, keys[name]):
                moved.setdefault(each.key, []).append(each)
    for key, found in bindings.key_to_bindings.items():
        moved.setdefault(key, []).extend(binding for binding in found if binding.id not in keys)
    return BindingsMap.from_keys({key: found for key, found in moved.items() if found})


def clashes(
    before: BindingsMap,
    after: BindingsMap,
    keys: Mapping[str, str],
    never_together: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset()),
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each key that stands for several ids *after* the person's *keys*, and did not *before*, with the ids.

    Two that were on one key before stay out of each other's way; so do those of *never_together*, by action.
    """
    shared = {
        frozenset((one.id, other.id)) for found in before.key_to_bindings.values() for one in found for other in found
    }
    for key, found in after.key_to_bindings.items():
        names = {
            name
            for one in found
            for other in found
            if one.id != other.id
            and {one.id, other.id} & keys.keys()
            and frozenset((one.id, other.id)) not in shared
            and not _apart(one, other, never_together)
            for name in (one.id or one.action, other.id or other.action)
        }
        if names:
            yield key, tuple(sorted(names))


def _bound(binding: Binding, keys: str) -> Iterable[Binding]:
    named = filter(None, (key.strip() for key in keys.split(",")))
    wanted = ",".join(physical(key) or key for key in named)  # `ㅕ` comes as the key that it lies on
    return Binding.make_bindings([replace(binding, key=wanted, key_display=None)]) if wanted else ()


def _apart(one: Binding, other: Binding, sides: tuple[frozenset[str], frozenset[str]]) -> bool:
    actions = [binding.action.partition("(")[0] for binding in (one, other)]
    return any(actions[0] in sides[at] and actions[1] in sides[1 - at] for at in (0, 1))
