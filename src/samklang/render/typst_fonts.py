"""Faces for typst: those that are named and no others, neither the system's nor typst's own."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from samklang.render.design import font_files

if TYPE_CHECKING:
    import typst


@contextmanager
def faces(names: Sequence[str]) -> "Iterator[typst.Fonts]":
    """The faces by their names in `font_files`: the packages hold each twice, in two formats."""
    # Slow to bring in, and most who import what draws with it draw nothing.
    import typst

    with tempfile.TemporaryDirectory(prefix="samklang-fonts-") as folder:
        for name in names:
            (Path(folder) / f"{name}.ttf").symlink_to(font_files()[name])
        yield typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder]
        )
