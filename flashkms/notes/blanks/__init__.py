"""Blanks: which words of a point are worth hiding, by a score that can say why."""
