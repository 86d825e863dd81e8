"""The survey that LimeSurvey 6.14 wrote, imported whole and counted again by other means."""

import csv
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from samklang.cli import main
from samklang.core.faults import Fault, FaultyInput
from samklang.core.survey.responses import Missing, Response
from samklang.exchange.limesurvey import import_limesurvey
from samklang.package.read import read
from samklang.package.theme_package import ThemePackage
from tests.data.limesurvey.small import RESPONSES, SURVEY, export, lss, question


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    into = tmp_path_factory.mktemp("import") / "theme"
    import_limesurvey(survey=SURVEY, responses=RESPONSES, into=into)
    return into


@pytest.fixture(scope="module")
def package(folder: Path) -> ThemePackage:
    """What the package's own reader, with all its checks, makes of the import."""
    return read(folder)


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    """The complete responses, read with nothing but the csv module."""
    with RESPONSES.open(encoding="utf-8-sig", newline="") as source:
        return [row for row in csv.DictReader(source, delimiter=";") if row["submitdate"]]


def complete(package: ThemePackage) -> list[Response]:
    return [r for r in package.responses if r.status == "complete"]


def test_thirty_responses_of_which_six_are_partial(package: ThemePackage) -> None:
    assert Counter(r.status for r in package.responses) == {"complete": 24, "partial": 6}
    assert package.register is None
    assert package.theme.design.kind == "open"
    assert package.theme.title.sv == "Temaenkät 2026"
    assert package.theme.languages == ("sv",)
    fieldwork = package.theme.fieldwork
    assert (str(fieldwork.opened), str(fieldwork.closed)) == ("2026-10-01", "2026-10-20")


def test_the_kind_of_organisation(package: ThemePackage, rows: list[dict[str, str]]) -> None:
    found = Counter(r.answers["orgtyp"] for r in complete(package))
    assert found == Counter(row["orgtyp"].replace("-oth-", "other") for row in rows)
    # counted by hand in the file
    assert found == {"A1": 2, "A2": 8, "A3": 5, "A4": 2, "A5": 4, "other": 3}
    assert {r.open_texts.get("orgtyp.other.text", "") for r in complete(package)} == {
        "",
        'Studieförbund, "Å"',
    }


def test_the_themes(package: ThemePackage, rows: list[dict[str, str]]) -> None:
    expected = {
        option: sum(bool(row[f"teman[{option}]"]) for row in rows)
        for option in ("SQ001", "SQ002", "SQ003", "SQ004", "SQ005", "SQ006", "other")
    }
    found = Counter(
        option
        for r in complete(package)
        if isinstance(answer := r.answers["teman"], frozenset)
        for option in answer
    )
    assert found == expected
    # response 22 ticked nothing
    assert [r.id for r in complete(package) if r.answers["teman"] is Missing.NOT_ANSWERED] == ["22"]


def test_the_statements(package: ThemePackage, rows: list[dict[str, str]]) -> None:
    for item in ("SQ001", "SQ002", "SQ003", "SQ004"):
        expected = Counter(row[f"pastaenden[{item}]"] for row in rows)
        found: Counter[str] = Counter()
        for response in complete(package):
            answers = response.answers["pastaenden"]
            assert isinstance(answers, Mapping)
            found[answers[item] if isinstance(answers[item], str) else ""] += 1
        assert found == expected


def test_how_often_is_asked_only_of_those_who_collaborate(
    package: ThemePackage, rows: list[dict[str, str]]
) -> None:
    found = Counter(r.answers["samverkar"] for r in complete(package))
    assert found == Counter(row["samverkar"] for row in rows)
    often = Counter(r.answers["samverkarhur"] for r in complete(package))
    assert often[Missing.NOT_SHOWN] == found["N"]
    expected = Counter(row["samverkarhur"] for row in rows if row["samverkar"] == "Y")
    assert {k: often[k] for k in ("A1", "A2", "A3")} == {k: expected[k] for k in ("A1", "A2", "A3")}
    question = package.questionnaire.by_id["samverkarhur"]
    assert question.relevant == "${samverkar} = 'Y'"
    assert question.base.sv == (
        "de som svarade ”Ja” på frågan ”Samverkar ni med offentlig sektor?”"
    )


def test_numbers_and_texts_come_through_unchanged(
    package: ThemePackage, rows: list[dict[str, str]]
) -> None:
    assert package.questionnaire.by_id["medlemmar"].type == "integer"
    for response, row in zip(complete(package), rows, strict=True):
        for key in ("medlemmar", "exempel", "kontakt"):
            answer = response.answers[key]
            assert (answer if isinstance(answer, str) else "") == row[key].replace("\r\n", "\n")


def test_a_partial_response_was_not_shown_the_second_page(package: ThemePackage) -> None:
    partial = [r for r in package.responses if r.status == "partial"]
    for response in partial:
        for key in ("samverkar", "samverkarhur", "exempel", "kontakt"):
            assert response.answers[key] is Missing.NOT_SHOWN
        assert response.answers["orgtyp"] is not Missing.NOT_SHOWN


def test_tokens_and_formulas_never_reach_the_files(folder: Path) -> None:
    text = (folder / "responses.csv").read_text(encoding="utf-8")
    assert "ITrAHbVYnzD6pvM" not in text
    assert "'=HYPERLINK" in text
    assert not any(line.startswith("=") or '"=' in line for line in text.splitlines())


def test_what_was_lost_is_told_beside_the_package(folder: Path) -> None:
    told = (folder.parent / "theme-import.txt").read_text(encoding="utf-8")
    assert "samverkarhur: its condition, as ${samverkar} = 'Y'." in told
    assert "token: the column. It can point to a person." in told
    assert "teman: type M as select_multiple." in told
    assert "several options of orgtyp are called “Annat”" in told
    assert "8 questions as 8; 30 responses, 24 complete and 6 partial" in told
    assert "nothing ticked counts as not answered (responses: 2)" in told


def test_the_same_files_give_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    import_limesurvey(survey=SURVEY, responses=RESPONSES, into=again)
    files = sorted(p.relative_to(folder) for p in folder.rglob("*"))
    assert files == sorted(p.relative_to(again) for p in again.rglob("*"))
    for file in files:
        assert (folder / file).read_bytes() == (again / file).read_bytes()


FULL = {
    "orgtyp": {"A1": "Idrott", "A2": "Kultur", "A3": "Social", "A4": "Miljö", "A5": "Annan typ"},
    "pastaenden": {"A1": "Inte alls", "A2": "Delvis", "A3": "Ganska väl", "A4": "Helt"},
    "samverkarhur": {"A1": "Varje vecka", "A2": "Varje månad", "A3": "Sällan"},
    "samverkar": {"Y": "Ja", "N": "Nej", "": "N/A"},
    "teman": {"Y": "Ja", "": "Nej"},
}


def test_full_answers_under_codes_and_texts_give_the_same_package(
    package: ThemePackage, tmp_path: Path
) -> None:
    """The same responses as LimeSurvey exports them with its other settings, comma-separated."""
    with RESPONSES.open(encoding="utf-8-sig", newline="") as source:
        header, *rows = csv.reader(source, delimiter=";")
    survey = SURVEY.read_text(encoding="utf-8").replace("[Annat]", "[Annan typ]")
    (tmp_path / "survey.lss").write_text(survey, encoding="utf-8")
    with (tmp_path / "full.csv").open("w", encoding="utf-8-sig", newline="") as target:
        writer = csv.writer(target, quoting=csv.QUOTE_ALL)
        writer.writerow([f"{name}. Frågans text, {name}" for name in header])
        for row in filter(None, rows):
            cells = []
            for name, cell in zip(header, row, strict=True):
                words = {} if "other" in name else FULL.get(name.split("[")[0], {})
                cells.append("Annat" if cell == "-oth-" else words.get(cell, cell))
            writer.writerow(cells)
    into = tmp_path / "theme"
    import_limesurvey(survey=tmp_path / "survey.lss", responses=tmp_path / "full.csv", into=into)
    assert read(into).responses == package.responses


def test_the_command_prints_the_report(tmp_path: Path) -> None:
    into = tmp_path / "deep" / "theme"
    result = CliRunner().invoke(
        main, ["import", "limesurvey", str(SURVEY), str(RESPONSES), "--into", str(into)]
    )
    assert result.exit_code == 0, result.output
    assert "24 complete and 6 partial" in result.output
    assert (into / "theme.yaml").is_file()


def test_the_report_and_the_faults_are_told_in_swedish(tmp_path: Path) -> None:
    into = tmp_path / "theme"
    command = ["import", "limesurvey", str(SURVEY), str(RESPONSES), "--language", "sv"]
    result = CliRunner().invoke(main, [*command, "--into", str(into)])
    assert result.exit_code == 0, result.output
    assert "Utelämnat (" in result.output
    assert "token: Kolumnen. Den kan peka ut en person." in result.output
    assert (tmp_path / "theme-import.txt").read_text(encoding="utf-8").startswith("Import av ")
    report = import_limesurvey(survey=SURVEY, responses=RESPONSES, into=tmp_path / "again")
    for line in report.lines:
        assert line.words("sv") in result.output
        assert line.words("sv") != line.words("en")
    again = CliRunner().invoke(main, [*command, "--into", str(into)])
    assert again.exit_code == 1
    assert "Det är ingen tom mapp. Välj ett annat namn för --into.\n1 fel." in again.output


def test_every_fault_of_both_files_and_nothing_written(tmp_path: Path) -> None:
    into = tmp_path / "theme"
    with pytest.raises(FaultyInput) as caught:
        import_limesurvey(survey=RESPONSES, responses=tmp_path / "none.csv", into=into)
    assert [fault.file for fault in caught.value.faults] == [
        "none.csv",
        "responses_code_short.csv",
    ]
    assert list(tmp_path.iterdir()) == []


def test_a_fault_in_the_answers_leaves_nothing_behind(tmp_path: Path) -> None:
    files, out = tmp_path / "files", tmp_path / "out"
    files.mkdir()
    out.mkdir()
    (files / "s.lss").write_text(lss(question("q", "N")), encoding="utf-8")
    (files / "r.csv").write_text(export('"q"', '"x"'), encoding="utf-8")
    with pytest.raises(FaultyInput):
        import_limesurvey(survey=files / "s.lss", responses=files / "r.csv", into=out / "theme")
    assert list(out.iterdir()) == []


def test_a_target_that_holds_something_is_refused(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(FaultyInput, match="is not an empty folder"):
        import_limesurvey(survey=SURVEY, responses=RESPONSES, into=tmp_path)
    with pytest.raises(FaultyInput, match="is a file"):
        import_limesurvey(survey=SURVEY, responses=RESPONSES, into=tmp_path / "note.txt")
    assert [p.name for p in tmp_path.iterdir()] == ["note.txt"]


def test_one_complete_response_is_too_little(tmp_path: Path) -> None:
    (tmp_path / "s.lss").write_text(lss(question("q", "N")), encoding="utf-8")
    (tmp_path / "r.csv").write_text(export('"q"', '"1"'), encoding="utf-8")
    with pytest.raises(FaultyInput, match="complete responses: 1"):
        import_limesurvey(
            survey=tmp_path / "s.lss", responses=tmp_path / "r.csv", into=tmp_path / "theme"
        )


MANY = lss(
    question("a", "L", answers={"A1": "Ett", "A2": "Två"}, other="Y"),
    question("m", "M", rows={"x": "X", "y": "Inget"}, attributes={"exclude_all_others": "y"}),
    question("f", "F", answers={"A1": "Ett", "A2": "Två"}, rows={"r": "R", "s": "S"}),
    question("n", "N", relevance='a.NAOK == "A1" or m_x.NAOK == "Y"'),
    question("d", "D", relevance="count(m_x) > 0", group=2),
    question("t", "T", relevance="n > 3", group=2),
    question("u", "S", relevance='f_s.NAOK != "A2" and !is_empty(t)', group=3),
    languages="sv en",
)
HEADER = '"id";"submitdate";"lastpage";"a";"a[other]";"m[x]";"m[y]";"f[r]";"f[s]";"n";"d";"t";"u"'
CODE = st.sampled_from(["", '""', '"A1"', '"A2"'])
TICK = st.sampled_from(["", '""', '"Y"'])
WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=5) | st.sampled_from(
    ["=1", "'=1", "!", "!not-shown", "'", "-", "@", "+1", "\t", " "]
)
ROW = st.tuples(
    st.sampled_from(["", '"2026-05-01 10:00:00"', '"2026-05-01 10:00:00"']),
    st.sampled_from(["", '"0"', '"1"', '"2"', '"3"']),
    CODE | st.just('"-oth-"'),
    WORDS.map(lambda text: '"' + text.replace('"', '""') + '"'),
    TICK,
    TICK,
    CODE,
    CODE,
    st.sampled_from(["", '""', '"3"', '"4"', '"2.5"', '"0"']),
    st.sampled_from(["", '"2026-05-01 00:00:00"']),
    WORDS.map(lambda text: '"' + text.replace('"', '""') + '"'),
    WORDS.map(lambda text: '"' + text.replace('"', '""') + '"'),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(ROW, min_size=1, max_size=6))
def test_whatever_is_answered_the_package_passes_its_own_reader(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, ...]]
) -> None:
    """Import reads what it wrote; a fault may only ever speak of the files that came in."""
    folder = tmp_path_factory.mktemp("any")
    (folder / "s.lss").write_text(MANY, encoding="utf-8")
    lines = [HEADER, *(f'"{number}";' + ";".join(row) for number, row in enumerate(rows, 1))]
    (folder / "answers.csv").write_text("\n".join(lines), encoding="utf-8", newline="")
    faults: tuple[Fault, ...] = ()
    try:
        import_limesurvey(
            survey=folder / "s.lss", responses=folder / "answers.csv", into=folder / "theme"
        )
    except FaultyInput as faulty:
        faults = faulty.faults
    complete = sum(bool(row[0]) for row in rows)
    assert {fault.file for fault in faults} == ({"answers.csv"} if complete < 2 else set())
