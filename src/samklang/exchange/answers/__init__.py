"""Answers from any tool: a table with a row for each who answered becomes a theme package."""
