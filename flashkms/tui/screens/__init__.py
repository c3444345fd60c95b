"""One screen a file: it composes widgets, takes keys, and asks the study. No screen does date arithmetic."""
