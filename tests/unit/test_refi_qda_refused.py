"""REFI-QDA: places, texts and codes that no project can have are refused by their names."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from samklang.core.faults import FaultyInput
from samklang.exchange.loss import Losses
from samklang.exchange.refiqda.exporting import export_project
from samklang.exchange.refiqda.importing import into_package
from samklang.exchange.refiqda.project import Project
from samklang.exchange.refiqda.reading import read_project
from samklang.exchange.refiqda.writing import write_project
from samklang.package.theme_package import ThemePackage
from tests.unit.qda_projects import FOREIGN, SPACE, TEXTS, foreign
from tests.unit.qda_projects import base as base
from tests.unit.qda_projects import stored as stored


@pytest.mark.parametrize(
    ("old", "new", "source", "what"),
    [
        ("{33333333", "{bbbbbbbb", "Intervju 1", "a code that is not there (bbbbbbbb"),
        ('creatingUser="{11111111', 'creatingUser="{cccccccc', "Intervju 1", "a user who is not"),
        ('endPosition="8"', 'endPosition="16"', "Intervju 1", "4 to 16 counts UTF-16 units"),
        ('endPosition="8"', 'endPosition="99"', "Intervju 1", "4 to 99 is no span of a text of 15"),
        ('endPosition="8"', 'endPosition="3"', "Intervju 1", "4 to 3 is no span"),
        ('startPosition="4"', 'startPosition="-1"', "Intervju 1", "-1 to 8 is no span"),
        ('startPosition="4"', 'startPosition="x"', "Intervju 1", "'x' to '8' is no place"),
        ("2026-03-01T10", "2026-93-01T10", "Intervju 1", "is not a date and time"),
        (">Bara glädje.<", "><", "Intervju 2", "the source is empty"),
        ("<PlainTextContent>Bara glädje.</PlainTextContent>", "", "Intervju 2", "no plain text"),
        ("internal://5", "internal://6", "Intervju 1", "is not in the file"),
        ("internal://5", "relative:///6", "Intervju 1", "lies outside the file"),
        ('name="Glädje"', 'name=" "', "", "a code has no name"),
        ("urn:QDA-XML:project:1.0", "urn:QDA-XML:project:2.0", "", "not REFI-QDA 1.0's Project"),
        ("<Users>", "<Users", "Intervjuer.qde", "it is not XML"),
        ("<Project", '<!DOCTYPE x [<!ENTITY e "e">]><Project', "", "document type or entities"),
    ],
)
def test_what_no_program_can_use_is_refused_by_name(
    stored: Callable[[bytes], Path],
    old: str,
    new: str,
    source: str,
    what: str,
) -> None:
    assert old in FOREIGN
    with pytest.raises(FaultyInput) as faulty:
        read_project(stored(foreign(FOREIGN.replace(old, new, 1))))
    said = str(faulty.value)
    assert what in said
    assert source in said


def test_places_in_utf_16_within_the_text_are_refused_by_the_words_they_miss(
    stored: Callable[[bytes], Path],
) -> None:
    """Two emoji before the words: counted in UTF-16 units the place is still in the text."""
    xml = FOREIGN.replace('name="tid🙂" startPosition="4"', 'name="tid" startPosition="5"')
    texts = dict.fromkeys(TEXTS, "🙂 🙂tid saknas")
    right = xml.replace('startPosition="5"', 'startPosition="3"').replace('"8"', '"6"')
    assert read_project(stored(foreign(right, texts))).sources[0].codings[0].start == 3
    with pytest.raises(FaultyInput, match="5 to 8 counts UTF-16 units"):
        read_project(stored(foreign(xml, texts)))


def test_what_is_no_project_is_refused(stored: Callable[[bytes], Path], tmp_path: Path) -> None:
    for content in (b"", b"PK", b"\x00" * 99):
        with pytest.raises(FaultyInput, match="not a valid zip file"):
            read_project(stored(content))
    with pytest.raises(FaultyInput, match=r"0 files \.qde"):
        read_project(stored(write_project(Project("x")).replace(b"project.qde", b"project.txt")))
    with pytest.raises(FaultyInput, match="no such file"):
        read_project(tmp_path / "none.qdpx")


def test_codes_under_codes_without_end_are_refused(stored: Callable[[bytes], Path]) -> None:
    one = '<Code guid="22222222-2222-4222-8222-222222222222" name="x" isCodable="true">'
    deep = f"<CodeBook><Codes>{one * 3_000}{'</Code>' * 3_000}</Codes></CodeBook>"
    xml = f'<Project {SPACE} name="x">{deep}</Project>'
    with pytest.raises(FaultyInput, match="more than 50 deep"):
        read_project(stored(foreign(xml)))


def test_a_text_that_has_changed_is_refused(base: ThemePackage) -> None:
    project, _ = export_project(base)
    first = replace(project.sources[0], text="Något annat")
    with pytest.raises(FaultyInput, match="not the answer that the package has"):
        into_package(replace(project, sources=(first,), cases=()), base, file="p", losses=Losses())


def test_a_quote_whose_coding_has_changed_is_no_longer_released(base: ThemePackage) -> None:
    project, _ = export_project(base)
    (released,) = [c for c in base.codings if c.released]
    place = next(n for n, s in enumerate(project.sources) if s.name.startswith(released.response))
    source = project.sources[place]
    moved = replace(source, codings=(replace(source.codings[0], end=source.codings[0].end - 1),))
    sources = (*project.sources[:place], moved, *project.sources[place + 1 :])
    losses = Losses()
    after = into_package(replace(project, sources=sources), base, file="p", losses=losses)
    assert not any(coding.released for coding in after.codings)
    assert f"{released.id}: the release of a quote" in losses.report("p").words("en")
