"""Evidence: what every printed number rests on, composed with the document it stands in."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest

from samklang.core.document.blocks import Figure
from samklang.core.document.document import Document
from samklang.core.document.evidence import (
    Evidence,
    EvidenceFact,
    EvidenceTable,
    common_facts,
    own_facts,
)
from samklang.core.document.inline import Value
from samklang.core.evidence.gathering import Sources, paired
from samklang.core.evidence.words import ends, formula
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import LANGUAGES, Language
from samklang.core.manuscript.roles import ROLES
from samklang.core.manuscript.targets import table_choice, table_id
from samklang.core.report.compose import compose
from samklang.core.report.default_manuscript import default_manuscript
from samklang.core.theme.theme import Calibration, DesignChoice
from tests.sample_material import material

TEXT = """\
{#first}
# Först

Av {invited}`-` svarade {answered}`-`, alltså {response-rate}`-`. {share}`m.time=b` har tid.

:::{method-box}
:::

{#results}
# Resultat

{claim}`Majoriteten: q1=yes`, {share}`q1=yes` ({count}`q1=yes`, {interval}`q1=yes`), svarar ja.
{base}`q1` har svarat. {mentions}`economy:hinders` nämner ekonomi. {share}`m.money=a` har pengar.
Vi har {examples}`exact` exempel.

:::{figure} q1
:highlight: yes
:::

:::{factor-figure}
:::

:::{factors}
:::

:::{examples}
:::
"""


def composed(language: Language = "sv", text: str = TEXT) -> Document:
    if language == "en":
        text = text.replace("Majoriteten", "The majority")
    document, faults = compose(text, material(), language, file="m.md")
    assert faults == ()
    return document


def every(kind: type, part: Any) -> Iterator[Any]:
    """Everything of a kind within dataclasses and tuples."""
    if isinstance(part, kind):
        yield part
    elif isinstance(part, tuple):
        for one in part:
            yield from every(kind, one)
    elif is_dataclass(part):
        for field in fields(part):
            yield from every(kind, getattr(part, field.name))


def words(record: Evidence) -> str:
    """Everything that a record says."""
    return "\n".join(text for text in every(str, record))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_reaches_evidence_that_prints_it(language: Language) -> None:
    document = composed(language)
    records = {record.id: record for record in document.evidence}
    values = list(every(Value, document.sections))
    assert len(values) == 12
    for value in values:
        assert value.text in [one.text for one in records[value.evidence].said]
    for record in records.values():
        assert record.fact("question") or record.fact("kind")
        assert record.fact("base")
        assert record.fact("dataset") == material().dataset_hash
        assert document.citation in record.fact("cite")


def test_notes_are_numbered_as_they_are_read_and_shared_by_a_table() -> None:
    notes = [(record.number, record.id, record.figures) for record in composed().evidence]
    assert notes == [
        (1, "participation", ()),
        (2, "m", ()),
        (3, "q1", ("q1",)),
        (4, "factors", ("factors",)),
        (5, "examples", ()),
    ]


def test_a_record_says_what_was_asked_how_it_was_worked_out_and_what_is_printed() -> None:
    record = next(r for r in composed().evidence if r.id == "q1")
    assert record.title == "Har utvecklat"
    assert record.fact("question") == "Har ni utvecklat något?"
    assert record.fact("options") == "Ja; Nej"
    assert record.fact("answers") == "30 organisationer"
    assert "Σwy/Σw" in record.fact("formula")
    assert "N/n: antalet medlemmar i gruppen" in record.fact("formula")
    assert "exakt test" in record.fact("ends")
    assert record.table == EvidenceTable(
        "Alla siffror",
        ("Svar", "Antal", "Andel", "Intervall", "Känslighetsband", "Bas"),
        (
            ("Ja", "20", "67\u00a0%", "60–73\u00a0%", "56–77\u00a0%", "30"),
            ("Nej", "10", "33\u00a0%", "27–40\u00a0%", "23–44\u00a0%", "30"),
        ),
    )
    assert [(one.text, one.what, one.section) for one in record.said] == [
        ("Majoriteten", "prövat mot ”Ja”, 67\u00a0% (60–73\u00a0%)", "results"),
        ("67\u00a0%", "andelen ”Ja”", "results"),
        ("20\u00a0av\u00a030", "antalet ”Ja”", "results"),
        ("60–73\u00a0%", "konfidensintervallet för ”Ja”", "results"),
        ("30", "basen, ”Har utvecklat”", "results"),
    ]
    assert record.fact("claims")


def test_what_is_withheld_stays_withheld() -> None:
    records = {record.id: record for record in composed().evidence}
    assert records["m"].table is not None
    time, money = records["m"].table.groups
    assert [row[2:5] for row in time] == [
        ("8", "25\u00a0%", "20–31\u00a0%"),
        ("24", "75\u00a0%", "69–80\u00a0%"),
    ]
    hidden = ("–", "dolt för att skydda svarande", "–")
    assert [row[2:5] for row in money] == [hidden, hidden]
    (said,) = [one for one in records["m"].said if "Vi har råd" in one.what]
    assert not re.search(r"\d", said.text)
    (economy,) = records["factors"].codes
    assert [count.value for count in economy.counts] == [
        "färre än 5",
        "17\u00a0av\u00a031 organisationer",
    ]


def test_codes_come_with_their_rule_and_released_quotes_only() -> None:
    (economy,) = next(r for r in composed().evidence if r.codes).codes
    assert (economy.name, economy.definition) == ("Ekonomi", "Pengar")
    released = {quote.text for quote in material().quotes}
    assert {quote.text for quote in economy.quotes} <= released


def test_blocks_lead_to_the_evidence_of_what_they_show() -> None:
    document = composed()
    led = {type(b).__name__: getattr(b, "evidence", "") for _, b in document.blocks()}
    assert led["MethodBox"] == "participation"
    assert led["Examples"] == "examples"
    assert [f.evidence for f in every(Figure, document.sections)] == ["q1", "factors"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_theme_without_a_manuscript_has_evidence_too(language: Language) -> None:
    text = default_manuscript(material(), language)
    ids = [record.id for record in composed(language, text).evidence]
    assert ids == ["participation", "q1", "m", "factors", "examples"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("role", [r for r in ROLES if r not in ("cite", "fixed")])
def test_every_role_that_prints_a_number_has_words_for_it(role: str, language: Language) -> None:
    assert phrase(language, f"evidence.said_{role}", of="x")


@pytest.mark.parametrize(
    "name",
    [
        table_id("share", "q1"),
        table_id("share", "m.time", by="county"),
        table_id("mean", "hours"),
        table_id("total", "hours", by="q1"),
        table_id("ratio", "cost", over="hours", by="county"),
    ],
)
def test_a_table_s_id_tells_what_is_in_it(name: str) -> None:
    choice = table_choice(name)
    assert choice.measure is not None
    assert table_id(choice.measure, choice.question, over=choice.over, by=choice.by) == name


def test_pages_have_names_that_no_file_system_confuses() -> None:
    sources = Sources(material(), "sv")
    wanted = ["q1", "Q1", "index", "ratio:a/b|c", "ratio-a-per-b-by-c", "|:/", "x" * 300, "q1"]
    names = [sources.prints(source) for source in wanted]
    assert names[:5] == ["q1", "Q1-2", "index-2", "ratio-a-per-b-by-c", "ratio-a-per-b-by-c-2"]
    assert names[-1] == "q1"
    assert len({name.lower() for name in names}) == len(set(wanted))
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{1,125}", name) for name in names)


def test_other_languages_may_lack_what_only_one_prints() -> None:
    documents = {
        "sv": composed("sv"),
        "en": composed(
            "en",
            TEXT.replace("{share}`m.time=b`", "Somebody").replace("{share}`m.money=a`", "Somebody"),
        ),
    }
    made = paired(documents)  # type: ignore[arg-type]
    assert [record.id for record in made["sv"].evidence if not record.twin] == ["m"]
    assert all(record.twin for record in made["en"].evidence)


@pytest.mark.parametrize(
    ("design", "weights"),
    [
        (DesignChoice("census"), "N/n: antalet medlemmar"),
        (DesignChoice("census", strata=("county",)), "N/n: antalet medlemmar i gruppen"),
        (DesignChoice("sample", groups=("county",)), "N/n: antalet medlemmar i gruppen"),
        (DesignChoice("census", weights="vikt"), "Vikten står i registret"),
        (DesignChoice("census", calibration=Calibration(("county",))), "i varje kategori"),
        (DesignChoice("census", calibration=Calibration(raking=("county",))), "kolumn för kolumn"),
    ],
)
def test_the_formula_is_that_of_the_design(design: DesignChoice, weights: str) -> None:
    changed = replace(material(), theme=replace(material().theme, design=design))
    assert weights in formula(changed, "sv", measure="share", coded=False)


def test_an_open_survey_has_no_population_in_its_formulas() -> None:
    theme = replace(material().theme, design=DesignChoice("open"))
    took_part = replace(material().participation, invited=None)
    changed = replace(material(), theme=theme, participation=took_part)
    assert formula(changed, "sv", measure="mean", coded=False).endswith("Alla vikter är 1.")
    assert "minsta av n" in ends(changed, "sv", measure="share")


@pytest.mark.parametrize("method", ["wilson", "logit", "beta", "mean"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_interval_has_its_formula(method: Any, language: Language) -> None:
    theme = replace(material().theme, design=DesignChoice("census", interval=method))
    assert ends(replace(material(), theme=theme), language, measure="share")


def note(number: int, *facts: tuple[str, str]) -> Evidence:
    return Evidence(f"e{number}", number, "", tuple(EvidenceFact(k, k, v) for k, v in facts))


def said(facts: Sequence[EvidenceFact]) -> list[str]:
    return [fact.value for fact in facts]


def test_what_most_notes_say_alike_is_said_once() -> None:
    shares = [note(n, ("base", "alla"), ("formula", "andel"), ("dataset", "f00")) for n in (1, 2)]
    mean = note(3, ("base", "alla"), ("formula", "medel"), ("dataset", "f00"))
    common = common_facts([*shares, mean])
    assert said(common) == ["andel", "f00"]
    assert said(own_facts(shares[0], common)) == ["alla"]
    assert said(own_facts(mean, common)) == ["alla", "medel"]
    assert common_facts([mean]) == ()
