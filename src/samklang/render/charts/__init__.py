"""Charts: a released table or a map as one standalone SVG, the same in HTML and PDF."""

from samklang.render.charts.counts import counts_svg
from samklang.render.charts.figure import figure_svg
from samklang.render.charts.map import map_svg
from samklang.render.charts.reading import reading_svg
from samklang.render.charts.small import small_svg

__all__ = ["counts_svg", "figure_svg", "map_svg", "reading_svg", "small_svg"]
