"""The verbs of the command palette: every deck, every screen, every theme."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from textual.app import SystemCommand
from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from flashkms.tui.text.shown import shown_line

if TYPE_CHECKING:
    from flashkms.tui.app import FlashkmsApp


class Verbs(Provider):
    """The verbs as the palette takes them; a deck's name is text, whatever brackets it has."""

    async def discover(self) -> Hits:
        """All verbs, in their own order."""
        for title, words, deed, *_ in self.app.get_system_commands(self.screen):
            yield DiscoveryHit(Content(title), deed, text=title, help=words)

    async def search(self, query: str) -> Hits:
        """The verbs that *query* fits, the best first."""
        matcher = self.matcher(query)
        for title, words, deed, *_ in self.app.get_system_commands(self.screen):
            if (score := matcher.match(title)) > 0:
                yield Hit(score, Content(title), deed, text=title, help=words)


def verbs(app: FlashkmsApp) -> Iterator[SystemCommand]:
    """What can be done from anywhere, the most wanted first."""
    yield SystemCommand("home", "The decks and today's counts", app.go_home)
    yield SystemCommand("browse: find cards", "Search, look at and change cards", lambda: app.browse(typing=True))
    yield SystemCommand("stats: how learning goes", "Retention, activity, forecast", app.stats)
    yield SystemCommand("plan: exams and workload", "What an exam day asks for", app.plan)
    yield SystemCommand("simulate: the price of memory", "What each retention costs a day, and keeps", app.simulate)
    yield SystemCommand("triage: judge new cards", "Keep, drop, and settle conflicts", app.triage)
    yield SystemCommand("settings: change flashkms.toml", "Every setting with its meaning", app.settings)
    yield SystemCommand("keys: help for this screen", "Every key that works here, and its id", app.action_keys)
    yield SystemCommand("quit", "Everything is saved already", app.exit)
    for counts in app.study.counts():
        deck = counts.deck
        words = f"{counts.new} new, {counts.learning} learning, {counts.due} due"
        yield SystemCommand(f"study: {shown_line(deck)}", words, lambda deck=deck: app.review(app.study.session(deck)))
    for theme in sorted(app.available_themes, key=lambda name: not name.startswith("flashkms")):
        yield SystemCommand(
            f"theme: {theme}", "Colours of this sitting", lambda theme=theme: setattr(app, "theme", theme)
        )
