"""What is printed of a group that answers worse than the others: the interval of its own silent."""

import csv
from pathlib import Path

import pytest

from samklang.core.estimate.interval import ShareFacts, share_interval
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
