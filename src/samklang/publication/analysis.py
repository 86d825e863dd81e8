"""Analysis: from a theme package to the material of a report; where raw answers end."""

from collections import Counter
from collections.abc import Mapping, Sequence

from samklang.core.coding.factors import (
    VALENCES,
    coded_questions,
    factor_question,
    factor_questionnaire,
    factor_responses,
)
from samklang.core.disclosure.participation import participation
from samklang.core.disclosure.quotes import release_quotes
from samklang.core.disclosure.release import (
    CandidateCell,
    CandidateRow,
    CandidateTable,
)
from samklang.core.disclosure.released import ReleasedParticipation
from samklang.core.estimate.counts import NOT_ANSWERED, NOT_SHOWN, QuestionCounts
from samklang.core.estimate.design import Design
from samklang.core.estimate.errors import EstimateError
from samklang.core.estimate.shares import estimate_shares
from samklang.core.faults import Fault, FaultyInput
from samklang.core.report.material import FACTORS, Material
from samklang.core.survey.questionnaire import Question, Questionnaire
from samklang.core.survey.responses import Response
from samklang.core.theme import DesignChoice
from samklang.core.vocabulary import counties, municipalities
from samklang.engines.tally import tally
from samklang.package.theme_package import ThemePackage
from samklang.publication.disclosing import Disclosed, disclose
from samklang.publication.references import format_references


def analyse(package: ThemePackage, *, engine: str = "duckdb") -> Material:
    """Tally, estimate and release everything a report of `package` may draw on.

    engine: where the counting is done. Raises FaultyInput where the answers cannot carry the
    design, for example a stratum with one respondent.
    """
    theme = package.theme
    threshold = theme.disclosure.threshold
    coded = coded_questions(package.questionnaire, package.codings)
    disclosed = _disclosed(package, engine=engine)
    return Material(
        theme=theme,
        questionnaire=package.questionnaire,
        codebook=package.codebook,
        knowledge=package.knowledge,
        examples=package.examples,
        contacts=package.contacts,
        references={
            language: format_references(package.references, language)
            for language in theme.languages
        },
        tables=disclosed.tables,
        participation=_participation(package),
        coded=coded,
        quotes=release_quotes(
            package.codings, package.responses, package.register, threshold=threshold
        ),
        municipalities={m.code: m.name for m in municipalities().values()},
        counties={c.code: {"sv": c.name.sv, "en": c.name.en} for c in counties().values()},
        county_of={m.code: m.county for m in municipalities().values()},
        dataset_hash=package.hash,
    )


def audited(package: ThemePackage) -> Disclosed:
    """What the package's report prints and what a reader can infer of each withheld number.

    Raises FaultyInput as `analyse` does.
    """
    return _disclosed(package, engine="duckdb", strict=False)


def _disclosed(package: ThemePackage, *, engine: str, strict: bool = True) -> Disclosed:
    """The tables of the report, released, audited and held against earlier editions."""
    coded = coded_questions(package.questionnaire, package.codings)
    tables = _candidates(package, coded, engine=engine)
    return disclose(package, tables, participation=_participation(package), strict=strict)


def _participation(package: ThemePackage) -> ReleasedParticipation:
    theme = package.theme
    return participation(
        package.register,
        package.responses,
        by=theme.design.strata,
        partial=theme.design.partial == "counted",
        threshold=theme.disclosure.threshold,
    )


def _candidates(
    package: ThemePackage, coded: Sequence[str], *, engine: str
) -> list[CandidateTable]:
    theme = package.theme
    counted = package.responses.counted(partial=theme.design.partial == "counted")
    members = package.register.by_id() if package.register else {}

    def stratum_of(response: Response) -> tuple[str, ...]:
        if package.register is None:
            return ()
        return members[response.member].stratum(theme.design.strata)

    try:
        design = _design(package, Counter(stratum_of(r) for r in counted))
        counts = tally(package.questionnaire, counted, stratum_of=stratum_of, engine=engine)
        tables = [
            _question_table(question, package.questionnaire, counts, design, theme.design)
            for question in package.questionnaire
            if question.closed
        ]
        if coded:
            answers = factor_responses(package.responses, package.codings, coded=coded)
            carried = answers.counted(partial=theme.design.partial == "counted")
            derived = factor_questionnaire(package.codebook)
            counts = tally(derived, carried, stratum_of=stratum_of, engine=engine)
            tables.append(_factor_table(package, counts, design))
    except EstimateError as error:
        raise FaultyInput([Fault("responses.csv", 0, "", error.what, error.remedy)]) from error
    return tables


def _design(package: ThemePackage, respondents: Mapping[tuple[str, ...], int]) -> Design:
    if package.register is None:
        return Design.open(respondents.get((), 0))
    sizes = package.register.sizes(package.theme.design.strata)
    return Design.census(sizes, respondents)


def _question_table(
    question: Question,
    questionnaire: Questionnaire,
    counts: Mapping[str, QuestionCounts],
    design: Design,
    choice: DesignChoice,
) -> CandidateTable:
    if question.type == "matrix":
        options = tuple(option.id for option in question.options)
        return CandidateTable(
            id=question.id,
            series=options,
            rows=tuple(
                _row(item.id, *_cells(counts[f"{question.id}.{item.id}"], design, choice))
                for item in question.items
            ),
            sums="series",
        )
    tallied = counts[question.id]
    base, cells = _cells(tallied, design, choice)
    return CandidateTable(
        id=question.id,
        series=("share",),
        rows=tuple(
            CandidateRow(option.id, base, (cell,))
            for option, cell in zip(question.options, cells, strict=True)
        ),
        sums="none" if tallied.multiple else "rows",
        not_answered=_total(tallied, NOT_ANSWERED),
        not_shown=_total(tallied, NOT_SHOWN),
        parent=_parent(question, questionnaire),
    )


def _factor_table(
    package: ThemePackage, counts: Mapping[str, QuestionCounts], design: Design
) -> CandidateTable:
    by_valence = [
        _cells(counts[factor_question(valence)], design, package.theme.design)
        for valence in VALENCES
    ]
    base = by_valence[0][0]
    return CandidateTable(
        id=FACTORS,
        series=VALENCES,
        rows=tuple(
            CandidateRow(code.id, base, tuple(cells[number] for _, cells in by_valence))
            for number, code in enumerate(package.codebook.codes)
        ),
        sums="none",
    )


def _row(id_: str, base: int, cells: tuple[CandidateCell, ...]) -> CandidateRow:
    return CandidateRow(id_, base, cells)


def _cells(
    counts: QuestionCounts, design: Design, choice: DesignChoice
) -> tuple[int, tuple[CandidateCell, ...]]:
    """The base and the estimated cells of a question or item."""
    answered, _, _ = counts.bases(design)
    base = int(answered.sum())
    # A base of less than two has no variance, and is withheld by any threshold.
    if base < 2:
        chosen = counts.array(design, *counts.options).sum(axis=0).tolist()
        return base, tuple(CandidateCell(n, 0.0, 0.0, 1.0) for n in chosen)
    estimate = estimate_shares(
        counts, design=design, confidence=choice.confidence, sensitivity=choice.sensitivity
    )
    return base, tuple(
        CandidateCell(e.count, e.share, e.low, e.high, e.band_low, e.band_high)
        for e in estimate.estimates
    )


def _total(counts: QuestionCounts, marker: str) -> int:
    return sum(n for (_, option), n in counts.counts.items() if option == marker)


def _parent(question: Question, questionnaire: Questionnaire) -> tuple[str, str] | None:
    """The answer that a routed question is asked of, where that is one answer of one question."""
    from samklang.core.survey.expression import single_answer

    if not question.relevant:
        return None
    found = single_answer(question.relevant)
    if found and questionnaire.by_id[found[0]].type == "select_one":
        return found
    return None
