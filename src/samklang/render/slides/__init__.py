"""Slides: the deck for PowerPoint, with native charts that can be edited."""

from samklang.render.slides.deck import deck
from samklang.render.slides.single import single_slides

__all__ = ["deck", "single_slides"]
