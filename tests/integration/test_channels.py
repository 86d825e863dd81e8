"""What is printed, read as an outsider reads it: each channel that once told a withheld number.

The packages are built to tell it. The reader here adds and subtracts what the built data files and
pages print; it shares nothing with the search that withholds.
"""

import csv
import html
import io
import re
from dataclasses import replace
from pathlib import Path

from samklang.analysis.analysis import audited
from samklang.package.read import read
from samklang.publication.build import prepare
from samklang.render.data import data_files
from samklang.render.html import single_page
from tests.designed_package import QUESTIONS, TEXT, THEME

Rows = list[dict[str, str]]


def package(
    folder: Path,
    people: list[dict[str, str]],
    *,
    body: str,
    members: int = 0,
    design: str = "{kind: census}",
    questions: str = QUESTIONS,
    more: str = "",
) -> Path:
    """A package of people: register columns, and answers by the name of their column.

    members: more of them than answered, of each county in turn.
    """
    folder.mkdir(parents=True, exist_ok=True)
    silent = [dict(people[n % len(people)]) for n in range(members)]
    columns = [name for name in people[0] if name in ("county", "municipality", "size", "type")]
    answers = [name for name in people[0] if name not in columns]
    text = TEXT.replace("BODY", body)
    files = {
        "theme.yaml": THEME.replace("DESIGN", design).replace("FIGURES", more),
        "questionnaire.yaml": questions,
        "register.csv": _csv(
            [
                {"member": f"m{n:03}", **{c: p[c] for c in columns}}
                for n, p in enumerate([*people, *silent])
            ]
        ),
        "responses.csv": _csv(
            [
                {
                    "response": f"r{n:03}",
                    "member": f"m{n:03}",
                    "status": "complete",
                    "submitted": "2026-10-01",
                    **{a: p[a] for a in answers},
                }
                for n, p in enumerate(people)
            ]
        ),
        "manuscript.md": text,
        "manuscript.en.md": text.replace("# Resultat", "# Results"),
    }
    for name, content in files.items():
        (folder / name).write_text(content, encoding="utf-8")
    return folder


def _csv(rows: Rows) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def published(folder: Path) -> dict[str, Rows]:
    """The data files that a build writes beside the report, by name."""
    files = data_files(prepare(folder))
    return {
        name: list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
        for name, content in files.items()
        if name.endswith(".csv")
    }


def words(folder: Path) -> str:
    """What the Swedish report says, as one file."""
    page = single_page(prepare(folder)["sv"]).decode()
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def one_question(people: list[tuple[str, str, int]]) -> list[dict[str, str]]:
    """People by county and their answer to q1, so many of each kind."""
    rest = {"grade": "", "fields.sport": "", "fields.culture": "", "hours": "", "people": ""}
    return [{"county": c, "q1": answer, **rest} for c, answer, n in people for _ in range(n)]


def test_one_option_by_groups_does_not_tell_how_many_said_otherwise(tmp_path: Path) -> None:
    """19 of 20 in one county said yes: printed, that one said no."""
    people = one_question([("24", "yes", 19), ("24", "no", 1), ("25", "yes", 9), ("25", "no", 11)])
    body = ":::{figure} q1\n:by: county\n:option: yes\n:id: f\n:::\n"
    said = "{share}`q1=yes | county=24` {count}`q1=yes | county=24`\n\n"
    folder = package(tmp_path / "p", people, body=said + body, members=10)
    rows = [row for row in published(folder)["f.csv"] if row["count"]]
    assert all(int(row["base_n"]) - int(row["count"]) >= 5 for row in rows), rows
    assert "dolt för att skydda svarande andelen ”Ja” bland Västerbottens län" in words(folder)


def test_what_a_row_leaves_out_is_withheld_at_no_cost(tmp_path: Path) -> None:
    """Nine low, nine mid and two high: to show low alone nothing but high need be open."""
    rest = {"q1": "", "fields.sport": "", "fields.culture": "", "hours": "", "people": ""}
    people = [
        {"county": county, "grade": grade, **rest}
        for county in ("24", "25")
        for grade, n in (("low", 9), ("mid", 9), ("high", 2))
        for _ in range(n)
    ]
    body = ":::{figure} grade\n:by: county\n:option: low\n:id: f\n:::\n"
    rows = published(package(tmp_path / "p", people, body=body, members=10))["f.csv"]
    assert [(row["row"], row["series"], row["count"]) for row in rows] == [
        ("24", "low", "9"),
        ("25", "low", "9"),
        ("all", "low", "18"),
    ]


def test_two_figures_of_the_demo_that_once_contradicted_each_other() -> None:
    """A group of one respondent has no share, and a share of 0 was taken for one that is known."""
    theme = read(Path(__file__).parents[2] / "themes" / "social-innovation-i-norr")
    body = ":::{figure} q2b\n:by: county\n:::\n:::{figure} q2b\n:by: conditions.time\n:::\n"
    text = f"# x\n\n{body}"
    found = audited(replace(theme, manuscripts={"sv": text, "en": text}))
    assert all(one.sound for one in found.inferences)
