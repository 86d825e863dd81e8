"""Formats: the one table of what a theme package is exchanged in, read by the command line.

A new format is its own reading or writing, and a row here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from samklang.core.faults import faulty_file
from samklang.core.language.messages import message
from samklang.core.language.wording import Language
from samklang.exchange.loss import LossReport

if TYPE_CHECKING:  # it brings in NumPy, which `samklang --help` need not wait for
    from samklang.package.theme_package import ThemePackage

Written: TypeAlias = tuple[bytes, LossReport]
Write: TypeAlias = "Callable[[ThemePackage], Written]"
# The file, the package's folder, the language of a new package: what became of it.
Read = Callable[[Path, Path, Language], LossReport]


@dataclass(frozen=True)
class Format:
    """A format of exchange.

    name: as a command. what: a line of help. write: by the suffix of the file to write, with the
    dot. read: into a package's folder; None where a format can only be written.
    """

    name: str
    what: str
    write: Mapping[str, Write]
    read: Read | None = None


def write_file(format_: Format, package: Path, target: Path) -> LossReport:
    """Writes a package in a format to a file that is not there yet. Raises FaultyInput."""
    from samklang.package.read import read

    write = format_.write.get(target.suffix.lower())
    if write is None:
        what = message("refiqda.no_file_of", suffix=target.suffix, name=format_.name)
        remedy = message("refiqda.let_the_name_end_in", suffixes=" or ".join(format_.write))
        raise faulty_file(target.name, what, remedy)
    if target.exists():
        what = message("package.something_is_there_already")
        raise faulty_file(target.name, what, message("refiqda.choose_a_new_name"))
    content, report = write(read(package))
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
    return report


def _project(package: "ThemePackage") -> Written:
    from samklang.exchange.refiqda.exporting import export_project
    from samklang.exchange.refiqda.writing import write_project

    project, report = export_project(package)
    return write_project(project), report


def _codes(package: "ThemePackage") -> Written:
    from samklang.exchange.refiqda.exporting import export_codebook
    from samklang.exchange.refiqda.writing import write_codebook

    return write_codebook(export_codebook(package)), LossReport(package.theme.id, ())


def _codings(package: "ThemePackage") -> Written:
    from samklang.exchange.codings_table import codings_table

    return codings_table(package), LossReport(package.theme.id, ())


def _markdown(package: "ThemePackage") -> Written:
    from samklang.exchange.codebook_document import as_markdown

    return as_markdown(package), LossReport(package.theme.id, ())


def _word(package: "ThemePackage") -> Written:
    from samklang.exchange.codebook_document import as_word

    return as_word(package), LossReport(package.theme.id, ())


def _read_refi_qda(file: Path, into: Path, language: Language) -> LossReport:
    from samklang.exchange.refiqda.on_disk import import_refi_qda

    return import_refi_qda(file, into, language=language)


FORMATS: tuple[Format, ...] = (
    Format(
        "refi-qda",
        "A project (.qdpx) or codebook (.qdc) of NVivo, MAXQDA, ATLAS.ti and others",
        {".qdpx": _project, ".qdc": _codes},
        _read_refi_qda,
    ),
    Format("codings", "Codings as a table of 0 and 1 (.csv)", {".csv": _codings}),
    Format("codebook", "The codebook to read (.docx or .md)", {".docx": _word, ".md": _markdown}),
)
