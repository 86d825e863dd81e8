"""Small LimeSurvey files, built in the tests: a structure file and an export."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

HERE = Path(__file__).parent
SURVEY = HERE / "survey.lss"
RESPONSES = HERE / "responses_code_short.csv"

Row = Mapping[str, object]


def table(name: str, rows: Sequence[Row]) -> str:
    """A table of a .lss file."""
    lines = "".join(
        "<row>" + "".join(f"<{k}>{escape(str(v))}</{k}>" for k, v in row.items()) + "</row>"
        for row in rows
    )
    return f"<{name}><rows>{lines}</rows></{name}>"


def question(
    code: str,
    kind: str,
    text: str = "",
    *,
    answers: Mapping[str, str] | None = None,
    second: Mapping[str, str] | None = None,
    rows: Mapping[str, str] | None = None,
    heads: Mapping[str, str] | None = None,
    group: int = 1,
    attributes: Mapping[str, str] | None = None,
    english: str = "",
    **facts: object,
) -> dict[str, object]:
    """A question for `lss`: answers and second scale, subquestion rows and column heads."""
    return {
        "code": code,
        "kind": kind,
        "text": text or code,
        "english": english,
        "answers": [(0, answers or {}), (1, second or {})],
        "subs": [(0, rows or {}), (1, heads or {})],
        "group": group,
        "attributes": attributes or {},
        "facts": facts,
    }


def lss(
    *questions: dict[str, object],
    languages: str = "sv",
    paging: str = "G",
    groups: Mapping[int, str] | None = None,
    conditions: Sequence[Row] = (),
    dateformat: int = 6,
    doctype: str = "Survey",
) -> str:
    """A .lss file as LimeSurvey 4 and later write it. groups: relevance by id.

    Question ids are 1, 2 … in order; `languages` begins with the base language.
    """
    base, *more = languages.split()
    tables: dict[str, list[Row]] = {
        name: []
        for name in (
            "answers",
            "answer_l10ns",
            "questions",
            "subquestions",
            "question_l10ns",
            "question_attributes",
        )
    }
    sub_id, answer_id = 100, 0
    for number, q in enumerate(questions, 1):
        common = {"gid": q["group"], "relevance": "1"}
        tables["questions"].append(
            {
                "qid": number,
                "parent_qid": 0,
                "type": q["kind"],
                "title": q["code"],
                "question_order": number,
                **common,
                **q["facts"],
            }
        )
        said = {"qid": number, "question": q["text"], "help": "", "language": base}
        tables["question_l10ns"].append(said)
        if q["english"]:
            tables["question_l10ns"].append({**said, "question": q["english"], "language": "en"})
        for scale, rows in q["subs"]:
            for code, text in rows.items():
                sub_id += 1
                tables["subquestions"].append(
                    {
                        "qid": sub_id,
                        "parent_qid": number,
                        "title": code,
                        "scale_id": scale,
                        "question_order": sub_id,
                        **common,
                    }
                )
                tables["question_l10ns"].append(
                    {"qid": sub_id, "question": text, "help": "", "language": base}
                )
        for scale, answers in q["answers"]:
            for code, text in answers.items():
                answer_id += 1
                tables["answers"].append(
                    {
                        "aid": answer_id,
                        "qid": number,
                        "code": code,
                        "sortorder": answer_id,
                        "scale_id": scale,
                    }
                )
                tables["answer_l10ns"].append({"aid": answer_id, "answer": text, "language": base})
        tables["question_attributes"] += [
            {"qid": number, "attribute": k, "value": v, "language": ""}
            for k, v in q["attributes"].items()
        ]
    found = {q["group"]: "1" for q in questions} | (groups or {})
    tables["groups"] = [{"gid": g, "group_order": g, "grelevance": r} for g, r in found.items()]
    tables["conditions"] = list(conditions)
    tables["surveys"] = [
        {"sid": 77, "language": base, "additional_languages": " ".join(more), "format": paging}
    ]
    tables["surveys_languagesettings"] = [
        {
            "surveyls_language": language,
            "surveyls_title": f"Titel {language}",
            "surveyls_dateformat": dateformat,
        }
        for language in (base, *more)
    ]
    body = "".join(table(name, rows) for name, rows in tables.items())
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<document>'
        f"<LimeSurveyDocType>{doctype}</LimeSurveyDocType>{body}</document>"
    )


def export(header: str, *rows: str) -> str:
    """An export of complete responses with ids 1, 2 …: `header` and `rows` hold only answers.

    A cell is written as it is given, so a stored empty answer is ``""`` and an absent one nothing.
    """
    start = '"id";"submitdate";"lastpage"'
    lines = [f"{start};{header}"]
    lines += [f'"{n}";"2026-05-0{n} 10:00:00";"9";{row}' for n, row in enumerate(rows, 1)]
    return "\ufeff" + "\r\n".join(lines) + "\r\n\r\n"
