"""Disclosure control: what may be printed, and as what."""
