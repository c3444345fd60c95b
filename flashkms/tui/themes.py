"""The themes of flashkms: dark, light and high contrast.

Meaning keeps to the theme's own roles, so that every Textual theme works: primary is new and Easy, error is learning
and Again, success is due and Good, warning is Hard, accent is the answer and the focus. Dark surfaces stay below 0.15
saturation, else a 256-colour terminal paints them navy.
"""

from __future__ import annotations

from textual.theme import Theme

DARK = Theme(
    name="flashkms-dark",
    primary="#6cb2ff",
    secondary="#4f86bf",
    accent="#f5c563",
    success="#7ec77e",
    warning="#e5a44f",
    error="#f0717b",
    foreground="#dfe2e7",
    background="#15171a",
    surface="#1e2125",
    panel="#2d3035",
    boost="#24272b",
    variables={
        "border": "#3a3e44",
        "border-blurred": "#3a3e44",
        "footer-key-foreground": "#f5c563",
        "scrollbar": "#2d3035",
        "scrollbar-background": "#15171a",
        "block-cursor-background": "#2d3035",
        "block-cursor-foreground": "#dfe2e7",
        "input-selection-background": "#4f86bf 40%",
    },
)

LIGHT = Theme(
    name="flashkms-light",
    primary="#1459a8",
    secondary="#4f86bf",
    accent="#8a4b00",
    success="#1b7a34",
    warning="#9a5200",
    error="#b3261e",
    foreground="#1c1f24",
    background="#f7f9fb",
    surface="#eceff3",
    panel="#d8dbe0",
    boost="#e7eaee",
    dark=False,
    variables={
        "border": "#c9cdd3",
        "border-blurred": "#c9cdd3",
        "foreground-muted": "#595d63",
        "footer-key-foreground": "#8a4b00",
        "scrollbar": "#d8dbe0",
        "scrollbar-background": "#f7f9fb",
        "block-cursor-background": "#d8dbe0",
        "block-cursor-foreground": "#1c1f24",
        "input-selection-background": "#4f86bf 40%",
    },
)

CONTRAST = Theme(
    name="flashkms-contrast",
    primary="#66ccff",
    secondary="#66ccff",
    accent="#ffe000",
    success="#66ff66",
    warning="#ffb000",
    error="#ff8080",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#3c3c3c",
    boost="#262626",
    text_alpha=1.0,
    variables={
        "border": "#ffffff",
        "border-blurred": "#b0b0b0",
        "foreground-muted": "#e0e0e0",
        "footer-key-foreground": "#ffe000",
        "scrollbar": "#ffffff",
        "scrollbar-background": "#3c3c3c",
        "block-cursor-background": "#3c3c3c",
        "block-cursor-foreground": "#ffffff",
        "input-selection-background": "#0050ff",
    },
)

THEMES = (DARK, LIGHT, CONTRAST)
