"""Evidence of a document: gathered while it is composed, then made into records.

Numbers of one released table share a record, whichever words and figures print them; so do all
counts of who took part, and all counts of examples.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from samklang.core.coding.codebook import FACTORS
from samklang.core.document.blocks import Figure, Quote
from samklang.core.document.document import Document
from samklang.core.document.evidence import (
    CodedQuote,
    CodeEvidence,
    Evidence,
    EvidenceFact,
    EvidenceTable,
    Said,
)
from samklang.core.evidence.counts import (
    examples_evidence,
    fact_of,
    facts_of,
    participation_evidence,
)
from samklang.core.evidence.words import comparisons, ends, formula, said_words
from samklang.core.figures import exhibits
from samklang.core.figures.design_words import column_name
from samklang.core.figures.development import theme_label
from samklang.core.figures.factor_groups import factor_group_figure
from samklang.core.figures.groups import group_figure
from samklang.core.figures.material import Material
from samklang.core.figures.questions import (
    amount_range,
    amount_text,
    band_text,
    factor_figure,
    interval_text,
    question_figure,
    share_text,
    threshold_text,
)
from samklang.core.language import numbers
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import Language
from samklang.core.manuscript.factor_choice import FactorChoice
from samklang.core.manuscript.parsing import Role
from samklang.core.manuscript.targets import chosen_measure, table_choice
from samklang.core.survey.questionnaire import Question
from samklang.core.theme.theme import FigureChoice

# Sources that are no table; a table's id holds a colon only after the name of a measure.
PARTICIPATION, EXAMPLES = "participation:", "examples:"
# Of an answer through a series: the share's name stands after it.
DEVELOPMENT = "development:"
COUNTED = {
    "invited": PARTICIPATION,
    "answered": PARTICIPATION,
    "response-rate": PARTICIPATION,
    "examples": EXAMPLES,
}
LONGEST_NAME = 120


@dataclass
class _Used:
    """What a document prints of one source."""

    id: str
    said: list[tuple[Role, str, str]] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)


class Sources:
    """The sources that a document prints from, in the order they are read."""

    def __init__(self, material: Material, language: Language):
        self.material, self.language = material, language
        self._used: dict[str, _Used] = {}
        # The list of all evidence has a page of its own.
        self._taken = {"index"}

    def prints(self, source: str) -> str:
        """The id of the evidence of a source that is printed from."""
        return self._use(source).id

    def says(self, role: Role, text: str, source: str, section: str, *, said: bool = True) -> str:
        """Notes a number in running text; the id of its evidence, '' where it needs none.

        said: whether it is part of the report's text, which its evidence lists.
        """
        where = source or COUNTED.get(role.name, "")
        if not where:
            return ""
        used = self._use(where)
        if said:
            used.said.append((role, text, section))
        return used.id

    def shows(self, source: str, figure: Figure) -> str:
        """Notes a figure of a source; the id of its evidence."""
        used = self._use(source)
        used.figures.append(figure)
        return used.id

    def _use(self, source: str) -> _Used:
        if source not in self._used:
            self._used[source] = _Used(self._name(source))
        return self._used[source]

    def _name(self, source: str) -> str:
        """A page's name for a source, made of its id; no two differ by capitals alone."""
        readable = source.rstrip(":").replace("|", "-by-").replace("/", "-per-")
        plain = re.sub(r"[^A-Za-z0-9_-]+", "-", readable).strip("-")[:LONGEST_NAME] or "table"
        name, count = plain, 1
        while name.lower() in self._taken:
            count += 1
            name = f"{plain}-{count}"
        self._taken.add(name.lower())
        return name

    def records(self, citation: str) -> tuple[Evidence, ...]:
        """The evidence of everything that is printed; `citation` is the report's."""
        return tuple(
            self._cited(self._record(source, used, number), citation)
            for number, (source, used) in enumerate(self._used.items(), 1)
        )

    def _record(self, source: str, used: _Used, number: int) -> Evidence:
        material, language = self.material, self.language
        if source == PARTICIPATION:
            made = participation_evidence(material, language)
        elif source == EXAMPLES:
            made = examples_evidence(material, language)
        elif source.startswith(DEVELOPMENT):
            made = _of_series(used, material, language)
        else:
            made = _of_table(source, used, material, language)
        return replace(
            made,
            id=used.id,
            number=number,
            said=tuple(
                Said(text, said_words(role, material, language), section)
                for role, text, section in used.said
            ),
        )

    def _cited(self, record: Evidence, citation: str) -> Evidence:
        """The record with what every record ends with: what it was made from, how to cite it."""
        language = self.language
        cite = phrase(
            language,
            "evidence.cite_value",
            number=record.number,
            title=record.title.rstrip("."),
            citation=citation,
        )
        checked = phrase(language, "evidence.verify_value")
        rest = [
            fact_of("dataset", self.material.dataset_hash, language),
            fact_of("verify", checked, language),
            fact_of("cite", cite, language),
        ]
        return replace(record, facts=(*record.facts, *rest))


def paired(documents: Mapping[Language, Document]) -> dict[Language, Document]:
    """The documents of a theme, each knowing which of its evidence the others have too."""
    ids = [{record.id for record in d.evidence} for d in documents.values()]
    shared = set.intersection(*ids) if ids else set()
    return {
        language: replace(
            document,
            evidence=tuple(replace(e, twin=e.id in shared) for e in document.evidence),
        )
        for language, document in documents.items()
    }


def _exhibit(choice: FigureChoice, material: Material, language: Language) -> Figure:
    """The figure of a whole table, whether the document shows it or not."""
    if choice.question == FACTORS and choice.by:
        every = FactorChoice(by=choice.by)
        return factor_group_figure(every, material, language)
    if choice.question == FACTORS:
        return factor_figure(material, language, questions=material.coded_places)
    questions = material.questionnaire.by_id
    if chosen_measure(choice, material.questionnaire) == "share" and not choice.by:
        question = questions[choice.question]
        return question_figure(question, material, language, highlight="")
    return group_figure(choice, material, language)


def _of_table(source: str, used: _Used, material: Material, language: Language) -> Evidence:
    choice = table_choice(source)
    whole = _exhibit(choice, material, language)
    first = used.figures[0] if used.figures else whole
    coded = choice.question == FACTORS
    measure = choice.measure or "share"
    roles = [role for role, _, _ in used.said]
    kept = threshold_text(material, language)
    claims = any(role.name == "claim" for role in roles)
    pairs = (
        ("question", whole.question),
        *_asked(choice, material, language),
        ("base", whole.base),
        ("answers", _answers(whole, language)),
        ("weighting", whole.weighting),
        ("formula", formula(material, language, measure=measure, coded=coded)),
        ("interval", whole.interval),
        ("ends", ends(material, language, measure=measure)),
        ("sensitivity", whole.sensitivity),
        ("compared", comparisons(roles, language)),
        ("claims", phrase(language, "evidence.claims_value") if claims else ""),
        ("notes", " ".join(note for note in whole.notes if note != kept)),
        ("disclosure", kept),
    )
    return Evidence(
        id="",
        number=0,
        title=first.title,
        facts=facts_of(pairs, language),
        table=_table(whole, language),
        codes=_codes(material, language) if coded else (),
        figures=tuple(figure.id for figure in used.figures),
    )


def _of_series(used: _Used, material: Material, language: Language) -> Evidence:
    """An answer through the themes of a series: shares as they were printed, and where."""
    figure = used.figures[0]
    question = material.questionnaire.by_id[figure.table.id.partition(".")[0]]
    kept = threshold_text(material, language)
    shown = {row.id for row in figure.table.rows}
    earlier = (
        ": ".join(part for part in (theme_label(theme, language), theme.address) if part)
        for theme in material.theme.series
        if theme.id in shown
    )
    pairs = (
        ("question", figure.question),
        ("options", _listed(option.label[language] for option in question.options)),
        ("base", figure.base),
        ("answers", phrase(language, "evidence.answers_by_row")),
        ("series", _listed(earlier)),
        ("weighting", figure.weighting),
        ("formula", formula(material, language, measure="share", coded=False)),
        ("interval", figure.interval),
        ("ends", ends(material, language, measure="share")),
        ("compared", phrase(language, "evidence.compared_change")),
        ("notes", " ".join(note for note in figure.notes if note != kept)),
        ("disclosure", kept),
    )
    return Evidence(
        id="",
        number=0,
        title=figure.title,
        facts=facts_of(pairs, language),
        table=_table(figure, language),
        figures=tuple(figure.id for figure in used.figures),
    )


def _asked(
    choice: FigureChoice, material: Material, language: Language
) -> Sequence[tuple[str, str]]:
    """What could be answered, and what the groups are."""
    question = material.questionnaire.by_id.get(choice.question.partition(".")[0])
    statements = []
    if question is not None:
        statements = [
            ("items", _listed(item.label[language] for item in question.items)),
            ("options", _listed(option.label[language] for option in question.options)),
        ]
    if choice.by in material.groups:
        name = column_name(choice.by, material, language)
        statements.append(("by", phrase(language, "evidence.by_register", column=name)))
    elif choice.by:
        parts = material.questionnaire.find(choice.by)
        if parts is not None:
            words = _wording(*parts, language)
            statements.append(("by", phrase(language, "evidence.by_question", question=words)))
    return statements


def _wording(question: Question, item: object, language: Language) -> str:
    label = getattr(item, "label", None)
    wording = question.wording[language]
    return f"{wording} {label[language]}" if label else wording


def _listed(labels: Iterable[str]) -> str:
    return "; ".join(labels)


def _answers(figure: Figure, language: Language) -> str:
    table = figure.table
    if table.base is not None:
        base = numbers.integer(table.base, language)
        return phrase(language, "evidence.answers_value", base=base, unit=figure.unit)
    if len(table.series) > 1 or figure.total:
        return phrase(language, "evidence.answers_by_row")
    row = table.rows[0].base if table.rows else None
    if row is not None:
        base = numbers.integer(row, language)
        return phrase(language, "evidence.answers_value", base=base, unit=figure.unit)
    return phrase(language, "evidence.answers_withheld", threshold=table.threshold)


def _table(figure: Figure, language: Language) -> EvidenceTable:
    """The released table in words, an answer a row; what is withheld says why."""
    table, none = figure.table, phrase(language, "evidence.none")
    several = len(table.series) > 1
    amounts = figure.kind == "values"
    banded = any(cell.band_low is not None for row in table.rows for cell in row.cells)
    columns = ["interval", *(["band"] if banded else []), "base"]
    answers = figure.end_to_end or figure.total
    second = phrase(language, "report.answer" if answers else "site.col_direction")
    first = [figure.row_header, *([second] if several else [])]
    if amounts:
        unit = f" ({table.unit})" if table.unit else ""
        first.append(f"{table.series[0].label}{unit}" if table.series else "")
    else:
        columns = ["count", "share", *columns]
    rows = []
    for row in table.rows:
        base = none if row.base is None else numbers.integer(row.base, language)
        for series, cell in zip(table.series, row.cells, strict=True):
            labels = [row.label, *([series.label] if several else [])]
            if amounts:
                words = [amount_text(cell, table, language), amount_range(cell, table, language)]
            else:
                count = "" if cell.count is None else numbers.integer(cell.count, language)
                share = share_text(cell, table.threshold, language)
                words = [count, share, interval_text(cell, language)]
            words += [band_text(cell, language)] if banded else []
            rows.append((*labels, *(word or none for word in words), base))
    header = (*first, *(phrase(language, f"evidence.col_{name}") for name in columns))
    title = phrase(language, "evidence.table")
    return EvidenceTable(title, header, tuple(rows), labels=2 if several else 1)


def _codes(material: Material, language: Language) -> tuple[CodeEvidence, ...]:
    """Each code with its rule, its counts and the quotes that a person released."""
    codes = material.codebook.by_id
    statements = []
    for factor in exhibits.factors(material, language):
        sides = (
            ("enables", factor.enables, factor.enabling_quotes),
            ("hinders", factor.hinders, factor.hindering_quotes),
        )
        statements.append(
            CodeEvidence(
                id=factor.id,
                name=factor.name,
                definition=factor.definition,
                include=codes[factor.id].include[language],
                exclude=codes[factor.id].exclude[language],
                counts=tuple(
                    EvidenceFact(name, phrase(language, f"report.{name}"), count)
                    for name, count, _ in sides
                ),
                quotes=tuple(
                    _quote(quote, name, language) for name, _, quotes in sides for quote in quotes
                ),
            )
        )
    return tuple(statements)


def _quote(quote: Quote, valence: str, language: Language) -> CodedQuote:
    return CodedQuote(
        text=quote.text,
        lang=quote.lang,
        translation=quote.translation,
        valence=phrase(language, f"report.{valence}"),
        attribution=quote.attribution,
    )
