"""Accessibility: what tests have found of the outputs and pages, and the statement made of it."""
