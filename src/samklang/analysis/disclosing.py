"""Disclosing: a package's tables released, audited and held against earlier editions."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from samklang.analysis.coding import coded_digests, counts_codes, written_by
from samklang.analysis.counting import Counting
from samklang.analysis.editions import answer_digests, earlier_editions
from samklang.analysis.group_tables import printed
from samklang.analysis.public_intervals import Asked, revealed_by_variance, with_public_intervals
from samklang.analysis.unknown_weights import unknown_weights
from samklang.core.coding.codebook import FACTORS, FAMILY_PREFIX
from samklang.core.disclosure.audit import Contradiction, Inference, audit, seen
from samklang.core.disclosure.dominance import Dominance
from samklang.core.disclosure.earlier import EarlierRelease
from samklang.core.disclosure.known import TooFewChanged
from samklang.core.disclosure.ledger import IssuedEdition, IssuedTable
from samklang.core.disclosure.loss import Loss, loss
from samklang.core.disclosure.members import group_sizes, members
from samklang.core.disclosure.parts import PartTold
from samklang.core.disclosure.release import CandidateTable, outlines, release
from samklang.core.disclosure.released import ReleasedParticipation, ReleasedTable
from samklang.core.disclosure.weights import GroupWeight
from samklang.core.faults import Fault, FaultyInput, UnplacedFault, faulty_file
from samklang.core.language.messages import Message, message
from samklang.core.survey.open_questions import open_questions, question_of
from samklang.core.survey.routing import Conditions, asked
from samklang.package import ledger
from samklang.package.theme_package import ThemePackage


@dataclass(frozen=True)
class Disclosed:
    """What a package prints, and what a reader can infer of what it withholds.

    issued: the entry of this edition in the ledger. loss: how much of what is shown is withheld.
    """

    tables: Mapping[str, ReleasedTable]
    inferences: tuple[Inference, ...]
    issued: IssuedEdition
    loss: Loss
    revealed_by_variance: frozenset[Asked]


def disclose(
    package: ThemePackage,
    candidates: Sequence[CandidateTable],
    *,
    counting: Counting,
    participation: ReleasedParticipation,
    strict: bool = True,
) -> Disclosed:
    """Releases the tables and plays the attacker on them.

    counting: how the answers were counted and weighted. strict: a withheld number that can be
    pinned down is a fault. Raises FaultyInput for that, for tables that do not agree,
    and where so few responses differ from an earlier edition's that the two disclose them.
    """
    rule = package.theme.disclosure
    weights = counting.known_weights()
    earlier = earlier_editions(package)
    candidates = [_with_rule(table, package) for table in candidates]
    groups = [*participation.by, *(c for t in candidates for c in t.by)]
    groups += [
        column for release in earlier for outline in release.outlines for column in outline.by
    ]
    by_group = members(package.register, groups)
    try:
        tables = release(
            candidates,
            threshold=rule.threshold,
            participation=participation,
            earlier=earlier,
            dominance=Dominance(rule.p_percent, rule.dominance_n, rule.dominance_k),
            weights=weights,
            members=by_group,
        )
        audited = audit(
            seen(candidates, tables, participation=participation),
            respondents=participation.answered,
            participation=participation,
            earlier=earlier,
            weights=weights,
            members=by_group,
        )
    except TooFewChanged as error:
        what = message(
            "faults.responses_are_new_or_changed_and",
            added=error.added,
            left=error.left,
            edition=error.edition,
        )
        remedy = message("faults.wait_until_at_least_differ_or", threshold=rule.threshold)
        raise faulty_file("responses.csv", what, remedy) from error
    except PartTold as error:
        what = message(
            "faults.part_tells_withheld",
            edition=error.edition,
            group=error.group,
            place=error.place,
        )
        remedy = message("faults.widen_the_part")
        raise faulty_file("register.csv", what, remedy) from error
    except Contradiction as error:
        raise faulty_file(ledger.FILE, *_disagreement(error, earlier)) from error
    narrow = [inference for inference in audited if not inference.sound]
    if strict and narrow:
        raise FaultyInput([_narrow(inference) for inference in narrow])
    shapes = outlines(candidates, respondents=participation.answered)
    if strict and (unknown := unknown_weights(candidates, tables, counting)):
        raise FaultyInput([unknown])
    revealed = revealed_by_variance(candidates, tables, shapes, counting)
    tables = with_public_intervals(tables, shapes, revealed, counting)
    columns = ledger.digest_columns(package.questionnaire, package.register)
    derived = tuple(name for name in tables if counts_codes(name))
    return Disclosed(
        tables=tables,
        inferences=audited,
        revealed_by_variance=revealed,
        loss=loss(printed(tables, candidates).values()),
        issued=IssuedEdition(
            edition=package.theme.edition,
            threshold=rule.threshold,
            columns=columns,
            responses=answer_digests(package, columns),
            tables=tuple(IssuedTable(shapes[name], table) for name, table in tables.items()),
            coded=coded_digests(package) if derived else {},
            derived=derived,
            participation=participation,
            weighted_by=weights.columns if weights else (),
            weights=tuple(GroupWeight(g, w) for g, w in weights.of.items()) if weights else (),
            register=package.register.groups if package.register else (),
            members=group_sizes(package.register),
        ),
    )


def _with_rule(table: CandidateTable, package: ThemePackage) -> CandidateTable:
    """The table with what its question says: whether it is sensitive, and who was asked."""
    ordinary = package.theme.disclosure.ordinary == "cell"
    if FACTORS in (table.id, table.question):
        written = {c.question for c in package.codings if c.valence}
        coded = {question_of(address) for address in written}
        sensitive = any(package.questionnaire.by_id[q].sensitive for q in coded)
        return replace(
            table,
            sensitive=ordinary or sensitive or _of_sensitive(table.by, package),
            asked=() if table.by else _writers(written, package),
        )
    name = (table.question or table.id).partition(".")[0]
    question = package.questionnaire.by_id.get(name)
    if question is None:
        return table
    routed: tuple[Conditions, ...] = ()
    if name.startswith(FAMILY_PREFIX) and not table.by:
        codes = {o.id for o in question.options}
        routed = _writers({c.question for c in package.codings if c.code in codes}, package)
    elif not table.parent and not table.by:
        routed = asked(question, package.questionnaire)
    return replace(
        table,
        sensitive=ordinary or question.sensitive or _of_sensitive(table.by, package),
        asked=table.asked or routed,
    )


def _writers(addresses: Collection[str], package: ThemePackage) -> tuple[Conditions, ...]:
    """Who may write in the open questions of some addresses; () where everybody may."""
    places = [p for p in open_questions(package.questionnaire) if p.address in addresses]
    return written_by(places, package.questionnaire)


def _of_sensitive(by: Sequence[str], package: ThemePackage) -> bool:
    """Whether the rows of a table are answers to a sensitive question."""
    questions = package.questionnaire.by_id
    names = [column.partition(".")[0] for column in by]
    return any(name in questions and questions[name].sensitive for name in names)


def _disagreement(error: Contradiction, earlier: Sequence[EarlierRelease]) -> UnplacedFault:
    if earlier:
        what = message("faults.earlier_editions_disagree", error=error.what)
        return UnplacedFault(what, message("faults.restore_the_answers_that_they_were"))
    what = message("faults.tables_disagree", error=error.what)
    return UnplacedFault(what, message("faults.report_this_to_samklang"))


def _narrow(inference: Inference) -> Fault:
    place = " ".join(part for part in (inference.table, inference.row, inference.series) if part)
    span: Message | int = inference.low
    if inference.low != inference.high:
        span = message("faults.part_span_range", low=inference.low, high=inference.high)
    what = message("faults.the_withheld_number_can_be_worked", span=span)
    return Fault("questionnaire.yaml", 0, place, what, message("faults.leave_out_a_table_that_it"))
