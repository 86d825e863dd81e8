"""What a publication costs: every output of the demo theme in two languages, beside its peers.

All are whole commands, from the start of the process to its end. `first` is `samklang build` on a
machine that has kept nothing, fonts and templates either; `fresh` renders all files anew; `kept`
finds its PDFs and slides kept from the build before, as `make demo` does the second time. The peers
are given one language's report.html, which holds the whole report with its notes: WeasyPrint makes
a PDF/UA of it, pandoc a Word file, slides and a page, LibreOffice a PDF. CPU is user and system,
peak that of the largest process. `--growth` builds the theme with more members and more examples
instead, `--growth examples` with more examples alone; of those it also prints the largest page.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from benchmarks.publish_growth import grown
from benchmarks.table import HEADER, Run, keep, measure, report

THEME = Path("themes/social-innovation-i-norr")
ROUNDS = 3
PEERS = Path(".venv-bench")
WEASYPRINT = PEERS / "bin/weasyprint"
PANDOC = ("docx", "pptx", "html")
MEMBERS = (40, 400, 4_000, 40_000)
# The demo has 29.
EXAMPLES = (29, 250, 500, 1_000)
GROWTH: Mapping[str, Sequence[int]] = {"members": MEMBERS, "examples": EXAMPLES}


def built(theme: Path, cache: Path, out: Path, *more: str) -> None:
    """Builds a theme as its users do, with a cache of its own. Raises CalledProcessError."""
    # Where it may not be kept, Python translates our modules anew each time: not so the peers'.
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, "-m", "samklang", "build", str(theme), "--out", str(out), *more]
    environment = {**kept, "XDG_CACHE_HOME": str(cache)}
    subprocess.run(command, check=True, capture_output=True, env=environment)


def main(arguments: list[str]) -> None:
    """`--run SUBJECT FOLDER` does one; without it all are done and the table printed."""
    if arguments[:1] == ["--run"]:
        report(_action(arguments[1], Path(arguments[2])))
        return
    print(HEADER)
    runs: list[Run] = []
    with tempfile.TemporaryDirectory() as folder:
        if arguments[:1] == ["--growth"]:
            # Fonts and templates are made once for a machine, and not by what grows.
            built(THEME, Path(folder) / "fresh", Path(folder) / "out")
            for kind, sizes in GROWTH.items():
                if arguments[1:] in ([], [kind]):
                    for size in sizes:
                        runs += measure(
                            "benchmarks.publish",
                            work=f"{size} {kind}",
                            subjects=[f"{kind}-{size}"],
                            argument=folder,
                        )
                        largest, page = largest_page(Path(folder) / f"{kind}-{size}-out")
                        print(f"{'':<14}{f'largest page: {page}':<40}{largest / 1000:>9.0f} kB")
            keep("publish-growth", runs)
            return
        # Once unmeasured, so that what is kept from a build is there, and the peers' input.
        built(THEME, Path(folder) / "cache", Path(folder) / "out")
        for number in range(1, ROUNDS + 1):
            runs += measure(
                "benchmarks.publish",
                work=f"demo theme, round {number}",
                subjects=_subjects(),
                argument=folder,
            )
    keep("publish", runs)


def largest_page(out: Path) -> tuple[int, str]:
    """Bytes and name of the largest page of a built site, the report as one file among them."""
    return max((page.stat().st_size, str(page.relative_to(out))) for page in out.rglob("*.html"))


def pandoc() -> Path | None:
    """The program that the package `pypandoc-binary` carries among the peers."""
    return next(PEERS.glob("lib/*/site-packages/pypandoc/files/pandoc"), None)


def _subjects() -> list[str]:
    found = ["fresh", "first", "kept"]
    if pandoc():
        found += [f"pandoc-{form}" for form in PANDOC]
    if WEASYPRINT.exists():
        found.append("weasyprint")
    if shutil.which("soffice"):
        found.append("libreoffice")
    return found


def _action(subject: str, folder: Path) -> Callable[[], object]:
    """What a subject does, its input made beforehand."""
    kind, _, what = subject.partition("-")
    cache, out = folder / "cache", folder / "out"
    page = out / "sv" / "report.html"
    match kind:
        case "fresh" | "kept":
            if kind == "fresh":
                shutil.rmtree(cache / "samklang" / "outputs", ignore_errors=True)
            return partial(built, THEME, cache, out)
        case "first":
            shutil.rmtree(folder / "none", ignore_errors=True)
            return partial(built, THEME, folder / "none", out)
        case "members" | "examples":
            theme = grown(THEME, folder / subject, **{kind: int(what)})
            # Words that the text claims of a survey of forty need not hold of more.
            return partial(built, theme, folder / "fresh", folder / f"{subject}-out", "--draft")
        case "pandoc":
            made = folder / f"peer.{what}"
            # Pandoc makes a slide of each heading of the second level, as our deck does.
            more = ["--slide-level=2"] if what == "pptx" else ["--embed-resources", "--standalone"]
            command = [str(pandoc()), str(page), "-o", str(made), *more]
        case "weasyprint":
            made = folder / "peer.pdf"
            command = [str(WEASYPRINT), "--pdf-variant", "pdf/ua-1", str(page), str(made)]
        case _:
            made = folder / "report.pdf"
            command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless"]
            command += ["--convert-to", "pdf:writer_web_pdf_Export", "--outdir", str(folder)]
            command.append(str(page))
    return partial(_made, command, made)


def _made(command: list[str], made: Path) -> None:
    """Runs a peer. Raises RuntimeError where it made nothing."""
    made.unlink(missing_ok=True)
    subprocess.run(command, check=True, capture_output=True)
    if not made.exists() or not made.stat().st_size:
        raise RuntimeError(f"{command[0]} made nothing.")


if __name__ == "__main__":
    main(sys.argv[1:])
