"""ddi.xml is valid DDI-Codebook 2.5, and a document that is not is seen not to be."""

import dataclasses
from typing import Any

import pytest
from lxml import etree

from samklang.core.document.document import Document, Section
from samklang.core.language.wording import Language
from samklang.render.data import data_files
from samklang.render.deposit import deposit_files
from tests.sample_tables import share_table
from tests.samples import document, figure
from tests.spec.ddi_codebook import CHILDREN, NAMESPACE, faults


def study() -> Any:
    found: dict[Language, Document] = {"sv": document("sv"), "en": document("en")}
    return etree.fromstring(deposit_files(found, data_files(found))["ddi.xml"])


def test_it_is_valid() -> None:
    root = study()
    assert faults(root) == []
    seen = {element.tag.removeprefix(NAMESPACE) for element in root.iter()}
    assert len(seen & set(CHILDREN)) == len(CHILDREN), "every element of the table is tried"


def again(root: Any, path: str) -> None:
    """One more of an element, right after it."""
    element = root.find(f".//{NAMESPACE}{path}")
    element.addnext(etree.fromstring(etree.tostring(element)))


def last(root: Any, path: str) -> None:
    """An element put first among its siblings."""
    element = root.findall(f".//{NAMESPACE}{path}")[-1]
    element.getparent().insert(0, element)


@pytest.mark.parametrize(
    ("plant", "fault"),
    [
        (lambda r: again(r, "respUnit"), "var has 2 respUnit"),
        (lambda r: again(r, "biblCit"), "citation has 2 biblCit"),
        (lambda r: again(r, "citReq"), "useStmt has 2 citReq"),
        (lambda r: last(r, "varFormat"), "the children of var are out of order"),
        (lambda r: r.find(f".//{NAMESPACE}var").attrib.pop("name"), "var needs name"),
        (lambda r: r.find(f".//{NAMESPACE}var").set("files", "F99"), "var refers to F99"),
        (lambda r: r.find(f".//{NAMESPACE}catStat").set("type", "share"), "type of catStat"),
        (lambda r: r.find(f".//{NAMESPACE}var").set("colour", "red"), "no attribute colour"),
        (lambda r: etree.SubElement(r, f"{NAMESPACE}note"), "codeBook has no note"),
        (lambda r: r.remove(r.find(f"{NAMESPACE}stdyDscr")), "codeBook has no stdyDscr"),
    ],
)
def test_a_fault_is_seen(plant: Any, fault: str) -> None:
    root = study()
    plant(root)
    assert any(fault in found for found in faults(root)), faults(root)


def test_subjects_are_what_the_study_is_about_and_not_its_headings() -> None:
    root = study()
    words = [e.text for e in root.iter(f"{NAMESPACE}keyword")]
    titles = {section.title for section in document("sv").sections}
    assert words
    assert not titles & set(words)
    assert "Ekonomi" in words
    assert [e.text for e in root.iter(f"{NAMESPACE}geogCover")] == [
        "Norrbottens län",
        "Västerbottens län",
    ]


def test_a_code_carries_its_definition_and_who_is_outside_the_base_is_missing() -> None:
    root = study()
    factors = [v for v in root.iter(f"{NAMESPACE}var") if v.get("name").startswith("factors.")]
    told = [e.text for v in factors for e in v.iterfind(f"{NAMESPACE}catgry/{NAMESPACE}txt")]
    blocks = [block for _, block in document("sv").blocks()]
    factors_ = [factor for block in blocks for factor in getattr(block, "factors", ())]
    assert {factor.definition for factor in factors_} <= set(told)


def test_who_is_outside_the_base_is_missing_and_why() -> None:
    """2 were asked and did not answer; how many were not asked is withheld."""
    table = dataclasses.replace(share_table(), not_answered=2, not_shown=None)
    found: dict[Language, Document] = {
        language: dataclasses.replace(
            document(language), sections=(Section("s", "S", (), (figure(table),)),)
        )
        for language in ("sv", "en")
    }
    root = etree.fromstring(deposit_files(found, data_files(found))["ddi.xml"])
    assert faults(root) == []
    (missing,) = [c for c in root.iter(f"{NAMESPACE}catgry") if c.get("missing") == "Y"]
    assert missing.get("missType") == "not_answered"
    assert missing.find(f"{NAMESPACE}catStat").text == "2"
    labels = [e.text for e in missing.iterfind(f"{NAMESPACE}labl")]
    assert labels == ["Fick frågan men svarade inte", "Was asked but did not answer"]
