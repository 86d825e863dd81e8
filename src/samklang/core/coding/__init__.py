"""Coding: codebook, codings, factors and the quotes a person has released."""
