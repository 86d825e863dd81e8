"""Starter themes are whole: sound questions in both languages, and a manuscript that builds."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from samklang.core.coding.codebook import Codebook
from samklang.core.faults import FaultyInput
from samklang.core.survey.flaws import flaws
from samklang.core.survey.linter import advice
from samklang.core.survey.questionnaire import Questionnaire
from samklang.core.survey.responses import Missing, Responses
from samklang.core.survey.simulated import simulated
from samklang.core.theme.register import Member, Register
from samklang.core.theme.theme import DesignChoice, DisclosureRule, Network, Theme
from samklang.package.read import read_from
from samklang.package.theme_package import ThemePackage
from samklang.package.write import texts
from samklang.publication.build import documents
from samklang.web.starts import WHOLE, codebook, start, start_files, start_texts

MEMBERS = 43


def begun(name: str, *, changed: Mapping[str, str] | None = None) -> ThemePackage:
    """A theme that begins from a start, answered at random by seven in ten."""
    said, files = start_texts(name), {**start_files(name), **(changed or {})}
    register = Register(tuple(Member(f"m{n}") for n in range(1, MEMBERS + 1)))
    questionnaire = start(name)
    answers = simulated(questionnaire, [m.id for m in register.members], rate=0.7, seed=7)
    package = ThemePackage(
        theme=Theme(
            format="samklang-theme-1",
            id=name,
            title=said.title,
            network=Network("Prov"),
            languages=("sv", "en"),
            design=DesignChoice(kind="census"),
            disclosure=DisclosureRule(threshold=5),
            synthetic=True,
        ),
        questionnaire=questionnaire,
        register=register,
        responses=Responses(answers),
        codebook=Codebook(),
        codings=(),
        knowledge=(),
        references=(),
        examples=(),
        manuscripts={},
        contacts=(),
    )
    found = {path: text.encode() for path, text in {**texts(package), **files}.items()}
    return read_from(found)


@pytest.mark.parametrize("name", WHOLE)
def test_a_starter_is_sound_and_its_manuscript_builds(name: str) -> None:
    questionnaire = start(name)
    assert not flaws(questionnaire)
    assert not advice(questionnaire, ("sv", "en"))
    said = start_texts(name)
    for text in (said.title, said.purpose, said.consent):
        assert all((text.sv, text.en))
    assert all(codebook(one).codes for one in said.codebooks)
    found = documents(begun(name))
    shown = {figure.id for figure in found["sv"].figures}
    counted = {q.id for q in questionnaire if q.closed or q.numeric}
    assert shown == counted, "every closed question has its figure"
    ids = [section.id for section in found["sv"].sections]
    assert ids[0] == "introduction"
    # Nothing is coded, no example is allowed, and nobody has written the analysis yet.
    assert not {"factors", "examples", "analysis"} & set(ids)
    assert all(section.blocks or section.lead for section in found["sv"].sections)
    written = {
        path: re.sub(r"::::\{hidden\}\n.*\n::::", "Det hänger ihop.", text)
        for path, text in start_files(name).items()
    }
    found = documents(begun(name, changed=written))
    for document in found.values():
        assert "analysis" in [section.id for section in document.sections]


def test_a_starter_with_a_fault_in_it_is_refused() -> None:
    first = "manuscript.md"
    text = start_files("volunteering")[first]
    with pytest.raises(FaultyInput) as refused:
        documents(
            begun("volunteering", changed={first: text.replace("{figure} tasks", "{figure} task")})
        )
    assert "'task' is not a closed question." in str(refused.value)
    with pytest.raises(FaultyInput) as refused:
        documents(begun("volunteering", changed={first: text.replace(":optional:\n", "")}))
    assert "there are no coded factors." in str(refused.value)


def test_a_leading_or_double_question_is_seen() -> None:
    first, *rest = start("volunteering").questions
    wording = replace(first.wording, sv="Håller ni med om att ni är många och/eller få? Varför?")
    found = advice(Questionnaire("1", (replace(first, wording=wording), *rest)), ("sv", "en"))
    assert {one.reason for one in found} >= {"both_or", "two_questions", "leading"}


def test_simulated_answers_obey_the_survey() -> None:
    questionnaire = start("public-agreements")
    members = [f"m{n}" for n in range(400)]
    found = simulated(questionnaire, members, rate=0.5, seed=3)
    assert len(found) == 200
    assert found == simulated(questionnaire, members, rate=0.5, seed=3)
    assert found != simulated(questionnaire, members, rate=0.5, seed=4)
    for one in found:
        has = one.answers["agreement"] == "yes"
        assert (one.answers["kind"] != Missing.NOT_SHOWN) == has
        assert (one.answers["wish"] == Missing.NOT_SHOWN) == has


def test_every_start_is_packed_in_the_wheel() -> None:
    project = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))
    packed = project["tool"]["setuptools"]["package-data"]["samklang"]
    assert {"**/*.md", "**/*.yaml"} <= set(packed)
