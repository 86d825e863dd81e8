"""Findings in a report: what their evidence is called, and which must be looked at again."""

from collections.abc import Sequence

from samklang.core.coding.findings import opposite
from samklang.core.disclosure.released import ReleasedQuote
from samklang.core.document.inline import Run
from samklang.core.faults import Fault
from samklang.core.figures.exhibits import quote_language
from samklang.core.figures.material import Material
from samklang.core.language.languages import RULES
from samklang.core.language.messages import message
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import Language
from samklang.core.language.written import quotation
from samklang.core.manuscript.findings import Labels, finding_of, with_findings
from samklang.core.manuscript.parsing import DraftSection


def expanded(
    sections: Sequence[DraftSection], material: Material, language: Language
) -> tuple[DraftSection, ...]:
    """The sections with the findings that their directives name as blocks."""
    known = {finding.id: finding for finding in material.findings}
    return with_findings(sections, known, evidence_labels(material, language), language)


def evidence_labels(material: Material, language: Language) -> Labels:
    """What each piece of evidence of the findings is called, by what it is of."""
    labels: dict[str, tuple[Run, ...]] = {}
    for finding in material.findings:
        for item in finding.evidence:
            for of in filter(None, (item.of, opposite(item.of) if item.kind == "code" else "")):
                labels[of] = (Run(_label(item.kind, of, material, language)),)
    # Only what was released has words here; another is named by its id.
    named = {item.of for one in material.findings for item in one.evidence if item.kind == "quote"}
    labels |= {
        q.id: _quoted(q, quote_language(q, material), language)
        for q in material.quotes
        if q.id in named
    }
    return labels


def _quoted(quote: ReleasedQuote, written: str, language: Language) -> tuple[Run, ...]:
    """A quote in a sentence, which ends with a stop of its own; and its translation."""
    said = quotation(_unstopped(quote.text), written, language)
    words = Run(said, lang="" if written == language else written)
    if written == language or not quote.translation[language]:
        return (words,)
    more = RULES[language].quoted(_unstopped(quote.translation[language]))
    return words, Run(f" ({more})")


def _unstopped(text: str) -> str:
    """A text without the one stop that ends it."""
    return text if text.endswith("..") else text.removesuffix(".")


def _label(kind: str, of: str, material: Material, language: Language) -> str:
    if kind == "share":
        name, _, answer = of.partition("=")
        where = material.questionnaire.find(name)
        if where is None:
            return of
        question, item = where
        options = {o.id: o.label[language] for o in question.options}
        asked = item.label[language] if item else question.title[language]
        return f"{asked}: {options.get(answer, answer)}"
    if kind == "code":
        key, _, valence = of.partition(":")
        code = material.codebook.by_id.get(key)
        name = code.name[language] if code else key
        return f"{name}, {phrase(language, f'report.{valence}').lower()}" if valence else name
    if kind == "example":
        return next((e.title[language] for e in material.examples if e.id == of), of)
    return of


def stale_findings(
    sections: Sequence[DraftSection], material: Material, *, file: str
) -> list[Fault]:
    """A fault for each finding that is put in and has changed behind since it was looked at."""
    known = {finding.id: finding for finding in material.findings}
    faults = []
    for section in sections:
        for block in section.blocks:
            finding = finding_of(block, known)
            changed = material.stale.get(finding.id, ()) if finding else ()
            if finding and changed:
                behind = ", ".join(changed)
                what = message(
                    "faults.what_is_behind_the_finding", finding=finding.id, behind=behind
                )
                remedy = message("faults.look_at_the_finding_again")
                faults.append(Fault(file, getattr(block, "line", 0), "", what, remedy))
    return faults
