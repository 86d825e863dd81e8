"""What a publication costs: every output of the demo theme in two languages, beside a peer's PDF.

`fresh` renders all 48 files anew, `kept` finds its PDFs and slides kept from the build before, as
`make demo` does the second time. The peer is LibreOffice, which makes one PDF from one language's
report.html. CPU is user and system, children included, with the start of the process's imports.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks.table import HEADER, Run, keep, measure, report

THEME = Path("themes/social-innovation-i-norr")
ROUNDS = 3


def built(cache: Path, out: Path) -> Callable[[], object]:
    """A build of the demo theme with a cache of its own."""
    os.environ["XDG_CACHE_HOME"] = str(cache)

    def build_all() -> object:
        from samklang.publication.build import build

        return build(THEME, out, progress=lambda _: None)

    return build_all


def main(arguments: list[str]) -> None:
    """`--run SUBJECT FOLDER` does one; without it all are done and the table printed."""
    if arguments[:1] == ["--run"]:
        subject, folder = arguments[1], Path(arguments[2])
        if subject == "libreoffice":
            report(lambda: _libreoffice(folder))
        else:
            outputs = folder / "cache" / "samklang" / "outputs"
            if subject == "fresh":
                shutil.rmtree(outputs, ignore_errors=True)
            report(built(folder / "cache", folder / "out"))
        return
    subjects = ["fresh", "kept", *(["libreoffice"] if shutil.which("soffice") else [])]
    print(HEADER)
    runs: list[Run] = []
    with tempfile.TemporaryDirectory() as folder:
        # Once unmeasured: fonts and templates are kept from the first build on this machine.
        built(Path(folder) / "cache", Path(folder) / "out")()
        for number in range(1, ROUNDS + 1):
            runs += measure(
                "benchmarks.publish",
                work=f"demo theme, round {number}",
                subjects=subjects,
                argument=folder,
            )
    keep("publish", runs)


def _libreoffice(folder: Path) -> None:
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation=file://{folder}/profile",
            "--headless",
            "--convert-to",
            "pdf:writer_web_pdf_Export",
            "--outdir",
            str(folder),
            str(folder / "out" / "sv" / "report.html"),
        ],
        check=True,
        capture_output=True,
    )
    if not (folder / "report.pdf").stat().st_size:
        raise RuntimeError("LibreOffice made no PDF.")


if __name__ == "__main__":
    main(sys.argv[1:])
