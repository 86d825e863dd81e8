"""Vocabularies: counties and municipalities by SCB code."""
