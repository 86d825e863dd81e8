"""Samklang: from what members say to a thematic report that readers can trust."""

__version__ = "0.1.0"
