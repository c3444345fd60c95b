"""What is asked: entries as a person writes them, cards as a person reviews them. Pure."""
