"""What is printed of a group that answers worse than the others: the interval of its own silent."""

import csv
from pathlib import Path
from statistics import mean, stdev

import pytest

from samklang.core.estimate.interval import ShareFacts, share_interval
from samklang.core.estimate.student import t_quantile
from tests.integration.test_channels import one_question, package, published

BODY = ":::{figure} q1\n:::\n\n:::{figure} q1\n:by: county\n:id: f\n:::\n"


@pytest.mark.parametrize("design", ["{kind: census}", "{kind: census, strata: [county]}"])
@pytest.mark.parametrize("hidden", [False, True])
def test_the_interval_is_that_of_the_groups_own_members(
    design: str, hidden: bool, tmp_path: Path
) -> None:
    """14 of 40 in the first county, all in the others. hidden: where two counties' numbers are
    withheld the interval is made of what is printed alone."""
    few = 2 if hidden else 7
    people = one_question(
        [
            *(("24", "yes", 6), ("24", "no", 8)),
            *(("25", "yes", few), ("25", "no", 14), ("23", "yes", few), ("23", "no", 14)),
        ]
    )
    folder = package(tmp_path / "theme", people, body=BODY, design=design)
    with (folder / "register.csv").open("a", encoding="utf-8", newline="") as register:
        csv.writer(register, lineterminator="\n").writerows([f"s{n:03}", "24"] for n in range(26))
    printed = published(folder)["f.csv"]
    rows = [r for r in printed if (r["row"], r["series"]) == ("24", "yes")]
    withheld = {r["row"] for r in printed if r["count"] == ""}
    assert withheld == ({"23", "25"} if hidden else set())
    p, unseen = 6 / 14, 1 - 14 / 40
    alone = ShareFacts.of(
        count=6, n=14, share=p, variance=unseen * p * (1 - p) / 13, df=13, unseen=unseen, most=40
    )
    low, high = share_interval(alone)
    assert [(r["count"], r["base_n"]) for r in rows] == [("6", "14")]
    assert int(rows[0]["ci_low_percent"]) <= 100 * low
    assert int(rows[0]["ci_high_percent"]) >= 100 * high


def test_the_mean_of_a_group_is_as_uncertain_as_its_own_silent_make_it(tmp_path: Path) -> None:
    """14 of 40 answered in the first county, all in the other: 26 of 62 members are silent."""
    said = [3, 9, 4, 8, 5, 12, 6, 7, 3, 10, 2, 11, 5, 9]
    people = [
        {"county": county, "q1": "yes", "grade": "", "fields.sport": "", "fields.culture": ""}
        | {"hours": str(hours), "people": ""}
        for county, numbers in (("24", said), ("25", [*said, *said[:8]]))
        for hours in numbers
    ]
    body = ":::{figure} hours\n:measure: mean\n:by: county\n:id: f\n:::\n"
    folder = package(tmp_path / "theme", people, body=body)
    with (folder / "register.csv").open("a", encoding="utf-8", newline="") as register:
        csv.writer(register, lineterminator="\n").writerows([f"s{n:03}", "24"] for n in range(26))
    (row,) = (r for r in published(folder)["f.csv"] if r["row"] == "24")
    low, high = (float(row[f"ci_{end}"].replace(",", ".")) for end in ("low", "high"))
    alone = t_quantile(0.95, 13) * stdev(said) / 14**0.5 * (1 - 14 / 40) ** 0.5
    # The standard error of a domain is R's, whose n − 1 is that of all: 0.98 of that of the group.
    assert low <= mean(said) - 0.97 * alone
    assert high >= mean(said) + 0.97 * alone
    # The same as if all had answered alike, made as much wider.
    assert high - low < 2 * alone + 0.3
