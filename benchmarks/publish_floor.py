"""What a publication cannot cost less than: what its libraries take, without anything of ours.

`make bench NAME=publish_floor` builds the demo theme in both languages and prints the CPU s that
typst takes within it; then what the others take for as many slides, charts, files and bytes with
nothing of ours between: python-pptx for bare slides with a title and notes, zlib for the parts of
the Word, PowerPoint and e-book files, and the imports of the libraries, here and in the process
that reads the package.
"""

import io
import os
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

THEME = Path("themes/social-innovation-i-norr")
ROUNDS = 3
HERE = "typst, pptx, jinja2, numpy, pydantic, yaml, markdown_it, xlsxwriter, pikepdf, click"
READER = "pydantic, yaml"


def main(arguments: list[str]) -> None:
    """Measures each and prints the median of three."""
    assert not arguments, arguments
    files, typst = _rendered()
    floors: dict[str, Callable[[], float]] = {
        "python-pptx": lambda: _spent(lambda: _bare_decks(files)),
        "zlib": lambda: _spent(lambda: _packed_again(files)),
        "imports": lambda: _imports(HERE),
        "imports of the reader": lambda: _imports(READER),
    }
    found = {"typst": typst}
    for name, measured in floors.items():
        found[name] = sorted(measured() for _ in range(ROUNDS))[ROUNDS // 2]
    for name, seconds in found.items():
        print(f"{name:<24}{seconds:>7.2f}")
    print(f"{'all':<24}{sum(found.values()):>7.2f}")


def _rendered() -> tuple[Mapping[str, bytes], float]:
    """Every output, and the CPU s of this process within typst; it has one thread of its own."""
    import typst

    from samklang.publication import build, rendering

    taken = [0.0]
    compiler: Any = typst.Compiler

    class Timed:
        def __init__(self, *given: Any, **named: Any):
            self.of = compiler(*given, **named)

        def compile(self, **named: Any) -> Any:
            return self._timed(lambda: self.of.compile(**named))

        def compile_with_warnings(self, **named: Any) -> Any:
            return self._timed(lambda: self.of.compile_with_warnings(**named))

        def _timed(self, work: Callable[[], Any]) -> Any:
            made: list[Any] = []
            taken[0] += _spent(lambda: made.append(work()))
            return made[0]

    documents = build.prepare(THEME)
    outputs = rendering.Outputs(fresh=True)
    files: dict[str, bytes] = {}
    vars(typst)["Compiler"] = Timed
    for language, document in documents.items():
        issue = rendering._Issues.of(document)
        # One after the other: what other threads take would be counted too.
        for name, output in {**rendering.WRITTEN, **rendering.TYPESET}.items():
            files[f"{language}/{name}"] = output(outputs, issue)
    return files, taken[0]


def _bare_decks(files: Mapping[str, bytes]) -> None:
    """As many slides, notes pages and charts as the decks have, each with a single text."""
    from pptx import Presentation
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE
    from pptx.util import Inches

    box = (Inches(1), Inches(1), Inches(8), Inches(5))
    for name, content in files.items():
        if not name.endswith(".pptx"):
            continue
        with zipfile.ZipFile(io.BytesIO(content)) as whole:
            parts = [part for part in whole.namelist() if part.endswith(".xml")]
        made = Presentation()
        for number in range(sum(part.startswith("ppt/slides/slide") for part in parts)):
            page = made.slides.add_slide(made.slide_layouts[5])
            page.shapes.title.text = str(number)
            page.notes_slide.notes_text_frame.text = str(number)
            if number < sum(part.startswith("ppt/charts/chart") for part in parts):
                data = CategoryChartData()
                data.categories = ["a", "b", "c"]
                data.add_series("d", (1, 2, 3))
                page.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, *box, data)
        made.save(io.BytesIO())


def _packed_again(files: Mapping[str, bytes]) -> None:
    """The parts of the files that are zipped, packed as they are packed."""
    for name, content in files.items():
        if name.endswith((".pptx", ".docx", ".epub")):
            with zipfile.ZipFile(io.BytesIO(content)) as whole:
                for part in whole.infolist():
                    if part.compress_type == zipfile.ZIP_DEFLATED:
                        zlib.compress(whole.read(part))


def _imports(modules: str) -> float:
    return _spent(lambda: subprocess.run([sys.executable, "-c", f"import {modules}"], check=True))


def _spent(work: Callable[[], object]) -> float:
    """The CPU s of this process and of those that it waits for."""
    before = sum(os.times()[:4])
    work()
    return sum(os.times()[:4]) - before


if __name__ == "__main__":
    main(sys.argv[1:])
