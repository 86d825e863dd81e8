"""Clusters, replicate weights, regression and Wald's test, from a package's files to its report."""

import math
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from click.testing import CliRunner

from samklang.analysis.analysis import analyse
from samklang.cli import main
from samklang.core.faults import FaultyInput
from samklang.package.read import read
from tests.analysed_package import analysed, said, sentence
from tests.designed_package import answers, designed_package, members, register

# Ten to a cluster, and in each some have answered.
CLUSTER = {number: f"k{number % 8}" for number in range(80)}
HOURS = {answer[0]: answer[5] for answer in answers()}


def with_columns(columns: dict[str, list[str]]) -> str:
    head, *lines = register().splitlines()
    rows = zip(lines, *columns.values(), strict=True)
    return "\n".join([f"{head},{','.join(columns)}", *map(",".join, rows)]) + "\n"


CLUSTERED = with_columns({"k": [CLUSTER[n] for n in range(80)]})
DESIGN = "{kind: sample, clusters: k}"


def two_stages() -> tuple[float, float]:
    """The mean of hours and its standard error, worked out by hand over clusters and members."""
    n = Counter(CLUSTER[number] for number in HOURS)
    weight = {k: 8 / len(n) * 10 / size for k, size in n.items()}
    size = sum(weight[CLUSTER[number]] for number in HOURS)
    mean = sum(weight[CLUSTER[number]] * hours for number, hours in HOURS.items()) / size
    apart = defaultdict(list)
    for number, hours in HOURS.items():
        apart[CLUSTER[number]].append(weight[CLUSTER[number]] * (hours - mean) / size)
    totals = [sum(values) for values in apart.values()]
    m, middle = len(totals), sum(totals) / len(totals)
    variance = (1 - m / 8) * m / (m - 1) * sum((t - middle) ** 2 for t in totals)
    for k, values in apart.items():
        own, inside = n[k], sum(values) / len(values)
        spread = sum((v - inside) ** 2 for v in values)
        variance += m / 8 * (1 - own / 10) * own / (own - 1) * spread
    return mean, math.sqrt(variance)


def test_a_package_of_clusters_is_estimated_in_two_stages(tmp_path: Path) -> None:
    material, document = analysed(tmp_path, DESIGN, "{mean}`hours`\n", register_text=CLUSTERED)
    mean, error = two_stages()
    cell = material.tables["mean:hours"].rows[0].cells[0]
    assert cell.value == pytest.approx(mean, abs=0.05)
    assert cell.value_low is not None
    assert cell.value_high is not None
    half = 2.365 * error  # t of 8 clusters less 1
    assert cell.value_high - cell.value_low == pytest.approx(2 * half, abs=0.21)
    assert "grupper som hör ihop (k)" in said(document)


def test_replicate_weights_of_a_package_make_its_intervals(tmp_path: Path) -> None:
    """JK1 by county pairs: the spread of the replicates' means, and not the spread of answers."""
    columns = {"w": ["2"] * 80}
    for i in range(8):
        columns[f"r{i}"] = ["0" if CLUSTER[n] == f"k{i}" else "2.2857142857" for n in range(80)]
    names = ", ".join(list(columns)[1:])
    material, document = analysed(
        tmp_path,
        f"{{kind: census, weights: w, replicates: {{kind: JK1, columns: [{names}]}}}}",
        "{mean}`hours`\n",
        register_text=with_columns(columns),
    )
    means = []
    for i in range(8):
        kept = [hours for number, hours in HOURS.items() if CLUSTER[number] != f"k{i}"]
        means.append(sum(kept) / len(kept))
    middle = sum(means) / 8
    error = math.sqrt(7 / 8 * sum((m - middle) ** 2 for m in means))
    cell = material.tables["mean:hours"].rows[0].cells[0]
    assert cell.value_low is not None
    assert cell.value_high is not None
    assert cell.value_high - cell.value_low == pytest.approx(2 * 2.365 * error, abs=0.21)
    assert "8 uppsättningar vikter (JK1)" in said(document)


def test_regression_meets_the_margins(tmp_path: Path) -> None:
    """The GREG: each county and size has the members that the register has, so totals follow."""
    design = "{kind: census, calibration: {regression: [county, size]}}"
    material, document = analysed(tmp_path, design, "{total}`people`\n")
    raked, _ = analysed(tmp_path / "raked", design.replace("regression", "raking"))
    for name in ("yes", "no"):
        one, other = material.tables["q1"].cell(name).share, raked.tables["q1"].cell(name).share
        assert one is not None
        assert other is not None
        assert abs(one - other) <= 1
    assert "GREG" in said(document)
    assert sentence(document)


def test_a_package_can_ask_for_walds_test(tmp_path: Path) -> None:
    body = ":::{figure} grade\n:by: size\n:::\n"
    results = []
    for name in ("rao-scott", "wald"):
        folder = designed_package(
            tmp_path / name, design=f"{{kind: census, test: {name}}}", body=body
        )
        results.append(next(iter(analyse(read(folder)).tests.values())))
    assert results[0].df1 <= results[1].df1 == 2.0
    assert (results[0].df2, results[1].df2) == (90.0, 44)  # n − H twice; n − H less one contrast


ALONE = {
    "w": ["2"] * 80,
    "part": ["x" if m[:2] == ("24", "small") else "y" for m in members()],
    "k": ["kx" if m[:2] == ("24", "small") else CLUSTER[n] for n, m in enumerate(members())],
}


@pytest.mark.parametrize("kind", ["clusters", "replicates"])
def test_a_mean_of_one_cluster_is_a_fault(kind: str, tmp_path: Path) -> None:
    """Nothing varies between clusters there: it would be printed as certain."""
    names = dict.fromkeys(ALONE["k"])
    one_out = {f"r{k}": ["0" if c == k else "2.2" for c in ALONE["k"]] for k in names}
    replicates = f"replicates: {{kind: JK1, columns: [{', '.join(one_out)}]}}"
    design = {
        "clusters": "{kind: sample, weights: w, clusters: k}",
        "replicates": f"{{kind: census, weights: w, {replicates}}}",
    }[kind]
    folder = designed_package(
        tmp_path,
        design=design,
        register_text=with_columns(ALONE | one_out),
        body=":::{figure} hours\n:by: part\n:::\n",
    )
    with pytest.raises(FaultyInput, match="all of one cluster"):
        analyse(read(folder))


def test_replicates_that_weigh_nobody_of_a_group_are_left_out(tmp_path: Path) -> None:
    """As in R: the first leaves out all of the group that is asked about."""
    columns = {"w": ["2"] * 80, "part": ALONE["part"]}
    columns |= {
        f"r{i}": ["0" if CLUSTER[n] == f"k{i}" else "2.2" for n in range(80)] for i in (0, 1)
    }
    columns |= {"none": ["0" if part == "x" else "2.2" for part in ALONE["part"]]}
    material, _ = analysed(
        tmp_path,
        "{kind: census, weights: w, replicates: {kind: JK1, columns: [none, r0, r1]}}",
        ":::{figure} hours\n:by: part\n:::\n",
        register_text=with_columns(columns),
    )
    means = [
        sum(said) / len(said)
        for i in (0, 1)
        if (said := [HOURS[n] for n in HOURS if ALONE["part"][n] == "x" and CLUSTER[n] != f"k{i}"])
    ]
    error = math.sqrt(2 / 3 * (means[0] - means[1]) ** 2 / 2)
    cell = material.tables["mean:hours|part"].cell("x")
    assert cell.value_low is not None
    assert cell.value_high is not None
    # Two replicates left of three: t with 1 degree of freedom, less what zero cuts off.
    assert cell.value is not None
    assert cell.value_high - cell.value == pytest.approx(12.706 * error, rel=0.1, abs=0.2)


@pytest.mark.parametrize(
    ("design", "columns", "words"),
    [
        ("{kind: census, clusters: k}", {"k": ["a"] * 80}, "in a sample only"),
        (DESIGN, {"k": [f"k{n // 10}" for n in range(80)]}, "One in the cluster k3"),
        (
            "{kind: sample, strata: [county], clusters: k}",
            {"k": [f"k{n // 16}" for n in range(80)]},
            "lies in 2 strata",
        ),
        (
            "{kind: census, replicates: {kind: BRR, columns: [a, b]}}",
            {"a": ["1"] * 80, "b": ["1"] * 80},
            "need the weights",
        ),
        (
            "{kind: census, weights: a, replicates: {kind: JKn, columns: [a, b]}}",
            {"a": ["1"] * 80, "b": ["-1"] * 80},
            "JKn needs a scale",
        ),
        (
            "{kind: census, weights: a, replicates: {kind: BRR, columns: [a, b]}}",
            {"a": ["1"] * 80, "b": ["-1"] * 80},
            "no number from 0",
        ),
    ],
)
def test_what_cannot_be_is_a_fault(
    design: str, columns: dict[str, list[str]], words: str, tmp_path: Path
) -> None:
    folder = designed_package(tmp_path, design=design, register_text=with_columns(columns))
    with pytest.raises(FaultyInput, match=words):
        analyse(read(folder))


def test_small_groups_of_a_clustered_sample_are_refused(tmp_path: Path) -> None:
    """What variances between clusters tell is not reckoned with: none beside what is withheld."""
    folder = designed_package(
        tmp_path, design=DESIGN, register_text=CLUSTERED, body=":::{figure} grade\n:by: k\n:::\n"
    )
    with pytest.raises(FaultyInput, match="clusters or replicates"):
        analyse(read(folder))


def test_the_command_line_tallies_a_clustered_sample(tmp_path: Path) -> None:
    folder = designed_package(tmp_path, design=DESIGN, register_text=CLUSTERED)
    found = CliRunner().invoke(main, ["tally", str(folder)])
    assert found.exit_code == 0, found.output
    assert any(line.startswith("q1\tyes") for line in found.output.splitlines())
