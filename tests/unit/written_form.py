"""An XLSForm written from rows, and what is read or refused of it."""

import io

import openpyxl
import pytest

from samklang.core.survey.questionnaire import Questionnaire
from samklang.exchange.xlsform.reading import read_xlsform
from samklang.exchange.xlsform.sheets import Refused

Rows = list[list[object]]
CHOICES: Rows = [
    ["list_name", "name", "label::Svenska (sv)", "label::English (en)", "exclusive"],
    ["yn", "yes", "Ja", "Yes", ""],
    ["yn", "no", "Nej", "No", ""],
    ["who", "town", "Kommun", "Municipality", ""],
    ["who", "none", "Ingen", "None", "yes"],
]
HEAD: list[object] = ["type", "name", "label::Svenska (sv)", "label::English (en)", "relevant"]


def form(survey: Rows, choices: Rows = CHOICES, **settings: str) -> bytes:
    book = openpyxl.Workbook()
    book.active.title = "survey"
    for row in survey:
        book.active.append(row)
    for title, rows in (("choices", choices), ("settings", [[*settings], [*settings.values()]])):
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(*rows: list[object], **settings: str) -> Questionnaire:
    return read_xlsform(form([HEAD, *rows], **settings)).questionnaire


def refused(*rows: list[object], head: list[object] = HEAD) -> list[tuple[str, int, str, str]]:
    with pytest.raises(Refused) as raised:
        read_xlsform(form([head, *rows]))
    return [(r.sheet, r.row, r.column, r.reason) for r in raised.value.refusals]
