"""flashkms: study notes become cards, cards are scheduled with FSRS, reviews are kept as text."""

__version__ = "1.0.0"
