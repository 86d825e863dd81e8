"""Writing: a questionnaire as an XLSForm that `reading` reads back, and other tools open."""

import io
import re
from collections.abc import Iterator, Mapping, Sequence, Set

from samklang.core.language.languages import RULES
from samklang.core.language.wording import FIRST_LANGUAGE, Wording
from samklang.core.survey.questionnaire import Option, Question, Questionnaire

LANGUAGES = {code: f"{rules.own_name} ({code})" for code, rules in RULES.items()}
SURVEY = (
    "type",
    "name",
    *(f"label::{language}" for language in LANGUAGES.values()),
    *(f"hint::{language}" for language in LANGUAGES.values()),
    "required",
    "relevant",
    "constraint",
    *(f"constraint_message::{language}" for language in LANGUAGES.values()),
    "choice_filter",
    "calculation",
    "appearance",
    "repeat_count",
)
CHOICES = ("list_name", "name", *(f"label::{language}" for language in LANGUAGES.values()))
_YES = re.compile(r"(\$\{([^{}]+)\}\s*(?:!?=|,)\s*)(?:'yes'|\"yes\")")
_TYPES = {"consent": "acknowledge", "ranking": "rank"}

Cells = Mapping[str, str]


def write_xlsform(questionnaire: Questionnaire, *, title: str = "") -> bytes:
    """An .xlsx with the sheets survey, choices and settings; no cell can be a formula.

    What XLSForm has no column for is left out: short titles, bases in words, scales, units and
    which questions are sensitive.
    """
    lists = _Lists()
    consents = {q.id for q in questionnaire if q.type == "consent"}
    survey = [row for q in questionnaire for row in _rows(_as_others_ask(q, consents), lists)]
    tags = sorted({tag for _, options in lists.lists for o in options for tag in o.tags})
    columns = (*CHOICES, "exclusive", "open", *tags)
    choices = [
        {
            "list_name": name,
            "name": o.id,
            "exclusive": "yes" if o.exclusive else "",
            "open": "yes" if o.open else "",
            **_worded("label", o.label),
            **o.tags,
        }
        for name, options in lists.lists
        for o in options
    ]
    settings = {
        "form_title": title,
        "version": questionnaire.version,
        "default_language": LANGUAGES[FIRST_LANGUAGE],
    }
    return _workbook(
        {
            "survey": (SURVEY, survey),
            "choices": (columns, choices),
            "settings": (tuple(settings), [settings]),
        }
    )


class _Lists:
    """The lists of options, each under a name of its own."""

    def __init__(self) -> None:
        self.lists: list[tuple[str, tuple[Option, ...]]] = []

    def name(self, question: Question, options: tuple[Option, ...]) -> str:
        for name, there in self.lists:
            if there == options:
                return name
        taken = {name for name, _ in self.lists}
        name = f"{question.id}_options"
        while name in taken:
            name += "_"
        self.lists.append((name, options))
        return name


def _rows(question: Question, lists: _Lists) -> Iterator[Cells]:
    match question.type:
        case "matrix":
            yield {
                **_common(question),
                "type": "begin group",
                "name": question.id,
                "required": "",
                "appearance": "table-list",
            }
            kind = f"select_one {lists.name(question, question.options)}"
            required = "yes" if question.required else ""
            for item in question.items:
                label = _worded("label", item.label)
                yield {"type": kind, "name": item.id, "required": required, **label}
            yield {"type": "end group"}
        case "cards":
            yield {
                **_common(question),
                "type": "begin repeat",
                "name": question.id,
                "repeat_count": str(question.most),
            }
            for field in question.fields:
                yield from _rows(field, lists)
            yield {"type": "end repeat"}
        case _:
            yield {**_common(question), "type": _type(question, lists), "name": question.id}


def _type(question: Question, lists: _Lists) -> str:
    kind = _TYPES.get(question.type, question.type)
    return f"{kind} {lists.name(question, question.options)}" if question.options else kind


def _common(question: Question) -> Cells:
    return {
        "required": "yes" if question.required else "",
        "relevant": _bare(question.relevant),
        "constraint": _bare(question.constraint),
        "choice_filter": _bare(question.choice_filter),
        "calculation": _bare(question.calculation),
        **_worded("label", question.wording),
        **_worded("hint", question.hint),
        **_worded("constraint_message", question.constraint_message),
    }


def _as_others_ask(question: Question, consents: Set[str]) -> Question:
    """The question with its conditions asking whether a consent is OK, which is yes here."""

    def rewritten(text: str) -> str:
        return _YES.sub(lambda m: f"{m[1]}'OK'" if m[2].strip() in consents else m[0], text)

    return question.with_expressions(rewritten)


def _bare(expression: str) -> str:
    """A matrix item by its own name, as XLSForm has it."""
    return re.sub(r"\$\{\s*[^{}.\s]+\.([^{}\s]+)\s*\}", r"${\1}", expression)


def _worded(column: str, wording: Wording) -> Cells:
    return {f"{column}::{heading}": wording[code] for code, heading in LANGUAGES.items()}


def _workbook(sheets: Mapping[str, tuple[Sequence[str], Sequence[Cells]]]) -> bytes:
    import xlsxwriter

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        bold = book.add_format({"bold": True})
        for title, (columns, rows) in sheets.items():
            page = book.add_worksheet(title)
            for column, name in enumerate(columns):
                page.write_string(0, column, name, bold)
                page.set_column(column, column, 40 if name.startswith("label") else 18)
                for number, row in enumerate(rows, 1):
                    if row.get(name):
                        page.write_string(number, column, row[name])
            page.freeze_panes(1, 0)
    return out.getvalue()
