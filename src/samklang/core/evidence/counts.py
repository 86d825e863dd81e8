"""Evidence of counts: who was invited and who answered, and how many examples there are."""

from collections.abc import Iterable
from typing import get_args

from samklang.core.catalogue.example import Match
from samklang.core.document.evidence import Evidence, EvidenceFact, EvidenceTable
from samklang.core.figures.material import Material
from samklang.core.figures.method import method_box
from samklang.core.figures.questions import threshold_text
from samklang.core.language import numbers
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import Language

MATCHES = get_args(Match)


def fact_of(key: str, value: str, language: Language) -> EvidenceFact:
    """A fact with its label in the language."""
    return EvidenceFact(key, phrase(language, f"evidence.{key}"), value)


def facts_of(pairs: Iterable[tuple[str, str]], language: Language) -> tuple[EvidenceFact, ...]:
    """The facts of keys and values; those without a value are left out."""
    return tuple(fact_of(key, value, language) for key, value in pairs if value)


def participation_evidence(material: Material, language: Language) -> Evidence:
    """Who was invited and who answered; groups where too few answered say so."""
    known = material.participation.invited is not None
    box = method_box(material, language)
    about = {phrase(language, f"report.method_{name}") for name in ("estimate", "disclosure")}
    facts = [
        *facts_of(
            (
                ("kind", _either("participation_kind", language, known=known)),
                ("base", _either("participation_base", language, known=known)),
            ),
            language,
        ),
        *(EvidenceFact("method", f.label, f.value) for f in box.facts if f.label not in about),
        *facts_of(
            (
                ("formula", phrase(language, "evidence.participation_formula") if known else ""),
                ("disclosure", threshold_text(material, language)),
            ),
            language,
        ),
    ]
    table = None
    if box.strata:
        hidden = phrase(language, "units.protected")
        none = phrase(language, "evidence.none")
        columns = ("header", "invited", "answered", "rate")
        table = EvidenceTable(
            title=box.strata_title,
            header=tuple(phrase(language, f"evidence.participation_{c}") for c in columns),
            rows=tuple(
                (
                    row.label,
                    numbers.integer(row.invited, language),
                    hidden if row.answered is None else numbers.integer(row.answered, language),
                    none if row.rate is None else numbers.percent(row.rate, language),
                )
                for row in box.strata
            ),
        )
    title = phrase(language, "evidence.participation_title")
    return Evidence(id="", number=0, title=title, facts=tuple(facts), table=table)


def _either(name: str, language: Language, *, known: bool) -> str:
    return phrase(language, f"evidence.{name}{'' if known else '_open'}")


def examples_evidence(material: Material, language: Language) -> Evidence:
    """How many examples there are, by how surely their sources belong to them."""
    named: list[str] = [
        example.provenance.match for example in material.examples if not example.other
    ]
    kinds = ("kind", "base", "formula")
    facts = facts_of(((k, phrase(language, f"evidence.examples_{k}")) for k in kinds), language)
    counts = [
        *(
            (phrase(language, f"report.match_{m.replace('-', '_')}"), named.count(m))
            for m in MATCHES
        ),
        (phrase(language, "evidence.examples_all"), len(named)),
    ]
    notes = facts_of((("notes", phrase(language, "report.examples_note")),), language)
    return Evidence(
        id="",
        number=0,
        title=phrase(language, "evidence.examples_title"),
        facts=(*facts, *notes),
        table=EvidenceTable(
            title=phrase(language, "evidence.table"),
            header=(
                phrase(language, "evidence.examples_header"),
                phrase(language, "evidence.col_count"),
            ),
            rows=tuple((label, numbers.integer(n, language)) for label, n in counts),
        ),
    )
