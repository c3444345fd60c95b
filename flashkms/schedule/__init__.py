"""When to ask: events, memories and the queue as pure functions of text and time."""
