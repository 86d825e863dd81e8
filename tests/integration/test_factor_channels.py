"""Factors by groups as a channel: complements, the sum of all, two editions; from files alone."""

import csv
import io
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from samklang.analysis.analysis import audited
from samklang.core.disclosure.audit import Inference
from samklang.package import ledger
from samklang.package.read import read
from samklang.publication.build import prepare
from samklang.publication.reading.audit import audit_folder, register_of
from samklang.render.data import data_files
from samklang.render.html import site
from tests.small_package import small_package

FIGURE = (
    "{#factors}\n# Faktorer\n\n:::{factor-figure}\n:by: county\n:factor: economy\n:id: f\n:::\n\n"
)
REST = ":::{factor-figure}\n:::\n\n:::{method-box}\n:::\n"
# Odd responses are of county 24, even ones of 25; all but the fifth have answered in own words.
Carried = Mapping[str, Sequence[int]]
# Between what a number must lie, by table, row and series.
Bounds = Mapping[tuple[str, str, str], tuple[int, int]]


def package(folder: Path, carried: Carried, *, threshold: int, more: int = 0) -> Path:
    """The small package with factors by county, and `more` members that answered later."""
    small_package(folder)
    rows = (folder / "responses.csv").read_text()
    for n in range(21, 21 + more):
        rows += f"r{n},m{n},complete,2026-11-{n},no,!not-shown,1,1,0,,low,high,Svar {n}\n"
    (folder / "responses.csv").write_text(rows)
    head = (folder / "codings.csv").read_text().splitlines(keepends=True)[0]
    codings = [
        f"{valence}-{n},r{n:02},q5,0,4,Svar,economy,{valence},K1,,,,\n"
        for valence, numbers in carried.items()
        for n in numbers
    ]
    (folder / "codings.csv").write_text("".join([head, *codings]))
    for name in ("manuscript.md", "manuscript.en.md"):
        (folder / name).write_text(FIGURE + REST)
    theme = (folder / "theme.yaml").read_text()
    edition = "edition: '2'\n" if more else ""
    (folder / "theme.yaml").write_text(f"{theme}{edition}disclosure: {{threshold: {threshold}}}\n")
    return folder


def published(folder: Path, out: Path) -> Path:
    """The data files and the pages of a package's report, in a folder with its register."""
    found = prepare(folder)
    files = {f"data/{name}": content for name, content in data_files(found).items()}
    files |= {f"sv/{name}": content for name, content in site(found["sv"], files=[]).items()}
    for name, content in files.items():
        target = out / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return out


def rows_of(folder: Path, name: str = "f") -> list[dict[str, str]]:
    text = (folder / "data" / f"{name}.csv").read_text(encoding="utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def narrow(folder: Path, package: Path) -> list[Inference]:
    return [i for i in audit_folder(folder, register_of(package)).inferences if not i.sound]


def planted(folder: Path, row: str, series: str, count: int) -> None:
    """Prints a count that was withheld."""
    rows = rows_of(folder)
    for one in rows:
        if (one["row"], one["series"]) == (row, series):
            assert one["status"] != "shown"
            one |= {"status": "shown", "count": str(count)}
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0])
    writer.writeheader()
    writer.writerows(rows)
    (folder / "data" / "f.csv").write_text(out.getvalue(), encoding="utf-8")


EVEN, ODD = range(2, 21, 2), (1, 3, 7, 9, 11, 13, 15, 17, 19)


@pytest.fixture(scope="module")
def complement(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Nine of ten in one county, seven of nine in the other, are hindered by the economy."""
    folder = tmp_path_factory.mktemp("complement")
    carried = {"hinders": (*EVEN[:9], *ODD[:7]), "enables": (*EVEN[:5], *ODD[:4])}
    made = package(folder / "p", carried, threshold=3)
    return made, published(made, folder / "out")


def test_factors_by_groups_do_not_tell_how_many_have_them_not(
    complement: tuple[Path, Path],
) -> None:
    made, out = complement
    shown = [row for row in rows_of(out) if row["count"]]
    assert shown
    assert all(int(row["base_n"]) - int(row["count"]) >= 3 for row in shown)
    assert narrow(out, made) == []


@pytest.fixture(scope="module")
def nine_of_ten(complement: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Bounds:
    """What the audit finds where a county's withheld number, nine of ten, is printed."""
    made, out = complement
    folder = Path(shutil.copytree(out, tmp_path_factory.mktemp("planted") / "out"))
    planted(folder, "25", "economy.hinders", 9)
    return {(i.table, i.row, i.series): (i.low, i.high) for i in narrow(folder, made)}


def test_the_audit_finds_one_group_s_factor_that_tells_the_other_s(
    nine_of_ten: Bounds,
) -> None:
    """Sixteen of all less nine in one county are the seven that the other withholds."""
    assert nine_of_ten["f", "24", "economy.hinders"] == (7, 7)


def test_the_audit_finds_that_one_does_not_say_what_all_others_do(
    nine_of_ten: Bounds,
) -> None:
    """Nine of ten have the factor, so one has it not; no cell of any table is withheld for it."""
    assert nine_of_ten["f", "25", "economy.hinders=0"] == (1, 1)


def test_two_editions_of_factors_by_groups_keep_the_threshold(tmp_path: Path) -> None:
    """Of the three who came later in a county, one is hindered by the economy."""
    then = {"hinders": (*EVEN[:6], *ODD[:5]), "enables": (*EVEN[4:], *ODD[:4])}
    first = package(tmp_path / "1", then, threshold=3)
    issued = audited(read(first)).issued
    now = {**then, "hinders": (*then["hinders"], 21)}
    second = package(tmp_path / "2", now, threshold=3, more=6)
    before = _counts(published(first, tmp_path / "a"))
    assert before["24", "economy.hinders"] == 5
    # Alone the second edition says how many: both together, that it was one.
    assert _counts(published(second, tmp_path / "b"))["24", "economy.hinders"] == 6
    (second / "releases.json").write_text(ledger.write([issued]))
    after = _counts(published(second, tmp_path / "c"))
    together = {place: after[place] - before[place] for place in before.keys() & after.keys()}
    assert all(n >= 3 for n in together.values()), together


def _counts(folder: Path) -> dict[tuple[str, str], int]:
    return {(r["row"], r["series"]): int(r["count"]) for r in rows_of(folder) if r["count"]}
