"""Every design, from a package's files to the words of its report."""

from collections import Counter
from pathlib import Path

import pytest

from samklang.core.faults import FaultyInput
from samklang.package.read import read
from tests.analysed_package import DRAWN, GROUP, MARGINS, MERGED, analysed, box, said, sentence
from tests.designed_package import GROUPS, answers, designed_package, register


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
