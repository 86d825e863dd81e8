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

import pytest
from click.testing import CliRunner

from samklang.analysis.analysis import analyse, audited
from samklang.cli import main
from samklang.core.disclosure.released import ReleasedCell, ReleasedRow, ReleasedTable
from samklang.core.faults import FaultyInput
from samklang.package import ledger
from samklang.package.read import read
from samklang.publication.build import prepare
from samklang.render.data import data_files
from samklang.render.html import single_page
from tests.designed_package import QUESTIONS, TEXT, THEME
from tests.small_package import small_package

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

    members: more of them than answered, alike in every part.
    """
    folder.mkdir(parents=True, exist_ok=True)
    silent = [dict(people[n * len(people) // members]) for n in range(members)]
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


def test_a_column_within_another_tells_nothing_of_what_the_other_withholds(
    tmp_path: Path,
) -> None:
    """Types a and b are the small ones: the small less b is a, which is three."""
    rest = {"grade": "", "fields.sport": "", "fields.culture": "", "hours": "", "people": ""}
    kinds = {"a": ("small", 3), "b": ("small", 10), "c": ("large", 12), "d": ("large", 2)}
    people = [
        {"type": kind, "size": size, "q1": answer, **rest}
        for kind, (size, yes) in kinds.items()
        for answer, n in (("yes", yes), ("no", 10))
        for _ in range(n)
    ]
    body = ":::{figure} q1\n:by: type\n:id: f\n:::\n\n:::{figure} q1\n:by: size\n:id: g\n:::\n"
    files = published(package(tmp_path / "p", people, body=body, members=10))
    counts = {
        (row["row"], row["series"]): int(row["count"])
        for name in ("f.csv", "g.csv")
        for row in files[name]
        if row["count"]
    }
    assert ("a", "yes") not in counts
    assert not {("small", "yes"), ("b", "yes")} <= counts.keys()


def test_two_figures_of_the_demo_that_once_contradicted_each_other() -> None:
    """A group of one respondent has no share, and a share of 0 was taken for one that is known."""
    theme = read(Path(__file__).parents[2] / "themes" / "social-innovation-i-norr")
    body = ":::{figure} q2b\n:by: county\n:::\n:::{figure} q2b\n:by: conditions.time\n:::\n"
    text = f"# x\n\n{body}"
    found = audited(replace(theme, manuscripts={"sv": text, "en": text}))
    assert all(one.sound for one in found.inferences)


def test_two_editions_together_keep_the_threshold(tmp_path: Path) -> None:
    """Of seven who came later one said yes: the difference of two printed counts."""
    then = one_question([("24", "yes", 14), ("24", "no", 9), ("25", "yes", 8), ("25", "no", 12)])
    came = one_question([("24", "no", 6), ("25", "yes", 1)])
    body = ":::{figure} q1\n:::\n"
    first = package(tmp_path / "1", then, body=body, members=10)
    issued = audited(read(first)).issued
    second = package(tmp_path / "2", [*then, *came], body=body, members=3, more="edition: '2'\n")
    (second / "releases.json").write_text(ledger.write([issued]))
    before, after = (counts(published(folder)["q1.csv"]) for folder in (first, second))
    common = before.keys() & after.keys()
    assert all(after[place] - before[place] >= 5 for place in common), (before, after)


def test_a_county_report_does_not_tell_what_the_whole_one_leaves(tmp_path: Path) -> None:
    """Ten of all said yes, eight of them in one county's own report: two in the other county."""
    everyone = one_question(
        [("24", "yes", 2), ("24", "no", 12), ("25", "yes", 8), ("25", "no", 14)]
    )
    body = ":::{figure} q1\n:::\n"
    whole = package(tmp_path / "1", everyone, body=body)
    part = package(tmp_path / "2", everyone, body=body)
    for name in ("register.csv", "responses.csv"):
        lines = (part / name).read_text().splitlines(keepends=True)
        # The 14 of the first county are no part of the other's report.
        (part / name).write_text("".join([lines[0], *lines[15:]]))
    theme = (part / "theme.yaml").read_text().replace("id: design", "id: county")
    (part / "theme.yaml").write_text(theme)
    before = counts(published(part)["q1.csv"])
    assert (before["yes", "share"], counts(published(whole)["q1.csv"])["yes", "share"]) == (8, 10)
    for command in (["freeze", str(whole)], ["freeze", str(part), "--sister", str(whole)]):
        done = CliRunner().invoke(main, command)
        assert done.exit_code == 0, done.output
    assert ("yes", "share") not in counts(published(part)["q1.csv"])


def test_an_edition_without_a_question_of_then_is_still_of_the_same_responses(
    tmp_path: Path,
) -> None:
    """That a question is gone makes nobody a stranger: one of the six who came said yes."""
    then = one_question([("24", "yes", 14), ("24", "no", 9), ("25", "yes", 8), ("25", "no", 12)])
    body = ":::{figure} q1\n:::\n"
    first = package(tmp_path / "1", then, body=body, members=10)
    issued = audited(read(first)).issued
    came = one_question([("24", "no", 5), ("25", "yes", 1)])
    people = [{k: v for k, v in p.items() if not k.startswith("fields")} for p in [*then, *came]]
    start, end = QUESTIONS.index("  - id: fields"), QUESTIONS.index("  - id: hours")
    second = package(
        tmp_path / "2",
        people,
        body=body,
        members=4,
        more="edition: '2'\n",
        questions=QUESTIONS[:start] + QUESTIONS[end:],
    )
    (second / "releases.json").write_text(ledger.write([issued]))
    assert ("yes", "share") not in counts(published(second)["q1.csv"])


def test_codings_of_who_came_later_keep_the_threshold(tmp_path: Path) -> None:
    """Of six who came later one found the economy a hindrance."""
    first = small_package(tmp_path / "p")
    released = audited(read(first))
    then = {(r.id, s): c.count for r, s, c in cells(released.tables["factors"])}
    rows = (first / "responses.csv").read_text()
    for n in range(21, 27):
        rows += f"r{n},m{n},complete,2026-11-{n},no,!not-shown,1,1,0,,low,high,Svar {n}\n"
    (first / "responses.csv").write_text(rows)
    codings = (first / "codings.csv").read_text()
    (first / "codings.csv").write_text(f"{codings}c21,r21,q5,0,4,Svar,economy,hinders,K1,,,,\n")
    theme = (first / "theme.yaml").read_text()
    (first / "theme.yaml").write_text(f"{theme}edition: '2'\n")
    (first / "releases.json").write_text(ledger.write([released.issued]))
    now = {(r.id, s): c.count for r, s, c in cells(audited(read(first)).tables["factors"])}
    place = ("economy", "hinders")
    assert then[place] is not None
    assert now[place] is None


@pytest.mark.parametrize("method", ["mean", "logit", "beta", "wilson"])
def test_what_is_printed_of_the_variance_is_the_same_whatever_is_withheld(
    tmp_path: Path, method: str
) -> None:
    """Of the 16 of two counties that said yes one to four are of the first: nothing tells which."""
    design = f"{{kind: census, strata: [county], interval: {method}}}"
    body = ":::{figure} q1\n:::\n\n:::{figure} q1\n:by: county\n:id: f\n:::\n"
    body += "{design-effect}`q1=yes` {difference}`q1=yes | county=24 vs county=25`\n"
    shown = []
    for yes in (1, 2, 4):
        people = one_question(
            [
                ("24", "yes", yes),
                ("24", "no", 20 - yes),
                ("25", "yes", 16 - yes),
                ("25", "no", 4 + yes),
            ]
        )
        where = tmp_path / str(yes)
        folder = package(where, people, body=body, members=20, design=design)
        # Nothing but the hash of the package is another.
        files = {
            name: [{k: v for k, v in row.items() if k != "dataset_sha256"} for row in rows]
            for name, rows in published(folder).items()
        }
        assert ("24", "yes") not in counts(files["f.csv"])
        found = analyse(read(folder))
        shown.append((files, found.effects, found.differences, found.tests))
    assert shown[0] == shown[1] == shown[2]


def test_weights_that_nobody_can_reckon_with_are_refused(tmp_path: Path) -> None:
    """Raked on an answer: a share by county is an equation on what the county's table withholds."""
    people = one_question([("24", "yes", 2), ("24", "no", 18), ("25", "yes", 14), ("25", "no", 6)])
    people = [p | {"grade": "low" if n % 3 else "high"} for n, p in enumerate(people)]
    totals = "margins: [{columns: [grade], values: [low], members: 35}, "
    totals += "{columns: [grade], values: [high], members: 25}]"
    design = f"{{kind: census, calibration: {{raking: [county, grade], {totals}}}}}"
    body = ":::{figure} q1\n:by: county\n:::\n"
    folder = package(tmp_path / "p", people, body=body, members=20, design=design)
    with pytest.raises(FaultyInput, match=r"answers to grade decide weights"):
        prepare(folder)


def counts(rows: Rows) -> dict[tuple[str, str], int]:
    """The printed counts of a data file, and its bases with the series ''."""
    printed = {(r["row"], r["series"]): int(r["count"]) for r in rows if r["count"]}
    return printed | {(r["row"], ""): int(r["base_n"]) for r in rows if r["base_n"]}


def cells(table: ReleasedTable) -> list[tuple[ReleasedRow, str, ReleasedCell]]:
    """Every cell with its row and series."""
    return [
        (row, series.id, cell)
        for row in table.rows
        for series, cell in zip(table.series, row.cells, strict=True)
    ]
