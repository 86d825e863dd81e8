"""Slides: the deck for PowerPoint, with native charts that can be edited."""

from samklang.render.slides.deck import deck

__all__ = ["deck"]
