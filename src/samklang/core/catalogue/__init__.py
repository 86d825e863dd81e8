"""The catalogue: examples, where they are and how well they are sourced."""
