"""Findings: printed with what speaks against them, and stale when anything behind them changes."""

from dataclasses import replace
from pathlib import Path

import pytest

from samklang.analysis.analysis import analyse
from samklang.core.coding.findings import Finding, FindingEvidence
from samklang.core.document.blocks import Heading, Paragraph
from samklang.core.document.inline import Run, plain
from samklang.core.faults import FaultyInput
from samklang.core.language.wording import LANGUAGES, Language, Wording
from samklang.core.report.compose import compose
from samklang.core.survey.responses import Responses
from samklang.package.findings import digest, stale
from samklang.package.read import read, read_from
from samklang.package.theme_package import ThemePackage
from samklang.package.write import texts, write
from samklang.publication.references import with_references

DEMO = Path(__file__).parents[2] / "themes" / "social-innovation-i-norr"
MANUSCRIPT = "{#analysis}\n# Analys\n\n:::{finding} money\n:::\n"
EVIDENCE = (("share", "q1=yes"), ("code", "economy:hinders"), ("reference", "mulgan2006"))


def finding(package: ThemePackage, evidence: tuple[tuple[str, str], ...] = EVIDENCE) -> Finding:
    """A finding that somebody has looked at as the package stands."""
    bare = [FindingEvidence(kind, of) for kind, of in evidence]  # type: ignore[arg-type]
    return Finding(
        id="money",
        statement=Wording("Korta pengar bromsar", "Short money holds back"),
        against=Wording("Några lever på egna intäkter.", "Some live on income of their own."),
        evidence=tuple(replace(e, digest=digest(e, package)) for e in bare),
        follows=Wording("Stöd bör vara längre.", "Support should last longer."),
    )


@pytest.fixture(scope="module")
def package() -> ThemePackage:
    """The demo theme with a finding."""
    found = read(DEMO)
    key = str(found.references[0]["id"])
    evidence = (*EVIDENCE[:2], ("reference", key))
    return replace(found, findings=(finding(found, evidence),))


def test_a_finding_is_printed_whole(package: ThemePackage) -> None:
    material = with_references(analyse(package), package.references)
    document, faults = compose(MANUSCRIPT, material, "sv", file="manuscript.md")
    assert not faults
    [section] = document.sections
    heading, evidence, against, follows = section.blocks
    assert isinstance(heading, Heading)
    assert heading.text == (Run("Korta pengar bromsar"),)
    words = []
    for block in (evidence, against, follows):
        assert isinstance(block, Paragraph)
        words.append("".join(getattr(part, "text", "") for part in block.text))
    economy = material.tables["factors"].cell("economy", "hinders").count
    assert words[0].startswith("Belägg: ")
    assert f"{economy}\u00a0av" in words[0]
    assert words[1].startswith("Emot: Några lever på egna intäkter. Ekonomi, underlättar: ")
    assert words[2] == "Vad det leder till: Stöd bör vara längre."


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_quote_behind_a_finding_is_of_its_language_and_translated(language: Language) -> None:
    package = read(DEMO)
    [money, _] = package.findings
    [quote] = [q for q in analyse(package).quotes if q.id == "k032"]
    assert quote.text.endswith(".")
    assert quote.translation.en
    material = with_references(analyse(package), package.references)
    text = MANUSCRIPT.replace("money", money.id)
    document, _ = compose(text, material, language, file="manuscript.md")
    [evidence] = [b for b in document.sections[0].blocks[1:2] if isinstance(b, Paragraph)]
    runs = [part for part in evidence.text if isinstance(part, Run)]
    words = plain(evidence.text)
    # The citation stands behind the quote, whose own stop ends no sentence here.
    assert f"”{quote.text.removesuffix('.')}”" in words
    assert "; (" not in words
    assert words.endswith(").")
    swedish = {run.lang for run in runs if run.text.startswith("”")}
    if language == "sv":
        assert swedish == {""}
        assert quote.translation.en.removesuffix(".") not in words
    else:
        assert swedish == {"sv"}
        assert f"(“{quote.translation.en.removesuffix('.')}”)" in words


def changed_answer(package: ThemePackage) -> ThemePackage:
    rows = list(package.responses)
    rows[0] = replace(rows[0], answers={**rows[0].answers, "q1": "no"})
    return replace(package, responses=Responses(tuple(rows)))


def changed_coding(package: ThemePackage) -> ThemePackage:
    kept = [c for c in package.codings if (c.code, c.valence) != ("economy", "hinders")]
    return replace(package, codings=tuple(kept))


def changed_weight(package: ThemePackage) -> ThemePackage:
    design = replace(package.theme.design, strata=())
    return replace(package, theme=replace(package.theme, design=design))


def changed_wording(package: ThemePackage) -> ThemePackage:
    other = Wording("Annat?", "Else?")
    questions = (replace(q, wording=other) if q.id == "q1" else q for q in package.questionnaire)
    asked = replace(package.questionnaire, questions=tuple(questions))
    return replace(package, questionnaire=asked)


@pytest.mark.parametrize(
    ("change", "of"),
    [
        (changed_answer, "q1=yes"),
        (changed_weight, "q1=yes"),
        (changed_wording, "q1=yes"),
        (changed_coding, "economy:hinders"),
    ],
)
def test_whatever_changes_behind_it_makes_it_stale(
    package: ThemePackage,
    change,
    of: str,  # type: ignore[no-untyped-def]
) -> None:
    [one] = package.findings
    assert stale(one, package) == ()
    assert [e.of for e in stale(one, change(package))] == [of]


def test_a_report_refuses_a_stale_finding_and_a_draft_marks_it(package: ThemePackage) -> None:
    [one] = package.findings
    old = replace(one, evidence=tuple(replace(e, digest="old") for e in one.evidence[:2]))
    material = analyse(replace(package, findings=(old,)))
    _, faults = compose(MANUSCRIPT, material, "sv", file="manuscript.md")
    assert [f.line for f in faults] == [4]
    assert "q1=yes, economy:hinders" in str(faults[0].what)
    document, faults = compose(MANUSCRIPT, material, "sv", file="manuscript.md", draft=True)
    assert not faults
    assert "q1=yes, economy:hinders" in str(document.sections[0].blocks[0])


def test_words_in_a_finding_are_held_to_the_same_rule(package: ThemePackage) -> None:
    [one] = package.findings
    bold = replace(one, statement=Wording("De flesta saknar pengar", "Most lack money"))
    material = analyse(replace(package, findings=(bold,)))
    _, faults = compose(MANUSCRIPT, material, "sv", file="manuscript.md")
    assert any("De flesta" in str(fault.what) for fault in faults)


def test_findings_are_written_and_read_back(package: ThemePackage, tmp_path: Path) -> None:
    write(package, tmp_path / "p")
    back = read(tmp_path / "p")
    assert back.findings == package.findings
    assert stale(back.findings[0], back) == ()


def test_evidence_that_is_not_there_is_refused(package: ThemePackage) -> None:
    [one] = package.findings
    wrong = (
        FindingEvidence("share", "q99=yes"),
        FindingEvidence("code", "ekonomi:hinders"),
        FindingEvidence("quote", "c99"),
    )
    files = texts(replace(package, findings=(replace(one, evidence=wrong),)))
    with pytest.raises(FaultyInput) as faulty:
        read_from({name: text.encode() for name, text in files.items()})
    said = [str(fault.what) for fault in faulty.value.faults if fault.file == "findings.yaml"]
    assert sorted(said) == [
        "there is no code 'ekonomi:hinders'.",
        "there is no quote 'c99'.",
        "there is no share 'q99=yes'.",
    ]
