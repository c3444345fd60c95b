"""`flashkms.toml` as frozen values: what may be set, and what holds when nothing is."""

from __future__ import annotations

from flashkms.config.read import parse, readable
from flashkms.config.values import DEFAULT_PARAMETERS, Config, DeckSettings, Queueing, Scheduling

FILE = "flashkms.toml"

__all__ = ["DEFAULT_PARAMETERS", "FILE", "Config", "DeckSettings", "Queueing", "Scheduling", "parse", "readable"]
