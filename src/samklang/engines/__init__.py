"""Engines: integer tallies of a long table of answers."""
