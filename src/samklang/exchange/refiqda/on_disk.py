"""A REFI-QDA file into a theme package on disk: the one that is there, or a new one; whole or not
at all.
"""

import os
from collections.abc import Mapping
from pathlib import Path

from samklang.core.faults import faulty_file
from samklang.core.language.messages import message
from samklang.core.language.wording import Language
from samklang.exchange.loss import Losses, LossReport
from samklang.exchange.refiqda.importing import into_package, new_package, with_codes
from samklang.exchange.refiqda.project import Project
from samklang.exchange.refiqda.reading import read_codebook, read_project
from samklang.package import rows
from samklang.package.files import MANIFEST, read_files
from samklang.package.read import CODEBOOK, read_from
from samklang.package.theme_package import ThemePackage
from samklang.package.write import texts, write


def import_refi_qda(file: Path, into: Path, *, language: Language) -> LossReport:
    """Reads a .qdpx or .qdc into the package `into`, and says what became of it.

    A package that is there gets new codes and codings; its other files stay as they are. Else a new
    one is written, in `language`. Raises FaultyInput; then nothing has been written.
    """
    losses = Losses()
    codes_alone = file.suffix.lower() == ".qdc"
    project = read_codebook(file) if codes_alone else read_project(file)
    if (into / "theme.yaml").exists():
        _into(project, into, codes_alone=codes_alone, file=file.name, losses=losses)
    elif codes_alone:
        what = message("refiqda.no_package_for_codes")
        raise faulty_file(into, what, message("refiqda.name_a_folder"))
    else:
        package = new_package(project, language=language, losses=losses)
        read_from({name: text.encode() for name, text in texts(package).items()})
        write(package, into)
    return losses.report(file.name)


def _into(project: Project, folder: Path, *, codes_alone: bool, file: str, losses: Losses) -> None:
    files = dict(read_files(folder))
    if MANIFEST in files:
        what = message("refiqda.package_is_frozen")
        raise faulty_file(MANIFEST, what, message("refiqda.import_into_a_copy"))
    before = read_from(files)
    after: ThemePackage = (
        with_codes(project, before, losses=losses)
        if codes_alone
        else into_package(project, before, file=file, losses=losses)
    )
    written = texts(after)
    changed = {}
    if after.codebook != before.codebook:
        changed[CODEBOOK] = written[CODEBOOK].encode()
    if after.codings != before.codings:
        # Without a coding there is no table.
        changed[rows.CODINGS] = written.get(rows.CODINGS, "").encode()
    read_from({**{n: c for n, c in files.items() if n not in changed}, **_there(changed)})
    # What the package's own reader refuses has been refused by now; nothing is written before.
    for name, content in changed.items():
        if not content:
            (folder / name).unlink()
            continue
        fresh = folder / f".{name}.new"
        fresh.write_bytes(content)
        os.replace(fresh, folder / name)


def _there(changed: Mapping[str, bytes]) -> Mapping[str, bytes]:
    return {name: content for name, content in changed.items() if content}
