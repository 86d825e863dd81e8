"""Evidence: words and numbers that claim something, and whether the figures bear them out."""
