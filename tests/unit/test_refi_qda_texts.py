"""Texts of other programs' projects: in a PDF, in the XML or beside it, by any of their paths."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from samklang.exchange.loss import Losses
from samklang.exchange.refiqda.exporting import source_name
from samklang.exchange.refiqda.importing import into_package, new_package
from samklang.exchange.refiqda.project import Project
from tests.unit.test_refi_qda_programs import (
    CODE,
    SOURCE,
    TEXT,
    USER,
    WITH_LF,
    packed,
    qde,
    read,  # noqa: F401
    selection,
    source,
)

PDF, REPRESENTATION = f"{'8' * 8}-8888-4888-8888-{'8' * 12}", f"{'7' * 8}-7777-4777-8777-{'7' * 12}"


@pytest.mark.parametrize("kept", ["file", "xml", "nowhere"])
def test_the_text_of_a_pdf_is_a_text_and_what_is_marked_on_its_pages_is_left_out(
    read: Callable[[bytes], Project],  # noqa: F811
    kept: str,
) -> None:
    """As QualCoder and ATLAS.ti write PDFs; one without its text is left out whole."""
    content = f"<PlainTextContent>{TEXT}</PlainTextContent>" if kept == "xml" else ""
    pdf = f"""<PDFSource guid="{PDF}" name="Avtal.pdf" path="internal://avtal.pdf">
<Representation guid="{REPRESENTATION}" name="x" plainTextPath="internal://avtal.txt">{content}
{selection(WITH_LF)}</Representation>
<PDFSelection guid="{CODE}" page="0" firstX="0" firstY="0" secondX="9" secondY="9">
<Coding guid="{CODE}"><CodeRef targetGUID="{CODE}"/></Coding></PDFSelection>
<Coding guid="{USER}"><CodeRef targetGUID="{CODE}"/></Coding></PDFSource>"""
    case = f'<Cases><Case name="F"><SourceRef targetGUID="{PDF}"/></Case></Cases>'
    files = {"sources/avtal.txt": TEXT.encode()} if kept == "file" else {}
    xml = qde(origin="QualCoder 3.8", sources=pdf, further=case)
    project = read(packed({"project.qde": xml.encode(), "sources/avtal.pdf": b"%PDF", **files}))
    if kept == "nowhere":
        assert (project.sources, project.left_out["PDFSource"]) == ((), 1)
        assert project.codings_left_out == 3
        return
    assert [(s.name, s.guid) for s in project.sources] == [("Avtal.pdf", REPRESENTATION)]
    assert project.cases[0].sources == (REPRESENTATION,)
    assert (project.left_out, project.codings_left_out) == ({}, 1)
    made = new_package(project, language="sv", losses=Losses())
    whole = TEXT.replace("\r\n", "\n")
    assert [c.text for c in made.codings] == ["ingen tid", whole]


def test_a_pdf_that_was_put_beside_a_package_s_answers_is_left_out(
    read: Callable[[bytes], Project],  # noqa: F811
) -> None:
    """As where somebody has added what else there is to read; another text is a fault."""
    pdf = f"""<PDFSource guid="{PDF}" name="Avtal.pdf"><Representation guid="{REPRESENTATION}">
<PlainTextContent>{TEXT}</PlainTextContent>{selection(WITH_LF)}</Representation></PDFSource>"""
    xml = qde(origin="MAXQDA 2024", sources=source(selection(WITH_LF)))
    files = {f"sources/{SOURCE}.txt": TEXT.encode()}
    first = read(packed({"project.qde": xml.encode(), **files}))
    package = new_package(first, language="sv", losses=Losses())
    added = read(
        packed({"project.qde": xml.replace("</Sources>", f"{pdf}</Sources>").encode()} | files)
    )
    renamed = replace(added.sources[0], name=source_name("intervju-1", "text"))
    losses = Losses()
    both = replace(added, sources=(renamed, added.sources[1]))
    made = into_package(both, package, file="x", losses=losses)
    assert len(made.codings) == 1
    assert "Avtal.pdf: 1 kodningar av bild" in losses.report("x").words("sv")


def test_an_empty_text_in_the_xml_hides_none_in_a_file_and_a_path_may_be_as_in_an_address(
    read: Callable[[bytes], Project],  # noqa: F811
) -> None:
    path = "internal://Intervju%20%C3%A5.txt"
    inside = f"<Description>Sista året.</Description><PlainTextContent/>{selection(WITH_LF)}"
    xml = qde(origin="Tool", sources=source(inside, path=path))
    project = read(packed({"p.qde": xml.encode(), "sources/Intervju å.txt": TEXT.encode()}))
    losses = Losses()
    made = new_package(project, language="sv", losses=losses)
    assert [c.text for c in made.codings] == ["ingen tid"]
    assert "Description: det som har skrivits om 1 hela texter" in losses.report("x").words("sv")
