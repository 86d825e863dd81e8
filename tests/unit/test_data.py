"""The data package: every figure's cells, their words, and a descriptor that tells the truth."""

import csv
import hashlib
import io
import json
from dataclasses import replace

import pytest

from samklang.core.document.document import Document, Section
from samklang.core.language.wording import Language
from samklang.render.data import data_files
from tests.sample_tables import share_table
from tests.samples import document, figure


@pytest.fixture
def files() -> dict[str, bytes]:
    return data_files({"sv": document("sv"), "en": document("en")})


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_a_csv_per_figure(files: dict[str, bytes]) -> None:
    assert set(files) == {
        "q1.csv",
        "statements.csv",
        "factors.csv",
        "examples.csv",
        "datapackage.json",
        "LÄSMIG.txt",
        "README.txt",
    }


def test_shown_and_withheld_cells(files: dict[str, bytes]) -> None:
    yes, no, unknown = rows(files["q1.csv"])
    numbers = ("count", "base_n", "share_percent", "ci_low_percent", "ci_high_percent")
    assert [yes[name] for name in numbers] == ["21", "32", "66", "55", "76"]
    assert (yes["band_low_percent"], yes["band_high_percent"]) == ("51", "80")
    assert (no["status"], no["count"], no["share_percent"]) == ("protected", "", "")
    assert (unknown["status"], unknown["count"]) == ("few", "")
    assert yes["question_sv"] == "Har er organisation utvecklat någon nytänkande lösning?"
    assert yes["synthetic"] == "true"
    assert yes["citation"]
    assert len(yes["dataset_sha256"]) == 64


def test_the_descriptor_is_true(files: dict[str, bytes]) -> None:
    descriptor = json.loads(files["datapackage.json"])
    assert descriptor["profile"] == "tabular-data-package"
    assert len(descriptor["resources"]) == 4
    for resource in descriptor["resources"]:
        content = files[resource["path"]]
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        header = next(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
        assert [field["name"] for field in resource["schema"]["fields"]] == header
        assert all(field["description"] for field in resource["schema"]["fields"])


def test_no_cell_is_a_formula() -> None:
    hostile = figure(share_table(), title="=HYPERLINK(1)", question="@SUM(1)", base="-1+1")

    def with_figure(language: Language) -> Document:
        return replace(document(language), sections=(Section("s", "S", (), (hostile,)),))

    made = data_files({"sv": with_figure("sv"), "en": with_figure("en")})
    for row in rows(made["q1.csv"]):
        assert not [v for v in row.values() if v.startswith(("=", "+", "-", "@", "\t", "\r"))]
        assert row["title_sv"] == "'=HYPERLINK(1)"


def test_the_same_documents_give_the_same_bytes(files: dict[str, bytes]) -> None:
    assert data_files({"sv": document("sv"), "en": document("en")}) == files


def test_one_language_has_no_columns_of_another() -> None:
    made = data_files({"sv": document("sv")})
    assert "README.txt" not in made
    assert not [name for name in rows(made["q1.csv"])[0] if name.endswith("_en")]
