"""Card Markdown on a terminal: parsed once to blocks, laid out in lines for a width, without a widget per block."""
