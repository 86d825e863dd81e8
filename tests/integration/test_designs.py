"""Every design, from a package's files to the words of its report."""

from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner

from samklang.analysis.analysis import analyse
from samklang.cli import main
from samklang.core.document.blocks import Paragraph
from samklang.core.document.document import Document
from samklang.core.document.inline import plain
from samklang.core.document.method_box import MethodBox
from samklang.core.faults import FaultyInput
from samklang.core.figures.material import Material
from samklang.core.report.compose import compose
from samklang.package.read import read
from tests.designed_package import GROUPS, answers, designed_package, members, register

MARGINS = (
    "margins: [{columns: [grade], values: [low], members: 20},"
    " {columns: [grade], values: [mid], members: 30},"
    " {columns: [grade], values: [high], members: 30}]"
)
DRAWN = "sizes: [{stratum: ['24'], drawn: 30}, {stratum: ['25'], drawn: 28}]"
MERGED = "collapse: [{name: {sv: De stora, en: The large}, strata: [['24', large], ['25', large]]}]"
GROUP = {number: (county, size) for number, (county, size, _) in enumerate(members())}


def analysed(folder: Path, design: str, body: str = "", **more: str) -> tuple[Material, Document]:
    """The material and the Swedish document of a package with the design."""
    package = read(designed_package(folder / "p", design=design, body=body, **more))
    material = analyse(package)
    document, faults = compose(package.manuscripts["sv"], material, "sv", file="m.md")
    assert faults == ()
    return material, document


def box(document: Document) -> MethodBox:
    return next(b for _, b in document.blocks() if isinstance(b, MethodBox))


def said(document: Document) -> str:
    """The text of the method box."""
    found = box(document)
    return " ".join([*(f"{f.label}: {f.value}" for f in found.facts), *found.text])


def sentence(document: Document) -> str:
    """The text of the first paragraph."""
    return plain(next(b.text for _, b in document.blocks() if isinstance(b, Paragraph)))


def weighted(parts: dict[tuple[str, ...], int], key: tuple[int, ...]) -> float:
    """The share of yes by hand: of each part its members times its own share, over all members.

    key: which of county (0) and size (1) the parts are made of.
    """
    yes: Counter[tuple[str, ...]] = Counter()
    everyone: Counter[tuple[str, ...]] = Counter()
    for number, answer, *_ in answers():
        part = tuple(GROUP[number][i] for i in key)
        everyone[part] += 1
        yes[part] += answer == "yes"
    return sum(n * yes[p] / everyone[p] for p, n in parts.items()) / sum(parts.values())


BY_COUNTY = {("24",): 40, ("25",): 40}
BY_SIZE = {("large",): 35, ("small",): 45}
BY_BOTH = {group: total for group, (total, _) in GROUPS.items()}


@pytest.mark.parametrize(
    ("design", "parts", "key", "words"),
    [
        ("{kind: census, strata: [county]}", BY_COUNTY, (0,), "46 av 80 tillfrågade"),
        (
            "{kind: census, strata: [county], groups: [size]}",
            BY_BOTH,
            (0, 1),
            "varje grupp (län och size)",
        ),
        (
            f"{{kind: sample, strata: [county], {DRAWN}}}",
            BY_COUNTY,
            (0,),
            "Av 80 medlemmar lottades 58",
        ),
        ("{kind: census, calibration: {poststrat: [size]}}", BY_SIZE, (1,), "efterstratifiering"),
        (
            "{kind: census, calibration: {poststrat: [county, size]}}",
            BY_BOTH,
            (0, 1),
            "varje kombination av län och size",
        ),
        ("{kind: census, calibration: {raking: [size]}}", BY_SIZE, (1,), "efterstratifiering"),
    ],
)
def test_a_share_is_weighted_as_its_design_says(
    design: str, parts: dict[tuple[str, ...], int], key: tuple[int, ...], words: str, tmp_path: Path
) -> None:
    material, document = analysed(tmp_path, design)
    expected = weighted(parts, key)
    assert material.tables["q1"].cell("yes").share == int(100 * expected + 0.5)
    assert words in said(document)


def test_raking_makes_every_margin_its_own(tmp_path: Path) -> None:
    """The answer that is raked on has the share that its known total says: 20 of 80."""
    design = f"{{kind: census, calibration: {{raking: [county, grade], {MARGINS}}}}}"
    material, document = analysed(tmp_path, design)
    shares = [material.tables["grade"].cell(o).share for o in ("low", "mid", "high")]
    assert shares == [25, 38, 38]
    assert "var för sig" in said(document)


def test_a_column_of_weights_weights_the_answers(tmp_path: Path) -> None:
    """Large members weigh 3 and small 1, scaled to the 80 members; the total follows."""
    table = register().splitlines()
    weight = ["3" if size == "large" else "1" for _, size in GROUP.values()]
    text = "\n".join(
        [f"{table[0]},w", *(f"{line},{w}" for line, w in zip(table[1:], weight, strict=True))]
    )
    material, document = analysed(
        tmp_path,
        "{kind: census, strata: [county], weights: w}",
        "{total}`hours`\n",
        register_text=text + "\n",
    )
    own = {a[0]: 3 if GROUP[a[0]][1] == "large" else 1 for a in answers()}
    yes = sum(own[a[0]] for a in answers() if a[1] == "yes")
    assert material.tables["q1"].cell("yes").share == int(100 * yes / sum(own.values()) + 0.5)
    hours = 80 * sum(own[a[0]] * a[5] for a in answers()) / sum(own.values())
    printed = float(sentence(document).replace("\u00a0", ""))
    assert printed == pytest.approx(hours, abs=5)
    assert "en egen vikt, som står i registret (w)" in said(document)


@pytest.mark.parametrize("weight", ["0", "-1", "2,5", "many", "nan", "1e400"])
def test_a_weight_that_is_none_is_a_fault(weight: str, tmp_path: Path) -> None:
    folder = designed_package(
        tmp_path / "p",
        design="{kind: census, weights: w}",
        register_text=register("w", weight),
    )
    with pytest.raises(FaultyInput) as caught:
        read(folder)
    assert any(f.column == "w" and "register.csv" in f.file for f in caught.value.faults)


def test_merged_strata_are_one(tmp_path: Path) -> None:
    design = f"{{kind: census, strata: [county, size], {MERGED}}}"
    material, document = analysed(tmp_path, design)
    one = weighted({("large",): 35}, (1,)) * 35
    rest = weighted({("24", "small"): 20, ("25", "small"): 25}, (0, 1)) * 45
    assert material.tables["q1"].cell("yes").share == int(100 * (one + rest) / 80 + 0.5)
    assert "Grupper med få svar räknas ihop: De stora." in said(document)


def test_who_answered_is_told_by_stratum_with_a_warning_where_they_differ(tmp_path: Path) -> None:
    _, document = analysed(tmp_path, "{kind: census, strata: [county, size]}")
    rows = [(row.label, row.invited, row.answered, row.rate) for row in box(document).strata]
    assert rows == [
        ("Västerbottens län, large", 20, 14, 70),
        ("Västerbottens län, small", 20, 11, 55),
        ("Norrbottens län, large", 15, 9, 60),
        ("Norrbottens län, small", 25, 12, 48),
    ]
    assert "lägst i Norrbottens län, small (48\u00a0%)" in said(document)
    _, weighed = analysed(tmp_path / "w", "{kind: census, calibration: {raking: [size, county]}}")
    assert [row.label for row in box(weighed).strata] == ["large", "small"]
    _, even = analysed(tmp_path / "even", "{kind: census, strata: [county]}")
    assert "Svarsfrekvensen skiljer sig" not in said(even)


@pytest.mark.parametrize(
    ("method", "words"),
    [
        ("wilson", "enligt Wilson"),
        ("logit", "på logitskala"),
        ("beta", "enligt Korn och Graubard"),
        ("mean", "lika långt åt båda håll"),
    ],
)
def test_every_interval_holds_its_share_and_is_named(
    method: str, words: str, tmp_path: Path
) -> None:
    material, document = analysed(tmp_path, f"{{kind: census, interval: {method}}}")
    cell = material.tables["q1"].cell("yes")
    assert (cell.low or 0) < (cell.share or 0) < (cell.high or 0) < 100
    assert words in said(document)


def test_what_the_roles_print(tmp_path: Path) -> None:
    """Worked out by hand from the answers: in a census of equal weights a mean is a plain mean."""
    body = (
        "{mean}`hours`; {total}`hours`; {share}`q1=yes | county=24`; {base}`q1 | size=large`; "
        "{count}`q1=yes | size=large`; {difference}`q1=yes | county=24 vs county=25`; "
        "{ratio}`hours / people`; {interval}`mean hours`; {design-effect}`q1=yes`\n"
    )
    _, document = analysed(tmp_path, "{kind: census}", body)
    found = answers()
    hours, people = [a[5] for a in found], [a[6] for a in found]
    yes = [a[1] == "yes" for a in found]
    north = [y for a, y in zip(found, yes, strict=True) if GROUP[a[0]][0] == "24"]
    south = [y for a, y in zip(found, yes, strict=True) if GROUP[a[0]][0] == "25"]
    large = [y for a, y in zip(found, yes, strict=True) if GROUP[a[0]][1] == "large"]
    text = sentence(document)
    parts = [part.replace("\u00a0", " ").replace(",", ".") for part in text.split("; ")]
    assert float(parts[0]) == pytest.approx(sum(hours) / 46, abs=0.05)
    assert float(parts[1].replace(" ", "")) == pytest.approx(80 * sum(hours) / 46, abs=5)
    assert parts[2] == f"{100 * sum(north) / len(north):.0f} %"
    assert parts[3] == str(len(large))
    assert parts[4] == f"{sum(large)} av {len(large)}"
    points = 100 * (sum(north) / len(north) - sum(south) / len(south))
    assert parts[5].startswith(f"\u2212{-points:.0f} procentenheter (\u2212")
    assert float(parts[6]) == pytest.approx(sum(hours) / sum(people), abs=0.01)
    low, high = (float(end) for end in parts[7].split("\u2013"))
    assert low < sum(hours) / 46 < high
    assert parts[8] == "1.0"


SERIES = (
    "series: [{id: '2022', shares: [{question: q1, option: yes, share: 45, low: 35, high: 56}]}]\n"
)


def test_a_change_since_an_earlier_theme(tmp_path: Path) -> None:
    """By hand: 65 − 45 = 20 points; 55 − 56 and 74 − 35 are the intervals' outermost ends.

    65 % has the interval 55–74 %, which the test reads from the figure itself; of the earlier theme
    nothing but its interval is known.
    """
    material, document = analysed(
        tmp_path, "{kind: census}", "{change}`q1=yes since 2022`\n", figures=SERIES
    )
    cell = material.tables["q1"].cell("yes")
    assert cell.share is not None
    assert cell.low is not None
    assert cell.high is not None
    points = cell.share - 45
    low, high = cell.low - 56, cell.high - 35
    assert (points, low, high) == (20, -1, 39)
    assert sentence(document) == "20 procentenheter (−1 till 39)"


@pytest.mark.parametrize(
    ("content", "what", "remedy"),
    [
        ("q1=yes", "does not name an earlier theme", "since"),
        ("q1=yes since 2021", "no earlier theme '2021'", "2022"),
        ("q1=no since 2022", "did not print 'q1=no'", "q1=yes"),
        ("q1=yes | county=24 since 2022", "for all members", "Remove the group"),
    ],
)
def test_a_change_that_cannot_be_told(content: str, what: str, remedy: str, tmp_path: Path) -> None:
    folder = designed_package(
        tmp_path / "p", design="{kind: census}", body=f"{{change}}`{content}`\n", figures=SERIES
    )
    package = read(folder)
    _, faults = compose(package.manuscripts["sv"], analyse(package), "sv", file="m.md")
    assert what in str(faults[0].what)
    assert remedy in str(faults[0].remedy)


def test_an_earlier_share_outside_its_interval_is_a_fault(tmp_path: Path) -> None:
    folder = designed_package(
        tmp_path / "p", design="{kind: census}", figures=SERIES.replace("share: 45", "share: 60")
    )
    with pytest.raises(FaultyInput) as caught:
        read(folder)
    assert caught.value.faults[0].column == "series[0].shares[0].share"
    assert "is not a valid share" in str(caught.value.faults[0].what)


FIGURES = """
:::{figure} q1
:by: county
:option: yes
:highlight: 24
:::

:::{figure} grade
:by: size
:::

:::{figure} hours
:by: county
:::

:::{figure} fields
:by: size
:::

:::{figure} per-person
:::
"""
NAMED = (
    "figures: [{id: per-person, question: hours, over: people, by: size,"
    " title: {sv: Timmar per person, en: Hours per person}}]\n"
)


def test_figures_by_group(tmp_path: Path) -> None:
    _, document = analysed(tmp_path, "{kind: census, strata: [county]}", FIGURES, figures=NAMED)
    figures = {f.id: f for f in document.figures}
    assert {name: (f.kind, [r.id for r in f.table.rows]) for name, f in figures.items()} == {
        "q1-yes-by-county": ("dots", ["24", "25", "all"]),
        "grade-by-size": ("diverging", ["large", "small", "all"]),
        "hours-by-county": ("values", ["24", "25", "all"]),
        "fields-by-size": ("grouped", ["large", "small", "all"]),
        "per-person": ("values", ["large", "small", "all"]),
    }
    assert figures["grade-by-size"].neutral == "mid"
    assert figures["hours-by-county"].table.unit == "timmar i veckan"
    assert figures["per-person"].title == "Timmar per person"
    assert all(f.total == "all" and f.interval and f.weighting for f in figures.values())
    assert any("Rao och Scotts test" in note for note in figures["grade-by-size"].notes)
    for figure in figures.values():
        assert all(row.label in figure.alt for row in figure.table.rows)


def test_every_output_is_built_with_groups(tmp_path: Path) -> None:
    folder = designed_package(
        tmp_path / "p", design="{kind: census, strata: [county]}", body=FIGURES, figures=NAMED
    )
    out = tmp_path / "out"
    result = CliRunner().invoke(main, ["build", str(folder), "--out", str(out)])
    assert result.exit_code == 0, result.stderr
    for name in ("sv/report.html", "sv/report.pdf", "sv/report.docx", "sv/deck.pptx"):
        assert (out / name).stat().st_size > 0
    lines = (out / "data" / "q1-yes-by-county.csv").read_text("utf-8-sig").splitlines()
    assert len(lines) == 4


def test_a_group_of_few_is_withheld_wherever_it_is_named(tmp_path: Path) -> None:
    """Three members of a kind answer: neither their share, mean nor difference is printed."""
    table = register().splitlines()
    few = {0, 1, 2, 14, 15, 16}
    kinds = ["rare" if n in few else "common" for n in range(len(table) - 1)]
    text = "\n".join(
        [f"{table[0]},sort", *(f"{line},{k}" for line, k in zip(table[1:], kinds, strict=True))]
    )
    body = (
        "{share}`q1=yes | sort=rare`; {mean}`hours | sort=rare`; "
        "{difference}`q1=yes | sort=rare vs sort=common`; {design-effect}`q1=yes | sort=rare`\n"
    )
    _, document = analysed(tmp_path, "{kind: census}", body, register_text=text + "\n")
    text = sentence(document)
    assert text.split("; ") == [
        "färre än 5",
        "färre än 5",
        "(dolt för att skydda svarande)",
        "(dolt för att skydda svarande)",
    ]


@pytest.mark.parametrize(
    ("design", "field", "what", "remedy"),
    [
        (
            "{kind: census, calibration: {}}",
            "calibration",
            "poststrat, raking or regression",
            "raking:",
        ),
        (
            "{kind: census, calibration: {raking: [shape]}}",
            "calibration",
            "no column 'shape'",
            "county",
        ),
        (
            "{kind: census, calibration: {raking: [grade]}}",
            "calibration.margins",
            "does not tell",
            "margins",
        ),
        (
            "{kind: census, calibration: {raking: [grade], "
            "margins: [{columns: [grade], values: [low], members: 5}]}}",
            "calibration.margins",
            "adds up to 5",
            "Correct",
        ),
        ("{kind: census, sizes: [{stratum: [], drawn: 9}]}", "sizes", "sample only", "sample"),
        (
            "{kind: sample, strata: [county], sizes: [{stratum: ['24'], drawn: 30}]}",
            "sizes",
            "25 is missing",
            "how many were drawn",
        ),
        (
            "{kind: sample, strata: [county], sizes: [{stratum: ['24'], drawn: 20},"
            " {stratum: ['25'], drawn: 28}]}",
            "sizes",
            "25 have answered in 24, of 20 drawn",
            "Correct",
        ),
        (
            "{kind: census, strata: [county], collapse: [{name: {sv: A, en: A},"
            " strata: [['24'], ['26']]}]}",
            "collapse",
            "no member is in the stratum 26",
            "Known: 24; 25",
        ),
        ("{kind: sample, drawn: chosen}", "drawn", "no column 'chosen'", "county"),
    ],
)
def test_a_design_that_cannot_be_is_a_fault_with_a_remedy(
    design: str, field: str, what: str, remedy: str, tmp_path: Path
) -> None:
    with pytest.raises(FaultyInput) as caught:
        analyse(read(designed_package(tmp_path / "p", design=design)))
    fault = caught.value.faults[0]
    assert fault.file == "theme.yaml"
    assert fault.column.startswith(f"design.{field}")
    assert what in str(fault.what)
    assert remedy in str(fault.remedy)


def test_margins_without_respondents_are_named(tmp_path: Path) -> None:
    """Everyone of a kind is silent, so no weight can make the sum of their answers right."""
    table = register().splitlines()
    silent = {n for n, (_, _, answered) in enumerate(members()) if not answered}
    kinds = ["quiet" if n in silent else "loud" for n in range(len(table) - 1)]
    text = "\n".join(
        [f"{table[0]},kind", *(f"{line},{k}" for line, k in zip(table[1:], kinds, strict=True))]
    )
    design = "{kind: census, calibration: {poststrat: [kind]}}"
    package = read(designed_package(tmp_path / "p", design=design, register_text=text + "\n"))
    with pytest.raises(FaultyInput) as caught:
        analyse(package)
    fault = caught.value.faults[0]
    assert (fault.file, fault.column) == ("theme.yaml", "design.calibration")
    assert "quiet" in str(fault.what)
    assert str(fault.remedy)


def test_raking_that_cannot_converge_is_named(tmp_path: Path) -> None:
    """Two columns that say the same, with totals that differ: no weights can meet both."""
    table = register().splitlines()
    text = "\n".join([f"{table[0]},twin", *(f"{line},{line.split(',')[1]}" for line in table[1:])])
    margins = (
        "margins: [{columns: [twin], values: ['24'], members: 50},"
        " {columns: [twin], values: ['25'], members: 30}]"
    )
    design = f"{{kind: census, calibration: {{raking: [county, twin], {margins}}}}}"
    package = read(designed_package(tmp_path / "p", design=design, register_text=text + "\n"))
    with pytest.raises(FaultyInput) as caught:
        analyse(package)
    fault = caught.value.faults[0]
    assert (fault.file, fault.column) == ("theme.yaml", "design.calibration")
    assert "Raking is still 25.0% from a margin" in str(fault.what)
    assert str(fault.remedy)


def test_a_stratum_with_one_respondent_is_named_with_what_to_do(tmp_path: Path) -> None:
    table = register().splitlines()
    kinds = ["alone" if n in (0, 79) else "other" for n in range(len(table) - 1)]
    text = "\n".join(
        [f"{table[0]},kind", *(f"{line},{k}" for line, k in zip(table[1:], kinds, strict=True))]
    )
    folder = designed_package(
        tmp_path / "p", design="{kind: census, strata: [kind]}", register_text=text + "\n"
    )
    with pytest.raises(FaultyInput) as caught:
        read(folder)
    fault = caught.value.faults[0]
    assert "1 of 2 members in the group alone" in str(fault.what)
    # Where the groups are chosen, in a file and on the site.
    assert (fault.file, fault.column) == ("theme.yaml", "design.strata")
    assert "merge this one with another" in str(fault.remedy)


@pytest.mark.parametrize(
    ("body", "what", "remedy"),
    [
        ("{share}`q1=yes | shape=round`", "neither a register column", "county"),
        ("{share}`q1=yes | county=99`", "has no '99'", "24"),
        ("{mean}`q1`", "not a number question", "hours"),
        ("{ratio}`hours`", "a ratio takes two", "number / number"),
        ("{difference}`q1=yes`", "compares nothing", "vs"),
        ("{share}`q1=yes | county=24 vs county=25`", "compares two", "{difference}"),
        ("{share}`q1=yes | q1=no`", "broken down by itself", "another"),
        (":::{figure} q1\n:by: shape\n:::", "neither a register column", "county"),
        (":::{figure} hours\n:measure: ratio\n:::", "a ratio takes two", ":over:"),
        (":::{figure} hours\n:over: hours\n:::", "a ratio takes two", ":over:"),
        (":::{figure} hours\n:option: yes\n:::", "a number has no options", "Remove option"),
        (":::{figure} q1\n:measure: mean\n:::", "not a number question", "hours"),
        (":::{figure} q1\n:by: county\n:id: ../x\n:::", "not a valid name", ":id:"),
        (":::{figure} q1\n:by: county\n:option: maybe\n:::", "has no 'maybe'", "yes"),
    ],
)
def test_what_cannot_be_drawn_on_is_a_fault_with_a_remedy(
    body: str, what: str, remedy: str, tmp_path: Path
) -> None:
    package = read(designed_package(tmp_path / "p", design="{kind: census}", body=body + "\n"))
    _, faults = compose(package.manuscripts["sv"], analyse(package), "sv", file="m.md")
    assert what in str(faults[0].what)
    assert remedy in str(faults[0].remedy)
    assert faults[0].line >= 9
