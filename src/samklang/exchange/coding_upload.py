"""A file with codings from elsewhere: a theme package, or a REFI-QDA project of any program."""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from samklang.core.coding.codebook import Codebook
from samklang.core.coding.codings import Coding
from samklang.core.coding.findings import Finding
from samklang.core.coding.readings import Reading, Sample, Talk
from samklang.core.coding.states import AnswerState, Place
from samklang.core.survey.open_answers import open_answer
from samklang.core.survey.open_questions import open_questions
from samklang.exchange.refiqda.project import Project
from samklang.exchange.refiqda.reading import read_project
from samklang.package.read import read
from samklang.package.theme_package import ThemePackage

SUFFIXES = (".zip", ".qdpx")


@dataclass(frozen=True)
class CodedPackage:
    """What a package says of coding. texts: the answers that it has, by response and question."""

    theme: str
    codebook: Codebook
    codings: tuple[Coding, ...]
    states: tuple[AnswerState, ...]
    texts: Mapping[Place, str]
    samples: tuple[Sample, ...] = ()
    readings: tuple[Reading, ...] = ()
    talks: tuple[Talk, ...] = ()
    findings: tuple[Finding, ...] = ()


def read_coded(content: bytes, name: str) -> CodedPackage | Project:
    """A package (.zip) or a project (.qdpx), by the ending of its name. Raises FaultyInput.

    To be called in a confined process: the file may come from anybody.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"file{Path(name).suffix.lower()}"
        path.write_bytes(content)
        return read_project(path) if path.suffix == ".qdpx" else coded_of(read(path))


def coded_of(package: ThemePackage) -> CodedPackage:
    """The coding of a package, with the answers that it is of."""
    places = open_questions(package.questionnaire)
    texts = {
        (response.id, place.address): text
        for response in package.responses
        for place in places
        if (text := open_answer(response, place))
    }
    return CodedPackage(
        package.theme.id,
        package.codebook,
        package.codings,
        package.states,
        texts,
        package.samples,
        package.readings,
        package.talks,
        package.findings,
    )
