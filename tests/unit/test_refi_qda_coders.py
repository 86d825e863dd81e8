"""Projects of other programs: codes of one name, what coders noted, and what they are called."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from samklang.core.faults import FaultyInput
from samklang.exchange.loss import Losses
from samklang.exchange.refiqda.importing import into_package, new_package, with_codes
from samklang.exchange.refiqda.project import Project
from tests.unit.qda_programs import (
    CODE,
    FLAT,
    SOURCE,
    TEXT,
    USER,
    WITH_CRLF,
    WITH_LF,
    coded,
    packed,
    qde,
    selection,
    source,
    stored,
)
from tests.unit.qda_programs import read as read

TWO_BRANCHES = f"""<Code guid="{"1" * 8}-9999-4999-8999-{"9" * 12}" name="Stöder" isCodable="false">
<Code guid="{CODE}" name="Pengar"/></Code>
<Code guid="{"2" * 8}-9999-4999-8999-{"9" * 12}" name="Hindrar" isCodable="false">
<Code guid="{USER}" name="Pengar"/><Code guid="{SOURCE}" name="Pengar"/></Code>"""


def test_codes_of_one_name_are_kept_apart(read: Callable[[bytes], Project]) -> None:
    """Money among what helps and among what hinders; and no third of them when read in again."""
    inside = coded(CODE, (0, 6), "Vi had") + coded(USER, WITH_LF, "ingen tid")
    inside += coded(SOURCE, (33, 37), "Tack")
    xml = qde(origin="MAXQDA 24", users="", codes=TWO_BRANCHES, sources=source(inside))
    project = read(stored(xml))
    made = new_package(project, language="sv", losses=Losses())
    names = [(c.text, made.codebook.by_id[c.code].name.sv) for c in made.codings]
    assert names == [
        ("Vi had", "Stöder: Pengar"),
        ("ingen tid", "Hindrar: Pengar"),
        ("Tack", "Hindrar: Pengar (2)"),
    ]
    answers = replace(project.sources[0], name=f"{made.codings[0].response} text")
    again = into_package(replace(project, sources=(answers,)), made, file="p", losses=Losses())
    assert again.codebook == made.codebook
    assert [c.code for c in again.codings] == [c.code for c in made.codings]


def test_a_code_of_the_package_is_known_by_its_name_where_one_has_it(
    read: Callable[[bytes], Project],
) -> None:
    first = read(stored(qde(origin="Tool", sources=source(coded(CODE, WITH_LF, "ingen tid")))))
    made = new_package(first, language="sv", losses=Losses())
    other = first.codes[0]
    twins = (replace(other, guid="x"), replace(other, guid="y", parent="x"))
    known = with_codes(replace(first, codes=(twins[0],)), made, losses=Losses())
    assert known.codebook == made.codebook
    both = with_codes(replace(first, codes=twins), made, losses=Losses())
    assert [c.name.sv for c in both.codebook.codes] == ["Tid", "Tid: Tid"]


NOTE = f"{'3' * 8}-3333-4333-8333-{'3' * 12}"


@pytest.mark.parametrize(
    "further",
    [
        "<Description>Tänk på\r\nstyrelsen.</Description>",
        f'<NoteRef targetGUID="{{{NOTE.upper()}}}"/>',
        f'<Description>ingen tid</Description><NoteRef targetGUID="{NOTE}"/>',
    ],
    ids=["description", "note", "words-said-again"],
)
@pytest.mark.parametrize("within", [True, False], ids=["note-in-xml", "note-in-file"])
def test_what_coders_noted_comes_along(
    read: Callable[[bytes], Project],
    further: str,
    within: bool,
) -> None:
    noted = "Tänk på\r\nstyrelsen."
    path = "" if within else f'plainTextPath="internal://{NOTE}.txt"'
    content = f"<PlainTextContent>{noted}</PlainTextContent>" if within else ""
    notes = f'<Notes><Note guid="{NOTE}" name="Memo" {path}>{content}</Note></Notes>'
    codes = FLAT.replace("/>", f'><NoteRef targetGUID="{NOTE}"/></Code>')
    inside = coded(CODE, WITH_LF, "ingen tid", further)
    xml = qde(origin="Tool", users="", codes=codes, sources=source(inside), further=notes)
    files = {"project.qde": xml.encode(), f"sources/{SOURCE}.txt": TEXT.encode()}
    losses = Losses()
    project = read(packed(files | {f"sources/{NOTE}.txt": noted.encode()}))
    made = new_package(project, language="sv", losses=losses)
    assert [c.memo for c in made.codings] == ["Tänk på\nstyrelsen."]
    assert [c.memo for c in made.codebook.codes] == ["Tänk på\nstyrelsen."]
    assert "Note:" not in losses.report("x").words("sv")


def test_a_note_that_is_of_nothing_coded_is_left_out(read: Callable[[bytes], Project]) -> None:
    notes = f'<Notes><Note guid="{NOTE}" name="Dagbok"><PlainTextContent>x</PlainTextContent>'
    sets = (
        f'<Sets><Set guid="{NOTE}" name="Urval"><MemberSource targetGUID="{SOURCE}"/></Set></Sets>'
    )
    cases = f'<Cases><Case guid="{CODE}" name="Fall"/></Cases>'
    further = f"{cases}{notes}</Note></Notes>{sets}"
    losses = Losses()
    inside = coded(CODE, WITH_LF, "ingen tid")
    xml = qde(origin="Tool", sources=source(inside), further=further)
    new_package(read(stored(xml)), language="sv", losses=losses)
    said = losses.report("x").words("sv")
    for kind in ("Note: 1", "Set: 1", "Case: 1 fall"):
        assert kind in said


def test_one_guid_of_two_is_refused(read: Callable[[bytes], Project]) -> None:
    inside = coded(CODE, WITH_LF, "ingen tid")
    xml = qde(origin="Tool", sources=source(inside) + source(inside))
    with pytest.raises(FaultyInput, match="two have the same GUID"):
        read(stored(xml))
    codes = FLAT + FLAT.replace('name="Tid"', 'name="Råd"')
    with pytest.raises(FaultyInput, match="two have the same GUID"):
        read(stored(qde(origin="Tool", codes=codes, sources=source(inside))))
    twice = qde(origin="Tool", codes=FLAT + FLAT, sources=source(inside + inside))
    made = new_package(read(stored(twice)), language="sv", losses=Losses())
    assert [(c.text, c.code) for c in made.codings] == [("ingen tid", "tid")]


def test_words_on_the_first_line_do_not_tell_how_line_ends_are_counted(
    read: Callable[[bytes], Project],
) -> None:
    """Before the first line end both ways of counting are the same."""
    inside = coded(CODE, (3, 7), "hade") + coded(CODE, WITH_CRLF, "ingen tid")
    project = read(stored(qde(origin="QualCoder 3.6", users="", sources=source(inside))))
    text = project.sources[0].text
    assert [text[c.start : c.end] for c in project.sources[0].codings] == ["hade", "ingen tid"]


def test_initials_are_the_coder_where_a_user_has_no_name_and_a_graph_is_said_to_be_left_out(
    read: Callable[[bytes], Project],
) -> None:
    """As NVivo 15 writes users and maps; a code's note comes along from a file of its own."""
    note, graph = "99999999-9999-4999-8999-999999999999", "88888888-8888-4888-8888-888888888888"
    code = FLAT.replace("/>", f'><NoteRef targetGUID="{note}"/></Code>')
    further = f"""<Notes><Note guid="{note}" plainTextPath="internal://{note}.txt"/></Notes>
<Graphs><Graph guid="{graph}" name="Karta"/></Graphs>"""
    xml = qde(
        origin="NVivo 15.1",
        users=f'<Users><User guid="{USER}" name="" id="AL"/></Users>',
        codes=code,
        sources=source(selection(WITH_LF)),
        further=further,
    )
    texts = {SOURCE: TEXT.encode(), note: b"Gr\xc3\xa4nsfall"}
    files = {f"Sources/{name}.txt": content for name, content in texts.items()}
    losses = Losses()
    made = new_package(
        read(packed({"project.qde": xml.encode(), **files})), language="sv", losses=losses
    )
    assert [coding.coder for coding in made.codings] == ["AL"]
    assert [one.memo for one in made.codebook.codes] == ["Gränsfall"]
    assert "Graph: 1" in losses.report("x").words("sv")
