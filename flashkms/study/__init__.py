"""Studying: what is due, what an answer brings, and one sitting after another. No screen, no SQL."""

from flashkms.study.outcome import Outcome
from flashkms.study.session import Left, Selection, Session, Sitting
from flashkms.study.study import DeckCounts, Study

__all__ = ["DeckCounts", "Left", "Outcome", "Selection", "Session", "Sitting", "Study"]
