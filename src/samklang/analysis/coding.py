"""Coding: a package whose coded families are questions like any other, and its accounts."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from samklang.core.coding.accounting import account
from samklang.core.coding.codebook import FAMILY_PREFIX, of_codes
from samklang.core.coding.factors import (
    coded_questions,
    factor_questionnaire,
    factor_responses,
    with_family_questions,
)
from samklang.core.disclosure.accounts import release_accounts
from samklang.core.disclosure.released import ReleasedAccount, ReleasedTable
from samklang.core.manuscript.targets import table_choice
from samklang.core.survey.open_questions import OpenQuestion, open_questions
from samklang.core.survey.questionnaire import Questionnaire
from samklang.core.survey.responses import Responses
from samklang.core.survey.routing import SELECTED, Conditions, asked, decided_by
from samklang.package import ledger
from samklang.package.theme_package import ThemePackage

# Answers that decide who writes are crossed with each other; more of them are not reckoned with.
MOST_GATES = 3


def with_families(package: ThemePackage) -> ThemePackage:
    """The package with a question more for each family of codes without valence."""
    coded = with_family_questions(
        package.questionnaire,
        package.responses,
        package.codebook,
        package.codings,
        package.states,
    )
    return replace(package, questionnaire=coded.questionnaire, responses=coded.responses)


def counts_codes(table: str) -> bool:
    """Whether the table of an id counts codes, so that coding anew changes it."""
    choice = table_choice(table)
    return of_codes(choice.question) or of_codes(choice.by)


def coded_digests(package: ThemePackage) -> Mapping[str, str]:
    """A digest of what each counted response was coded as, by digest of its id.

    `package` has the questions of its families (with_families).
    """
    coded = coded_questions(package.questionnaire, package.codings)
    places = [p for p in open_questions(package.questionnaire) if p.address in coded]
    carried = factor_responses(package.responses, package.codings, package.states, places=places)
    families = [q for q in package.questionnaire if q.id.startswith(FAMILY_PREFIX)]
    rows = tuple(
        replace(one, answers={**one.answers, **{q.id: given.answers[q.id] for q in families}})
        for one, given in zip(carried, package.responses, strict=True)
    )
    factors = factor_questionnaire(package.codebook)
    questionnaire = replace(factors, questions=(*factors.questions, *families))
    counted = Responses(rows).counted(partial=package.theme.design.partial == "counted")
    columns = [column for q in questionnaire for column in q.columns()]
    return ledger.digests(counted, questionnaire, columns=columns)


def accounts(
    package: ThemePackage, tables: Mapping[str, ReleasedTable], *, invited: int | None
) -> tuple[ReleasedAccount, ...]:
    """What has become of the answers to each open question that coders have begun on."""
    begun = {c.question for c in package.codings} | {s.question for s in package.states}
    partial = package.theme.design.partial == "counted"
    places = [p for p in open_questions(package.questionnaire) if p.address in begun]
    accounts = [
        account(
            place,
            responses=package.responses,
            codings=package.codings,
            states=package.states,
            invited=invited,
            partial=partial,
        )
        for place in places
    ]
    coded = [table for name, table in tables.items() if counts_codes(name)]
    gates = {
        place.address: [
            tables[name] for name in writers(place, package.questionnaire) if name in tables
        ]
        for place in places
    }
    threshold = package.theme.disclosure.threshold
    return release_accounts(accounts, coded, threshold=threshold, gates=gates)


def writers(place: OpenQuestion, questionnaire: Questionnaire) -> frozenset[str]:
    """The questions whose answers decide who may write in a place, none where everybody may."""
    own = {place.question.id} if place.option else set()
    return frozenset(own) | decided_by(place.question, questionnaire)


def written_by(
    places: Sequence[OpenQuestion], questionnaire: Questionnaire
) -> tuple[Conditions, ...]:
    """Who may write in some of the places, as `asked`: () where everybody may, or nobody knows."""
    written: dict[Conditions, None] = {}
    for place in places:
        ways = asked(place.question, questionnaire)
        if place.option is not None:
            name, option = place.question.id, place.option.id
            answers: Mapping[str, Conditions] = {
                "select_one": ((name, option),),
                "select_multiple": ((f"{name}.{option}", SELECTED),),
            }
            # Of a ranking only what is put first is counted.
            ways = (answers[place.question.type],) if place.question.type in answers else ()
        if not ways:
            return ()
        written |= dict.fromkeys(ways)
    variables = {name for way in written for name, _ in way}
    return tuple(written) if len(variables) <= MOST_GATES else ()
