"""One command a file; each module has a function of its own name."""
