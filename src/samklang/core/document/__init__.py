"""What a report is made of: inline text, blocks, document and deck, and what renderers read."""
