"""XLSForm: nothing is left out in silence, and files that were damaged are refused."""

import io
import zipfile
from contextlib import suppress

import openpyxl
import pytest

from samklang.exchange.xlsform.reading import read_xlsform
from samklang.exchange.xlsform.sheets import Refused
from samklang.exchange.xlsform.writing import write_xlsform
from tests.unit.written_form import CHOICES, HEAD, Rows, form, refused


def lost(survey: Rows, choices: Rows = CHOICES, **settings: str) -> list[tuple[str, str]]:
    found = read_xlsform(form(survey, choices, **settings))
    return [(r.column, r.reason) for r in found.lost]


@pytest.mark.parametrize(
    "heading", ["relevance", "Relevant", "bind::relevant", "Bind :: Relevant", " relevant "]
)
def test_a_condition_is_found_under_every_name_of_its_column(heading: str) -> None:
    head: list[object] = ["type", "name", "caption", heading]
    rows: Rows = [["select one from yn", "q1", "A"], ["text", "q2", "B", "${q1} = ‘yes’"]]
    found = read_xlsform(form([head, *rows])).questionnaire
    assert found.by_id["q2"].relevant == "${q1} = 'yes'"
    assert found.by_id["q2"].wording.sv == "B"


@pytest.mark.parametrize(
    ("heading", "cell", "reason"),
    [
        ("guidance_hint", "Läs", "column_left_out"),
        ("required_message::sv", "Svara", "column_left_out"),
        ("our notes", "!", "column_left_out"),
        ("appearance", "minimal", "left_out"),
        ("media::image::sv", "a.png", "left_out"),
        ("readonly", "TRUE", "left_out"),
        ("hint::Suomi (fi)", "Moi", "other_language"),
        ("hint", "Ni sa ${q0}", "reference"),
        ("hint::sv", "Läs **noga**", "markup"),
    ],
)
def test_nothing_is_left_out_in_silence(heading: str, cell: str, reason: str) -> None:
    head: list[object] = ["type", "name", "label", heading]
    told = lost([head, ["text", "q0", "A", ""], ["text", "q1", "B", cell]])
    assert [why for _, why in told] == [reason]


def test_what_stands_outside_the_questions_is_told() -> None:
    head: list[object] = ["type", "name", "label", "disabled"]
    survey: Rows = [head, ["text", "q0", "A", "yes"], ["text", "q1", "A", "no", "a note"]]
    survey += [["begin group", "g", "Del 1"], ["text", "q2", "B"], ["end group"]]
    told = lost(survey, style="pages", form_id="x")
    assert told == [
        ("style", "left_out"),
        ("disabled", "disabled"),
        ("E", "no_heading"),
        ("label", "left_out"),
    ]
    book = openpyxl.load_workbook(io.BytesIO(form([head, ["text", "q1", "A"]])))
    book.create_sheet("Entities").append(["x"])
    out = io.BytesIO()
    book.save(out)
    assert [(r.sheet, r.reason) for r in read_xlsform(out.getvalue()).lost] == [
        ("entities", "sheet_left_out")
    ]


def test_required_is_yes_or_no_and_never_a_condition() -> None:
    head: list[object] = ["type", "name", "label", "required"]
    yes: Rows = [
        ["text", f"q{n}", "A", cell] for n, cell in enumerate([True, "TRUE()", 1.0, "Yes"])
    ]
    no: Rows = [["text", f"n{n}", "A", cell] for n, cell in enumerate([False, "no", 0, None])]
    found = read_xlsform(form([head, *yes, *no])).questionnaire
    assert [q.required for q in found] == [True] * 4 + [False] * 4
    assert refused(["text", "q", "A", "${x} = 1"], head=head) == [
        ("survey", 2, "required", "required")
    ]


def test_a_cell_whose_formula_gave_nothing_is_refused_where_it_stands() -> None:
    head: list[object] = ["type", "name", "label", "relevant"]
    found = refused(["text", "q", "=A1&B1", "=1"], ["text", "q2", "#REF!"], head=head)
    assert found == [("survey", 2, c, "no_worth") for c in "CD"] + [("survey", 3, "C", "no_worth")]


def test_consent_is_ok_to_other_tools_and_yes_here() -> None:
    head: list[object] = ["type", "name", "label", "relevant"]
    rows: Rows = [["acknowledge", "ok", "A"], ["text", "q", "B", "${ok} = 'OK'"]]
    found = read_xlsform(form([head, *rows])).questionnaire
    assert found.by_id["q"].relevant == "${ok} = 'yes'"
    book = openpyxl.load_workbook(io.BytesIO(write_xlsform(found)))
    assert "${ok} = 'OK'" in [cell.value for cell in book["survey"][3]]
    assert read_xlsform(write_xlsform(found)).questionnaire == found


def test_a_part_that_unpacks_to_more_than_it_says_is_refused() -> None:
    content = form([HEAD, ["text", "q1", "A" * 5000, "A"]])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entry = archive.getinfo("xl/worksheets/sheet1.xml")
    size = entry.file_size.to_bytes(4, "little")
    assert content.count(size) >= 2
    with pytest.raises(Refused) as raised:
        read_xlsform(content.replace(size, (100).to_bytes(4, "little")))
    assert raised.value.refusals[0].reason == "not_excel"


def test_bytes_that_were_damaged_are_refused_and_nothing_else() -> None:
    content = form([HEAD, ["text", "q1", "A", "A"]])
    for place in range(0, len(content), 97):
        damaged = content[:place] + bytes(255 - b for b in content[place : place + 8])
        for file in (damaged + content[place + 8 :], damaged):
            with suppress(Refused):
                assert read_xlsform(file).questionnaire.questions
