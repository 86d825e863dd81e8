"""Analysis: from a theme package to the material of a report; where raw answers end."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from samklang.analysis.coding import accounts, with_families
from samklang.analysis.comparisons import differences, effects, tests
from samklang.analysis.counting import Counting
from samklang.analysis.disclosing import Disclosed, disclose
from samklang.analysis.editions import earlier_editions
from samklang.analysis.group_tables import gathered, group_tables
from samklang.analysis.plain_tables import factor_table, plain_tables
from samklang.core.coding.codebook import FACTORS
from samklang.core.coding.factors import (
    coded_questions,
    factor_questionnaire,
    factor_responses,
    with_factor_question,
)
from samklang.core.disclosure.coding import release_coding
from samklang.core.disclosure.editions import beside_earlier
from samklang.core.disclosure.ledger import IssuedEdition
from samklang.core.disclosure.members import members
from samklang.core.disclosure.participation import participation
from samklang.core.disclosure.quotes import beside_tables, release_quotes
from samklang.core.disclosure.released import (
    ReleasedDifference,
    ReleasedParticipation,
    ReleasedTable,
    ReleasedTest,
)
from samklang.core.estimate.errors import EstimateError
from samklang.core.faults import FaultyInput
from samklang.core.figures.material import Material
from samklang.core.figures.numbers import ReleasedNumbers
from samklang.core.language.wording import LANGUAGES
from samklang.core.manuscript.demands import (
    Demands,
    default_figures,
    effects_asked,
    factors_asked,
    targets,
)
from samklang.core.manuscript.parsing import parse
from samklang.core.manuscript.targets import Target
from samklang.core.survey.open_questions import OpenQuestion, open_questions
from samklang.core.theme.frame import Frame
from samklang.core.vocabulary import counties, municipalities
from samklang.package.design import estimate_fault
from samklang.package.findings import stale
from samklang.package.theme_package import ThemePackage

Issued = Callable[[IssuedEdition], object]


def analyse(
    package: ThemePackage, *, engine: str = "", issued: Issued = lambda edition: None
) -> Material:
    """Tally, estimate and release everything a report of `package` may draw on.

    engine: where the counting is done, see `engines.tally`. issued: hears what later editions are
    held against, which no renderer has. Raises FaultyInput where the answers cannot carry the
    design, for example a stratum with one respondent.
    """
    asked = demands(package)
    return with_numbers(package, released_numbers(package, asked, engine=engine, issued=issued))


def demands(package: ThemePackage) -> Demands:
    """What the manuscripts ask for beyond the plain tables, in any language."""
    package = with_families(package)
    theme, questionnaire = package.theme, package.questionnaire
    factors = [code.id for code in package.codebook.factors]
    tables: list[tuple[Target, str]] = []
    of_shares: list[Target] = []
    for language in theme.languages:
        text = package.manuscripts.get(language) or default_figures(theme, questionnaire)
        sections, _ = parse(text, file="")
        tables += targets(sections, theme.figures, questionnaire)
        tables += factors_asked(sections, factors)
        of_shares += effects_asked(sections)
    return Demands(tuple(dict.fromkeys(tables)), tuple(dict.fromkeys(of_shares)))


def released_numbers(
    package: ThemePackage,
    asked: Demands,
    *,
    engine: str = "",
    issued: Issued = lambda edition: None,
) -> ReleasedNumbers:
    """The numbers of a report whose texts ask for `asked`; otherwise as `analyse`."""
    package = with_families(package)
    coded = coded_questions(package.questionnaire, package.codings)
    numbers = _analysed(package, coded, asked, engine=engine)
    issued(numbers.disclosed.issued)
    took_part = numbers.participation
    return ReleasedNumbers(
        tables=numbers.tables,
        participation=took_part,
        accounts=accounts(package, numbers.tables, invited=took_part.invited),
        coding=release_coding(
            package.codebook,
            package.codings,
            package.samples,
            package.readings,
            package.talks,
            threshold=package.theme.disclosure.threshold,
        ),
        coded=coded,
        differences=tuple(numbers.differences.items()),
        tests=numbers.tests,
        effects=tuple(numbers.effects.items()),
    )


def with_numbers(package: ThemePackage, numbers: ReleasedNumbers) -> Material:
    """What a report of `package` may draw on, once its numbers have been released."""
    return replace(
        unanalysed(package),
        tables=numbers.tables,
        participation=numbers.participation,
        accounts=numbers.accounts,
        coding=numbers.coding,
        coded=numbers.coded,
        quotes=beside_tables(
            release_quotes(
                package.codings,
                package.responses,
                package.register,
                threshold=package.theme.disclosure.threshold,
            ),
            numbers.tables,
            numbers.participation,
        ),
        differences=dict(numbers.differences),
        tests=numbers.tests,
        effects=dict(numbers.effects),
    )


def unanalysed(package: ThemePackage) -> Material:
    """What a report may draw on before anything has been counted: texts, and no number.

    Its references are formatted by `publication.references`.
    """
    package, theme = with_families(package), package.theme
    return Material(
        theme=theme,
        questionnaire=package.questionnaire,
        codebook=package.codebook,
        findings=package.findings,
        stale={f.id: tuple(e.of for e in stale(f, package)) for f in package.findings},
        knowledge=package.knowledge,
        examples=package.examples,
        contacts=package.contacts,
        references={language: {} for language in theme.languages},
        tables={},
        participation=ReleasedParticipation(None, 0, 0, 0),
        coded=(),
        quotes=(),
        municipalities={m.code: m.name for m in municipalities().values()},
        counties={
            c.code: {language: c.name[language] for language in LANGUAGES}
            for c in counties().values()
        },
        county_of={m.code: m.county for m in municipalities().values()},
        dataset_hash=package.hash,
        groups=package.register.groups if package.register else (),
        house=package.house,
        pictures=package.pictures,
        withdrawn=tuple(tombstone.id for tombstone in package.withdrawn),
    )


def audited(package: ThemePackage) -> Disclosed:
    """What the package's report prints and what a reader can infer of each withheld number.

    Raises FaultyInput as `analyse` does.
    """
    asked, package = demands(package), with_families(package)
    coded = coded_questions(package.questionnaire, package.codings)
    return _analysed(package, coded, asked, engine="", strict=False).disclosed


@dataclass(frozen=True)
class _Analysed:
    """What has been released of a package, and what was asked for."""

    disclosed: Disclosed
    participation: ReleasedParticipation
    tables: Mapping[str, ReleasedTable]
    differences: Mapping[Target, ReleasedDifference]
    tests: Mapping[str, ReleasedTest]
    effects: Mapping[Target, float | None]


def _analysed(
    package: ThemePackage,
    coded: Sequence[str],
    demanded: Demands,
    *,
    engine: str,
    strict: bool = True,
) -> _Analysed:
    """The tables of the report, released, audited and held against earlier editions."""
    theme = package.theme
    counted = package.responses.counted(partial=theme.design.partial == "counted")
    asked = list(demanded.tables)
    try:
        frame = Frame(package.register, theme.design)
        counting = Counting(frame, package.questionnaire, counted, engine=engine)
        candidates = plain_tables(counting, theme.disclosure)
        if coded:
            places = [p for p in open_questions(package.questionnaire) if p.address in coded]
            carried = factor_responses(
                package.responses, package.codings, package.states, places=places
            )
            derived = factor_questionnaire(package.codebook)
            answers = carried.counted(partial=theme.design.partial == "counted")
            candidates.append(factor_table(counting.asked(derived, answers)))
            if any(target.question == FACTORS for target, _ in asked):
                counting = _with_factors(package, counting, places)
        candidates += group_tables(asked, counting, theme.disclosure)
        took_part = _participation(package)
        disclosed = disclose(
            package, candidates, counting=counting, participation=took_part, strict=strict
        )
        tables = gathered(asked, disclosed.tables, candidates, counting)
        revealed = disclosed.revealed_by_variance
        return _Analysed(
            disclosed,
            took_part,
            tables,
            differences((target for target, _ in asked), tables, counting, revealed=revealed),
            tests(asked, tables, counting, revealed=revealed),
            effects(list(demanded.effects), tables, counting, revealed=revealed),
        )
    except EstimateError as error:
        raise FaultyInput([estimate_fault(error)]) from error


def _with_factors(
    package: ThemePackage, counting: Counting, places: Sequence[OpenQuestion]
) -> Counting:
    """The counting with a question more: the factors, as options that groups can be split by."""
    coded = with_factor_question(
        package.questionnaire,
        package.responses,
        package.codebook,
        package.codings,
        package.states,
        places=places,
    )
    partial = package.theme.design.partial == "counted"
    return counting.asked(coded.questionnaire, coded.responses.counted(partial=partial))


def _participation(package: ThemePackage) -> ReleasedParticipation:
    theme = package.theme
    frame = Frame(package.register, theme.design)
    took_part = participation(
        frame.asked,
        package.responses,
        by=frame.reported_by,
        partial=theme.design.partial == "counted",
        threshold=theme.disclosure.threshold,
        drawn=frame.drawn,
        population=len(frame.members) if theme.design.kind == "sample" else None,
        needed=frame.needed(),
    )
    by_group = members(package.register, took_part.by)
    return beside_earlier(
        took_part,
        earlier_editions(package),
        threshold=theme.disclosure.threshold,
        members=by_group,
    )
