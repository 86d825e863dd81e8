"""Deposit: DDI in the schema's order, JSON-LD that no text can leave, a codebook, citations."""

import csv
import dataclasses
import hashlib
import io
import json
import re
from typing import Any

import pytest
from lxml import etree, html

from samklang.core.document.document import Document, Section
from samklang.core.language.wording import Language
from samklang.render.data import data_files
from samklang.render.deposit import dataset_script, deposit_files
from samklang.render.html import site
from tests.sample_tables import share_table
from tests.samples import document, figure

D = "{ddi:codebook:2_5}"


def documents() -> dict[Language, Document]:
    return {"sv": document("sv"), "en": document("en")}


def made(found: dict[Language, Document] | None = None) -> dict[str, bytes]:
    found = found or documents()
    return deposit_files(found, data_files(found))


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return made()


@pytest.fixture(scope="module")
def study(files: dict[str, bytes]) -> Any:
    return etree.fromstring(files["ddi.xml"])


def texts(root: Any, path: str) -> list[str]:
    return [e.text for e in root.iterfind("/".join(f"{D}{p}" for p in path.split("/")))]


def test_ids_are_names_and_unique_and_variables_point_to_files(study: Any) -> None:
    ids = [e.get("ID") for e in study.iter() if e.get("ID")]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[A-Za-z_][\w.-]*", one) for one in ids)
    places = {e.get("ID") for e in study.iter(f"{D}fileDscr")}
    assert {e.get("files") for e in study.iter(f"{D}var")} <= places


def test_ddi_tells_of_method_response_and_licence(study: Any) -> None:
    method = "stdyDscr/method"
    assert texts(study, f"{method}/anlyInfo/respRate")[0] == "32 (74 %)"
    assert texts(study, f"{method}/dataColl/weight")[0].startswith("Vägt")
    assert texts(study, f"{method}/dataColl/sampProc") == ["Alla medlemmar bjöds in."] * 2
    assert texts(study, "stdyDscr/dataAccs/useStmt/conditions") == ["CC BY 4.0"]
    assert "43 medlemmar" in texts(study, "stdyDscr/stdyInfo/sumDscr/universe")
    assert len(texts(study, "stdyDscr/citation/biblCit")) == 1
    assert "syntetiska" in texts(study, "stdyDscr/dataAccs/useStmt/disclaimer")[0]


def test_ddi_has_released_counts_and_no_others(study: Any) -> None:
    first = next(study.iter(f"{D}var"))
    assert first.get("name") == "q1"
    yes, no, unknown = first.iterfind(f"{D}catgry")
    assert [(s.get("type"), s.text) for s in yes.iterfind(f"{D}catStat")] == [
        ("freq", "21"),
        ("percent", "66"),
    ]
    for withheld in (no, unknown):
        assert withheld.find(f"{D}catStat") is None
        assert withheld.findtext(f"{D}txt")
    assert unknown.findtext(f"{D}txt") == "färre än 5"
    assert first.findtext(f"{D}TotlResp") == "32"


def test_a_matrix_is_a_variable_for_each_statement_and_factors_one_for_each_direction(
    study: Any,
) -> None:
    names = [e.get("name") for e in study.iter(f"{D}var")]
    assert names == [
        "q1",
        "statements.resources",
        "statements.support",
        "factors.enables",
        "factors.hinders",
    ]


def test_questions_are_there_in_both_languages(study: Any) -> None:
    asked = next(study.iter(f"{D}var")).findall(f"{D}qstn")
    tag = "{http://www.w3.org/XML/1998/namespace}lang"
    assert [q.get(tag) for q in asked] == ["sv", "en"]


def test_json_ld_describes_variables_and_files(files: dict[str, bytes]) -> None:
    told = json.loads(files["dataset.jsonld"])
    assert told["@type"] == "Dataset"
    assert told["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert told["variableMeasured"][0]["propertyID"] == "q1"
    data = data_files(documents())
    for part in told["distribution"]:
        assert part["sha256"] == hashlib.sha256(data[part["contentUrl"]]).hexdigest()
    assert told["name"][1]["@language"] == "en"


def test_json_ld_has_whole_addresses_where_the_report_is_published() -> None:
    there = {
        k: dataclasses.replace(d, address="https://example.org/rapport/")
        for k, d in documents().items()
    }
    told = json.loads(made(there)["dataset.jsonld"])
    assert told["url"] == "https://example.org/rapport/"
    assert told["distribution"][0]["contentUrl"] == "https://example.org/rapport/data/q1.csv"


HOSTILE = "</script><script>alert(1)</script><!-- ]]> & \u2028 \x00"


def hostile() -> dict[Language, Document]:
    shown = figure(share_table(), title=HOSTILE, question=HOSTILE, base="=1+1", notes=(HOSTILE,))
    return {
        k: dataclasses.replace(d, title=HOSTILE, sections=(Section("s", HOSTILE, (), (shown,)),))
        for k, d in documents().items()
    }


def test_no_text_leaves_its_place() -> None:
    found = made(hostile())
    study = etree.fromstring(found["ddi.xml"])
    assert HOSTILE.replace("\x00", "") in [e.text for e in study.iter(f"{D}qstnLit")]
    body = dataset_script(hostile()["sv"])
    assert not set("<>&\u2028") & set(body)
    assert json.loads(body)["name"] == HOSTILE
    page = html.fromstring(site(hostile()["sv"], files=[])["index.html"].decode())
    (script,) = page.xpath("//script")
    assert script.get("type") == "application/ld+json"
    assert json.loads(script.text)["name"] == HOSTILE


def test_the_codebook_has_a_row_for_each_category_and_no_formula(files: dict[str, bytes]) -> None:
    rows = list(csv.DictReader(io.StringIO(files["dataset.codebook.csv"].decode("utf-8-sig"))))
    assert [r["category"] for r in rows if r["variable"] == "q1"] == ["yes", "no", "unknown"]
    assert {r["status"] for r in rows} == {"shown", "few", "protected"}
    for row in csv.DictReader(
        io.StringIO(made(hostile())["dataset.codebook.csv"].decode("utf-8-sig"), newline="")
    ):
        assert row["base_sv"] == "'=1+1"


def test_how_to_cite_is_told_in_each_language(files: dict[str, bytes]) -> None:
    for name in ("CITERA.txt", "CITATION.txt"):
        told = files[name].decode()
        assert document().citation in told
        assert document().dataset_hash in told
        assert "ddi.xml" in told
    assert "Diagram 1 i" in files["CITERA.txt"].decode()
    assert "Figure 1 in" in files["CITATION.txt"].decode()


def test_the_same_documents_give_the_same_bytes(files: dict[str, bytes]) -> None:
    assert made() == files
