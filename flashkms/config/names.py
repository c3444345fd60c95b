"""Names that settings may hold and only the screens know, told here so that a misspelt one needs no screen."""

from __future__ import annotations

THEMES = (
    "flashkms-dark", "flashkms-light", "flashkms-contrast",
    "ansi-dark", "ansi-light", "atom-one-dark", "atom-one-light", "catppuccin-frappe", "catppuccin-latte",
    "catppuccin-macchiato", "catppuccin-mocha", "dracula", "flexoki", "gruvbox", "monokai", "nord", "rose-pine",
    "rose-pine-dawn", "rose-pine-moon", "solarized-dark", "solarized-light", "textual-dark", "textual-light",
    "tokyo-night",
)  # fmt: skip

# The ids that `[keys]` may name, by screen.
BINDINGS = (
    "app.help", "app.quit",
    "home.study", "home.find", "home.browse", "home.stats", "home.build", "home.export", "home.triage", "home.plan",
    "home.settings", "home.fold", "home.undo", "home.reload", "home.quit",
    "review.show", "review.next", "review.again", "review.hard", "review.good", "review.easy", "review.pick_1",
    "review.pick_2", "review.pick_3", "review.pick_4", "review.pick_5", "review.pick_6", "review.pick_7",
    "review.pick_8", "review.pick_9", "review.pick_10", "review.pick_number",
    "review.undo", "review.edit", "review.bury", "review.suspend",
    "review.mark", "review.flag", "review.info", "review.open", "review.source", "review.type", "review.replay",
    "review.down", "review.up", "review.page_down", "review.page_up", "review.stop_typing", "review.leave",
    "done.leave", "done.undo", "done.again", "done.ahead", "done.export",
    "first.build", "first.demo", "first.quit",
    "browse.search", "browse.edit", "browse.suspend", "browse.select", "browse.preview", "browse.down", "browse.up",
    "browse.select_all", "browse.bury", "browse.mark", "browse.flag", "browse.due", "browse.forget", "browse.info",
    "browse.open", "browse.undo", "browse.leave",
    "stats.deck", "stats.previous_deck", "stats.down", "stats.up", "stats.leave",
    "triage.keep", "triage.drop", "triage.take", "triage.accept", "triage.undo", "triage.edit", "triage.leave",
    "plan.exam", "plan.deck", "plan.simulate", "plan.down", "plan.up", "plan.leave",
    "simulate.longer", "simulate.shorter", "simulate.deck", "simulate.previous_deck", "simulate.plan", "simulate.leave",
    "settings.edit", "settings.leave",
    "rows.up", "rows.down", "rows.page_up", "rows.page_down", "rows.first", "rows.last", "rows.open",
    "info.close",
    "help.close",
    "edit.save", "edit.leave",
    "ask.leave",
    "confirm.yes", "confirm.no",
)  # fmt: skip
