"""Data: a CSV per figure and the catalogue, described as a Frictionless data package."""

from samklang.render.data.package import data_files

__all__ = ["data_files"]
