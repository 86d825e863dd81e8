"""What the whole road is walked with: a register and a questionnaire as spreadsheets."""

import io
from collections.abc import Mapping, Sequence

MEMBERS = 43
PLACES = ("Kalix", "Luleå", "Umeå", "Skellefteå", "Östersund", "Härnösand")
# What members wrote that had helped them, in turn.
HELPED = (
    "Ett litet bidrag gjorde att vi vågade börja.",
    "Kommunen och två andra föreningar var med från första mötet.",
)
QUESTIONNAIRE: Mapping[str, Sequence[Sequence[str]]] = {
    "survey": (
        (
            "type",
            "name",
            "label::Svenska (sv)",
            "label::English (en)",
            "required",
            "relevant",
            "constraint",
            "constraint_message::Svenska (sv)",
            "constraint_message::English (en)",
            "appearance",
        ),
        (
            "select_one yesno",
            "new",
            "Har ni prövat något nytt de senaste tre åren?",
            "Have you tried something new in the past three years?",
            "yes",
        ),
        (
            "select_multiple whom",
            "whom",
            "Vilka gjorde ni det med?",
            "Whom did you do it with?",
            "",
            "${new} = 'yes'",
        ),
        (
            "begin group",
            "hold",
            "Hur väl stämmer det?",
            "How well does it hold?",
            *[""] * 5,
            "table-list",
        ),
        (
            "select_one holds",
            "money",
            "Vi har pengar till nya idéer",
            "We have money for new ideas",
        ),
        ("select_one holds", "time", "Vi har tid att pröva", "We have time to try"),
        ("end group",),
        (
            "integer",
            "people",
            "Hur många deltar i er verksamhet?",
            "How many take part in what you do?",
            "",
            "",
            ". >= 0",
            "Antalet kan inte vara mindre än noll.",
            "The number cannot be less than zero.",
        ),
        (
            "rank needs",
            "needs",
            "Vad behöver ni mest?",
            "What do you need the most?",
            "",
            "${new} = 'yes'",
        ),
        ("text", "helped", "Vad hjälpte er?", "What helped you?", "", "${new} = 'yes'"),
    ),
    "choices": (
        ("list_name", "name", "label::Svenska (sv)", "label::English (en)", "exclusive"),
        ("yesno", "yes", "Ja", "Yes"),
        ("yesno", "no", "Nej", "No"),
        ("whom", "municipality", "Kommunen", "The municipality"),
        ("whom", "companies", "Företag", "Companies"),
        ("whom", "nobody", "Ingen", "Nobody", "yes"),
        ("holds", "not", "Inte alls", "Not at all"),
        ("holds", "partly", "Delvis", "Partly"),
        ("holds", "fully", "Helt", "Fully"),
        ("needs", "space", "Lokaler", "Premises"),
        ("needs", "knowledge", "Kunskap", "Knowledge"),
        ("needs", "staff", "Personal", "Staff"),
    ),
    "settings": (("form_title", "default_language"), ("Nytt i norr", "Svenska (sv)")),
}


def address(number: int) -> str:
    """The e-mail address of a made-up member, from 1."""
    return f"forening{number}@exempel.se"


def register() -> bytes:
    """An Excel file with 43 made-up members in six municipalities, as networks keep them."""
    rows: list[Sequence[object]] = [("Nr", "Förening", "E-post", "Kommun", "Slag")]
    for number in range(1, MEMBERS + 1):
        place = PLACES[number % len(PLACES)]
        kind = ("Idrott", "Bygd", "Kultur")[number % 3]
        name = f"Påhittade föreningen {number} i {place}"
        rows.append((number, name, address(number), place, kind))
    return workbook({"Medlemmar": rows})


def questionnaire() -> bytes:
    """An XLSForm with seven questions, two of them asked on a condition and one a table."""
    return workbook(QUESTIONNAIRE)


def workbook(sheets: Mapping[str, Sequence[Sequence[object]]]) -> bytes:
    """An .xlsx file with these sheets."""
    import xlsxwriter

    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, cells in enumerate(rows):
                sheet.write_row(number, 0, cells)
    return content.getvalue()
